"""What `model_scores.py` says of labelled patches: pixels, objects by size, spread, reliability; and its picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from l4s_core.base.resampling import percentile_interval
from l4s_core.base.sizes import size_class, size_names
from l4s_core.inference.protocol import Model
from l4s_core.inventory.outline.landslides import CONFIDENCE_FROM
from l4s_core.patches.types import PatchKey, PatchSet
from l4s_core.scoring.calibration import ProbabilityHistogram
from l4s_core.scoring.confusion import ConfusionTable, score_arrays
from l4s_core.scoring.figure import BLUE, FAINT, GREEN, ORANGE, PURPLE, legend_below, new_figure, save_png, unit_square
from l4s_core.scoring.interval import bootstrap_scores, group_counts
from l4s_core.scoring.objects import Objects, find_objects, precision_by_class
from l4s_core.scoring.predict import predict_patches

LEAST_PX = 10  # the minimum mapping unit of `l4s-detect`, 1,000 m2
NEIGHBOURS = 20  # ids that are resampled together: neighbouring ids are neighbouring places
RESAMPLES = 2000
Scored = list[tuple[PatchKey, np.ndarray, np.ndarray]]


def scored(model: Model, patches: PatchSet) -> Scored:
    """Key, probability and labels of every patch."""
    return [(patch.key, p, patch.mask) for patch, p in predict_patches(model, patches) if patch.mask is not None]


def described(found: Scored, model: Model) -> dict[str, Any]:
    """Scores of the pixels with their spread, of the objects by size and class of confidence, and the reliability."""
    threshold = model.card.threshold
    table, histogram = ConfusionTable({threshold}), ProbabilityHistogram()
    for _, p, mask in found:
        table.add(p, mask)
        histogram.add(p, mask)
    counts = table.per_patch(threshold)
    groups = [(k.domain, k.block or k.id // NEIGHBOURS) for k, *_ in found]
    draws = bootstrap_scores(group_counts(counts, groups), RESAMPLES, 0)
    intervals = dict(zip(("precision", "recall", "f1", "iou"), percentile_interval(draws, 0.95), strict=True))
    objects = [find_objects(p, mask, threshold, LEAST_PX) for _, p, mask in found]
    polygons, landslides = (Objects.joined(pair[k] for pair in objects) for k in range(2))
    limits = model.card.confidence_from or CONFIDENCE_FROM
    pixels, said, share = histogram.reliability()
    return {
        "f1, 95 % of resampled neighbourhoods": _rounded(intervals["f1"] or ()),
        "landslides by size": _by_size(landslides, "found"),
        "polygons by size": _by_size(polygons, "right"),
        "classes": {
            str(usgs): {"polygons": n, "right": None if right is None else round(right, 3)}
            for usgs, (n, right) in precision_by_class(polygons, limits).items()
        },
        "calibration error": round(histogram.expected_calibration_error() or 0.0, 4),
        "reliability": {"pixels": pixels.tolist(), "said": _rounded(said), "share": _rounded(share)},
        "objects": _object_reliability(polygons),
    }


def region_scores(found: Scored, threshold: float) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of the pixels, of all patches and by region."""
    table = ConfusionTable({threshold})
    for _, p, mask in found:
        table.add(p, mask)
    counts = table.per_patch(threshold)
    names = [key.domain for key, *_ in found]
    rows = {"all": counts.sum(axis=0)}
    rows |= {name: counts[[k for k, n in enumerate(names) if n == name]].sum(axis=0) for name in dict.fromkeys(names)}
    words = ("precision", "recall", "f1")
    return {
        name: {word: round(float(np.nan_to_num(v)), 4) for word, v in zip(words, score_arrays(row), strict=False)}
        for name, row in rows.items()
    }


def _by_size(objects: Objects, word: str) -> dict[str, Any]:
    classes = size_class(objects.pixels)
    found = {}
    for k, name in enumerate(size_names()):
        own = objects.of(classes == k)
        if own.pixels.size:
            area = float((own.overlap * own.pixels).sum() / own.pixels.sum())
            found[name] = {
                "count": own.pixels.size,
                word: round(float(own.right.mean()), 3),
                f"area {word}": round(area, 3),
            }
    return found


def _object_reliability(polygons: Objects) -> list[dict[str, Any]]:
    """In steps of 0.05 of the mean probability: how many polygons, and how many of them are right."""
    step = np.floor(polygons.probability * 20 + 1e-9).astype(int)
    return [
        {"from": k / 20, "polygons": int((step == k).sum()), "right": round(float(polygons.right[step == k].mean()), 3)}
        for k in np.unique(step)
    ]


def _rounded(values: Iterable[float]) -> list[float | None]:
    return [None if np.isnan(v) else round(float(v), 4) for v in values]


def draw(described_by_name: dict[str, dict[str, Any]], title: str, path: Path) -> None:
    """Reliability of the pixels' probability, and of the polygons' mean probability, for each set."""

    figure = new_figure(9.5, 5.4)
    left, right = figure.subplots(1, 2)
    unit_square(left, "probability said", "share of landslide found")
    unit_square(right, "mean probability of a polygon", "share of polygons that are right")
    for ax in (left, right):
        ax.plot([0, 1], [0, 1], color=FAINT, linewidth=1.0, linestyle="--")
    for (name, row), colour in zip(described_by_name.items(), (BLUE, ORANGE, GREEN, PURPLE), strict=False):
        pixels = row["reliability"]
        _line(left, pixels["said"], pixels["share"], f"{name} (error {row['calibration error']:.3f})", colour)
        steps = [one for one in row["objects"] if one["polygons"] >= 5]
        count = sum(one["polygons"] for one in row["objects"])
        _line(right, [s["from"] + 0.025 for s in steps], [s["right"] for s in steps], f"{name} ({count})", colour)
    left.set_title("Pixels", fontsize=10.5, loc="left")
    right.set_title("Polygons of 10 px and more, steps with at least 5", fontsize=10.5, loc="left")
    for ax in (left, right):
        legend_below(ax, 1)
    figure.suptitle(title, fontsize=11.5, x=0.01, ha="left")
    save_png(figure, path)


def _line(ax: Any, x: Sequence[float | None], y: Sequence[float | None], name: str, colour: str) -> None:
    known = [(a, b) for a, b in zip(x, y, strict=True) if a is not None and b is not None]
    if known:
        ax.plot(*zip(*known, strict=True), "o-", color=colour, linewidth=1.8, markersize=4, label=name)
