"""Which patch comes when: a pure function of the seed and the place in the stream.

The stream is one endless sequence of positions 0, 1, 2, ...; each pass over the patches is a permutation drawn from
(seed, pass). A resumed run, another number of loader processes or a halved batch all read the same stream, so they
see the same samples in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from torch.utils.data import Sampler


class PatchStream:
    """Position in the stream -> index of a patch among ``count``."""

    def __init__(self, count: int, seed: int) -> None:
        self.count = count
        self.seed = seed
        self._pass = -1
        self._order = np.empty(0, dtype=np.intp)

    def index(self, position: int) -> int:
        """The patch at this position."""
        which, place = divmod(position, self.count)
        if which != self._pass:
            self._order = np.random.default_rng([self.seed, 0, which]).permutation(self.count)
            self._pass = which
        return int(self._order[place])


def sample_rng(seed: int, position: int) -> np.random.Generator:
    """The generator that augments the sample at this position; independent of every other."""
    return np.random.default_rng([seed, 1, position])


class StreamBatches(Sampler[list[tuple[int, int]]]):
    """Batches of (index, position) between two checks, for one of ``world`` processes.

    The process ``rank`` takes every ``world``-th position. ``first_check`` is how many checks were done before; the
    trainer counts on from there with `set_epoch`, which it finds through the attribute ``sampler``.
    """

    def __init__(
        self,
        stream: PatchStream,
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
        self.sampler = self

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
