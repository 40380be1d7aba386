"""Pictures of a scene: the values are the product's, the files it names too, and land decides the contrast."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

import numpy as np
import pytest
import rasterio
from affine import Affine
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from rasterio.enums import Resampling

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.cli.main import main
from l4s_core.pictures import scene as pictures
from l4s_core.pictures.composite import NODATA
from l4s_core.pictures.kinds import KINDS, bands_of
from l4s_core.pictures.scene import make_pictures, read_facts
from l4s_core.pictures.stretch import Stretch, alike, gamma_of, shown, stretch_of
from l4s_core.scene import open_scene
from l4s_core.scene.types import Scene
from products import make_safe, write_tif

SIZE = 60


def stored(seed: int = 1) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    bands = {name: rng.integers(1100, 5000, (SIZE, SIZE), dtype=np.uint16) for name in ("B2", "B3", "B4", "B8")}
    bands["B12"] = rng.integers(1100, 5000, (SIZE // 2, SIZE // 2), dtype=np.uint16)
    for name in ("B2", "B3", "B4", "B8"):
        bands[name][:10, :7] = 0  # outside the swath
    return bands


@pytest.fixture(params=[False, True], ids=["folder", "zip"])
def product(request: Any, tmp_path: Path) -> Scene:
    """A Level-2A product whose values carry the offset of -1000."""
    return open_scene(make_safe(tmp_path / "a & <b>", bands_dn=stored(), size=SIZE, zip=request.param))


def read(path: Path) -> tuple[np.ndarray, list[str | None]]:
    with rasterio.open(path) as source:
        return source.read(), list(source.descriptions)


def picture(facts: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(one for one in facts["pictures"] if one["kind"] == kind)


def test_values_are_reflectance_of_the_products_bands(product: Scene, tmp_path: Path) -> None:
    facts = make_pictures(product, tmp_path / "out")
    true_colour = picture(facts, "true_colour")
    values, names = read(tmp_path / "out" / true_colour["file"])
    assert [names[number - 1] for number in true_colour["bands"]] == ["B4", "B3", "B2"] == true_colour["names"]
    for number, name in zip(true_colour["bands"], true_colour["names"], strict=True):
        dn = stored()[name].astype(int)
        assert np.array_equal(values[number - 1], np.where(dn == 0, NODATA, dn - 1000))
    swir = picture(facts, "false_colour")
    assert swir["names"] == ["B12", "B8", "B4"]
    with rasterio.open(product.bands["B12"].path) as source:
        wanted = source.read(1, out_shape=(SIZE, SIZE), resampling=Resampling.bilinear).astype(int) - 1000
    assert np.abs(values[swir["bands"][0] - 1] - wanted).max() <= 1


def test_ndvi_is_that_of_reflectance(product: Scene, tmp_path: Path) -> None:
    make_pictures(product, tmp_path / "out", ["ndvi"])
    [values], _ = read(tmp_path / "out" / "ndvi.vrt")
    red, infrared = (stored()[name].astype(float) - 1000 for name in ("B4", "B8"))
    known = stored()["B4"] > 0
    assert np.array_equal(np.isfinite(values), known)
    assert np.allclose(values[known], ((infrared - red) / (infrared + red))[known], atol=1e-6)
    assert not (tmp_path / "out" / "bands.vrt").exists()


def test_only_files_of_the_product_are_named(product: Scene, tmp_path: Path) -> None:
    make_pictures(product, tmp_path / "out")
    allowed = {band.path for band in product.bands.values()}
    for path in (tmp_path / "out").glob("*.vrt"):
        named = files_named(path.read_text())
        assert named
        assert named <= allowed


def files_named(text: str) -> set[str]:
    """Of a virtual raster, those of texts in it too."""
    found: set[str] = set()
    for name in re.findall(r'<SourceFilename relativeToVRT="0">(.*?)</SourceFilename>', text, re.DOTALL):
        plain = unescape(name)
        found |= files_named(plain) if plain.startswith("<VRT") else {plain}
    return found


def test_a_large_scene_is_drawn_from_a_small_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "SMALL_PX", 20)
    scene = open_scene(make_safe(tmp_path, bands_dn=stored(), size=SIZE))
    facts = make_pictures(scene, tmp_path / "out")
    folder = tmp_path / "out"
    with rasterio.open(folder / "overview.tif") as small, rasterio.open(folder / "bands.vrt") as large:
        assert small.shape == (15, 15)
        assert small.bounds == large.bounds
        assert large.overviews(1) == [4]
        assert np.array_equal(large.read(out_shape=(large.count, 15, 15)), small.read())
        assert small.descriptions == large.descriptions
        red, infrared = (small.read(large.descriptions.index(name) + 1).astype(float) for name in ("B4", "B8"))
    with rasterio.open(folder / "ndvi.vrt") as index:
        ndvi = index.read(1, out_shape=(15, 15))
    known = red != NODATA
    assert np.allclose(ndvi[known], ((infrared - red) / (infrared + red))[known], atol=1e-5)
    assert facts["land_share"] > 0


def test_opened_from_any_folder_and_any_words_in_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / 'it\'s "R&D" <x> é'
    for name, value in (("B02", 500), ("B03", 600), ("B04", 700)):
        write_tif(folder / f"{name}.tif", np.full((20, 20), value, np.uint16), nodata=0)
    monkeypatch.chdir(folder.parent)
    done = CliRunner().invoke(
        main, ["picture", folder.name, "-o", "out", "--offset", "0", "--scale", "10000", "--level", "L2A", "--json"]
    )
    assert done.exit_code == 0, done.output
    monkeypatch.chdir(os.sep)
    values, _ = read(tmp_path / "out" / "bands.vrt")
    assert {int(value) for value in np.unique(values)} == {500, 600, 700}
    facts = json.loads(done.stdout)
    assert [one["kind"] for one in facts["pictures"]] == ["true_colour"]
    assert any("NDVI is left out" in note for note in facts["notes"])


def test_fractions_and_their_gaps(tmp_path: Path) -> None:
    """Float32 from 0 to 1 with NaN and -9999: transparent, and the same whole numbers."""
    rng = np.random.default_rng(3)
    data = rng.uniform(0.01, 0.4, (4, 30, 30)).astype(np.float32)
    data[:, 3, 4] = np.nan
    data[:, 5, 6] = -9999
    path = write_tif(tmp_path / "s.tif", data, nodata=-9999, descriptions=("B2", "B3", "B4", "B8"))
    make_pictures(open_scene(path, offset=0, scale=1, level="L2A"), tmp_path / "out")
    values, names = read(tmp_path / "out" / "bands.vrt")
    for number, name in enumerate(("B2", "B3", "B4", "B8")):
        found = values[names.index(name)]
        assert found[3, 4] == found[5, 6] == NODATA
        known = np.isfinite(data[number]) & (data[number] != -9999)
        assert np.abs(found[known] - data[number][known] * 10000).max() <= 0.51


def test_a_mask_in_the_file_is_transparent(tmp_path: Path) -> None:
    data = np.full((3, 20, 20), 800, np.uint16)
    path = write_tif(tmp_path / "s.tif", data, descriptions=("B2", "B3", "B4"))
    mask = np.full((20, 20), 255, np.uint8)
    mask[:5] = 0
    with rasterio.open(path, "r+") as out:
        out.write_mask(mask)
    make_pictures(open_scene(path, offset=0, scale=10000, level="L2A"), tmp_path / "out")
    values, _ = read(tmp_path / "out" / "bands.vrt")
    assert (values[:, :5] == NODATA).all()
    assert (values[:, 5:] == 800).all()


def test_png_shows_what_the_contrast_says(product: Scene, tmp_path: Path) -> None:
    facts = make_pictures(product, tmp_path / "out", png=True)
    image = np.asarray(Image.open(tmp_path / "out" / "true_colour.png"))
    assert (image[:10, :7, 3] == 0).all()
    assert (image[10:, 7:, 3] == 255).all()
    low, high = facts["limits"]["B4"]
    red = stored()["B4"].astype(float) - 1000
    assert (image[..., 0][(red >= high) & (image[..., 3] > 0)] == 255).all()
    assert (image[..., 0][red <= low] == 0).all()
    assert (tmp_path / "out" / "ndvi.png").exists()


def test_a_second_scene_gets_the_contrast_of_the_first(tmp_path: Path) -> None:
    first = open_scene(make_safe(tmp_path / "a", bands_dn=stored(), size=SIZE))
    darker = {name: np.where(dn > 0, dn // 2 + 1000, 0) for name, dn in stored(2).items()}
    second = open_scene(make_safe(tmp_path / "b", bands_dn=darker, size=SIZE))
    after = make_pictures(first, tmp_path / "after")
    alone = make_pictures(second, tmp_path / "alone")
    before = make_pictures(second, tmp_path / "before", like=tmp_path / "after")
    assert before["limits"].keys() == after["limits"].keys()
    for name, (low, high) in after["limits"].items():
        ours, haze = before["limits"][name], before["dark"][name] - after["dark"][name]
        assert ours[1] - ours[0] == pytest.approx(high - low, abs=0.2)
        assert ours[0] - low == pytest.approx(haze if name in ("B2", "B3", "B4") else 0, abs=0.2)
    assert before["limits"] != alone["limits"]
    assert picture(before, "true_colour")["gamma"] == picture(after, "true_colour")["gamma"]
    assert read_facts(tmp_path / "before") == before


# ------------------------------------------------------------------------------------------------------- contrast


def forest(seed: int = 0, rows: int = 80) -> dict[str, np.ndarray]:
    """Reflectance x 10000 of forest with bare ground in a tenth of it."""
    rng = np.random.default_rng(seed)
    typical = {"B2": 250, "B3": 450, "B4": 300, "B8": 3000, "B12": 700}
    bare = {"B2": 800, "B3": 1100, "B4": 1500, "B8": 2300, "B12": 2600}
    scar = rng.random((rows, rows)) < 0.1
    return {
        name: np.where(scar, bare[name], typical[name]).astype(np.float32)
        * rng.normal(1, 0.1, (rows, rows)).astype("f4")
        for name in typical
    }


def limits(values: dict[str, np.ndarray]) -> Stretch:
    return stretch_of(values, top_of_atmosphere=False, sun_zenith_deg=40.0)


@settings(max_examples=25, deadline=None)
@given(share=st.floats(0.05, 0.8), seed=st.integers(0, 5), what=st.sampled_from(["cloud", "water", "snow"]))
def test_clouds_snow_and_water_do_not_count(share: float, seed: int, what: str) -> None:
    values = forest(seed)
    clear = limits(values).limits
    rows = int(80 * share)
    signal = {
        "cloud": {"B2": 6000, "B3": 6000, "B4": 6100, "B8": 6500, "B12": 4000},
        "water": {"B2": 500, "B3": 400, "B4": 200, "B8": 60, "B12": 20},
        "snow": {"B2": 9000, "B3": 9000, "B4": 9000, "B8": 8500, "B12": 700},
    }[what]
    for name, band in values.items():
        band[:rows] = signal[name]
    found = limits(values)
    for name, (low, high) in clear.items():
        assert abs(found.limits[name][0] - low) < 60
        assert abs(found.limits[name][1] - high) < 0.12 * (high - low)
    assert found.land_share < 1 - share + 0.05


@given(haze=st.floats(0, 500), seed=st.integers(0, 3))
@settings(max_examples=20, deadline=None)
def test_haze_on_the_other_day_is_no_change(haze: float, seed: int) -> None:
    """The same ground under brighter air is shown in the same colours."""
    clear = forest(seed)
    hazy = {name: band + np.float32(haze if name in ("B2", "B3", "B4") else 0) for name, band in clear.items()}
    first, second = limits(clear), limits(hazy)
    both = alike(second, first.limits, first.dark)
    for name, band in clear.items():
        one, other = shown(band, first.limits[name]), shown(hazy[name], both[name])
        assert np.abs(one.astype(int) - other.astype(int)).max() <= 3
    assert alike(first, {}, {}) == first.limits


def test_forest_is_not_black_beside_white_rock() -> None:
    """Land in the middle is about as bright, whatever share of a scene is rock."""
    for share in (0.1, 0.4):
        values = forest()
        rock = np.random.default_rng(5).random((80, 80)) < share
        for name, value in {"B2": 2600, "B3": 3000, "B4": 3400, "B8": 4000, "B12": 3800}.items():
            values[name][rock] = value
        found = limits(values)
        bands = ("B4", "B3", "B2")
        gamma = gamma_of([values[b] for b in bands], [found.limits[b] for b in bands], found.land)
        seen = np.stack([shown(values[b], found.limits[b], gamma) for b in bands])
        assert 1.2 <= gamma <= 2.0
        assert np.median(seen.mean(axis=0)[found.land]) >= 35
        assert seen[:, rock].mean() > 150


@given(gain=st.floats(0.5, 2.0))
@settings(max_examples=20, deadline=None)
def test_the_colours_of_the_visible_share_one_range(gain: float) -> None:
    found = limits({name: band * np.float32(gain) for name, band in forest().items()}).limits
    spreads = {name: high - low for name, (low, high) in found.items()}
    assert abs(spreads["B2"] - spreads["B4"]) < 0.2
    assert abs(spreads["B3"] - spreads["B4"]) < 0.2
    assert min(spreads.values()) >= 1499


def test_a_scene_of_nothing_but_cloud_or_nothing_has_a_contrast() -> None:
    white = {name: np.full((30, 30), 6000, np.float32) for name in ("B2", "B3", "B4", "B8")}
    nothing = {name: np.full((30, 30), np.nan, np.float32) for name in white}
    for values in (white, nothing):
        assert all(high > low for low, high in limits(values).limits.values())


@pytest.mark.parametrize(
    ("there", "wanted"),
    [
        (("B2", "B3", "B4", "B8", "B8A", "B11", "B12"), ("B12", "B8", "B4")),
        (("B4", "B8A", "B11"), ("B11", "B8A", "B4")),
        (("B2", "B3", "B4", "B8"), ("B8", "B4", "B3")),
        (("B2", "B3", "B4"), None),
    ],
)
def test_false_colour_falls_back(there: tuple[str, ...], wanted: tuple[str, ...] | None) -> None:
    assert bands_of(KINDS["false_colour"], there) == wanted


# ------------------------------------------------------------------------------------------------------- what is wrong


class _Stops(Silent):
    def __init__(self, stage: str) -> None:
        super().__init__()
        self.wanted = stage

    def stage(self, name: str, total: int | None = None) -> None:
        if name == self.wanted:
            raise KeyboardInterrupt


@pytest.mark.parametrize("stage", ["looking at the scene", "drawing"])
def test_a_stop_leaves_no_folder_that_was_not_there(product: Scene, tmp_path: Path, stage: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        make_pictures(product, tmp_path / "new", png=True, progress=_Stops(stage))
    assert not (tmp_path / "new").exists()
    (tmp_path / "there").mkdir()
    with pytest.raises(KeyboardInterrupt):
        make_pictures(product, tmp_path / "there", png=True, progress=_Stops(stage))
    assert list((tmp_path / "there").iterdir()) == []


def said(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["picture", *arguments])
    return done.exit_code, done.output


def test_bad_input_is_one_sentence(tmp_path: Path) -> None:
    safe = str(make_safe(tmp_path, size=SIZE))
    out = tmp_path / "out"
    code, words = said(safe, "-o", str(out), "--kinds", "infrared")
    assert (code, "'infrared' is no picture" in words) == (2, True)
    code, words = said(safe, "-o", str(out), "--like", str(tmp_path))
    assert (code, "holds no pictures" in words) == (2, True)
    assert not out.exists()
    assert said(safe, "-o", str(out))[0] == 0
    code, words = said(safe, "-o", str(out))
    assert (code, "--overwrite" in words) == (2, True)
    assert said(safe, "-o", str(out), "--overwrite")[0] == 0
    code, words = said(safe, "-o", str(Path(safe) / "MTD_MSIL2A.xml" / "x"))
    assert (code, "cannot be made" in words) == (2, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"format": 3}',
        '{"format": 99, "limits": {}}',
        "[" * 100_000,
        '{"format": 3, "limits": {"B4": ["x", 1]}, "dark": {}}',
    ],
)
def test_damaged_facts_are_no_pictures(tmp_path: Path, text: str) -> None:
    (tmp_path / "pictures.json").write_text(text)
    with pytest.raises(InputError, match="holds no pictures"):
        read_facts(tmp_path)


def test_a_band_that_is_turned_leaves_its_pictures_out(tmp_path: Path) -> None:
    for name in ("B02", "B03", "B04", "B08"):
        path = write_tif(tmp_path / f"{name}.tif", np.full((20, 20), 900, np.uint16), nodata=0)
    with rasterio.open(path, "r+") as last:  # from south to north, over the same place
        last.transform = Affine(10, 0, 499980, 0, 10, 5100000 - 200)
    scene = open_scene(tmp_path, offset=0, scale=10000, level="L2A")
    facts = make_pictures(scene, tmp_path / "out")
    assert [one["kind"] for one in facts["pictures"]] == ["true_colour"]
    assert any("B8 is turned" in note for note in facts["notes"])


def test_a_file_that_is_cut_short(tmp_path: Path) -> None:
    safe = make_safe(tmp_path, size=SIZE)
    scene = open_scene(safe)
    band = Path(scene.bands["B3"].path)
    band.write_bytes(band.read_bytes()[:300])
    with pytest.raises(InputError, match="fetch it again"):
        make_pictures(scene, tmp_path / "out")
    assert not (tmp_path / "out" / "pictures.json").exists()
