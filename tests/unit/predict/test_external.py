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
    with pytest.raises(InputError, match=r"from 0 to 5.119 once multiplied by 0.001; probabilities"):
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


def _with(path: Path, scale: float | None, folder: Path) -> np.ndarray:
    raster = open_probability(path, scale)
    take_in(raster, None, folder / "taken_p.tif", folder / "taken_o.tif", Silent())
    with rasterio.open(folder / "taken_p.tif") as p:
        return decode_probability(p.read(1))


STORED_AS = {
    "per cent": (100, "uint8"), "per cent, 16 bits": (100, "uint16"), "per mille": (1000, "uint16"),
    "0 to 255": (255, "uint8"), "x 10000": (10000, "int16"), "x 65535": (65535, "uint16"),
    "signed bytes": (100, "int8"), "per cent, floating point": (100, "float32"),
    "x 10000, floating point": (10000, "float64"),
}  # fmt: skip


@pytest.mark.parametrize("way", STORED_AS)
@pytest.mark.parametrize("declares_nodata", [True, False])
def test_any_scale_is_asked_and_then_right(tmp_path: Path, way: str, declares_nodata: bool) -> None:
    """Undeclared: refused with the option that answers; with the option, or the scale of the band, taken."""
    certain, dtype = STORED_AS[way]
    values = probabilities(7)
    fill = 125 if dtype == "int8" else np.iinfo(dtype).max if dtype[0] != "f" else -9999.0
    full = certain == fill  # no room for nodata
    stored = np.nan_to_num(np.round(values * certain), nan=0 if full else fill).astype(dtype)
    wanted = np.where(np.isnan(values), 0 if full else np.nan, np.round(values * certain) / certain)
    path = foreign(tmp_path / "theirs.tif", stored, fill if declares_nodata and not full else None)
    with pytest.raises(InputError, match="--scale"):
        open_probability(path)
    np.testing.assert_allclose(_with(path, certain, tmp_path), wanted, atol=5.1e-5)
    with rasterio.open(path, "r+") as out:
        out.scales = (1 / certain,)
    np.testing.assert_allclose(taken(path, tmp_path), wanted, atol=5.1e-5)
    with rasterio.open(path, "r+") as out:  # the wrong way round
        out.scales = (float(certain),)
    with pytest.raises(InputError, match="probabilities go from 0 to 1"):
        open_probability(path)


@pytest.mark.parametrize("fill", [-9999.0, -1.0, 255.0, 65535.0, 1e20, -3.4e38])
def test_a_value_that_is_no_probability_is_no_data(tmp_path: Path, fill: float) -> None:
    values = probabilities(2)
    path = foreign(tmp_path / "a.tif", np.nan_to_num(values, nan=fill).astype("float32"), None)
    np.testing.assert_array_equal(taken(path, tmp_path), values)
    said = [d for d in open_probability(path).meaning.decisions if d.subject == "fill"]
    assert len(said) == 1 and f"{np.float32(fill):.9g}" in said[0].value


def test_refused_with_a_reason(tmp_path: Path) -> None:
    values = np.nan_to_num(probabilities(5), nan=0.5)
    logits = np.log(np.clip(values, 1e-4, 0.9999) / (1 - np.clip(values, 1e-4, 0.9999))).astype("float32")
    cases = {
        "logits": (logits, None, 1.0),
        "type uint8": ((values > 0.5).astype("uint8"), None, 1.0),
        "kept from other values": (values.astype("float32"), None, 0.0001),
        "--scale 100 if they are per cent": ((values * 100).astype("float32"), None, 1.0),
        "from 0 to 1": ((values * 1.1).astype("float32"), None, 1.0),
        "from 0 to 87": (np.where(values > 0.5, 87, 0).astype("float32"), None, 1.0),
        "nothing above 0.0087": (np.round(values * 87).astype("uint16"), 65535, 0.0001),
    }
    for words, (stored, nodata, scale) in cases.items():
        path = foreign(tmp_path / "a.tif", stored, nodata, scale)
        with pytest.raises(InputError, match=words):
            taken(path, tmp_path)
    # what the sentences name answers them
    mask = foreign(tmp_path / "a.tif", cases["type uint8"][0], None)
    assert set(np.unique(_with(mask, 1, tmp_path))) == {0, 1}
    said = open_probability(foreign(tmp_path / "b.tif", (values > 0.5).astype("float32"), None)).meaning.decisions
    assert "0 and 1 alone" in said[0].sentence and "--scale" in said[0].sentence
    quiet = foreign(tmp_path / "a.tif", cases["nothing above 0.0087"][0], 65535, 0.0001)
    assert _with(quiet, 10000, tmp_path).max() == np.float32(0.0087)
    assert _with(quiet, 100, tmp_path).max() == np.float32(0.87)
    with pytest.raises(InputError, match="above 0, such as 100"):
        open_probability(mask, 0)


@pytest.mark.parametrize("certain", [100, 1000, 10000])
def test_minus_one_is_no_data_however_small_it_becomes(tmp_path: Path, certain: int) -> None:
    values = probabilities(6)
    stored = np.nan_to_num(np.round(values * certain), nan=-1).astype("int16")
    wanted = np.where(np.isnan(values), np.nan, np.round(values * certain) / certain)
    path = foreign(tmp_path / "a.tif", stored, None, 1 / certain)
    np.testing.assert_allclose(taken(path, tmp_path), wanted, atol=5.1e-5)


def test_softmax_may_be_a_little_above_one(tmp_path: Path) -> None:
    values = probabilities(1)
    path = foreign(tmp_path / "a.tif", np.where(values > 0.9, np.float32(1.0000001), values), np.nan)
    np.testing.assert_array_equal(taken(path, tmp_path), np.where(values > 0.9, np.float32(1), values))


@pytest.mark.parametrize("encoded", [True, False])
@pytest.mark.parametrize("way", ["mask", "alpha"])
def test_masked_is_not_observed(tmp_path: Path, way: str, encoded: bool) -> None:
    values = np.nan_to_num(probabilities(4), nan=0.9)
    values[0, :3] = 0.5
    valid = np.random.default_rng(1).random(values.shape) > 0.3
    stored = encode_probability(values) if encoded else values
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(
        tmp_path / "a.tif", "w", driver="GTiff", count=1 + (way == "alpha"), height=64, width=80, dtype=stored.dtype,
        crs=GRID.crs.to_wkt(), transform=GRID.transform, nodata=65535 if encoded else None, photometric="minisblack",
    ) as out:  # fmt: skip
        out.write(stored, 1)
        if encoded:
            out.scales = (0.0001,) * out.count
        if way == "alpha":
            out.write(valid.astype(stored.dtype), 2)
            out.set_band_description(2, "alpha")
        else:
            out.write_mask(valid)
    np.testing.assert_array_equal(taken(tmp_path / "a.tif", tmp_path), np.where(valid, values, np.nan))
