"""From polygons to the mask of a patch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio.features
import shapely
from affine import Affine
from odc.geo.geobox import GeoBox
from odc.geo.roi import roi_shape

from l4s_core.patches.types import IGNORE
from l4s_core.rasters.roi import ROI
from l4s_core.vectors.on_grid import Polygons


class Labeller:
    """Masks of pieces of a grid; any piece is what it would be as part of the whole.

    Parameters
    ----------
    grid : the metric grid.
    polygons : the landslides.
    mapped : the area in which landslides were looked for; None is everywhere. Outside, pixels are ignored.
    all_touched : a pixel that a polygon touches is landslide; False, one whose centre is inside, as in
        ``rasterio.features.rasterize``.
    ignore_edge_px : pixels whose centre is less than this many pixels from the outline of a landslide, on either side,
        are ignored. Outlines that neighbours share are inside and do not count.
    """

    def __init__(
        self,
        grid: GeoBox,
        polygons: Polygons,
        *,
        mapped: Polygons | None = None,
        all_touched: bool = False,
        ignore_edge_px: float = 0.0,
    ) -> None:
        self.grid = grid
        self.all_touched = all_touched
        self._edge_m = ignore_edge_px * abs(grid.resolution.x)
        self._polygons = polygons.geometries
        self._tree = shapely.STRtree(polygons.geometries)
        self._mapped = None if mapped is None else mapped.geometries
        self._mapped_tree = None if mapped is None else shapely.STRtree(mapped.geometries)

    def touched(self, rois: Sequence[ROI]) -> npt.NDArray[np.bool_]:
        """(rois,) True where a polygon, or the ignored band around it, may reach into the piece."""
        near = np.zeros(len(rois), dtype=np.bool_)
        boxes = np.array([self._box(roi) for roi in rois], dtype=object)
        near[self._tree.query(boxes, predicate="intersects")[0]] = True
        return near

    def mask(self, roi: ROI) -> npt.NDArray[np.uint8]:
        """(rows, cols) uint8: 1 landslide, 0 not, 255 ignored."""
        box = self._box(roi)
        shapes = self._polygons[self._tree.query(box, predicate="intersects")]
        mask = self._burn(shapes, roi, self.all_touched)
        if self._edge_m > 0 and shapes.size:
            outline = shapely.boundary(shapely.union_all(shapes))
            shapely.prepare(outline)
            mask[shapely.dwithin(outline, self._centres(roi), self._edge_m)] = IGNORE
        mask[~self.mapped(roi)] = IGNORE
        return mask

    def mapped(self, roi: ROI) -> npt.NDArray[np.bool_]:
        """(rows, cols) True where landslides were looked for."""
        if self._mapped is None or self._mapped_tree is None:
            return np.ones(roi_shape(roi), dtype=np.bool_)
        areas = self._mapped[self._mapped_tree.query(self._box(roi), predicate="intersects")]
        inside: npt.NDArray[np.bool_] = self._burn(areas, roi, False) == 1
        return inside

    def _burn(self, shapes: npt.NDArray[np.object_], roi: ROI, all_touched: bool) -> npt.NDArray[np.uint8]:
        if not shapes.size:
            return np.zeros(roi_shape(roi), dtype=np.uint8)
        burnt: npt.NDArray[np.uint8] = rasterio.features.rasterize(
            ((shape, 1) for shape in shapes),
            out_shape=roi_shape(roi),
            transform=self._transform(roi),
            all_touched=all_touched,
            dtype="uint8",
        )
        return burnt

    def _transform(self, roi: ROI) -> Affine:
        return self.grid.transform * Affine.translation(roi[1].start, roi[0].start)

    def _box(self, roi: ROI) -> Any:
        """The piece on the ground, with the width of the ignored band around it."""
        transform = self._transform(roi)
        rows, cols = roi_shape(roi)
        corners = [transform * corner for corner in ((0, 0), (cols, rows))]
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        reach = self._edge_m
        return shapely.box(xs[0] - reach, ys[0] - reach, xs[1] + reach, ys[1] + reach)

    def _centres(self, roi: ROI) -> npt.NDArray[np.object_]:
        rows, cols = np.indices(roi_shape(roi)) + 0.5
        a, b, c, d, e, f = tuple(self._transform(roi))[:6]
        points: npt.NDArray[np.object_] = shapely.points(a * cols + b * rows + c, d * cols + e * rows + f)
        return points
