"""Where a shadow is searched when nobody has said where the sun stood."""

from __future__ import annotations

import math
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox

from clouds_kit import ground, make_scene
from l4s_core.clouds.coarse import CoarseReader
from l4s_core.clouds.shadow import ShadowSearch, latitude_deg, possible_azimuths_deg
from l4s_core.scene.types import Scene


def sun_azimuth(latitude: float, day: int, local_hour: float) -> float:
    """By vectors, at a mean local solar time: the sun's direction turned into east and north (equation of time left
    out)."""
    declination = math.radians(-23.44) * math.cos(2 * math.pi * (day + 10) / 365.25)
    turn = math.radians(15 * (local_hour - 12))
    flat = math.cos(declination)
    sun = np.array([flat * math.cos(turn), -flat * math.sin(turn), math.sin(declination)])
    at = math.radians(latitude)
    north = np.array([-math.sin(at), 0.0, math.cos(at)])
    return math.degrees(math.atan2(sun[1], sun @ north)) % 360


@given(latitude=st.floats(-40, 60), day=st.integers(0, 364), minutes=st.floats(-12, 12))
def test_the_sun_of_every_day_is_among_the_possible_ones(latitude: float, day: int, minutes: float) -> None:
    azimuths = possible_azimuths_deg(latitude)
    hour = 10.5 + math.degrees(math.asin(math.tan(math.radians(latitude)) / 6.6)) / 15 + minutes / 60
    assert min(azimuths) - 1 <= sun_azimuth(latitude, day, hour) <= max(azimuths) + 1
    assert np.diff(azimuths).max() <= 12.01
    assert max(azimuths) - min(azimuths) < 160  # never all round


def test_real_products_say_one_of_them(shared_data: Path) -> None:
    found = sorted((shared_data / "safe_metadata").rglob("MTD_TL.xml"))
    assert len(found) == 3
    for path in found:
        said = {element.tag: element.text for element in ElementTree.parse(path).iter()}
        sun = next(e for e in ElementTree.parse(path).iter() if e.tag == "Mean_Sun_Angle")
        azimuth = float(sun.findtext("AZIMUTH_ANGLE", ""))
        corner = Affine(10, 0, float(said["ULX"] or 0), 0, -10, float(said["ULY"] or 0))
        scene = Scene("x", "x", "SAFE", {}, GeoBox((10980, 10980), corner, said["HORIZONTAL_CS_CODE"]))
        azimuths = possible_azimuths_deg(latitude_deg(scene))
        assert min(azimuths) <= azimuth <= max(azimuths), (path.parent.name, azimuth, azimuths)


@pytest.mark.parametrize(("azimuth", "down", "right"), [(90.0, 0, -1), (180.0, -1, 0), (45.0, 1, -1)])
def test_a_known_sun_is_one_line_away_from_it(tmp_path: Path, azimuth: float, down: int, right: int) -> None:
    scene, optical = make_scene(tmp_path, ground(200, 200), sun_azimuth_deg=azimuth, sun_zenith_deg=30.0)
    search = ShadowSearch.of(scene, CoarseReader.near(optical, 20.0))
    assert len(search.towards) == 1
    cloud = np.zeros((200, 200), dtype=np.bool_)
    cloud[100, 100] = True
    where = search.around(cloud)
    steps = search.reach // 2
    assert where[
        100 + round(steps * down / math.hypot(down, right)), 100 + round(steps * right / math.hypot(down, right))
    ]
    assert not where[100 - 20 * down, 100 - 20 * right]
