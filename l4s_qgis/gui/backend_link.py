"""The backend as the windows of the plugin reach it: where it is, through which proxy, and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsSettings
from qgis.PyQt.QtCore import QT_VERSION_STR, QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

from ..backend.connection import Connection, connect
from ..backend.diagnostics import diagnostics
from ..backend.places import Places
from ..backend.wheel import bundled_wheel
from ..settings import Settings

PLUGIN = Path(__file__).resolve().parents[1]
_INFO_S = 60.0  # the first start after an installation reads every library from the disk
_INDEX = "https://pypi.org/simple/"


@dataclass(frozen=True)
class Backend:
    """A backend that answered: how to call it, and what ``l4s info`` says."""

    connection: Connection
    info: dict[str, Any]


def places() -> Places:
    return Places(Settings().root)


def wheel() -> Path:
    return bundled_wheel(PLUGIN)


def reach(python: Path | None, where: Places, proxy: str | None) -> Backend:
    """Connect and ask what there is. Blocks: call it in a thread, with values read in the main thread.

    Raises
    ------
    BackendProblem
        As `connect` and `Connection.ask`.
    """
    connection = connect(python, where, wheel(), proxy)
    return Backend(connection, connection.ask(["info", "--json"], _INFO_S))


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


def diagnostics_text(log: str = "") -> str:
    """For the clipboard: versions, paths, state and the last lines of the logs."""
    return diagnostics(
        places(),
        wheel(),
        settings_python=Settings().interpreter,
        versions={"QGIS": Qgis.QGIS_VERSION, "Qt": QT_VERSION_STR},
        proxy=qgis_proxy(),
        log=log,
    )
