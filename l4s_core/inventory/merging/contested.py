"""Landslides that a reviewer of one scene rejected and another scene shows."""

from __future__ import annotations

from l4s_core.inventory.merging.groups import Pairs
from l4s_core.inventory.merging.review import SAID, said
from l4s_core.inventory.merging.slides import Slides
from l4s_core.inventory.merging.store import IntArray
from l4s_core.inventory.merging.texts import joined


def remarks_on(rows: Slides, contested: Pairs) -> list[tuple[int, str]]:
    """What is to be said of which row about the other one of its pair, see `groups.same_slides`.

    A row that was not reviewed says nothing about one that was rejected.
    """
    rejected, reviewed = rows.rejected, rows.reviewed
    remarks = []
    for first, second in zip(*contested[:2], strict=True):
        for one, other in ((first, second), (second, first)):
            if rejected[other] or reviewed[other]:
                remarks.append((int(one), said(*(rows.value(name, other) for name in SAID))))
    return remarks


def put_remarks(slides: Slides, group: IntArray, remarks: list[tuple[int, str]]) -> None:
    """Write remarks on rows into the notes of their groups: both stay, for the reviewer to decide."""
    for row, remark in remarks:
        here = group[row : row + 1]
        notes = slides.value("notes", int(here[0]))
        if remark not in (notes or ""):  # it is there already in what a reviewer of a merged inventory wrote
            slides.put(here, {"notes": [joined([notes, remark])]})
