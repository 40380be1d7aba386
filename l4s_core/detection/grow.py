"""The outline of a landslide from one point in it: nested outlines to choose from, with their attributes."""

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
from l4s_core.detection.options import SceneOptions, sorted_out

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame
    from odc.geo.geobox import GeoBox

    from l4s_core.rasters.roi import ROI
    from l4s_core.scene.types import Scene
    from l4s_core.terrain.reader import DemUnit

REACH_M = 2500.0
"""How far from the point an outline goes at most, in each direction."""
MOST_M2 = 2e6
_FARTHEST_M = 10_000.0


@dataclass(frozen=True, eq=False)
class Grown:
    """Outlines of one landslide.

    Attributes
    ----------
    outlines : one row each, every one inside of the next, in the CRS of the raster, with ``step`` (from 1), ``level``
        (logarithm of odds) and what `detection.measure` measures.
    likeliest : the row to show first. evidence : ``probability``, ``looks``, or both.
    """

    outlines: GeoDataFrame
    likeliest: int
    evidence: tuple[str, ...]


def grow(
    x: float,
    y: float,
    crs: str | None = None,
    *,
    probability: str | Path | None = None,
    scene: str | Path | Scene | None = None,
    dem: str | Path | None = None,
    exclude: str | Path | None = None,
    reach_m: float = REACH_M,
    most_m2: float = MOST_M2,
    steps: int | None = None,
    probability_scale: float | None = None,
    dem_unit: DemUnit = "auto",
    progress: Progress | None = None,
    **more: Any,
) -> Grown:
    """Outline a landslide from a point in it, tight to loose.

    What grows is ground connected with the point that the model holds for likely, and that looks like the point and
    unlike its surroundings; not over what was not observed, water, clouds and snow. See docs/design/plugin.md.

    Parameters
    ----------
    x, y : the point, in ``crs`` (anything that pyproj understands; None: that of the raster).
    probability : what `detect` wrote, or another raster as `vectorize` takes it with ``probability_scale``.
    scene : as for `detect`; with B2, B3, B4 the looks count. One of the two is needed, both are better.
    dem : for the attributes of the terrain.
    exclude : vector file of landslides that are known already: nothing grows over them.
    reach_m, most_m2 : bounds of the outlines. Only a window of ``reach_m`` around the point is read.
    steps : how many outlines at most; None: 15.
    more : fields of `SceneOptions`. With ``offset`` and ``scale``, as the run table has them, opening is quick.

    Raises
    ------
    InputError
        Neither a probability nor a scene is given, the point lies outside, or its pixel was not observed.
    TypeError
        An option has no such name.
    """
    from l4s_core.base.outputs import work_folder
    from l4s_core.detection.measure import measured_on
    from l4s_core.inventory.seeded.nested import STEPS, nested_regions

    progress = progress or Silent()
    [of_scene] = sorted_out("grow", more, SceneOptions)
    if probability is None and scene is None:
        raise InputError("An outline needs something to go by; give --probability of the run, or --scene, or both.")
    if not 0 < reach_m <= _FARTHEST_M or not most_m2 > 0:
        raise InputError(f"The reach must be above 0 and up to {_FARTHEST_M:g} m, and the largest area above 0.")
    seen = _look(x, y, crs, probability, scene, of_scene, reach_m, probability_scale, progress)
    if exclude is not None:
        known = _known(exclude, seen.grid)
        if known[seen.seed]:
            raise InputError("The point lies in a landslide that is there already; point at ground beside it.")
        seen.score[known] = np.nan
    progress.check()
    pixel_m2 = abs(float(seen.grid.transform.determinant))
    found = nested_regions(seen.score, seen.seed, max(1, int(most_m2 / pixel_m2)), STEPS if steps is None else steps)
    assert found is not None  # the seed has a score
    table = _outlined(found.regions, found.levels, seen.grid, progress)
    with ExitStack() as cleanup:
        work = work_folder(None)
        cleanup.callback(shutil.rmtree, work, ignore_errors=True)
        measures = measured_on(table, work, probability, dem, None, probability_scale, dem_unit, progress)
    outlines: GeoDataFrame = table.assign(**{name: measures[name].to_numpy() for name in measures.columns[:-1]})  # type: ignore[assignment]
    return Grown(outlines, found.likeliest, seen.evidence)


@dataclass(frozen=True, eq=False)
class _Seen:
    """What is known around a point: ``score`` (rows, cols) on ``grid``, the point's pixel ``seed``."""

    score: npt.NDArray[np.float64]
    grid: GeoBox
    seed: tuple[int, int]
    evidence: tuple[str, ...]


def _look(
    x: float,
    y: float,
    crs: str | None,
    probability: str | Path | None,
    scene: str | Path | Scene | None,
    of_scene: dict[str, Any],
    reach_m: float,
    scale: float | None,
    progress: Progress,
) -> _Seen:
    from l4s_core.inventory.runout.spectra import features, no_ground, runout_names
    from l4s_core.inventory.seeded.likeness import of_looks, of_probability
    from l4s_core.rasters.grid import analysis_grid

    opened = None if scene is None else _opened(scene, of_scene, progress)
    values: npt.NDArray[np.float32] | None = None
    if probability is not None:
        grid, roi, seed, values = _window_of(probability, scale, x, y, crs, reach_m)
        if not np.isfinite(values[seed]):
            raise InputError("The ground at this point was not observed in this run; draw the outline by hand.")
    else:
        assert opened is not None
        whole = analysis_grid(opened.grid)
        roi, seed = _window(whole, x, y, crs, reach_m, opened.source)
        grid = whole[roi]
    score = None if values is None else of_probability(values)
    evidence = [] if values is None else ["probability"]
    if opened is not None:
        bands, names = _bands(opened, grid, runout_names)
        if bands is None:
            progress.message("The scene lacks B2, B3 or B4, so what the ground looks like is not taken into account.")
        else:
            closed = no_ground(bands, names)
            closed[seed] = False
            looks = of_looks(features(bands, names), seed, values)
            if looks is not None:
                looks[closed] = np.nan
                score = looks if score is None else score + np.where(np.isnan(looks) & ~closed, 0, looks)
                evidence.append("looks")
    if score is None or not np.isfinite(score[seed]):
        raise InputError("The scene has nothing to go by at this point; draw the outline by hand.")
    return _Seen(score, grid, seed, tuple(evidence))


