"""Patches as the tensors that a network is trained and checked on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from l4s_core.normalisation.normalise import PatchNormaliser
from l4s_core.patches.mixture import Mixture, read_own
from l4s_core.patches.types import IGNORE, Level, Patch, PatchSet
from l4s_core.training.augmentation.augment import AugmentOptions, augment
from l4s_core.training.augmentation.radiometry import Mask, RadiometryOptions, Values, change_radiometry
from l4s_core.training.augmentation.reference import ReferenceOptions, change_reference
from l4s_core.training.stream import radiometry_rng, sample_rng

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
        radiometry: RadiometryOptions | None = None,
        reference: ReferenceOptions | None = None,
    ) -> None:
        self.patches = patches
        self.normaliser = normaliser
        self.options = options
        self.seed = seed
        self.radiometry = radiometry if radiometry is not None and radiometry.active else None
        self.reference = reference if reference is not None and reference.active else None
        self._domain = {name: k for k, name in enumerate(domains)}

    def __len__(self) -> int:
        return len(self.patches)

    def __getitem__(self, where: tuple[int, int]) -> Sample:
        index, position = where
        patch, there = read_own(self.patches, index)
        rng = radiometry_rng(self.seed, position)
        if self.radiometry is not None:
            patch = self._changed(patch, there, index, rng)
        image = self.normaliser(patch, there)
        mask = np.full(image.shape[1:], IGNORE, np.uint8) if patch.mask is None else patch.mask
        unknown = ~self.normaliser.observed(patch, there)
        if unknown.any():
            mask = np.where(unknown, np.uint8(IGNORE), mask)
        if self.reference is not None:
            image, mask = change_reference(image, mask, self.reference, rng, self.normaliser.fill[0])
        if self.options is not None:
            rng = sample_rng(self.seed, position)
            image, mask = augment(image, mask, self.normaliser.channels, self.options, rng, fill=self.normaliser.fill)
        return (
            torch.from_numpy(np.ascontiguousarray(image)),
            torch.from_numpy(np.array(mask, copy=True)),  # never the cache's own
            torch.tensor(self._domain.get(patch.key.domain, 0)),
            torch.tensor(position),
        )

    def _changed(self, patch: Patch, there: tuple[str, ...], index: int, rng: np.random.Generator) -> Patch:
        assert self.radiometry is not None
        own = self._set_of(index)
        mask = np.full(patch.values.shape[1:], IGNORE, np.uint8) if patch.mask is None else patch.mask

        def donor(rng: np.random.Generator) -> tuple[Values, Mask, Level | None, bool]:
            which = int(rng.integers(len(self.patches)))
            other, has = read_own(self.patches, which)
            values = np.full((len(there), *other.values.shape[1:]), np.nan, np.float32)
            for k, name in enumerate(there):
                if name in has:
                    values[k] = other.values[has.index(name)]
            nothing = np.zeros(values.shape[1:], np.uint8)
            source = self._set_of(which)
            return values, nothing if other.mask is None else other.mask, source.level, source.absolute_scale

        changed, mask = change_radiometry(
            patch.values, mask, there, own.level, self.radiometry, rng, exact_gain=own.absolute_scale, donor=donor
        )
        return Patch(patch.key, changed.astype(np.float32, copy=False), mask)

    def _set_of(self, index: int) -> PatchSet:
        return self.patches.place(index)[0].patches if isinstance(self.patches, Mixture) else self.patches
