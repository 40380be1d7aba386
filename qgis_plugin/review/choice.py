"""Which polygons the list shows, and in which order. Standard library only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from .order import ACCEPTED, EDITED, REJECTED, Item

ALL, OPEN, NOT_MINE = "all", "open", "not mine"
SHOWN = (ALL, OPEN, ACCEPTED, EDITED, REJECTED, NOT_MINE)
KEYS: dict[str, Callable[[Item], Any]] = {
    "name": lambda item: item.name,
    "area": lambda item: item.area_m2,
    "probability": lambda item: item.probability,
    "status": lambda item: item.status,
    "kind": lambda item: item.kind,
    "reviewer": lambda item: item.reviewer,
    "reason": lambda item: item.reason,
}
"""Column of the list -> what it is sorted by."""


@dataclass(frozen=True)
class Choice:
    """What to show.

    Attributes
    ----------
    status
        One of `SHOWN`; `NOT_MINE` is what the reviewer has not decided, whoever else has.
    text
        Part of a name, type, reviewer, reason or note, in any case.
    fids
        What an expression of QGIS found; None for no expression.
    column, descending
        A name of `KEYS`; None keeps the order of the review.
    """

    status: str = ALL
    text: str = ""
    fids: Collection[int] | None = None
    column: str | None = None
    descending: bool = False

    @property
    def narrows(self) -> bool:
        """Whether something is left out."""
        return self.status != ALL or bool(self.text) or self.fids is not None


def chosen(items: Iterable[Item], choice: Choice, reviewer: str) -> list[Item]:
    """The items that are shown, in their order; where a value is not known the item comes last."""
    found = [item for item in items if _shows(item, choice, reviewer)]
    if choice.column is None:
        return found
    key = KEYS[choice.column]
    known = [item for item in found if key(item) not in (None, "")]
    unknown = [item for item in found if key(item) in (None, "")]
    return sorted(known, key=key, reverse=choice.descending) + unknown


def _shows(item: Item, choice: Choice, reviewer: str) -> bool:
    if choice.fids is not None and item.fid not in choice.fids:
        return False
    if choice.status == OPEN and not item.open:
        return False
    if choice.status == NOT_MINE and not item.open and item.reviewer == reviewer:
        return False
    if choice.status in (ACCEPTED, EDITED, REJECTED) and item.status != choice.status:
        return False
    wanted = choice.text.casefold()
    said = (item.name, item.kind, item.reviewer, item.reason, item.notes)
    return not wanted or any(wanted in text.casefold() for text in said)
