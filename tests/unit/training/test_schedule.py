"""Schedules agree with torch's own, and are functions of the step alone."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from pydantic import ValidationError

torch = pytest.importorskip("torch")

import itertools

from torch.optim import lr_scheduler

from l4s_core.base.errors import InputError
from l4s_core.training.schedule import ScheduleOptions, build_schedule, lr_factor

LR = 0.02
STEPS = 60


def sgd(*lrs: float) -> torch.optim.Optimizer:
    return torch.optim.SGD([{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": lr} for lr in lrs], lr=1.0)


def rates(scheduler: lr_scheduler.LRScheduler, steps: int) -> list[float]:
    """Learning rate of the first group in each of ``steps`` steps."""
    found = []
    for _ in range(steps):
        found.append(scheduler.optimizer.param_groups[0]["lr"])
        scheduler.optimizer.step()
        scheduler.step()
    return found


def factor(total_steps: int = STEPS, steps_per_epoch: float = 10, lr: float = LR, **options: object) -> Callable:
    return lr_factor(ScheduleOptions(**options), total_steps=total_steps, steps_per_epoch=steps_per_epoch, lr=lr)


def curve(steps: int = STEPS, **options: object) -> list[float]:
    f = factor(total_steps=steps, **options)
    return [LR * f(step) for step in range(steps)]


@pytest.mark.parametrize(
    ("options", "reference"),
    [
        ({}, lambda o: lr_scheduler.ConstantLR(o, factor=1.0)),
        ({"kind": "poly", "power": 0.9}, lambda o: lr_scheduler.PolynomialLR(o, total_iters=STEPS, power=0.9)),
        ({"kind": "poly", "power": 2}, lambda o: lr_scheduler.PolynomialLR(o, total_iters=STEPS, power=2)),
        ({"kind": "cosine"}, lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=STEPS)),
        (
            {"kind": "cosine", "minimum_lr": 1e-3},
            lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=STEPS, eta_min=1e-3),
        ),
        (
            {"kind": "warmup_cosine_restarts", "warmup_steps": 0, "first_cycle_epochs": 0.8, "minimum_lr": 1e-4},
            lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, T_0=8, T_mult=2, eta_min=1e-4),
        ),
        (
            {"kind": "one_cycle"},
            lambda o: lr_scheduler.OneCycleLR(o, max_lr=LR, total_steps=STEPS, cycle_momentum=False),
        ),
        (
            {"kind": "one_cycle", "rise": 0.47, "start_divisor": 5, "end_divisor": 100},
            lambda o: lr_scheduler.OneCycleLR(
                o, LR, STEPS, pct_start=0.47, div_factor=5, final_div_factor=100, cycle_momentum=False
            ),
        ),
    ],
)
def test_torch_agrees(options: dict, reference: Callable) -> None:
    assert curve(**options) == pytest.approx(rates(reference(sgd(LR)), STEPS), rel=1e-6, abs=1e-12)


def test_sklgp_warms_up_two_epochs_and_restarts_at_twice_the_length() -> None:
    f = factor(total_steps=200 * 10, kind="warmup_cosine_restarts", first_cycle_epochs=10)
    assert [f(k) for k in range(20)] == pytest.approx([(k + 1) / 21 for k in range(20)])
    peaks = [k for k in range(1, 1999) if f(k - 1) < f(k) > f(k + 1)]
    assert peaks == [20, 20 + 100, 20 + 300, 20 + 700, 20 + 1500]
    assert all(f(k) == 1 for k in peaks)
    assert all(f(k - 1) < 1e-3 for k in peaks[1:])  # the cosine before it has reached the minimum, 0


@pytest.mark.parametrize(("cycles", "ratio"), [(1, 2.0), (3, 2.0), (4, 1.0), (5, 1.3)])
def test_chosen_cycles_end_with_the_run(cycles: int, ratio: float) -> None:
    options = {"kind": "warmup_cosine_restarts", "warmup_steps": 37, "cycles": cycles, "cycle_factor": ratio}
    f = factor(total_steps=1037, **options)
    starts = [k for k in range(38, 1037) if f(k) > f(k - 1)]
    lengths = [b - a for a, b in zip([37, *starts], [*starts, 1037], strict=True)]
    assert len(lengths) == cycles
    assert all(b / a == pytest.approx(ratio, rel=0.05) for a, b in itertools.pairwise(lengths))
    assert f(1036) < 0.001
    assert f(1037) == f(2000) == 0


@pytest.mark.parametrize("kind", ["constant", "poly", "cosine", "warmup_cosine_restarts", "one_cycle"])
def test_factors_are_between_zero_and_one_and_warm_up_linearly(kind: str) -> None:
    for steps in (1, 2, 3, 7, 50):
        for warmup in (0, 1, 5, 80):
            f = factor(total_steps=steps, kind=kind, warmup_steps=warmup)
            found = [f(k) for k in range(steps + 100)]
            assert all(0 <= x <= 1 for x in found)
            assert found[:warmup] == pytest.approx([(k + 1) / (warmup + 1) for k in range(warmup)])
            end = max(steps, warmup + 1)
            assert all(x == found[end] for x in found[end:])


def test_epochs_are_converted_to_steps() -> None:
    in_steps = factor(kind="cosine", warmup_steps=15)
    in_epochs = factor(kind="cosine", warmup_epochs=1.5)
    assert [in_steps(k) for k in range(STEPS)] == [in_epochs(k) for k in range(STEPS)]


def test_the_cosine_after_a_warm_up_is_the_cosine() -> None:
    warm, plain = factor(total_steps=80, kind="cosine", warmup_steps=20), factor(kind="cosine")
    assert [warm(20 + k) for k in range(60)] == [plain(k) for k in range(60)]


def test_a_resumed_schedule_goes_on_where_it_was() -> None:
    options = ScheduleOptions(kind="warmup_cosine_restarts", minimum_lr=1e-4)
    length = {"total_steps": STEPS, "steps_per_epoch": 3}
    whole = rates(build_schedule(sgd(LR), options, **length), STEPS)
    assert rates(build_schedule(sgd(LR), options, **length, first_step=23), STEPS - 23) == whole[23:]
    assert whole == pytest.approx([LR * lr_factor(options, **length, lr=LR)(k) for k in range(STEPS)])


def test_every_group_ends_at_the_same_minimum() -> None:
    optimiser = sgd(1e-2, 1e-3, 1e-6)
    schedule = build_schedule(
        optimiser, ScheduleOptions(kind="cosine", minimum_lr=1e-5), total_steps=STEPS, steps_per_epoch=1
    )
    assert [group["lr"] for group in optimiser.param_groups] == [1e-2, 1e-3, 1e-6]
    rates(schedule, STEPS)
    assert [group["lr"] for group in optimiser.param_groups] == pytest.approx([1e-5, 1e-5, 1e-6])


def test_a_minimum_above_the_rate_is_refused() -> None:
    with pytest.raises(InputError, match="minimum_lr"):
        factor(kind="cosine", minimum_lr=0.1, lr=0.01)


@pytest.mark.parametrize(
    "options",
    [
        {"kind": "linear"},
        {"warmup_epochs": 1, "warmup_steps": 10},
        {"warmup_steps": -1},
        {"cycle_factor": 0.5},
        {"rise": 1},
        {"power": math.inf},
        {"epochs": 3},
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict) -> None:
    with pytest.raises(ValidationError):
        ScheduleOptions(**options)
