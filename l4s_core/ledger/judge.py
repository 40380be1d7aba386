"""What became of each landslide of the ledger, from how its outline and those of the newer inventory lie."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from l4s_core.inventory.review import TOUCHED
from l4s_core.ledger import words
from l4s_core.ledger.relate import Relations

OBSERVED = 0.5
"""Share of what is not found that must have been observed, before something is said of it (as in `l4s merge`)."""
GROWN = 0.5
"""New ground, as a share of the old area, from which a landslide has moved again. Outlines of the same scar in two
scenes differ by less; the intersection over union is then at most two thirds."""
_ALL_FOUND = 0.01

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Facts:
    """What is known of the (old,) and (new,) landslides besides `Relations`.

    Attributes
    ----------
    area_old, area_new : in the units of one CRS; ``m2`` of these are a square metre's, see ``unit_m2``.
    gone : (old,) it was revegetated before. observed : (old,) share of what is not found of it that was observed, NaN
        where nobody asked; None where the newer inventory does not say where it looked.
    bare : (new,) it was bare in a scene before already. moved : (new,) it is new against a scene before.
    unit_m2 : (old,) square metres of one unit of area. mmu_m2 : smallest area that the newer run maps.
    """

    area_old: FloatArray
    area_new: FloatArray
    gone: BoolArray
    observed: FloatArray | None
    bare: BoolArray
    moved: BoolArray
    unit_m2: FloatArray
    mmu_m2: float


@dataclass(eq=False)
class Verdicts:
    """``what``: (old,) word of `words`. ``outline``: old -> the new one whose outline it takes. ``found``: old -> the
    new one that shows it, whether or not it takes its outline. ``fresh``: new ones that become rows of their own ->
    `words.NEW` or `words.SPLIT_OFF`. ``related_old``, ``related_new``: old ones by which one is explained."""

    what: list[str]
    outline: dict[int, int] = field(default_factory=dict)
    found: dict[int, int] = field(default_factory=dict)
    fresh: dict[int, str] = field(default_factory=dict)
    related_old: dict[int, list[int]] = field(default_factory=dict)
    related_new: dict[int, list[int]] = field(default_factory=dict)


def judge(relations: Relations, facts: Facts) -> Verdicts:
    """See `words.MEANING` and docs/ledger.md."""
    count = len(facts.area_old)
    out = Verdicts([words.UNCHANGED] * count)
    consumed: set[int] = set()
    held_by: dict[int, list[int]] = {}
    for old, new in relations.joined.items():
        held_by.setdefault(new, []).append(old)
    for new, old in relations.heir.items():
        out.found[old] = new
        consumed.add(new)
        held = held_by.get(new, [])
        if _has_moved(new, old, held, relations, facts):
            out.what[old], out.outline[old] = words.REACTIVATED, new
        elif held and not facts.bare[new]:
            out.what[old], out.outline[old] = words.JOINED, new
        if held:
            out.related_old[old] = held
    for old, new in relations.joined.items():
        out.found[old] = new
        if not facts.bare[new]:
            out.what[old] = words.JOINED_INTO
            out.related_old[old] = [_heir_of(relations, new)]
    for new, old in relations.split_off.items():
        consumed.add(new)
        if facts.bare[new]:
            continue
        out.fresh[new], out.related_new[new] = words.SPLIT_OFF, [old]
        if out.what[old] == words.UNCHANGED and not facts.bare[out.found[old]]:
            out.what[old], out.outline[old] = words.SPLIT, out.found[old]
    without = set(range(count)) - set(out.found)
    for old in sorted(without):
        consumed |= _without_heir(old, relations, facts, out)
    touching: dict[int, list[int]] = {}
    for old, new in zip(*(side.tolist() for side in relations.pairs), strict=True):
        touching.setdefault(new, []).append(old)
    for new in range(len(facts.area_new)):
        if new not in consumed and not facts.bare[new]:
            out.fresh[new] = words.NEW
            if new in touching:
                out.related_new[new] = touching[new]
    return out


def _has_moved(new: int, old: int, held: list[int], relations: Relations, facts: Facts) -> bool:
    if facts.gone[old]:
        return True
    if facts.bare[new]:
        return False
    # |new - old| from the two areas and what they share: iou = common / (a + b - common)
    iou = relations.iou[new]
    common = iou * (facts.area_old[old] + facts.area_new[new]) / (1 + iou)
    beyond = facts.area_new[new] - common - sum(relations.found_m2[other] for other in held)
    grown = beyond >= GROWN * facts.area_old[old] and beyond * facts.unit_m2[old] >= facts.mmu_m2
    return bool(facts.moved[new] or grown)


def _without_heir(old: int, relations: Relations, facts: Facts, out: Verdicts) -> set[int]:
    """Judge an old one that no new one matches; the new ones that this uses up."""
    pieces = relations.pieces.get(old, [])
    if facts.gone[old] and pieces:
        solid = [new for new in pieces if not facts.bare[new]] or pieces
        out.what[old], out.outline[old], out.found[old] = words.REACTIVATED, solid[0], solid[0]
        for new in solid[1:]:
            out.fresh[new], out.related_new[new] = words.SPLIT_OFF, [old]
        return set(pieces)
    share = relations.found_m2[old] / facts.area_old[old] if facts.area_old[old] > 0 else 0.0
    observed = None if facts.observed is None else float(facts.observed[old])
    seen = 1 - share < _ALL_FOUND or (observed is not None and observed >= OBSERVED)
    if pieces:
        out.found[old] = pieces[0]
        solid = [new for new in pieces if not facts.bare[new]]
        if not seen:
            out.what[old] = words.NOT_OBSERVED
        elif len(solid) > 1:
            out.what[old], out.outline[old], out.found[old] = words.SPLIT, solid[0], solid[0]
            for new in solid[1:]:
                out.fresh[new], out.related_new[new] = words.SPLIT_OFF, [old]
        else:
            out.what[old] = words.PARTLY
        return set(pieces)
    if share >= TOUCHED:
        out.what[old] = words.PARTLY_FOUND
    elif not seen:
        out.what[old] = words.NOT_OBSERVED
    else:
        out.what[old] = words.STILL if facts.gone[old] else words.REVEGETATED
    return set()


def _heir_of(relations: Relations, new: int) -> int:
    return relations.heir[new]
