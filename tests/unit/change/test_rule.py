"""Limits from the pair itself, and what a model and a change say together."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pytest

from l4s_core.change.evidence import greenness, relative_difference, usable_bands
from l4s_core.change.fuse import fuse
from l4s_core.change.rule import LIMITS, PLACEBO_RATE, ChangeRule, settle_rule
from l4s_core.change.season import days_apart_in_year, season_differences

BANDS = ("B2", "B3", "B4", "B8")
FOREST = np.array([250, 450, 300, 3000], np.float32)
SOIL = np.array([900, 1200, 1700, 2300], np.float32)
Layers = npt.NDArray[np.float32]


def forest(seed: int, count: int = 20_000, noise: float = 0.06) -> Layers:
    rng = np.random.default_rng(seed)
    return (FOREST[:, None] * (1 + rng.normal(0, noise, (4, count)))).astype(np.float32)


def ploughed(seed: int) -> Layers:
    """Fields, each with as much on it as it happens to have that day."""
    bare = np.random.default_rng(seed).uniform(0, 1, 20_000)
    return (forest(seed) * (1 - bare) + SOIL[:, None] * bare).astype(np.float32)


def rule_of(before: Layers, after: Layers, bands: tuple[str, ...] = BANDS, **more: bool) -> ChangeRule:
    take = [BANDS.index(name) for name in bands]
    found = settle_rule(bands, before[take], after[take], before[take], **more)
    assert found is not None
    return found


@pytest.mark.parametrize("bands", [BANDS, ("B2", "B3", "B4")])
def test_forest_that_becomes_soil_is_a_change_and_the_other_way_is_not(bands: tuple[str, ...]) -> None:
    rule = rule_of(forest(1), forest(2), bands)
    take = [BANDS.index(name) for name in bands]
    green, bare = (np.tile(spectrum[take, None, None], (1, 5, 5)) for spectrum in (FOREST, SOIL))
    assert (rule.score(green, bare) > rule.limit).all()
    assert (rule.score(bare, green) < 0).all()
    assert (rule.score(bare, bare) < rule.limit).all()
    assert rule.was_bare(bare).all()
    assert not rule.was_bare(green).any()


def test_a_pair_without_an_event_marks_as_little_as_it_says() -> None:
    before, after = forest(3, noise=0.35), forest(4, noise=0.35)
    rule = rule_of(before, after)
    forwards = rule.score(before[:, None], after[:, None])[0]
    assert rule.placebo_rate <= PLACEBO_RATE * 1.5
    assert np.mean(forwards >= rule.limit) <= 3 * PLACEBO_RATE


@pytest.mark.parametrize("bands", [BANDS, ("B2", "B3", "B4")])
def test_a_pair_in_which_nothing_would_stand_out_is_known_as_blind(bands: tuple[str, ...]) -> None:
    assert not rule_of(forest(1), forest(2), bands).blind
    assert rule_of(ploughed(1), ploughed(2), bands).blind


def test_an_event_on_a_tenth_of_the_ground_moves_the_limit_little() -> None:
    before, after = forest(5), forest(6)
    quiet = rule_of(before, after)
    after[:, :2000] = SOIL[:, None]
    busy = rule_of(before, after)
    assert busy.limit == pytest.approx(quiet.limit, abs=0.5)
    assert busy.green == pytest.approx(quiet.green, abs=0.01)


def test_ground_that_changes_both_ways_lifts_the_limit_and_the_rate_is_said() -> None:
    rng = np.random.default_rng(7)
    fields = np.where(rng.random((2, 20_000)) < 0.3, 1, 0)
    before, after = (np.where(is_bare, SOIL[:, None], FOREST[:, None]).astype(np.float32) for is_bare in fields)
    rule = rule_of(before, after)
    assert rule.limit == LIMITS[1]
    assert rule.placebo_rate > 0.01


def test_beside_a_road_that_lay_a_pixel_aside_nothing_is_new() -> None:
    road_before, road_after = (np.tile(FOREST[:, None, None], (1, 9, 9)) for _ in range(2))
    road_before[:, :, 4] = SOIL[:, None]
    road_after[:, :, 5] = SOIL[:, None]
    strict, around = (rule_of(forest(8), forest(9), around=how) for how in (False, True))
    assert (strict.score(road_before, road_after) >= strict.limit).any()
    assert not (around.score(road_before, road_after) >= around.limit).any()


def test_unknown_ground_has_no_score() -> None:
    rule = rule_of(forest(1), forest(2), around=True)
    before, after = (np.tile(spectrum[:, None, None], (1, 4, 4)) for spectrum in (FOREST, SOIL))
    before[:, 1, 1] = np.nan
    after[:, 2, 3] = np.nan
    assert np.isnan(rule.score(before, after)).sum() == 2


def test_few_pixels_settle_nothing() -> None:
    assert settle_rule(BANDS, forest(1, 100), forest(2, 100), forest(1, 100)) is None


def test_the_bands_that_tell_greenness() -> None:
    assert usable_bands(("B8", "B4"), ("B4", "B8", "B2")) == ("B4", "B8")
    assert usable_bands(("B2", "B3", "B4"), ("B2", "B3", "B4", "B8")) == ("B2", "B3", "B4")
    assert usable_bands(("B2", "B4"), ("B2", "B4")) == ()
    assert usable_bands(("B8",), ("B8",)) == ()


def test_relative_difference_is_that_of_hazmapper() -> None:
    assert relative_difference(np.float32(0.2), np.float32(0.8)) == pytest.approx(-60.0)  # -0.6 / sqrt(1)
    assert np.isnan(relative_difference(np.float32(-0.3), np.float32(0.1)))
    assert greenness(("B4", "B8"), np.array([1000.0, 3000.0], np.float32)) == pytest.approx(0.5)


def test_the_model_and_the_change_have_to_agree() -> None:
    limit = 5.0
    shape = (40, 40)
    for probability, score, new in (
        (0.3, 9.0, True),  # unsure, but the ground changed
        (0.9, 9.0, True),
        (0.999, 0.0, False),  # bare before, however sure the model is
        (0.002, 9.0, False),  # a field that was ploughed
        (0.6, limit, True),  # at the limit the model decides
        (0.4, limit, False),
    ):
        fused = fuse(np.full(shape, probability, np.float32), np.full(shape, score, np.float32), limit)
        assert (fused >= 0.5).all() == new, (probability, score)


def test_a_run_out_that_the_model_hardly_sees_joins_its_source() -> None:
    probability = np.full((60, 60), 0.002, np.float32)
    score = np.zeros_like(probability)
    score[20:40, 28:32] = 9
    probability[20:30, 28:32] = 0.95
    fused = fuse(probability, score, 5.0)
    assert (fused[20:35, 28:32] >= 0.5).all()
    assert not (fused[:, :26] >= 0.5).any()


def test_fusing_says_nothing_where_either_is_unknown() -> None:
    probability, score = np.full((5, 5), 0.5, np.float32), np.full((5, 5), 9, np.float32)
    probability[0, 0] = score[1, 1] = np.nan
    assert np.isnan(fuse(probability, score, 5.0)).sum() == 2


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [("2018-12-28", "2019-01-03", 6), ("2019-06-01", "2018-06-01", 0), ("2018-11-01", "2019-05-01", 181)],
)
def test_days_apart_in_the_year(one: str, other: str, days: int) -> None:
    assert days_apart_in_year(date.fromisoformat(one), date.fromisoformat(other)) == pytest.approx(days, abs=1)
    assert days_apart_in_year(date.fromisoformat(other), date.fromisoformat(one)) == pytest.approx(days, abs=1)


def test_another_season_is_said() -> None:
    same = rule_of(forest(1), forest(2))
    winter = forest(3)
    winter[3] *= 0.25
    other = rule_of(winter, forest(2))
    summer, autumn = date(2018, 7, 1), date(2018, 11, 20)
    assert list(season_differences(summer, date(2017, 7, 20), same, 0.0)) == []
    assert list(season_differences(None, summer, same, 0.0)) == []
    assert "days apart" in next(season_differences(autumn, summer, same, 0.0))
    assert "dense vegetation" in next(season_differences(summer, summer, other, 0.0))
    unlike = rule_of(forest(1, noise=0.4), forest(2, noise=0.4))
    assert "unlike" in next(season_differences(summer, summer, unlike, 0.0))
    assert "snow" in next(season_differences(summer, summer, same, 0.4))
