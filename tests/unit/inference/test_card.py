"""Cards: version 1 is read as version 2, and what is wrong is one sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from l4s_core.base.errors import InputError
from l4s_core.inference.card import METADATA_KEY, ModelCard, parse_card
from l4s_core.inference.installed import installed_models
from onnx_models import card_fields, made_card

BRIGHT = {"kind": "relative-brightness", "bands": ["B4", "B3", "B2"], "block_px": 256}
SWIR = {"kind": "fixed", "divide": [1000.0, 1000.0], "mean": [0.5, 0.4], "std": [0.2, 0.2]}
TERRAIN = {"kind": "scene-statistics", "block_px": 128}
GROUPS = [
    {"channels": ["B4", "B3", "B2"], "normalisation": BRIGHT, "fill": 1.0},
    {"channels": ["B11", "B12"], "normalisation": SWIR, "fill": 0.0},
    {"channels": ["slope"], "normalisation": TERRAIN, "fill": -1.0},
]


def version_2(**changes: Any) -> dict[str, Any]:
    return json.loads(made_card(inputs=GROUPS).model_dump_json()) | changes


def test_a_card_of_version_1_is_one_group() -> None:
    card = ModelCard(**card_fields())
    assert card.format_version == 2
    assert [group.channels for group in card.inputs] == [["B4", "B3", "B2"]]
    assert (card.channels, card.network_fill, card.layers) == (["B4", "B3", "B2"], [0.0] * 3, ["probability"])
    assert ModelCard.model_validate_json(card.model_dump_json()) == card


def test_members_of_version_1_are_groups() -> None:
    members = [{**GROUPS[0]}, {**GROUPS[1]}]
    fields = card_fields(
        channels=["B4", "B3", "B2", "B11", "B12", "B8"],
        optional_channels=["B12", "B8"],  # no member is fed B8
        normalisation={"kind": "members", "members": members},
    )
    card = ModelCard(**fields)
    assert card.channels == ["B4", "B3", "B2", "B11", "B12"]
    assert card.optional_channels == ["B12"]
    assert card.network_fill == [1.0, 1.0, 1.0, 0.0, 0.0]


def test_version_0_of_the_default_model_is_the_file_it_was_and_opens() -> None:
    import onnx

    path = installed_models()["l4s-lite-v0"]
    [text] = [entry.value for entry in onnx.load(path).metadata_props if entry.key == METADATA_KEY]
    old, card = json.loads(text), parse_card(text, str(path))
    assert old["format_version"] == 1
    assert card.channels == old["channels"]
    assert card.inputs[0].normalisation.model_dump() == old["normalisation"]
    assert card.network_fill == [old["fill"]] * len(old["channels"])
    new = card.model_dump()
    assert all(new[name] == value for name, value in old.items()
               if name not in ("format_version", "channels", "normalisation", "fill", "trained_on"))  # fmt: skip


def test_groups_of_one_model() -> None:
    card = made_card(inputs=GROUPS, optional_channels=["B12"])
    assert card.network_channels == card.channels == ["B4", "B3", "B2", "B11", "B12", "slope"]
    assert card.network_fill == [1.0] * 3 + [0.0] * 2 + [-1.0]
    assert card.required_channels == ["B4", "B3", "B2", "B11", "slope"]
    twice = made_card(inputs=[*GROUPS, {**GROUPS[2], "fill": 5.0}])
    assert twice.channels == card.channels
    assert twice.input_channels == 7


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"inputs": []}, "inputs"),
        ({"inputs": [{"channels": ["B4"], "fill": 0.0}]}, "normalisation"),
        ({"inputs": [{**GROUPS[0], "fill": float("nan")}]}, "fill"),
        ({"inputs": [{**GROUPS[1], "channels": ["B11", "B11"]}]}, "named twice"),
        ({"inputs": [{**GROUPS[1], "channels": ["B11"]}]}, "one number per channel"),
        ({"inputs": [{**GROUPS[2], "channels": ["slope"] * 300}]}, "at most 256"),
        ({"inputs": GROUPS * 40}, "at most 64"),
        ({"inputs": "B4"}, "inputs"),
        ({"channels": ["B4"]}, "channels"),
        ({"layers": ["uncertainty"]}, "first layer must be the probability"),
        ({"layers": ["probability", "probability"]}, "none may be there twice"),
        ({"layers": ["probability", "../x"]}, "layers"),
        ({"calibration": {"green": {"kind": "temperature", "temperature": 1}}}, "calibration"),
        ({"calibration": {"any": {"kind": "temperature", "temperature": "nan"}}}, "calibration"),
        ({"confidence": [{"usgs": 8, "lowest": 0.1}, {"usgs": 1, "lowest": 0.5}]}, "higher one"),
        ({"confidence": [{"usgs": 8, "lowest": 0.9}]}, "must begin at 0"),
        ({"confidence": [{"usgs": 7, "lowest": 0.0}]}, "usgs"),
        ({"domain": {"at": [0.5, 0.1], "quantiles": {}}}, "must rise"),
        ({"domain": {"at": [0.1, 0.5], "quantiles": {"B4": [3.0, 2.0]}}}, "not fall"),
        ({"domain": {"at": [0.5], "quantiles": {"B4": [float("inf")]}}}, "quantiles"),
    ],
)
def test_what_is_wrong_in_version_2(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        parse_card(json.dumps(version_2(**changes)), "m.onnx")
    assert str(caught.value).startswith("The metadata block of m.onnx is not valid")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "7",
        "[" * 100_000,
        '{"format_version": 1, "normalisation": ' + "[" * 50_000 + "]" * 50_000 + "}",
        '{"format_version": 1, "channels": 5, "normalisation": {"kind": "members", "members": [5, {"channels": 7}]}}',
        '{"format_version": 1, "optional_channels": {}, "normalisation": {"kind": "members", "members": [[]]}}',
        '{"format_version": true}',
        '{"format_version": {"a": [1]}}',
        '{"format_version": 1e400}',
        '{"format_version": "' + "2" * 100_000 + '"}',
        " " * (16 * 1024**2 + 1),
    ],
)
def test_hostile_cards_are_one_sentence(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_card(text, "m.onnx")
    assert len(str(caught.value)) < 600
    assert "\n" not in str(caught.value)


def test_confidence_and_domain_are_read_back(tmp_path: Path) -> None:
    card = made_card(
        inputs=GROUPS,
        confidence=[{"usgs": 8, "lowest": 0.85, "precision": 0.9}, {"usgs": 1, "lowest": 0.0}],
        domain={
            "at": [0.05, 0.95],
            "quantiles": {"B4": [200.0, 2500.0]},
            "levels": {"L2A": 1.0},
            "shares": {"snow": 0.1},
        },
    )
    assert card.confidence_from == {8: 0.85, 1: 0.0}
    assert parse_card(card.model_dump_json(), "x") == card
    assert made_card(inputs=GROUPS).confidence_from is None
