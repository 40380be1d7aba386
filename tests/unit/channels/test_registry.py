"""Every registered channel has one name, and whatever is no channel is answered with the nearest that are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from l4s_core.base.errors import InputError
from l4s_core.channels.indices import INDICES, index_values
from l4s_core.channels.l4s import L4S_CHANNELS, L4S_NAMES, l4s_divisors
from l4s_core.channels.names import canonical_channel, parse_channels
from l4s_core.channels.registry import (
    ALL_CHANNELS,
    PRE,
    bands_of,
    channel,
    is_before,
    is_optical,
    is_reflectance,
    is_terrain,
    unknown_problem,
)
from l4s_core.inference.card import ModelCard
from l4s_core.networks.spec import NetworkSpec
from l4s_core.training.recipes.channel_groups import channels_named
from onnx_models import card_fields

ANY = st.sampled_from(ALL_CHANNELS)
REFLECTANCE = st.floats(-200, 12000, width=32)


def test_fourteen_are_those_of_the_data_set_in_its_order() -> None:
    assert (*(f"B{k}" for k in range(1, 13)), "slope", "dem") == L4S_NAMES
    assert {name for name in ALL_CHANNELS if channel(name).l4s_divisor and not is_before(name)} == set(L4S_NAMES)
    assert l4s_divisors()[3] == pytest.approx(445.17289745)
    assert [one.unit for one in L4S_CHANNELS[-2:]] == ["degrees", "metres"]


@given(ANY)
def test_a_channel_is_of_one_source_and_understood_in_any_capitals(name: str) -> None:
    assert [is_optical(name), is_before(name), is_terrain(name), channel(name).source == "index"].count(True) == 1
    assert canonical_channel(name) == canonical_channel(name.upper()) == canonical_channel(f" {name.lower()} ") == name
    assert channels_named(name) == (name,)
    assert NetworkSpec(name="unet", channels=(name,)).channels == (name,)


@pytest.mark.parametrize("name", [name for name in ALL_CHANNELS if is_before(name)])
def test_before_is_the_same_thing_of_the_other_scene(name: str) -> None:
    now, then = channel(name.removeprefix(PRE)), channel(name)
    assert (then.unit, then.native_m, then.l4s_divisor) == (now.unit, now.native_m, now.l4s_divisor)
    assert is_reflectance(name) == is_optical(now.name)


@pytest.mark.parametrize(
    ("text", "name"),
    [("B04", "B4"), ("pre:b04", "pre:B4"), ("PRE:ndvi", "pre:NDVI"), ("Band 8A", "B8A"), ("plan-curvature",
     "plan_curvature"), ("Slope", "slope"), ("pre:slope", None), ("pre:pre:B4", None), ("red", None), ("", None)],
)  # fmt: skip
def test_names_as_they_arrive(text: str, name: str | None) -> None:
    assert canonical_channel(text) == name


def test_an_unknown_name_gives_the_nearest() -> None:
    assert unknown_problem(["B4", "NDVJ"]) == "There is no channel 'NDVJ'; nearest: NDVI."
    assert "curvature" in str(unknown_problem(["curvatur"]))
    assert "the terrain has no before; take slope" in str(unknown_problem(["pre:slope"]))
    assert "the bands B1, B2" in str(unknown_problem(["?"]))
    assert unknown_problem(ALL_CHANNELS) is None
    for text, words in (("B4,BB4", "no channel 'BB4'"), ("B4,b04", "B4 is named twice"), (" , ", "No channel")):
        with pytest.raises(InputError, match=words):
            parse_channels(text)
    assert parse_channels("b04, pre:B4 ,ndvi") == ("B4", "pre:B4", "NDVI")


@given(st.lists(ANY, min_size=1, max_size=20, unique=True))
def test_a_card_may_name_any_of_them(names: list[str]) -> None:
    ones = [1.0] * len(names)
    fixed = {"kind": "fixed", "divide": ones, "mean": ones, "std": ones}
    assert ModelCard(**card_fields(channels=names, normalisation=fixed)).channels == names
    brightness = {"kind": "relative-brightness", "bands": names, "block_px": 64}
    if all(map(is_optical, names)):
        assert ModelCard(**card_fields(channels=names, normalisation=brightness)).channels == names
    else:
        with pytest.raises(ValueError, match="bands of the scene"):
            ModelCard(**card_fields(channels=names, normalisation=brightness))


@given(st.sampled_from(sorted(INDICES)), st.lists(REFLECTANCE, min_size=4, max_size=4), st.floats(0.25, 8))
def test_indices_are_ratios(name: str, values: list[float], gain: float) -> None:
    bands = {band: np.full((1, 1), value, np.float32) for band, value in zip(INDICES[name].bands, values, strict=False)}
    [[found]] = index_values(name, bands)
    assert -1 <= found <= 1
    brighter = {band: layer * np.float32(gain) for band, layer in bands.items()}
    assert index_values(name, brighter)[0, 0] == pytest.approx(found, abs=1e-5)
    hole = {**bands, INDICES[name].bands[-1]: np.full((1, 1), np.nan, np.float32)}
    assert np.isnan(index_values(name, hole)).all()


def test_indices_by_hand() -> None:
    bands = {"B2": 600, "B3": 800, "B4": 1000, "B8": 3000, "B11": 2000, "B12": 1500}
    layers = {name: np.full((2, 2), value, np.float32) for name, value in bands.items()}
    expected = {
        "NDVI": 2000 / 4000, "NDWI": -2200 / 3800, "MNDWI": -1200 / 2800, "NDMI": 1000 / 5000, "NBR": 1500 / 4500,
        "BSI": (3000 - 3600) / 6600, "NDSI": -1200 / 2800,
    }  # fmt: skip
    assert {name: float(index_values(name, layers)[0, 0]) for name in INDICES} == pytest.approx(expected)


def test_the_bands_behind_channels() -> None:
    assert bands_of(["NDVI", "B2", "BSI"]) == ("B2", "B8", "B4", "B11")
