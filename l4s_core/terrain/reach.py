"""Where a grid lies, for choosing the elevation tiles that meet it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from odc.geo.geobox import GeoBox

from l4s_core.terrain.tile import Bounds, Tile

_SAMPLES = 21  # along each side of the grid, inside too: straight there is bent elsewhere
_MARGIN_PX = 4  # of the tile: cubic convolution and the slope look beyond the edge
_MARGIN = 0.01  # of the grid's size, for what bends between two samples


class Reach:
    """The place of ``grid`` in any CRS, with a margin for interpolation."""

    def __init__(self, grid: GeoBox) -> None:
        self.grid = grid
        self._boxes: dict[int, tuple[Any, list[Bounds]]] = {}

    def meets(self, tile: Tile) -> bool:
        """Whether a tile and the grid with the margin have ground in common."""
        if id(tile.crs) not in self._boxes:
            self._boxes[id(tile.crs)] = tile.crs, self.boxes(tile.crs)
        _, boxes = self._boxes[id(tile.crs)]
        dx, dy = (_MARGIN_PX * size for size in tile.pixel)
        return any(_overlap(tile.bounds, (b[0] - dx, b[1] - dy, b[2] + dx, b[3] + dy)) for b in boxes)

    def meets_degrees(self, bbox: Bounds) -> bool:
        """Whether a box of (west, south, east, north) degrees, west > east across the 180th meridian, meets it."""
        west, south, east, north = bbox
        own = [bbox] if west <= east else [(west, south, 180.0, north), (-180.0, south, east, north)]
        return any(_overlap(a, b) for a in own for b in self.degrees)

    def near(self, place: tuple[int, int] | None, degrees: float) -> bool:
        """Whether a place (longitude, latitude) is so near in both that a tile with a corner there may meet it.

        True for None, a place that is not known.
        """
        if place is None:
            return True
        lon, lat = place
        box = (lon - degrees, lat - degrees, lon + degrees, lat + degrees)
        around = [box, (box[0] - 360, box[1], box[2] - 360, box[3]), (box[0] + 360, box[1], box[2] + 360, box[3])]
        return any(_overlap(a, b) for a in around for b in self.degrees)

    def covered_by(self, tiles: Sequence[Tile]) -> bool:
        """Whether tiles leave no part of the grid without a tile (half a pixel of the grid aside)."""
        import shapely
        from odc.geo.geom import box

        crs = self.grid.crs
        assert crs is not None  # analysis_grid sees to it
        own = shapely.box(*self.grid.extent.boundingbox.bbox)
        outlines = []
        for tile in tiles:
            left, bottom, right, top = tile.bounds
            outline = box(left, bottom, right, top, tile.crs.to_wkt()).segmented(max(right - left, top - bottom) / 20)
            outlines.append(shapely.buffer(outline.to_crs(crs).geom, abs(self.grid.resolution.x) / 2))
        return bool(outlines) and bool(shapely.covers(shapely.union_all(outlines), own))

    @property
    def crosses_180(self) -> bool:
        """Whether the grid lies on both sides of the 180th meridian."""
        return len(self.degrees) > 1

    @cached_property
    def degrees(self) -> list[Bounds]:
        """Boxes of longitude and latitude: one, or two where the grid crosses the 180th meridian."""
        from rasterio.crs import CRS

        return self.boxes(CRS.from_epsg(4326))

    def boxes(self, crs: Any) -> list[Bounds]:
        """Boxes that hold the grid in a CRS of rasterio: none where it cannot be placed there, two in degrees where the
        grid crosses the 180th meridian."""
        from rasterio.warp import transform

        own = self.grid.crs
        assert own is not None  # analysis_grid sees to it
        rows, cols = (int(n) for n in self.grid.shape)
        steps = np.linspace(0, 1, _SAMPLES)
        right, down = (a.ravel() for a in np.meshgrid(steps * cols, steps * rows))
        t = self.grid.transform
        xs, ys = t.a * right + t.b * down + t.c, t.d * right + t.e * down + t.f
        try:
            found = np.array(transform(own.to_wkt(), crs.to_wkt(), list(xs), list(ys)))
        except Exception:  # GDAL's and rasterio's errors have no common parent; such a tile lies elsewhere
            return []
        found = found[:, np.isfinite(found).all(axis=0)]
        if not found.size:
            return []
        x, y = found
        if not crs.is_geographic or x.max() - x.min() <= 180:
            return [_grown(x, y)]
        return [_grown(x[x > 0], y, right=180.0), _grown(x[x <= 0], y, left=-180.0)]


def _grown(x: Any, y: Any, left: float | None = None, right: float | None = None) -> Bounds:
    first, last = (float(x.min()) if left is None else left), (float(x.max()) if right is None else right)
    dx, dy = _MARGIN * (last - first), _MARGIN * (float(y.max()) - float(y.min()))
    return first - dx, float(y.min()) - dy, last + dx, float(y.max()) + dy


def _overlap(a: Bounds, b: Bounds) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
