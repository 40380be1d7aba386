"""The 10 m metric grid on which everything after the scene happens."""

from __future__ import annotations

from odc.geo.geobox import GeoBox

RESOLUTION_M = 10.0
_SNAP = 1e-6  # relative; products write 10.0 or 9.999999999


def analysis_grid(native: GeoBox) -> GeoBox:
    """The grid to work on for a scene whose finest band lies on ``native``.

    A north-up grid in metres whose pixels are 10 m is kept to the last digit, so that the scene's own 10 m bands are
    never resampled. Any other pixel size in a metric CRS becomes 10 m over the same extent; a geographic CRS, or one in
    feet, moves to the UTM zone of the scene's centre.
    """
    crs = native.crs
    if crs is None:
        raise ValueError("a grid without a CRS cannot be placed")
    metric = crs.projected and all(unit == "metre" for unit in crs.units)
    if not (metric and native.axis_aligned):
        return native.to_crs("utm", resolution=RESOLUTION_M)  # type: ignore[arg-type]
    x, y = abs(native.resolution.x), abs(native.resolution.y)
    if abs(x - RESOLUTION_M) < _SNAP * RESOLUTION_M and abs(y - RESOLUTION_M) < _SNAP * RESOLUTION_M:
        return native
    return GeoBox.from_bbox(native.extent.boundingbox, crs, resolution=RESOLUTION_M)


def coarse_grid(grid: GeoBox, factor: int) -> GeoBox:
    """``grid`` with pixels ``factor`` times larger and the same upper left corner (at least one pixel)."""
    return grid.zoom_out(factor)
