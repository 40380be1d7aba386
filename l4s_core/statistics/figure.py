"""The area-frequency figure: landslides per square metre of area against area. Needs matplotlib."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from l4s_core.scoring.figure import BLACK, BLUE, FAINT, GREEN, ORANGE, legend_below, new_figure, plain, save_png
from l4s_core.statistics.rollover import SENSOR_PIXELS
from l4s_core.statistics.types import AreaStatistics, Curve, Estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLOURS = {"inverse gamma": BLUE, "double Pareto": GREEN}


def size_figure(found: AreaStatistics, title: str = "") -> Figure:
    """The figure, for `save_size_figure` or a report.

    Raises
    ------
    InputError : matplotlib is not installed.
    """
    figure = new_figure(7.2, 5.8)
    ax: Axes = figure.add_subplot()
    ax.set_xscale("log")
    ax.set_yscale("log")
    _data(ax, found)
    low_limit = min(each.density for each in found.density if each.count) / 8
    for fit in found.fits:
        _line(
            ax, fit.curve, _COLOURS.get(fit.name, BLACK), f"{fit.name}, tail {_said(fit.tail_exponent)}", found.from_m2
        )
    if found.power_law is not None:
        law = found.power_law
        label = f"power law from {law.x_min_m2.value:,.0f} m², {_said(law.exponent)}"
        _line(ax, law.curve, ORANGE, label, 0.0)
    _limits(ax, found)
    ax.set_ylim(low_limit, _top(found))
    ax.set_xlabel("Area of a landslide (m²)", fontsize=9)
    ax.set_ylabel("Landslides per m² of area", fontsize=9)
    plain(ax)
    if title:
        ax.set_title(title, fontsize=10, loc="left")
    legend_below(ax, 2)
    return figure


def save_size_figure(found: AreaStatistics, path: Path, title: str = "") -> None:
    """Write the figure as PNG; it appears when it is complete. Raises InputError and L4SError."""
    save_png(size_figure(found, title), path)


def _data(ax: Axes, found: AreaStatistics) -> None:
    held = [each for each in found.density if each.count]
    area = np.array([np.sqrt(each.low_m2 * each.high_m2) for each in held])
    density = np.array([each.density for each in held])
    error = np.array([[each.density - each.low for each in held], [each.high - each.density for each in held]])
    ax.errorbar(
        area, density, yerr=error, fmt="o", ms=4, color=BLACK, ecolor=FAINT, elinewidth=1, zorder=4,
        label=f"{found.n:,} landslides, intervals of {found.confidence:.0%}",
    )  # fmt: skip


def _line(ax: Axes, curve: Curve, colour: str, label: str, from_m2: float) -> None:
    """The fit with its interval; dashed below what was fitted, where it is nobody's measurement."""
    area, density = np.array(curve.area_m2), np.array(curve.density)
    fitted = area >= from_m2
    ax.plot(area[fitted], density[fitted], color=colour, lw=1.8, label=label, zorder=3)
    below = area <= (area[fitted][0] if fitted.any() else np.inf)
    if from_m2 and below.sum() > 1:
        ax.plot(area[below], density[below], color=colour, lw=1.2, ls="--", zorder=3)
    ax.fill_between(area, curve.low, curve.high, color=colour, alpha=0.18, lw=0, zorder=2)


def _limits(ax: Axes, found: AreaStatistics) -> None:
    """The grey ground is where small landslides are missed."""
    sensor = 0.0 if found.resolution_m is None else SENSOR_PIXELS * found.resolution_m**2
    left, right = ax.get_xlim()
    left = min(left, found.smallest_m2 / 1.5)
    if sensor > left:
        ax.axvspan(left, sensor, color="#f0f0f0", zorder=0, label=f"under {SENSOR_PIXELS} pixels")
    if found.mmu_m2:
        ax.axvline(
            found.mmu_m2, color=FAINT, lw=1, ls=":", zorder=1, label=f"minimum mapping unit {found.mmu_m2:,.0f} m²"
        )
    ax.set_xlim(left, right)


def _top(found: AreaStatistics) -> float:
    return 4 * max(
        max(each.high for each in found.density if each.count),
        *(max(fit.curve.density) for fit in found.fits),
        0.0,
    )


def _said(estimate: Estimate) -> str:
    """With a true minus, as matplotlib's own numbers have it."""
    text = f"{estimate.value:.2f}"
    if estimate.low is not None and estimate.high is not None:
        text += f" ({estimate.low:.2f} to {estimate.high:.2f})"
    return text.replace("-", "\N{MINUS SIGN}")
