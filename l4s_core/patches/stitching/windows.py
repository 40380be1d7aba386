"""Which neighbouring patches become one larger patch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from l4s_core.patches.stitching.lattice import Cell

Place = tuple[int, int]
Pair = tuple[int, int]


@dataclass(frozen=True)
class Window:
    """A square of patches. ``members``: (row, column) in it -> index of the patch there; some places may be empty."""

    corner: Cell
    members: Mapping[Place, int]

    @property
    def patches(self) -> frozenset[int]:
        """The indices of its patches."""
        return frozenset(self.members.values())


def overlapping_windows(cells: Mapping[Cell, int], touching: Collection[Pair], side: int) -> list[Window]:
    """All windows of ``side`` x ``side`` places whose patches are not all in another one; every patch is in one.

    For training: a patch comes at each of the places that it can have among its neighbours. ``touching`` are pairs of
    indices; what is in a window hangs together by them.
    """
    found = _windows(cells, touching, side)
    holding: dict[int, list[Window]] = defaultdict(list)
    for window in found:
        for index in window.patches:
            holding[index].append(window)
    kept = [
        window for window in found if not any(window.patches < other.patches for other in holding[min(window.patches)])
    ]
    return sorted(kept, key=lambda window: window.corner)


def disjoint_windows(cells: Mapping[Cell, int], touching: Collection[Pair], side: int) -> list[Window]:
    """Windows that hold each patch once, the fullest first. For scoring: no pixel counts twice."""
    left, chosen = dict(cells), []
    while left:
        for window in sorted(_windows(left, touching, side), key=lambda found: (-len(found.members), found.corner)):
            places = {window.corner.beside(*place): index for place, index in window.members.items()}
            if all(left.get(cell) == index for cell, index in places.items()):
                chosen.append(window)
                for cell in places:
                    del left[cell]
    return sorted(chosen, key=lambda window: window.corner)


def _windows(cells: Mapping[Cell, int], touching: Collection[Pair], side: int) -> list[Window]:
    """Every set of patches that a window can hold, once."""
    pairs = {frozenset(pair) for pair in touching}
    found: dict[frozenset[int], Window] = {}
    for cell in sorted(cells):
        for row in range(side):
            for column in range(side):
                corner = cell.beside(-row, -column)
                there = {
                    (r, c): index
                    for r in range(side)
                    for c in range(side)
                    if (index := cells.get(corner.beside(r, c))) is not None
                }
                window = Window(corner, _hanging_together((row, column), there, pairs))
                found.setdefault(window.patches, window)
    return list(found.values())


def _hanging_together(start: Place, there: Mapping[Place, int], pairs: Collection[frozenset[int]]) -> dict[Place, int]:
    """The patches that are reached from one of them through pairs that touch."""
    reached, new = {start: there[start]}, [start]
    while new:
        row, column = new.pop()
        for place in ((row, column + 1), (row, column - 1), (row + 1, column), (row - 1, column)):
            if place in there and place not in reached and frozenset((there[row, column], there[place])) in pairs:
                reached[place] = there[place]
                new.append(place)
    return reached
