"""One palette for the package and the plugin, which everybody can read."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from l4s_core.base.palette import as_rgb, palette
from l4s_core.base.reasons import WORDS, Reason
from l4s_core.inventory.outline.landslides import confidence

ROOT = Path(__file__).resolve().parents[3]
# how colours look to eyes without one kind of cones: Machado, Oliveira & Fernandes (2009), severity 1, of linear sRGB
EYES = {
    "all": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}


def lab(colour: str, eyes: str = "all") -> npt.NDArray[np.float64]:
    """CIE L*a*b* (D65) of ``#rrggbb``, as some eyes see it."""
    coded = np.array(as_rgb(colour)) / 255
    linear = EYES[eyes] @ np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(linear, 0, 1) / [0.9505, 1, 1.089]
    x, y, z = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_the_plugin_carries_the_same_file() -> None:
    original, copy = ROOT / "l4s_core" / "base" / "palette.json", ROOT / "qgis_plugin" / "palette.json"
    assert copy.read_bytes() == original.read_bytes(), "scripts/package_plugin --prepare brings the copy up"


def test_every_reason_has_a_look() -> None:
    assert set(palette().reasons) == {word for reason, word in WORDS.items() if reason != Reason.OBSERVED}


@pytest.mark.parametrize("eyes", EYES)
def test_reasons_are_told_apart_by_all_eyes(eyes: str) -> None:
    seen = {word: lab(look.colour, eyes) for word, look in palette().reasons.items()}
    distances = {pair: np.linalg.norm(seen[pair[0]] - seen[pair[1]]) for pair in itertools.combinations(seen, 2)}
    assert min(distances.values()) > 20, min(distances, key=lambda pair: distances[pair])


@pytest.mark.parametrize("eyes", EYES)
def test_what_was_reviewed_is_told_from_the_rest_by_all_eyes(eyes: str) -> None:
    seen = {word: lab(colour, eyes) for word, colour in palette().status.items()}
    for one, other in itertools.combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 20, (one, other)
    for word, graded in itertools.product(seen, palette().confidence):
        assert np.linalg.norm(seen[word] - lab(graded.colour, eyes)) > 20, (word, graded.word)


def test_reasons_are_seen_on_dark_forest() -> None:
    forest = lab("#1e2d1e")[0]
    assert min(lab(look.colour)[0] for look in palette().reasons.values()) > forest + 20


@pytest.mark.parametrize("eyes", EYES)
def test_order_of_confidence_and_probability_is_that_of_lightness(eyes: str) -> None:
    confidence_lightness = [lab(one.colour, eyes)[0] for one in palette().confidence]
    assert np.all(np.diff(confidence_lightness) > 5), "the higher, the darker"
    probability_lightness = [lab(colour, eyes)[0] for _, colour in palette().probability]
    assert np.all(np.diff(probability_lightness) > 5), "the higher, the brighter"


def test_probability_covers_everything() -> None:
    values = [value for value, _ in palette().probability]
    assert values[0] == 0 and values[-1] == 1 and values == sorted(set(values))


def test_classes_follow_the_cut_offs() -> None:
    for one in palette().confidence:
        assert confidence(np.array([one.lowest]))[0] == one.usgs
    assert palette().confidence[-1].lowest == 0, "every landslide has a class"
