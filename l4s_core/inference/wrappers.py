"""A model around another: what it does not change goes through."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from l4s_core.inference.ahead import submit
from l4s_core.inference.calibration import calibrated, choose
from l4s_core.inference.card import ModelCard
from l4s_core.inference.protocol import (
    BatchStatistics,
    ChoosesBatch,
    DropsOut,
    KeepsBatchStatistics,
    KnowsDomains,
    KnowsInputs,
    Model,
    RunsAhead,
    Ticket,
)


class ModelWrapper:
    """A `Model` that is another one until a subclass changes something, as a rule `worked_up`.

    It runs ahead, chooses its batch and keeps domains apart where the model inside does. A subclass that runs the model
    several times for a batch (test-time augmentation, dropout) overrides `submit`.
    """

    def __init__(self, inside: Model) -> None:
        self.inside = inside
        self.card: ModelCard = inside.card
        self.layers: tuple[str, ...] = inside.layers
        self.sha256: str = inside.sha256
        self.device: str = inside.device
        self.path: Path = inside.path
        self.files: tuple[Path, ...] = inside.files
        self.fixed_px: int | None = inside.fixed_px

    @property
    def ahead(self) -> int:
        """See `ahead.RunsAhead`: as many batches as the model inside."""
        return self.inside.ahead if isinstance(self.inside, RunsAhead) else 0

    def worked_up(self, layers: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(n, layers, rows, cols) of the model inside -> of this one; the same here."""
        return layers

    def run(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(n, input channels, rows, cols) normalised -> (n, layers, rows, cols) float32, 0 to 1."""
        return self.submit(batch)()

    def submit(self, batch: npt.NDArray[np.float32]) -> Ticket:
        """Begin with a batch; the ticket waits for what `run` gives. See `ahead.RunsAhead`."""
        ticket = submit(self.inside, batch)
        return lambda: self.worked_up(ticket())

    def windows_at_a_time(self, tile: int, most: int) -> int | None:
        """See `batch_size.ChoosesBatch`; None where the model inside does not choose."""
        return self.inside.windows_at_a_time(tile, most) if isinstance(self.inside, ChoosesBatch) else None

    def use_domain(self, domain: str) -> None:
        """See `KnowsDomains`."""
        if isinstance(self.inside, KnowsDomains):
            self.inside.use_domain(domain)

    def use_inputs(self, channels: Sequence[str]) -> None:
        """See `KnowsInputs`."""
        if isinstance(self.inside, KnowsInputs):
            self.inside.use_inputs(channels)

    @property
    def drops(self) -> bool:
        """See `DropsOut`."""
        return isinstance(self.inside, DropsOut) and self.inside.drops

    def use_pass(self, number: int | None) -> None:
        """See `DropsOut`."""
        if isinstance(self.inside, DropsOut):
            self.inside.use_pass(number)

    @property
    def batch_layers(self) -> int:
        """See `KeepsBatchStatistics`."""
        return self.inside.batch_layers if isinstance(self.inside, KeepsBatchStatistics) else 0

    def estimate(self, batches: Sequence[npt.NDArray[np.float32]]) -> BatchStatistics:
        """See `KeepsBatchStatistics`."""
        return self.inside.estimate(batches) if isinstance(self.inside, KeepsBatchStatistics) else {}

    def use_batch_statistics(self, statistics: BatchStatistics) -> None:
        """See `KeepsBatchStatistics`."""
        if isinstance(self.inside, KeepsBatchStatistics):
            self.inside.use_batch_statistics(statistics)


class Calibrated(ModelWrapper):
    """A model whose probability is calibrated as its card says; other layers stay as they are.

    Before `use_inputs` it is calibrated as for an input that lacks nothing.
    """

    def __init__(self, inside: Model) -> None:
        super().__init__(inside)
        self._how = choose(self.card.calibration, self.card.channels)

    def use_inputs(self, channels: Sequence[str]) -> None:
        """See `KnowsInputs`: takes the calibration for a scene or patches with these channels."""
        super().use_inputs(channels)
        self._how = choose(self.card.calibration, [name for name in self.card.channels if name in channels])

    def worked_up(self, layers: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The probability, which is the first layer, calibrated."""
        if self._how is None:
            return layers
        return np.concatenate([calibrated(layers[:, :1], self._how), layers[:, 1:]], axis=1)


def as_its_card_says(model: Model) -> Model:
    """The model, calibrated where its card has a calibration."""
    return Calibrated(model) if model.card.calibration else model
