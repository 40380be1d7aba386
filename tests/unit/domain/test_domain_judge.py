"""The verdict on a scene, and the distance by which its windows are compared with training patches."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
from scipy.stats import wasserstein_distance

from l4s_core.domain.judge import judge
from l4s_core.domain.measure import OF_WINDOWS, QUANTILES, DomainMeter, distance, quantities, wasserstein
from l4s_core.domain.samples import Samples
from l4s_core.inference.card import FixedNormalisation, InputGroup, ModelCard
from l4s_core.inference.open import describe_model

NAMES = ("B2", "B3", "B4", "B8", "B11")
SNOW = np.array([[8500], [8300], [8200], [7500], [1000]])


@pytest.fixture(scope="module")
def default() -> ModelCard:
    return describe_model(None)[0]


@pytest.fixture(scope="module")
def scene(puthumala) -> Samples:  # type: ignore[no-untyped-def]
    """The example scene without its clouds, in 10 windows."""
    bands = []
    for name in NAMES:
        with rasterio.open(puthumala / f"B{name[1:].zfill(2)}.tif") as src:
            bands.append(src.read(1).astype(np.float32))
    values = np.stack(bands).reshape(len(NAMES), -1)
    values = values[:, values[0] < 1000]
    part = values.shape[1] // 10
    return Samples(NAMES, values[:, : part * 10], (part,) * 10)


def changed(scene: Samples, change) -> Samples:  # type: ignore[no-untyped-def]
    return Samples(scene.channels, change(scene.values.astype(np.float64)).astype(np.float32), scene.counts)


def stretched(values: np.ndarray) -> np.ndarray:
    low, high = np.percentile(values, [2, 98], axis=1, keepdims=True)
    return np.round(np.clip((values - low) / (high - low), 0, 1) * 255) * 10000 / 255


def under_snow(share: float):  # type: ignore[no-untyped-def]
    def snow(values: np.ndarray) -> np.ndarray:
        rng = np.random.default_rng(3)
        where = rng.random(values.shape[1]) < share
        noise = np.exp(rng.normal(0, 0.03, values.shape))
        return np.where(where, SNOW * noise, values)

    return snow


@pytest.mark.parametrize(("change", "reason"), [
    (lambda v: v + 1000, "no-dark-ground"), (lambda v: v - 1000, "negative"), (lambda v: v / 10000, "too-dark"),
    (lambda v: v * 60, "too-bright"), (stretched, "coarse-values"), (under_snow(0.7), "snow"),
    (lambda v: np.where(np.arange(5)[:, None] == 2, 500, v), "constant-band"),
])  # fmt: skip
def test_what_no_ground_can_be_is_refused_with_one_sentence(scene, default, change, reason) -> None:  # type: ignore[no-untyped-def]
    verdict = judge(changed(scene, change), default, "L2A")
    assert verdict.word == "refuse"
    assert reason in {doubt.id for doubt in verdict.doubts if doubt.certain}
    refusal = verdict.refusal("a.zip")
    assert refusal is not None and refusal.startswith("a.zip is not mapped: ") and refusal.endswith("say --force.")
    [text] = {doubt.text for doubt in verdict.doubts if doubt.certain and doubt.id == reason}
    assert text in refusal, "0 to 1 is no empty band"


def test_what_the_model_was_trained_on_passes(scene: Samples, default: ModelCard) -> None:
    verdict = judge(scene, default, "L2A")
    assert (verdict.word, verdict.doubts, verdict.windows, verdict.outside) == ("ok", (), 10, 0)
    assert verdict.rows() == {
        "domain": "ok", "domain_reasons": None, "domain_windows": 10, "domain_windows_outside": 0.0,
    }  # fmt: skip
    assert verdict.refusal("a.zip") is None


@pytest.mark.parametrize("change", [under_snow(0.3), lambda v: np.round(v / 10) * 10])
def test_what_could_be_is_not_refused(scene, default, change) -> None:  # type: ignore[no-untyped-def]
    """Some snow; values in steps of ten, which is no 8-bit picture."""
    assert judge(changed(scene, change), default, "L2A").word != "refuse"


def test_bare_rock_is_doubtful(scene: Samples, default: ModelCard) -> None:
    rock = changed(
        scene, lambda v: np.array([[700], [1000], [1300], [1700], [2200]]) * (0.5 + v / v.mean(1)[:, None] / 2)
    )
    verdict = judge(rock, default, "L2A")
    assert verdict.word == "warn"
    assert "bare-ground" in {doubt.id for doubt in verdict.doubts}
    assert "bare-ground" not in {doubt.id for doubt in judge(rock, default, "L2A", compared=True).doubts}


def test_other_colours_lie_outside(scene: Samples, default: ModelCard) -> None:
    """Red ground and no blue: the level stays, the ratios are those of no patch."""
    odd = changed(scene, lambda v: v * np.array([[0.35], [1], [2.2], [1], [1]]))
    verdict = judge(odd, default, "L2A")
    assert verdict.word == "warn"
    assert verdict.outside > 5
    [doubt] = [one for one in verdict.doubts if one.id == "unknown-to-model"]
    assert f"{verdict.outside} of 10 windows of the scene" in doubt.text and "B4/B3" in doubt.text


def test_a_model_for_one_level_refuses_the_other(scene: Samples, default: ModelCard) -> None:
    one = default.model_copy(update={"levels": ["L1C"]})
    assert [d.id for d in judge(scene, one, "L2A").doubts if d.certain] == ["level"]
    assert judge(scene, one, None).word == "ok"  # nobody knows
    assert default.domain is not None
    trained = default.domain.model_copy(update={"levels": {"L1C": 1.0}})
    both = judge(scene, default.model_copy(update={"domain": trained}), "L2A")
    assert ([d.id for d in both.doubts], both.word) == (["level"], "warn")
    assert "on L1C alone" in both.doubts[0].text
    partly = default.domain.model_copy(update={"levels": {"L1C": 0.2}})
    [doubt] = judge(scene, default.model_copy(update={"domain": partly}), "L2A").doubts
    assert "alone" not in doubt.text and "80% of its patches are of no known level" in doubt.text


def test_the_distance_is_that_of_scipy() -> None:
    rng = np.random.default_rng(8)
    at = np.linspace(0, 1, 2001)
    for _ in range(5):
        one, other = rng.gamma(2, 300, 4000), rng.normal(700, 200, 4000)
        ours = wasserstein(at.tolist(), np.quantile(one, at), np.quantile(other, at))
        assert ours == pytest.approx(wasserstein_distance(one, other), rel=0.01)
    steps = np.linspace(QUANTILES[0], QUANTILES[-1], 401)[1::2]
    a, b = (np.quantile(values, QUANTILES) for values in (one, other))
    same = wasserstein_distance(np.interp(steps, QUANTILES, a), np.interp(steps, QUANTILES, b))
    assert wasserstein(QUANTILES, a, b) == pytest.approx(same, rel=1e-9)


def test_the_distance_of_ratios_knows_no_side_and_that_of_levels_no_unit() -> None:
    known = np.quantile(np.exp(np.random.default_rng(1).normal(0, 0.3, 5000)), QUANTILES)
    assert distance(QUANTILES, known, known, "B4/B3") == 0
    assert distance(QUANTILES, known, known * 2, "B4/B3") == pytest.approx(
        distance(QUANTILES, known, known / 2, "B4/B3")
    )
    assert distance(QUANTILES, known, known + 1, "B4") == pytest.approx(
        distance(QUANTILES, 7 * known, 7 * (known + 1), "B4")
    )


def test_of_the_training_patches_themselves_one_in_a_hundred_is_outside() -> None:
    """The limit is a quantile of their own distances, whatever they look like."""
    rng = np.random.default_rng(6)
    norm = FixedNormalisation(kind="fixed", divide=[1.0], mean=[0.0], std=[1.0])
    inputs = [InputGroup(channels=["B11"], normalisation=norm, fill=0.0)]
    patches = [Samples(("B11",), rng.gamma(4, rng.uniform(100, 500), (1, 1500)).astype(np.float32)) for _ in range(300)]
    meter = DomainMeter(inputs, ())
    for patch in patches:
        meter.add(patch, "L1C")
    known = meter.result()
    assert set(known.quantiles) == {"B11", OF_WINDOWS + "B11"}
    assert known.levels == {"L1C": 1.0}
    base = describe_model(None)[0]
    card = base.model_copy(update={"inputs": inputs, "optional_channels": [], "domain": known})
    whole = Samples(("B11",), np.concatenate([p.values for p in patches], axis=1), (1500,) * 300)
    verdict = judge(whole, card, "L1C")
    assert verdict.windows == 300 and 1 <= verdict.outside <= 6
    assert "unknown-to-model" not in {doubt.id for doubt in verdict.doubts}


def test_of_pictures_without_a_scale_the_ratios_alone_are_kept(default: ModelCard) -> None:
    assert quantities(default.inputs) == ("B4/B3", "B3/B2", "B4", "B8")
    rng = np.random.default_rng(2)
    meter = DomainMeter(default.inputs, ("B2",))
    meter.add(Samples(("B4", "B3", "B2"), rng.uniform(1, 255, (3, 900)).astype(np.float32)), None, absolute=False)
    assert set(meter.result().quantiles) == {"B4/B3", "B3/B2", "windows:B4/B3", "windows:B3/B2"}
