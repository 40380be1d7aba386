"""Small pictures of scenes, loaded in the background through QGIS's own network, so with its proxy and certificates."""

from __future__ import annotations

import contextlib
from collections import deque
from ipaddress import ip_address
from typing import Any
from urllib.parse import urljoin, urlparse

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QImageReader, QPixmap
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

_AT_ONCE = 4
_MOST_BYTES = 2_000_000
_MOST_PIXELS = 25_000_000
_MOST_REDIRECTS = 3
_FORMATS = (b"png", b"jpeg", b"jpg", b"webp")
_REDIRECTS = (301, 302, 303, 307, 308)


class Thumbnails(QObject):
    """Signal ``loaded(key, pixmap)``; what cannot be had is left out without a word.

    Parameters
    ----------
    size
        Of the pictures, in pixels.
    """

    loaded = pyqtSignal(str, object)

    def __init__(self, size: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._size = QSize(size, size)
        self._server = ""
        self._waiting: deque[tuple[str, str, int]] = deque()
        self._running: dict[QNetworkReply, tuple[str, str, int]] = {}

    def load(self, wanted: list[tuple[str, str]], catalogue: str) -> None:
        """Pairs of a key and an address; those of an earlier call that are not there yet are given up.

        ``catalogue``: the address that the user typed, whose own server may be one of his own network.
        """
        self.stop()
        self._server = urlparse(catalogue).netloc.lower()
        self._waiting = deque((key, address, 0) for key, address in wanted)
        self._next()

    def stop(self) -> None:
        """Nothing more is wanted."""
        self._waiting.clear()
        running, self._running = self._running, {}
        for reply in running:
            with contextlib.suppress(RuntimeError):  # deleted with QGIS's network
                reply.abort()
                reply.deleteLater()

    def _next(self) -> None:
        while self._waiting and len(self._running) < _AT_ONCE:
            key, address, redirects = self._waiting.popleft()
            if may_be_shown(address, self._server):
                self._get(key, address, redirects)

    def _get(self, key: str, address: str, redirects: int) -> None:
        request = QNetworkRequest(QUrl(address))
        # every hop is looked at before it is followed
        request.setAttribute(
            QNetworkRequest.Attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.ManualRedirectPolicy
        )
        request.setAttribute(
            QNetworkRequest.Attribute.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.PreferCache
        )
        reply = QgsNetworkAccessManager.instance().get(request)
        self._running[reply] = (key, address, redirects)
        reply.downloadProgress.connect(lambda done, _total, reply=reply: done > _MOST_BYTES and reply.abort())
        reply.finished.connect(lambda reply=reply: self._ended(reply))

    def _ended(self, reply: Any) -> None:
        known = self._running.pop(reply, None)
        if known is None:  # given up
            return
        key, address, redirects = known
        reply.deleteLater()
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        if status in _REDIRECTS and redirects < _MOST_REDIRECTS:
            target = bytes(reply.rawHeader(b"Location")).decode("latin-1")
            self._waiting.appendleft((key, urljoin(address, target), redirects + 1))
        elif reply.error() == QNetworkReply.NetworkError.NoError and status == 200:
            picture = decoded(reply.read(_MOST_BYTES), self._size)
            if picture is not None:
                self.loaded.emit(key, picture)
        self._next()


def may_be_shown(address: str, server: str = "") -> bool:
    """Whether a picture may be asked for: over https and not in the own network, or from the catalogue's own server."""
    try:
        parts = urlparse(address)
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host:
        return False
    if server and parts.netloc.lower() == server:
        return True
    if parts.scheme != "https" or host == "localhost" or host.endswith(".localhost") or "." not in host:
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        return not host.replace(".", "").isdigit()


def decoded(data: Any, size: QSize) -> QPixmap | None:
    """A picture of a few formats, made small while it is read; None for everything else."""
    content = QByteArray(data)
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    whole = reader.size()
    if bytes(reader.format()) not in _FORMATS or not whole.isValid() or whole.width() * whole.height() > _MOST_PIXELS:
        return None
    reader.setScaledSize(whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else QPixmap.fromImage(image)
