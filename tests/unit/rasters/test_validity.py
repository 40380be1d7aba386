"""What a file masks is never a value and never in one, however it says so, lies and is read."""

from __future__ import annotations

import math
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox
from rasterio.enums import ColorInterp, Resampling
from rasterio.vrt import WarpedVRT

from l4s_core.rasters.validity import Alpha, alpha_of, as_values, is_value, read_valid
from l4s_core.rasters.warp import GridReader, pixel_ratios

CRS = "EPSG:32633"
SIDE = 60
NORTH = Affine(20, 0, 500000, 0, -20, 5000000)
PLACES = {
    "north up": NORTH,
    "south up": Affine(20, 0, 500000, 0, 20, 5000000 - 20 * SIDE),
    "rotated": NORTH * Affine.rotation(17),
}
WAYS = (
    "internal mask", ".msk", "alpha of 2", "alpha of 4", "alpha of 7", "dataMask", "three values", "NaN and a value",
    "mask and values",
)  # fmt: skip


def scene(rng: np.random.Generator, dtype: str) -> tuple[np.ndarray, np.ndarray]:
    """Values from 1000 to 2000, and where they are valid: holes of all sizes."""
    values = rng.integers(1000, 2000, (SIDE, SIDE)).astype(dtype)
    valid = rng.random((SIDE, SIDE)) > 0.1
    valid[: rng.integers(1, 30), rng.integers(0, 30) :] = False
    return values, valid


def write(
    path: Path, way: str, values: np.ndarray, valid: np.ndarray, transform: Affine, rng: Any
) -> tuple[float, ...]:
    """The raster with something bright where it is not valid; gives the nodata values that it uses."""
    stored, nodata = values.copy(), ()
    by_mask = valid | (rng.random(valid.shape) < 0.5) if way == "mask and values" else valid
    stored[~valid] = 30000
    if way in ("three values", "NaN and a value", "mask and values"):
        nodata = (math.nan, 30000.0) if way.startswith("NaN") else (-9999.0, 0.0, 30000.0)
        use = [v for v in nodata if values.dtype.kind == "f" or (v >= np.iinfo(values.dtype).min and not math.isnan(v))]
        stored[~valid] = rng.choice(use, np.count_nonzero(~valid))
        if way == "mask and values":
            stored[~by_mask] = 25000
    count = int(way[-1]) if way.startswith("alpha") else 5 if way == "dataMask" else 1
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=way != ".msk"), rasterio.open(
        path, "w", driver="GTiff", height=SIDE, width=SIDE, count=count, dtype=values.dtype, crs=CRS,
        transform=transform, photometric="minisblack", **({"alpha": "yes"} if way.startswith("alpha") else {}),
    ) as out:  # fmt: skip
        out.write(stored, 1)
        if way in ("internal mask", ".msk", "mask and values"):
            out.write_mask(by_mask)
        if count > 1:
            opaque = rng.choice([1, 255, 32767])
            edge = valid & (rng.random(valid.shape) < 0.1)  # more than half, less than whole
            alpha = np.where(valid, opaque, 0).astype(values.dtype)
            alpha[edge] = opaque // 2 + 1
            thin = ~valid & (rng.random(valid.shape) < 0.1)
            alpha[thin] = opaque // 2 if opaque > 1 else 0
            out.write(alpha, count)
            if way == "dataMask":
                out.set_band_description(count, "dataMask")
            else:
                out.colorinterp = [*[ColorInterp.gray] * (count - 1), ColorInterp.alpha]
    assert way != ".msk" or path.with_name(path.name + ".msk").is_file()
    return nodata


GRIDS = {
    "twice": GeoBox((110, 100), Affine(10, 0, 500040, 0, -10, 4999960), CRS),
    "shifted": GeoBox((70, 70), Affine(17, 0, 500013, 0, -17, 4999991), CRS),
    "coarse": GeoBox((20, 20), Affine(60, 0, 500000, 0, -60, 5000000), CRS),
    "other CRS": GeoBox((120, 110), Affine(10, 0, 28400, 0, -10, 5017500), "EPSG:32634"),
}


def whole(grid: GeoBox) -> tuple[slice, slice]:
    return slice(0, int(grid.shape[0])), slice(0, int(grid.shape[1]))


def as_gdal(path: Path, grid: GeoBox, resampling: Resampling) -> np.ndarray:
    """Warped by GDAL alone, a file of floating-point numbers with NaN as nodata."""
    with (
        rasterio.open(path) as source,
        WarpedVRT(
            source, crs=str(grid.crs), transform=grid.transform, width=grid.shape[1], height=grid.shape[0],
            resampling=resampling, src_nodata=np.nan, nodata=np.nan, dtype="float32", tolerance=1e-4,
            **pixel_ratios(source, grid),
        ) as there,
    ):  # fmt: skip
        return there.read(1)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("dtype", ["uint16", "int16", "int32", "float32", "float64"])
