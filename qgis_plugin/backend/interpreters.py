"""Finding a Python that can make the backend's environment. Never the one that runs QGIS without asking it."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .environment import child_environment
from .process_tree import quiet_options
from .words import tr

OLDEST = (3, 10)
TRIED = (3, 13)  # the newest for which every library of the backend has had time to publish
# In the order in which they are offered; all of them have every library.
_PREFERRED = ((3, 12), (3, 11), (3, 13), (3, 10))
_ANSWER_S = 20.0
_PROBE = """
import json, struct, sys
missing = []
for name in ("venv", "ensurepip", "ssl", "zlib", "ctypes"):
    try:
        __import__(name)
    except Exception:
        missing.append(name)
base = getattr(sys, "_base_executable", None) or sys.executable
print("L4S" + json.dumps([list(sys.version_info[:3]), base, missing, struct.calcsize("P") * 8]))
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python on this computer; ``problem`` says in words why it cannot be used, None when it can."""

    path: Path
    version: tuple[int, int, int] | None
    problem: str | None


def find_interpreters(system: str, environ: Mapping[str, str]) -> list[Interpreter]:
    """All Pythons found, the best first; those with a problem come last. Starts each of them: takes a second or two.

    ``system`` is as `platform.system` names it, ``environ`` the environment of QGIS.
    """
    found: dict[str, Interpreter] = {}
    tried = set()
    for path in candidates(system, environ):
        real = os.path.realpath(path)
        if real in tried:
            continue
        tried.add(real)
        interpreter = probe(path, system, environ)
        # what answers nothing is not a Python: a stub that opens a shop, a shim without a version behind it
        if interpreter.version is not None:
            found.setdefault(os.path.realpath(interpreter.path), interpreter)
    return sorted(found.values(), key=_rank)


def probe(path: Path, system: str, environ: Mapping[str, str]) -> Interpreter:
    """Ask a Python what it is. The path in the answer is the real interpreter behind shims and environments."""
    try:
        done = subprocess.run(
            [str(path), "-I", "-c", _PROBE],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_ANSWER_S,
            env=child_environment(environ, system=system),
            check=False,
            **quiet_options(platform.system()),
        )
        answer = done.stdout.decode("utf-8", errors="replace")
        version, base, missing, bits = json.loads(answer[answer.index("L4S[") + 3 :])
        numbers = (int(version[0]), int(version[1]), int(version[2]))
    except (OSError, subprocess.SubprocessError, ValueError, TypeError, IndexError):
        return Interpreter(path, None, tr("does not answer as a Python does"))
    real = Path(base) if Path(base).is_file() else path
    return Interpreter(real, numbers, _problem(numbers, missing, bits, system))


def _problem(version: tuple[int, int, int], missing: list[str], bits: int, system: str) -> str | None:
    short = "{}.{}".format(*version)
    if version[:2] < OLDEST:
        return tr("too old: {version}, needs {oldest} or newer").format(version=short, oldest="{}.{}".format(*OLDEST))
    if bits != 64:
        return tr("a 32-bit Python; needs a 64-bit one")
    if "ensurepip" in missing or "venv" in missing:
        if system == "Linux":
            return tr(
                "cannot make environments: install python3-venv (on Debian and Ubuntu: python{version}-venv)"
            ).format(version=short)
        return tr("cannot make environments: install Python anew, complete with pip and venv")
    if missing:
        return tr("incomplete ({parts} missing): install Python anew").format(parts=", ".join(missing))
    return None


def _rank(interpreter: Interpreter) -> tuple[bool, int, bool]:
    version = (interpreter.version or (0, 0, 0))[:2]
    place = _PREFERRED.index(version) if version in _PREFERRED else len(_PREFERRED)
    conda = any("conda" in part.lower() for part in interpreter.path.parts)
    return (interpreter.problem is not None, place, conda)


def candidates(system: str, environ: Mapping[str, str]) -> Iterator[Path]:
    """Files that may be a Python, without starting any (but the ``py`` launcher of Windows, which lists them)."""
    if system == "Windows":
        paths = _on_windows(environ)
    elif system == "Darwin":
        paths = _on_macos(environ)
    else:
        paths = _on_linux(environ)
    for path in paths:
        if path.is_file():
            yield path


def _names() -> list[str]:
    # with the version first: /usr/bin/python3 changes its meaning with the next release of the system
    return [f"python{major}.{minor}" for major, minor in _PREFERRED] + ["python3"]


def _in_path(environ: Mapping[str, str], names: list[str], separator: str) -> Iterator[Path]:
    for folder in environ.get("PATH", "").split(separator):
        for name in names:
            if folder:
                yield Path(folder.strip('"')) / name


def _on_linux(environ: Mapping[str, str]) -> Iterator[Path]:
    yield from _in_path(environ, _names(), ":")
    for folder in ("/usr/bin", "/usr/local/bin"):
        for name in _names():
            yield Path(folder) / name
    home = environ.get("HOME")
    if home:
        yield from sorted(Path(home).glob(".pyenv/versions/3.*/bin/python3"))
        yield from sorted(Path(home).glob(".local/share/uv/python/cpython-3.*/bin/python3"))


def _on_macos(environ: Mapping[str, str]) -> Iterator[Path]:
    frameworks = Path("/Library/Frameworks/Python.framework/Versions")
    for major, minor in _PREFERRED:
        yield frameworks / f"{major}.{minor}" / "bin" / "python3"
    for folder in ("/opt/homebrew/bin", "/usr/local/bin", "/opt/local/bin"):
        for name in _names():
            yield Path(folder) / name
    for path in _in_path(environ, _names(), ":"):
        # Apple's own is a stub that opens a window of the developer tools; behind it is 3.9
        if path.parent != Path("/usr/bin"):
            yield path
    home = environ.get("HOME")
    if home:
        yield from sorted(Path(home).glob(".pyenv/versions/3.*/bin/python3"))
    prefix = environ.get("QGIS_PREFIX_PATH")  # /Applications/QGIS.app/Contents/MacOS
    apps = [Path(prefix)] if prefix else []
    for app in apps + sorted(Path("/Applications").glob("QGIS*.app/Contents/MacOS")):
        yield app / "bin" / "python3"


def _on_windows(environ: Mapping[str, str]) -> Iterator[Path]:
    env = {name.upper(): value for name, value in environ.items()}
    yield from _from_launcher(env)
    yield from _from_registry()
    folders = []
    if env.get("LOCALAPPDATA"):
        folders.append(Path(env["LOCALAPPDATA"]) / "Programs" / "Python")
    folders += [Path(env[name]) for name in ("PROGRAMFILES", "PROGRAMW6432", "SYSTEMDRIVE") if env.get(name)]
    for folder in folders:
        root = Path(f"{folder}\\") if str(folder).endswith(":") else folder
        for home in sorted(root.glob("Python3*"), reverse=True):
            yield home / "python.exe"
    yield from _in_path(env, ["python.exe", "python3.exe"], ";")
    # last, because it goes with the QGIS that brought it
    for root in [Path(env[name]) for name in ("OSGEO4W_ROOT",) if env.get(name)]:
        yield from (home / "python.exe" for home in sorted(root.glob("apps/Python3*"), reverse=True))
    if env.get("PROGRAMFILES"):
        homes = sorted(Path(env["PROGRAMFILES"]).glob("QGIS*/apps/Python3*"), reverse=True)
        yield from (home / "python.exe" for home in homes)


def _from_launcher(env: Mapping[str, str]) -> Iterator[Path]:
    places = [Path(folder) / "py.exe" for folder in env.get("PATH", "").split(";") if folder]
    places.append(Path(env.get("SYSTEMROOT", r"C:\Windows")) / "py.exe")
    for launcher in places:
        if not launcher.is_file():
            continue
        try:
            done = subprocess.run(
                [str(launcher), "-0p"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_ANSWER_S,
                env=child_environment(env, system="Windows"),
                check=False,
                **quiet_options(platform.system()),
            )
        except (OSError, subprocess.SubprocessError):
            continue
        yield from map(Path, launcher_paths(done.stdout.decode("utf-8", errors="replace")))
        return


def launcher_paths(listing: str) -> list[str]:
    """The interpreters in what ``py -0p`` prints: `` -V:3.12 *        C:\\Python312\\python.exe``."""
    paths = []
    for line in listing.splitlines():
        match = re.match(r"\s*-(?:V:)?3\S*\s+(?:\*\s+)?(\S.*python[\d.]*\.exe)\s*$", line, re.IGNORECASE)
        if match:
            paths.append(match.group(1))
    return paths


def _from_registry() -> Iterator[Path]:
    try:
        import winreg
    except ImportError:  # not on Windows
        return
    for hive in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):  # type: ignore[attr-defined,unused-ignore]
        for major, minor in _PREFERRED:
            key = rf"SOFTWARE\Python\PythonCore\{major}.{minor}\InstallPath"
            try:
                folder = winreg.QueryValue(hive, key)  # type: ignore[attr-defined,unused-ignore]
            except OSError:
                continue
            yield Path(folder) / "python.exe"
