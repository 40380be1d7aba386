"""How well an inventory agrees with a reference, as the page has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l4s_core.base.progress import Progress
from l4s_core.report import words

if TYPE_CHECKING:
    from l4s_core.comparison.types import Score
    from l4s_core.inventory.given import GivenInventory

_NAMES = {
    "pixels": "Ground",
    "objects_iou": "Landslides that match one to one",
    "area_objects_iou": "The same by area",
    "objects_any": "Landslides that overlap",
    "area_objects_any": "The same by area",
    "boundary_1px": "Outlines, within a pixel",
    "boundary_2px": "Outlines, within two pixels",
}


@dataclass(frozen=True)
class Row:
    """A measure and its values in the order of `Accuracy.columns`."""

    name: str
    values_: tuple[str, ...]


@dataclass(frozen=True)
class Accuracy:
    """``found`` landslides here and ``expected`` in the reference were compared; ``notes`` are sentences."""

    reference: str
    found: int
    expected: int
    where: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def accuracy_of(given: GivenInventory, reference: Path, progress: Progress) -> Accuracy:
    """Compare with a reference. Raises InputError for one that cannot be used."""
    from l4s_core.comparison.compare import compare

    found = compare(given, reference, progress=progress)
    rows = [
        Row(_NAMES[name], (_said(one.precision), _said(one.recall), _said(one.f1)))
        for name, one in found.scores.items()
        if name in _NAMES
    ]
    points: dict[str, Any] | None = found.points
    notes = [
        f"Precision: share of what is here that the reference has. Recall: share of the reference that is here. Behind "
        f"each the interval of 95 %. Matching is an intersection over union of {found.least_iou:g} and more; ground is "
        f"compared in pixels of {found.resolution_m:g} m. What either side did not observe is left out of both.",
        f"Bias of the number {_said(found.count_bias)}, of the area {_said(found.area_bias)}.",
        *([f"{points['found']} of {points['points']} points of the reference were found."] if points else []),
        *(_sides_named(note) for note in found.notes),
    ]
    counts = found.counts
    expected = int(points["points"]) if points else int(counts["b"])
    return Accuracy(
        reference.name, int(counts["a"]), expected, "", ("Precision", "Recall", "F1"), tuple(rows), tuple(notes)
    )


def _sides_named(note: str) -> str:
    """A note of `compare` for readers who were not told which side is A and which B, and have not its options."""
    names = {"A": "this inventory", "B": "the reference"}
    note = re.sub(r" \(--[^)]*\)", "", note)
    out = re.sub(r"(?<![\w.'/-])([AB])(?= \(|:| looked| did not| and | has |$)", lambda side: names[side[1]], note)
    return out[:1].upper() + out[1:]


def _said(score: Score) -> str:
    if score.value is None:
        return words.UNKNOWN
    text = words.number(score.value, 2)
    if score.low is None or score.high is None:
        return text
    return f"{text} ({words.number(score.low, 2)} to {words.number(score.high, 2)})"
