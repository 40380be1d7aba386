"""What landslides hit, and what lies on the way down from them."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress, Silent

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

    from l4s_core.terrain.reader import DemUnit

WIDTH_M = 20.0
"""Width of the way down, metres: two pixels, and about how well a road and a DEM of 30 m lie on each other."""
MOST_DOWN_M = 20_000.0
_AT_A_TIME = 20_000


@dataclass(frozen=True, eq=False)
class Exposure:
    """What `exposure` found.

    Attributes
    ----------
    landslides : GeoDataFrame of the landslides in a metric CRS with their own columns and those of
        `exposure.tables.SLIDE_COLUMNS`.
    assets_hit : GeoDataFrame with one row for each asset that is hit or lies below, and the parts of it that are.
    flow_paths : GeoDataFrame of the way down from each toe; None where none was asked for.
    by_class : rows of numbers by file, kind of geometry, hit or below, and USGS class of confidence
        (`exposure.tables`).
    problems : sentences about what was odd in the input. path : the file that was written, None without one.
    """

    landslides: GeoDataFrame
    assets_hit: GeoDataFrame
    flow_paths: GeoDataFrame | None
    by_class: list[dict[str, Any]]
    problems: tuple[str, ...]
    path: Path | None = None

    def facts(self) -> dict[str, Any]:
        """As JSON has it: counts, the table by class, and the numbers of each landslide that hits something."""
        from l4s_core.exposure.tables import SLIDE_COLUMNS

        numbers = self.landslides[[name for name in SLIDE_COLUMNS if name in self.landslides]]
        touched = numbers.fillna(0).to_numpy(np.float64).any(axis=1)
        ids = self.landslides["ls_id"] if "ls_id" in self.landslides else self.landslides.index + 1
        return {
            "landslides": len(self.landslides),
            "landslides_that_hit": int((numbers[[name for name in numbers if "_hit" in name]].sum(axis=1) > 0).sum()),
            "assets_hit": int((self.assets_hit["slides_hit"] > 0).sum()),
            "assets_below": int((self.assets_hit["slides_below"] > 0).sum()),
            "by_class": self.by_class,
            "slides": [
                {"ls_id": str(name), **{key: _plain(value) for key, value in row.items()}}
                for name, row in zip(ids[touched], numbers[touched].to_dict("records"), strict=True)
            ],
            "output": None if self.path is None else str(self.path),
            "problems": list(self.problems),
        }


def _plain(value: Any) -> Any:
    return None if value is None or value != value else value.item() if hasattr(value, "item") else value


def exposure(
    inventory: str | Path,
    assets: str | Path | list[str | Path],
    output: str | Path | None = None,
    *,
    dem: str | Path | None = None,
    downstream_m: float | None = None,
    width_m: float = WIDTH_M,
    layer: str | None = None,
    dem_unit: DemUnit = "auto",
    overwrite: bool = False,
    progress: Progress | None = None,
) -> Exposure:
    """Number and length of the roads, number and area of the buildings or fields, number of the points that landslides
    hit; with a DEM also of those on the way down from their toes.

    A line counts with the length inside of an outline, a polygon with the ground that both cover, in the metres of the
    landslides' metric CRS. The way down follows the flow from the lowest pixel of each landslide for ``downstream_m``
    (depressions are left over their lowest pass); what lies within half of ``width_m`` of it, and outside of the
    landslide itself, is below. It says where debris would go next, not how far it goes.

    Parameters
    ----------
    inventory : landslides in any vector file, as `inventory.given.read_given` takes it. Those that a reviewer rejected
        do not count.
    assets : one or several vector files of any CRS and kind of geometry; ``FILE|layername=NAME`` for one layer.
    output : .gpkg with the layers ``landslides``, ``assets_hit``, ``flow_paths`` and the table ``exposure_by_class``.
        None writes nothing.
    dem, downstream_m : elevation as for `detect`, and metres along the flow; both or none.

    Raises
    ------
    InputError
        Something given cannot be used; nothing was written.
    """
    from l4s_core.base.outputs import check_ending, check_outputs, check_vector_name, protect_inputs, work_folder
    from l4s_core.exposure.assets import read_assets
    from l4s_core.exposure.hits import hits
    from l4s_core.exposure.tables import Found, tables
    from l4s_core.exposure.write import write
    from l4s_core.inventory.given import read_given
    from l4s_core.terrain.source import dem_files

    progress = progress or Silent()
    sources = list(assets) if isinstance(assets, list | tuple) else [assets]
    target = None if output is None else Path(output)
    check_ending(target, (".gpkg",), "Exposure")
    check_vector_name(target)
    outputs = check_outputs([target], overwrite=overwrite)
    files = [str(source).partition("|layername=")[0] for source in sources]
    protect_inputs(outputs, [inventory, *files, *([] if dem is None else dem_files(dem))])
    _check_down(dem, downstream_m, width_m)
    with ExitStack() as cleanup:
        work = work_folder(None if target is None else target.parent)
        cleanup.callback(shutil.rmtree, work, ignore_errors=True)
        progress.stage("reading")
        given = read_given(inventory, layer=layer)
        if given.points is not None and not len(given.landslides):
            raise InputError(f"{inventory} has points and no polygons; give landslides with an outline.")
        slides: Any = given.standing.reset_index(drop=True)
        found = read_assets(sources, given.crs)
        problems = (*given.problems, *found.problems)
        for problem in problems:
            progress.message(problem)
        shapes = np.asarray(slides.geometry.array, dtype=object)
        progress.stage("assets")
        hit = Found(hits(shapes, found, progress), shapes)
        paths = below = None
        if dem is not None and downstream_m is not None:
            paths = _paths(slides, dem, downstream_m, dem_unit, work, progress)
            progress.stage("assets below")
            strips = corridors(paths, shapes, width_m)
            below = Found(hits(strips, found, progress), strips)
        made = tables(slides, found, hit, below, paths)
        if outputs:
            write(made, given, outputs[0], progress)
    return Exposure(made.landslides, made.assets_hit, made.flow_paths, made.by_class, problems, target)


def _check_down(dem: str | Path | None, downstream_m: float | None, width_m: float) -> None:
    if (dem is None) != (downstream_m is None):
        lacks = "the elevation (--dem)" if dem is None else "how far (--downstream)"
        raise InputError(f"What lies below needs elevation and a distance; say {lacks} too.")
    if downstream_m is not None and not 0 < downstream_m <= MOST_DOWN_M:
        raise InputError(f"{downstream_m:g} m is no way down to look along; give one up to {MOST_DOWN_M:,.0f} m.")
    if not 0 < width_m <= 1000:
        raise InputError(f"{width_m:g} m is no width of a flow; give one up to 1000 m.")


def _paths(
    slides: GeoDataFrame, dem: str | Path, downstream_m: float, dem_unit: DemUnit, work: Path, progress: Progress
) -> npt.NDArray[np.object_]:
    """The way down from the lowest pixel of each landslide, in the CRS of the table; None where there is none."""
    from l4s_core.detection.measure_grid import metric_grid_of
    from l4s_core.exposure.downstream import flow_paths
    from l4s_core.inventory.outline.ground import grounds
    from l4s_core.inventory.outline.landslides import places_of
    from l4s_core.terrain.reader import open_dem

    if not len(slides):
        return np.zeros(0, dtype=object)
    grid = metric_grid_of(slides)
    around = int(np.ceil(1.1 * downstream_m / float(grid.resolution.x))) + 2
    grid = grid.pad(around, around)
    assert grid.crs is not None  # metric_grid_of sees to it
    here = np.asarray(slides.to_crs(grid.crs.proj).geometry.array, dtype=object)
    reader = open_dem(dem, grid, work=work, unit=dem_unit, allow_partial=True, what="area below the landslides")
    try:
        for note in reader.notes:
            progress.message(note)
        x, y = np.full(len(slides), np.nan), np.full(len(slides), np.nan)
        progress.stage("toes", len(slides))
        for ground in grounds(here, grid, reader.heights, progress):
            order = np.lexsort((ground.z_m, ground.group))
            order = order[np.isfinite(ground.z_m[order])]
            first = order[np.unique(ground.group[order], return_index=True)[1]]
            at = ground.which[ground.group[first]]
            x[at], y[at] = places_of(ground.rows[first] + 0.5, ground.cols[first] + 0.5, grid)
        progress.stage("flow", len(slides))
        return flow_paths(x, y, downstream_m, grid, reader.heights, progress)
    finally:
        reader.close()


def corridors(
    paths: npt.NDArray[np.object_], outlines: npt.NDArray[np.object_], width_m: float
) -> npt.NDArray[np.object_]:
    """The ground within half a width of each path, outside of its own landslide; None where there is no path."""
    import shapely

    out: npt.NDArray[np.object_] = np.full(len(paths), None, dtype=object)
    there = np.flatnonzero(~shapely.is_missing(paths))
    for some in np.array_split(there, max(1, there.size // _AT_A_TIME)):
        # a strip needs no rounder ends than its DEM
        strips = shapely.buffer(_bends(paths[some]), width_m / 2, quad_segs=4)
        out[some] = shapely.difference(strips, outlines[some])
    return out


def _bends(lines: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Lines through centres of pixels without those at which they go straight on."""
    import shapely

    xy, line = shapely.get_coordinates(lines, return_index=True)
    step = np.diff(xy, axis=0)
    straight = np.zeros(len(xy), bool)
    straight[1:-1] = (step[:-1, 0] * step[1:, 1] == step[:-1, 1] * step[1:, 0]) & (line[:-2] == line[2:])
    out: npt.NDArray[np.object_] = shapely.linestrings(xy[~straight], indices=line[~straight])
    return out
