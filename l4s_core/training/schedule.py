"""Learning rate as a function of the optimiser step, never of what came before: a resumed run goes on exactly."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from l4s_core.base.errors import InputError

if TYPE_CHECKING:
    from torch.optim import Optimizer
    from torch.optim.lr_scheduler import LambdaLR


class ScheduleOptions(BaseModel):
    """How the learning rate changes; the optimiser's ``lr`` is the highest value.

    Attributes
    ----------
    kind : ``constant``; ``poly``, lr (1 - t)^power with t the done share of the run; ``cosine``, half a wave down to
        ``minimum_lr`` (Loshchilov & Hutter, ICLR 2017); ``warmup_cosine_restarts``, cosines that start again, each
        ``cycle_factor`` times as long as the one before (Sklgp, outcome paper fig. 13); ``one_cycle``, up and
        down by cosines (Smith & Topin 2019).
    warmup_epochs, warmup_steps : linear rise before it, in either unit, from lr / (n + 1) at the first of n steps.
        None and None is 2 epochs with ``warmup_cosine_restarts`` and nothing with the others.
    minimum_lr : end of ``cosine`` and of each restart, at most the optimiser's lr.
    power : of ``poly``.
    first_cycle_epochs : length of the first cosine of ``warmup_cosine_restarts``; None chooses it so that ``cycles``
        of them end with the run, which leaves no cosine unfinished at a high rate.
    cycles : see ``first_cycle_epochs``.
    cycle_factor : 1 or more; Sklgp: 2.
    rise : share of the steps in which ``one_cycle`` rises, from lr / ``start_divisor``; it ends at that value over
        ``end_divisor``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["constant", "poly", "cosine", "warmup_cosine_restarts", "one_cycle"] = "constant"
    warmup_epochs: float | None = Field(default=None, ge=0)
    warmup_steps: int | None = Field(default=None, ge=0)
    minimum_lr: float = Field(default=0.0, ge=0)
    power: float = Field(default=0.9, gt=0, le=10)
    first_cycle_epochs: float | None = Field(default=None, gt=0)
    cycles: int = Field(default=3, ge=1, le=20)
    cycle_factor: float = Field(default=2.0, ge=1, le=10)
    rise: float = Field(default=0.3, gt=0, lt=1)
    start_divisor: float = Field(default=25.0, ge=1)
    end_divisor: float = Field(default=1e4, ge=1)

    @model_validator(mode="after")
    def _one_warmup(self) -> ScheduleOptions:
        if self.warmup_epochs is not None and self.warmup_steps is not None:
            raise ValueError("give warmup_epochs or warmup_steps, not both")
        return self


def lr_factor(
    options: ScheduleOptions, *, total_steps: int, steps_per_epoch: float, lr: float
) -> Callable[[int], float]:
    """Optimiser step (from 0) -> what ``lr`` is multiplied by.

    ``total_steps`` : optimiser steps of the run; from there on the factor stays what it ended with.
    ``steps_per_epoch`` : of them, for each pass over the patches; epochs are rounded to whole steps.
    Raises InputError when ``minimum_lr`` is above ``lr``.
    """
    if options.minimum_lr > lr:
        raise InputError(
            f"minimum_lr {options.minimum_lr:g} is above the learning rate {lr:g}; lower it or raise the optimiser's lr"
        )
    return partial(_factor, options, total_steps, steps_per_epoch, options.minimum_lr / lr)


def warmup_steps(options: ScheduleOptions, steps_per_epoch: float) -> int:
    """Optimiser steps of the linear rise."""
    if options.warmup_steps is not None:
        return options.warmup_steps
    usual = 2.0 if options.kind == "warmup_cosine_restarts" else 0.0
    return round((usual if options.warmup_epochs is None else options.warmup_epochs) * steps_per_epoch)


def build_schedule(
    optimiser: Optimizer,
    options: ScheduleOptions,
    *,
    total_steps: int,
    steps_per_epoch: float,
    first_step: int = 0,
) -> LambdaLR:
    """The schedule as torch's, to be stepped after every optimiser step; each parameter group starts from its own lr.

    ``minimum_lr`` is that of all groups; a group whose lr is lower still (``encoder_lr_factor``) keeps its lr.
    ``first_step`` : steps that were done before, in a run that is resumed.
    """
    from torch.optim.lr_scheduler import LambdaLR

    factors: list[Callable[[int], float]] = []
    for group in optimiser.param_groups:
        lr = float(group.get("initial_lr", group["lr"]))
        own = options.model_copy(update={"minimum_lr": min(options.minimum_lr, lr)})
        factor = lr_factor(own, total_steps=total_steps, steps_per_epoch=steps_per_epoch, lr=lr)
        factors.append(_from_step(first_step, factor))
    return LambdaLR(optimiser, factors)


def _from_step(first: int, factor: Callable[[int], float]) -> Callable[[int], float]:
    return lambda step: factor(first + step)


def _factor(options: ScheduleOptions, total_steps: int, steps_per_epoch: float, low: float, step: int) -> float:
    warmup = warmup_steps(options, steps_per_epoch)
    if step < warmup:
        return (step + 1) / (warmup + 1)
    steps = max(1, total_steps - warmup)
    step = min(step - warmup, steps)
    if options.kind == "poly":
        return float((1 - step / steps) ** options.power)
    if options.kind == "cosine":
        return _cosine(1, low, step / steps)
    if options.kind == "warmup_cosine_restarts":
        return _cosine(1, low, _place_in_cycle(options, steps_per_epoch, step, steps))
    if options.kind == "one_cycle":
        return _one_cycle(options, min(step, steps - 1), steps)
    return 1.0


def _cosine(start: float, end: float, done: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * done)) / 2


def _place_in_cycle(options: ScheduleOptions, steps_per_epoch: float, step: int, steps: int) -> float:
    """The done share of the cosine that ``step`` is in; 1 where the last of the chosen cycles ends."""
    ratio = options.cycle_factor
    if options.first_cycle_epochs is None:
        if step == steps:
            return 1.0
        size = steps / sum(ratio**k for k in range(options.cycles))
    else:
        step = min(step, steps - 1)
        size = float(max(1, round(options.first_cycle_epochs * steps_per_epoch)))
    start = 0.0
    while step >= start + size - 1e-6:  # the sums of lengths have rounding errors
        start, size = start + size, size * ratio
    return max(0.0, (step - start) / size)


def _one_cycle(options: ScheduleOptions, step: int, steps: int) -> float:
    start = 1 / options.start_divisor
    top = max(0.0, options.rise * steps - 1)
    if step < top:
        return _cosine(start, 1, step / top)
    if steps - 1 <= top:
        return 1.0
    return _cosine(1, start / options.end_divisor, (step - top) / (steps - 1 - top))
