"""What reviewers said of the polygons that became one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from l4s_core.inventory.merging.slides import status_of
from l4s_core.inventory.merging.texts import joined

_FROM_REVIEW = ("ls_type", "activity", "trigger")
SAID = ("status", "reviewer", "scene_post")
_RANK = ("edited", "accepted")


def is_reviewed(status: str | None) -> bool:
    """Whether somebody said something about a polygon."""
    return status_of(status) != "unreviewed"


def review(rows: Mapping[str, Sequence[str | None]]) -> dict[str, str | None]:
    """Review columns of one landslide from those of its polygons, in the order of their scenes.

    What was reviewed stands above what was not: status, reviewer, time, type, activity and trigger are taken from it.
    Of different words the status is ``edited``, else ``accepted``, else the first; all words stay in the notes.
    """
    seen = [n for n, status in enumerate(rows["status"]) if is_reviewed(status)]
    every = range(len(rows["status"]))

    def of(name: str, places: Sequence[int]) -> list[str | None]:
        return [rows[name][n] for n in places]

    out = {name: joined(of(name, seen)) or joined(of(name, every)) for name in _FROM_REVIEW}
    notes = list(rows["notes"])
    words = list(dict.fromkeys(str(status).strip() for status in of("status", seen)))
    if len(words) > 1:
        notes.append("reviewed differently: " + ", ".join(said(*(rows[name][n] for name in SAID)) for n in seen))
    return out | {
        "status": min(words, key=_rank, default="unreviewed"),
        "reviewer": joined(of("reviewer", seen)),
        "review_utc": max((time for time in of("review_utc", seen) if time), default=None),
        "notes": joined(notes),
    }


def said(status: str | None, reviewer: str | None, scene: str | None) -> str:
    """``accepted by A. Rossi in SCENE``."""
    return f"{status}{f' by {reviewer}' if reviewer else ''} in {scene}"


def _rank(word: str) -> int:
    return _RANK.index(status_of(word)) if status_of(word) in _RANK else len(_RANK)
