"""Reflectance as a picture that people look at."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from l4s_core.base.reasons import Reason

RGB = npt.NDArray[np.uint8]
UNSEEN = np.array([226, 228, 231], dtype=np.float64)  # light grey where nothing was seen


def true_colour(rgb: npt.NDArray[np.floating], observed: npt.NDArray[np.uint8] | None = None) -> RGB:
    """(rows, cols, 3) uint8 from (3, rows, cols) reflectance; no data becomes light grey.

    The stretch follows what was ``observed`` (all valid pixels without it) and lets clouds saturate. One scale for all
    three bands keeps the colours.
    """
    values = np.asarray(rgb, dtype=np.float64)
    seen = np.isfinite(values).all(axis=0)
    out = np.broadcast_to(UNSEEN, (*seen.shape, 3)).copy()
    ground = seen if observed is None else seen & (observed == Reason.OBSERVED)
    ground = ground if ground.any() else seen
    if seen.any():
        dark = np.percentile(values[:, ground], 0.5, axis=1)[:, None]
        middle = float(np.median(values[:, ground]))
        contrast = float(np.median(values[:, ground] - dark))
        bright = max(min(8 * contrast, float(np.percentile(values[:, ground], 99.8))), 2.5 * middle, 1.0)
        out[seen] = 255 * (np.clip((values[:, seen] - 0.7 * dark) / bright, 0, 1) ** (1 / 1.5)).T
    return np.rint(out).astype(np.uint8)
