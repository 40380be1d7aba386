"""Cutting an outline along the borders of labelled pixels, so that the pieces are the outline again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine
from scipy.ndimage import distance_transform_edt  # type: ignore[attr-defined]

Points = npt.NDArray[np.float64]
Moved = Callable[[Points], Points]
"""(n, 2) x and y -> the same places in another CRS."""
SAME_SHARE = 1e-9
"""Share of an outline's area by which the areas of its pieces may differ from it, together."""


def cut(
    outline: Any,
    labels: npt.NDArray[np.int64],
    transform: Affine,
    to_outline: Moved | None = None,
    to_grid: Moved | None = None,
) -> dict[int, Any] | None:
    """The pieces of an outline, by label.

    Its own edges stay where they are, in its own CRS. What no labelled pixel covers, at its edges, goes to the nearest.

    Parameters
    ----------
    outline : a valid shapely Polygon or MultiPolygon.
    labels : (rows, cols) of pixels that cover the outline; -1 where there is none.
    transform : column and row -> x and y of the grid.
    to_outline, to_grid : from the CRS of the grid to that of the outline and back; None where they are the same.

    Returns
    -------
    label -> polygon; None where the pieces would not be the outline (its edges meet themselves at the cut).
    """
    nearest = distance_transform_edt(labels < 0, return_distances=False, return_indices=True)
    filled = labels[tuple(nearest)]
    lines = _borders(filled, transform, to_outline)
    if lines is None:
        return {int(filled[0, 0]): outline}
    lines = shapely.snap(lines, outline, 1e-7 * float(np.hypot(*np.ptp(np.reshape(outline.bounds, (2, 2)), axis=0))))
    edges = shapely.union_all([shapely.boundary(outline), lines])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(edges)))
    at = shapely.point_on_surface(faces)
    inside = shapely.intersects(outline, at)
    faces, at = faces[inside], shapely.get_coordinates(at[inside])
    at = at if to_grid is None else to_grid(at)
    col, row = ~transform * tuple(at.T)
    row, col = (np.clip(np.floor(n).astype(int), 0, size - 1) for n, size in zip((row, col), filled.shape, strict=True))
    label = filled[row, col]
    pieces = {int(one): shapely.union_all(faces[label == one]) for one in np.unique(label)}
    apart = abs(sum(piece.area for piece in pieces.values()) - outline.area)
    return pieces if apart <= SAME_SHARE * outline.area else None


def _borders(filled: npt.NDArray[np.int64], transform: Affine, moved: Moved | None) -> Any:
    """Sides of pixels between two labels as lines; None where there are none."""
    row, col = np.nonzero(filled[1:] != filled[:-1])
    level = np.stack([np.stack([col, row + 1], axis=1), np.stack([col + 1, row + 1], axis=1)], axis=1)
    row, col = np.nonzero(filled[:, 1:] != filled[:, :-1])
    upright = np.stack([np.stack([col + 1, row], axis=1), np.stack([col + 1, row + 1], axis=1)], axis=1)
    sides = np.concatenate([level, upright]).reshape(-1, 2).astype(np.float64)
    if not sides.size:
        return None
    a, b, c, d, e, f = tuple(transform)[:6]
    places = np.stack([a * sides[:, 0] + b * sides[:, 1] + c, d * sides[:, 0] + e * sides[:, 1] + f], axis=1)
    if moved is not None:
        places = moved(places)
    return shapely.line_merge(shapely.union_all(shapely.linestrings(places.reshape(-1, 2, 2))))
