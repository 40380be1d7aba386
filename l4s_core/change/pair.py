"""Samples of two dates, and what they say of the pair: shift, light, limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.reasons import Reason
from l4s_core.change.before import BeforeScene, hidden
from l4s_core.change.coregister import WARN_PX, Coregistration, coregister, places
from l4s_core.change.radiometry import Radiometry, fit_radiometry
from l4s_core.change.rule import ChangeRule, settle_rule
from l4s_core.rasters.roi import ROI

Layers = npt.NDArray[np.float32]
ReadAfter = Callable[[Sequence[str], ROI], tuple[Layers, npt.NDArray[np.uint8]]]

AUTO_CORRECT_PX = 0.3
"""A smaller shift costs less than the resampling that would take it off."""
_LOOSE_PX = 0.3
_MOST_PIXELS = 200_000


@dataclass(frozen=True)
class Pair:
    """What two dates have to do with each other.

    Attributes
    ----------
    corrected : whether the scene before is read from where it shows the same ground.
    snow_before : share of the ground that the scene before shows under snow, 0 to 1.
    """

    coregistration: Coregistration
    corrected: bool
    radiometry: Radiometry
    rule: ChangeRule
    snow_before: float

    @property
    def off_px(self) -> float:
        """How far the two lie apart as they are compared, pixels; NaN where it is not known."""
        if not self.coregistration.known:
            return float("nan")
        return 0.0 if self.corrected else self.coregistration.size_px

    @property
    def badly_placed(self) -> bool:
        """Whether they lie further apart than is good, or nobody knows."""
        return not self.off_px <= WARN_PX


def study_pair(read_after: ReadAfter, before: BeforeScene, bands: Sequence[str], correct: str) -> Pair:
    """Measure the shift of a pair and take it off, and settle how the two are compared.

    Parameters
    ----------
    read_after : values (bands, rows, cols) and `Reason` of a piece of the scene that is mapped.
    before : moved where that is decided.
    correct : ``"auto"`` from `AUTO_CORRECT_PX` on, ``"on"`` always, ``"off"`` never; only a shift that is known.

    Raises
    ------
    InputError
        The two have too little clear ground in common.
    """
    shape = int(before.grid.shape[0]), int(before.grid.shape[1])
    rois = places(shape) or [(slice(0, shape[0]), slice(0, shape[1]))]
    after = [read_after(bands, roi) for roi in rois]
    band = "B8" if "B8" in bands else "B4"
    at = {_key(roi): number for number, roi in enumerate(rois)}

    def layer(roi: ROI) -> npt.NDArray[np.float32]:
        values, reasons = after[at[_key(roi)]]
        seen: npt.NDArray[np.float32] = np.where(hidden(reasons), np.nan, values[list(bands).index(band)])
        return seen

    found = coregister(layer, before.moved_reader(band), shape)
    corrected = found.known and (correct == "on" or (correct == "auto" and found.size_px > AUTO_CORRECT_PX))
    if corrected:
        before.move(found.rows, found.cols)
    earlier = [before.read(bands, roi) for roi in rois]
    now, then, snow, ground = [], [], 0, 0
    for (values, why), (old, why_before) in zip(after, earlier, strict=True):
        both = ~hidden(why) & ~hidden(why_before) & np.isfinite(values).all(axis=0)
        now.append(values[:, both])
        then.append(old[:, both])
        snow += int((why_before == Reason.SNOW).sum())
        ground += int((why_before != Reason.NO_DATA).sum())
    a, b = np.concatenate(now, axis=1), np.concatenate(then, axis=1)
    step = max(1, a.shape[1] // _MOST_PIXELS)
    a, b = a[:, ::step], b[:, ::step]
    radiometry = fit_radiometry(bands, b.astype(np.float64), a.astype(np.float64))
    loose = not found.known or found.spread_px > _LOOSE_PX or not (corrected or found.size_px <= AUTO_CORRECT_PX)
    rule = settle_rule(bands, radiometry.apply(b), a, b, around=loose)
    if rule is None:
        raise InputError(
            f"The scene before the event, {before.scene.source}, shows too little of the clear ground that is mapped "
            f"({a.shape[1]} pixels of the samples); give one with fewer clouds, or say --change off to "
            "use its date alone."
        )
    return Pair(found, corrected, radiometry, rule, snow / max(ground, 1))


def _key(roi: ROI) -> tuple[int, int]:
    return roi[0].start, roi[1].start
