"""Random changes of a sample before it is normalised, in the product's units: what air, sensor and clouds do.

Reflectance x 10000, on the bands (of the scene and of the one before) only; other channels stay as they are. NaN is no
data and stays so. Every step is a function of the sample and a random generator and writes to no input.

A model of relative brightness that is trained on Level-1C patches and used on Level-2A meets other ratios of the bands,
because Level-2A lacks the light that the air itself scatters (path radiance). `path_radiance` therefore takes a random
share of it off Level-1C and adds it to Level-2A, so that neither level is a hint of the class.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, field_validator

from l4s_core.channels.registry import PRE, channel, is_reflectance
from l4s_core.patches.types import IGNORE, Level

Values = npt.NDArray[Any]
Mask = npt.NDArray[np.uint8]
Donor = Callable[[np.random.Generator], tuple[Values, Mask, Level | None, bool]]

LEAST_SEEN = 0.2
"""Share of a patch that must have data, so that its brightness means something."""
WAVELENGTH_NM = {
    "B1": 443, "B2": 490, "B3": 560, "B4": 665, "B5": 705, "B6": 740, "B7": 783, "B8": 842, "B8A": 865, "B9": 945,
    "B10": 1375, "B11": 1610, "B12": 2190,
}  # fmt: skip
RAYLEIGH_B2, RAYLEIGH_KNOWN = 620.0, {"B4": 170.0, "B3": 330.0, "B2": 620.0}
"""Reflectance x 10000 that the air adds over low mountains, by order of magnitude; others by the 4th power of 1/nm."""
PATH_SHARE_B2, PATH_SHARE_KNOWN = 0.73, {"B4": 0.40, "B3": 0.50, "B2": 0.73}
"""How much of the signal of a patch's darkest pixels (shaded forest, not black) is path radiance; others by 1/nm^2."""


