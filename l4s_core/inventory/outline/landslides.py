"""The attributes a geomorphologist expects of every landslide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely
from odc.geo.geobox import GeoBox

from l4s_core.base.palette import palette
from l4s_core.inventory.ids import new_uuids
from l4s_core.inventory.outline.mask import metric_grid, pixel_area_m2
from l4s_core.inventory.outline.shape import Shape, shape_of
from l4s_core.inventory.outline.zones import Zonal
from l4s_core.inventory.schema import CROWN_TOE, LANDSLIDES, frame
from l4s_core.inventory.types import MaskOptions, RunFacts

if TYPE_CHECKING:
    import pandas as pd
    from geopandas.geodataframe import GeoDataFrame

CONFIDENCE_FROM: dict[int, float] = {one.usgs: one.lowest for one in palette().confidence}
"""USGS confidence class -> least mean probability, see `l4s_core.base.palette.ConfidenceClass`."""

AMALGAM_MIN_PIXELS = 25
AMALGAM_MAX_SOLIDITY = 0.65
AMALGAM_MAX_CONCENTRATION = 0.75
AMALGAM_MAX_COMPACTNESS = 0.10


def attributes(
    polygons: npt.NDArray[np.object_],
    statistics: Zonal,
    grid: GeoBox,
    facts: RunFacts,
    options: MaskOptions,
    confidence_from: Mapping[int, float] | None = None,
) -> GeoDataFrame:
    """The landslides layer.

    Areas and lengths are planar, in the metric CRS of the grid (UTM: area within 0.08 % of the ellipsoid's anywhere in
    the zone); aspect is from grid north. Statistics are those of the pixels even where the outline was simplified.

    Parameters
    ----------
    polygons : (n,) geometries in the CRS of the grid, as `polygonise` gives them.
    statistics : of the same n components, from `zonal`.
    confidence_from : USGS class -> least mean probability, as a model's card says; None is `CONFIDENCE_FROM`.

    Returns
    -------
    GeoDataFrame with the columns of `schema.LANDSLIDES` in that order, largest first (equal areas: from the top, from
    the left), numbered ``LS-0001`` ... in that order, each with a new random ``uuid``. ``conf_usgs`` follows
    `CONFIDENCE_FROM`, ``amalg_flag`` see `amalgamated`; ``truncated`` is 1 where the polygon touches the edge of the
    grid or area that was not observed, so that its area is a lower bound. ``status`` is ``unreviewed``.

    Raises
    ------
    ValueError : the grid is not in metres, or polygons and statistics are not of the same components.
    """
    metric_grid(grid)
    if len(polygons) != statistics.pixels.size:
        raise ValueError(f"{len(polygons)} polygons, statistics of {statistics.pixels.size} components")
    measures = measured(polygons, statistics, grid, confidence_from)
    order, ids = _numbered(measures["area_m2"])  # type: ignore[arg-type]
    values: dict[str, object] = {
        "ls_id": ids,
        "uuid": new_uuids(len(ids)),
        "status": "unreviewed",
        "threshold": options.threshold,
        **vars(facts),
    }
    measures |= {
        "truncated": statistics.truncated.astype(np.int32),
        "grown_m2": statistics.grown * pixel_area_m2(grid),
    }
    values |= {name: column[order] for name, column in measures.items()}
    return frame(LANDSLIDES, values, polygons[order], grid.crs)


def measured(
    polygons: npt.NDArray[np.object_],
    statistics: Zonal,
    grid: GeoBox,
    confidence_from: Mapping[int, float] | None = None,
) -> dict[str, npt.NDArray[np.generic] | pd.Series]:
    """Column -> values of all that an outline and its pixels tell, in the order of the ``polygons``; the arguments are
    those of `attributes`."""
    shape = shape_of(polygons, *_downslope(statistics, grid))
    return {
        "area_m2": shape.area_m2,
        "perim_m": shape.perim_m,
        "length_m": shape.length_m,
        "width_m": shape.width_m,
        "lw_ratio": shape.length_m / shape.width_m,
        "compactness": shape.compactness,
        "z_min": statistics.z_min,
        "z_max": statistics.z_max,
        "relief_m": statistics.z_max - statistics.z_min,
        "slope_mean": statistics.slope_mean,
        "slope_max": statistics.slope_max,
        "aspect_mean": statistics.aspect_mean,
        "prob_mean": statistics.prob_mean,
        "prob_max": statistics.prob_max,
        "uncert_mean": statistics.uncert_mean,
        "conf_usgs": confidence(statistics.prob_mean, confidence_from),
        "amalg_flag": amalgamated(shape, statistics),
    }


def crown_toe(polygons: npt.NDArray[np.object_], statistics: Zonal, grid: GeoBox) -> GeoDataFrame:
    """Crown (highest) and toe (lowest) pixel centre of every landslide with known elevation.

    Parameters
    ----------
    polygons, statistics, grid : as for `attributes`.

    Returns
    -------
    GeoDataFrame with ``ls_id`` (that of `attributes`), ``kind`` (``crown`` or ``toe``), ``z_m`` (metres) and Point
    geometry in the CRS of the grid; two rows for each landslide, in their order. Without elevation it has no rows.
    """
    order, ids = _numbered(shapely.area(polygons))
    known = statistics.crown[order, 0] >= 0
    order, ids = order[known], ids[known]
    row, col = np.stack([statistics.crown[order], statistics.toe[order]], axis=1).reshape(-1, 2).T + 0.5
    z = np.stack([statistics.z_max[order], statistics.z_min[order]], axis=1).reshape(-1)
    kinds = np.tile(np.array(["crown", "toe"], dtype=object), order.size)
    points = shapely.points(*places_of(row, col, grid))
    return frame(CROWN_TOE, {"ls_id": np.repeat(ids, 2), "kind": kinds, "z_m": z}, points, grid.crs)


def confidence(prob_mean: npt.NDArray[np.float64], least: Mapping[int, float] | None = None) -> npt.NDArray[np.int32]:
    """USGS confidence class (8, 5, 3, 2, 1) of mean probabilities: the highest whose ``least`` one they reach.

    ``least`` of one class is 0; None is `CONFIDENCE_FROM`.
    """
    least = CONFIDENCE_FROM if least is None else least
    classes = np.array(sorted(least), dtype=np.int32)
    bounds = np.array([least[int(c)] for c in classes])
    return classes[np.searchsorted(bounds, prob_mean, side="right") - 1]


def confidence_words(least: Mapping[int, float]) -> str:
    """Cut-offs of classes as the run table and the tags of a probability raster have them: ``8:0.9 5:0.8 ...``."""
    return " ".join(f"{usgs}:{lowest:.10g}" for usgs, lowest in sorted(least.items(), reverse=True))


def confidence_of_words(words: str) -> dict[int, float]:
    """The inverse of `confidence_words`. Raises ValueError for anything else."""
    least = {int(usgs): float(lowest) for usgs, lowest in (part.split(":") for part in words.split())}
    bounds = [least[usgs] for usgs in sorted(least)]
    if (
        not least
        or not set(least) <= set(CONFIDENCE_FROM)
        or not np.isfinite(bounds).all()
        or bounds[0] != 0
        or bounds != sorted(set(bounds))
    ):
        raise ValueError(f"{words!r} are no cut-offs of classes of confidence")
    return least


def amalgamated(shape: Shape, statistics: Zonal) -> pd.Series:
    """Whether a polygon looks like several landslides mapped as one: 1, 0, or null without elevation.

    A screening rule in the spirit of Marc & Hovius (2015, Nat. Hazards Earth Syst. Sci. 15, 723), who test form and
    topography: at least ``AMALGAM_MIN_PIXELS`` pixels; solidity below ``AMALGAM_MAX_SOLIDITY``, so not one compact
    body; and parts that face different ways (concentration of aspect below ``AMALGAM_MAX_CONCENTRATION``) or a strongly
    branched outline (compactness below ``AMALGAM_MAX_COMPACTNESS``). The limits are not calibrated: 1 means look here.
    """
    import pandas as pd

    spread = statistics.aspect_concentration < AMALGAM_MAX_CONCENTRATION
    flagged = (
        (statistics.pixels >= AMALGAM_MIN_PIXELS)
        & (shape.solidity < AMALGAM_MAX_SOLIDITY)
        & (spread | (shape.compactness < AMALGAM_MAX_COMPACTNESS))
    )
    return pd.Series(flagged.astype(np.int32)).astype("Int32").mask(np.isnan(statistics.z_min))


def _numbered(area_m2: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.object_]]:
    """The polygons' order in the layer, and the ls_id of each place in that order."""
    digits = max(4, len(str(area_m2.size)))
    ids = np.array([f"LS-{n:0{digits}d}" for n in range(1, area_m2.size + 1)], dtype=object)
    return np.argsort(-area_m2, kind="stable"), ids


def places_of(
    row: npt.NDArray[np.floating | np.integer], col: npt.NDArray[np.floating | np.integer], grid: GeoBox
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """x, y of rows and columns, which may have fractions."""
    a, b, c, d, e, f = tuple(grid.transform)[:6]
    return a * col + b * row + c, d * col + e * row + f


def _downslope(statistics: Zonal, grid: GeoBox) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The mean gradient's direction; from crown to toe where that is unknown or level; NaN where both are."""
    east, north = statistics.downslope_east, statistics.downslope_north
    crown_x, crown_y = places_of(statistics.crown[:, 0], statistics.crown[:, 1], grid)
    toe_x, toe_y = places_of(statistics.toe[:, 0], statistics.toe[:, 1], grid)
    decided = np.hypot(east, north) > 0
    return np.where(decided, east, toe_x - crown_x), np.where(decided, north, toe_y - crown_y)
