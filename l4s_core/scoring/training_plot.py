"""The figure of a training run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from l4s_core.scoring.figure import BLACK, BLUE, GREEN, ORANGE, RED, legend_below, new_figure, plain, save_png

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_training(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Losses, validation scores and learning rate of a run by step, as one PNG.

    Parameters
    ----------
    rows : of ``metrics.csv``: step, epoch, train_loss, validation_loss, validation_f1, validation_precision,
        validation_recall, lr; numbers or text, and any of them may be missing, empty or None in any row.
    path : the PNG to write.

    Raises InputError and L4SError like `plot_evaluation`.
    """
    figure = new_figure(13.5, 4.8)
    axes = figure.subplots(1, 3)
    _lines(axes[0], rows, "loss", (("train_loss", "training", BLUE), ("validation_loss", "validation", RED)))
    _lines(
        axes[1],
        rows,
        "score of the landslide class, validation",
        (
            ("validation_f1", "F1", BLACK),
            ("validation_precision", "precision", BLUE),
            ("validation_recall", "recall", ORANGE),
        ),
    )
    axes[1].set_ylim(0, 1)
    steps, f1 = _column(rows, "validation_f1")
    if f1.size:
        best = int(np.argmax(f1))
        axes[1].plot(steps[best], f1[best], "o", color=BLACK, markersize=6)
        axes[1].set_title(f"Best validation F1 {f1[best]:.3f} at step {steps[best]:.0f}", fontsize=10.5, loc="left")
    _lines(axes[2], rows, "learning rate", (("lr", "", GREEN),))
    axes[0].set_title("Loss", fontsize=10.5, loc="left")
    axes[2].set_title("Learning rate", fontsize=10.5, loc="left")
    _, loss = _column(rows, "train_loss")
    if loss.size and loss.min() > 0 and loss.max() > 20 * loss.min():
        axes[0].set_yscale("log")
    _, rate = _column(rows, "lr")
    if rate.size and rate.min() > 0 and rate.max() > 20 * rate.min():
        axes[2].set_yscale("log")
    elif rate.size:
        axes[2].set_ylim(0, max(1.1 * rate.max(), 1e-12))
    save_png(figure, path)


def _column(rows: Sequence[Mapping[str, Any]], name: str) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Steps and values of the rows that have a finite number there, in order of step."""
    found = []
    for k, row in enumerate(rows):
        step, value = _float(row.get("step")), _float(row.get(name))
        if value is not None:
            found.append((float(k) if step is None else step, value))
    found.sort(key=lambda pair: pair[0])
    pairs = np.array(found, dtype=np.float64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _float(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if np.isfinite(number) else None


def _lines(ax: Axes, rows: Sequence[Mapping[str, Any]], ylabel: str, what: Sequence[tuple[str, str, str]]) -> None:
    for name, label, colour in what:
        steps, values = _column(rows, name)
        if not values.size:
            continue
        if len(values) > 400:  # a noisy line with its running mean reads better than the noise alone
            ax.plot(steps, values, color=colour, linewidth=0.6, alpha=0.25)
            width = len(values) // 50
            values = np.convolve(values, np.ones(width) / width, mode="valid")
            steps = steps[width - 1 :]
        marker, size = "o" if len(values) < 40 else "", 3 if len(values) > 1 else 7
        ax.plot(steps, values, color=colour, linewidth=1.6, marker=marker, markersize=size, label=label)
        if len(values) == 1:  # a point alone says nothing of the scale: show the way from the start
            ax.set_xlim(0, max(2 * steps[0], 1))
            ax.set_ylim(bottom=0)
    ax.set_xlabel("optimiser step", fontsize=9)
    ax.set_ylabel(ylabel, fontsize=9)
    plain(ax)
    if any(label for _, label, _ in what):
        legend_below(ax, 3)
