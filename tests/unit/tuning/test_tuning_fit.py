"""Neighbourhoods, fits and what is said of them: draws whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.inference.calibration import Isotonic, Platt, Temperature
from l4s_core.tuning.blocks import APART_M, FEWEST, apart, blocks_of, pixel_blocks
from l4s_core.tuning.card import calibration_of
from l4s_core.tuning.fit import Way, fit, ways
from l4s_core.tuning.judge import judge
from l4s_core.tuning.types import LANDSLIDE, NO_LANDSLIDE, UNSEEN, Lever, Samples
from onnx_models import made_card


def made(seed: int, *, shift: float = 0.0, helps: bool = False, polygons: int = 40, signal: float = 2.5) -> Samples:
    """Pixels of polygons all over 8 km, landslides and not in turn, whose logit is ``shift`` too low; with ``helps``
    the second of three features tells them apart and the logit does not."""
    rng = np.random.default_rng(seed)
    polygon = np.repeat(np.arange(polygons), 30)
    label = np.where(polygon % 2 == 0, LANDSLIDE, NO_LANDSLIDE).astype(np.uint8)
    truth = np.where(label == LANDSLIDE, 1.0, -1.0)
    around = 300
    place = rng.uniform(0, 8000, (polygons, 2))[polygon] + rng.uniform(-20, 20, (len(polygon), 2))
    place = np.concatenate([place, rng.uniform(0, 8000, (around, 2))])
    logit = np.concatenate([(0.0 if helps else signal) * truth - shift, np.full(around, -6.0)])
    logit += rng.normal(0, 1, len(logit))
    features = rng.normal(0, 1, (len(logit), 3))
    if helps:
        features[: len(truth), 1] += 2 * truth
    return Samples(
        logit,
        {"layer": features.astype(np.float32)},
        np.concatenate([label, np.full(around, UNSEEN, np.uint8)]),
        np.concatenate([polygon, np.full(around, -1)]),
        np.concatenate([np.ones(len(polygon)), np.full(around, 50.0)]),
        place,
    )


def judged(samples: Samples, levers: list[Lever]):
    inside = samples.polygon >= 0
    first = np.unique(samples.polygon[inside], return_index=True)[1]
    blocks = pixel_blocks(samples, blocks_of(samples.place[inside][first], samples.label[inside][first]))
    return judge(samples, blocks, ways(levers), 0.0, 1.0, Silent())


LEVERS = [Lever("layer", np.zeros(3))]


def test_what_is_marked_by_a_calibration_stays_marked_at_the_same_threshold() -> None:
    logit = np.linspace(-6, 6, 4001)
    for how in (
        Isotonic(kind="isotonic", logits=[-5.0, -1.0, 0.5, 4.0], probabilities=[0.01, 0.2, 0.3, 0.9]),
        Platt(kind="platt", slope=0.7, intercept=-1.2),
        Temperature(kind="temperature", temperature=1.7),
    ):
        card = made_card(calibration={"any": how}, threshold=0.27)
        found = calibration_of(card, card.channels)
        new = found.slope * logit + found.intercept
        np.testing.assert_array_equal(new >= np.log(0.27 / 0.73), how.probability(logit) >= 0.27)


def test_a_shift_that_is_known_is_found() -> None:
    before = made(0, shift=3.0)
    found = fit(before, Way("shift of the logit"), 0.0)
    assert found.shift == pytest.approx(3.0, abs=0.7)
    result, final = judged(before, [])
    assert result.interval[0] > 0 and result.f1[1] > 0.95 > 0.75 > result.f1[0]
    assert final.way.count >= 1
    assert result.decided_after.found == 20 and result.decided_after.still_marked <= 3


def test_numbers_of_a_lever_are_taken_where_the_logit_says_nothing() -> None:
    result, final = judged(made(1, helps=True), LEVERS)
    assert final.way.name == "layer" and result.interval[0] > 0
    assert final.numbers[1] > 3 * np.abs(final.numbers[[0, 2]]).max()
    assert result.elsewhere[1] < 0.01  # ground that nobody decided on stays unmarked


@pytest.mark.parametrize("seed", range(4))
def test_decisions_by_lot_do_not_help(seed: int) -> None:
    result, final = judged(made(seed, signal=0.0, shift=-4.0), LEVERS)  # all of them are marked
    assert final.way.count == 0 or result.interval[0] <= 0
    assert result.f1[1] == pytest.approx(result.f1[0], abs=0.05)


def test_the_gradient_is_that_of_the_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    from scipy.optimize import check_grad

    from l4s_core.tuning import fit as module

    seen = {}
    real = module.minimize
    monkeypatch.setattr(module, "minimize", lambda f, x, **how: seen.update(f=f) or real(f, x, **how))
    fit(made(2, helps=True), Way("layer", slope=True, lever=LEVERS[0], shrink=0.01), 0.0)
    for x in np.random.default_rng(0).normal(0, 0.5, (5, 5)):
        assert check_grad(lambda x: seen["f"](x)[0], lambda x: seen["f"](x)[1], x) < 1e-5


def test_evidence_keeps_its_signs() -> None:
    start, terms = np.array([-0.5, 0.0, 0.2]), (0, 0, 1)
    samples = made(3, helps=True)
    samples.features["layer"][:, 2] = -samples.features["layer"][:, 1]
    free, kept = (
        fit(samples, Way("layer", lever=Lever("layer", start, keeps_sign=keeps, terms=terms), shrink=1e-4), 0.0, 2.0)
        for keeps in (False, True)
    )
    assert free.numbers[1] > 0.1 and 2 * start[2] + free.numbers[2] < 0  # what they would like
    new = 2 * start + kept.numbers
    assert (new[:2] <= 1e-9).all() and new[2] >= -1e-9


@pytest.mark.parametrize("seed", range(5))
def test_every_neighbourhood_has_both_kinds_and_nothing_near_is_fitted_to(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(12, 50))
    centres, verdicts = rng.uniform(0, 5000, (count, 2)), rng.integers(0, 2, count).astype(np.uint8)
    verdicts[:6] = [0, 1, 0, 1, 0, 1]
    try:
        blocks = blocks_of(centres, verdicts)
    except InputError:
        assert min(verdicts.sum(), count - verdicts.sum()) < 8
        return
    assert blocks.max() + 1 >= FEWEST
    for block in range(blocks.max() + 1):
        assert set(verdicts[blocks == block]) == {0, 1}
    samples = made(seed, polygons=40)
    inside = samples.polygon >= 0
    of_pixel = pixel_blocks(samples, (np.arange(40) // 14).astype(np.int64))
    for block in range(3):
        learnt, own = apart(samples, of_pixel, block)
        assert not (learnt & own).any()
        assert cdist(samples.place[learnt], samples.place[own & inside]).min() > APART_M


def test_too_few_are_refused() -> None:
    centres = np.random.default_rng(0).uniform(0, 5000, (12, 2))
    verdicts = np.array([1] * 10 + [0] * 2, np.uint8)
    with pytest.raises(InputError, match="10 landslides and 2 rejected polygons are too few"):
        blocks_of(centres, verdicts)
