"""Names of results that do not exist yet."""

from __future__ import annotations

import re
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QStandardPaths

from ..settings import Settings
from ..typed_paths import exists

_LONGEST = 60


def results_folder(project: QgsProject) -> Path:
    """Beside the project; for one that was never saved, where the last result went, or the documents."""
    if project.homePath() and Path(project.homePath()).is_dir():
        return Path(project.homePath())
    last = Settings().value("last_results", "")
    if last and Path(last).is_dir():
        return Path(last)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) if documents and Path(documents).is_dir() else Path.home()


def free_stem(folder: Path, scene: str, suffixes: tuple[str, ...]) -> str:
    """``landslides_SCENE``, with a number behind it if a file of that name and one of the suffixes exists."""
    plain = re.sub(r"\.(SAFE|zip|tiff?|vrt|jp2|json|xml)\b", "", scene, flags=re.IGNORECASE)
    plain = re.sub(r"[^\w.-]+", "_", plain).strip("._")[:_LONGEST]
    stem = f"landslides_{plain}" if plain else "landslides"
    number = 1
    name = stem
    while any(exists(folder / f"{name}{suffix}") for suffix in suffixes):
        number += 1
        name = f"{stem}_{number}"
    return name


def free_file(path: Path) -> Path:
    """The path, with a number behind its stem if there is such a file."""
    free, number = path, 1
    while exists(free):
        number += 1
        free = path.with_name(f"{path.stem}_{number}{path.suffix}")
    return free


def beside(path: Path) -> Path:
    """A free name in the folder of a file: the next number where its name ends with one."""
    stem = re.sub(r"_\d{1,3}$", "", path.stem)
    return free_file(path.with_name(f"{stem or path.stem}{path.suffix}"))
