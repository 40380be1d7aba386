"""What runs on a window: the `Model` protocol, and what some models can do beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from l4s_core.base.choices import Arithmetic as Arithmetic
from l4s_core.base.choices import Device as Device
from l4s_core.inference.card import ModelCard

PROBABILITY = "probability"  # of landslide
UNCERTAINTY = "uncertainty"  # 0 to 1: entropy in bits (0 sure, 1 undecided), or the part of it that is disagreement

Ticket = Callable[[], npt.NDArray[np.float32]]  # waits for the result of a batch and gives it, as `Model.run` would


class Model(Protocol):
    """Anything that turns normalised windows into landslide probabilities, and perhaps more.

    Attributes
    ----------
    card : what it expects and is.
    layers : what it gives for every pixel, by name: `PROBABILITY` first, perhaps `UNCERTAINTY` and others.
    sha256 : of its file.
    device : what it runs on, in words.
    path, files : the file that was opened, and all files that were read.
    fixed_px : the only rows and cols that `run` takes, None where it takes any multiple of ``card.size_multiple``.
    """

    card: ModelCard
    layers: tuple[str, ...]
    sha256: str
    device: str
    path: Path
    files: tuple[Path, ...]
    fixed_px: int | None

    def run(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(n, input channels, rows, cols) normalised -> (n, layers, rows, cols) float32, each layer 0 to 1."""


@runtime_checkable
class KnowsDomains(Protocol):
    """A model that may keep the batch statistics of several domains apart."""

    def use_domain(self, domain: str) -> None:
        """Take the statistics of this domain from now on; those of the first where it is not known."""


@runtime_checkable
class KnowsInputs(Protocol):
    """A model to which it matters which of its channels are there."""

    def use_inputs(self, channels: Sequence[str]) -> None:
        """Take it from now on that a scene or patches with these channels are looked at."""


@runtime_checkable
class RunsAhead(Protocol):
    """A model that takes further batches while it computes: ``ahead`` of them, 0 where it computes at once."""

    ahead: int

    def submit(self, batch: npt.NDArray[np.float32]) -> Ticket:
        """Begin with a batch; the caller does not change it until it has called the ticket, once."""


@runtime_checkable
class ChoosesBatch(Protocol):
    """A model that knows how many windows at a time suit what it runs on."""

    def windows_at_a_time(self, tile: int, most: int) -> int | None:
        """Up to ``most`` windows of ``tile`` pixels; None where it makes no difference to it."""


BatchStatistics = Mapping[str, npt.NDArray[np.float32]]  # running mean and variance of each layer, by its name


@runtime_checkable
class KeepsBatchStatistics(Protocol):
    """A model that may normalise by the statistics of batches: ``batch_layers`` of its layers do, perhaps none."""

    batch_layers: int

    def estimate(self, batches: Sequence[npt.NDArray[np.float32]]) -> BatchStatistics:
        """Take the statistics of these batches, normalised as for `run`, from now on; gives them."""

    def use_batch_statistics(self, statistics: BatchStatistics) -> None:
        """Take what `estimate` gave in another process."""


@runtime_checkable
class DropsOut(Protocol):
    """A model that may leave its dropout on, if it has one: ``drops``."""

    drops: bool

    def use_pass(self, number: int | None) -> None:
        """Drop what belongs to this pass from now on, the same for a window wherever it comes; None drops nothing."""
