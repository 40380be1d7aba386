"""Normalisation with the statistics of what is being looked at, and that patches and scenes are shown alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox

import l4s_core
from clouds_kit import GivenMask
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.base.reasons import Reason
from l4s_core.base.statistics import ChannelStatistics
from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.inference.card import (
    FixedNormalisation,
    InputGroup,
    ModelCard,
    Normalisation,
    RelativeBrightness,
    SceneStatistics,
)
from l4s_core.normalisation import scene_statistics as passes
from l4s_core.normalisation.field import BlockField, StatisticsField, block_centres, block_edges
from l4s_core.normalisation.normalise import Normaliser, PatchNormaliser
from l4s_core.normalisation.scene_statistics import scene_statistics
from l4s_core.patches.types import Patch, PatchKey
from l4s_core.predict.scene import scene_references
from l4s_core.rasters.roi import full_roi
from l4s_core.scene.types import BandSource, Scene
from l4s_core.stack.optical import OpticalReader
from l4s_core.stack.sources import SceneSource, TerrainSource
from l4s_core.stack.stack import Stack
from l4s_core.terrain.reader import open_dem
from onnx_models import card_fields, made_card, write_model

ORIGIN = Affine(10, 0, 500000, 0, -10, 4500000)
OPTICAL = ("B2", "B3", "B4", "B8", "B11")
ALL = (*OPTICAL, "slope", "dem")


def write_float(path: Path, data: np.ndarray, transform: Affine = ORIGIN) -> Path:
    with rasterio.open(
        path, "w", driver="GTiff", count=1, height=data.shape[0], width=data.shape[1], dtype="float32",
        crs="EPSG:32633", transform=transform, nodata=np.nan,
    ) as out:  # fmt: skip
        out.write(data.astype(np.float32), 1)
    return path


def make_stack(
    folder: Path,
    bands: dict[str, np.ndarray],
    *,
    required: Sequence[str],
    clouds: np.ndarray | None = None,
    dem: np.ndarray | None = None,
) -> Stack:
    folder.mkdir(exist_ok=True)
    shape = next(iter(bands.values())).shape
    grid = GeoBox(shape, ORIGIN, "EPSG:32633")
    sources = {n: BandSource(n, str(write_float(folder / f"{n}.tif", x))) for n, x in bands.items()}
    scene = Scene("made", str(folder), "band files", sources, grid)
    terrain = None
    if dem is not None:
        path = write_float(folder / "dem.tif", dem, ORIGIN * Affine.translation(-20, -20))
        terrain = open_dem(path, grid, allow_partial=True)
    codes = np.zeros(shape, np.uint8) if clouds is None else clouds
    sources = [SceneSource(OpticalReader(scene, grid)), *([TerrainSource(terrain)] if terrain else ())]
    return Stack(sources, GivenMask(codes, finds_water=False), required)


def rough(rng: np.random.Generator, shape: tuple[int, int], level: float, spread: float) -> np.ndarray:
    """Patterns of 16 pixels and noise."""
    coarse = np.kron(rng.standard_normal((shape[0] // 16 + 1, shape[1] // 16 + 1)), np.ones((16, 16)))
    return np.clip(level + spread * (coarse[: shape[0], : shape[1]] + 0.3 * rng.standard_normal(shape)), 1, None)


@pytest.fixture
def place(tmp_path: Path) -> Stack:
    """A scene of the size of a patch: clouds, a hole in one band, a hole in the DEM."""
    rng = np.random.default_rng(3)
    shape = (128, 128)
    bands = {name: rough(rng, shape, 500 + 400 * k, 100 + 50 * k) for k, name in enumerate(OPTICAL)}
    bands["B3"][10:14, 100:110] = np.nan
    bands["B11"][60:70, 60:70] = np.nan
    dem = np.add.outer(np.arange(168) * 3.0, np.arange(168) * 2.0) + rng.normal(0, 2, (168, 168)) + 800
    dem[140:150, 140:150] = np.nan
    return make_stack(tmp_path / "s", bands, required=("B2", "B3", "B4"), dem=dem)


def as_patch(stack: Stack) -> Patch:
    return Patch(PatchKey(7, "here"), stack.read(ALL, full_roi(stack.grid)), None)


def card_for(norm: Normalisation, channels: Sequence[str], **changes) -> ModelCard:
    return ModelCard(**card_fields(normalisation=norm, channels=list(channels), **changes))


FIXED = FixedNormalisation(kind="fixed", divide=[10.0] * 7, mean=[50.0] * 7, std=[7.0] * 7)
WHOLE = SceneStatistics(kind="scene-statistics")
BLOCKS = SceneStatistics(kind="scene-statistics", block_px=128)
MEMBERS = {  # as cards of version 1 had it
    "kind": "members",
    "members": [
        {"channels": ["dem", "B2"], "normalisation": BLOCKS, "fill": 0.5},
        {"channels": list(ALL), "normalisation": FIXED, "fill": -3.0},
    ],
}


def one(channels: Sequence[str], norm: Normalisation, fill: float = 0.0) -> list[InputGroup]:
    return [InputGroup(channels=list(channels), normalisation=norm, fill=fill)]


@pytest.mark.parametrize("norm", [FIXED, WHOLE, BLOCKS, MEMBERS], ids=["fixed", "whole", "blocks", "members"])
def test_a_patch_is_shown_as_the_scene_that_it_is(place: Stack, norm: Normalisation, tmp_path: Path) -> None:
    """B8 is optional and there, B9 optional and missing, B11 optional with a hole."""
    channels = [*ALL, "B9"] if norm is not FIXED else list(ALL)
    asked = [name for name in ("B8", "B9", "B11") if name in channels]
    card = card_for(norm, channels, optional_channels=asked, fill=-2.5)
    channels, optional = card.channels, card.optional_channels  # members are not fed all of them
    roi = full_roi(place.grid)
    normalise = Normaliser(card, scene_references(place, card, tmp_path, Silent()))
    raw, reasons = place.read_observed(channels, roi)
    scene = normalise(raw, reasons == Reason.OBSERVED, roi)

    patch = as_patch(place)
    known = scene_statistics(place, channels, None, Silent())
    domain = ChannelStatistics(known.channels, known.mean.values[:, 0, 0], known.std.values[:, 0, 0])
    of_patches = PatchNormaliser(card.inputs, optional, {"here": domain})
    alone = of_patches(patch, ALL)

    assert alone.dtype == np.float32
    assert alone.shape[0] == card.input_channels
    assert np.isfinite(alone).all()
    np.testing.assert_array_equal(alone, scene)
    assert (reasons != Reason.OBSERVED).sum() == 40 + 64  # the holes in B3 and the DEM


def test_a_patch_is_shown_brightness_as_its_scene_nearly(place: Stack, tmp_path: Path) -> None:
    """The scene's median is from every fourth pixel, the patch's from all."""
    norm = RelativeBrightness(kind="relative-brightness", bands=["B4", "B3", "B2"], block_px=256)
    card = card_for(norm, ["B4", "B3", "B2"], fill=1.0)
    roi = full_roi(place.grid)
    raw, reasons = place.read_observed(card.channels, roi)
    scene = Normaliser(card, scene_references(place, card, tmp_path, Silent()))(raw, reasons == Reason.OBSERVED, roi)
    alone = PatchNormaliser(card.inputs)(as_patch(place), ALL)
    np.testing.assert_allclose(alone, scene, rtol=0.05)


def test_groups_of_one_model_are_normalised_as_if_each_were_alone(place: Stack, tmp_path: Path) -> None:
    bright = RelativeBrightness(kind="relative-brightness", bands=["B4", "B3", "B2"], block_px=128)
    fixed = FixedNormalisation(kind="fixed", divide=[10.0], mean=[50.0], std=[7.0])
    groups = [*one(["B4", "B3", "B2"], bright, 1.0), *one(["B11"], fixed), *one(["slope", "B2"], BLOCKS, -1.0)]
    card = made_card(inputs=groups, optional_channels=["B11"])
    roi = full_roi(place.grid)
    raw, reasons = place.read_observed(card.channels, roi)
    references = scene_references(place, card, tmp_path, Silent())
    scene = Normaliser(card, references)(raw, reasons == Reason.OBSERVED, roi)
    patch = PatchNormaliser(card.inputs, ["B11"])(as_patch(place), ALL)
    assert scene.shape == patch.shape == (6, *raw.shape[1:])
    np.testing.assert_array_equal(scene[3:], patch[3:])
    np.testing.assert_allclose(scene[:3], patch[:3], rtol=0.06)
    unseen = reasons != Reason.OBSERVED
    assert unseen.any()
    np.testing.assert_array_equal(scene[:, unseen], np.repeat([[1], [1], [1], [0], [-1], [-1]], unseen.sum(), axis=1))
    for k, (group, reference) in enumerate(zip(groups, references, strict=True)):
        first = sum(len(before.channels) for before in groups[:k])
        only = made_card(inputs=[group])
        index = [card.channels.index(name) for name in only.channels]
        alone = Normaliser(only, reference)(raw[index], ~unseen, roi)
        np.testing.assert_array_equal(alone, scene[first : first + len(group.channels)])


def test_the_patchs_own_values_do_not_change(place: Stack) -> None:
    patch = as_patch(place)
    before = patch.values.copy()
    for norm in (FIXED, BLOCKS):
        out = PatchNormaliser(one(ALL, norm, 9.0), ["B11"])(patch, ALL)
        assert not np.shares_memory(out, patch.values)
    np.testing.assert_array_equal(patch.values, before)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.05, 50), st.floats(-2000, 2000))
def test_gain_and_offset_of_a_sensor_vanish(seed: int, gain: float, offset: float) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(1000, 200, (3, 40, 40)).astype(np.float32)
    normalise = PatchNormaliser(one(["B2", "B3", "B4"], SceneStatistics(kind="scene-statistics", block_px=64)))
    first, second = (
        normalise(Patch(PatchKey(1, "a"), v.astype(np.float32), None), ("B2", "B3", "B4"))
        for v in (x, gain * x + offset)
    )
    np.testing.assert_allclose(first, second, atol=0.02)
    np.testing.assert_allclose(first.mean(axis=(1, 2)), 0, atol=1e-4)
    np.testing.assert_allclose(first.std(axis=(1, 2)), 1, atol=1e-4)


def test_a_constant_channel_is_centred_and_stays_finite() -> None:
    x = np.full((2, 20, 20), 700.0, np.float32)
    out = PatchNormaliser(one(["B2", "B3"], BLOCKS))(Patch(PatchKey(1, "a"), x, None), ("B2", "B3"))
    np.testing.assert_array_equal(out, 0)


def test_missing_channels_and_unknown_domains_are_named() -> None:
    patch = Patch(PatchKey(12, "Nepal"), np.ones((2, 8, 8), np.float32), None)
    with pytest.raises(InputError, match=r"Patch 12 of Nepal lacks B4, B8"):
        PatchNormaliser(one(["B2", "B4", "B8"], WHOLE))(patch, ("B2", "B3"))
    with pytest.raises(InputError, match=r"Nepal are not known \(known: Taiwan\)"):
        known = ChannelStatistics(("B2",), np.zeros(1), np.ones(1))
        PatchNormaliser(one(["B2"], WHOLE), (), {"Taiwan": known})(patch, ("B2", "B3"))
    with pytest.raises(InputError, match="no statistics of B3"):
        PatchNormaliser(one(["B2", "B3"], WHOLE), (), {"Nepal": known})(patch, ("B2", "B3"))


def test_optional_channels_that_are_missing_get_the_fill() -> None:
    x = np.random.default_rng(0).normal(500, 50, (2, 16, 16)).astype(np.float32)
    patch = Patch(PatchKey(1, "a"), x, None)
    out = PatchNormaliser(one(["B10", "B2", "dem", "B3"], BLOCKS, -4.0), ["B10", "dem"])(patch, ("B2", "B3"))
    assert (out[[0, 2]] == -4.0).all()
    np.testing.assert_allclose(out[[1, 3]].std(axis=(1, 2)), 1, atol=1e-3)


# ---------------------------------------------------------------------------------------------------------- the passes


def test_clouds_do_not_count(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    band = rough(rng, (100, 90), 800, 60)
    clouds = np.zeros((100, 90), np.uint8)
    clouds[:40] = Reason.CLOUD
    clear = scene_statistics(make_stack(tmp_path / "a", {"B2": band}, required=("B2",), clouds=clouds), ["B2"], None,
                             Silent())  # fmt: skip
    band[:40] = 9000
    cloudy = scene_statistics(make_stack(tmp_path / "b", {"B2": band}, required=("B2",), clouds=clouds), ["B2"], None,
                              Silent())  # fmt: skip
    np.testing.assert_array_equal(clear.mean.values, cloudy.mean.values)
    np.testing.assert_array_equal(clear.std.values, cloudy.std.values)
    assert float(clear.mean.values[0, 0, 0]) == pytest.approx(band[40:].astype(np.float32).mean(), rel=1e-5)


def test_blocks_are_those_of_numpy(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    band = rough(rng, (130, 200), 800, 60)
    band[:, 100:] += 700
    clouds = np.zeros((130, 200), np.uint8)
    clouds[65:, 150:] = Reason.CLOUD  # the last block: nothing observed
    clouds[5:9, 3:30] = Reason.SNOW
    stack = make_stack(tmp_path / "a", {"B2": band}, required=("B2",), clouds=clouds)
    found = scene_statistics(stack, ["B2", "B9"], 50, Silent())
    rows, cols = block_edges(130, 50), block_edges(200, 50)
    assert found.mean.values.shape == (2, len(rows) - 1, len(cols) - 1) == (2, 3, 4)
    stored = band.astype(np.float32)
    for i in range(3):
        for j in range(4):
            piece = (slice(rows[i], rows[i + 1]), slice(cols[j], cols[j + 1]))
            x = stored[piece][clouds[piece] == 0].astype(float)
            if x.size < 0.05 * stored[piece].size:
                x = stored[clouds == 0].astype(float)
            assert found.mean.values[0, i, j] == pytest.approx(x.mean(), rel=1e-6)
            assert found.std.values[0, i, j] == pytest.approx(x.std(), rel=1e-6)
    assert (found.mean.values[1] == 0).all()  # B9 is not there
    assert (found.std.values[1] == 1).all()


@pytest.mark.parametrize("block", [None, 64, 300])
def test_a_large_scene_is_sampled_and_gives_nearly_the_same(tmp_path: Path, block: int | None) -> None:
    rng = np.random.default_rng(2)
    bands = {name: rough(rng, (640, 500), 900, 80) for name in ("B2", "B8")}
    for band in bands.values():
        band += 0.8 * np.arange(640)[:, None]
    dem = np.cumsum(rng.normal(3, 1, (680, 540)), axis=0)
    stack = make_stack(tmp_path / "a", bands, required=("B2", "B8"), dem=dem)
    names = ["B2", "B8", "slope"]
    exact = scene_statistics(stack, names, block, Silent())
    looked_at = sum(roi[0].stop - roi[0].start for roi in passes._sampled(stack.grid, block, 0))
    sampled = scene_statistics(stack, names, block, Silent(), whole_px=0)
    assert looked_at <= 640 / 4 + 4
    spread = exact.std.values
    assert np.abs(sampled.mean.values - exact.mean.values).max() < 0.35 * spread.max()
    # slope from a DEM that is thinned out would be smaller by far more than this
    assert sampled.mean.values[2].mean() == pytest.approx(exact.mean.values[2].mean(), rel=0.03)
    assert np.median(np.abs(sampled.std.values / exact.std.values - 1)) < 0.1


def test_a_field_does_not_depend_on_the_piece() -> None:
    rng = np.random.default_rng(0)
    rows, cols = block_edges(700, 90), block_edges(800, 130)
    values = rng.normal(size=(2, len(rows) - 1, len(cols) - 1)).astype(np.float32)
    field = BlockField(values, block_centres(rows), block_centres(cols))
    whole = field.layer(1, (slice(0, 700), slice(0, 800)))
    for piece in ((slice(0, 1), slice(0, 800)), (slice(321, 400), slice(5, 700)), (slice(690, 700), slice(799, 800))):
        np.testing.assert_array_equal(field.layer(1, piece), whole[piece])
    assert field.layer(0, (slice(700, 700), slice(0, 800))).shape == (0, 800)
    assert whole.min() >= values[1].min() - 1e-6
    assert whole.max() <= values[1].max() + 1e-6
    middle = round(float(block_centres(rows)[3])), round(float(block_centres(cols)[2]))
    assert whole[middle] == pytest.approx(values[1, 3, 2], abs=0.05)
    assert np.abs(np.diff(whole, axis=0)).max() < 2 * np.abs(values).max() / 80


def test_a_reference_of_another_kind_is_refused() -> None:
    card = card_for(WHOLE, ["B2"])
    with pytest.raises(ValueError, match="scene-statistics"):
        Normaliser(card)
    Normaliser(card, StatisticsField.uniform(ChannelStatistics(("B2",), np.zeros(1), np.ones(1))))


# ------------------------------------------------------------------------------------------------------------ the card


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"optional_channels": ["B8"]}, "optional_channels must be among"),
        ({"optional_channels": ["B4", "B3", "B2"]}, "not all channels can be optional"),
        ({"normalisation": {"kind": "scene-statistics", "block_px": 8}}, "block_px"),
        (
            {
                "normalisation": {"kind": "relative-brightness", "bands": ["B4"], "block_px": 64},
                "optional_channels": ["B4"],
            },
            "brightness cannot be optional",
        ),
    ],
)
def test_a_card_that_breaks_the_contract(changes: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ModelCard(**card_fields(**changes))


def test_cards_of_before_read_as_they_did() -> None:
    fields = card_fields()
    assert "optional_channels" not in fields
    card = ModelCard(**fields)
    assert card.required_channels == card.channels
    assert card.input_channels == 3
    assert ModelCard.model_validate_json(card.model_dump_json()) == card


# -------------------------------------------------------------------------------------------------------------- detect


def test_detection_reports_what_was_filled(tmp_path: Path) -> None:
    from scene_kit import hillside

    folder, dem = hillside(tmp_path / "scene")
    channels = ["B4", "B10", "B1", "B2"]
    weights = np.zeros((1, 4, 3, 3), np.float32)
    weights[0, 0] = 10 / 9
    weights[0, 3] = -10 / 9
    weights[0, 1:3] = 100.0  # a filled channel must be exactly the fill, 0
    norm = {"kind": "fixed", "divide": [1000.0] * 4, "mean": [0.0] * 4, "std": [1.0] * 4}
    model = write_model(
        tmp_path / "m.onnx",
        weights=weights,
        channels=channels,
        optional_channels=["B1", "B10"],
        normalisation=norm,
    )

    class Said(Silent):
        def __init__(self) -> None:
            super().__init__()
            self.texts: list[str] = []

        def message(self, text: str) -> None:
            self.texts.append(text)

    said = Said()
    inventory = l4s_core.detect(folder, dem, model=model, clouds="none", progress=said)
    assert len(inventory.landslides) == 2
    assert inventory.run["filled_channels"] == "B10 B1" or inventory.run["filled_channels"] == "B1 B10"
    assert inventory.run["share_observed"] == 1.0
    assert any("B1" in text and "B10" in text and "fill" in text for text in said.texts)
    strict = write_model(
        tmp_path / "strict.onnx", weights=weights, channels=channels, optional_channels=["B1"], normalisation=norm
    )
    with pytest.raises(InputError, match="lacks B10, which the model needs"):
        l4s_core.detect(folder, dem, model=strict, clouds="none")


@pytest.mark.parametrize("block", [None, 100])
def test_detection_with_the_scenes_own_statistics_ignores_gain_and_offset(tmp_path: Path, block: int | None) -> None:
    """The same slopes under another calibration give the same landslides."""
    from scene_kit import hillside

    folder, dem = hillside(tmp_path / "a" / "scene")
    other = tmp_path / "b" / "scene"
    other.mkdir(parents=True)
    for path in folder.glob("*.tif"):
        with rasterio.open(path) as src:
            data, profile = src.read(), src.profile
        with rasterio.open(other / path.name, "w", **profile) as dst:
            dst.write(np.clip(data * 1.9 + 300, 1, 60000).astype(data.dtype))
    red = np.zeros((1, 3, 3, 3), np.float32)
    red[0, 0] = 10 / 9
    norm = {"kind": "scene-statistics", "block_px": block}
    model = write_model(tmp_path / "m.onnx", weights=red, normalisation=norm)
    found = [
        l4s_core.detect(where, dem, model=model, clouds="none", offset=0).landslides["area_m2"]
        for where in (folder, other)
    ]
    assert len(found[0]) >= 2
    assert found[0].sum() == pytest.approx(found[1].sum(), rel=0.05)


def test_real_patches_become_standard(shared_data: Path) -> None:
    import h5py

    for path in sorted((shared_data / "l4s" / "TrainData" / "img").glob("*.h5"))[:3]:
        with h5py.File(path) as file:
            x = np.moveaxis(file["img"][:], -1, 0).astype(np.float32)
        out = PatchNormaliser(one(L4S_NAMES, BLOCKS))(Patch(PatchKey(1, "a"), x, None), L4S_NAMES)
        np.testing.assert_allclose(out.mean(axis=(1, 2)), 0, atol=1e-3)
        assert (np.abs(out.std(axis=(1, 2)) - 1) < 2e-3).all()
