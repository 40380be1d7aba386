"""From .ts to .qm, with Qt's lrelease."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from plugin_text.errors import TextError

_NAMES = ("lrelease", "lrelease-qt5", "lrelease-qt6")


def lrelease() -> str | None:
    """The program that compiles translations, where it is installed."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def compile_ts(program: str, source: Path, target: Path) -> None:
    """Compile one file; what is not translated is left out, so that QGIS shows the English text."""
    done = subprocess.run(
        [program, "-silent", "-nounfinished", str(source), "-qm", str(target)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not target.is_file():
        raise TextError(f"{source} could not be compiled: {(done.stderr or done.stdout).strip()}")
