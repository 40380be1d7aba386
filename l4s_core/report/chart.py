"""The figure of sizes: how many landslides there are of each area, and the distributions that were fitted to them.

Shapes for a template: numbers in the units of the drawing, classes for the colours, which the page has for light, dark
and paper.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l4s_core.report import words

if TYPE_CHECKING:
    from l4s_core.statistics.types import AreaStatistics, Curve

WIDTH, HEIGHT = 760, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 74, 18, 16, 56
_FEWEST_DECADES = 1.0
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Tick:
    """A decade of an axis: where, and its label; ``minor`` ones are lines alone."""

    at: float
    label: str
    minor: bool = False


@dataclass(frozen=True)
class Line:
    """A curve, and the band of its interval; ``css`` says how it looks."""

    name: str
    css: str
    path: str
    band: str


@dataclass(frozen=True)
class Dot:
    """A class of areas: its density with the interval of its count, and what it says when it is pointed at."""

    x: float
    y: float
    low: float
    high: float
    title: str


@dataclass(frozen=True)
class Mark:
    """A vertical line at an area."""

    x: float
    css: str
    label: str
    row: int


@dataclass(frozen=True)
class Chart:
    """Everything that is drawn, inside of ``left`` to ``right`` and ``top`` to ``bottom``."""

    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = HEIGHT - _BOTTOM


@dataclass(frozen=True)
class _Axis:
    """Logarithms of values between two decimal logarithms, as places between two numbers."""

    low: float
    high: float
    first: float
    last: float

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.first + share * (self.last - self.first), 1)

    def holds(self, value: float) -> bool:
        return value > 0 and self.low - 1e-9 <= math.log10(value) <= self.high + 1e-9

    def ticks(self) -> tuple[Tick, ...]:
        decades = range(math.floor(self.low), math.ceil(self.high) + 1)
        step = max(1, math.ceil(len(decades) / 8))
        found = []
        for decade in decades:
            if self.holds(10.0**decade):
                label = f"10{str(decade).translate(_RAISED)}" if decade % step == 0 else ""
                found.append(Tick(self.at(10.0**decade), label))
            found += [
                Tick(self.at(digit * 10.0**decade), "", minor=True)
                for digit in range(2, 10)
                if self.holds(digit * 10.0**decade)
            ]
        return tuple(found)


def size_chart(sizes: AreaStatistics) -> Chart | None:
    """The chart of an inventory; None where no class holds a landslide."""
    bins = [one for one in sizes.density if one.count]
    if not bins:
        return None
    x = _axis([one.low_m2 for one in bins] + [one.high_m2 for one in bins], _LEFT, WIDTH - _RIGHT)
    y = _axis([one.density for one in bins] + [one.high for one in bins], HEIGHT - _BOTTOM, _TOP)
    dots = tuple(
        Dot(
            x.at(math.sqrt(one.low_m2 * one.high_m2)),
            y.at(one.density),
            y.at(max(one.low, 10.0**y.low)),
            y.at(one.high),
            f"{words.area(one.low_m2)} to {words.area(one.high_m2)}: {one.count}",
        )
        for one in bins
    )
    lines = [_line(fit.name, fit.name.replace(" ", "-"), fit.curve, x, y) for fit in sizes.fits]
    if sizes.power_law is not None:
        lines.append(_line("power law", "power-law", sizes.power_law.curve, x, y))
    return Chart(x.ticks(), y.ticks(), dots, tuple(lines), _marks(sizes, x))


def _axis(values: Sequence[float], first: float, last: float) -> _Axis:
    known = [math.log10(value) for value in values if value > 0]
    low, high = min(known), max(known)
    room = max(0.08 * (high - low), (_FEWEST_DECADES - (high - low)) / 2, 0.02)
    return _Axis(low - room, high + room, first, last)


def _line(name: str, css: str, curve: Curve, x: _Axis, y: _Axis) -> Line:
    def clipped(value: float) -> float:
        return y.at(min(max(value, 10.0**y.low), 10.0**y.high))

    rows = [
        (x.at(area), density, low, high)
        for area, density, low, high in zip(curve.area_m2, curve.density, curve.low, curve.high, strict=True)
        if x.holds(area) and all(math.isfinite(value) for value in (density, low, high))
    ]
    inside = [(at, y.at(density)) for at, density, _, _ in rows if density > 0 and y.holds(density)]
    upper = [(at, clipped(high)) for at, _, _, high in rows]
    lower = [(at, clipped(low)) for at, _, low, _ in reversed(rows)]
    return Line(name, css, _path(inside), _path(upper + lower) + "Z" if rows else "")


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{a} {b}" for a, b in points) if points else ""


def _marks(sizes: AreaStatistics, x: _Axis) -> tuple[Mark, ...]:
    named = [
        ("mmu", sizes.mmu_m2, "minimum mapping unit"),
        ("rollover", None if sizes.rollover.area_m2 is None else sizes.rollover.area_m2.value, "roll-over"),
        ("complete", sizes.completeness.complete_from_m2, "complete from"),
    ]
    there = [(css, value, label) for css, value, label in named if value is not None and x.holds(value)]
    return tuple(
        Mark(x.at(value), css, f"{label} {words.area(value)}", row)
        for row, (css, value, label) in enumerate(sorted(there, key=lambda one: one[1]))
    )
