"""Whether an exported file gives what the network gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from l4s_core.base.errors import L4SError, first_line
from l4s_core.export.graph import INPUT, Precision
from l4s_core.inference.card import ModelCard, RelativeBrightness, SceneStatistics
from l4s_core.normalisation.normalise import PatchNormaliser
from l4s_core.patches.types import PatchSet

LARGEST_DIFFERENCE = 1e-3  # of a probability, fp32
SAME_MASK = 0.999  # share of pixels, fp16
CHECKED_PATCHES = 64
_BATCH = 4
Images = npt.NDArray[np.float32]


class ExportError(L4SError):
    """A network cannot be exported, or what was exported does not run or is not the network.

    Perhaps it is for one size: what is lost to half precision raises a plain L4SError instead.
    """


@dataclass(frozen=True)
class Agreement:
    """Over ``pixels``: the largest difference of a probability and the share of pixels on the same side of the
    threshold."""

    largest_difference: float
    same_mask: float
    pixels: int


def compare(data: bytes, model: nn.Module, batches: Iterable[Images], threshold: float) -> Agreement:
    """Run the file in ONNX Runtime and ``model`` (images -> probabilities) in torch on the same images.

    Raises ExportError where the file does not run.
    """
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.log_severity_level = 3  # what it cannot simplify is no matter for users
    session = ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    largest, same, pixels = 0.0, 0, 0
    for batch in batches:
        with torch.no_grad():
            wanted = model(torch.from_numpy(batch)).numpy()
        try:
            got = session.run(None, {INPUT: batch})[0]
        except Exception as error:  # ONNX Runtime's own exceptions share no base class
            raise ExportError(
                f"The exported file does not run on {batch.shape[2]} x {batch.shape[3]} pixels ({first_line(error)}); "
                "nothing was written."
            ) from error
        difference = np.abs(got - wanted)
        largest = max(largest, float(difference.max()) if np.isfinite(difference).all() else float("inf"))
        same += int(((got >= threshold) == (wanted >= threshold)).sum())
        pixels += wanted.size
    return Agreement(largest, same / max(pixels, 1), pixels)


def require_agreement(found: Agreement, precision: Precision) -> None:
    """Raise ExportError (fp32) or L4SError (fp16), with the figures, where a file is too far from its network."""
    if precision == "fp32" and not found.largest_difference <= LARGEST_DIFFERENCE:
        raise ExportError(
            f"The exported file differs from the network by {found.largest_difference:.2e} in probability "
            f"(allowed: {LARGEST_DIFFERENCE:g}); nothing was written."
        )
    if precision != "fp32" and not (found.same_mask >= SAME_MASK and np.isfinite(found.largest_difference)):
        raise L4SError(
            f"In {precision} the exported file gives the network's mask on {found.same_mask:.3%} of the pixels only "
            f"(needed: {SAME_MASK:.1%}; largest difference of a probability {found.largest_difference:.2e}); nothing "
            "was written. Export it as fp32."
        )


def made_images(card: ModelCard, rows: int, cols: int, count: int, seed: int = 0) -> Images:
    """(count, channels, rows, cols) float32 that look like normalised images: smooth patterns of several sizes that the
    channels share in part, some unobserved pixels. Mean 0 and deviation 1, or around 1 for relative brightness."""
    rng = np.random.default_rng(seed)

    def pattern() -> npt.NDArray[np.float64]:
        total = np.zeros((rows, cols))
        for size in (32, 8, 2, 1):
            coarse = rng.standard_normal((rows // size + 2, cols // size + 2))
            total += np.kron(coarse, np.ones((size, size)))[:rows, :cols] / 2
        return total

    out = np.empty((count, card.input_channels, rows, cols), dtype=np.float32)
    for image in out:
        common = pattern()
        for layer in image:
            layer[:] = 0.8 * common + 0.6 * pattern()
    first = 0
    for group in card.inputs:
        own = out[:, first : first + len(group.channels)]
        if isinstance(group.normalisation, RelativeBrightness):
            own[:] = np.exp(0.4 * own)
        own[:, :, : rows // 8, : cols // 8] = group.fill
        first += len(group.channels)
    return out


def real_images(patches: PatchSet, card: ModelCard, step: int, fixed_px: int | None) -> Iterable[Images]:
    """Batches of up to `CHECKED_PATCHES` patches spread over the set, normalised as the card says; mirrored or cut off
    where their size does not suit."""
    from l4s_core.patches.statistics import domain_statistics

    whole = any(
        isinstance(group.normalisation, SceneStatistics) and group.normalisation.block_px is None
        for group in card.inputs
    )
    normalise = PatchNormaliser(card.inputs, card.optional_channels, domain_statistics(patches) if whole else None)
    chosen = np.unique(np.linspace(0, len(patches) - 1, min(CHECKED_PATCHES, len(patches))).round().astype(int))
    rows, cols = (fixed_px or -(-side // step) * step for side in patches.shape)
    waiting = []
    for index in chosen:
        image = normalise(patches.read(int(index)), patches.channels)[:, :rows, :cols]
        short = (0, rows - image.shape[1]), (0, cols - image.shape[2])
        waiting.append(np.pad(image, ((0, 0), *short), mode="symmetric"))
        if len(waiting) == _BATCH:
            yield np.stack(waiting)
            waiting = []
    if waiting:
        yield np.stack(waiting)
