"""What is known of the sizes of an inventory's landslides: plain values that go to JSON as they are.

Areas are square metres, volumes cubic metres, densities landslides per square metre of landslide area. Intervals are
central ones at `AreaStatistics.confidence`. What is not known is None.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, Literal

Cause = Literal["landslides", "sensor", "mapping", "not resolved", "unknown"]


@dataclass(frozen=True)
class Estimate:
    """A value and its interval; ``low`` and ``high`` are None where none can be given."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class GoodnessOfFit:
    """``distance``: largest difference between the cumulative distributions of data and fit (Kolmogorov-Smirnov), 0 to
    1. ``p_value``: share of draws from the fit that, fitted again, lie as far from their own fit (Clauset et al. 2009,
    section 4.1); None where none were drawn. Below 0.1 the fit is hardly the law behind the data."""

    distance: float
    p_value: float | None
    draws: int


@dataclass(frozen=True)
class Curve:
    """Landslides per square metre of area along ``area_m2``, with the pointwise interval of the fit."""

    area_m2: tuple[float, ...]
    density: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class SizeFit:
    """A distribution fitted by maximum likelihood to the areas from `AreaStatistics.from_m2` on.

    ``name``: ``inverse gamma`` (parameters ``rho``, ``a_m2``, ``s_m2``; Malamud et al. 2004, equation 3) or ``double
    Pareto`` (``alpha``, ``beta``, ``t_m2``; Stark & Hovius 2001). ``tail_exponent``: of the density of large areas,
    negative, -(rho + 1) or -(alpha + 1). ``rollover_m2``: where the density is highest, None if it falls everywhere;
    `RollOver` says whether that can be believed. ``undetermined``: parameters that these areas do not tell.
    """

    name: str
    parameters: dict[str, Estimate]
    tail_exponent: Estimate
    rollover_m2: Estimate | None
    log_likelihood: float
    aic: float
    goodness: GoodnessOfFit
    curve: Curve
    undetermined: tuple[str, ...]


@dataclass(frozen=True)
class PowerLaw:
    """Power law of the areas from ``x_min_m2`` on, by maximum likelihood and Kolmogorov-Smirnov (Clauset et al. 2009).

    ``exponent``: of the density, negative, as ``tail_exponent`` of the other fits. ``n_tail``: landslides from
    ``x_min_m2`` on.
    """

    exponent: Estimate
    x_min_m2: Estimate
    n_tail: int
    goodness: GoodnessOfFit
    curve: Curve


@dataclass(frozen=True)
class RollOver:
    """Below which area there are fewer landslides again, and whose doing that is.

    ``cause``: ``landslides`` where it lies above what the sensor and the mapping hide, ``sensor`` where it lies below
    `SENSOR_PIXELS`, ``mapping`` at the minimum mapping unit, ``not resolved`` where the areas that were fitted do not
    reach below it, ``unknown`` where resolution or fit are not known. ``pixels``: its size in pixels. ``sentence`` says
    it for people.
    """

    area_m2: Estimate | None
    pixels: float | None
    cause: Cause
    sentence: str


@dataclass(frozen=True)
class Magnitude:
    """Landslide-event magnitude, the decadic logarithm of the number of landslides (Malamud et al. 2004).

    ``from_count``: of the landslides that are in the inventory. ``from_tail``: of the number that the general
    distribution of Malamud et al. has with as many landslides from ``tail_from_m2`` on; it stands for the whole event
    where small landslides are missing. ``n_tail``: how many these are. ``from_area``: of the number whose total area it
    has.
    """

    from_count: float
    from_tail: Estimate | None
    tail_from_m2: float | None
    n_tail: int | None
    from_area: float


@dataclass(frozen=True)
class SizeClass:
    """Landslides of ``low_m2`` <= area < ``high_m2``: found, and expected by the inverse gamma that was fitted, by the
    general distribution of Malamud et al. (2004) with the same tail, and by the power law (None below its x_min).
    ``short``: significantly fewer than four fifths of what the general distribution has."""

    low_m2: float
    high_m2: float
    found: int
    fitted: float | None
    general: float | None
    power_law: float | None
    short: bool | None


@dataclass(frozen=True)
class Completeness:
    """Sizes against what is expected. ``complete_from_m2``: no class from here on is short, None where that is not
    known; ``missing``: landslides that the general distribution has below it and the inventory has not."""

    classes: tuple[SizeClass, ...]
    complete_from_m2: float | None
    missing: float | None


@dataclass(frozen=True)
class Volume:
    """An estimate, no measurement: the sum of ``alpha * area ** gamma`` over the landslides.

    The interval has the errors of the coefficients where they are published, and the chance of which landslides there
    are; single landslides scatter by a factor of two to three around the relation.
    """

    relation: str
    source: str
    alpha: float
    gamma: float
    volume_m3: Estimate


@dataclass(frozen=True)
class DensityBin:
    """A logarithmic class for pictures and tables, which nothing is fitted to: ``density`` is ``count`` / width, with
    the Poisson interval of the count."""

    low_m2: float
    high_m2: float
    count: int
    density: float
    low: float
    high: float


@dataclass(frozen=True)
class AreaStatistics:
    """Everything that the areas of landslides say; the source of each number stands in its type.

    Attributes
    ----------
    n, total_m2, smallest_m2, median_m2, mean_m2, largest_m2 : of all areas given.
    resolution_m, mmu_m2 : what was said of pixel size and minimum mapping unit, or None.
    whole_pixels : the areas are multiples of the pixel's, and were fitted as such.
    from_m2, n_fitted : the smallest area that is fitted (0: none was left out), and how many there are.
    confidence, draws, seed : of the intervals.
    fits : best first by AIC; empty where there are too few landslides. ``notes`` say what is not given, and why.
    """

    n: int
    total_m2: float
    smallest_m2: float
    median_m2: float
    mean_m2: float
    largest_m2: float
    resolution_m: float | None
    mmu_m2: float | None
    whole_pixels: bool
    from_m2: float
    n_fitted: int
    confidence: float
    draws: int
    seed: int
    density: tuple[DensityBin, ...]
    fits: tuple[SizeFit, ...]
    power_law: PowerLaw | None
    rollover: RollOver
    magnitude: Magnitude
    completeness: Completeness
    volumes: tuple[Volume, ...]
    notes: tuple[str, ...]

    def fit(self, name: str) -> SizeFit | None:
        """The fit of that name, None where there is none."""
        return next((each for each in self.fits if each.name == name), None)

    def to_json(self) -> dict[str, Any]:
        """As ``json.dumps`` takes it; what is not finite is null."""
        plain: dict[str, Any] = finite(asdict(self))
        return plain


def finite(value: Any) -> Any:
    """The same without NaN and infinity, which JSON has not: they become None."""
    if isinstance(value, dict):
        return {key: finite(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
