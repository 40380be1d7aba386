"""What is not compared, because one side or the other did not look there, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.comparison.ground import Ground, pieces
from l4s_core.inventory.given import GivenInventory
from l4s_core.vectors.area import read_area

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

Geometries = npt.NDArray[np.object_]
_FAR = 0.05  # of what is compared: so far the layer of what was left out reaches around it


def compared_ground(
    a: GivenInventory,
    b: GivenInventory,
    crs: Any,
    area: str | Path | None,
    observed_a: str | Path | None,
    observed_b: str | Path | None,
) -> tuple[Ground, GeoDataFrame, list[str]]:
    """The ground that both sides looked at, what is left out of it (with ``reason``), and sentences about both."""
    limits: list[tuple[str, Geometries]] = []
    notes = []
    if area is not None:
        limits.append(("outside the area", read_area(area).in_crs(crs)))
        notes.append(f"Compared is what lies in {area}.")
    for name, given, observed in (("A", a, observed_a), ("B", b, observed_b)):
        if observed is not None:
            limits.append((f"not looked at for {name}", read_area(observed).in_crs(crs)))
            notes.append(f"{name} looked at what lies in {observed}.")
        elif given.footprint is not None:
            seen = _in_crs([shapely.segmentize(given.footprint, given.footprint.length / 100)], given.crs, crs)
            limits.append((f"not looked at for {name}", seen))
            notes.append(f"{name} looked at its scene, and at nothing outside of it.")
    if len(limits) == (area is not None) or (area is None and len(limits) == 1):
        silent = [name for name, given, own in (("A", a, observed_a), ("B", b, observed_b)) if own is None]
        silent = [name for name in silent if (a if name == "A" else b).footprint is None]
        if area is None and silent:
            notes.append(
                f"Nothing says where {' and '.join(silent)} looked: all ground counts as looked at, and what only the "
                "other has there as a difference (--aoi and --observed-a, --observed-b say it)."
            )
    hidden, reasons = [], []
    for name, given in (("A", a), ("B", b)):
        if given.not_observed is None or not len(given.not_observed):
            continue
        hidden.append(_in_crs(list(given.not_observed.geometry), given.crs, crs))
        words = given.not_observed["reason"] if "reason" in given.not_observed else [None] * len(hidden[-1])
        reasons += [f"not observed in {name}" + (f": {word}" if isinstance(word, str) else "") for word in words]
        notes.append(f"Left out: {shapely.area(hidden[-1]).sum() / 1e6:,.2f} km2 that {name} did not observe.")
    unseen: Geometries = np.concatenate(hidden) if hidden else np.empty(0, dtype=object)
    ground = Ground([pieces(shapes) for _, shapes in limits], pieces(unseen))
    return ground, _layer(a, b, crs, limits, unseen, reasons), notes


def _in_crs(shapes: list[Any], own: Any, crs: Any) -> Geometries:
    from geopandas.geoseries import GeoSeries

    moved = np.asarray(GeoSeries(shapes, crs=own).to_crs(crs).array, dtype=object)
    broken = ~shapely.is_valid(moved)
    moved[broken] = shapely.make_valid(moved[broken])
    return moved


def _layer(
    a: GivenInventory,
    b: GivenInventory,
    crs: Any,
    limits: list[tuple[str, Geometries]],
    unseen: Geometries,
    reasons: list[str],
) -> GeoDataFrame:
    from geopandas.geodataframe import GeoDataFrame

    bounds = [given.landslides.to_crs(crs).total_bounds for given in (a, b) if len(given.landslides)]
    bounds += [shapely.total_bounds(shapes) for _, shapes in limits if len(shapes)]
    shapes, words = list(unseen), list(reasons)
    if bounds and limits:
        left, bottom = np.min(bounds, axis=0)[:2]
        right, top = np.max(bounds, axis=0)[2:]
        far = _FAR * max(right - left, top - bottom)
        box = shapely.box(left - far, bottom - far, right + far, top + far)
        for word, inside in limits:
            shapes.append(shapely.difference(box, shapely.union_all(inside)))
            words.append(word)
    kept = [k for k, shape in enumerate(shapes) if shape.area > 0]
    return GeoDataFrame(
        {"reason": [words[k] for k in kept], "area_m2": [shapes[k].area for k in kept]},
        geometry=[shapes[k] for k in kept],
        crs=crs,
    )
