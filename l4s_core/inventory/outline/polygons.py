"""From pixels to polygons: outlines along the pixel edges, whole, valid, without overlaps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import rasterio
import rasterio.features
import shapely
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress, Silent
from l4s_core.base.reasons import WORDS, Reason
from l4s_core.inventory.outline.codes import LANDSLIDE
from l4s_core.inventory.outline.components import Components, components
from l4s_core.inventory.outline.mask import Mask, metric_grid
from l4s_core.inventory.schema import NOT_OBSERVED, frame

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

Geometries = npt.NDArray[np.object_]
_CHUNK = 200_000


def polygonise(mask: Mask, simplify_m: float = 0.0, progress: Progress | None = None) -> Geometries:
    """The landslides of a mask as polygons in the CRS of its grid.

    Parameters
    ----------
    mask : the mask; pixels with value 1 that share an edge or a corner are one landslide.
    simplify_m : tolerance in metres, 0 keeps the outline of the pixels. Visvalingam-Whyatt on all polygons together
        (``shapely.coverage_simplify``, shapely 2.1 and GEOS 3.12): a corner goes when the triangle it makes with its
        neighbours is smaller than the square of the tolerance. Where that function is missing, or its result is not
        valid or overlaps, the outline stays and a message says so.

    Returns
    -------
    (components,) array of shapely Polygon (or MultiPolygon, where parts touch only at a corner). Valid, holes kept, no
    overlaps; the area of each is its pixels times the pixel's area unless it was simplified. Ordered by the first pixel
    of each, from the top, from the left: the order of ``components(mask.array == 1)``.
    """
    progress = progress or Silent()
    landslide = (mask.array == 1).view(np.uint8)
    outlines = _outlines(landslide, landslide, components(landslide), mask.grid, progress)
    return _simplified(outlines, simplify_m, progress)


def not_observed(
    observed: Path | npt.NDArray[np.uint8], grid: GeoBox, progress: Progress | None = None
) -> GeoDataFrame:
    """The area that could not be looked at, by reason.

    Parameters
    ----------
    observed : (rows, cols) uint8 Reason codes, or the GeoTIFF that holds them.
    grid : the metric grid of that layer.

    Returns
    -------
    GeoDataFrame with ``reason`` (words of ``reasons.WORDS``) and ``area_m2`` (planar, of the grid); one row for each
    connected piece of one reason, covering exactly the pixels whose code is not 0. Largest first.

    Raises
    ------
    InputError : a code that is not a Reason.
    """
    metric_grid(grid)
    reasons = observed if isinstance(observed, np.ndarray) else _read(observed)
    pieces = components(reasons)
    return _hidden(pieces.values(), _outlines(reasons, reasons != 0, pieces, grid, progress or Silent()), grid)


def both_layers(
    codes: Path, pieces: Components, grid: GeoBox, simplify_m: float, progress: Progress
) -> tuple[Geometries, GeoDataFrame, Components]:
    """`polygonise` and `not_observed` in one pass over the scene, and the components of the landslides.

    ``codes`` and ``pieces`` are what `codes.write_codes` makes; neither raster is held in memory.
    """
    values = pieces.values()
    own = values == LANDSLIDE
    with rasterio.open(codes) as source:
        band = rasterio.band(source, 1)
        outlines = _outlines(band, band, pieces, grid, progress)
    hidden = _hidden(values[~own], outlines[~own], grid)
    return _simplified(outlines[own], simplify_m, progress), hidden, pieces.of(own)


def _hidden(codes: npt.NDArray[np.uint8], geometry: Geometries, grid: GeoBox) -> GeoDataFrame:
    """The layer of `not_observed` from the code and the outline of each of its components."""
    unknown = sorted(set(np.unique(codes).tolist()) - {int(r) for r in Reason})
    if unknown:
        raise InputError(
            f"The observed layer has the codes {unknown}, which are not reasons 0 to {max(Reason)}; make it again."
        )
    area = shapely.area(geometry)
    order = np.argsort(-area, kind="stable")
    words = np.array([WORDS[Reason(int(code))] for code in codes], dtype=object)
    return frame(NOT_OBSERVED, {"reason": words[order], "area_m2": area[order]}, geometry[order], grid.crs)


def _read(observed: Path) -> npt.NDArray[np.uint8]:
    with rasterio.open(observed) as source:
        reasons: npt.NDArray[np.uint8] = source.read(1)
    return reasons


def _outlines(raster: Any, where: Any, pieces: Components, grid: GeoBox, progress: Progress) -> Geometries:
    """One geometry for each component, in the order of the components.

    ``raster`` holds the values and ``where`` is not 0 in what is outlined: arrays, or bands of an open file.

    4-connected regions have valid outlines; 8-connected ones touch themselves at corners. So the regions are outlined
    4-connected, in pixel coordinates where arithmetic is exact, and the ones of a component become its MultiPolygon.
    """
    if pieces.count == 0:
        return np.zeros(0, dtype=object)
    coordinates, rings, polygons = _rings(raster, where, progress)
    if not isinstance(raster, np.ndarray):  # GDAL gives places for a file
        coordinates = np.rint(np.column_stack(~raster.ds.transform * tuple(coordinates.T)))
    # top-left corner of the first pixel of each region: the smallest (row, column) on its outer ring
    stride = pieces.shape[1] + 1
    key = coordinates[:, 1].astype(np.int64) * stride + coordinates[:, 0].astype(np.int64)
    corner = np.minimum.reduceat(key, rings[:-1])[polygons[:-1]]
    label = pieces.label_at(*np.divmod(corner, stride))
    a, b, c, d, e, f = tuple(grid.transform)[:6]
    places = np.column_stack(
        [
            a * coordinates[:, 0] + b * coordinates[:, 1] + c,
            d * coordinates[:, 0] + e * coordinates[:, 1] + f,
        ]
    )
    regions = shapely.from_ragged_array(shapely.GeometryType.POLYGON, places, (rings, polygons))
    order = np.argsort(label, kind="stable")
    regions, label = regions[order], label[order]
    first = np.searchsorted(label, np.arange(pieces.count))
    several = np.bincount(label, minlength=pieces.count) > 1
    joined = regions[first]
    if several.any():
        part = several[label]
        number = np.cumsum(several) - 1
        joined[several] = shapely.multipolygons(regions[part], indices=number[label[part]])
    whole: Geometries = joined
    return whole


def _rings(
    raster: Any, where: Any, progress: Progress
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The 4-connected regions' rings as a ragged array: (points, 2) column and row, ring offsets, polygon offsets."""
    chunks: list[npt.NDArray[np.float64]] = []
    points: list[tuple[float, float]] = []
    ring_sizes: list[int] = []
    rings_of_polygon: list[int] = []
    for region, _ in rasterio.features.shapes(raster, mask=where, connectivity=4):
        rings: Any = region["coordinates"]
        rings_of_polygon.append(len(rings))
        for ring in rings:
            ring_sizes.append(len(ring))
            points.extend(ring)
        if len(points) > _CHUNK:
            # tuples of Python floats take ten times the room of the array
            chunks.append(np.array(points))
            points.clear()
            progress.check()
    if points:
        chunks.append(np.array(points))
    return np.concatenate(chunks), _offsets(ring_sizes), _offsets(rings_of_polygon)


def _offsets(sizes: list[int]) -> npt.NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])


def _simplified(outlines: Geometries, tolerance_m: float, progress: Progress) -> Geometries:
    if tolerance_m <= 0 or not outlines.size:
        return outlines
    if not hasattr(shapely, "coverage_simplify"):
        progress.message("Outlines are not simplified: that needs shapely 2.1 or newer.")
        return outlines
    simple: Geometries = shapely.coverage_simplify(outlines, tolerance_m)
    if not shapely.is_valid(simple).all() or shapely.is_empty(simple).any() or _overlap(simple):
        progress.message(f"Outlines are not simplified: {tolerance_m:g} m would make polygons invalid or overlap.")
        return outlines
    return simple


def _overlap(geometries: Geometries) -> bool:
    """Whether the interiors of any two geometries meet."""
    left, right = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    pair = left < right
    return bool(shapely.relate_pattern(geometries[left[pair]], geometries[right[pair]], "T********").any())
