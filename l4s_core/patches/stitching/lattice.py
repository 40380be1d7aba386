"""Where a training patch of Landslide4Sense lies beside the others.

The patches of a region were cut from one image in rows, and those that nobody labelled were numbered, too: the patch to
the right of ``id`` is ``id + 1``, the one below ``id + columns``. Neither is published. Both were found by comparing
edges: of 2,732 pairs that would touch, 2,728 do (docs/patches.md), and each pair is checked again when it is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from l4s_core.base.errors import InputError
from l4s_core.patches.regions import l4s_region
from l4s_core.patches.types import PatchKey

LATTICES: dict[str, tuple[int, int]] = {
    "Taiwan": (1, 41),
    "Hokkaido": (3035, 15),
    "Nepal": (3196, 11),
    "Kodagu": (3370, 26),
}
"""Region -> an id in the first column, patches in a row. Where Kodagu's rows begin is not known: the first id stands
for it, and the edges part what does not belong together."""


class Cell(NamedTuple):
    """A place in the rows of a region."""

    region: str
    row: int
    column: int

    def beside(self, rows: int, columns: int) -> Cell:
        """The place so many rows below and columns to the right, also beyond the end of a row."""
        return Cell(self.region, self.row + rows, self.column + columns)


def cell_of(patch_id: int) -> Cell | None:
    """The place of a training id; None beyond the data set."""
    region = l4s_region(patch_id)
    if region is None:
        return None
    first, columns = LATTICES[region]
    return Cell(region, *divmod(patch_id - first, columns))


def cells_of(keys: Iterable[PatchKey], source: str) -> dict[Cell, int]:
    """Place -> index of the patch there. Raises InputError where they are not training patches of Landslide4Sense."""
    found: dict[Cell, int] = {}
    for index, key in enumerate(keys):
        cell = cell_of(key.id)
        if cell is None or key.domain != cell.region:
            raise InputError(
                f"The patch {key.id} of {source} is none of the training patches of Landslide4Sense, whose ids say "
                "where they lie; larger patches of other scenes are cut with l4s patches --size."
            )
        found[cell] = index
    return found
