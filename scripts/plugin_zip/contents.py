"""Which files of ``qgis_plugin`` belong to the plugin, and how they become a zip."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from plugin_zip.errors import PackagingError

SOURCE = "qgis_plugin"  # the folder in a checkout
# The folder in the zip, and so in QGIS's folder of plugins and the address at plugins.qgis.org: it can never change.
# qgis-plugin-ci makes it from the name in metadata.txt.
PLUGIN_ID = "landslides_l4s"
_KEPT = {".py", ".svg", ".png", ".qm", ".json", ".html", ".css", ".qml"}
_KEPT_NAMES = {"metadata.txt", "LICENSE"}
_LEFT_OUT = {".ts", ".pyc", ".pyo"}
_LEFT_OUT_NAMES = {"ruff.toml"}
_LEFT_OUT_FOLDERS = {"__pycache__", "wheels", "sample"}  # the last two are made anew
_TIMESTAMP = (2020, 2, 2, 0, 0, 0)  # as hatchling dates what is in a wheel


def plugin_files(folder: Path) -> dict[str, Path]:
    """Paths inside the plugin (with /) and the files that go there, sorted.

    A kind of file that is not known is an error rather than a guess: what is forgotten breaks the plugin, what slips in
    gets it refused.
    """
    files: dict[str, Path] = {}
    unknown = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if not path.is_file() or hidden or _LEFT_OUT_FOLDERS.intersection(inside.parts[:-1]):
            continue
        if path.suffix in _KEPT or path.name in _KEPT_NAMES:
            files[inside.as_posix()] = path
        elif path.suffix not in _LEFT_OUT and path.name not in _LEFT_OUT_NAMES:
            unknown.append(inside.as_posix())
    if unknown:
        raise PackagingError(
            f"{folder.name} has files of a kind that the packager does not know: {', '.join(unknown)}; remove them, or "
            f"add the kind to {Path(__file__).name}"
        )
    return files


def write_zip(target: Path, files: Mapping[str, Path]) -> None:
    """The same files give the same bytes: sorted, with one date and one mode. ``target`` appears when complete."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.part")
    try:
        with zipfile.ZipFile(unfinished, "w") as archive:
            for name in sorted(files):
                info = zipfile.ZipInfo(f"{PLUGIN_ID}/{name}", _TIMESTAMP)
                info.create_system = 3  # Unix, wherever it is made
                info.external_attr = 0o100644 << 16
                info.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
                archive.writestr(info, files[name].read_bytes())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
