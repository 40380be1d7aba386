"""What the numbers of an elevation raster mean: however they are stored the heights are the same, or one is asked."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox
from scipy.ndimage import gaussian_filter

from l4s_core.base.errors import InputError
from l4s_core.terrain.reader import DemReader
from l4s_core.terrain.source import open_dem_source

GRID = GeoBox((150, 160), Affine(10, 0, 500000, 0, -10, 5000000), "EPSG:32633")
CORNER = GRID.transform * Affine.scale(3) * Affine.translation(-10, -10)
ALL = slice(0, 150), slice(0, 160)


def hills() -> np.ndarray:
    y, x = np.mgrid[:75, :80]
    return 1500 + 300 * np.sin(x / 9) * np.cos(y / 7)


def void() -> np.ndarray:
    hidden = np.zeros((75, 80), bool)
    hidden[20:31, 15:40] = True
    return hidden


def write(path: Path, stored: np.ndarray, nodata: float | None = None, **said: Any) -> Path:
    with rasterio.open(
        path, "w", driver="GTiff", height=stored.shape[0], width=stored.shape[1], count=1, dtype=stored.dtype,
        crs=said.get("crs", "EPSG:32633"), transform=said.get("transform", CORNER), nodata=nodata,
    ) as out:  # fmt: skip
        out.write(stored, 1)
        if "scale" in said:
            out.scales, out.offsets = (said["scale"],), (said.get("offset", 0.0),)
        if "unit" in said:
            out.units = (said["unit"],)
        if "description" in said:
            out.set_band_description(1, said["description"])
    return path


def read(source: Path, unit: Any = "auto") -> tuple[np.ndarray, DemReader]:
    work = source.parent / "work"
    work.mkdir(exist_ok=True)
    dem = DemReader(open_dem_source(source, GRID, work), GRID, unit)
    with_slope = dem.terrain(ALL)
    dem.close()
    return with_slope[0], dem


@pytest.mark.parametrize(
    ("dtype", "scale", "offset", "unit"),
    [
        ("int16", 0.1, 0.0, ""), ("int16", 0.1, 1000.0, "m"), ("uint16", 0.05, -100.0, ""), ("int32", 0.01, 0.0, ""),
        ("float32", 1.0, 0.0, "ft"), ("int16", 1.0, 0.0, "US survey foot"), ("uint16", 1.0, 0.0, "dm"),
        ("int32", 1.0, 0.0, "centimeters"), ("int32", 0.1, 0.0, "cm"), ("float64", 1.0, 0.0, "km"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("tiles", [1, 2])
def test_heights_are_metres_however_they_are_stored(
    tmp_path: Path, dtype: str, scale: float, offset: float, unit: str, tiles: int
) -> None:
    factor = {"": 1, "m": 1, "ft": 0.3048, "US survey foot": 1200 / 3937, "dm": 0.1, "km": 1000}.get(unit, 0.01)
    numbers = (hills() / factor - offset) / scale
    stored = (np.round(numbers) if dtype[0] != "f" else numbers).astype(dtype)
    metres = (stored.astype(np.float64) * scale + offset) * factor
    nodata = 1.0  # nobody's height
    stored[void()], metres[void()] = nodata, np.nan
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    for n, cols in enumerate(np.array_split(np.arange(80), tiles)):
        said = {"transform": CORNER * Affine.translation(int(cols[0]), 0)}
        how = said | ({"scale": scale, "offset": offset} if (scale, offset) != (1, 0) else {}) | {"unit": unit}
        write(tmp_path / "a" / f"dem{n}.tif", stored[:, cols], nodata, **how)
        write(tmp_path / "b" / f"dem{n}.tif", metres[:, cols].astype("float32"), math.nan, **said)
    single = "dem0.tif" if tiles == 1 else ""
    found, dem = read(tmp_path / "a" / single)
    expected, _ = read(tmp_path / "b" / single)
    np.testing.assert_allclose(found, expected, atol=0.02)
    assert np.isnan(found).any()
    assert {d.subject for d in dem.decisions} == {
        *(["DEM scale"] if (scale, offset) != (1, 0) else []), *(["DEM unit"] if unit not in ("", "m") else []),
    }  # fmt: skip


@pytest.mark.parametrize("fill", [-9999, -999, -99999, 9999, -32768, 0, 65535, 1e20, -3.4028235e38, 20000])
@pytest.mark.parametrize("connected", [True, False])
def test_undeclared_voids(tmp_path: Path, fill: float, connected: bool) -> None:
    hidden = void()
    if not connected:
        if fill in (9999, 20000):
            pytest.skip("a single pixel of it is not told from a height in another unit")
        hidden = np.zeros(hidden.shape, bool)
        hidden[40, 41] = True
    stored = np.where(hidden, fill, hills()).astype("float32")
    found, dem = read(write(tmp_path / "a.tif", stored))
    expected, _ = read(write(tmp_path / "b.tif", np.where(hidden, np.nan, hills()).astype("float32"), math.nan))
    np.testing.assert_allclose(found, expected, atol=0.01)
    assert [d.subject for d in dem.decisions] == ["DEM nodata"]
    assert any(f"{np.float32(fill):.9g}" in note for note in dem.notes)


def test_given_units_are_of_the_stored_values(tmp_path: Path) -> None:
    expected, _ = read(write(tmp_path / "m.tif", hills().astype("float32")))
    for unit, factor in (("centimetres", 100), ("decimetres", 10)):
        path = write(tmp_path / f"{unit}.tif", np.round(hills() * factor).astype("int32"))
        with pytest.raises(InputError, match=unit):
            read(path)
        np.testing.assert_allclose(read(path, unit)[0], expected, atol=0.1)
        with rasterio.open(path, "r+") as out:
            out.scales = (1 / factor,)
        np.testing.assert_allclose(read(path, unit)[0], expected, atol=0.1)
        np.testing.assert_allclose(read(path)[0], expected, atol=0.1)
        with rasterio.open(path, "r+") as out:
            out.scales = (float(factor),)  # the wrong way round
        with pytest.raises(InputError, match="as the file says"):
            read(path)


def test_what_is_no_elevation(tmp_path: Path) -> None:
    slope = np.clip(np.abs(hills() - 1500) / 4, 0, 90).astype("float32")
    cases = {
        "is called slope": write(tmp_path / "puthumala_slope.tif", slope),
        "is called hillshade": write(tmp_path / "a.tif", (slope * 2).astype("int16"), description="Hillshade"),
        "values are in degrees": write(tmp_path / "b.tif", slope, unit="degrees"),
        "all below the sea": write(tmp_path / "c.tif", (-hills() / 10).astype("float32")),
    }
    for words, path in cases.items():
        with pytest.raises(InputError, match=words):
            read(path)
        read(path, "metres")  # the answer
    with pytest.raises(InputError, match="depth downwards"):
        read(write(tmp_path / "d.tif", hills().astype("float32"), crs="EPSG:32633+5715"))
    with pytest.raises(InputError, match="one band of heights"):
        read(write(tmp_path / "e.tif", slope.astype("uint8")))


def test_slopes_and_aspects_without_a_word(tmp_path: Path) -> None:
    """Rough ground as it is everywhere; its slope was taken for heights between 0 and 50 m."""
    rng = np.random.default_rng(4)
    rough = hills() + gaussian_filter(rng.normal(0, 300, hills().shape), 3)
    north, east = np.gradient(rough, 30)
    slope = np.degrees(np.arctan(np.hypot(north, east))) * 2
    aspect = np.degrees(np.arctan2(east, north)) % 360
    for name, values in {"terrain": slope, "x": aspect, "y": np.round(aspect)}.items():
        path = write(tmp_path / f"{name}.tif", values.astype("float32"))
        with pytest.raises(InputError, match="from pixel to pixel"):
            read(path)
        read(path, "metres")  # the answer
    for name, values in {"low": (rough - rough.min()) / 10, "rough": rough}.items():
        assert not read(write(tmp_path / f"{name}.tif", values.astype("float32")))[1].decisions


def test_sound_elevation_is_not_doubted(tmp_path: Path) -> None:
    """A lake, a coast, a polder, ellipsoidal heights, and a name with other words in it."""
    lake = np.maximum(hills(), 1350)
    coast = np.maximum(hills() - 1500, 0)
    polder = (hills() - 1500) / 60
    for name, heights in {"lake": lake, "coast": coast, "polder": polder, "whole": np.round(lake)}.items():
        found, dem = read(write(tmp_path / f"{name}.tif", heights.astype("float32")))
        assert not dem.decisions and np.isfinite(found).all(), name
    _, dem = read(write(tmp_path / "landslope_valley_aspects_DEM.tif", hills().astype("float32")))
    assert not dem.decisions
