"""Whether the environment is there and fits the plugin, told without starting anything."""

from __future__ import annotations

import json
import os
import platform
import re
from enum import Enum
from pathlib import Path
from typing import Any

from .places import Places, python_of
from .wheel import wheel_digest


class State(Enum):
    """What the user has."""

    MISSING = "missing"  # never made, or removed
    READY = "ready"
    OUTDATED = "outdated"  # works, but with the package of another version of the plugin
    BROKEN = "broken"  # half made, or its Python is gone


def state(places: Places, wheel: Path) -> State:
    """The state of the environment; ``wheel`` is the one that this version of the plugin brings."""
    if not os.path.lexists(places.environment):
        return State.MISSING
    marker = read_marker(places)
    if marker is None or not _intact(places, str(marker.get("python", ""))):
        return State.BROKEN
    try:
        same = marker.get("sha256") == wheel_digest(wheel)
    except OSError:  # a plugin folder without wheels, as in a checkout
        same = marker.get("wheel") == wheel.name
    return State.READY if same else State.OUTDATED


def read_marker(places: Places) -> dict[str, Any] | None:
    """What is known about how the environment was made, None where it was not made to the end."""
    try:
        marker = json.loads(places.marker.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return marker if isinstance(marker, dict) and "sha256" in marker else None


def libraries_of(environment: Path, version: str) -> Path:
    """The folder ``site-packages``; ``version`` is that of the Python, ``3.12.1``."""
    if platform.system() == "Windows":
        return environment / "Lib" / "site-packages"
    return environment / "lib" / "python{}.{}".format(*version.split(".")[:2]) / "site-packages"


def _intact(places: Places, version: str) -> bool:
    python = python_of(places.environment, platform.system())
    if not python.is_file() or version.count(".") < 1:  # follows the link: false when the base Python is gone
        return False
    # an upgrade of the system puts another Python behind the same link, which looks elsewhere for its libraries
    behind = re.fullmatch(r"python(\d+\.\d+)(\.exe)?", Path(os.path.realpath(python)).name)
    if behind and behind.group(1) != ".".join(version.split(".")[:2]):
        return False
    home = _home(places.environment)
    if home is None or not home.is_dir():
        return False
    libraries = libraries_of(places.environment, version)
    wanted = [libraries / "l4s_core" / "cli" / "main.py", *libraries.glob("l4s-*.dist-info/RECORD")]
    # after a power cut, files can be there and empty
    return len(wanted) > 1 and all(path.is_file() and path.stat().st_size > 0 for path in wanted)


def _home(environment: Path) -> Path | None:
    """The folder of the Python that the environment was made from."""
    try:
        text = (environment / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    match = re.search(r"^home\s*=\s*(.+?)\s*$", text, re.MULTILINE)
    return Path(match.group(1)) if match else None
