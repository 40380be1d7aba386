"""A contact sheet of a set of patches: what a person looks at before training on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.channels.registry import is_reflectance
from l4s_core.patches.types import IGNORE, Patch, PatchSet
from l4s_core.rasters.true_colour import true_colour

_COLUMNS, _MOST = 6, 36
_TILE, _GAP, _EDGE, _HEAD, _LABEL = 192, 12, 24, 84, 22
_INK, _FAINT, _PAPER = (38, 38, 38), (110, 110, 110), (255, 255, 255)
_OUTLINE = np.array([255, 48, 168], dtype=np.float64)  # magenta: no ground or cloud has it
_VEIL = np.array([90, 90, 96], dtype=np.float64)


def write_preview(path: Path, patch_set: PatchSet, indices: Sequence[int], title: str) -> None:
    """Draw some patches of a set in true colour with the outlines of their landslides, as a PNG.

    ``indices`` are drawn in their order, at most 36 of them evenly taken. Ignored pixels are hatched. Each patch has
    its own stretch.
    """
    from PIL import Image, ImageDraw, ImageFont

    chosen = [indices[i] for i in spread(len(indices), _MOST)]
    rows = max(1, -(-len(chosen) // _COLUMNS))
    width = 2 * _EDGE + _COLUMNS * _TILE + (_COLUMNS - 1) * _GAP
    sheet = Image.new("RGB", (width, _HEAD + rows * (_TILE + _LABEL + _GAP) + _EDGE), _PAPER)
    draw = ImageDraw.Draw(sheet)
    large, small = ImageFont.load_default(20), ImageFont.load_default(14)
    draw.text((_EDGE, 18), title, _INK, font=large)
    words = f"{len(chosen)} of {len(patch_set)} patches; magenta: outline of landslides, grey hatching: ignored"
    draw.text((_EDGE, 48), words, _FAINT, font=small)
    for place, index in enumerate(chosen):
        patch = patch_set.read(index)
        row, col = divmod(place, _COLUMNS)
        left, top = _EDGE + col * (_TILE + _GAP), _HEAD + row * (_TILE + _LABEL + _GAP)
        sheet.paste(_tile(patch, patch_set.channels), (left, top))
        share = 0.0 if patch.mask is None else float((patch.mask == 1).mean())
        draw.text((left, top + _TILE + 3), f"{patch.key.id}   {share:.1%} landslide", _INK, font=small)
    sheet.save(path, optimize=True)


def spread(count: int, most: int) -> list[int]:
    """At most ``most`` of the numbers 0 to ``count`` - 1, evenly spaced, the first and the last among them."""
    if count <= most:
        return list(range(count))
    return [round(i * (count - 1) / (most - 1)) for i in range(most)]


def _tile(patch: Patch, channels: Sequence[str]) -> Any:
    """The patch as a square picture."""
    from PIL import Image

    optical = [name for name in channels if is_reflectance(name)] or list(channels)
    names = ("B4", "B3", "B2") if {"B4", "B3", "B2"} <= set(optical) else (optical[0],) * 3
    colours = true_colour(patch.values[[channels.index(name) for name in names]])
    picture = np.asarray(Image.fromarray(colours).resize((_TILE, _TILE), Image.Resampling.BICUBIC), dtype=np.float64)
    if patch.mask is not None:
        labels = np.asarray(Image.fromarray(patch.mask).resize((_TILE, _TILE), Image.Resampling.NEAREST))
        picture = picture.copy()
        rows, cols = np.indices(labels.shape)
        hatched = (labels == IGNORE) & ((rows + cols) // 3 % 3 == 0)
        picture[hatched] = _VEIL
        picture[_outline(labels == 1)] = _OUTLINE
    return Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))


def _outline(inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Pixels outside that touch the inside, so that the landslide itself stays in sight."""
    padded = np.pad(inside, 1)
    near = padded[:-2, 1:-1] | padded[2:, 1:-1] | padded[1:-1, :-2] | padded[1:-1, 2:]
    line: npt.NDArray[np.bool_] = near & ~inside
    return line
