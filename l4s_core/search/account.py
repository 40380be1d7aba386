"""The account of a catalogue: headers of a request, and the servers that may see them.

They come in an environment variable and not on the command line, which every user of a machine can read.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlparse

from l4s_core.base.errors import InputError

VARIABLE = "L4S_WEB_ACCOUNT"
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HOST = re.compile(r"[0-9A-Za-z.:_-]+")


@dataclass(frozen=True)
class Account:
    """``headers`` go to ``hosts`` and the servers below them (``example.org`` is also ``data.example.org``)."""

    headers: Mapping[str, str] = field(repr=False)
    hosts: tuple[str, ...]

    def headers_for(self, url: str) -> Mapping[str, str]:
        """What a request to that address carries: nothing for other servers, and nothing where all could read it."""
        parts = urlparse(url)
        host = (parts.hostname or "").lower()
        if parts.scheme != "https" and not _is_this_machine(host):
            return {}
        ours = any(host == name or host.endswith(f".{name}") for name in self.hosts)
        return self.headers if ours else {}


def account_of_environment() -> Account | None:
    """The account in ``L4S_WEB_ACCOUNT``, ``{"headers": {"Authorization": "..."}, "hosts": ["example.org"]}``.

    The variable is taken out of the environment, so that no program that is started later sees it. Raises InputError,
    without a word of its content, where it is something else.
    """
    text = os.environ.pop(VARIABLE, "")
    if not text.strip():
        return None
    try:
        data = json.loads(text)
        headers = {str(name): str(value) for name, value in data["headers"].items()}
        hosts = tuple(str(host).lower() for host in data["hosts"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        headers, hosts = {}, ()
    plain = all(_NAME.fullmatch(name) and value.isprintable() for name, value in headers.items())
    if not headers or not hosts or not plain or not all(map(_HOST.fullmatch, hosts)):
        raise InputError(
            f"{VARIABLE} cannot be used; it is JSON with headers and the servers that may see them, such as "
            '{"headers": {"Authorization": "Bearer ..."}, "hosts": ["example.org"]}.'
        )
    return Account(headers, hosts)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
