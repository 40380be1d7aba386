"""Larger patches out of the neighbouring ones of Landslide4Sense.

What a network is used on are windows of 256 pixels and more; the patches have 128. One that was trained on them alone
has never seen what is further away than that, and may mark more, or less, where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress, Silent
from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.patches.cutting.automatic import Name
from l4s_core.patches.cutting.folder import check_new_folder, new_folder
from l4s_core.patches.open import Part, open_patches
from l4s_core.patches.pictures import inside_the_step
from l4s_core.patches.split import NAMES, SplitOptions, split_names
from l4s_core.patches.stitching.lattice import Cell, cells_of
from l4s_core.patches.stitching.seams import find_seams, relative_gains
from l4s_core.patches.stitching.windows import Window, disjoint_windows, overlapping_windows
from l4s_core.patches.table import write_sheet, write_table
from l4s_core.patches.types import IGNORE, Patch, PatchSet
from l4s_core.patches.write import write_patch

_NEIGHBOURHOOD = 8  # patches
_KEPT_PATCHES = 256  # in memory: windows that come one after another share them


@dataclass(frozen=True)
class Stitched:
    """What `stitch_patches` wrote: part -> patches that went into it, and windows made of them."""

    folder: Path
    patches: dict[str, int]
    windows: dict[str, int]


def stitch_patches(
    source: str | Path,
    output: str | Path,
    split: SplitOptions,
    *,
    side: int = 2,
    parts: Sequence[Name] = NAMES,
    part: Part | None = None,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> Stitched:
    """Join neighbouring training patches of Landslide4Sense to squares of ``side`` x ``side``, part by part of a split.

    Parameters
    ----------
    source : the training patches, HDF5 or 8-bit pictures, with masks; ``part`` as for `open_patches`.
    output : folder to make, with a folder of patches (HDF5) for each part of the split that has any: ``train``, in
        which the windows overlap, ``validation`` and ``test``, in which they do not.
    parts : of the split, that are wanted.
    split : which patch belongs where. A window holds patches of one part only; where it lacks one, there is no data,
        and the label is 255.
    overwrite : replace a folder of patches.

    Pictures have a scale of their own each: it is found again from the edges, up to one factor for all that hang
    together. The result has no absolute scale either; the values are spread evenly in the steps of the 8 bits.

    Raises
    ------
    InputError : not Landslide4Sense's training patches, no masks, a split that leaves none; nothing was written.
    Cancelled : ``progress.check()`` said so; nothing was written.
    """
    progress = progress or Silent()
    target = Path(output).expanduser().absolute()
    progress.stage("opening the patches")
    patches = open_patches(source, expect_masks=True, part=part)
    check_new_folder(target, [source], overwrite=overwrite)
    cells = cells_of(patches.keys, patches.source)
    names = split_names(patches, split)
    if not set(parts) & set(names):
        raise InputError(f"The split leaves no patch of {patches.source} for {', '.join(parts)}; choose another one.")
    seams = find_seams(patches, cells, progress)
    gains = np.ones(len(patches)) if patches.absolute_scale else relative_gains(seams, len(patches))
    touching = [(seam.first, seam.second) for seam in seams]
    counts: dict[str, int] = {}
    made_of: dict[str, int] = {}
    with new_folder(target) as (made, _):
        for name in parts:
            own = {cell: index for cell, index in cells.items() if names[index] == name}
            if not own:
                continue
            windows = (overlapping_windows if name == "train" else disjoint_windows)(own, touching, side)
            progress.stage(f"writing patches ({name})", len(windows))
            _write(made / name, patches, windows, side, gains, progress)
            counts[name], made_of[name] = len(windows), len(own)
        write_sheet(made, {"parts": counts})
    return Stitched(target, made_of, counts)


def _write(
    folder: Path,
    patches: PatchSet,
    windows: Sequence[Window],
    side: int,
    gains: npt.NDArray[np.float64],
    progress: Progress,
) -> None:
    read = lru_cache(_KEPT_PATCHES)(lambda index: _scaled(patches, index, gains))
    rows, cols = patches.shape
    table = []
    for number, window in enumerate(windows, 1):
        progress.check()
        values = np.full((len(patches.channels), side * rows, side * cols), np.nan, np.float32)
        mask = np.full(values.shape[1:], IGNORE, np.uint8)
        for (row, column), index in window.members.items():
            here = slice(row * rows, (row + 1) * rows), slice(column * cols, (column + 1) * cols)
            patch = read(index)
            values[(slice(None), *here)] = patch.values
            mask[here] = IGNORE if patch.mask is None else patch.mask
        write_patch(folder, number, values, patches.channels, mask)
        ids = " ".join(str(patches.keys[index].id) for _, index in sorted(window.members.items()))
        table.append((number, window.corner.region, _neighbourhood(window.corner), ids))
        progress.advance()
    write_table(folder, ("id", "domain", "block", "patches"), table)
    write_sheet(
        folder,
        {
            "missing_channels": [name for name in L4S_NAMES if name not in patches.channels],
            "level": patches.level,
            "absolute_scale": patches.absolute_scale,
            "source": Path(patches.source).resolve().name,
            "side": side,
        },
    )


def _neighbourhood(corner: Cell) -> str:
    """A block of about ten kilometres, over which scores are spread."""
    return f"{corner.region} r{corner.row // _NEIGHBOURHOOD} c{corner.column // _NEIGHBOURHOOD}"


def _scaled(patches: PatchSet, index: int, gains: npt.NDArray[np.float64]) -> Patch:
    patch = patches.read(index)
    if patches.absolute_scale:
        return patch
    values = inside_the_step(patch.values, patches.channels, patch.key.id) * gains[index]
    return Patch(patch.key, values.astype(np.float32), patch.mask)
