"""One share of a whole run, from the steps that were planned and those that happen."""

from __future__ import annotations

import numpy as np
import pytest

from l4s_core.base.progress import Silent
from l4s_core.base.whole_run import Step, WholeRun, tell_plan


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


PLAN = [Step("opening", 2.0), Step("clouds", 8.0), Step("detecting", 80.0), Step("mask", 8.0), Step("writing", 2.0)]


def play(
    plan: list[Step], happens: list[tuple[str, float, int | None]]
) -> tuple[list[float], list[float], list[float]]:
    """Shares, seconds left as said, and seconds that really were left, ten times a step."""
    clock = Clock()
    run = WholeRun(clock)
    end = clock.now + sum(seconds for _, seconds, _ in happens)
    shares, said, true = [], [], []
    for k, (name, seconds, total) in enumerate(happens):
        run.begin(name, total)
        if k == 0:
            run.plan(plan)
        for part in range(10):
            clock.now += seconds / 10
            if total:
                run.advance(total * (part + 1) // 10 - total * part // 10)
            share, left = run.share, run.left_s
            assert share is not None and left is not None
            shares.append(share)
            said.append(left)
            true.append(end - clock.now)
    return shares, said, true


def test_without_a_plan_nothing_is_known() -> None:
    run = WholeRun()
    run.begin("reading", 10)
    run.advance(5)
    assert run.share is None and run.left_s is None


def test_a_run_as_planned_goes_evenly_to_its_end() -> None:
    shares, said, true = play(PLAN, [(one.name, one.seconds, 100) for one in PLAN])
    elapsed = 100 - np.array(true)
    np.testing.assert_allclose(shares, elapsed / 100, atol=0.01)
    np.testing.assert_allclose(said, true, atol=1.0)


@pytest.mark.parametrize("factor", [0.3, 4.0])
def test_the_time_left_follows_a_slower_and_a_faster_computer(factor: float) -> None:
    _, said, true = play(PLAN, [(one.name, one.seconds * factor, 100) for one in PLAN])
    late = slice(20, 50)  # from the long step on
    np.testing.assert_allclose(said[late], true[late], rtol=0.35, atol=2 * factor)


@pytest.mark.parametrize("seed", range(20))
def test_the_share_never_falls_whatever_happens(seed: int) -> None:
    rng = np.random.default_rng(seed)
    names = [one.name for one in PLAN] + ["unpacking", "more", "mask"]
    happens = [
        (str(name), float(rng.uniform(0.1, 30)), int(rng.integers(1, 50)) if rng.random() < 0.6 else None)
        for name in rng.choice(names, size=9)
    ]
    shares, said, _ = play(PLAN, happens)
    assert shares == sorted(shares)
    assert shares[0] >= 0 and shares[-1] <= 1
    assert np.isfinite(said).all() and min(said) >= 0


def test_steps_that_do_not_happen_are_jumped_over_and_others_are_put_in() -> None:
    shares, _, _ = play(
        PLAN, [("opening", 2, None), ("detecting", 80, 100), ("mending", 3, None), ("writing", 2, None)]
    )
    assert shares[10] == pytest.approx(0.18, abs=0.01), "clouds are behind us"
    assert shares[29] < 0.96 < shares[-1]


def test_what_was_measured() -> None:
    clock = Clock()
    run = WholeRun(clock)
    clock.now += 1  # the start of the program
    run.begin("opening")
    clock.now += 1
    run.plan(PLAN)
    for name, seconds in (("clouds", 4.0), ("surprise", 5.0), ("detecting", 160.0)):
        run.begin(name)
        clock.now += seconds
    run.end_step()
    assert run.measured == {"opening": (2.0, 2.0), "clouds": (4.0, 8.0), "detecting": (160.0, 80.0)}


def test_a_progress_that_does_not_care_is_not_told() -> None:
    tell_plan(Silent(), PLAN)
