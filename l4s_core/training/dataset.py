"""Patches as the tensors that a network is trained and checked on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from l4s_core.normalisation.normalise import PatchNormaliser
from l4s_core.patches.mixture import read_own
from l4s_core.patches.types import IGNORE, PatchSet
from l4s_core.training.augmentation.augment import AugmentOptions, augment
from l4s_core.training.stream import sample_rng

Sample = tuple[Tensor, Tensor, Tensor, Tensor]


class TrainingSamples(Dataset[Sample]):
    """(index, position) -> image (c, rows, cols) float32, mask (rows, cols) uint8, domain and position (int64).

    Without ``options`` the samples are not augmented. Pixels without data have the fill value and the label 255.
    """

    def __init__(
        self,
        patches: PatchSet,
        normaliser: PatchNormaliser,
        domains: Sequence[str],
        options: AugmentOptions | None,
        seed: int,
    ) -> None:
        self.patches = patches
        self.normaliser = normaliser
        self.options = options
        self.seed = seed
        self._domain = {name: k for k, name in enumerate(domains)}

    def __len__(self) -> int:
        return len(self.patches)

    def __getitem__(self, where: tuple[int, int]) -> Sample:
        index, position = where
        patch, there = read_own(self.patches, index)
        image = self.normaliser(patch, there)
        mask = np.full(image.shape[1:], IGNORE, np.uint8) if patch.mask is None else patch.mask
        unknown = ~self.normaliser.observed(patch, there)
        if unknown.any():
            mask = np.where(unknown, np.uint8(IGNORE), mask)
        if self.options is not None:
            rng = sample_rng(self.seed, position)
            image, mask = augment(
                image, mask, self.normaliser.channels, self.options, rng, fill=float(self.normaliser.fill)
            )
        return (
            torch.from_numpy(np.ascontiguousarray(image)),
            torch.from_numpy(np.array(mask, copy=True)),  # never the cache's own
            torch.tensor(self._domain.get(patch.key.domain, 0)),
            torch.tensor(position),
        )
