"""A stage that fits into the memory there is: halved batches, accumulated gradients."""

from __future__ import annotations

from typing import Any

import torch

from l4s_core.base.errors import InputError, L4SError
from l4s_core.training.average import load_both, with_average
from l4s_core.training.fit import Run, fit_stage
from l4s_core.training.recipes.recipe import Recipe, Stage
from l4s_core.training.run_folder import LAST
from l4s_core.training.state import load_state


def fit_within_memory(run: Run, stage: Stage, recipe: Recipe, optimiser_state: dict[str, Any] | None) -> None:
    """`fit_stage`, and again with half the batch and twice the accumulation whenever memory runs out.

    The network goes back to the last check first: a step that failed half-way has changed its batch statistics.
    """
    net, counters = run.net, run.counters
    while True:
        begin = {name: value.detach().to("cpu", copy=True) for name, value in with_average(net, run.average).items()}
        before = counters.check
        try:
            fit_stage(run, stage, recipe, optimiser_state)
            return
        except ValueError as error:
            if "more than 1 value per channel" not in str(error):  # torch's words; test_train.py trains on one value
                raise
            raise InputError(
                f"{recipe.network.name} cannot train on a batch of {recipe.train.batch // counters.divide}: its batch "
                "statistics are of one value; take a larger batch."
            ) from error
        except torch.OutOfMemoryError as error:
            batch = recipe.train.batch
            # by a number that divides the batch, so that a step still sees the same patches of the stream
            divide = next((d for d in range(counters.divide * 2, batch + 1) if batch % d == 0), None)
            if divide is None or run.hardware.processes > 1:
                raise L4SError(
                    f"The device ran out of memory with a batch of {batch // counters.divide}; take a smaller network "
                    "or a smaller --batch, and a new --out, because a run goes on with its own recipe only."
                ) from error
            run.progress.message(
                f"Out of memory with a batch of {batch // counters.divide}: going on with {batch // divide}, gradients "
                f"of {divide * recipe.train.accumulate} batches accumulated."
            )
            counters.divide = divide
        torch.cuda.empty_cache()
        last = run.out / LAST
        if counters.check > before and last.is_file():
            state, optimiser_state, saved, _, _ = load_state(last)
            load_both(state, net, run.average)
            counters.check, counters.step, counters.best = saved.check, saved.step, saved.best
            counters.stopping, counters.scaler = saved.stopping, saved.scaler
        else:
            load_both(begin, net, run.average)
