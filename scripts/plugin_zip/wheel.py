"""The wheel of l4s that the plugin carries and installs into its private environment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from plugin_zip.errors import PackagingError


def build_wheel(repository: Path, version: str, folder: Path) -> Path:
    """Build the wheel of a checkout into a folder, which is emptied of others first.

    Raises
    ------
    PackagingError
        pip could not build it (it needs the package hatchling, from its cache or an index), or built another version.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("l4s-*.whl"):
        old.unlink()
    command = [sys.executable, "-I", "-m", "pip", "wheel", "--no-deps", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run(
        [*command, "--wheel-dir", str(folder), str(repository)], capture_output=True, text=True, check=False
    )
    wheel = folder / f"l4s-{version}-py3-none-any.whl"
    if done.returncode:
        said = done.stderr.strip().splitlines()[-15:]
        raise PackagingError("pip could not build the wheel of l4s:\n  " + "\n  ".join(said))
    if not wheel.is_file():
        made = ", ".join(path.name for path in folder.glob("*.whl"))
        raise PackagingError(f"pip built {made or 'nothing'} instead of {wheel.name}")
    return wheel
