"""Which patches touch, told by their edges, and by which factor the one is brighter than the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.base.progress import Progress
from l4s_core.patches.stitching.lattice import Cell
from l4s_core.patches.types import PatchSet

Edge = npt.NDArray[np.float64]

VISIBLE = ("B4", "B3", "B2")
ALIKE = 0.5
"""Correlation of two edges above which they touch: 99.7 % of the pairs that should lie side by side among the RGB
pictures, 98.4 % of those one above the other."""
OF_ONE_COLOUR, STEADY = 0.06, 0.12
"""Below that correlation (even forest has edges without a pattern): the logarithm of the ratio differs by at most so
much between the bands, and from pixel to pixel, as a median."""


@dataclass(frozen=True)
class Seam:
    """Two patches, by index, that touch: values of ``second`` times exp(``log_ratio``) are those of ``first``."""

    first: int
    second: int
    log_ratio: float


def find_seams(patches: PatchSet, cells: Mapping[Cell, int], progress: Progress) -> list[Seam]:
    """The pairs of patches that lie side by side and whose edges agree."""
    edges = _edges(patches, progress)
    found = []
    for cell, index in sorted(cells.items()):
        for step, own, others in (((0, 1), "right", "left"), ((1, 0), "bottom", "top")):
            other = cells.get(cell.beside(*step))
            if other is None:
                continue
            ratio = log_ratio(edges[index][own], edges[other][others])
            if ratio is not None:
                found.append(Seam(index, other, ratio))
    return found


def log_ratio(first: Edge, second: Edge) -> float | None:
    """Logarithm of the ratio of two edges, (bands, pixels) of logarithms; None where they are not neighbours."""
    difference = first - second
    known = np.isfinite(difference).all(axis=0)
    if known.sum() < known.size / 4:
        return None
    a, b, difference = first[:, known], second[:, known], difference[:, known]
    a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    correlation = float((a * b).sum()) / size if size else 0.0
    middle = float(np.median(difference))
    colour = float(np.ptp(np.median(difference, axis=1)))
    unsteady = float(np.median(np.abs(difference - middle)))
    touches = correlation > ALIKE or (correlation > 0 and colour < OF_ONE_COLOUR and unsteady < STEADY)
    return middle if touches else None


def relative_gains(seams: Sequence[Seam], count: int) -> npt.NDArray[np.float64]:
    """Factor for each of ``count`` patches by which all of them get one scale, the least of them 1.

    Least squares of the logarithms; patches that no seam joins have scales of their own. (count,) float64.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.linalg import lsqr

    if not seams:
        return np.ones(count)
    rows = np.repeat(np.arange(len(seams)), 2)
    columns = np.array([(seam.first, seam.second) for seam in seams]).ravel()
    signs = np.tile([-1.0, 1.0], len(seams))
    system = csr_array((signs, (rows, columns)), shape=(len(seams), count))  # type: ignore[no-untyped-call]
    wanted = np.array([seam.log_ratio for seam in seams])
    logarithms = lsqr(system, wanted, atol=1e-10, btol=1e-10)[0]  # type: ignore[no-untyped-call]
    gains: npt.NDArray[np.float64] = np.exp(logarithms - logarithms.min())
    return gains


def _edges(patches: PatchSet, progress: Progress) -> list[dict[str, Edge]]:
    """The four borders of every patch: logarithms of its visible bands, (bands, pixels) float64; NaN is no data."""
    bands = [patches.channels.index(name) for name in VISIBLE if name in patches.channels]
    progress.stage("comparing the edges of the patches", len(patches))
    found = []
    for index in range(len(patches)):
        progress.check()
        values = patches.read(index).values[bands].astype(np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            logarithms = np.where(values > 0, np.log(values), np.nan)
        found.append(
            {
                "left": _border(logarithms[:, :, 0], logarithms[:, :, 1]),
                "right": _border(logarithms[:, :, -1], logarithms[:, :, -2]),
                "top": _border(logarithms[:, 0], logarithms[:, 1]),
                "bottom": _border(logarithms[:, -1], logarithms[:, -2]),
            }
        )
        progress.advance()
    return found


def _border(outer: Edge, inner: Edge) -> Edge:
    """What two lines of pixels say of the line between two patches: half a pixel further out, along the slope."""
    return outer + (outer - inner) / 2
