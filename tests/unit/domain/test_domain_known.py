"""Whether a scene is like what a model was trained on, by the quantiles on its card."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from l4s_core.domain.known import known_doubts, likeness
from l4s_core.domain.samples import Samples
from l4s_core.domain.types import Doubt
from l4s_core.inference.card import (
    DomainStatistics,
    FixedNormalisation,
    InputGroup,
    ModelCard,
    RelativeBrightness,
)
from l4s_core.inference.open import describe_model

BANDS = ["B4", "B3", "B2"]
AT = [0.01, 0.5, 0.99]
FIXED = FixedNormalisation(kind="fixed", divide=[1.0] * 3, mean=[0.0] * 3, std=[1.0] * 3)
RELATIVE = RelativeBrightness(kind="relative-brightness", bands=BANDS, block_px=256)


def card(normalisation: Any, domain: dict[str, list[float]] | None) -> ModelCard:
    known = None if domain is None else DomainStatistics(at=AT, quantiles=domain)
    group = InputGroup(channels=BANDS, normalisation=normalisation, fill=0.0)
    return describe_model(None)[0].model_copy(update={"id": "mine", "inputs": [group], "domain": known})


def samples(level: float, spread: float = 100) -> Samples:
    values = np.random.default_rng(2).normal(level, spread, (3, 4000))
    return Samples(tuple(BANDS), (values * [[1.0], [0.8], [0.6]]).astype(np.float32))  # red as soil, not grey as cloud


def doubts(scene: Samples, model: ModelCard) -> list[Doubt]:
    return known_doubts(likeness(scene, model, None), model)


@pytest.mark.parametrize(("level", "unknown"), [(60, True), (600, False), (1190, False), (6000, True)])
def test_the_middle_of_the_scene_is_looked_for_in_the_range_of_the_patches(level: float, unknown: bool) -> None:
    found = doubts(samples(level), card(FIXED, {"B4": [200, 600, 1200]}))
    assert [doubt.id for doubt in found] == ["unknown-to-model"] * unknown
    if unknown:
        assert "B4" in found[0].text and "known 200 to 1200" in found[0].text and "mine" in found[0].text


def test_a_few_bright_pixels_make_no_scene_unknown() -> None:
    one = samples(600)
    one.values[:, :1500] = 9000
    assert doubts(one, card(FIXED, {"B4": [200, 600, 1200]})) == []


def test_channels_fed_relative_to_the_scene_have_no_level() -> None:
    domain = {name: [200.0, 600.0, 1200.0] for name in BANDS}
    assert doubts(samples(60), card(RELATIVE, domain)) == []
    assert doubts(samples(60), card(FIXED, None)) == []
    assert doubts(samples(60), card(FIXED, {"dem": [0.0, 100.0, 900.0]})) == []


def test_a_card_with_one_quantile_tells_nothing() -> None:
    one = DomainStatistics(at=[0.5], quantiles={"B4": [600.0]})
    assert doubts(samples(60), card(FIXED, {}).model_copy(update={"domain": one})) == []
