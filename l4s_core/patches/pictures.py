"""The 8-bit RGB pictures of the Landslide4Sense training set (``img/image_N.png``, ``mask/mask_N.png``).

A pixel is ``floor(x * 255 / maximum of the patch)`` with x the HDF5 values of B4, B3, B2, so the ratios of the bands
survive and the scale of each patch is lost. ``(pixel + 0.5) * mean`` undoes the division by the published means: the
raw values times an unknown factor that all bands and pixels of a patch share.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.channels.l4s import L4S_NAMES, l4s_divisors
from l4s_core.patches.formats import check_size
from l4s_core.patches.types import IGNORE

RGB_CHANNELS: tuple[str, ...] = ("B4", "B3", "B2")


@dataclass(frozen=True)
class PictureReader:
    """Reads ``channels`` (a choice of B4, B3, B2) of the pictures. ``ignored_grey``: what stands for 255 in masks."""

    channels: tuple[str, ...] = RGB_CHANNELS
    absolute_scale: bool = False
    ignored_grey: int | None = None

    def read_image(self, path: Path) -> npt.NDArray[np.float32]:
        """(channels, rows, cols) float32: raw values times a gain that differs between patches."""
        picture = _decode(path, ("RGB", "RGBA"), "a picture of red, green and blue with 8 bits each")
        out = np.empty((len(self.channels), *picture.shape[:2]), dtype=np.float32)
        for layer, name in zip(out, self.channels, strict=True):
            mean = l4s_divisors()[L4S_NAMES.index(name)]
            layer[:] = (picture[..., RGB_CHANNELS.index(name)] + 0.5) * mean
        return out

    def read_mask(self, path: Path) -> npt.NDArray[np.uint8]:
        """(rows, cols) uint8: 1 where the mask is not black, 255 where it has the grey of ignored pixels."""
        picture = _decode(path, ("1", "L", "P", "RGB", "RGBA"), "a black and white picture with 8 bits")
        landslide: npt.NDArray[np.bool_] = np.any(picture[..., :3] > 0, axis=-1)
        labels = landslide.astype(np.uint8)
        if self.ignored_grey is not None:
            labels[np.all(picture[..., :3] == self.ignored_grey, axis=-1)] = IGNORE
        return labels


def inside_the_step(
    values: npt.NDArray[np.float32], channels: tuple[str, ...], patch_id: int
) -> npt.NDArray[np.float64]:
    """What `PictureReader` gave, (channels, rows, cols), with each value drawn evenly within its step of the 8 bits.

    For arithmetic after which the steps would show. The same for a patch every time.
    """
    mean = np.array([l4s_divisors()[L4S_NAMES.index(name)] for name in channels])[:, None, None]
    drawn = np.random.default_rng([8, patch_id]).random(values.shape)
    spread: npt.NDArray[np.float64] = values + (drawn - 0.5) * mean
    return spread


def _decode(path: Path, modes: tuple[str, ...], what: str) -> npt.NDArray[Any]:
    """(rows, cols, colours) uint8."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path, formats=("PNG",)) as opened:
            check_size(path, opened.height, opened.width)
            if opened.mode not in modes:
                raise InputError(f"{path} is stored as '{opened.mode}'; it must be {what}.")
            colours: Any = opened if opened.mode in ("RGB", "RGBA") else opened.convert("RGB")
            pixels: npt.NDArray[Any] = np.asarray(colours, dtype=np.uint8)
            return pixels
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(f"{path} cannot be read as a PNG, it is damaged or cut short; fetch it again.") from error
