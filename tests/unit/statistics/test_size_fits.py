"""Fits of landslide areas: draws with known parameters, scipy's distributions as judge, and what must not matter."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import invgamma

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.statistics import fit_areas
from l4s_core.statistics.areas import LEAST_FITTED
from l4s_core.statistics.families import FAMILIES, GENERAL, DoublePareto, InverseGamma
from l4s_core.statistics.fit import class_probabilities, fit_size
from l4s_core.statistics.grid import size_grid
from l4s_core.statistics.magnitude import general_above, poisson_interval
from l4s_core.statistics.powerlaw import fit_power_law
from l4s_core.statistics.rollover import judge
from l4s_core.statistics.types import Estimate

RHO, A, S = GENERAL


def drawn(n: int, seed: int, rho: float = RHO, a: float = A, s: float = S) -> np.ndarray:
    """``n`` positive areas of an inverse gamma, by scipy."""
    areas = invgamma.rvs(rho, loc=s, scale=a, size=2 * n + 100, random_state=np.random.default_rng(seed))
    return areas[areas > 0][:n]


def inside(estimate, truth: float) -> bool:
    return estimate.low <= truth <= estimate.high


def test_inverse_gamma_is_that_of_scipy():
    area = np.geomspace(1, 1e7, 60)
    theta = np.log([RHO, A, -S])
    judge = invgamma(RHO, loc=S, scale=A)
    family = InverseGamma()
    np.testing.assert_allclose(np.exp(family.log_density(theta, area)), judge.pdf(area), rtol=1e-9)
    np.testing.assert_allclose(family.above(theta, area), judge.sf(area), rtol=1e-9)
    fine = np.linspace(100, 1000, 90001)
    assert family.mode(theta) == pytest.approx(fine[judge.pdf(fine).argmax()], abs=0.02)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_density_is_the_slope_of_the_probability(family):
    theta = family.starts(1000.0)[4]
    area = np.geomspace(30, 1e6, 40)
    step = area * 1e-5
    slope = (family.above(theta, area - step) - family.above(theta, area + step)) / (2 * step)
    np.testing.assert_allclose(np.exp(family.log_density(theta, area)), slope, rtol=1e-5)
    far = np.array([1e12, 1e13])
    assert np.diff(family.log_density(theta, far))[0] / np.log(10) == pytest.approx(family.exponent(theta), abs=0.01)


def test_malamud_numbers_follow_from_the_general_distribution():
    mean = A / (RHO - 1) + S
    assert mean == pytest.approx(3.07e3, rel=0.002)  # mean area, 3.07e-3 km2
    assert InverseGamma().mode(np.log([RHO, A, -S])) == pytest.approx(400, rel=0.01)  # 4.0e-4 km2
    found = fit_areas(drawn(20_000, 1), resolution_m=None, mmu_m2=None, seed=0, draws=0)
    assert found.magnitude.from_count == pytest.approx(4.301, abs=0.001)
    assert found.magnitude.from_tail.value == pytest.approx(4.301, abs=0.05)


@pytest.mark.parametrize(
    ("pixel", "mmu", "n"), [(None, None, 2000), (5.0, 250.0, 2000), (None, 300.0, 2000)], ids=["all", "pixels", "cut"]
)
def test_parameters_are_found_again(pixel, mmu, n):
    areas = drawn(3 * n, 7)
    if pixel:
        areas = np.round(areas / pixel**2) * pixel**2
    areas = areas[areas >= (mmu or 0)][:n]
    found = fit_areas(areas, resolution_m=pixel, mmu_m2=mmu, seed=3, draws=30)
    fit = found.fit("inverse gamma")
    assert fit.parameters["rho"].value == pytest.approx(RHO, rel=0.12)
    assert inside(fit.parameters["rho"], RHO) and inside(fit.parameters["a_m2"], A) and inside(fit.rollover_m2, 401.3)
    assert fit.goodness.p_value > 0.05
    assert found.whole_pixels == (pixel is not None) and found.from_m2 == (mmu or 0)


def test_what_is_cut_off_does_not_bend_the_tail():
    """Fitted as if it were whole, an inventory without its small landslides has another tail; given the cut, not."""
    areas = drawn(60_000, 5)
    kept = areas[areas >= 1000]
    honest = fit_areas(kept, resolution_m=None, mmu_m2=1000.0, seed=0, draws=0).fit("inverse gamma")
    blind = fit_areas(kept, resolution_m=None, mmu_m2=None, seed=0, draws=0).fit("inverse gamma")
    assert honest.tail_exponent.value == pytest.approx(-(RHO + 1), abs=0.06)
    assert abs(blind.tail_exponent.value + RHO + 1) > 0.3


def test_whole_pixels_are_not_taken_as_exact():
    """Rounding to pixels of 400 m2 must not move the fit; taken as exact it does."""
    areas = drawn(40_000, 11)
    rounded = np.round(areas / 400) * 400
    rounded = rounded[rounded >= 1600]
    known = fit_areas(rounded, resolution_m=20.0, mmu_m2=1600.0, seed=0, draws=0)
    naive = fit_areas(rounded, resolution_m=None, mmu_m2=1600.0, seed=0, draws=0)
    assert known.whole_pixels
    errors = [abs(each.fit("inverse gamma").tail_exponent.value + RHO + 1) for each in (known, naive)]
    assert errors[0] < 0.08 < errors[1]


def test_double_pareto_is_found_again():
    alpha, beta, t = 1.6, 2.5, 900.0
    u = np.random.default_rng(2).random(4000)
    areas = t * (u ** (-alpha / beta) - 1) ** (-1 / alpha)
    fit = fit_areas(areas, resolution_m=None, mmu_m2=None, seed=0, draws=30).fit("double Pareto")
    assert inside(fit.parameters["alpha"], alpha) and inside(fit.parameters["beta"], beta)
    assert inside(fit.parameters["t_m2"], t)
    assert fit.rollover_m2.value == pytest.approx(DoublePareto().mode(np.log([alpha, beta, t])), rel=0.1)


def test_power_law_finds_exponent_and_beginning():
    """Half of the landslides follow the law, the others lie evenly below where it begins."""
    rng = np.random.default_rng(4)
    tail = 2000 * rng.random(1500) ** (-1 / 1.4)
    areas = np.concatenate([tail, rng.uniform(200, 2000, 1500)])
    law = fit_areas(areas, resolution_m=None, mmu_m2=None, seed=0, draws=40).power_law
    assert inside(law.exponent, -2.4) and law.exponent.high - law.exponent.low < 0.4
    assert 1800 < law.x_min_m2.value < 3000 and law.n_tail > 900
    assert law.goodness.p_value > 0.1
    even = fit_areas(rng.uniform(200, 2000, 2000), resolution_m=None, mmu_m2=None, seed=0, draws=40)
    assert even.power_law.goodness.p_value < 0.1 or even.power_law.n_tail < 400


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    """30 inventories of 300 landslides: 95 % intervals of the tail exponent, and p-values that are evenly spread."""
    family, held, p_values, laws = InverseGamma(), 0, [], 0
    for seed in range(30):
        grid = size_grid(drawn(300, 100 + seed), 0.0, None)
        fit = fit_size(grid, family, draws=30, confidence=0.95, seed=seed, progress=Silent())
        held += inside(fit.tail_exponent, -(RHO + 1))
        p_values.append(fit.goodness.p_value)
        tail = 1000 * np.random.default_rng(seed).random(300) ** (-1 / 1.4)
        law = fit_power_law(size_grid(tail, 1000.0, None), draws=30, confidence=0.95, seed=seed, progress=Silent())
        laws += inside(law.exponent, -2.4)
    assert held >= 25 and laws >= 25  # of 30 at 95 %, fewer come by chance once in 300 times
    assert 0.3 < np.mean(p_values) < 0.7


def test_class_probabilities_and_counts_are_complete():
    areas = np.round(drawn(3000, 8) / 100) * 100
    grid = size_grid(areas, 400.0, 100.0)
    assert grid.n == np.count_nonzero(areas >= 400) and grid.edges[0] == 350
    assert (np.diff(grid.edges) > 0).all()
    for family in FAMILIES:
        assert class_probabilities(grid, family, family.starts(900.0)[0]).sum() == pytest.approx(1)


def test_small_landslides_that_are_missing_are_seen():
    """Half of what is under 1,000 m2 is lost: magnitude and completeness say what the whole event had."""
    areas = drawn(20_000, 12)
    lost = areas[(areas >= 1000) | (np.random.default_rng(0).random(areas.size) < 0.5)]
    found = fit_areas(lost, resolution_m=None, mmu_m2=None, seed=0, draws=0)
    assert found.magnitude.from_count < 4.19
    assert inside(found.magnitude.from_tail, np.log10(20_000))
    assert 600 <= found.completeness.complete_from_m2 <= 1100
    short = {row.low_m2 for row in found.completeness.classes if row.short}
    assert short and max(short) < 1000
    assert sum(row.found for row in found.completeness.classes) == found.n == lost.size


def test_whose_the_roll_over_is():
    fit = fit_areas(drawn(1000, 3) * 20, resolution_m=10.0, mmu_m2=400.0, seed=0, draws=10)
    assert fit.rollover.cause == "landslides" and fit.rollover.pixels == pytest.approx(80, rel=0.15)
    real = fit.fit("inverse gamma")
    for low, from_m2, resolution, mmu, cause in (
        (3000, 400, 10.0, 400.0, "landslides"),
        (900, 400, 10.0, None, "sensor"),
        (900, 600, 2.0, 700.0, "mapping"),
        (900, 900, 2.0, None, "not resolved"),
        (900, 0, None, None, "unknown"),
    ):
        told = judge(replace(real, rollover_m2=Estimate(low * 1.2, low, low * 1.4)), from_m2, resolution, mmu)
        assert told.cause == cause, told
        assert (told.area_m2 is None) == (cause == "not resolved")
    assert judge(replace(real, rollover_m2=None), 0.0, 10.0, None).cause == "not resolved"


def test_too_few_are_not_fitted_and_it_is_said():
    few = fit_areas(drawn(LEAST_FITTED - 1, 1), resolution_m=None, mmu_m2=None, seed=0, draws=10)
    assert few.fits == () and few.power_law is not None and any(f"{LEAST_FITTED} are needed" in n for n in few.notes)
    one = fit_areas([500.0], resolution_m=10.0, mmu_m2=1000.0, seed=0, draws=10)
    assert one.fits == () and one.power_law is None and one.magnitude.from_tail is None and one.n_fitted == 0
    same = fit_areas([1000.0] * 500, resolution_m=10.0, mmu_m2=1000.0, seed=0, draws=5)
    assert same.fits == () and same.power_law is None and "different sizes" in " ".join(same.notes)
    for each in (few, one, same):
        json.loads(json.dumps(each.to_json(), allow_nan=False))


def test_volume_of_few_landslides_is_never_nothing():
    areas = np.array([148_900.0, 17_500.0, 4_000.0, 3_300.0])
    for each in fit_areas(areas, resolution_m=10.0, mmu_m2=1000.0).volumes:
        assert each.volume_m3.low > 0.9 * 4 * each.alpha * 3_300.0**each.gamma * 0.5


def test_volume_is_the_sum_over_the_landslides():
    areas = drawn(500, 6)
    found = fit_areas(areas, resolution_m=None, mmu_m2=None, seed=0, draws=20)
    by_name = {each.source.split(",")[0] + each.relation[:3]: each for each in found.volumes}
    assert by_name["Guzzetti et al. 2009sli"].volume_m3.value == pytest.approx((0.074 * areas**1.45).sum(), rel=1e-9)
    assert by_name["Larsen et al. 2010all"].volume_m3.value == pytest.approx(
        (10**-0.836 * areas**1.332).sum(), rel=1e-9
    )
    for each in found.volumes:
        assert each.volume_m3.low < each.volume_m3.value < each.volume_m3.high


def test_order_and_seed():
    areas = drawn(400, 9)
    first, again, turned = (
        fit_areas(each, resolution_m=None, mmu_m2=None, seed=5, draws=20) for each in (areas, areas, areas[::-1])
    )
    assert first == again
    assert first.fits == turned.fits and first.power_law == turned.power_law


def test_intervals_of_counts_and_the_general_distribution():
    low, high = poisson_interval([0, 10], 0.95)
    np.testing.assert_allclose([*low, *high], [0, 4.795, 3.689, 18.39], atol=0.005)  # Garwood 1936
    assert general_above(0.0) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("areas", [[], [1.0, np.nan], [1.0, 0.0], [-3.0]])
def test_areas_that_are_none(areas):
    with pytest.raises(InputError):
        fit_areas(areas, resolution_m=None, mmu_m2=None, seed=0)


@pytest.mark.parametrize("wrong", [{"resolution_m": 0.0}, {"mmu_m2": -5.0}, {"from_m2": 1e9}, {"draws": -1}])
def test_options_that_make_no_sense(wrong):
    with pytest.raises(InputError):
        fit_areas([10.0, 20.0], **{"resolution_m": None, "mmu_m2": None, "seed": 0} | wrong)
