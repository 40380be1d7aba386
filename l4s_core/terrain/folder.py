"""Which files of a folder may be elevation tiles, by their names alone."""

from __future__ import annotations

import os
import re
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.scene.gather.names import is_hidden
from l4s_core.scene.naming import parse_file_name

ENDINGS = (".tif", ".tiff", ".hgt", ".img", ".vrt", ".dem", ".asc", ".bil", ".hgt.zip")
_MOST_FILES = 1_000_000
# rasters that come with elevation tiles (Copernicus, ALOS, ASTER, NASADEM, TanDEM-X), are made from them or by us
_BESIDE = re.compile(
    r"(?:^|[^0-9a-z])(?:edm|flm|hem|wbm|acm|msk|stk|qai|num|att|swb|swbd|cov|com|amp|am2|wam|lsm|hai|"
    r"hillshade|shade|shaded|relief|slope|aspect|roughness|tpi|tri|preview|quicklook|thumb|thumbnail|browse|"
    r"mask|probability|overview|count|counts|countmt|date|dates|mindate|maxdate|number|quality|error|err|std|stddev|mad|"
    r"matchtag|bitmask|ndvi|ql|slp|asp|tlt)$"
)
# by name, not by what they are: a band of Sentinel-2 is a raster of 16 bits like many a DEM
_NOT_HEIGHT = frozenset({"scl", "tci", "pvi", "aot", "wvp"})


def list_rasters(folder: Path) -> list[str]:
    """Paths of the rasters in a folder and its sub-folders that may hold heights, sorted.

    Links to folders are followed, each folder once. Names that start with a dot are passed over.

    Raises
    ------
    InputError
        The folder cannot be read, or holds a million files or more.
    """
    found: list[str] = []
    seen: set[tuple[int, int]] = set()
    count = 0
    waiting = [folder.absolute()]
    while waiting:
        here = waiting.pop()
        try:
            state = here.stat()
            if (state.st_dev, state.st_ino) in seen:
                continue
            seen.add((state.st_dev, state.st_ino))
            entries = list(os.scandir(here))
        except OSError as error:
            if here == folder.absolute():
                raise InputError(f"The DEM folder {folder} cannot be read ({error.strerror}).") from error
            continue
        count += len(entries)
        if count > _MOST_FILES:
            raise InputError(
                f"The DEM folder {folder} holds more than {_MOST_FILES:,} files; give a folder of elevation tiles."
            )
        for entry in entries:
            if is_hidden(entry.name):
                continue
            if _is_dir(entry):
                waiting.append(Path(entry.path))
            elif may_be_height(entry.name):
                found.append(entry.path)
    return sorted(found)


def may_be_height(name: str) -> bool:
    """Whether a file of that name may be an elevation raster."""
    lower = name.lower()
    ending = next((e for e in sorted(ENDINGS, key=len, reverse=True) if lower.endswith(e)), None)
    if ending is None:
        return False
    stem = lower.removesuffix(ending)
    words = set(re.split(r"[^0-9a-z]+", stem))
    said = parse_file_name(name[: len(stem)])
    return not (_BESIDE.search(stem) or words & _NOT_HEIGHT or said.band or said.about)


def _is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle
        return False
