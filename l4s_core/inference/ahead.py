"""Handing a model its next batches before it has answered: a GPU then computes while its results are worked up."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from l4s_core.inference.protocol import Model, RunsAhead, Ticket

_Values = npt.NDArray[np.float32]
T = TypeVar("T")
AHEAD = 2  # batches beyond the one that a GPU computes: one that travels, one whose result is worked up


def submit(model: Model, batch: _Values) -> Ticket:
    """A ticket from any model; one that cannot run ahead has its result ready."""
    if isinstance(model, RunsAhead):
        return model.submit(batch)
    result = model.run(batch)
    return lambda: result


def run_ahead(model: Model, items: Iterable[T], windows: Callable[[T], _Values]) -> Iterator[tuple[T, _Values | None]]:
    """Every item with the result of its windows, in order; None for an item without windows.

    At most ``model.ahead`` batches more are under way; a model that computes at once never holds an item back.
    """
    ahead = model.ahead if isinstance(model, RunsAhead) else 0
    waiting: deque[tuple[T, Ticket | None]] = deque()
    for item in items:
        batch = windows(item)
        waiting.append((item, submit(model, batch) if len(batch) else None))
        if len(waiting) > ahead:
            yield _collected(*waiting.popleft())
    while waiting:
        yield _collected(*waiting.popleft())


def _collected(item: T, ticket: Ticket | None) -> tuple[T, _Values | None]:
    return item, None if ticket is None else ticket()
