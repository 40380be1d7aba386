"""The rasters of a folder and its sub-folders, and which of them are of one scene."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from l4s_core.base.archive import ProductFiles
from l4s_core.base.decisions import Decision
from l4s_core.base.errors import InputError
from l4s_core.scene.gather.names import (
    RASTER_ENDINGS,
    TileName,
    copy_of,
    is_beside,
    is_hidden,
    is_incomplete,
    is_raster,
    tile_name,
)
from l4s_core.scene.gather.tiles import Export, exports_in, tiled
from l4s_core.scene.naming import parse_file_name

DEEPEST = 4  # bands lie at most so many folders below the one that is given
NO_FOLDERS = (".safe", ".data", ".zarr")  # what looks like a folder and is a file
_MOST_FILES = 20_000
_RESOLUTION = re.compile(r"R?(10|20|60)(?:m|_?m(?:et(?:er|re)s?)?)?", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR = re.compile(r"(?<!\d)20[12]\d(?!\d)")
_PHASES = {"before": frozenset({"pre", "before", "prior"}), "after": frozenset({"post", "after"})}
_MGRS = re.compile(r"(?<![A-Za-z0-9])T?(\d{2}[C-HJ-NP-X][A-HJ-NP-Z]{2})(?![A-Za-z0-9])")


@dataclass(frozen=True)
class Unit:
    """One raster of a folder: a file, or the tiles of an export.

    Attributes
    ----------
    path : what GDAL opens.
    name : of the file, or of the whole export, with its ending.
    files : what GDAL opens of it, one file or the tiles.
    folders : names of the folders between it and the one that was given.
    note : what has to be said of it, "" for a file.
    decision : why files were taken for one raster, None for a file.
    """

    path: str
    name: str
    files: tuple[str, ...]
    folders: tuple[str, ...] = ()
    note: str = ""
    decision: Decision | None = None

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem if "." in self.name else self.name

    @property
    def resolution_m(self) -> int | None:
        """The pixel size in metres that its name or its folders state, None where they do not."""
        said = parse_file_name(self.stem).resolution_m
        if said is not None:
            return said
        found = (_RESOLUTION.fullmatch(folder) for folder in reversed(self.folders))
        return next((int(match.group(1)) for match in found if match), None)

    @property
    def key(self) -> tuple[str | None, str | None, str | None]:
        """Its day as YYYY-MM-DD or its year, its tile of the Sentinel-2 grid, and whether it is of before or after an
        event, by its name, else by the folders around it; two of a scene share them."""
        return _first(_day, self) or _first(_year, self), _first(_mgrs, self), _first(_phase, self)


@dataclass(frozen=True)
class Listing:
    """What lies in a folder.

    Attributes
    ----------
    units : its rasters, those of sub-folders too.
    notes : what was passed over although somebody may miss it.
    """

    units: tuple[Unit, ...]
    notes: tuple[str, ...]

    @property
    def top(self) -> tuple[Unit, ...]:
        """The rasters in the folder itself."""
        return tuple(unit for unit in self.units if not unit.folders)


def list_folder(folder: Path) -> Listing:
    """The rasters in a folder and below it, sorted; tiles of an export are one.

    Companions, hidden files, products (``.SAFE``) and archives are passed over.

    Raises
    ------
    InputError
        The folder cannot be read, holds too many files, or tiles that are damaged (see `tiles.exports_in`).
    """
    found, notes = _walk(folder)
    return _listing({path.relative_to(folder): str(path.absolute()) for path in found}, notes)


def list_archive(files: ProductFiles) -> Listing:
    """The same of an archive. Virtual rasters in it are passed over, which could name any file of this machine."""
    names = [PurePosixPath(name) for name in files.names]
    chosen = [name for name in names if not any(map(is_hidden, name.parts)) and not is_beside(name.name)]
    rasters = [name for name in chosen if name.suffix.lower() in RASTER_ENDINGS - {".vrt"}]
    return _listing({Path(name): files.path(str(name)) for name in rasters}, [])


def _listing(files: Mapping[Path, str], notes: Sequence[str]) -> Listing:
    """``files``: where they lie in the folder, and what GDAL opens."""
    exports, rest = exports_in(files)
    across, rest = _across_folders(files, rest)
    opened = {path: name for name, path in files.items()}
    units = [Unit(e.raster, e.name, e.files, opened[e.files[0]].parts[:-1], e.note, e.decision) for e in exports]
    units += [Unit(e.raster, e.name, e.files, (), e.note, e.decision) for e in across]
    units += [Unit(files[path], path.name, (files[path],), path.parts[:-1]) for path in rest]
    return Listing(tuple(sorted(units, key=lambda unit: (unit.folders, unit.name))), tuple(notes))


def _walk(folder: Path) -> tuple[list[Path], list[str]]:
    files: list[Path] = []
    notes: list[str] = []
    unfinished: list[str] = []
    count = 0
    for here, folders, names in os.walk(folder):
        depth = len(Path(here).relative_to(folder).parts)
        folders[:] = sorted(
            name
            for name in folders
            if depth < DEEPEST and not is_hidden(name) and not name.lower().endswith(NO_FOLDERS)
        )
        count += len(names)
        if count > _MOST_FILES:
            raise InputError(f"{folder} holds more than {_MOST_FILES:,} files; give the folder of one scene.")
        for name in sorted(names):
            if is_incomplete(name):
                unfinished.append(name)
            if is_beside(name):
                continue
            if is_incomplete(name) or is_raster(Path(here, name)):
                files.append(Path(here, name))
    by_path = set(files)
    for path in list(files):
        original = copy_of(path.stem)
        first = None if original is None else path.with_name(original + path.suffix)
        if first in by_path and path.stat().st_size == first.stat().st_size:
            files.remove(path)
            notes.append(f"{path.name} is a copy of {first.name}, left out.")
    if unfinished:
        notes.append(f"Not fetched completely, left out: {some(unfinished)}.")
    return files, notes


def _across_folders(files: Mapping[Path, str], rest: Sequence[Path]) -> tuple[list[Export], list[Path]]:
    """Exports whose tiles lie in a folder each, under one name: ``X0055_Y0053/NAME.tif``, ``X0056_Y0053/NAME.tif``."""
    groups: dict[tuple[str, str], dict[Path, TileName]] = {}
    for path in rest:
        if len(path.parts) > 1 and (name := next((n for n in tile_name(path.parts[0]) if n.kind == "place"), None)):
            groups.setdefault((name.whole, "/".join(path.parts[1:])), {})[path] = name
    exports: list[Export] = []
    used: set[Path] = set()
    for (_, inside), members in groups.items():
        export = tiled(PurePosixPath(inside).name, {path: files[path] for path in members}, members)
        if export is not None:
            exports.append(export)
            used |= set(members)
    return exports, [path for path in rest if path not in used]


def same_scene(units: Sequence[Unit]) -> Mapping[str, tuple[Unit, ...]]:
    """Units by the scene that they are of, in words (``"2019-08-22, T43PFN"``); those whose names say neither date nor
    tile go with the only scene there is, or are a scene of their own."""
    keys = {unit: unit.key for unit in units}
    days = {key[0] for key in keys.values() if key[0] is not None}
    # a year is that of the only day in it
    within = {year: [day for day in days if day.startswith(f"{year}-")] for year in days if len(year) == 4}
    same_day = {year: found[0] for year, found in within.items() if len(found) == 1}
    keys = {unit: (same_day.get(key[0] or "", key[0]), *key[1:]) for unit, key in keys.items()}
    groups: dict[str, list[Unit]] = {}
    there = [{key[part] for key in keys.values() if key[part] is not None} for part in range(3)]
    for unit, key in keys.items():
        whole = [
            said or (next(iter(all_said)) if len(all_said) == 1 else None)
            for said, all_said in zip(key, there, strict=True)
        ]
        groups.setdefault(", ".join(word for word in whole if word) or "no date", []).append(unit)
    return {name: tuple(group) for name, group in sorted(groups.items())}


def some(names: Sequence[str], limit: int = 8) -> str:
    """``"a, b and 3 more"``."""
    return ", ".join(names[:limit]) + (f" and {len(names) - limit} more" if len(names) > limit else "")


def _first(read: Callable[[str], str | None], unit: Unit) -> str | None:
    return next((found for text in (unit.stem, *reversed(unit.folders)) if (found := read(text)) is not None), None)


def _day(text: str) -> str | None:
    # of a product's name the first date is that of sensing, the last that of processing
    match = _DAY.search(text)
    return None if match is None else f"{match.group(1)}-{match.group(3)}-{match.group(4)}"


def _year(text: str) -> str | None:
    match = _YEAR.search(text)
    return None if match is None else match.group()


def _phase(text: str) -> str | None:
    words = {word.lower() for word in re.split(r"[^A-Za-z]+", text)}
    return next((phase for phase, names in _PHASES.items() if words & names), None)


def _mgrs(text: str) -> str | None:
    match = _MGRS.search(text.replace("_", " "))
    return None if match is None else f"T{match.group(1)}"
