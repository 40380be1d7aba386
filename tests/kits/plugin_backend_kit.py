"""Small programs and packages that stand for the backend in tests of the plugin."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from qgis_plugin.backend.environment import child_environment

REPOSITORY = Path(__file__).resolve().parents[2]
TEST_BACKEND = Path(os.environ.get("L4S_TEST_BACKEND", sys.executable))
"""A Python with l4s: the one that runs the tests, unless ``L4S_TEST_BACKEND`` names another."""


def clean_environment() -> dict[str, str]:
    """The environment of this process as the backend gets it."""
    return child_environment(os.environ)


def program(text: str) -> list[str]:
    """A command that runs ``text`` as Python."""
    return [sys.executable, "-I", "-X", "utf8", "-c", text]


def running(pid: int) -> bool:
    """True while the process works; one that has ended and is not yet collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")


def wait_until(true, seconds: float = 10.0) -> None:
    """Wait for ``true()``; fails when it does not come."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.02)


def write_wheel(
    folder: Path, name: str, version: str, files: dict[str, str], *, requires: tuple[str, ...] = (), tag: str = "py3"
) -> Path:
    """A real wheel with the given text files."""
    folder.mkdir(parents=True, exist_ok=True)
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    metadata = [f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}"]
    metadata += [f"Requires-Dist: {requirement}" for requirement in requires]
    members = dict(files)
    members[f"{info}/METADATA"] = "\n".join(metadata) + "\n"
    members[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: kit\nRoot-Is-Purelib: true\nTag: {tag}-none-any\n"
    record = []
    for path, text in members.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record.append(f"{path},sha256={digest},{len(text.encode())}")
    members[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,"]) + "\n"
    wheel = folder / f"{name.replace('-', '_')}-{version}-{tag}-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in members.items():
            archive.writestr(path, text)
    return wheel


LIBRARIES = ("rasterio", "onnxruntime", "geopandas")


def small_l4s(
    folder: Path, version: str = "0.1.0", *, requires: tuple[str, ...] = (), libraries: dict[str, str] | None = None
) -> Path:
    """A wheel that answers like ``l4s`` and has stand-ins of the libraries that the set-up looks for in it."""
    main = f"""
import sys
if "--version" in sys.argv:
    print("l4s, version {version}")
"""
    files = {"l4s_core/__init__.py": "", "l4s_core/cli/__init__.py": "", "l4s_core/cli/main.py": main}
    files.update({f"{name}.py": text for name, text in (libraries or dict.fromkeys(LIBRARIES, "")).items()})
    return write_wheel(folder, "l4s", version, files, requires=requires)


def fetch_wheels(interpreter: Path) -> Path:
    """The folder with ``l4s`` and all that it needs, for that interpreter; downloaded once, then kept."""
    done = subprocess.run(
        [str(REPOSITORY / "scripts" / "fetch_wheels")],
        env={**os.environ, "L4S_PYTHON": str(interpreter)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=600,
    )
    return Path(done.stdout.strip().splitlines()[-1])


def a_python() -> Path:
    """An interpreter that can make environments, outside any environment."""
    found = getattr(sys, "_base_executable", sys.executable)
    return Path(shutil.which(found) or found)
