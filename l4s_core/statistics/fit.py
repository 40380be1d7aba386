"""Fitting a distribution to classes of areas by maximum likelihood, with intervals and goodness of fit by bootstrap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from l4s_core.base.progress import Progress
from l4s_core.statistics.families import Family
from l4s_core.statistics.grid import SizeGrid
from l4s_core.statistics.types import Curve, Estimate, GoodnessOfFit, SizeFit

FloatArray = npt.NDArray[np.float64]
_WIDE = 0.02  # relative width from which one density does not stand for a class: Simpson's rule takes three
_IMPOSSIBLE = 1e300


@dataclass(frozen=True, eq=False)
class _Nodes:
    """Where the density is looked at for the classes that hold landslides, and with which weights it is summed."""

    area_m2: FloatArray
    log_weight: FloatArray
    first: npt.NDArray[np.int64]
    counts: FloatArray
    lower: float

    @classmethod
    def of(cls, grid: SizeGrid) -> _Nodes:
        held = np.flatnonzero(grid.counts)
        low, high = grid.edges[held], grid.edges[held + 1]
        wide = (high - low) / low > _WIDE
        area = np.repeat(np.sqrt(low * high), np.where(wide, 3, 1))
        weight = np.repeat(high - low, np.where(wide, 3, 1))
        first = np.concatenate([[0], np.cumsum(np.where(wide, 3, 1))[:-1]]).astype(np.int64)
        at = first[wide]
        area[at], area[at + 1], area[at + 2] = low[wide], (low[wide] + high[wide]) / 2, high[wide]
        weight[at], weight[at + 1], weight[at + 2] = weight[at] / 6, weight[at] * 4 / 6, weight[at] / 6
        return cls(area, np.log(weight), first, grid.counts[held].astype(np.float64), grid.lower)

    def minus_log_likelihood(self, theta: FloatArray, family: Family) -> float:
        """That of areas known to lie in their classes, given that they are above the lower limit."""
        with np.errstate(all="ignore"):
            mass = np.exp(family.log_density(theta, self.area_m2) + self.log_weight)
            seen = family.above(theta, np.array([self.lower]))[0]
            value = -float(self.counts @ (np.log(np.add.reduceat(mass, self.first)) - np.log(seen)))
        return value if np.isfinite(value) else _IMPOSSIBLE


def fit_theta(grid: SizeGrid, family: Family, typical_m2: float, near: FloatArray | None = None) -> FloatArray:
    """The three parameters that make the counts likeliest, as `Family` has them: from everywhere, or from ``near``."""
    nodes = _Nodes.of(grid)
    bounds = family.bounds(typical_m2)
    starts = sorted(family.starts(typical_m2), key=lambda theta: nodes.minus_log_likelihood(theta, family))[:3]
    if near is not None:  # from a bound, where a parameter means nothing any more, a simplex does not come back
        low, high = np.array(bounds).T
        starts = [near] if ((near > low + 1) & (near < high - 1)).all() else [near, starts[0]]
    longest = 2000 if near is None else 400  # where parameters trade off each other, the ridge has no end
    # a simplex: scipy's methods with gradients spend more in threads of LAPACK than three numbers are worth
    found = [
        minimize(  # type: ignore[no-untyped-call]
            nodes.minus_log_likelihood,
            start,
            (family,),
            "Nelder-Mead",
            bounds=bounds,
            options={"initial_simplex": _simplex(start, bounds), "xatol": 1e-3, "fatol": 1e-3, "maxfev": longest},
        )
        for start in starts
    ]
    return np.asarray(min(found, key=lambda each: each.fun).x, np.float64)


def _simplex(start: FloatArray, bounds: list[tuple[float, float]]) -> FloatArray:
    """The start and a step of a fifth along each axis, inwards where it would leave the bounds."""
    low, high = np.array(bounds).T
    begin = np.clip(start, low, high)
    steps = np.diag(np.where(begin + 0.2 <= high, 0.2, -0.2))
    return np.vstack([begin, begin + steps])


def undetermined(theta: FloatArray, family: Family, typical_m2: float) -> list[str]:
    """The parameters that the fit has moved to a bound: any value beyond it fits as well."""
    low, high = np.array(family.bounds(typical_m2)).T
    return [name for name, out in zip(family.names, (theta < low + 0.1) | (theta > high - 0.1), strict=True) if out]


def class_probabilities(grid: SizeGrid, family: Family, theta: FloatArray) -> FloatArray:
    """Probability of each class, given that an area is above the lower limit; the last takes the rest."""
    above = family.above(theta, grid.edges)
    seen = family.above(theta, np.array([grid.lower]))[0]
    mass = np.maximum(above[:-1] - above[1:], 0)
    mass[-1] += above[-1]
    if not grid.cut:  # what lies under the first class
        mass[0] += max(seen - above[0], 0)
    out: FloatArray = mass / mass.sum()
    return out


def distance(grid: SizeGrid, probabilities: FloatArray) -> float:
    """Kolmogorov-Smirnov distance at the edges of the classes."""
    return float(np.abs(np.cumsum(grid.counts) / grid.n - np.cumsum(probabilities)).max())


def fit_size(
    grid: SizeGrid, family: Family, *, draws: int, confidence: float, seed: int, progress: Progress
) -> SizeFit:
    """The fit of one family, with everything that `SizeFit` says of it.

    Intervals: percentiles over ``draws`` samples of the landslides with replacement, each fitted again (Efron &
    Tibshirani 1993, chapter 13). Goodness of fit: the distance of the fit, against those of ``draws`` samples from the
    fit, each fitted again (Clauset et al. 2009, section 4.1).
    """
    rng = np.random.default_rng(seed)
    typical = float(np.exp(np.average(np.log(grid.middle), weights=grid.counts)))
    theta = fit_theta(grid, family, typical)
    model = class_probabilities(grid, family, theta)
    own = distance(grid, model)
    again: list[FloatArray] = []
    farther = 0
    shares = grid.counts / grid.n
    for _ in range(draws):
        progress.check()
        again.append(fit_theta(grid.with_counts(rng.multinomial(grid.n, shares)), family, typical, theta))
        drawn = grid.with_counts(rng.multinomial(grid.n, model))
        refit = fit_theta(drawn, family, typical, theta)
        farther += distance(drawn, class_probabilities(drawn, family, refit)) >= own
        progress.advance()
    thetas = np.array(again).reshape(-1, 3)
    published = np.array([family.values(each) for each in thetas]).reshape(-1, 3)
    loglik = -_Nodes.of(grid).minus_log_likelihood(theta, family)
    mode = family.mode(theta)
    modes = np.maximum([family.mode(each) for each in thetas], 0)
    return SizeFit(
        name=family.name,
        parameters={
            name: between(value, column, confidence)
            for name, value, column in zip(family.names, family.values(theta), published.T, strict=True)
        },
        tail_exponent=between(family.exponent(theta), np.array([family.exponent(t) for t in thetas]), confidence),
        rollover_m2=between(mode, modes, confidence) if mode > 0 else None,
        log_likelihood=loglik,
        aic=2 * len(family.names) - 2 * loglik,
        goodness=GoodnessOfFit(own, farther / draws if draws else None, draws),
        curve=_curve(grid, family, theta, thetas, confidence),
        undetermined=tuple(undetermined(theta, family, typical)),
    )


def between(value: float, drawn: npt.ArrayLike, confidence: float) -> Estimate:
    """An estimate with the percentiles of what was drawn; without an interval where nothing was.

    The interval always holds the value: percentiles of what is chosen, such as the beginning of a tail, may miss it.
    """
    known = np.asarray(drawn, np.float64)
    known = known[np.isfinite(known)]
    if not known.size:
        return Estimate(float(value))
    low, high = np.percentile(known, [50 * (1 - confidence), 50 * (1 + confidence)])
    return Estimate(float(value), min(float(low), float(value)), max(float(high), float(value)))


def curve_areas(low_m2: float, high_m2: float) -> FloatArray:
    """Where a curve is drawn: 40 places a decade."""
    steps = max(2, int(np.ceil(np.log10(high_m2 / low_m2) * 40)) + 1)
    return np.geomspace(low_m2, high_m2, steps)


def _curve(grid: SizeGrid, family: Family, theta: FloatArray, thetas: FloatArray, confidence: float) -> Curve:
    """From a third of the smallest class that holds landslides to the largest."""
    held = np.flatnonzero(grid.counts)
    area = curve_areas(grid.edges[held[0]] / 3, grid.edges[held[-1] + 1])

    def density(each: FloatArray) -> FloatArray:
        seen = family.above(each, np.array([grid.lower]))[0]
        out: FloatArray = grid.n * np.exp(family.log_density(each, area)) / seen
        return out

    with np.errstate(all="ignore"):
        middle = density(theta)
        many = np.array([density(each) for each in thetas]) if len(thetas) else middle[None]
    low, high = np.percentile(many, [50 * (1 - confidence), 50 * (1 + confidence)], axis=0)
    return curve_of(area, middle, low, high)


def curve_of(area: FloatArray, density: FloatArray, low: FloatArray, high: FloatArray) -> Curve:
    """Arrays as a `Curve`, at four digits: it is for pictures."""

    def short(values: FloatArray) -> tuple[float, ...]:
        return tuple(float(f"{value:.4g}") for value in values)

    return Curve(short(area), short(density), short(low), short(high))
