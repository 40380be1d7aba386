"""In which order polygons are reviewed, and how far the review is. Standard library only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .rule import place, worth

UNREVIEWED = "unreviewed"
ACCEPTED = "accepted"
REJECTED = "rejected"
EDITED = "edited"
"""The polygon is a landslide, with an outline that the reviewer changed."""


@dataclass(frozen=True)
class Item:
    """One polygon as the order and the list need it.

    Attributes
    ----------
    fid
        Feature id in the layer.
    uncertainty
        Mean uncertainty, 0 to 1; None when unknown.
    status, reviewer, reason
        What was decided, by whom, and why it was rejected; "" where nothing is said.
    area_m2
        Square metres.
    name, kind, notes
        ``ls_id``, ``ls_type`` and ``notes``.
    probability
        Mean probability, 0 to 1; None when unknown.
    assets
        Number of roads, buildings or other assets in its way; None when nobody counted.
    """

    fid: int
    uncertainty: float | None
    status: str
    area_m2: float = 0.0
    name: str = ""
    probability: float | None = None
    kind: str = ""
    reviewer: str = ""
    reason: str = ""
    notes: str = ""
    assets: float | None = None

    @property
    def open(self) -> bool:
        return self.status not in (ACCEPTED, REJECTED, EDITED)


@dataclass(frozen=True)
class Count:
    """How many polygons have which status."""

    total: int
    accepted: int
    rejected: int
    edited: int

    @property
    def done(self) -> int:
        return self.accepted + self.rejected + self.edited


def most_worth_a_look_first(items: Iterable[Item]) -> list[Item]:
    """By the rule that ``l4s review next`` has too: uncertain, large and in the way of something first; unknown
    uncertainty last, the larger of two alike first."""

    def key(item: Item) -> tuple[float, float, int]:
        return (*place(worth(item.uncertainty, item.area_m2, item.assets or 0.0), item.area_m2), item.fid)

    return sorted(items, key=key)


def next_open(order: list[Item], current: int | None, step: int = 1) -> int | None:
    """Feature id of the next polygon still to review after ``current``, around the end; None when all are done.

    ``step`` is 1 for forwards and -1 for backwards. With ``current`` None or gone: the first (last) open one.
    """
    fids = [item.fid for item in order]
    start = fids.index(current) if current in fids else (-1 if step > 0 else len(fids))
    for offset in range(1, len(order) + 1):
        item = order[(start + step * offset) % len(order)]
        if item.open and item.fid != current:
            return item.fid
    return current if any(item.open and item.fid == current for item in order) else None


def neighbour(order: list[Item], current: int | None, step: int) -> int | None:
    """The polygon beside ``current`` in the order, reviewed or not, around the end; None without polygons."""
    if not order:
        return None
    fids = [item.fid for item in order]
    if current not in fids:
        return fids[0 if step > 0 else -1]
    return fids[(fids.index(current) + step) % len(fids)]


def count(items: Iterable[Item]) -> Count:
    listed = [item.status for item in items]
    return Count(len(listed), listed.count(ACCEPTED), listed.count(REJECTED), listed.count(EDITED))