class RadiometryOptions(BaseModel):
    """Which changes; by default none.

    Attributes
    ----------
    eight_bit : values come as from pictures of 8 bits: those of other patches are quantised likewise, and all are
        spread evenly over the width of their step, so that the quantisation is no hint of the class.
    paste : share of the samples that get the landslides of another training patch, at their own brightness.
    path_radiance : range of the share of path radiance that is taken off Level-1C (below 0 adds some).
    gain : standard deviation of the logarithm of a gain of each band.
    illumination : share of the samples with another brightness here and there (by up to about a quarter).
    blur : share of the samples blurred by 0.3 to 0.8 pixels.
    cloud : share of the samples with a cloud and its shadow; what it hides is background, its rim is not labelled.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    eight_bit: bool = False
    paste: float = Field(default=0.0, ge=0, le=1)
    path_radiance: tuple[float, float] | None = None
    gain: float = Field(default=0.0, ge=0, le=1)
    illumination: float = Field(default=0.0, ge=0, le=1)
    blur: float = Field(default=0.0, ge=0, le=1)
    cloud: float = Field(default=0.0, ge=0, le=1)

    @field_validator("path_radiance")
    @classmethod
    def _rising(cls, share: tuple[float, float] | None) -> tuple[float, float] | None:
        if share is not None and not -1 <= share[0] <= share[1] <= 2:
            raise ValueError("path_radiance is two shares from -1 to 2, the smaller first")
        return share

    @property
    def active(self) -> bool:
        """Whether anything is to be done."""
        return self != RadiometryOptions()


def change_radiometry(
    values: Values,
    mask: Mask,
    channels: Sequence[str],
    level: Level | None,
    options: RadiometryOptions,
    rng: np.random.Generator,
    *,
    exact_gain: bool = True,
    donor: Donor | None = None,
) -> tuple[Values, Mask]:
    """A sample changed as ``options`` say and ``rng`` decides.

    Parameters
    ----------
    values : (channels, rows, cols) float32 in raw units, NaN without data; ``mask`` (rows, cols) uint8.
    level : of the values; None is taken for L1C.
    exact_gain : False for 8-bit pictures, whose values are already quantised.
    donor : generator -> values (of the same channels), mask, level and ``exact_gain`` of another training patch, for
        ``paste``.

    Returns
    -------
    New arrays of the same shapes. A sample of which less than ``LEAST_SEEN`` has data comes back ignored as a whole.
    """
    bands = [k for k, name in enumerate(channels) if is_reflectance(name)]
    names = [channels[k] for k in bands]
    out, mask = values.copy(), mask.copy()
    dn: Values = values[bands]
    if not bands:
        return out, mask
    surface = level == "L2A"
    if options.eight_bit:
        dn = eight_bit(dn, names, rng, quantised=not exact_gain)
    if donor is not None and options.paste and rng.random() < options.paste:
        other, other_mask, other_level, other_exact = donor(rng)
        other = other[bands]
        if options.eight_bit:
            other = eight_bit(other, names, rng, quantised=not other_exact)
        if surface and other_level != "L2A":  # the landslides have air before them: so must the ground around them
            dn, surface = dn + _by_band(RAYLEIGH_KNOWN, RAYLEIGH_B2, 4, names), False
        dn, mask = paste(dn, mask, other, other_mask, rng)
    seen = np.asarray(np.isfinite(dn).all(axis=0) & (dn > 0).all(axis=0))
    if seen.mean() < LEAST_SEEN:
        return out, np.full_like(mask, IGNORE)
    brightness = float(np.median(dn[:, seen]))
    if options.path_radiance is not None:
        dn = path_radiance(dn, names, seen, surface, options.path_radiance, rng)
    if options.gain:
        dn = dn * np.exp(rng.normal(0, options.gain, (len(bands), 1, 1)))
    if options.illumination and rng.random() < options.illumination:
        dn = dn * np.exp(0.5 * (smooth_noise(rng, mask.shape, 32) - 0.5))
    if options.blur and rng.random() < options.blur:
        dn = blur(dn, float(rng.uniform(0.3, 0.8)))
    if options.cloud and rng.random() < options.cloud:
        dn, mask = cloud(dn, mask, brightness, rng)
    out[bands] = np.where(seen, dn, np.nan)
    return out, mask


def _by_band(known: dict[str, float], of_blue: float, power: int, names: Sequence[str]) -> Values:
    """(bands, 1, 1): what is known, else that of B2 falling with the wavelength."""
    own = [name.removeprefix(PRE) for name in names]
    numbers = [known.get(name, of_blue * (WAVELENGTH_NM["B2"] / WAVELENGTH_NM[name]) ** power) for name in own]
    return np.array(numbers, dtype=np.float32)[:, None, None]


def eight_bit(dn: Values, names: Sequence[str], rng: np.random.Generator, *, quantised: bool) -> Values:
    """Bands as of an 8-bit picture of relative values (x / divisor of Landslide4Sense, the largest 255), with the
    position inside each step drawn evenly. ``quantised`` values are in the middle of their steps already."""
    divisor = np.array([channel(name.removeprefix(PRE)).l4s_divisor or 1000.0 for name in names], dtype=np.float32)[
        :, None, None
    ]
    x = dn / divisor
    step = 1.0 if quantised else max(float(np.nanmax(x)), 1e-6) / 255 if np.isfinite(x).any() else 1.0
    spread: Values = ((np.floor(x / step + 1e-4) + rng.random(x.shape)) * step * divisor).astype(np.float32)
    return np.where(dn > 0, spread, np.nan).astype(np.float32)


def path_radiance(
    dn: Values,
    names: Sequence[str],
    seen: npt.NDArray[np.bool_],
    surface: bool,
    share: tuple[float, float],
    rng: np.random.Generator,
) -> Values:
    """Air added to surface reflectance, or a random share of it taken off top-of-atmosphere reflectance.

    What is taken off is a share of the signal of the darkest percent of each band (dark-object subtraction, Chavez
    1988), so nothing that was above it turns negative; each band's own error is a quarter of that.
    """
    bands = len(names)
    if surface:
        air = _by_band(RAYLEIGH_KNOWN, RAYLEIGH_B2, 4, names)
        return dn + rng.uniform(0.0, 1.2) * air * rng.uniform(0.8, 1.2, (bands, 1, 1))
    dark = np.percentile(dn[:, seen], 1, axis=1)[:, None, None]
    taken = rng.uniform(*share) * _by_band(PATH_SHARE_KNOWN, PATH_SHARE_B2, 2, names)
    taken = taken * rng.uniform(0.75, 1.25, (bands, 1, 1))
    if rng.random() < 0.3:
        taken = taken + rng.uniform(0.0, 0.5)
    left: Values = dn - np.minimum(taken, 0.98) * dark
    return left


def paste(dn: Values, mask: Mask, other: Values, other_mask: Mask, rng: np.random.Generator) -> tuple[Values, Mask]:
    """Landslides of another patch, turned at random, laid over this one at its brightness: what surrounds a landslide
    must not decide. Nothing changes where the other has none, or this one hardly any data."""
    if other.shape[-1] == other.shape[-2]:
        turns = int(rng.integers(4))
        other, other_mask = np.rot90(other, turns, (1, 2)), np.rot90(other_mask, turns)
    seen = (dn > 0).all(axis=0)
    where = (other_mask == 1) & seen & np.isfinite(other).all(axis=0)
    if not where.any() or seen.mean() < LEAST_SEEN:
        return dn, mask
    gain = np.median(dn[:, seen]) / max(float(np.nanmedian(other)), 1e-6)
    return np.where(where, other * gain, dn).astype(np.float32), np.where(where, 1, mask).astype(np.uint8)


def blur(dn: Values, sigma_px: float) -> Values:
    """Gaussian blur along rows and columns; pixels without data give nothing and stay without."""
    from scipy.ndimage import gaussian_filter  # type: ignore[attr-defined]

    there = np.isfinite(dn)
    if there.all():
        return np.asarray(gaussian_filter(dn, (0, sigma_px, sigma_px)))
    weight = gaussian_filter(there.astype(np.float32), (0, sigma_px, sigma_px))
    total = gaussian_filter(np.where(there, dn, 0), (0, sigma_px, sigma_px))
    return np.where(there, total / np.maximum(weight, 1e-6), np.nan)


def cloud(dn: Values, mask: Mask, brightness: float, rng: np.random.Generator) -> tuple[Values, Mask]:
    """A bright, spectrally flat cloud with soft edges, 3 to 10 times as bright as the ground, and its shadow."""
    noise = 0.7 * smooth_noise(rng, mask.shape, 32) + 0.3 * smooth_noise(rng, mask.shape, 8)
    alpha = np.clip((noise - rng.uniform(0.55, 0.75)) * rng.uniform(5, 15), 0, 1) * rng.uniform(0.5, 1.0)
    shift = rng.integers(-30, 30, 2)
    shadow = np.roll(alpha, (int(shift[0]), int(shift[1])), axis=(0, 1)) * rng.uniform(0.3, 0.8)
    dn = dn * (1 - shadow)
    dn = dn * (1 - alpha) + alpha * brightness * rng.uniform(3, 10) * rng.uniform(0.95, 1.05, (len(dn), 1, 1))
    hidden = np.where(alpha > 0.6, 0, np.where(alpha > 0.15, IGNORE, mask))
    return dn, np.where(mask == IGNORE, IGNORE, hidden).astype(np.uint8)


def smooth_noise(rng: np.random.Generator, shape: tuple[int, ...], cell: int) -> Values:
    """(rows, cols) noise in about 0 to 1 with structures of ``cell`` pixels."""
    from PIL import Image

    rows, cols = shape
    small = Image.fromarray(rng.random((rows // cell + 2, cols // cell + 2), dtype=np.float32))
    return np.asarray(small.resize((cols, rows), Image.Resampling.BICUBIC))
