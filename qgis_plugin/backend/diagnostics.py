"""What a user sends along with a question: versions, paths, the state, and the last lines of the log."""

from __future__ import annotations

import contextlib
import os
import platform
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from .environment import child_environment
from .installation import read_marker, state
from .places import Places
from .process import GRACE_S
from .wheel import wheel_version

_LAST_LINES = 60


def diagnostics(
    places: Places,
    wheel: Path,
    *,
    settings_python: Path | None = None,
    versions: Mapping[str, str] | None = None,
    proxy: str | None = None,
    environ: Mapping[str, str] | None = None,
    log: str = "",
) -> str:
    """Plain English text, for the clipboard. Starts nothing. No passwords of proxies, and ``~`` for the home folder.

    Parameters
    ----------
    places, wheel, settings_python, proxy
        As `connection.connect` takes them.
    versions
        Of what the plugin runs in: QGIS, Qt, the plugin itself.
    environ
        The environment of QGIS; default that of this process.
    log
        The log of the last run, if any.
    """
    environ = os.environ if environ is None else environ
    lines = ["l4s diagnostics"]
    lines += [f"{name}: {version}" for name, version in (versions or {}).items()]
    lines += [
        f"System: {platform.platform()}, {platform.machine()}",
        f"Python of QGIS: {platform.python_version()} ({sys.executable})",
        f"Wheel of the plugin: {wheel} (version {wheel_version(wheel)}, {_size(wheel)})",
        f"Interpreter chosen: {settings_python or 'none, private environment'}",
        f"Private environment: {places.environment} ({state(places, wheel).value})",
        f"Made: {_made(places)}",
        f"Left over: {', '.join(sorted(p.name for p in places.root.glob('.*-*'))) or 'nothing'}",
        f"Free disk: {_free(places.root)}",
        f"Proxy: {proxy or 'none'}",
        f"Time to end when cancelled: {GRACE_S} s",
    ]
    kept = child_environment(environ, proxy)
    left_out = sorted(name for name in environ if name not in kept)
    lines.append(f"Variables kept from the backend: {', '.join(left_out) or 'none'}")
    lines += _tail("Log of the set-up", _read(places.log))
    lines += _tail("Log of the last run", log)
    return _clean("\n".join(lines) + "\n", environ)


def _clean(text: str, environ: Mapping[str, str]) -> str:
    text = re.sub(r"(\w+://)[^\s/@]+@", r"\1***@", text)
    for name in ("HOME", "USERPROFILE"):
        home = environ.get(name, "").rstrip("/\\")
        if len(home) > 3:
            text = text.replace(home, "~")
    return text


def _made(places: Places) -> str:
    marker = read_marker(places)
    return "no" if marker is None else ", ".join(f"{name} {value}" for name, value in marker.items())


def _size(path: Path) -> str:
    try:
        return f"{path.stat().st_size / 1e6:.1f} MB"
    except OSError:
        return "missing"


def _free(folder: Path) -> str:
    for place in (folder, *folder.parents):
        with contextlib.suppress(OSError):
            return f"{shutil.disk_usage(place).free / 1e9:.1f} GB"
    return "unknown"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _tail(title: str, text: str) -> list[str]:
    if not text.strip():
        return [f"{title}: empty"]
    return ["", f"{title} (last lines):", *text.rstrip().splitlines()[-_LAST_LINES:]]
