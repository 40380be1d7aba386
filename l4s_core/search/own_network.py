"""Addresses of this machine and its neighbours, where a link of a catalogue has no business."""

from __future__ import annotations

import socket
from collections.abc import Collection
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlparse

from l4s_core.base.errors import InputError

# programs that tunnel the whole traffic answer every name with an address from here
_TUNNELS = ip_network("198.18.0.0/15")


def refuse_local(url: str, local: Collection[str] = (), *, resolved: bool = True) -> None:
    """Raise InputError for an address that is none of the web or leads into the own network.

    ``resolved``: names are looked up; behind a proxy, which does that itself, only plain addresses are judged.
    """
    parts = urlparse(url)
    try:
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:  # a port that is no number
        host, port = "", None
    if parts.scheme not in ("http", "https") or not host:
        raise InputError(f"{url[:200]} is no address on the web; only http:// and https:// are fetched.")
    port = port or (443 if parts.scheme == "https" else 80)
    if host in local or f"{host}:{port}" in local:
        return
    if any(map(_is_local, _addresses(host, port, resolved))):
        raise InputError(
            f"{parts.scheme}://{parts.netloc.rpartition('@')[2]} is a server of your own network, where a catalogue "
            f"has no business; if you know it, say --local {host}:{port}."
        )


def server_of(url: str) -> str:
    """``host`` or ``host:port`` of an address, as `refuse_local` takes it."""
    return urlparse(url).netloc.rpartition("@")[2].lower()


def is_plainly_local(host: str) -> bool:
    """Whether a name or an address is one of the own network, without looking it up."""
    host = host.lower().rstrip(".")
    return any(map(_is_local, _addresses(host, 443, False)))


def _addresses(host: str, port: int, resolved: bool) -> list[str]:
    if host == "localhost" or host.endswith(".localhost"):
        return ["127.0.0.1"]
    try:
        return [str(ip_address(host))]
    except ValueError:
        pass
    if not resolved and not host.replace(".", "").isdigit():  # 2130706433 and 127.1 are 127.0.0.1 to the system
        return []
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # said by the request itself
        return []
    return [str(entry[4][0]).partition("%")[0] for entry in found]


def _is_local(address: str) -> bool:
    ip = ip_address(address)
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return not ip.is_global and ip not in _TUNNELS
