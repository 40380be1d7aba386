"""How often the intervals of `l4s statistics` hold the truth, on drawn inventories with known parameters.

``python benchmarks/size_fits.py --inventories 200 --draws 100`` draws inventories of several numbers of landslides from
the general distribution of Malamud et al. (2004), whole and cut off below, fits each and prints the share of intervals
of 95 % that hold the true tail exponent and roll-over, with the typical width.
"""

from __future__ import annotations

import argparse

import numpy as np
from scipy.stats import invgamma

from l4s_core.statistics.families import GENERAL, InverseGamma
from l4s_core.statistics.fit import between, fit_theta
from l4s_core.statistics.grid import size_grid

NUMBERS = (50, 100, 300, 1000)
CUTS_M2 = (0.0, 400.0)


def one(n: int, cut_m2: float, draws: int, seed: int) -> tuple[bool, float, bool]:
    """Whether the interval of the tail exponent holds the truth, its width, and whether that of the roll-over does."""
    rng = np.random.default_rng(seed)
    rho, a, s = GENERAL
    areas = invgamma.rvs(rho, loc=s, scale=a, size=8 * n, random_state=rng)
    areas = areas[areas > max(cut_m2, 1.0)][:n]
    grid, family = size_grid(areas, cut_m2, None), InverseGamma()
    typical = float(np.exp(np.log(areas).mean()))
    theta = fit_theta(grid, family, typical)
    again = [
        fit_theta(grid.with_counts(rng.multinomial(n, grid.counts / n)), family, typical, theta) for _ in range(draws)
    ]
    tail = between(family.exponent(theta), [family.exponent(each) for each in again], 0.95)
    mode = between(family.mode(theta), [family.mode(each) for each in again], 0.95)
    assert tail.low is not None and tail.high is not None and mode.low is not None and mode.high is not None
    truth = a / (rho + 1) + s
    return tail.low <= -(rho + 1) <= tail.high, tail.high - tail.low, mode.low <= truth <= mode.high


def main() -> None:
    """Print a row for each number of landslides and cut."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inventories", type=int, default=200)
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--numbers", type=int, nargs="+", default=NUMBERS)
    given = parser.parse_args()
    print("landslides  cut off m2  tail held  width  roll-over held")
    for n in given.numbers:
        for cut in CUTS_M2:
            rows = np.array([one(n, cut, given.draws, seed) for seed in range(given.inventories)], np.float64)
            held, width, mode = rows[:, 0].mean(), np.median(rows[:, 1]), rows[:, 2].mean()
            print(f"{n:10d}  {cut:10.0f}  {held:9.0%}  {width:5.2f}  {mode:.0%}", flush=True)


if __name__ == "__main__":
    main()
