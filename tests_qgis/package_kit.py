"""The packaged plugin, and QGIS profiles for it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

QGIS_PYTHON = Path("/usr/share/qgis/python")


def make_zip(repository: Path, python: Path, output: Path) -> Path:
    """The zip as ``scripts/package_plugin`` makes it; a Python with pip is needed."""
    environment = {**os.environ, "PYTHONPATH": str(repository / "scripts")}
    command = [str(python), "-m", "plugin_zip", "--output", str(output)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (found,) = output.glob("landslides_l4s.*.zip")
    return found


def qgis_process(profile: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run ``qgis_process`` with a profile of its own and nothing of the caller's environment."""
    home, runtime = profile / "home", profile / "run"
    home.mkdir(parents=True, exist_ok=True)
    runtime.mkdir(mode=0o700, exist_ok=True)
    environment: Mapping[str, str] = {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "XDG_RUNTIME_DIR": str(runtime),
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_CUSTOM_CONFIG_PATH": str(profile),
        **variables,
    }
    # Debian's wrapper of 3.22 adds an option that qgis_process does not know
    program = next(path for name in ("qgis_process.bin", "qgis_process") if (path := Path("/usr/bin", name)).exists())
    return subprocess.run(
        [str(program), *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def plugins_folder(profile: Path) -> Path:
    """Where QGIS looks for plugins in a profile."""
    folder = profile / "profiles" / "default" / "python" / "plugins"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
