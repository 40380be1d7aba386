"""Several models as one: the weighted mean of their probabilities."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.inference.ahead import submit
from l4s_core.inference.batch_size import lowest
from l4s_core.inference.combine import Combined, combine
from l4s_core.inference.ensemble_file import ENDINGS, LARGEST_FILE, MemberEntry, read_ensemble
from l4s_core.inference.installed import installed_models
from l4s_core.inference.protocol import (
    PROBABILITY,
    BatchStatistics,
    ChoosesBatch,
    KeepsBatchStatistics,
    KnowsDomains,
    KnowsInputs,
    Model,
    RunsAhead,
    Ticket,
)


class EnsembleModel:
    """A `Model` that runs its members one after another; they may be of any kind.

    Of members that give more than a probability, the ensemble takes only that: the mean of what each is unsure of is
    not what they are unsure of together.
    """

    layers: tuple[str, ...] = (PROBABILITY,)

    def __init__(self, members: Sequence[Model], combined: Combined, sha256: str, path: Path) -> None:
        self.members = tuple(members)
        self.combined = combined
        self.card = combined.card
        self.fixed_px = combined.fixed_px
        self.sha256 = sha256
        self.path = path
        self.files = (path, *(file for member in members for file in member.files))
        self.ahead = max(member.ahead if isinstance(member, RunsAhead) else 0 for member in members)
        self.device = "; ".join(dict.fromkeys(member.device for member in members))

    def use_domain(self, domain: str) -> None:
        """See `KnowsDomains`: for the members that do."""
        for member in self.members:
            if isinstance(member, KnowsDomains):
                member.use_domain(domain)

    def use_inputs(self, channels: Sequence[str]) -> None:
        """See `KnowsInputs`: for the members that do."""
        for member in self.members:
            if isinstance(member, KnowsInputs):
                member.use_inputs(channels)

    @property
    def batch_layers(self) -> int:
        """See `KeepsBatchStatistics`: of all members."""
        return sum(member.batch_layers for member in self.members if isinstance(member, KeepsBatchStatistics))

    def estimate(self, batches: Sequence[npt.NDArray[np.float32]]) -> BatchStatistics:
        """See `KeepsBatchStatistics`: of each member, by its number and the name of the layer."""
        found: dict[str, npt.NDArray[np.float32]] = {}
        for number, (member, feed) in enumerate(zip(self.members, self.combined.feeds, strict=True)):
            if isinstance(member, KeepsBatchStatistics):
                own = member.estimate([feed(batch) for batch in batches])
                found |= {f"{number}/{name}": values for name, values in own.items()}
        return found

    def use_batch_statistics(self, statistics: BatchStatistics) -> None:
        """See `KeepsBatchStatistics`."""
        for number, member in enumerate(self.members):
            if isinstance(member, KeepsBatchStatistics):
                mine = f"{number}/"
                own = {name.removeprefix(mine): v for name, v in statistics.items() if name.startswith(mine)}
                member.use_batch_statistics(own)

    def run(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(n, input channels, rows, cols) normalised -> (n, 1, rows, cols) weighted mean of the probabilities."""
        return self.submit(batch)()

    def submit(self, batch: npt.NDArray[np.float32]) -> Ticket:
        """Begin with a batch; the ticket waits for what `run` gives. See `ahead.RunsAhead`."""
        begun = self.begin(batch)

        def collect() -> npt.NDArray[np.float32]:
            out = np.zeros((batch.shape[0], 1, *batch.shape[2:]), dtype=np.float32)
            for ticket, weight in zip(begun, self.combined.weights, strict=True):
                out += np.float32(weight) * ticket()[:, :1]
            return out

        return collect

    def begin(self, batch: npt.NDArray[np.float32]) -> list[Ticket]:
        """Begin with a batch in every member; each ticket gives that member's layers."""
        return [submit(member, feed(batch)) for member, feed in zip(self.members, self.combined.feeds, strict=True)]

    def windows_at_a_time(self, tile: int, most: int) -> int | None:
        """See `batch_size.ChoosesBatch`: what suits the member that takes the fewest. Raises InputError."""
        members = [member for member in self.members if isinstance(member, ChoosesBatch)]
        return lowest(*(member.windows_at_a_time(tile, most) for member in members))


def open_ensemble(path: Path, open_member: Callable[[Path], Model]) -> EnsembleModel:
    """The ensemble that a .yaml file describes.

    Raises InputError for a file that is not valid, a member that is not there, is an ensemble file itself, or is not
    the file that the ensemble was made with (its SHA-256 differs).
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise InputError(f"The ensemble file {path} cannot be read ({error.strerror}).") from error
    content = read_ensemble(data, path)
    members = []
    for entry in content.members:
        member = open_member(_member_path(entry, path))
        if member.sha256 != entry.sha256:
            raise InputError(
                f"The member {entry.model} of {path} is not the file that the ensemble was made with (its SHA-256 is "
                f"{member.sha256[:12]}..., not {entry.sha256[:12]}...); make the ensemble again with l4s ensemble."
            )
        members.append(member)
    combined = combine(
        members, [entry.weight for entry in content.members], id=content.id, threshold=content.threshold, mixed=True
    )
    return EnsembleModel(members, combined, hashlib.sha256(data).hexdigest(), path)


def _member_path(entry: MemberEntry, path: Path) -> Path:
    if Path(entry.model).suffix.lower() in ENDINGS:
        raise InputError(f"The member {entry.model} of {path} is an ensemble file itself; name its members instead.")
    beside = path.parent / entry.model
    if beside.is_file():
        return beside
    installed = installed_models().get(entry.model)
    if installed is None:
        raise InputError(f"The member {entry.model} of {path} is not there; put it back or make the ensemble again.")
    return installed
