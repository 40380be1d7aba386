"""What all figures have in common: size, colours, axes, saving. Needs matplotlib, and no display."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from l4s_core.base.errors import InputError
from l4s_core.base.partial import partial_folder

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe & Ito 2008, told apart by colour-blind people
BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, RED, PURPLE = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7",
)  # fmt: skip
FAINT = "#767676"
_DPI = 150


def new_figure(width: float, height: float) -> Figure:
    """A white figure of that size in inches. Raises InputError when matplotlib is not installed."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise InputError(
            "Pictures need matplotlib, which is not installed; install it with: pip install matplotlib."
        ) from error
    # no pyplot: it would keep every figure and choose a backend for the whole process
    figure = Figure(figsize=(width, height), layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def save_png(figure: Figure, path: Path) -> None:
    """Write the figure; it appears when it is complete. Raises InputError and L4SError like `partial_folder`."""
    with partial_folder(path) as folder:
        figure.savefig(folder / path.name, dpi=_DPI, format="png", metadata={"Software": None})


def plain(ax: Axes) -> None:
    """A faint grid, two spines, small numbers."""
    ax.grid(color="#ececec", linewidth=0.8)
    ax.set_axisbelow(True)
    ax.tick_params(labelsize=8)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)


def unit_square(ax: Axes, xlabel: str, ylabel: str) -> None:
    """Axes from 0 to 1 both ways."""
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.set_xlabel(xlabel, fontsize=9)
    ax.set_ylabel(ylabel, fontsize=9)
    plain(ax)


def legend_below(ax: Axes, columns: int) -> None:
    """A legend under the axes, where it covers no curve, if anything has a label."""
    handles, _ = ax.get_legend_handles_labels()
    if handles:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=columns, fontsize=8, frameon=False)
