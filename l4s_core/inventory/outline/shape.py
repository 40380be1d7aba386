"""Size and form of polygons in a metric CRS, on whole arrays at once."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

FloatArray = npt.NDArray[np.float64]
UNDECIDED_DEG = 10.0
"""A downslope direction this near to the diagonal of the rectangle's sides does not decide which one is the length."""


@dataclass(frozen=True, eq=False)
class Shape:
    """(polygons,) float64 arrays. Lengths in metres, area in square metres, planar in the CRS of the polygons.

    ``compactness`` is 4 pi area / perimeter^2 (Polsby & Popper 1991): 1 for a disc, pi / 4 for a square. The outline of
    pixels is longer than the outline on the ground, by up to 4 / pi, so compactness is low by up to (pi / 4)^2; compare
    it only between inventories of the same pixel size. ``solidity`` is the area's share of the convex hull.
    """

    area_m2: FloatArray
    perim_m: FloatArray
    length_m: FloatArray
    width_m: FloatArray
    compactness: FloatArray
    solidity: FloatArray


def shape_of(polygons: npt.NDArray[np.object_], downslope_east: FloatArray, downslope_north: FloatArray) -> Shape:
    """Measure polygons.

    Length and width are the sides of the minimum rotated rectangle, and the terrain decides which is which, after
    Niculita (2016, Nat. Hazards Earth Syst. Sci. 16, 2021): length is the side that runs more nearly down the slope, so
    that a slide wider than long keeps its width. Where the direction is unknown (NaN or zero), or lies within
    ``UNDECIDED_DEG`` of the diagonal between the sides, length is the longer side.

    Parameters
    ----------
    polygons : (n,) shapely geometries with area.
    downslope_east, downslope_north : (n,) components of the downslope direction, of any length.
    """
    area = shapely.area(polygons)
    perimeter = shapely.length(polygons)
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(polygons)).reshape(-1, 5, 2)
    sides = corners[:, 1:3] - corners[:, 0:2]
    lengths = np.hypot(sides[..., 0], sides[..., 1])
    steepness = np.hypot(downslope_east, downslope_north)
    with np.errstate(divide="ignore", invalid="ignore"):
        along = np.abs(sides[..., 0] * downslope_east[:, None] + sides[..., 1] * downslope_north[:, None])
        off_axis_deg = np.degrees(np.arccos(np.clip(along / (lengths * steepness[:, None]), 0, 1)))
    decided = np.abs(off_axis_deg[:, 0] - 45) >= UNDECIDED_DEG  # False for NaN
    first_is_length = np.where(decided, off_axis_deg[:, 0] < 45, lengths[:, 0] >= lengths[:, 1])
    return Shape(
        area,
        perimeter,
        np.where(first_is_length, lengths[:, 0], lengths[:, 1]),
        np.where(first_is_length, lengths[:, 1], lengths[:, 0]),
        4 * math.pi * area / perimeter**2,
        area / shapely.area(shapely.convex_hull(polygons)),
    )
