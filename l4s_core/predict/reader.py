"""From the stack to normalised windows, every pixel read once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.predict.normalise import Normaliser
from l4s_core.predict.windows import WindowPlan, pad_to_tile
from l4s_core.reasons import Reason
from l4s_core.roi import ROI, roi_shape
from l4s_core.stack.stack import Stack


@dataclass
class WindowBatch:
    """Some windows of one window row.

    Attributes
    ----------
    row : top row of the windows on the grid (may be negative).
    cols : left columns of the windows that are to be run.
    windows : (n, input channels, tile, tile) float32, normalised; n = len(cols), which may be 0.
    seen : windows that this batch accounts for, run or skipped.
    reasons : (new rows, cols) uint8 Reason codes of the rows read for this batch; together the batches give all rows
    in order.
    """

    row: int
    cols: list[int]
    windows: npt.NDArray[np.float32]
    seen: int
    reasons: npt.NDArray[np.uint8]


def read_channels(
    stack: Stack, channels: Sequence[str], roi: ROI
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint8]]:
    """`Stack.read_observed`, with NaN for a channel that the scene does not have.

    The stack has already refused a scene that lacks what the model requires; what is missing here is optional, and the
    run says so.
    """
    there = [name for name in channels if name in stack.channels]
    values, reasons = stack.read_observed(there, roi)
    if len(there) == len(channels):
        return values, reasons
    out = np.full((len(channels), *roi_shape(roi)), np.nan, dtype=np.float32)
    out[[k for k, name in enumerate(channels) if name in there]] = values
    return out, reasons


def read_windows(stack: Stack, normaliser: Normaliser, plan: WindowPlan, batch_size: int) -> Iterator[WindowBatch]:
    """Windows of the plan in order, in batches; windows in which nothing was observed or is wanted are left out.

    A strip as high as a window and as wide as the scene is held; going down one window row reads only the new rows.
    """
    channels = normaliser.card.channels
    layers = normaliser.card.input_channels
    width = plan.shape[1]
    col_starts = plan.col_starts()
    values = np.empty((layers, 0, width), dtype=np.float32)
    reasons = np.empty((0, width), dtype=np.uint8)
    top = bottom = 0  # grid rows held in the strip
    for row in plan.row_starts():
        clip = plan.clip(row, 0)[0]
        new_top = max(clip.start, bottom)
        roi = (slice(new_top, clip.stop), slice(0, width))
        raw, new_reasons = read_channels(stack, channels, roi)
        new_values = normaliser(raw, new_reasons == Reason.OBSERVED, roi)
        values = np.concatenate([values[:, clip.start - top :], new_values], axis=1)
        reasons = np.concatenate([reasons[clip.start - top :], new_reasons])
        top, bottom = clip.start, clip.stop
        for first in range(0, len(col_starts), batch_size):
            group = col_starts[first : first + batch_size]
            run = [
                col
                for col in group
                if (reasons[:, plan.clip(row, col)[1]] == Reason.OBSERVED).any() and stack.wanted(plan.clip(row, col))
            ]
            windows = [pad_to_tile(values[:, :, plan.clip(row, col)[1]], row, col, plan) for col in run]
            yield WindowBatch(
                row,
                run,
                np.stack(windows) if windows else np.empty((0, layers, plan.tile, plan.tile), np.float32),
                len(group),
                new_reasons if first == 0 else new_reasons[:0],
            )
