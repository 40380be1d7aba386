"""The proxy that a person has set in QGIS, for the backend and its installation."""

from __future__ import annotations

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

_INDEX = "https://pypi.org/simple/"


def qgis_proxy() -> str | None:
    """The proxy of QGIS's network settings as ``http://user:password@host:port``, None for a direct connection."""
    settings = QgsSettings()
    if not settings.value("proxy/proxyEnabled", False, bool):
        return None
    kind = settings.value("proxy/proxyType", "DefaultProxy", str)
    if kind == "DefaultProxy":
        return _system_proxy()
    host = settings.value("proxy/proxyHost", "", str).strip()
    if not host:
        return None
    url = QUrl()
    url.setScheme("socks5" if kind == "Socks5Proxy" else "http")
    url.setHost(host)
    port = settings.value("proxy/proxyPort", "", str).strip()
    if port.isdigit():
        url.setPort(int(port))
    user = settings.value("proxy/proxyUser", "", str)
    if user:
        url.setUserName(user)
        url.setPassword(settings.value("proxy/proxyPassword", "", str))
    return bytes(url.toEncoded()).decode("ascii")


def _system_proxy() -> str | None:
    for proxy in QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(_INDEX))):
        if proxy.type() == QNetworkProxy.ProxyType.HttpProxy and proxy.hostName():
            return f"http://{proxy.hostName()}:{proxy.port()}"
    return None
