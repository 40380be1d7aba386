"""STAC Items as catalogues write them, with assets on disk and on a real web server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

from l4s_core.base.errors import InputError
from l4s_core.scene import check_readable, open_scene
from l4s_core.scene.stac_item import resolve
from products import write_tif
from range_server import serve

COMMON = {"B02": "blue", "B03": "green", "B04": "red", "B08": "nir", "B8A": "nir08", "B11": "swir16", "B12": "swir22"}
PROPERTIES = {"datetime": "2024-01-05T09:13:41.024000Z", "view:sun_elevation": 40.5, "view:sun_azimuth": 161.0}


def images(folder: Path, low: int = 80) -> None:
    rng = np.random.default_rng(3)
    for band in COMMON:
        write_tif(folder / f"{band}.tif", rng.integers(low, low + 3000, (40, 40), dtype=np.uint16))
    write_tif(folder / "SCL.tif", np.full((20, 20), 4, np.uint8), resolution=20)
    write_tif(folder / "TCI.tif", np.full((3, 40, 40), 90, np.uint8))


def item(assets: dict[str, Any], properties: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": "S2A_33TWM_20240105_0", "geometry": None, "links": [],
        "properties": PROPERTIES | (properties or {}), "assets": assets, "collection": "sentinel-2-l2a", **more,
    }  # fmt: skip


def save(folder: Path, data: dict[str, Any]) -> Path:
    path = folder / "item.json"
    path.write_text(json.dumps(data))
    return path


def by_key(**fields: Any) -> dict[str, Any]:
    return {band: {"href": f"./{band}.tif", **fields} for band in COMMON}


def earth_search(offset: float = -0.1) -> dict[str, Any]:
    raster = [{"data_type": "uint16", "scale": 0.0001, "offset": offset, "spatial_resolution": 10}]
    assets: dict[str, Any] = {
        common: {
            "href": f"{band}.tif", "eo:bands": [{"name": common, "common_name": common}], "raster:bands": raster,
            "roles": ["data", "reflectance"],
        }
        for band, common in COMMON.items()
    }  # fmt: skip
    assets["red-jp2"] = {"href": "elsewhere.jp2", "eo:bands": [{"name": "red", "common_name": "red"}]}
    assets["visual"] = {"href": "TCI.tif", "roles": ["visual"], "eo:bands": [{"name": n} for n in ("red", "green")]}
    assets["thumbnail"] = {"href": "preview.jpg", "roles": ["thumbnail"]}
    assets["scl"] = {"href": "SCL.tif", "roles": ["data", "reflectance"]}
    return assets


def stac_1_1() -> dict[str, Any]:
    return {
        f"asset{i}": {
            "href": f"{band}.tif",
            "bands": [{"name": band, "eo:common_name": common, "raster:scale": 0.0001, "raster:offset": -0.1}],
        }
        for i, (band, common) in enumerate(COMMON.items())
    }


def copernicus() -> dict[str, Any]:
    assets: dict[str, Any] = {
        f"{band}_10m": {"href": f"{band}.tif", "gsd": 10} for band in ("B02", "B03", "B04", "B08")
    }
    assets |= {f"{band}_20m": {"href": f"{band}.tif"} for band in ("B8A", "B11", "B12")}
    return assets | {"B02_20m": {"href": "no.jp2"}, "SCL_20m": {"href": "SCL.tif"}, "TCI_10m": {"href": "TCI.tif"}}


@pytest.mark.parametrize(
    "assets", [by_key(), earth_search(), stac_1_1(), copernicus()], ids=["keys", "eo", "1.1", "cdse"]
)
def test_assets_become_bands(assets: dict[str, Any], tmp_path: Path) -> None:
    images(tmp_path, 1040)
    scene = open_scene(save(tmp_path, item(assets)))
    check_readable(scene)
    assert {n: Path(b.path).name for n, b in scene.bands.items()} == {
        "B" + b[1:].lstrip("0"): f"{b}.tif" for b in COMMON
    }
    assert scene.kind == "STAC item" and scene.level == "L2A" and scene.name == "S2A_33TWM_20240105_0"
    assert {round(b.offset, 6) for b in scene.bands.values()} == {-1000}
    assert scene.sensing_time is not None and scene.sensing_time.isoformat() == "2024-01-05T09:13:41.024000+00:00"
    assert (scene.sun_zenith_deg, scene.sun_azimuth_deg) == (49.5, 161.0)
    has_scl = any(key.lower().startswith("scl") for key in assets)
    assert (scene.cloud_classes is not None) == has_scl


@pytest.mark.parametrize(
    ("low", "assets", "properties", "expected"),
    [
        (1040, earth_search(-0.1), {}, -1000),
        (80, earth_search(0), {}, 0),
        (80, earth_search(-0.1), {"earthsearch:boa_offset_applied": True}, 0),
        # known errors of catalogues, in both directions: the values decide
        (80, earth_search(-0.1), {"earthsearch:boa_offset_applied": False}, 0),
        (1040, earth_search(-0.1), {"earthsearch:boa_offset_applied": True}, -1000),
        (80, by_key(), {"s2:processing_baseline": "03.01"}, 0),
        (1040, by_key(), {"s2:processing_baseline": "05.10"}, -1000),
        (80, by_key(), {"s2:processing_baseline": "05.10"}, 0),
        (80, by_key(), {}, 0),
        # nothing but cloud: what the item says is all there is
        (3000, earth_search(-0.1), {}, -1000),
        (3000, earth_search(-0.1), {"earthsearch:boa_offset_applied": True}, 0),
        (3000, by_key(), {"s2:processing_baseline": "05.10"}, -1000),
        (3000, by_key(), {"s2:processing_baseline": "02.05"}, 0),
    ],
)  # fmt: skip
def test_offset(low: int, assets: dict[str, Any], properties: dict[str, Any], expected: float, tmp_path: Path) -> None:
    images(tmp_path, low)
    path = save(tmp_path, item(assets, properties))
    scene = open_scene(path)
    assert {round(b.offset, 6) for b in scene.bands.values()} == {expected}
    assert any("ffset" in note or "1000" in note for note in scene.notes)
    assert {b.offset for b in open_scene(path, offset=-7).bands.values()} == {-7}


def test_nothing_but_cloud_and_an_item_that_says_nothing(tmp_path: Path) -> None:
    images(tmp_path, 3000)
    with pytest.raises(InputError, match="say --offset -1000 if it is, --offset 0 if not"):
        open_scene(save(tmp_path, item(by_key())))


@pytest.mark.parametrize(
    ("more", "properties", "level"),
    [
        ({"collection": "sentinel-2-l1c"}, {}, "L1C"),
        ({"collection": "sentinel-2-l2a"}, {}, "L2A"),
        ({"collection": "x"}, {"s2:product_type": "S2MSI1C"}, "L1C"),
        ({"collection": "x"}, {"processing:level": "L2A"}, "L2A"),
        ({"collection": "x", "id": "S2B_MSIL1C_20240101"}, {}, "L1C"),
        ({"collection": None}, {}, None),
    ],
)
def test_level(more: dict[str, Any], properties: dict[str, Any], level: str | None, tmp_path: Path) -> None:
    images(tmp_path)
    assert open_scene(save(tmp_path, item(by_key(), properties, **more))).level == level


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"type": "FeatureCollection", "features": []}, "no STAC Item"),
        ({"type": "Collection", "id": "x"}, "no STAC Item"),
        ({"type": "Feature", "geometry": None, "properties": {}}, "no STAC Item"),
        (["B02"], "no STAC Item"),
        (item({"preview": {"href": "p.jpg"}, "meta": {"href": "m.xml"}}), "assets: preview, meta"),
        (item({"B02": {"href": "/vsicurl/http://example.invalid/x.tif"}}), "no file that can be read"),
        (item({"B02": {"href": "ftp://example.invalid/x.tif"}}), "no file that can be read"),
        (item({"B02": {"href": "gone.tif"}}), "gone.tif"),
        (item({"B02": {"href": "B02.tif"}, "blue": {"href": "B03.tif"}}), "two assets for band B2"),
        (item({"B02": {"href": "TCI.tif"}}), "8-bit"),
    ],
)
def test_items_that_cannot_be_used(data: Any, words: str, tmp_path: Path) -> None:
    images(tmp_path)
    with pytest.raises(InputError, match=words):
        check_readable(open_scene(save(tmp_path, data)))


DEA = {
    "B02": "nbart_blue", "B03": "nbart_green", "B04": "nbart_red", "B08": "nbart_nir_1", "B8A": "nbart_nir_2",
    "B11": "nbart_swir_2", "B12": "nbart_swir_3",
}  # fmt: skip


@pytest.mark.parametrize("described", [True, False])
def test_names_of_one_producer(described: bool, tmp_path: Path) -> None:
    images(tmp_path)
    more = {name: {"eo:bands": [{"name": name}]} if described else {} for name in DEA.values()}
    assets = {name: {"href": f"{band}.tif", **more[name]} for band, name in DEA.items()}
    scene = open_scene(save(tmp_path, item(assets, {"platform": "sentinel-2a"}, collection="ga_s2am_ard_3")))
    assert {n: Path(b.path).stem for n, b in scene.bands.items()} == {"B" + b[1:].lstrip("0"): b for b in DEA}


def test_wavelengths_name_bands(tmp_path: Path) -> None:
    images(tmp_path)
    told = {"B02": 0.49, "B03": 0.56, "B04": 0.665, "B08": 0.842, "B8A": 0.865}
    assets = {
        f"asset{i}": {"href": f"{band}.tif", "bands": [{"eo:center_wavelength": at}]}
        for i, (band, at) in enumerate(told.items())
    }
    scene = open_scene(save(tmp_path, item(assets)))
    assert {n: Path(b.path).stem for n, b in scene.bands.items()} == {"B" + b[1:].lstrip("0"): b for b in told}


def landsat_names() -> dict[str, Any]:
    names = {"blue": "B02", "green": "B03", "red": "B04", "nir08": "B8A", "swir16": "B11"}
    return {
        common: {"href": f"{band}.tif", "eo:bands": [{"name": f"OLI_{band}", "common_name": common}]}
        for common, band in names.items()
    }


@pytest.mark.parametrize(
    ("assets", "properties", "more", "words"),
    [
        (by_key(), {"platform": "landsat-8"}, {}, "of Landsat"),
        (by_key(), {"instruments": ["oli", "tirs"]}, {"collection": "x", "id": "y"}, "of Landsat"),
        (by_key(), {}, {"collection": "landsat-c2-l2", "id": "y"}, "of Landsat"),
        (by_key(), {}, {"collection": "hls2-l30", "id": "y"}, "of Landsat"),
        (by_key(), {}, {"collection": "x", "id": "HLS.L30.T43PFN.2019234T051015.v2.0"}, "of Landsat"),
        (landsat_names(), {}, {"collection": "x", "id": "y"}, "of Landsat"),
        (by_key(), {"constellation": "planetscope"}, {"collection": "x", "id": "y"}, "of Planet"),
        (
            by_key() | {"B05": {"href": "B8A.tif", "eo:bands": [{"name": "B05", "center_wavelength": 0.865}]}},
            {}, {}, "B5 at 865 nm",
        ),
        (
            {"B10": {"href": "B8A.tif", "bands": [{"name": "B10", "eo:center_wavelength": 1.9}]}} | by_key(),
            {}, {}, "B10 at 1900 nm",
        ),
    ],
)  # fmt: skip
def test_items_of_other_sensors(
    assets: dict[str, Any], properties: dict[str, Any], more: dict[str, Any], words: str, tmp_path: Path
) -> None:
    images(tmp_path)
    with pytest.raises(InputError, match=words):
        open_scene(save(tmp_path, item(assets, properties, **more)))


def test_pixels_of_landsat(tmp_path: Path) -> None:
    for band in ("B02", "B03", "B04", "B05"):
        write_tif(tmp_path / f"{band}.tif", np.full((40, 40), 900, np.uint16), resolution=30)
    assets = {band: {"href": f"{band}.tif"} for band in ("B02", "B03", "B04", "B05")}
    with pytest.raises(InputError, match="pixels of 30 m may be Landsat's"):
        open_scene(save(tmp_path, item(assets, collection="x", id="y")))
    assert len(open_scene(save(tmp_path, item(assets)), offset=0).bands) == 4, "the collection says Sentinel-2"


def test_no_json(tmp_path: Path) -> None:
    path = tmp_path / "item.json"
    for content in (b"{", b"", b"\xff\xfe\x00", b"[" * 100_000):
        path.write_bytes(content)
        with pytest.raises(InputError, match="JSON"):
            open_scene(path)


def test_links_of_an_item_on_the_web_stay_on_the_web() -> None:
    base = "https://example.invalid/a/b/item.json"
    assert resolve("../B02.tif", base) == "/vsicurl/https://example.invalid/a/B02.tif"
    assert resolve("s3://bucket/B02.tif", base) == "/vsis3/bucket/B02.tif"
    for href in ("file:///etc/passwd", "/vsizip//x", "ftp://x/y"):
        assert not resolve(href, base) or resolve(href, base).startswith("/vsicurl/https://example.invalid/")


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Path]]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serve(tmp_path) as address:
        yield address, tmp_path


def test_an_item_on_the_web(web: tuple[str, Path]) -> None:
    address, folder = web
    (folder / "data").mkdir()
    images(folder / "data", 1040)
    assets = {b: {"href": f"data/{b}.tif"} for b in COMMON}
    assets["B03"]["href"] = f"{address}/data/B03.tif"
    save(folder, item(assets))
    scene = open_scene(f"{address}/item.json")
    check_readable(scene)
    assert {b.offset for b in scene.bands.values()} == {-1000}
    with rasterio.open(scene.bands["B4"].path) as far, rasterio.open(folder / "data" / "B04.tif") as near:
        np.testing.assert_array_equal(far.read(), near.read())
    one = open_scene(f"{address}/data/B04.tif", bands="B4", offset=-1000)
    assert one.kind == "raster" and one.bands["B4"].path.startswith("/vsicurl/")


def test_what_is_not_on_the_web(web: tuple[str, Path]) -> None:
    address, folder = web
    with pytest.raises(InputError, match="cannot be fetched"):
        open_scene(f"{address}/nothing.json")
    save(folder, item({"B02": {"href": "gone.tif"}}))
    with pytest.raises(InputError, match=r"gone\.tif"):
        open_scene(f"{address}/item.json")
    (folder / "big.json").write_bytes(b" " * (17 * 2**20))
    with pytest.raises(InputError, match="too large"):
        open_scene(f"{address}/big.json")
