"""Polygons as paths of a drawing: as exact as the page can carry, the largest ones first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.report.frame import MapFrame

Geometries = npt.NDArray[np.object_]
MOST_OUTLINES = 3000
"""Landslides that can be clicked on; the others are a picture. A browser pans four thousand without a stutter."""
MOST_POINTS = 90_000
_PAGE_PX = 1200.0  # of the map on a screen
_LEAST_PX = 0.05


@dataclass(frozen=True, eq=False)
class Outlines:
    """What is drawn.

    Attributes
    ----------
    paths : path data of SVG in the units of the frame, one for each of ``rows``.
    rows : places in what was given, largest first.
    rest : places of those that are not drawn one by one.
    tolerance_m : by which outlines were simplified; 0: they were not.
    """

    paths: tuple[str, ...]
    rows: npt.NDArray[np.int64]
    rest: npt.NDArray[np.int64]
    tolerance_m: float


def draw(
    shapes: Geometries,
    frame: MapFrame,
    *,
    most: int = MOST_OUTLINES,
    points: int = MOST_POINTS,
    least_px: float = 0.0,
) -> Outlines:
    """The largest polygons as paths, simplified (Douglas & Peucker) until they have few enough corners.

    Parameters
    ----------
    shapes : (n,) Polygon or MultiPolygon in the CRS of the frame.
    most : outlines, and ``points`` corners of all together.
    least_px : parts smaller than the square of so many pixels of a screen are left out, where something is simplified.
    """
    order = np.argsort(-shapely.area(shapes), kind="stable").astype(np.int64) if len(shapes) else np.zeros(0, np.int64)
    rows, rest = order[:most], order[most:]
    kept: Geometries = shapes[rows]
    pixel = (frame.box[2] - frame.box[0]) / _PAGE_PX
    tolerance = 0.0
    while len(kept) and shapely.get_num_coordinates(kept).sum() > points:
        tolerance = max(tolerance * 1.7, _LEAST_PX * pixel)
        kept = shapely.simplify(shapes[rows], tolerance, preserve_topology=True)
        if least_px:
            kept = without_specks(kept, (max(tolerance, least_px * pixel)) ** 2)
        if tolerance > 8 * pixel:  # it is as coarse as is of use; fewer are drawn
            break
    return Outlines(tuple(paths_of(kept, frame)), rows, rest, tolerance)


def without_specks(shapes: Geometries, least_m2: float) -> Geometries:
    """The same without parts that are smaller; an empty one where nothing is left."""
    parts, home = shapely.get_parts(shapes, return_index=True)
    large = shapely.area(parts) >= least_m2
    out: Geometries = shapely.from_wkt(["MULTIPOLYGON EMPTY"] * len(shapes))
    shapely.multipolygons(parts[large], indices=home[large], out=out)
    return out


def paths_of(shapes: Geometries, frame: MapFrame) -> list[str]:
    """Path data, in whole units and steps from corner to corner."""
    return ["".join(_rings(shape, frame)) for shape in shapes]


def _rings(shape: Any, frame: MapFrame) -> list[str]:
    found: list[str] = []
    rings, home = shapely.get_rings(shapely.get_parts(shape), return_index=True)
    del home
    for ring in rings:
        corners = frame.drawn(shapely.get_coordinates(ring))
        steps = np.diff(corners, axis=0)[:-1]  # z closes it
        steps = steps[(steps != 0).any(axis=1)]
        if len(steps) < 2:  # smaller than what the drawing tells apart: a dot that can still be clicked on
            x, y = corners[0]
            found.append(f"M{x} {y}h1v1h-1z")
            continue
        found.append(f"M{corners[0, 0]} {corners[0, 1]}l{_joined(steps.ravel().tolist())}z")
    return found


def _joined(numbers: Sequence[int]) -> str:
    """Numbers of a path; a minus separates by itself."""
    text = " ".join(map(str, numbers))
    return text.replace(" -", "-")
