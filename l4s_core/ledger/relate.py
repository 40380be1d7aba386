"""Which landslides of two inventories of the same ground are the same, joined or split. Geometry only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.inventory.review import one_to_one, overlaps

HALF = 0.5
"""Share of a polygon inside of another one from which it is a part of it."""

Geometries = npt.NDArray[np.object_]
IntArray = npt.NDArray[np.intp]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Relations:
    """Numbers are places in the arrays that `relate` was given.

    Attributes
    ----------
    heir : new -> the old one whose identity it takes over: its match, or the largest of those that it holds.
    iou : new -> intersection over union with its heir.
    joined : old -> the new one that holds it by half, of which another old one is the heir.
    pieces : old without an heir -> the new ones that lie in it by half, the largest first.
    split_off : new -> the old one, with an heir, of which it is a further part by half.
    found_m2 : (old,) area of each old one on which there is anything new.
    pairs : (old, new) numbers of all that share ground.
    """

    heir: dict[int, int]
    iou: dict[int, float]
    joined: dict[int, int]
    pieces: dict[int, list[int]]
    split_off: dict[int, int]
    found_m2: FloatArray
    pairs: tuple[IntArray, IntArray] = field(default_factory=lambda: (np.zeros(0, np.intp), np.zeros(0, np.intp)))

    def touching(self, old: int) -> list[int]:
        """New ones that share ground with an old one."""
        return [int(n) for n in self.pairs[1][self.pairs[0] == old]]


def relate(old: Geometries, new: Geometries, first_claim: npt.NDArray[np.bool_]) -> Relations:
    """Compare valid polygons in one CRS.

    First those that match are taken, one to one, by intersection over union (`inventory.review.SAME_IOU`). A new one
    without a match that holds half of old ones is the heir of the largest, of those with ``first_claim`` if there are
    some; the others are joined into it. A new one that is in an old one by half is a piece of it.
    """
    usable = np.asarray(shapely.area(old) > 0, bool)
    ours, theirs, common = overlaps(new, old, usable)
    area_new, area_old = shapely.area(new), shapely.area(old)
    iou = common / (area_new[ours] + area_old[theirs] - common)
    heir = one_to_one(ours, theirs, iou)
    taken = set(heir.values())

    holds: dict[int, list[int]] = {}
    for place in np.argsort(-common, kind="stable").tolist():
        mine, other = int(ours[place]), int(theirs[place])
        if other not in taken and common[place] >= HALF * area_old[other]:
            holds.setdefault(mine, []).append(other)
            taken.add(other)  # half of it can be in one only, but outlines may overlap
    joined: dict[int, int] = {}
    for mine, held in holds.items():
        if mine not in heir:
            heir[mine] = max(held, key=lambda other: (bool(first_claim[other]), float(area_old[other]), -other))
        joined.update({other: mine for other in held if other != heir[mine]})

    pieces: dict[int, list[int]] = {}
    split_off: dict[int, int] = {}
    with_heir, claimed = set(heir.values()), set(heir)
    for place in np.argsort(-common, kind="stable").tolist():
        mine, other = int(ours[place]), int(theirs[place])
        if mine in claimed or other in joined or common[place] < HALF * area_new[mine]:
            continue
        claimed.add(mine)
        if other in with_heir:
            split_off[mine] = other
        else:
            pieces.setdefault(other, []).append(mine)
    shares = {(int(m), int(o)): float(value) for m, o, value in zip(ours, theirs, iou, strict=True)}
    found = np.zeros(len(old))
    np.add.at(found, theirs, common)
    return Relations(
        heir,
        {mine: shares[mine, other] for mine, other in heir.items()},
        joined,
        pieces,
        split_off,
        np.minimum(found, area_old),
        (theirs, ours),
    )
