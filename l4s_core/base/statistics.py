"""Mean and standard deviation per channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LEAST_STD = 1e-3  # raw units; a constant channel is centred, not divided by nothing


@dataclass(frozen=True)
class ChannelStatistics:
    """``mean`` and ``std`` (channels,) float64, raw units, of the finite values; ``std`` at least ``LEAST_STD``."""

    channels: tuple[str, ...]
    mean: npt.NDArray[np.float64]
    std: npt.NDArray[np.float64]

    def select(self, channels: Sequence[str]) -> ChannelStatistics:
        """The statistics of these channels, in this order."""
        index = [self.channels.index(name) for name in channels]
        return ChannelStatistics(tuple(channels), self.mean[index], self.std[index])


class StatisticsAccumulator:
    """Exact mean and standard deviation over arrays that come one by one; what is not finite does not count."""

    def __init__(self, channels: Sequence[str]) -> None:
        self.channels = tuple(channels)
        self._count = np.zeros(len(self.channels), dtype=np.float64)
        self._mean = np.zeros(len(self.channels), dtype=np.float64)
        self._square = np.zeros(len(self.channels), dtype=np.float64)  # sum of squared deviations (Chan et al. 1983)

    def add(self, values: npt.NDArray[np.floating], observed: npt.NDArray[np.bool_] | None = None) -> None:
        """Take in (channels, rows, cols), or only the pixels where (rows, cols) ``observed`` is True."""
        for k, layer in enumerate(values):
            good = np.isfinite(layer) if observed is None else np.isfinite(layer) & observed
            x = layer[good].astype(np.float64)
            if not x.size:
                continue
            mean = x.mean()
            delta = mean - self._mean[k]
            total = self._count[k] + x.size
            self._square[k] += ((x - mean) ** 2).sum() + delta**2 * self._count[k] * x.size / total
            self._mean[k] += delta * x.size / total
            self._count[k] = total

    def result(self) -> ChannelStatistics:
        """The statistics so far; a channel without any finite value has mean 0 and standard deviation 1."""
        seen = self._count > 0
        std = np.sqrt(np.where(seen, self._square / np.maximum(self._count, 1), 1.0))
        return ChannelStatistics(self.channels, np.where(seen, self._mean, 0.0), np.maximum(std, LEAST_STD))
