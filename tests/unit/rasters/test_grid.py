"""Which coordinates are metres, the question that areas, outlines and merging ask."""

from __future__ import annotations

import pytest
from odc.geo.crs import CRS
from pyproj import CRS as ProjCRS

from l4s_core.rasters.grid import in_metres

UTM = ProjCRS.from_epsg(32645).to_wkt("WKT1_GDAL")


@pytest.mark.parametrize(
    ("crs", "expected"),
    [
        ("EPSG:32645", True),
        ("EPSG:3857", True),  # whether they are metres on the ground is another question (`true_to_scale`)
        (UTM.replace('"metre"', '"meter"'), True),
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
