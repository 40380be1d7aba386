"""The figure of an evaluation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from l4s_core.scoring.figure import (
    BLACK,
    BLUE,
    FAINT,
    ORANGE,
    PURPLE,
    RED,
    legend_below,
    new_figure,
    save_png,
    unit_square,
)
from l4s_core.scoring.types import Evaluation

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_evaluation(evaluation: Evaluation, path: Path) -> None:
    """Precision-recall curve, scores by threshold and reliability of the probabilities, as one PNG.

    Raises
    ------
    InputError : matplotlib is not installed, or the folder cannot be written.
    L4SError : writing failed.
    """
    figure = new_figure(13.5, 5.4)
    axes = figure.subplots(1, 3)
    _precision_recall(axes[0], evaluation)
    _by_threshold(axes[1], evaluation)
    _reliability(axes[2], evaluation)
    figure.suptitle(_headline(evaluation), fontsize=11.5, x=0.01, ha="left")
    save_png(figure, path)


def _headline(evaluation: Evaluation) -> str:
    scores, interval = evaluation.scores, evaluation.widest
    text = f"{evaluation.model.id} on {evaluation.data.patches} patches ({evaluation.data.split}): "
    text += f"F1 {_number(scores.f1)}"
    if interval is not None and interval.f1 is not None:
        what = "blocks" if interval.unit == "block" else "patches"
        text += f" ({interval.confidence:.0%} {interval.f1[0]:.3f} to {interval.f1[1]:.3f} by {what})"
    text += f", IoU {_number(scores.iou)} at threshold {evaluation.threshold:g}"
    if evaluation.optimistic:
        text += " chosen on these patches: optimistic"
    if evaluation.data.trained_on:
        text += f"\n{evaluation.data.trained_on} of {evaluation.data.patches} patches were trained on: no measure of "
        text += "other places"
    return text


def _precision_recall(ax: Axes, evaluation: Evaluation) -> None:
    curve, scores = evaluation.curve, evaluation.scores
    known = [(r, p) for r, p in zip(curve.recall, curve.precision, strict=True) if r is not None and p is not None]
    unit_square(ax, "recall", "precision")
    for f1 in (0.2, 0.4, 0.6, 0.8):
        recall = np.linspace(f1 / 2 + 1e-3, 1, 200)
        precision = f1 * recall / (2 * recall - f1)
        inside = precision <= 1
        ax.plot(recall[inside], precision[inside], color="#d0d0d0", linewidth=0.8, zorder=1)
        ax.text(0.985, f1 / (2 - f1) + 0.008, f"F1 {f1:g}", fontsize=7.5, color=FAINT, ha="right", va="bottom")
    if known:
        name = "thresholds 0.005 to 0.995"
        if evaluation.average_precision is not None:
            name += f"\naverage precision {evaluation.average_precision:.3f}"
        ax.plot(*zip(*known, strict=True), color=BLUE, linewidth=1.8, label=name, zorder=3)
    if scores.precision is not None and scores.recall is not None:
        label = f"at threshold {evaluation.threshold:g}\nprecision {scores.precision:.3f}, recall {scores.recall:.3f}"
        ax.plot(scores.recall, scores.precision, "o", color=RED, markersize=7, label=label, zorder=4)
    ax.set_title("Precision and recall", fontsize=10.5, loc="left")
    legend_below(ax, 2)


def _by_threshold(ax: Axes, evaluation: Evaluation) -> None:
    curve = evaluation.curve
    unit_square(ax, "threshold", "score of the landslide class")
    for name, values, colour, width in (
        ("F1", curve.f1, BLACK, 2.0),
        ("IoU", curve.iou, PURPLE, 1.4),
        ("precision", curve.precision, BLUE, 1.4),
        ("recall", curve.recall, ORANGE, 1.4),
    ):
        y = np.array([np.nan if value is None else value for value in values])
        ax.plot(curve.threshold, y, color=colour, linewidth=width, label=name)
    ax.axvline(evaluation.threshold, color=RED, linewidth=1.2, label=f"threshold {evaluation.threshold:g}")
    if evaluation.best is not None:
        text = f"best here: {evaluation.best.f1:.3f} at {evaluation.best.threshold:g}"
        ax.plot(evaluation.best.threshold, evaluation.best.f1, "D", color=BLACK, markersize=5, label=text)
    ax.set_title("Scores by threshold", fontsize=10.5, loc="left")
    legend_below(ax, 3)


def _reliability(ax: Axes, evaluation: Evaluation) -> None:
    found = evaluation.calibration
    unit_square(ax, "probability said", "share of landslide found")
    pixels = np.array(found.bin_pixels, dtype=np.float64)
    edges = np.linspace(0, 1, len(pixels) + 1)
    counts = ax.twinx()
    counts.bar(edges[:-1], pixels, width=np.diff(edges), align="edge", color="#e8e8e8", edgecolor="white")
    if pixels.any():
        counts.set_yscale("log")
        counts.set_ylim(1, pixels.max() * 100)  # the bars stay in the lower part
    counts.set_ylabel("pixels", fontsize=9, color=FAINT)
    counts.tick_params(labelsize=8, colors=FAINT)
    for side in counts.spines.values():
        side.set_visible(False)
    ax.set_zorder(counts.get_zorder() + 1)
    ax.patch.set_visible(False)
    ax.plot([0, 1], [0, 1], color=FAINT, linewidth=1.0, linestyle="--", label="perfectly calibrated")
    known = [
        (p, share)
        for p, share in zip(found.bin_probability, found.bin_landslide_share, strict=True)
        if p is not None and share is not None
    ]
    if known and found.expected_calibration_error is not None:
        name = f"this model\ncalibration error {found.expected_calibration_error:.4f}"
        ax.plot(*zip(*known, strict=True), "o-", color=BLUE, linewidth=1.8, markersize=5, label=name)
    ax.set_title("Reliability of the probability", fontsize=10.5, loc="left")
    legend_below(ax, 2)


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"
