"""Which patch comes when: a pure function of the seed and the place in the stream.

The stream is one endless sequence of positions 0, 1, 2, ...; each pass over the patches is a permutation drawn from
(seed, pass). A resumed run, another number of loader processes or a halved batch all read the same stream, so they
see the same samples in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
from torch.utils.data import Sampler

from l4s_core.patches.mixture import Mixture
from l4s_core.patches.types import PatchSet


class Stream(Protocol):
    """Position in the stream -> index of a patch; ``count`` positions are one pass."""

    count: int

    def index(self, position: int) -> int:
        """The patch at this position."""


class PatchStream:
    """Position in the stream -> index of a patch among ``count``. Streams of another ``salt`` are independent."""

    def __init__(self, count: int, seed: int, salt: tuple[int, ...] = (0,)) -> None:
        self.count = count
        self.seed = seed
        self.salt = salt
        self._pass = -1
        self._order = np.empty(0, dtype=np.intp)

    def index(self, position: int) -> int:
        """The patch at this position."""
        which, place = divmod(position, self.count)
        if which != self._pass:
            self._order = np.random.default_rng([self.seed, *self.salt, which]).permutation(self.count)
            self._pass = which
        return int(self._order[place])


class MixtureStream:
    """The same for a mixture: each part has its own endless stream, and its share of every pass.

    A pass has as many samples as the parts have together. A part with a share above its size is gone through several
    times in a pass; what a small share leaves over comes in the next pass, so no patch is left out for long.

    Parameters
    ----------
    parts : for each part, the indices that it gives, one as often as it is to come.
    shares : of each part, with the sum 1; None mixes all evenly, as one set.
    """

    def __init__(self, parts: Sequence[npt.NDArray[np.intp]], shares: Sequence[float] | None, seed: int) -> None:
        self.count = sum(len(part) for part in parts)
        self.seed = seed
        self._parts = list(parts) if shares is not None else [np.concatenate(list(parts))]
        self._quota = quotas(self.count, shares or [1.0])
        salts = [(2, k) for k in range(len(self._parts))] if shares is not None else [(0,)]
        self._streams = [PatchStream(len(part), seed, salt) for part, salt in zip(self._parts, salts, strict=True)]
        self._pass = -1
        self._order: list[int] = []

    def index(self, position: int) -> int:
        """The patch at this position."""
        which, place = divmod(position, self.count)
        if which != self._pass:
            drawn = [
                int(part[stream.index(which * quota + k)])
                for part, stream, quota in zip(self._parts, self._streams, self._quota, strict=True)
                for k in range(quota)
            ]
            if len(self._parts) > 1:
                order = np.random.default_rng([self.seed, 3, which]).permutation(self.count)
                drawn = [drawn[k] for k in order]
            self._order, self._pass = drawn, which
        return self._order[place]


def quotas(count: int, shares: Sequence[float]) -> list[int]:
    """``count`` divided by ``shares`` into whole numbers of that sum, by largest remainders; none is off by one."""
    exact = np.asarray(shares, dtype=np.float64) / sum(shares) * count
    whole = np.floor(exact).astype(int)
    for k in np.argsort(whole - exact, kind="stable")[: count - int(whole.sum())]:
        whole[k] += 1
    return [int(n) for n in whole]


def training_stream(patches: PatchSet, seed: int) -> Stream:
    """The stream of the training patches, of one set or of a mixture."""
    if isinstance(patches, Mixture):
        return MixtureStream(patches.samples(), patches.shares(), seed)
    return PatchStream(len(patches), seed)


def sample_rng(seed: int, position: int) -> np.random.Generator:
    """The generator that augments the sample at this position; independent of every other."""
    return np.random.default_rng([seed, 1, position])


def radiometry_rng(seed: int, position: int) -> np.random.Generator:
    """The generator of what is changed before and right after the normalisation; independent of `sample_rng`'s."""
    return np.random.default_rng([seed, 4, position])


class StreamBatches(Sampler[list[tuple[int, int]]]):
    """Batches of (index, position) between two checks, for one of ``world`` processes.

    The process ``rank`` takes every ``world``-th position. ``first_check`` is how many checks were done before; the
    trainer counts on from there with `set_epoch`, which it finds through the attribute ``sampler``.
    """

    def __init__(
        self,
        stream: Stream,
        batch: int,
        batches_per_check: int,
        *,
        first_check: int = 0,
        rank: int = 0,
        world: int = 1,
    ) -> None:
        self.stream = stream
        self.batch = batch
        self.batches_per_check = batches_per_check
        self.first_check = first_check
        self.rank = rank
        self.world = world
        self._check = first_check
        self.sampler = self  # where Lightning looks for `set_epoch`; test_train.py resumes in the middle

    def set_epoch(self, epoch: int) -> None:
        """Go to the ``epoch``-th check of this fit."""
        self._check = self.first_check + epoch

    def __len__(self) -> int:
        return self.batches_per_check

    def __iter__(self) -> Iterator[list[tuple[int, int]]]:
        first = self._check * self.batches_per_check * self.batch * self.world
        for k in range(self.batches_per_check):
            start = first + k * self.batch * self.world
            positions = range(start + self.rank, start + self.batch * self.world, self.world)
            yield [(self.stream.index(p), p) for p in positions]
