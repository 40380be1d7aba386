"""How far a whole run is: its steps to come, what each takes, and how fast they went so far."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from l4s_core.base.progress import Progress

_UNEXPECTED = 0.03  # of the run: a step that nobody planned
_NEARLY = 0.95  # of a step without a number of units, however long it takes
_FAITH_S = 2.0  # so many seconds of work weigh as much as what the plan says
_SLOWEST, _FASTEST = 20.0, 0.05
_TRUSTED = 1 / 3  # of a step, from which its own speed says when it ends


@dataclass(frozen=True)
class Step:
    """A step of a run.

    Attributes
    ----------
    name : of its stage, as `Progress.stage` is told it.
    seconds : that it is expected to take.
    key : under which its pace is learnt (`base.pace`), where that is not the name; empty: it is not.
    """

    name: str
    seconds: float
    key: str | None = None

    @property
    def learnt_as(self) -> str:
        return self.name if self.key is None else self.key


@runtime_checkable
class SeesPlan(Protocol):
    """A `Progress` that wants to know which steps a run will take."""

    def plan(self, steps: Sequence[Step]) -> None:
        """Told once it is known; ``steps`` may begin with the one that is going on."""


def tell_plan(progress: Progress, steps: Sequence[Step]) -> None:
    """Tell a progress that can use them the steps to come."""
    if isinstance(progress, SeesPlan):
        progress.plan(steps)


class WholeRun:
    """From the steps that begin and advance, one share of the whole that never falls, and a time left.

    The share is of expected seconds, so it goes on at an even pace where the plan is right. Steps of the plan that do
    not happen are jumped over; one that is not in it is put in. The time left follows how fast the steps so far went,
    and in a step that is well under way, how fast that one goes.

    Attributes
    ----------
    measured : seconds that each step took and was expected to take, by `Step.learnt_as`, of those that ended.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = self._step_began = clock()
        self._steps: list[Step] = []
        self._at = -1
        self._name = ""
        self._done, self._total = 0, 0
        self._share = 0.0
        self._spent, self._foreseen = 0.0, 0.0  # seconds of the steps that ended
        self.measured: dict[str, tuple[float, float]] = {}

    def plan(self, steps: Sequence[Step]) -> None:
        """The steps to come, with the one that is going on."""
        self._steps = list(steps)
        if self._steps and self._steps[0].name == self._name:
            self._at, self._step_began = 0, self._began  # the start of the program belongs to it
        else:
            self._at = -1

    def begin(self, name: str, total: int | None = None) -> None:
        """A step begins, so the one before it has ended."""
        self.end_step()
        self._name, self._done, self._total = name, 0, total or 0
        self._step_began = self._clock()
        if not self._steps:
            return
        later = range(self._at + 1, len(self._steps))
        self._at = next((k for k in later if self._steps[k].name == name), self._at + 1)
        if self._at == len(self._steps) or self._steps[self._at].name != name:
            self._steps.insert(self._at, Step(name, _UNEXPECTED * sum(one.seconds for one in self._steps), ""))

    def advance(self, n: int = 1) -> None:
        self._done += n

    def end_step(self) -> None:
        """The step that is going on has ended; called by `begin`, and at the end of a run."""
        step = self._step
        if step is None or not self._name:
            return
        taken = self._clock() - self._step_began
        if self._step_began > self._began:  # how long a program takes to load says nothing of its work
            self._spent += taken
            self._foreseen += step.seconds
        if step.learnt_as:
            before = self.measured.get(step.learnt_as, (0.0, 0.0))
            self.measured[step.learnt_as] = (before[0] + taken, before[1] + step.seconds)
        self._name = ""

    @property
    def share(self) -> float | None:
        """Of the run that is done, 0 to 1; None: nothing is known of the whole."""
        if not self._steps:
            return None
        step = self._step
        done = sum(one.seconds for one in self._steps[: max(0, self._at)])
        if step is not None:
            done += step.seconds * self._share_of_step()
        self._share = max(self._share, min(1.0, done / (sum(one.seconds for one in self._steps) or 1.0)))
        return self._share

    @property
    def left_s(self) -> float | None:
        """Seconds until the end; None: nothing is known of the whole."""
        if not self._steps:
            return None
        later = sum(one.seconds for one in self._steps[self._at + 1 :])
        step = self._step
        if step is None:
            return later
        taken, share = self._clock() - self._step_began, self._share_of_step()
        spent, foreseen = self._spent, self._foreseen
        if self._step_began > self._began:
            spent, foreseen = spent + taken, foreseen + step.seconds * share
        speed = (spent + _FAITH_S) / (foreseen + _FAITH_S)
        speed = min(_SLOWEST, max(_FASTEST, speed))
        left = speed * step.seconds * (1 - share)
        if self._total and share > 0:
            trust = min(1.0, share / _TRUSTED)
            left = trust * taken * (1 - share) / share + (1 - trust) * left
        return left + speed * later

    @property
    def _step(self) -> Step | None:
        return self._steps[self._at] if 0 <= self._at < len(self._steps) else None

    def _share_of_step(self) -> float:
        step = self._step
        assert step is not None
        if not self._name:
            return 1.0
        if self._total:
            return min(1.0, self._done / self._total)
        return min(_NEARLY, (self._clock() - self._step_began) / step.seconds) if step.seconds > 0 else _NEARLY
