"""Patches as the tensors that a network is trained and checked on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from l4s_core.normalisation.normalise import PatchNormaliser
from l4s_core.patches.mixture import Mixture, read_own
from l4s_core.patches.types import IGNORE, Level, Patch, PatchSet
from l4s_core.training.augmentation.augment import AugmentOptions, augment_with
from l4s_core.training.augmentation.radiometry import Mask, RadiometryOptions, Values, change_radiometry
from l4s_core.training.augmentation.reference import ReferenceOptions, change_reference
from l4s_core.training.distil.soft_labels import SoftLabels
from l4s_core.training.stream import radiometry_rng, sample_rng

Sample = tuple[Tensor, ...]
_UNLABELLED = 254  # for a moment, so that a change can be seen on pixels that were ignored before it


class TrainingSamples(Dataset[Sample]):
    """(index, position) -> image (c, rows, cols) float32, mask (rows, cols) uint8, domain and position (int64);
    with ``soft`` labels also those (rows, cols) float32, NaN where there are none.

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
        soft: SoftLabels | None = None,
    ) -> None:
        self.patches = patches
        self.normaliser = normaliser
        self.options = options
        self.seed = seed
        self.radiometry = radiometry if radiometry is not None and radiometry.active else None
        self.reference = reference if reference is not None and reference.active else None
        self.soft = soft
        self._domain = {name: k for k, name in enumerate(domains)}

    def __len__(self) -> int:
        return len(self.patches)

    def __getitem__(self, where: tuple[int, int]) -> Sample:
        index, position = where
        patch, there = read_own(self.patches, index)
        rng = radiometry_rng(self.seed, position)
        soft = None if self.soft is None else self.soft[index]
        if self.radiometry is not None:
            before = patch.mask if soft is None else _marked(patch.mask, soft)
            patch = self._changed(replace(patch, mask=before), there, index, rng)
            if soft is not None and patch.mask is not None:
                # a teacher who saw neither the cloud nor the pasted landslide says nothing of them
                soft = np.where(patch.mask == before, soft, np.float32(np.nan))
                patch = replace(patch, mask=_unmarked(patch.mask))
        image = self.normaliser(patch, there)
        mask = np.full(image.shape[1:], IGNORE, np.uint8) if patch.mask is None else patch.mask
        unknown = ~self.normaliser.observed(patch, there)
        if unknown.any():
            mask = np.where(unknown, np.uint8(IGNORE), mask)
        if self.reference is not None:
            image, mask = change_reference(image, mask, self.reference, rng, self.normaliser.fill[0])
        if soft is not None:
            nothing = (image == np.array(self.normaliser.fill, np.float32)[:, None, None]).all(axis=0)
            soft = np.where(unknown | nothing, np.float32(np.nan), soft)
        if self.options is not None:
            rng = sample_rng(self.seed, position)
            image, mask, soft = augment_with(
                image, mask, soft, self.normaliser.channels, self.options, rng, fill=self.normaliser.fill
            )
        sample = (
            torch.from_numpy(np.ascontiguousarray(image)),
            torch.from_numpy(np.array(mask, copy=True)),  # never the cache's own
            torch.tensor(self._domain.get(patch.key.domain, 0)),
            torch.tensor(position),
        )
        return sample if soft is None else (*sample, torch.from_numpy(soft))

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


def _marked(mask: Mask | None, soft: Values) -> Mask:
    """The mask, with what is ignored told apart from what a change will ignore."""
    if mask is None:
        return np.full(soft.shape, _UNLABELLED, np.uint8)
    return np.where(mask == IGNORE, np.uint8(_UNLABELLED), mask)


def _unmarked(mask: Mask) -> Mask:
    return np.where(mask == _UNLABELLED, np.uint8(IGNORE), mask)