def _known(exclude: str | Path, grid: GeoBox) -> npt.NDArray[np.bool_]:
    """The pixels of the landslides in a file, (rows, cols)."""
    from rasterio.features import geometry_mask

    from l4s_core.detection.measure import read_polygons

    shapes = list(read_polygons(exclude, None).to_crs(None if grid.crs is None else grid.crs.proj).geometry)
    shape = int(grid.shape[0]), int(grid.shape[1])
    if not shapes:
        return np.zeros(shape, bool)
    return np.asarray(geometry_mask(shapes, shape, grid.transform, invert=True))


def _opened(scene: str | Path | Scene, how: dict[str, Any], progress: Progress) -> Scene:
    from l4s_core.scene import check_readable, open_scene
    from l4s_core.scene.types import Scene

    # what is said of the values need not be looked for in them, which takes longer than all the rest
    ask = how.get("offset") is None or how.get("scale") is None
    opened = scene if isinstance(scene, Scene) else open_scene(scene, **how, pixels=ask)
    check_readable(opened)
    return opened


def _bands(opened: Scene, grid: GeoBox, names_of: Any) -> tuple[npt.NDArray[np.float32] | None, tuple[str, ...]]:
    """Reflectance of what looks are told by; None where the scene does not have it."""
    from l4s_core.rasters.roi import full_roi
    from l4s_core.stack.optical import OpticalReader

    try:
        names = names_of(tuple(opened.bands))
    except InputError:
        return None, ()
    reader = OpticalReader(opened, grid)
    try:
        return reader.read(names, full_roi(grid)), names
    finally:
        reader.close()


def _window_of(
    probability: str | Path, scale: float | None, x: float, y: float, crs: str | None, reach_m: float
) -> tuple[GeoBox, ROI, tuple[int, int], npt.NDArray[np.float32]]:
    import rasterio

    from l4s_core.base.outputs import work_folder
    from l4s_core.predict.external import open_probability, take_in
    from l4s_core.rasters.write import decode_probability

    raster = open_probability(probability, scale)
    roi, seed = _window(raster.grid, x, y, crs, reach_m, str(probability))
    work = work_folder(None)
    try:
        take_in(raster, roi, work / "p.tif", work / "seen.tif", Silent())
        with rasterio.open(work / "p.tif") as source:
            return raster.grid[roi], roi, seed, decode_probability(source.read(1))
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _window(
    grid: GeoBox, x: float, y: float, crs: str | None, reach_m: float, what: str
) -> tuple[ROI, tuple[int, int]]:
    """The piece of a grid around a point, and the pixel of the point in it."""
    col, row = ~grid.transform * _placed(x, y, crs, grid)
    if not (np.isfinite([row, col]).all() and 0 <= row < grid.shape[0] and 0 <= col < grid.shape[1]):
        raise InputError(f"The point {x:.10g} {y:.10g} lies outside {what}; point at a place in it.")
    at = int(row), int(col)
    reach = max(1, round(reach_m / abs(float(grid.resolution.x))))
    first = tuple(max(0, place - reach) for place in at)
    last = tuple(min(int(n), place + reach + 1) for n, place in zip(grid.shape, at, strict=True))
    return (slice(first[0], last[0]), slice(first[1], last[1])), (at[0] - first[0], at[1] - first[1])


def _placed(x: float, y: float, crs: str | None, grid: GeoBox) -> tuple[float, float]:
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError, ProjError

    if crs is None or grid.crs is None:
        return x, y
    try:
        place = Transformer.from_crs(CRS.from_user_input(crs), grid.crs.proj, always_xy=True).transform(x, y)
    except (CRSError, ProjError) as error:
        raise InputError(
            f"The coordinate system {crs[:60]!r} is not understood ({error}); give one like EPSG:32643."
        ) from error
    return float(place[0]), float(place[1])


def _outlined(regions: Any, levels: Any, grid: GeoBox, progress: Progress) -> GeoDataFrame:
    from geopandas.geodataframe import GeoDataFrame

    from l4s_core.inventory.outline.mask import Mask
    from l4s_core.inventory.outline.polygons import polygonise

    shapes = []
    rows, cols = np.nonzero(regions[-1])  # it holds the others
    box = slice(int(rows.min()), int(rows.max()) + 1), slice(int(cols.min()), int(cols.max()) + 1)
    for region in regions:
        [shape] = polygonise(Mask(region[box].astype(np.uint8), grid[box]), progress=progress)
        shapes.append(shape)
    columns = {"step": range(1, len(shapes) + 1), "level": np.round(levels, 3)}
    return GeoDataFrame(columns, geometry=shapes, crs=None if grid.crs is None else grid.crs.proj)
