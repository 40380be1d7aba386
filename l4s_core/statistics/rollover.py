"""Whose roll-over it is: the landslides', the sensor's or the mapper's."""

from __future__ import annotations

from l4s_core.statistics.types import Cause, Estimate, RollOver, SizeFit

RESOLVED_PIXELS = 4
"""Smaller than these a landslide is hardly seen at all, and is not fitted."""
SENSOR_PIXELS = 10
"""Up to these many small landslides are missed or drawn too large, so that a roll-over there is the sensor's."""
_NEAR = 1.5  # times the minimum mapping unit


def judge(fit: SizeFit | None, from_m2: float, resolution_m: float | None, mmu_m2: float | None) -> RollOver:
    """What the roll-over of a fit means.

    Parameters
    ----------
    fit : the inverse gamma. from_m2 : the smallest area that was fitted. resolution_m, mmu_m2 : as in `fit_areas`.
    """
    if fit is None:
        return RollOver(None, None, "unknown", "Without a fit nothing is known of a roll-over.")
    area = fit.rollover_m2
    pixels = None if area is None or resolution_m is None else area.value / resolution_m**2
    if area is None or area.value <= from_m2 or (area.low is not None and area.low <= from_m2):
        reach = f"{from_m2:,.0f} m2" if from_m2 else "the smallest area"
        return RollOver(
            None,
            None,
            "not resolved",
            f"The density of landslides falls from {reach} on: a roll-over, if there is one, lies below and cannot be "
            "seen in this inventory.",
        )
    cause, words = _cause(area, pixels, resolution_m, mmu_m2)
    interval = "" if area.low is None or area.high is None else f" ({area.low:,.0f} to {area.high:,.0f})"
    size = "" if pixels is None else f", {pixels:.0f} pixels"
    return RollOver(area, pixels, cause, f"Most landslides are near {area.value:,.0f} m2{interval}{size}: {words}.")


def _cause(area: Estimate, pixels: float | None, resolution_m: float | None, mmu_m2: float | None) -> tuple[Cause, str]:
    low = area.value if area.low is None else area.low
    if pixels is not None and resolution_m is not None and low < SENSOR_PIXELS * resolution_m**2:
        return "sensor", (
            f"so near the size of a pixel (under {SENSOR_PIXELS}) the roll-over is the sensor's, and says nothing of "
            "the landslides"
        )
    if mmu_m2 and low < _NEAR * mmu_m2:
        return "mapping", (
            f"at the minimum mapping unit of {mmu_m2:,.0f} m2 the roll-over may be the mapper's, and says little of "
            "the landslides"
        )
    if pixels is None:
        return "unknown", "whether the roll-over is the landslides' depends on the pixel size, which is not known"
    return "landslides", "well above what sensor and mapping hide, so the roll-over is the landslides'"
