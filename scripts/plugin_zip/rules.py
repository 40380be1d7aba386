"""The rules that a plugin has to meet, looked up in the finished zip.

Those of the official repository (the checks of plugins.qgis.org when a zip is uploaded, and its page on publishing),
and what this plugin promises besides: one wheel of the same version, no code for one kind of computer only.
"""

from __future__ import annotations

import ast
import configparser
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urlparse

from plugin_zip.contents import PLUGIN_ID
from plugin_zip.metadata import parse_metadata

MAX_BYTES = 25_000_000
REQUIRED = (
    "name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository",
    "homepage", "license", "icon",
)  # fmt: skip
_ADDRESSES = ("tracker", "repository", "homepage")
_YES_OR_NO = ("experimental", "deprecated", "hasProcessingProvider", "server", "supportsQt6")
_BINARIES = {".so", ".dll", ".exe", ".dylib", ".pyd", ".a", ".lib", ".o", ".jar", ".class", ".msi", ".bat", ".ps1"}
_JUNK_FOLDERS = {"__pycache__", "__MACOSX", ".git"}
_FOREIGN_QT = {"PyQt5", "PyQt6", "PySide2", "PySide6", "sip"}


def problems(path: Path) -> list[str]:
    """One sentence for everything that would get the zip refused or would not work; empty when it is fine."""
    size = path.stat().st_size
    found = []
    if size > MAX_BYTES:
        found.append(f"The zip has {size / 1e6:.1f} MB; the repository takes at most {MAX_BYTES / 1e6:.0f} MB.")
    try:
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
            if broken:
                return [*found, f"{broken} is damaged inside the zip."]
            found += _name_problems(archive.namelist())
            found += _file_problems(archive.namelist())
            found += _code_problems(archive)
            found += _metadata_problems(archive)
            found += _wheel_problems(archive)
    except zipfile.BadZipFile:
        return [*found, "The zip cannot be opened."]
    return found


def notes(path: Path) -> list[str]:
    """What passes here but has to change before the zip is uploaded, because the repository looks online."""
    with zipfile.ZipFile(path) as archive:
        general = parse_metadata(archive.read(f"{PLUGIN_ID}/metadata.txt").decode("utf-8"))
    placeholders = [key for key in _ADDRESSES if re.search(r"\bexample\.(org|com|net)\b", general.get(key, ""))]
    if not placeholders:
        return []
    return [
        f"The addresses in {', '.join(placeholders)} of metadata.txt are examples; the official repository opens them "
        "when the zip is uploaded, so they have to be real by then."
    ]


def _name_problems(names: list[str]) -> Iterator[str]:
    tops = sorted({name.split("/", 1)[0] for name in names})
    if tops != [PLUGIN_ID]:
        yield f"The zip must have one folder, {PLUGIN_ID}, at its top, and has: {', '.join(tops) or 'nothing'}."
    if len({name.casefold() for name in names}) < len(names):
        yield "Two files in the zip differ only by capital letters, which Windows and macOS cannot hold."
    for name in names:
        parts = PurePosixPath(name).parts
        if name.startswith("/") or "\\" in name or ".." in name:
            yield f"{name} is not a plain path inside the zip."
        elif not name.isascii():
            yield f"{name} has letters in its name that not every unzip program reads."
        elif ".pyc" in name or _JUNK_FOLDERS.intersection(parts):
            yield f"{name} must not be in the zip (compiled or left-over file)."
        elif any(part.startswith(".") for part in parts):
            yield f"{name} is a hidden file, which must not be in the zip."
        elif PurePosixPath(name).suffix.lower() in _BINARIES:
            yield f"{name} is a binary, which the repository refuses."


def _file_problems(names: list[str]) -> Iterator[str]:
    for needed in ("__init__.py", "metadata.txt", "LICENSE"):
        if f"{PLUGIN_ID}/{needed}" not in names:
            yield f"{PLUGIN_ID}/{needed} is missing."


