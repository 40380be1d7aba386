"""The ground that an inventory is about: the grid of its scene, or the footprints of all scenes of a merged one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.errors import InputError
from l4s_core.report.frame import Box
from l4s_core.report.words import as_number

if TYPE_CHECKING:
    from l4s_core.inventory.given import GivenInventory


@dataclass(frozen=True, eq=False)
class Looked:
    """``boxes`` around it in the metric CRS; ``footprints`` (n,) of the scenes of a merged inventory, None of others;
    ``sources`` of the scenes, as the inventory names them."""

    boxes: tuple[Box, ...]
    footprints: npt.NDArray[np.object_] | None
    sources: tuple[str, ...]
    problems: tuple[str, ...] = ()


def looked_at(given: GivenInventory) -> Looked:
    """From the run table; of merged inventories from the layer ``scenes``."""
    run = given.run
    if "merged_scenes" in run:
        return _of_merged(given)
    source = str(run.get("scene_source") or "")
    box = _grid_box(given)
    return Looked(() if box is None else (box,), None, (source,) if source else ())


def _of_merged(given: GivenInventory) -> Looked:
    from geopandas.geoseries import GeoSeries

    from l4s_core.vectors.features import layer_names
    from l4s_core.vectors.read import read_layer

    try:
        if "scenes" not in layer_names(given.path, what="inventory"):
            return Looked((), None, ())
        layer = read_layer(given.path, layer="scenes", columns=["source"])
    except InputError as error:
        return Looked((), None, (), (str(error),))
    if not len(layer.geometries) or layer.crs is None:
        return Looked((), None, ())
    shapes = np.asarray(GeoSeries(layer.geometries, crs=layer.crs).to_crs(given.crs).array, dtype=object)
    boxes = tuple(tuple(float(value) for value in box) for box in shapely.bounds(shapes))
    sources = layer.attributes["source"].dropna().astype(str) if "source" in layer.attributes else []
    return Looked(boxes, shapes, tuple(dict.fromkeys(source for source in sources if source)))  # type: ignore[arg-type]


def _grid_box(given: GivenInventory) -> Box | None:
    """Of the grid of the run; None where the run table does not say it as it should."""
    from pyproj import CRS
    from pyproj.exceptions import ProjError
    from rasterio.warp import transform_bounds

    run: Any = given.run
    parts = [as_number(part) for part in str(run.get("grid_transform") or "").split()]
    rows, cols = as_number(run.get("grid_rows")), as_number(run.get("grid_cols"))
    if len(parts) != 6 or any(part is None for part in parts) or not rows or not cols:
        return None
    a, b, c, d, e, f = (float(part) for part in parts if part is not None)
    x = [c, c + a * cols, c + b * rows, c + a * cols + b * rows]
    y = [f, f + d * cols, f + e * rows, f + d * cols + e * rows]
    try:
        own = CRS.from_user_input(str(run.get("grid_crs")))
        box = transform_bounds(own.to_wkt(), given.crs.to_wkt(), min(x), min(y), max(x), max(y))
    except (ProjError, ValueError, RuntimeError):
        return None
    return tuple(float(value) for value in box) if np.isfinite(box).all() else None  # type: ignore[return-value]
