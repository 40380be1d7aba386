"""What the scene before would look like under the light, the air and the season of the scene that is mapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]

LEAST_PIXELS = 500  # of a fit
LEAST_CORRELATION = 0.5  # of a band over invariant pixels; below it a line says nothing
KEPT = 0.6  # of the pixels: what changed must be less than the rest
GAINS = (0.25, 4.0)  # of two scenes of one place and one level or two; beyond, the fit is wrong
_STEPS = 50
_SETTLED = 0.9995


@dataclass(frozen=True)
class Radiometry:
    """``after = gain * before + offset`` of every band where nothing changed, reflectance x 10000.

    Attributes
    ----------
    bands : names.
    gain, offset : of each.
    residual : of each, the standard deviation about the line where nothing changed, reflectance x 10000.
    pixels : how many invariant ones it was fitted to.
    how : ``"invariant pixels"``; ``"median and spread"`` where too few are invariant; ``"none"`` where there are too
        few pixels of any kind.
    """

    bands: tuple[str, ...]
    gain: tuple[float, ...]
    offset: tuple[float, ...]
    residual: tuple[float, ...]
    pixels: int
    how: str

    def apply(self, before: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(bands, rows, cols) or (bands, pixels) of the scene before, brought to the scene that is mapped."""
        shape = (len(self.bands),) + (1,) * (before.ndim - 1)
        gain, offset = (np.array(one, np.float32).reshape(shape) for one in (self.gain, self.offset))
        return before * gain + offset


def fit_radiometry(bands: Sequence[str], before: Samples, after: Samples) -> Radiometry:
    """Relative normalisation over the pixels that did not change.

    They are found by `unchanged`, and the lines are orthogonal regressions over them, as Canty & Nielsen (2008, Remote
    Sens. Environ. 112, 1025) fit theirs: either date has its noise.

    Parameters
    ----------
    before, after : (bands, pixels) reflectance x 10000, all known: clear ground in both.
    """
    names = tuple(bands)
    count = before.shape[1]
    if count < LEAST_PIXELS:
        ones, zeros = (1.0,) * len(names), (0.0,) * len(names)
        spread = tuple(float(s) for s in _spread(after - before)) if count else zeros
        return Radiometry(names, ones, zeros, spread, count, "none")
    kept = unchanged(before, after)
    lines = [_line(b[kept], a[kept]) for b, a in zip(before, after, strict=True)]
    how = "invariant pixels"
    if any(line is None for line in lines):
        how, kept = "median and spread", np.ones(count, bool)
        lines = [_matched(b, a) for b, a in zip(before, after, strict=True)]
    gains, offsets = zip(*(line for line in lines if line is not None), strict=True)
    left = after - (np.array(gains)[:, None] * before + np.array(offsets)[:, None])
    return Radiometry(names, gains, offsets, tuple(float(s) for s in _spread(left[:, kept])), int(kept.sum()), how)


def unchanged(before: Samples, after: Samples) -> npt.NDArray[np.bool_]:
    """(pixels,) the `KEPT` share that lies nearest to one line for each band in all bands together.

    Concentration steps of least trimmed squares (Rousseeuw & Van Driessen 2006, Data Min. Knowl. Discov. 12, 29): fit,
    keep the nearest, fit again. They begin with lines that match median and spread. A fixed share is kept because
    re-weighting by likelihood ends with a few alike pixels where much has changed.
    """
    count = before.shape[1]
    lines = [_matched(b, a) for b, a in zip(before, after, strict=True)]
    kept = np.zeros(count, bool)
    for _ in range(_STEPS):
        gain, offset = (np.array(one)[:, None] for one in zip(*lines, strict=True))
        # across the line, so that the steepest band does not decide
        left = (after - gain * before - offset) / np.sqrt(1 + gain**2)
        core = left[:, kept] if kept.any() else left
        cov = np.cov(core) if kept.any() else np.diag(_spread(core) ** 2)
        cov = np.atleast_2d(cov) + 1e-6 * np.trace(np.atleast_2d(cov)) * np.eye(len(left)) + 1e-9 * np.eye(len(left))
        distance = (left * np.linalg.solve(cov, left)).sum(axis=0)
        nearest = np.zeros(count, bool)
        nearest[np.argpartition(distance, int(KEPT * count))[: int(KEPT * count)]] = True
        if (nearest == kept).mean() > _SETTLED:
            break
        kept = nearest
        lines = [_line(b[kept], a[kept]) or _matched(b[kept], a[kept]) for b, a in zip(before, after, strict=True)]
    return kept


def _line(before: npt.NDArray[np.float64], after: npt.NDArray[np.float64]) -> tuple[float, float] | None:
    """Gain and offset by orthogonal regression; None where the two hardly go together."""
    cov = np.cov(before, after)
    if cov[0, 0] <= 0 or cov[1, 1] <= 0:
        return None
    correlation = cov[0, 1] / np.sqrt(cov[0, 0] * cov[1, 1])
    if correlation < LEAST_CORRELATION:
        return None
    gain = (cov[1, 1] - cov[0, 0] + np.hypot(cov[1, 1] - cov[0, 0], 2 * cov[0, 1])) / (2 * cov[0, 1])
    if not GAINS[0] <= gain <= GAINS[1]:
        return None
    return float(gain), float(after.mean() - gain * before.mean())


def _matched(before: npt.NDArray[np.float64], after: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Gain and offset that give the median and the inner half of the later date."""
    spreads = _spread(np.stack([before, after]))
    gain = float(np.clip(spreads[1] / max(spreads[0], 1e-6), 0.5, 2.0)) if spreads[0] > 0 else 1.0
    return gain, float(np.median(after) - gain * np.median(before))


def _spread(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Standard deviation of each row as of a normal distribution, from the inner half."""
    low, high = np.percentile(values, [25, 75], axis=1)
    found: npt.NDArray[np.float64] = (high - low) / 1.349
    return found
