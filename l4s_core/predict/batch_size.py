"""How many windows of a scene a model is given at a time."""

from __future__ import annotations

from l4s_core.inference.batch_size import BATCH_PX, LARGEST_PX
from l4s_core.inference.protocol import ChoosesBatch, Model
from l4s_core.predict.windows import WindowPlan


def batch_for(model: Model, plan: WindowPlan) -> int:
    """Windows per batch: what the model finds on its GPU, else so many that all cores are busy."""
    if isinstance(model, ChoosesBatch):
        most = max(1, min(len(plan.col_starts()), LARGEST_PX // plan.tile**2))  # a batch is of one row of windows
        chosen = model.windows_at_a_time(plan.tile, most)
        if chosen is not None:
            return chosen
    return max(1, BATCH_PX // plan.tile**2)
