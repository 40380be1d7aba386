"""A teacher whose dropout is left on: what its passes agree on, over the whole target."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from l4s_core.adaptation.predict import stacked
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress
from l4s_core.inference.checkpoint import read_checkpoint
from l4s_core.inference.protocol import Device
from l4s_core.inference.torch_model import TorchModel
from l4s_core.networks.registry import build_network
from l4s_core.patches.types import PatchSet

VARIANCE = "variance.npy"
SHARE = 0.3
"""Of the values after the first convolution that are dropped, where the network was trained without."""
Stack = npt.NDArray[np.float32]


def variance_map(
    folder: Path, model: Path, patches: PatchSet, passes: int, progress: Progress, *, device: Device = "auto"
) -> Stack:
    """(patches, rows, cols) float32 variance of the probability over passes with dropout, NaN where not observed.

    Kept as ``variance.npy`` in ``folder``; what is there is not made again.
    """
    path = folder / VARIANCE
    if path.is_file():
        kept: Stack = np.load(path, allow_pickle=False)
        return kept
    teacher = dropping(model, device)

    def each() -> Iterable[Stack]:
        for number in range(passes):
            progress.message(f"Pass {number + 1} of {passes} with dropout.")
            teacher.use_pass(number)
            yield stacked(teacher, patches, progress)

    found = variance(each())
    with partial_folder(path) as made:
        np.save(made / VARIANCE, found)
    return found


def dropping(path: Path, device: Device) -> TorchModel:
    """A checkpoint with dropout after its first convolution: its own, or `SHARE` where it has none.

    Dropout has no weights, so they fit. The probabilities are those of the network, not calibrated.
    """
    found = read_checkpoint(path)
    net = found.net
    if not net.spec.mc_dropout:
        spec = net.spec.model_copy(update={"mc_dropout": SHARE, "weights": "none"})
        net = build_network(spec, initial_weights=False)
        net.load_state_dict(found.net.state_dict())
    return TorchModel(net, found.card, found.sha256, path, device)


def variance(passes: Iterable[Stack]) -> Stack:
    """Of stacks of one shape (population variance; Welford 1962); NaN where one has no number."""
    mean = square = np.zeros(())
    for number, stack in enumerate(passes, start=1):
        wide = stack.astype(np.float64)
        delta = wide - mean
        mean = mean + delta / number
        square = square + delta * (wide - mean)
        count = number
    return np.asarray(square / count, np.float32)


def mean_of(values: Stack, masks: npt.NDArray[np.uint8], label: int) -> float | None:
    """Mean of the values that a label has; None where it has none."""
    own = values[masks == label]
    found = float(own.mean(dtype=np.float64)) if own.size else math.nan
    return None if math.isnan(found) else found
