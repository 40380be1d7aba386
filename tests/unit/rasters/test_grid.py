"""Which coordinates are metres, the question that areas, outlines and merging ask."""

from __future__ import annotations

import pytest
from affine import Affine
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from pyproj import CRS as ProjCRS

from l4s_core.rasters.grid import analysis_grid, in_metres

UTM = ProjCRS.from_epsg(32645).to_wkt("WKT1_GDAL")


@pytest.mark.parametrize(
    ("crs", "expected"),
    [
        ("EPSG:32645", True),
        ("EPSG:3857", True),  # whether they are metres on the ground is another question (`true_to_scale`)
        (UTM.replace('"metre"', '"meter"'), True),
        (UTM.replace('UNIT["metre",1', 'UNIT["meters",1'), True),  # of ERDAS
        ("EPSG:4326", False),
        ("EPSG:4978", False),  # metres from the middle of the earth
        ("EPSG:2229", False),  # feet
        (UTM.replace('UNIT["metre",1', 'UNIT["kilometre",1000'), False),
    ],
)
def test_in_metres(crs: str, expected: bool) -> None:
    assert in_metres(CRS(crs)) is expected


def test_no_crs_is_not_in_metres() -> None:
    assert in_metres(None) is False


@pytest.mark.parametrize("quarters", [1, 3])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_grid_turned_by_a_quarter_keeps_its_pixels(quarters: int, mirrored: bool) -> None:
    """The centres of its pixels are those of the grid to work on: nothing is resampled."""
    upright = GeoBox((30, 50), Affine(10, 0, 621500.11, 0, -10, 1272789.36), "EPSG:32643")
    turn = {1: Affine(0, -1, 50, 1, 0, 0), 3: Affine(0, 1, 0, -1, 0, 30)}[quarters]
    mirror = Affine(-1, 0, 30, 0, 1, 0) if mirrored else Affine.identity()
    turned = GeoBox((50, 30), upright.transform * turn * mirror, "EPSG:32643")
    grid = analysis_grid(turned)
    assert grid.shape == upright.shape
    assert grid.transform.almost_equals(upright.transform, precision=1e-6)


@pytest.mark.parametrize(
    "mirror", [Affine(1, 0, 0, 0, -1, 50), Affine(-1, 0, 30, 0, 1, 0), Affine(-1, 0, 30, 0, -1, 50)]
)
@pytest.mark.parametrize("pixel", [10, 20])
def test_a_mirrored_grid_is_worked_on_from_north_to_south(mirror: Affine, pixel: int) -> None:
    """A model sees the ground as it lies, and not its mirror image: rows from south to north are NetCDF's."""
    upright = GeoBox((50, 30), Affine(pixel, 0, 621500, 0, -pixel, 1272780), "EPSG:32643")
    mirrored = GeoBox((50, 30), upright.transform * mirror, "EPSG:32643")
    assert analysis_grid(mirrored) == analysis_grid(upright)
