"""`fit_areas`: everything that the areas of an inventory say."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress, Silent
from l4s_core.statistics.families import FAMILIES, GENERAL, InverseGamma
from l4s_core.statistics.fit import fit_size
from l4s_core.statistics.grid import size_grid, whole_pixels
from l4s_core.statistics.magnitude import class_edges, completeness, density_bins, magnitude, volumes
from l4s_core.statistics.powerlaw import LEAST_TAIL, fit_power_law
from l4s_core.statistics.rollover import RESOLVED_PIXELS, SENSOR_PIXELS, judge
from l4s_core.statistics.types import AreaStatistics, PowerLaw, SizeFit

FloatArray = npt.NDArray[np.float64]
LEAST_FITTED = 100
"""Landslides that three parameters need. With 50 the interval of the tail exponent is 2.4 wide, which says nothing
(``benchmarks/size_fits.py``)."""


def fit_areas(
    areas_m2: npt.ArrayLike,
    *,
    resolution_m: float | None,
    mmu_m2: float | None,
    seed: int = 0,
    from_m2: float | None = None,
    draws: int = 200,
    confidence: float = 0.95,
    progress: Progress | None = None,
) -> AreaStatistics:
    """Area-frequency distribution of landslides, and what follows from it.

    Parameters
    ----------
    areas_m2 : (n,) square metres, finite and above 0, in any order.
    resolution_m : size of the pixels that the landslides were mapped on, None if nothing says it.
    mmu_m2 : minimum mapping unit, None if nothing says it.
    seed : of everything that is drawn; the same seed and areas give the same numbers.
    from_m2 : the smallest area that is fitted; None takes the larger of ``mmu_m2`` and `RESOLVED_PIXELS` pixels, 0 if
        neither is known. Distributions are fitted given that an area is above it.
    draws : bootstrap samples of each fit, for intervals and for goodness of fit. 0: neither.
    confidence : of all intervals.

    Returns
    -------
    AreaStatistics
        Without a fit where fewer than `LEAST_FITTED` landslides are from ``from_m2`` on (`LEAST_TAIL` for the power
        law); ``notes`` say so.

    Raises
    ------
    InputError : there are no areas, some are not finite or not above 0, or an option makes no sense.
    """
    areas = np.asarray(areas_m2, np.float64).ravel()
    _check(areas, resolution_m, mmu_m2, from_m2, draws, confidence)
    progress = progress or Silent()
    pixel_m2 = None if resolution_m is None else resolution_m**2
    whole = pixel_m2 is not None and whole_pixels(areas, pixel_m2)
    if from_m2 is None:
        from_m2 = max(mmu_m2 or 0.0, 0.0 if pixel_m2 is None else RESOLVED_PIXELS * pixel_m2)
    grid = size_grid(areas, from_m2, pixel_m2 if whole else None)
    notes = [] if grid.n == areas.size else [_left_out(areas.size - grid.n, from_m2)]
    how = {"draws": draws, "confidence": confidence, "seed": seed, "progress": progress}
    fits: list[SizeFit] = []
    law: PowerLaw | None = None
    several = int(np.count_nonzero(grid.counts)) >= 4  # a distribution of three parameters says something of four sizes
    if grid.n >= LEAST_FITTED and several:
        for family in FAMILIES:
            progress.stage(f"fitting the {family.name}", draws)
            fits.append(fit_size(grid, family, **how))  # type: ignore[arg-type]
    else:
        notes.append(_too_few(grid.n, from_m2, LEAST_FITTED, "no distribution with a roll-over is fitted", several))
    if grid.n >= LEAST_TAIL:
        progress.stage("fitting the power law", draws)
        law = fit_power_law(grid, **how)  # type: ignore[arg-type]
    if law is None:
        notes.append(_too_few(grid.n, from_m2, LEAST_TAIL, "no power law is fitted", several))
    if law is not None and law.exponent.low is not None and law.exponent.high is not None:
        notes += _other_tail(law.exponent.value, law.exponent.low, law.exponent.high)
    notes += [note for each in (*fits, law) if each is not None for note in _misfit(each)]
    # where sensor, mapping and the law itself leave the tail alone
    begin = max(mmu_m2 or 0.0, 0.0 if pixel_m2 is None else SENSOR_PIXELS * pixel_m2)
    begin = max(begin, from_m2, law.x_min_m2.value if law else 0.0)
    event = magnitude(areas, begin or None, confidence)
    edges = class_edges(areas, pixel_m2 if whole else None)
    gamma = next(((fit, family) for fit, family in zip(fits, FAMILIES, strict=False)), None)
    tail = None if event.tail_from_m2 is None else (event.tail_from_m2, event.n_tail or 0)
    return AreaStatistics(
        n=int(areas.size),
        total_m2=float(areas.sum()),
        smallest_m2=float(areas.min()),
        median_m2=float(np.median(areas)),
        mean_m2=float(areas.mean()),
        largest_m2=float(areas.max()),
        resolution_m=resolution_m,
        mmu_m2=mmu_m2,
        whole_pixels=whole,
        from_m2=float(from_m2),
        n_fitted=grid.n,
        confidence=confidence,
        draws=draws,
        seed=seed,
        density=density_bins(areas, edges, confidence),
        fits=tuple(sorted(fits, key=lambda fit: fit.aic)),
        power_law=law,
        rollover=judge(gamma[0] if gamma else None, from_m2, resolution_m, mmu_m2),
        magnitude=event,
        completeness=completeness(areas, edges, grid, gamma, law, tail, confidence),
        volumes=volumes(areas, draws, confidence, seed),
        notes=tuple(notes),
    )


def _check(
    areas: FloatArray,
    resolution_m: float | None,
    mmu_m2: float | None,
    from_m2: float | None,
    draws: int,
    confidence: float,
) -> None:
    if not areas.size:
        raise InputError("There are no landslides, so their sizes have no statistics; give an inventory with polygons.")
    wrong = ~(np.isfinite(areas) & (areas > 0))
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        raise InputError(
            f"{np.count_nonzero(wrong)} of {areas.size} areas are no positive numbers (first number {first + 1}, "
            f"{areas[first]}); leave these landslides out."
        )
    for name, value, least in (("resolution", resolution_m, 0.0), ("minimum mapping unit", mmu_m2, -1.0)):
        if value is not None and not (np.isfinite(value) and value > least):
            raise InputError(f"A {name} of {value} makes no sense; give a positive number, or leave it away.")
    if from_m2 is not None and not (np.isfinite(from_m2) and 0 <= from_m2 <= areas.max()):
        raise InputError(
            f"No landslide is as large as {from_m2:g} m2, from which sizes are to be fitted; give less than "
            f"{areas.max():g} m2."
        )
    if draws < 0 or not 0.5 <= confidence < 1:
        raise InputError(f"{draws} draws with a confidence of {confidence} make no interval; give 200 and 0.95.")


def _left_out(count: int, from_m2: float) -> str:
    return f"{count} landslides are smaller than {from_m2:,.0f} m2 and are not fitted: of that size many are missed."


def _too_few(n: int, from_m2: float, least: int, what: str, several: bool) -> str:
    if not several:
        return f"The landslides from {from_m2:,.0f} m2 on have fewer than four different sizes, so {what}."
    return (
        f"{n} landslides are at least {from_m2:,.0f} m2 large; {least} are needed, since with fewer the parameters "
        f"could be nearly anything: {what}."
    )


def _other_tail(value: float, low: float, high: float) -> list[str]:
    general = InverseGamma().exponent(np.log(np.abs(GENERAL)))
    if low <= general <= high:
        return []
    return [
        f"The tail falls with {value:.2f} ({low:.2f} to {high:.2f}) and not with the {general:.2f} of the general "
        "distribution: the magnitude from the tail and the completeness depend on where the tail begins, which the "
        "interval shows."
    ]


def _misfit(fit: SizeFit | PowerLaw) -> list[str]:
    name = fit.name if isinstance(fit, SizeFit) else "power law"
    good = fit.goodness
    unknown = []
    if isinstance(fit, SizeFit) and fit.undetermined:
        unknown = [f"These areas do not tell {' and '.join(fit.undetermined)} of the {name}: other values fit as well."]
    if good.p_value is None or good.p_value >= 0.1:
        return unknown
    return [
        *unknown,
        f"The {name} is not the law behind these areas (p = {good.p_value:.3f}); its cumulative distribution is off by "
        f"up to {good.distance:.1%}, which says whether it is near enough for a purpose.",
    ]
