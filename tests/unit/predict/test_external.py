"""The scale of probability rasters: ours of both kinds and others', each taken once, and as GDAL takes it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.predict.external import open_probability, take_in
from l4s_core.rasters.write import decode_probability, encode_probability, probability_writer, to_cog

GRID = GeoBox((64, 80), Affine(10, 0, 500000, 0, -10, 4500000), "EPSG:32633")
needs_gdal = pytest.mark.skipif(shutil.which("gdal_translate") is None, reason="gdal-bin is not here")


def probabilities(seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    values = (rng.integers(0, 10_001, GRID.shape) / 10_000).astype(np.float32)
    values[rng.random(GRID.shape) < 0.1] = np.nan
    values[0, :3] = 0, 1, np.nan
    return values


def ours(path: Path, values: np.ndarray) -> Path:
    """As a run writes it: rows first, then the cloud-optimised copy."""
    raw = path.with_name("raw.tif")
    with probability_writer(raw, GRID, {"threshold": "0.5"}) as writer:
        writer.write(encode_probability(values))
    to_cog(raw, path)
    raw.unlink()
    return path


def foreign(path: Path, stored: np.ndarray, nodata: float | None, scale: float = 1.0, offset: float = 0.0) -> Path:
    with rasterio.open(
        path, "w", driver="GTiff", count=1, height=stored.shape[0], width=stored.shape[1], dtype=stored.dtype,
        crs=GRID.crs.to_wkt(), transform=GRID.transform, nodata=nodata,
    ) as out:  # fmt: skip
        out.write(stored, 1)
        if (scale, offset) != (1, 0):
            out.scales, out.offsets = (scale,), (offset,)
    return path


def taken(path: Path, folder: Path) -> np.ndarray:
    """What outlines are made of, as probabilities."""
    take_in(open_probability(path), None, folder / "taken_p.tif", folder / "taken_o.tif", Silent())
    with rasterio.open(folder / "taken_p.tif") as p, rasterio.open(folder / "taken_o.tif") as o:
        found = decode_probability(p.read(1))
        np.testing.assert_array_equal(o.read(1) != 0, np.isnan(found))
    return found


def test_the_scale_is_that_of_the_band(tmp_path: Path) -> None:
    values = probabilities()
    with rasterio.open(ours(tmp_path / "p.tif", values)) as src:
        assert (src.scales, src.offsets) == ((0.0001,), (0.0,))
        assert src.tags()["scale"] == "0.0001"
        assert src.nodata == 65535
        stored = src.read(1, masked=True)
    scaled = stored * src.scales[0]
    np.testing.assert_allclose(scaled.filled(np.nan), values, atol=1e-7)
    np.testing.assert_array_equal(taken(tmp_path / "p.tif", tmp_path), values)


@needs_gdal
def test_gdal_sees_probabilities(tmp_path: Path) -> None:
    values = probabilities()
    path = ours(tmp_path / "ours.tif", values)
    said = json.loads(subprocess.run(["gdalinfo", "-json", path], capture_output=True, text=True, check=True).stdout)
    assert (said["bands"][0]["scale"], said["bands"][0]["offset"]) == (0.0001, 0)
    plain = tmp_path / "unscaled.tif"
    subprocess.run(["gdal_translate", "-q", "-unscale", "-ot", "Float32", "-a_nodata", "nan", path, plain], check=True)
    with rasterio.open(plain) as src:
        assert src.scales == (1.0,)
        unscaled = src.read(1)
    known = ~np.isnan(values)
    np.testing.assert_allclose(unscaled[known], values[known], atol=1e-7)


@needs_gdal
def test_what_gdal_unscaled_is_not_scaled_again(tmp_path: Path) -> None:
    values = probabilities(3)
    plain = tmp_path / "unscaled.tif"
    subprocess.run(
        ["gdal_translate", "-q", "-unscale", "-ot", "Float32", ours(tmp_path / "ours.tif", values), plain], check=True
    )
    np.testing.assert_array_equal(taken(plain, tmp_path), values)


def test_earlier_versions_said_it_in_a_tag_only(tmp_path: Path) -> None:
    values = probabilities()
    path = foreign(tmp_path / "old.tif", encode_probability(values), 65535)
    with rasterio.open(path, "r+") as out:
        out.update_tags(scale="0.0001", threshold="0.5")
    np.testing.assert_array_equal(taken(path, tmp_path), values)


@settings(max_examples=25, deadline=None)
@given(
    kind=st.sampled_from(["uint8", "uint16", "int16", "int32", "float32", "float64"]),
    steps=st.sampled_from([100, 200, 250]),
    offset=st.sampled_from([0.0, -0.2]),
    nodata=st.sampled_from([None, 255]),
)
def test_others_are_scaled_once(
    tmp_path_factory: pytest.TempPathFactory, kind: str, steps: int, offset: float, nodata: float | None
) -> None:
    folder = tmp_path_factory.mktemp("foreign")
    rng = np.random.default_rng(steps)
    first = round(-offset * steps)
    stored = rng.integers(first, min(first + steps, 254) + 1, GRID.shape).astype(kind)
    if nodata is not None:
        stored[rng.random(GRID.shape) < 0.2] = nodata
    path = foreign(folder / "theirs.tif", stored, nodata, 1 / steps, offset)
    wanted = stored / steps + offset
    if nodata is not None:
        wanted[stored == nodata] = np.nan
    np.testing.assert_allclose(taken(path, folder), wanted, atol=5.1e-5)


def test_a_scale_that_gives_no_probabilities_is_refused(tmp_path: Path) -> None:
    stored = np.arange(64 * 80, dtype=np.uint16).reshape(64, 80)
    with pytest.raises(InputError, match=r"from 0 to 5.119; probabilities"):
        taken(foreign(tmp_path / "a.tif", stored, 65535, 0.001), tmp_path)
    with pytest.raises(InputError, match="of type uint16"):
        open_probability(foreign(tmp_path / "b.tif", stored, 0))


@pytest.mark.parametrize(
    ("dtype", "nodata", "scale", "top", "words"),
    [
        ("uint16", 65535, 1.0, 87, "type uint16"),  # per cent of somebody, with our nodata
        ("uint16", 65535, 1.0, 870, "type uint16"),
        ("uint8", 255, 0.0001, 87, "scale that a copy has kept"),  # ours through gdal_translate -scale 0 10000 0 100
        ("int16", -1, 0.0000001, 8700, "scale that a copy has kept"),
    ],
)
def test_whole_numbers_that_nothing_explains_are_refused(
    dtype: str, nodata: float, scale: float, top: int, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "whole.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=8, height=8, count=1, dtype=dtype, nodata=nodata, crs="EPSG:32643",
        transform=rasterio.Affine(10, 0, 500000, 0, -10, 1200000),
    ) as out:  # fmt: skip
        out.write(np.full((8, 8), top, dtype=dtype), 1)
        out.scales = (scale,)
    with pytest.raises(InputError, match=words):
        open_probability(path)


def test_a_copy_cut_to_whole_numbers_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=8, height=8, count=1, dtype="uint16", nodata=65535, crs="EPSG:32643",
        transform=rasterio.Affine(10, 0, 500000, 0, -10, 1200000),
    ) as out:  # fmt: skip
        out.write(np.eye(8, dtype=np.uint16), 1)
        out.update_tags(scale="0.0001")
    raster = open_probability(path)
    with pytest.raises(InputError, match="-ot Float32"):
        take_in(raster, None, tmp_path / "p.tif", tmp_path / "o.tif", Silent())
