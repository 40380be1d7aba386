"""Whether this computer has a graphics card that the backend can calculate on."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .environment import child_environment
from .process_tree import quiet_options

_ANSWER_S = 5.0


def gpu_name(environ: Mapping[str, str]) -> str | None:
    """The name of the first NVIDIA card as its driver says it, None where there is none. Takes up to five seconds."""
    system = platform.system()
    program = _nvidia_smi(environ)
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, "--query-gpu=name", "--format=csv,noheader"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_ANSWER_S,
            env=child_environment(environ),
            check=False,
            **quiet_options(system),
        )
    except (OSError, subprocess.SubprocessError):
        return None
    names = [line.strip() for line in done.stdout.decode("utf-8", errors="replace").splitlines() if line.strip()]
    # without a driver it says so in words and ends with an error
    return names[0] if done.returncode == 0 and names else None


def _nvidia_smi(environ: Mapping[str, str]) -> str | None:
    found = shutil.which("nvidia-smi", path=environ.get("PATH", ""))
    if found:
        return found
    places: list[Path] = []
    if environ.get("SYSTEMROOT"):
        places.append(Path(environ["SYSTEMROOT"]) / "System32" / "nvidia-smi.exe")
    if environ.get("PROGRAMFILES"):
        places.append(Path(environ["PROGRAMFILES"]) / "NVIDIA Corporation" / "NVSMI" / "nvidia-smi.exe")
    for place in places:
        if os.access(place, os.X_OK):
            return str(place)
    return None
