"""Reasons to doubt a result, and what they come to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Doubt:
    """Something that makes a result unlikely to be right.

    Attributes
    ----------
    id : which check it was, for programs: ``"too-dark"``.
    text : one or two sentences: what, how much, why that is suspicious, what to do.
    certain : that the result would be wrong, so that a run refuses the scene unless it is forced.
    """

    id: str
    text: str
    certain: bool = False

    def plain(self) -> dict[str, str]:
        """As it is written to JSON and to the run table."""
        return {"id": self.id, "text": self.text}


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


Word = Literal["ok", "warn", "refuse"]


@dataclass(frozen=True)
class Verdict:
    """Whether a model can be used on a scene.

    Attributes
    ----------
    doubts : the reasons, each once; their texts are among the warnings of the run, so the verdict names them only.
    windows : how many windows of the scene were compared with the training patches; 0 where the card has no statistics
        of what its inputs see.
    outside : how many of these are less like the training patches than 99 of 100 patches are.
    """

    doubts: tuple[Doubt, ...] = ()
    windows: int = 0
    outside: int = 0

    @property
    def word(self) -> Word:
        """``refuse`` where the result would certainly be wrong, ``warn`` where it may be, else ``ok``."""
        if any(doubt.certain for doubt in self.doubts):
            return "refuse"
        return "warn" if self.doubts else "ok"

    @property
    def share_outside(self) -> float | None:
        """Share of the windows that are outside, 0 to 1; None where none was compared."""
        return round(self.outside / self.windows, 4) if self.windows else None

    def refusal(self, scene: str) -> str | None:
        """Why a scene is not mapped, with what maps it all the same; None where it is."""
        certain = [doubt.text for doubt in self.doubts if doubt.certain]
        return f"{scene} is not mapped: {certain[0]} To map it all the same, say --force." if certain else None

    def rows(self) -> dict[str, str | int | float | None]:
        """The rows of the run table: ``domain``, ids of the ``domain_reasons`` among the ``warnings`` (joined by
        blanks), number and share of the windows."""
        return {
            "domain": self.word,
            "domain_reasons": " ".join(dict.fromkeys(doubt.id for doubt in self.doubts)) or None,
            "domain_windows": self.windows,
            "domain_windows_outside": self.share_outside,
        }


def verdict_of(run: Mapping[str, Any]) -> dict[str, Any] | None:
    """What `Verdict.rows` wrote, for programs: ``verdict``, ``reasons`` (ids), ``windows``, ``windows_outside`` (a
    share); None of a run that was not judged."""
    if run.get("domain") is None:
        return None
    return {
        "verdict": run["domain"],
        "reasons": str(run.get("domain_reasons") or "").split(),
        "windows": run.get("domain_windows"),
        "windows_outside": run.get("domain_windows_outside"),
    }
