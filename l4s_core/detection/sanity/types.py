"""A reason to doubt a result."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Doubt:
    """Something that makes a result unlikely to be right.

    Attributes
    ----------
    id : which check it was, for programs: ``"too-dark"``.
    text : one or two sentences: what, how much, why that is suspicious, what to do.
    """

    id: str
    text: str

    def plain(self) -> dict[str, str]:
        """As it is written to JSON and to the run table."""
        return dict(vars(self))


def as_row(doubts: Iterable[Doubt]) -> str:
    """The row ``warnings`` of the run table: a JSON list of ``{"id", "text"}``."""
    return json.dumps([doubt.plain() for doubt in doubts], ensure_ascii=False)


def from_row(row: Any) -> list[dict[str, str]]:
    """What `as_row` wrote; empty where a result has no such row, as older ones have not."""
    try:
        found = json.loads(row) if isinstance(row, str) else []
    except ValueError:
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
