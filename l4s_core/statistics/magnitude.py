"""How large an event was, what is missing in its inventory, and how much moved: what Malamud et al. (2004) and
published relations between area and volume make of the areas."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv

from l4s_core.statistics.families import GENERAL, Family, InverseGamma
from l4s_core.statistics.fit import between
from l4s_core.statistics.grid import SizeGrid
from l4s_core.statistics.types import (
    Completeness,
    DensityBin,
    Estimate,
    Magnitude,
    PowerLaw,
    SizeClass,
    SizeFit,
    Volume,
)

FloatArray = npt.NDArray[np.float64]
LEAST_FOR_MAGNITUDE = 20
"""Landslides in a tail that a magnitude is taken from."""
_STARTS = (1.0, 2.0, 5.0, 10.0)  # how far up the tail the magnitude is taken again
_ENOUGH = 0.8  # of what is expected
_PER_DECADE = 5  # classes of tables and pictures
_PER_DECADE_FEW = 3
_FEW = 200
_MANY = 10_000

RELATIONS: tuple[tuple[str, str, float, float, float, float], ...] = (
    # name, source, log10 alpha, its standard error, gamma, its standard error (0: not published)
    (
        "slides, world-wide",
        "Guzzetti et al. 2009, Earth Planet. Sci. Lett. 279, 222 (677 slides)",
        float(np.log10(0.074)),
        0.0,
        1.450,
        0.0,
    ),
    ("all landslides", "Larsen et al. 2010, Nature Geosci. 3, 247 (4231 landslides)", -0.836, 0.015, 1.332, 0.005),
    ("bedrock landslides", "Larsen et al. 2010, Nature Geosci. 3, 247", -0.73, 0.06, 1.35, 0.01),
)


def poisson_interval(count: npt.ArrayLike, confidence: float) -> tuple[FloatArray, FloatArray]:
    """The exact interval of the mean of a Poisson count (Garwood 1936, Biometrika 28, 437)."""
    number = np.asarray(count, np.float64)
    tail = (1 - confidence) / 2
    low = np.where(number > 0, gammaincinv(np.maximum(number, 1), tail), 0.0)
    return low, gammaincinv(number + 1, 1 - tail)


def general_above(area_m2: npt.ArrayLike) -> FloatArray:
    """Share of landslides above an area by the general distribution of Malamud et al. (2004)."""
    rho, a, s = GENERAL
    out: FloatArray = InverseGamma().above(np.log([rho, a, -s]), np.asarray(area_m2, np.float64))
    return out


def magnitude(areas_m2: FloatArray, tail_from_m2: float | None, confidence: float) -> Magnitude:
    """See `Magnitude`. The interval covers the chance of the number in the tail, and the magnitudes that tails from 2,
    5 and 10 times ``tail_from_m2`` give while `LEAST_FOR_MAGNITUDE` are in them: a tail of another exponent than that
    of the general distribution gives another magnitude from each of them."""
    rho, a, s = GENERAL
    mean_m2 = a / (rho - 1) + s  # 3.07e-3 km2, equation 17
    from_tail = None
    n_tail = None
    if tail_from_m2 is not None:
        n_tail = int(np.count_nonzero(areas_m2 >= tail_from_m2))
        found: list[tuple[float, float, float]] = []
        for times in _STARTS:
            number = int(np.count_nonzero(areas_m2 >= tail_from_m2 * times))
            if number < LEAST_FOR_MAGNITUDE:
                break
            low, high = poisson_interval(number, confidence)
            share = float(general_above(tail_from_m2 * times))
            found.append(tuple(float(np.log10(each / share)) for each in (number, low, high)))  # type: ignore[arg-type]
        if found:
            from_tail = Estimate(found[0][0], min(each[1] for each in found), max(each[2] for each in found))
    return Magnitude(
        from_count=float(np.log10(areas_m2.size)),
        from_tail=from_tail,
        tail_from_m2=None if from_tail is None else tail_from_m2,
        n_tail=None if from_tail is None else n_tail,
        from_area=float(np.log10(areas_m2.sum() / mean_m2)),
    )


def class_edges(areas_m2: FloatArray, pixel_m2: float | None) -> FloatArray:
    """Edges of logarithmic classes around all areas: five a decade, three where there are few landslides, so that the
    edges are round. Of whole pixels none lies on a number of pixels, no class is narrower than one, and the first
    begins at the smallest landslide."""
    per_decade = _PER_DECADE if areas_m2.size >= _FEW else _PER_DECADE_FEW
    first = np.floor(np.log10(areas_m2.min()) * per_decade + 1e-9)
    last = np.floor(np.log10(areas_m2.max()) * per_decade + 1e-9) + 1
    edges: FloatArray = 10 ** (np.arange(first, last + 1) / per_decade)
    if pixel_m2 is not None:
        edges = np.unique(np.maximum(np.floor(edges / pixel_m2), 0) + 0.5) * pixel_m2
        # the first begins at the smallest size: one that holds sizes which nobody mapped would be too thin
        begin = (max(1.0, float(np.round(areas_m2.min() / pixel_m2))) - 0.5) * pixel_m2
        edges = np.concatenate([[begin], edges[edges > begin]])
    return edges


def density_bins(areas_m2: FloatArray, edges: FloatArray, confidence: float) -> tuple[DensityBin, ...]:
    """See `DensityBin`."""
    counts = np.histogram(areas_m2, edges)[0]
    low, high = poisson_interval(counts, confidence)
    width = np.diff(edges)
    return tuple(
        DensityBin(float(left), float(right), int(count), count / wide, least / wide, most / wide)
        for left, right, count, least, most, wide in zip(
            edges[:-1], edges[1:], counts.tolist(), low.tolist(), high.tolist(), width.tolist(), strict=True
        )
    )


def completeness(
    areas_m2: FloatArray,
    edges: FloatArray,
    grid: SizeGrid,
    fit: tuple[SizeFit, Family] | None,
    law: PowerLaw | None,
    tail: tuple[float, int] | None,
    confidence: float,
) -> Completeness:
    """See `Completeness`; ``tail`` is where the one of the magnitude begins and how many are in it."""
    counts = np.histogram(areas_m2, edges)[0]
    fitted = _fitted(edges, grid, fit)
    general = None if tail is None else -np.diff(general_above(edges)) * tail[1] / float(general_above(tail[0]))
    power = _power(edges, law)
    most = poisson_interval(counts, confidence)[1]
    short = None if general is None else most < _ENOUGH * general
    from_m2 = missing = None
    if short is not None and general is not None:
        lacking = np.flatnonzero(short)
        first = int(lacking[-1]) + 1 if lacking.size else 0
        if first < len(counts):
            from_m2 = float(edges[first]) if first else float(areas_m2.min())
            total = tail[1] / float(general_above(tail[0])) * (1 - float(general_above(from_m2)))  # type: ignore[index]
            missing = max(0.0, total - float(np.count_nonzero(areas_m2 < from_m2)))
    classes = tuple(
        SizeClass(
            float(edges[k]),
            float(edges[k + 1]),
            int(counts[k]),
            _at(fitted, k),
            _at(general, k),
            _at(power, k),
            None if short is None else bool(short[k]),
        )
        for k in range(len(counts))
    )
    return Completeness(classes, from_m2, missing)


def _at(values: FloatArray | None, place: int) -> float | None:
    return None if values is None or np.isnan(values[place]) else float(values[place])


def _fitted(edges: FloatArray, grid: SizeGrid, fit: tuple[SizeFit, Family] | None) -> FloatArray | None:
    if fit is None:
        return None
    values = np.array([fit[0].parameters[name].value for name in fit[1].names])
    theta = np.log(np.abs(values))  # s is stored without its sign
    seen = float(fit[1].above(theta, np.array([grid.lower]))[0])
    out: FloatArray = -np.diff(fit[1].above(theta, edges)) * grid.n / seen
    return out


def _power(edges: FloatArray, law: PowerLaw | None) -> FloatArray | None:
    """NaN in classes that begin below x_min."""
    if law is None:
        return None
    out: FloatArray = -np.diff((edges / law.x_min_m2.value) ** (law.exponent.value + 1)) * law.n_tail
    return np.where(edges[:-1] < law.x_min_m2.value, np.nan, out)


def _resampled_share(single: FloatArray, draws: int, rng: np.random.Generator) -> FloatArray:
    """(draws,) sum of as many landslides, drawn with replacement, by the sum of all. Of many it is normal, and there is
    no need to draw 200 000 of them again and again; of few, or with one that has nearly all, it is not."""
    if single.size > _MANY:
        return rng.normal(1, np.sqrt(single.size) * single.std() / single.sum(), draws)
    drawn = rng.multinomial(single.size, np.full(single.size, 1 / single.size), draws)
    out: FloatArray = drawn @ single / single.sum()
    return out


def volumes(areas_m2: FloatArray, draws: int, confidence: float, seed: int) -> tuple[Volume, ...]:
    """The volume by each of `RELATIONS`, see `Volume`."""
    rng = np.random.default_rng(seed)
    log_area = np.log(areas_m2)
    out = []
    for name, source, log_alpha, alpha_error, gamma, gamma_error in RELATIONS:
        single = np.exp(gamma * log_area)
        share = _resampled_share(single, draws, rng)
        drawn_gamma = rng.normal(gamma, gamma_error, draws)
        # a steeper relation moves large landslides more: to first order, by the area at which half of the volume lies
        pivot = float(np.average(log_area, weights=single))
        factor = 10 ** rng.normal(0, alpha_error, draws) * np.exp((drawn_gamma - gamma) * pivot)
        value = 10**log_alpha * float(single.sum())
        interval = between(value, value * share * factor, confidence)
        out.append(Volume(name, source, float(10**log_alpha), gamma, interval))
    return tuple(out)
