"""Why the environment could not be made, in one sentence, from what pip and Python said."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from .words import tr

_FULL = r"No space left on device|\[Errno 28\]|WinError 112|not enough space|Disk quota exceeded|\[Errno 122\]"
_CERTIFICATE = r"CERTIFICATE_VERIFY_FAILED|SSLCertVerificationError"
_PROXY_LOGIN = r"407 Proxy|Tunnel connection failed: 407"
_SOCKS = r"Missing dependencies for SOCKS support"
_PROXY = r"ProxyError|Cannot connect to proxy|Tunnel connection failed"
_NETWORK = (
    r"NewConnectionError|NameResolutionError|Failed to establish a new connection|getaddrinfo failed|"
    r"name resolution|ConnectTimeout|ReadTimeout|Connection refused|Network is unreachable|Connection broken|"
    r"ConnectionResetError|Connection aborted|RemoteDisconnected|Read timed out|HTTP error 5\d\d"
)
_LIBRARY = r"DLL load failed|DLL initialization routine failed"
_DENIED = r"Permission denied|\[Errno 13\]|WinError 5\b|WinError 32|Access is denied|\[Errno 1\]"
_READ_ONLY = r"Read-only file system|\[Errno 30\]"
_DAMAGED = r"BadZipFile|is not a valid wheel|has an invalid wheel|Wheel .* is invalid|DO NOT MATCH THE HASHES"
_NEARLY_FULL_BYTES = 20_000_000


def problem_sentence(log: str, *, folder: Path, python: str, offline: Path | None = None, last_words: str = "") -> str:
    """The sentence for a step that failed.

    Parameters
    ----------
    log
        What the step said.
    folder
        Where the environment was to be.
    python
        Version of the interpreter, ``3.12``.
    offline
        The folder of wheels, where packages were taken from one.
    last_words
        For what nothing else explains.
    """
    if re.search(_FULL, log) or _nearly_full(folder):
        return full_sentence(folder)
    if re.search(_CERTIFICATE, log):
        return tr(
            "The server of the Python packages was reached, but its certificate is not trusted: a security program or "
            "a proxy opens the connection. Ask your administrator for the certificate, or set up from a folder of "
            "wheels."
        )
    if re.search(_PROXY_LOGIN, log):
        return tr("The proxy asks for a user name and a password. Enter them in the network settings of QGIS.")
    if re.search(_SOCKS, log):
        return tr(
            "The packages cannot be downloaded through a SOCKS proxy. Enter an HTTP proxy in the network settings of "
            "QGIS, or set up from a folder of wheels."
        )
    if re.search(_PROXY, log):
        return tr("The proxy does not answer. Check it in the network settings of QGIS (Settings > Options > Network).")
    missing = re.search(r"No matching distribution found for ([^\s;(]+)", log)
    if missing and offline is not None:
        return tr(
            "The folder {folder} has no package {package} for Python {python} on this system. Fetch the packages again "
            "with the same version of Python and the same system."
        ).format(folder=offline, package=missing.group(1), python=python)
    if re.search(_NETWORK, log):
        return tr(
            "The Python packages could not be downloaded: there is no connection to their server. Check the network "
            "and the proxy settings of QGIS, or set up from a folder of wheels."
        )
    if missing:
        return tr(
            "There is no ready-made package {package} for Python {python} on this system. Choose another Python; 3.12 "
            "has all of them."
        ).format(package=missing.group(1), python=python)
    if re.search(_DAMAGED, log):
        return tr("A package is damaged. Fetch it again, then try again; the log says which.")
    if re.search(_LIBRARY, log):
        return tr(
            "A system library is missing. Install the Microsoft Visual C++ Redistributable (64 bit), then try again."
        )
    if re.search(_READ_ONLY, log):
        return unwritable_sentence(folder)
    if re.search(_DENIED, log):
        return tr(
            "The system refused to write to {folder}. Often a virus scanner looks at new files: wait a minute and try "
            "again; if that does not help, allow this folder in the scanner."
        ).format(folder=folder)
    errors = [line for line in log.splitlines() if re.match(r"\s*(ERROR|Error|\w*Error)\b", line)]
    words = (errors[-1] if errors else last_words).strip()
    return tr("The set-up failed: {words}. The log has the details.").format(words=words.rstrip(".") or tr("unknown"))


def full_sentence(folder: Path) -> str:
    """For a disk without room."""
    return tr("The disk with {folder} is full. Make room (about {needed}) and try again.").format(
        folder=folder, needed="1 GB"
    )


def unwritable_sentence(folder: Path) -> str:
    """For a folder that cannot be written to."""
    return tr("The folder {folder} cannot be written to. Give yourself the right to write there.").format(folder=folder)


def _nearly_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _NEARLY_FULL_BYTES
    except OSError:
        return False
