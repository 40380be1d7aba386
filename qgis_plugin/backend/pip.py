"""Calling pip inside the environment that is being made, and reading what it says."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Callable

from .protocol import Event, Message, Stage
from .words import tr

# pip that ends when QGIS does, which holds its standard input open. Not on Windows: there, a thread that waits for a
# pipe blocks everyone else who only wants to know what kind of file it is.
_WATCHED_PIP = """
import os, runpy, threading
if os.name != "nt":
    threading.Thread(target=lambda: os.read(0, 1) or os._exit(130), daemon=True).start()
runpy.run_module("pip", run_name="__main__", alter_sys=True)
"""
USUAL_PACKAGES = 35  # of the base install; how many there really are, pip only knows at the end
# The user's settings of pip that would make it install elsewhere, or nothing.
_DROPPED = {
    "PIP_CONSTRAINT", "PIP_DRY_RUN", "PIP_NO_DEPS", "PIP_ONLY_BINARY", "PIP_NO_BINARY", "PIP_PREFIX", "PIP_PYTHON",
    "PIP_REPORT", "PIP_REQUIRE_VIRTUALENV", "PIP_ROOT", "PIP_TARGET", "PIP_USER", "PIP_QUIET", "PIP_VERBOSE",
    "PIP_RETRIES", "PIP_REQUIRE_HASHES", "PIP_LOG", "PIP_PROGRESS_BAR",
}  # fmt: skip


def pip_environment(environment: Mapping[str, str], *, offline: bool) -> dict[str, str]:
    """Variables for pip: its mirror and certificates stay as the user set them, offline none of its settings count."""
    kept = {
        name: value
        for name, value in environment.items()
        if name.upper() not in _DROPPED and not (offline and name.upper().startswith("PIP_"))
    }
    if offline:
        kept["PIP_CONFIG_FILE"] = os.devnull  # pip's own word for: no configuration
    return kept


def install_command(python: Path, packages: Sequence[str], wheels_folder: Path | None, *extra: str) -> list[str]:
    """pip, with ready-made packages only: nobody has the compilers that the others would need."""
    command = [str(python), "-I", "-X", "utf8", "-c", _WATCHED_PIP, "install", "--no-input", "--retries", "3"]
    command += ["--disable-pip-version-check", "--no-warn-script-location", "--progress-bar", "off"]
    command += ["--only-binary", ":all:", *extra]
    if wheels_folder is not None:
        command += ["--no-index", "--find-links", str(wheels_folder)]
    return command + list(packages)


class PipProgress:
    """Turns the lines of pip into events; ``tick`` looks how far the installing is, of which pip says nothing."""

    def __init__(self, on_event: Callable[[Event], None], libraries: Path) -> None:
        self._on_event = on_event
        self._libraries = libraries
        self._began = time.monotonic()
        self._known: set[str] = set()
        self._there: set[str] = set()
        self._installing = 0
        self._before = 0
        self._looked = 0.0
        self._report(tr("Downloading packages"), 0, USUAL_PACKAGES)

    def line(self, text: str) -> None:
        """One line of pip's standard output."""
        words = text.strip()
        match = re.match(r"(Downloading|Using cached|Processing)\s+(.+?\.whl)(\.metadata)?(?:\s+\((.+)\))?$", words)
        if match:
            name = re.split(r"[\\/]", match.group(2))[-1].split("-")[0]
            self._known.add(name)
            if not match.group(3):
                self._there.add(name)
                if match.group(1) == "Downloading" and match.group(4):
                    self._on_event(Message(tr("Downloading {name} ({size})").format(name=name, size=match.group(4))))
            total = max(USUAL_PACKAGES, len(self._known))
            self._report(tr("Downloading packages"), min(len(self._there), total), total)
        elif words.startswith("Installing collected packages:"):
            self._installing = words.count(",") + 1
            self._before = self._count()
            self._began = time.monotonic()
            self._report(tr("Installing"), 0, self._installing)

    def tick(self) -> None:
        """Called often; looks at most twice a second."""
        now = time.monotonic()
        if self._installing and now - self._looked > 0.5:
            self._looked = now
            done = min(max(self._count() - self._before, 0), self._installing)
            self._report(tr("Installing"), done, self._installing)

    def _count(self) -> int:
        return sum(1 for _ in self._libraries.glob("*.dist-info"))

    def _report(self, name: str, done: int, total: int) -> None:
        self._on_event(Stage(name, done, total, time.monotonic() - self._began, None))
