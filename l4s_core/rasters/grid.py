"""The 10 m metric grid on which everything after the scene happens."""

from __future__ import annotations

from affine import Affine
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError

RESOLUTION_M = 10.0
_SNAP = 1e-6  # relative; products write 10.0 or 9.999999999
_LARGEST_DISTORTION = 0.005  # of lengths; UTM has 0.001 within its zone, Web Mercator 0.4 at 45 degrees


def analysis_grid(native: GeoBox) -> GeoBox:
    """The grid to work on for a scene whose finest band lies on ``native``.

    A north-up grid in metres whose pixels are 10 m is kept to the last digit, so that the scene's own 10 m bands are
    never resampled; one from south to north, or turned by a quarter, is turned back. Any other pixel size in a metric
    CRS becomes 10 m over the same extent. A geographic CRS, one in feet, and one whose metres are not metres on the
    ground (Web Mercator) move to the UTM zone of the scene's centre.

    Raises
    ------
    InputError
        The CRS cannot be placed on the earth, or the scene crosses the 180th meridian in degrees.
    """
    crs = native.crs
    if crs is None:
        raise ValueError("a grid without a CRS cannot be placed")
    box = native.extent.boundingbox
    if crs.geographic and (box.right > 180 or box.left < -180 or box.right - box.left > 90):
        raise InputError(
            f"The scene reaches from {box.left:.2f} to {box.right:.2f} degrees of longitude, across the 180th "
            "meridian; warp it to its UTM zone first (gdalwarp -t_srs)."
        )
    try:
        return _metric_grid(native, crs)
    except (ValueError, RuntimeError) as error:  # pyproj's errors are RuntimeErrors
        reason = (str(error).splitlines() or ["unknown reason"])[0]
        raise InputError(
            f"The scene's coordinate system cannot be placed in a UTM zone ({reason}); warp it to one first "
            "(gdalwarp -t_srs)."
        ) from error


def _metric_grid(native: GeoBox, crs: CRS) -> GeoBox:
    native = _turned_back(native)
    if not (in_metres(crs) and native.axis_aligned and true_to_scale(native, crs)):
        return native.to_crs("utm", resolution=RESOLUTION_M)  # type: ignore[arg-type]
    x, y = abs(native.resolution.x), abs(native.resolution.y)
    if abs(x - RESOLUTION_M) < _SNAP * RESOLUTION_M and abs(y - RESOLUTION_M) < _SNAP * RESOLUTION_M:
        return native
    return GeoBox.from_bbox(native.extent.boundingbox, crs, resolution=RESOLUTION_M)


def _turned_back(grid: GeoBox) -> GeoBox:
    """The same pixels with rows from north to south and columns from west to east: of a grid whose rows go from south
    to north, as NetCDF keeps them, or along x, as programs leave that turn pictures by a quarter. Any other grid as it
    is. Models have seen ground from one side only and find something else in its mirror image.
    """
    a, b, c, d, e, f = grid.transform[:6]
    rows, cols = (int(n) for n in grid.shape)
    if not (b or d) and (a < 0 or e > 0):
        left, top = min(c, c + a * cols), max(f, f + e * rows)
        return GeoBox((rows, cols), Affine(abs(a), 0, left, 0, -abs(e), top), grid.crs)
    if a or e or not (b and d):
        return grid
    left, top = min(c, c + b * rows), max(f, f + d * cols)
    return GeoBox((cols, rows), Affine(abs(b), 0, left, 0, -abs(d), top), grid.crs)


def in_metres(crs: CRS | None) -> bool:
    """Whether the coordinates are planar and in metres, however the file spells them: ERDAS writes "meters"."""
    if crs is None or not crs.projected:
        return False
    return all(abs(axis.unit_conversion_factor - 1) < _SNAP for axis in crs.proj.axis_info[:2])


def true_to_scale(grid: GeoBox, crs: CRS) -> bool:
    """True if a metre of the CRS is a metre on the ground, in both directions, in the middle of the grid.

    Raises RuntimeError or ValueError where the middle has no place on the earth.
    """
    from pyproj import Proj

    lon, lat = grid.extent.centroid.to_crs("EPSG:4326").coords[0]
    factors = Proj(crs.proj).get_factors(lon, lat)
    return all(abs(k - 1) < _LARGEST_DISTORTION for k in (factors.meridional_scale, factors.parallel_scale))


def coarse_grid(grid: GeoBox, factor: int) -> GeoBox:
    """``grid`` with pixels ``factor`` times larger and the same upper left corner (at least one pixel)."""
    return grid.zoom_out(factor)