def test_masked_is_no_data(tmp_path: Path, way: str, place: str, dtype: str) -> None:
    rng = np.random.default_rng([WAYS.index(way), len(place), len(dtype)])
    values, valid = scene(rng, dtype)
    path, oracle = tmp_path / "a.tif", tmp_path / "oracle.tif"
    nodata = write(path, way, values, valid, PLACES[place], rng)
    known = np.where(valid, values, np.nan).astype("float32")
    with rasterio.open(
        oracle, "w", driver="GTiff", height=SIDE, width=SIDE, count=1, dtype="float32", crs=CRS, nodata=np.nan,
        transform=PLACES[place],
    ) as out:  # fmt: skip
        out.write(known, 1)
    with rasterio.open(path) as source:
        np.testing.assert_array_equal(read_valid(source, 1, nodata).astype("float32"), known)
        near = read_valid(source, 1, nodata, shape=(15, 15))
    with rasterio.open(oracle) as source:
        np.testing.assert_array_equal(near.astype("float32"), source.read(1, out_shape=(15, 15)))
    own = GeoBox((SIDE, SIDE), PLACES[place], CRS)
    with GridReader(str(path), own, nodata=nodata) as reader:
        assert reader.on_grid()
        np.testing.assert_array_equal(reader.read(whole(own)), known)
        np.testing.assert_array_equal(reader.read((slice(3, 40), slice(11, 12))), known[3:40, 11:12])
    for name, grid in GRIDS.items():
        for resampling in (Resampling.bilinear, Resampling.nearest, Resampling.cubic, Resampling.average):
            expected = as_gdal(oracle, grid, resampling)
            assert np.nanmin(expected) > 500 and np.nanmax(expected) < 2500, name
            with GridReader(str(path), grid, nodata=nodata, resampling=resampling) as reader:
                got = pickle.loads(pickle.dumps(reader)).read(whole(grid))
            np.testing.assert_allclose(got, expected, rtol=2e-6, err_msg=f"{name}, {resampling}")


def test_as_rasterio_says(tmp_path: Path) -> None:
    """For the masks that GDAL knows of itself its own answer is the oracle."""
    rng = np.random.default_rng(4)
    values, valid = scene(rng, "uint16")
    for way in ("internal mask", ".msk", "alpha of 2"):
        write(tmp_path / "a.tif", way, values, valid, NORTH, np.random.default_rng(0))
        with rasterio.open(tmp_path / "a.tif") as source:
            masks = source.dataset_mask() > (127 if way == "alpha of 2" else 0)
            np.testing.assert_array_equal(np.isfinite(read_valid(source)), masks)
        (tmp_path / "a.tif").unlink()


@pytest.mark.parametrize("band", ["B8", ""])
def test_a_band_coloured_as_alpha_is_none_for_that(tmp_path: Path, band: str) -> None:
    """Near infrared as the fourth of four bands; GDAL would take what it holds for grades of transparency."""
    rng = np.random.default_rng(7)
    values = rng.integers(1, 30000, (4, SIDE, SIDE)).astype("uint16")
    with rasterio.open(
        tmp_path / "a.tif", "w", driver="GTiff", height=SIDE, width=SIDE, count=4, dtype="uint16", crs=CRS,
        transform=NORTH, photometric="rgb", alpha="yes",
    ) as out:  # fmt: skip
        out.write(values)
        if band:
            out.set_band_description(4, band)
    with rasterio.open(tmp_path / "a.tif") as source:
        assert source.colorinterp[3] == ColorInterp.alpha and alpha_of(source) is None
    own = GeoBox((SIDE, SIDE), NORTH, CRS)
    for index in (1, 4):
        with GridReader(str(tmp_path / "a.tif"), own, index=index, nodata=0.0) as reader:
            np.testing.assert_array_equal(reader.read(whole(own)), values[index - 1])
        grid = GRIDS["shifted"]
        with rasterio.open(
            tmp_path / "one.tif", "w", driver="GTiff", height=SIDE, width=SIDE, count=1, dtype="float32", crs=CRS,
            transform=NORTH, nodata=np.nan,
        ) as out:  # fmt: skip
            out.write(values[index - 1].astype("float32"), 1)
        with GridReader(str(tmp_path / "a.tif"), grid, index=index, nodata=0.0) as reader:
            got = reader.read(whole(grid))
        np.testing.assert_allclose(got, as_gdal(tmp_path / "one.tif", grid, Resampling.bilinear), rtol=2e-6)


def test_alpha_that_nothing_is_seen_through(tmp_path: Path) -> None:
    with rasterio.open(
        tmp_path / "a.tif", "w", driver="GTiff", height=9, width=9, count=2, dtype="uint8", crs=CRS, transform=NORTH,
        photometric="minisblack", alpha="yes",
    ) as out:  # fmt: skip
        out.write(np.full((9, 9), 7, "uint8"), 1)
        out.write(np.zeros((9, 9), "uint8"), 2)
    with rasterio.open(tmp_path / "a.tif") as source:
        assert alpha_of(source) == Alpha(2, 1.0)
        assert np.isnan(read_valid(source)).all()


def test_values_that_mean_nodata() -> None:
    assert as_values(None) == () and as_values(0) == (0.0,) and as_values([1, 1.0, 2]) == (1.0, 2.0)
    assert str(as_values([math.nan, 3, math.nan])) == "(3.0, nan)"
    lowest = np.finfo("float32").min
    for value, stored in ((-3.40282346639e38, lowest), (1e20, np.float32(1e20)), (0.1, np.float32(0.1)), (7, 7.0)):
        for dtype in ("float32", "float64"):
            np.testing.assert_array_equal(is_value(np.array([stored, 5, np.nan], dtype), value), [True, False, False])
    np.testing.assert_array_equal(is_value(np.array([1, np.nan]), math.nan), [False, True])
    assert is_value(np.array([0, 65535], "uint16"), -9999.0).sum() == 0
