"""Random changes of relative brightness: the reference that it is relative to, noise of other sensors, holes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from l4s_core.patches.types import IGNORE
from l4s_core.training.augmentation.radiometry import smooth_noise

Image = npt.NDArray[np.float32]
Mask = npt.NDArray[np.uint8]


class ReferenceOptions(BaseModel):
    """Which changes; by default none.

    Attributes
    ----------
    reference : standard deviation of the logarithm of a factor on the reference brightness.
    noise : standard deviation of white noise, in relative brightness.
    texture : share of the samples with noise in proportion to the value (up to 0.06) and a gamma of 0.85 to 1.2: other
        sensors, resampling and terrain correction.
    holes : share of the samples in which some of the ground is not observed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    reference: float = Field(default=0.0, ge=0, le=2)
    noise: float = Field(default=0.0, ge=0, le=1)
    texture: float = Field(default=0.0, ge=0, le=1)
    holes: float = Field(default=0.0, ge=0, le=1)

    @property
    def active(self) -> bool:
        """Whether anything is to be done."""
        return self != ReferenceOptions()


def change_reference(
    image: Image, mask: Mask, options: ReferenceOptions, rng: np.random.Generator, fill: float
) -> tuple[Image, Mask]:
    """A normalised sample (c, rows, cols) and its mask changed; pixels that are ``fill`` in all channels stay so.

    Holes get ``fill`` and the label 255. New arrays.
    """
    seen = (image != np.float32(fill)).any(axis=0)
    x = image / np.exp(rng.normal(0, options.reference)) if options.reference else image.copy()
    if options.noise:
        x = x + rng.normal(0, options.noise, x.shape)
    if options.texture and rng.random() < options.texture:
        x = x * (1 + rng.normal(0, rng.uniform(0, 0.06), x.shape))
        x = np.maximum(x, 0) ** rng.uniform(0.85, 1.2)
    label = mask
    if options.holes and rng.random() < options.holes:
        hole = smooth_noise(rng, mask.shape, 32) > rng.uniform(0.6, 0.8)
        seen = seen & ~hole
        label = np.where(hole, IGNORE, mask)
    return np.where(seen, x, fill).astype(np.float32), label.astype(np.uint8)
