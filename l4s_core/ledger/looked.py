"""How much of a landslide the newer scene observed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.inventory.merging.observed import Looked
from l4s_core.inventory.merging.place import Place, areal
from l4s_core.inventory.merging.sources import footprint_of

if TYPE_CHECKING:
    from l4s_core.inventory.types import Inventory

_CORNERS = 400  # a cloud with more is cut: overlays of a small polygon with a large one cost its corners
_STEP_M = 200.0  # as in merging.place

Geometries = npt.NDArray[np.object_]


def observed_share(inventory: Inventory, shapes: Geometries, crs: Any) -> npt.NDArray[np.float64] | None:
    """Share, 0 to 1, of each polygon that the scene of an inventory observed.

    Parameters
    ----------
    shapes : (n,) valid polygons in ``crs``; of one without an area the share is 0.

    Returns
    -------
    None where the inventory does not say where its scene lies: then nobody knows what was observed.
    """
    footprint = footprint_of(dict(inventory.run)) if inventory.scenes is None else _all_scenes(inventory)
    if footprint is None:
        return None
    own = inventory.landslides.crs
    hidden = areal(np.asarray(inventory.not_observed.geometry.array, object))
    hidden = _small(hidden[shapely.area(hidden) > 0])
    if own != crs:
        shapes = areal(Place.moved(shapely.segmentize(shapes, _STEP_M if crs.is_projected else 0.002), crs, own))
    whole = shapely.area(shapes)
    missed = shapely.area(Looked(footprint, hidden).not_seen(shapes))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = 1 - missed / whole
    clipped: npt.NDArray[np.float64] = np.clip(np.nan_to_num(share, nan=0.0, posinf=0.0, neginf=0.0), 0, 1)
    return clipped


def _all_scenes(inventory: Inventory) -> Any:
    assert inventory.scenes is not None
    return shapely.union_all(areal(np.asarray(inventory.scenes.geometry.array, object)))


def _small(shapes: Geometries) -> Geometries:
    """The same ground in pieces with few corners."""
    done: list[Any] = []
    todo = list(shapely.get_parts(shapes))
    while todo:
        shape = todo.pop()
        if shapely.get_num_coordinates(shape) <= _CORNERS:
            done.append(shape)
            continue
        left, bottom, right, top = shape.bounds
        if right - left >= top - bottom:
            halves = [(left, bottom, (left + right) / 2, top), ((left + right) / 2, bottom, right, top)]
        else:
            halves = [(left, bottom, right, (bottom + top) / 2), (left, (bottom + top) / 2, right, top)]
        for half in halves:
            parts = shapely.get_parts(shapely.intersection(shape, shapely.box(*half)))
            todo += list(parts[shapely.get_dimensions(parts) == 2])
    out: Geometries = np.empty(len(done), object)
    out[:] = done
    return out