def _code_problems(archive: zipfile.ZipFile) -> Iterator[str]:
    for name in archive.namelist():
        if not name.endswith(".py"):
            continue
        try:
            tree = ast.parse(archive.read(name), name, feature_version=(3, 9))
        except (SyntaxError, ValueError) as error:
            yield f"{name} is not Python 3.9: {error}."
            continue
        foreign = sorted(_imported(tree) & _FOREIGN_QT)
        if foreign:
            yield f"{name} imports {', '.join(foreign)}; Qt comes from qgis.PyQt only."
        if name == f"{PLUGIN_ID}/__init__.py" and not any(
            isinstance(node, ast.FunctionDef) and node.name == "classFactory" for node in tree.body
        ):
            yield f"{name} has no function classFactory, through which QGIS starts a plugin."


def _imported(tree: ast.Module) -> set[str]:
    """Top-level names of the modules that are imported anywhere in it."""
    modules: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module)
    return {module.split(".", 1)[0] for module in modules}


def _metadata_problems(archive: zipfile.ZipFile) -> Iterator[str]:
    try:
        general = parse_metadata(archive.read(f"{PLUGIN_ID}/metadata.txt").decode("utf-8"))
    except KeyError:
        return  # said already
    except (UnicodeDecodeError, configparser.Error) as error:
        yield f"metadata.txt cannot be read: {' '.join(str(error).split())}."
        return
    missing = [key for key in REQUIRED if not general.get(key, "").strip()]
    if missing:
        yield f"metadata.txt lacks: {', '.join(missing)}."
    for key in _ADDRESSES:
        address = urlparse(general.get(key, ""))
        if general.get(key) and not (address.scheme in ("http", "https") and "." in address.netloc):
            yield f"metadata.txt: {key} is not a web address: {general[key]}."
    for key in _YES_OR_NO:
        if general.get(key, "yes").lower() not in ("true", "false", "yes", "no", "1", "0"):
            yield f"metadata.txt: {key} must be True or False, and is {general[key]}."
    if not re.fullmatch(r"\d+\.\d+\.\d+", general.get("version", "0.0.0")):
        yield f"metadata.txt: the version must look like 1.2.3, and is {general['version']}."
    if not re.fullmatch(r"3\.\d+(\.\d+)?", general.get("qgisMinimumVersion", "3.0")):
        yield f"metadata.txt: qgisMinimumVersion must look like 3.22, and is {general['qgisMinimumVersion']}."
    if "/" in general.get("author", ""):
        yield "metadata.txt: the author must not contain a slash."
    if "@" not in general.get("email", "@"):
        yield f"metadata.txt: email is not an address: {general['email']}."
    icon = general.get("icon", "").removeprefix("./")
    if icon and f"{PLUGIN_ID}/{icon}" not in archive.namelist():
        yield f"metadata.txt: the icon {icon} is not in the zip."


def _wheel_problems(archive: zipfile.ZipFile) -> Iterator[str]:
    wheels = [name for name in archive.namelist() if name.endswith(".whl")]
    if len(wheels) != 1:
        yield f"The zip must carry one wheel of l4s, and has {len(wheels)}."
        return
    try:
        version = parse_metadata(archive.read(f"{PLUGIN_ID}/metadata.txt").decode("utf-8"))["version"]
    except (KeyError, UnicodeDecodeError, configparser.Error):
        return  # said already
    expected = f"{PLUGIN_ID}/wheels/l4s-{version}-py3-none-any.whl"
    if wheels != [expected]:
        yield f"The wheel must be {expected}, and is {wheels[0]}."
        return
    try:
        inside = zipfile.ZipFile(io.BytesIO(archive.read(expected))).namelist()
    except zipfile.BadZipFile:
        yield f"{expected} cannot be opened."
        return
    binaries = [name for name in inside if PurePosixPath(name).suffix.lower() in _BINARIES]
    if binaries:
        yield f"The wheel carries binaries: {', '.join(binaries)}."
    if not any(name.endswith(".onnx") for name in inside):
        yield "The wheel carries no model."
