"""The scene before the event: it dates the landslides, and some models look at its pixels."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.rasters.virtual import files_behind
from l4s_core.scene.check import check_readable
from l4s_core.scene.open import open_scene
from l4s_core.scene.types import Level, Scene

BEFORE = "pre-"
"""How the options of the scene before begin."""

_WHOLE = 0.995  # of what is mapped; the edges of two grids differ by parts of a pixel


def open_before(
    source: str | Path | Scene,
    after: Scene,
    grid: GeoBox,
    progress: Progress,
    *,
    bands: Mapping[str, int] | str | None = None,
    pixels: bool = False,
    pre_bands: Mapping[str, int] | str | None = None,
    pre_offset: float | None = None,
    pre_scale: float | None = None,
    pre_level: Level | None = None,
) -> Scene:
    """The scene before the event.

    Parameters
    ----------
    source : anything that `open_scene` opens.
    after : the scene that is mapped.
    grid : where it is mapped; the two must overlap there.
    bands : of a multi-band raster; tried where the source does not name its own.
    pixels : whether they will be read. Its offset and level are then settled as those of any scene, from its own
        metadata or values, and said. Without, no pixel is read, and values that were would be wrong.
    pre_bands, pre_offset, pre_scale, pre_level : what its files do not say, as of `open_scene`; ``pre_bands`` counts
        before ``bands``.

    Raises
    ------
    InputError
        It cannot be opened, is ``after`` itself, lies elsewhere, or is not earlier than ``after``; its pixels are to be
        read and a file is damaged, or nothing tells the offset.
    """
    if isinstance(source, Scene):
        before = source
    else:
        how = {"offset": pre_offset, "scale": pre_scale, "level": pre_level, "pixels": pixels}
        before = _open(source, bands if pre_bands is None else pre_bands, pre_bands is not None, how)
    if _files(before) & _files(after):
        raise InputError(f"The scene before the event is {after.source} itself; give an earlier one, or leave it out.")
    assert grid.crs is not None  # analysis_grid sees to it
    footprint = before.grid.extent.to_crs(grid.crs)
    if not footprint.intersects(grid.extent):
        raise InputError(
            f"The scene before the event, {before.source}, does not overlap {after.source}; give one of this place."
        )
    share = float(footprint.intersection(grid.extent).area / grid.extent.area)
    if share < _WHOLE and (pixels or before.sensing_time is not None):
        rest = "the rest is not observed" if pixels else "the landslides of the rest get its date, too"
        progress.message(
            f"WARNING: the scene before the event, {before.source}, covers {share:.0%} of what is mapped; {rest}."
        )
    if pixels and before.level is not None and after.level is not None and before.level != after.level:
        progress.message(
            f"WARNING: the scene before the event, {before.source}, is {before.level} and {after.source} is "
            f"{after.level}: the air is taken off one of them only, so the two differ where nothing changed; give both "
            "of one level."
        )
    if before.sensing_time is None:
        progress.message(
            f"The date of {before.source} is not known, so the earliest date of the landslides is left open."
        )
    elif after.sensing_time is None:
        progress.message(f"The date of {after.source} is not known, so nothing says that {before.source} is earlier.")
    elif before.sensing_time.date() >= after.sensing_time.date():
        raise InputError(
            f"The scene before the event, {before.source}, is of {before.sensing_time.date()}, not earlier than "
            f"{after.source} of {after.sensing_time.date()}; give an earlier one, or exchange the two."
        )
    if pixels:
        check_readable(before)
        for note in before.notes:
            progress.message(f"Scene before the event: {note}")
    return before


def _files(scene: Scene) -> set[tuple[str, int]]:
    # one file may hold both dates, as bands of its own each
    return {
        (str(Path(file).resolve()) if Path(file).exists() else file, band.index)
        for band in scene.bands.values()
        for file in files_behind(band.path)
    }


def open_earlier(source: str | Path, bands: Mapping[str, int] | str | None) -> Scene:
    """A scene of which no pixels are read; ``bands`` are tried where it does not name its own. Raises InputError."""
    return _open(source, bands, False, {"pixels": False})


def _open(source: str | Path, bands: Mapping[str, int] | str | None, surely: bool, how: Mapping[str, Any]) -> Scene:
    """``surely``: the bands are said of this scene, not of the other."""
    try:
        try:
            return open_scene(source, bands=bands if surely else None, **how, prefix=BEFORE)
        except InputError as error:
            if surely or bands is None or "--bands" not in str(error):
                raise
            return open_scene(source, bands=bands, **how, prefix=BEFORE)
    except InputError as error:
        raise InputError(str(error).replace("--bands", f"--{BEFORE}bands")) from error
