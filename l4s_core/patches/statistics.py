"""Mean and standard deviation per channel of a set of patches, and of each domain in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from l4s_core.base.progress import Progress, Silent
from l4s_core.base.statistics import LEAST_STD, ChannelStatistics, StatisticsAccumulator
from l4s_core.patches.types import PatchSet


def channel_statistics(patch_set: PatchSet, progress: Progress | None = None) -> ChannelStatistics:
    """Of all finite values, in raw units; exact, in one pass over the files. Ignored pixels count: they are ground.

    Raises InputError naming the file that cannot be read.
    """
    return _accumulate(patch_set, progress, by_domain=False)[""]


def domain_statistics(patch_set: PatchSet, progress: Progress | None = None) -> dict[str, ChannelStatistics]:
    """`channel_statistics` of every domain by its name, for separated normalisation (Ghorbanzadeh et al. 2022)."""
    return _accumulate(patch_set, progress, by_domain=True)


def _accumulate(patch_set: PatchSet, progress: Progress | None, *, by_domain: bool) -> dict[str, ChannelStatistics]:
    progress = progress or Silent()
    names = sorted({key.domain for key in patch_set.keys}) if by_domain else [""]
    sums = {name: StatisticsAccumulator(patch_set.channels) for name in names}
    progress.stage("statistics of the channels", len(patch_set))
    for index, key in enumerate(patch_set.keys):
        progress.check()
        sums[key.domain if by_domain else ""].add(patch_set.read(index).values)
        progress.advance()
    return {name: each.result() for name, each in sums.items()}


def mixed_statistics(parts: Sequence[ChannelStatistics], shares: Sequence[float]) -> ChannelStatistics:
    """Statistics of a mixture in which each part has this share; a channel is that of the parts that have it.

    With shares by the number of finite pixels these are the statistics of all pixels together: the mean of the means,
    and the mean of the second moments less its square.
    """
    channels = tuple(dict.fromkeys(name for part in parts for name in part.channels))
    means, stds = np.zeros(len(channels)), np.zeros(len(channels))
    for k, name in enumerate(channels):
        having = [
            (part.select([name]), share) for part, share in zip(parts, shares, strict=True) if name in part.channels
        ]
        weight = np.array([share for _, share in having]) / sum(share for _, share in having)
        mean, std = (np.array([getattr(one, what)[0] for one, _ in having]) for what in ("mean", "std"))
        means[k] = weight @ mean
        # about the common mean, not by subtracting two large numbers
        stds[k] = np.sqrt(weight @ (std**2 + (mean - means[k]) ** 2))
    return ChannelStatistics(channels, means, np.maximum(stds, LEAST_STD))
