"""What a comparison of two inventories gives."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

CONFIDENCE = 0.95
"""Of the intervals."""


@dataclass(frozen=True)
class Score:
    """A share from 0 to 1 (of a bias: relative difference), with the central 95 % of resampled blocks; None where it
    has no answer, or too few blocks to tell."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Agreement:
    """Precision is the share of A that is right, recall the share of B that is found."""

    precision: Score
    recall: Score
    f1: Score


@dataclass(frozen=True)
class SizeClass:
    """Polygons of one class of size: of A how many there are and which share is right, of B which share is found."""

    name: str
    a: int
    b: int
    precision_iou: Score
    recall_iou: Score
    precision_any: Score
    recall_any: Score


@dataclass(frozen=True, eq=False)
class Comparison:
    """A against B, which is the reference.

    Attributes
    ----------
    a, b : the files. crs : what was measured in. resolution_m : size of a pixel.
    counts : polygons of each side that were compared and left out, their area in square metres, pixels of both, of A
        alone and of B alone (``tp``, ``fp``, ``fn``), blocks and their side in metres.
    scores : name -> Agreement: ``pixels``; ``objects_iou`` (one-to-one, intersection over union of ``least_iou`` and
        more), ``objects_any`` (each polygon that overlaps any of the other side), ``objects_one_to_one`` (the
        assignment with the largest sum of intersections over unions, whatever they are), each also by area
        (``area_...``); ``boundary_1px`` and ``boundary_2px``.
    iou_pixels : intersection over union of the ground. count_bias, area_bias : (A - B) / B.
    by_pixels, by_area : classes of size. points : where the reference is points, what became of them, else None.
    notes : sentences: what was repaired, left out or not compared, and why.
    polygons : GeoDataFrame of both sides: ``side``, ``verdict``, ``row`` (place in its file), ``name``, ``iou`` and
        ``other_row``, ``other_name`` of the match, ``overlap`` (share that lies in the other side), ``compared`` (share
        that lies on compared ground), ``area_m2``.
    compared_points : GeoDataFrame of the points of the reference, or None.
    not_compared : GeoDataFrame of the ground that was left out, with ``reason``.
    """

    a: Path
    b: Path
    crs: Any
    resolution_m: float
    least_iou: float
    counts: dict[str, int | float]
    scores: dict[str, Agreement]
    iou_pixels: Score
    count_bias: Score
    area_bias: Score
    by_pixels: tuple[SizeClass, ...]
    by_area: tuple[SizeClass, ...]
    points: dict[str, Any] | None
    notes: tuple[str, ...]
    polygons: GeoDataFrame
    compared_points: GeoDataFrame | None
    not_compared: GeoDataFrame

    def facts(self) -> dict[str, Any]:
        """All but the layers, as JSON has it."""
        return {
            "a": str(self.a),
            "b": str(self.b),
            "crs": self.crs.to_string(),
            "resolution_m": self.resolution_m,
            "least_iou": self.least_iou,
            "confidence": CONFIDENCE,
            "counts": dict(self.counts),
            "scores": {name: asdict(one) for name, one in self.scores.items()},
            "iou_pixels": asdict(self.iou_pixels),
            "count_bias": asdict(self.count_bias),
            "area_bias": asdict(self.area_bias),
            "by_pixels": [asdict(one) for one in self.by_pixels],
            "by_area": [asdict(one) for one in self.by_area],
            "points": self.points,
            "notes": list(self.notes),
        }


def known(value: float) -> float | None:
    """A number for JSON: None where there is no answer."""
    return float(value) if np.isfinite(value) else None
