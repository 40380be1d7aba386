"""The two distributions of landslide areas that have a roll-over: density, probability above an area, mode.

Both have three parameters. They are fitted in logarithms, where all of them may be any number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc, gammaincc, gammaln

FloatArray = npt.NDArray[np.float64]
GENERAL = (1.40, 1280.0, -132.0)
"""rho, a and s (square metres) of the general distribution of Malamud et al. (2004, section 4): 1.40, 1.28e-3 km2,
-1.32e-4 km2. Three inventories that were substantially complete (Northridge, Umbria, Guatemala) follow it."""


class Family(Protocol):
    """What a distribution has to offer to be fitted; ``theta`` are three parameters as they are fitted."""

    @property
    def name(self) -> str:
        """For people."""

    @property
    def names(self) -> tuple[str, str, str]:
        """Of the parameters."""

    def starts(self, typical_m2: float) -> list[FloatArray]:
        """Where to begin, for areas around ``typical_m2``."""

    def bounds(self, typical_m2: float) -> list[tuple[float, float]]:
        """Least and most of each of ``theta``."""

    def values(self, theta: FloatArray) -> tuple[float, float, float]:
        """The parameters as they are published, areas in square metres."""

    def log_density(self, theta: FloatArray, area_m2: FloatArray) -> FloatArray:
        """Logarithm of the density per square metre."""

    def above(self, theta: FloatArray, area_m2: FloatArray) -> FloatArray:
        """Probability of an area above."""

    def exponent(self, theta: FloatArray) -> float:
        """Exponent of the density of large areas, negative."""

    def mode(self, theta: FloatArray) -> float:
        """Where the density is highest, square metres; 0 or less where it falls from the smallest area on."""


@dataclass(frozen=True)
class InverseGamma:
    """p(A) = 1 / (a Gamma(rho)) (a / (A - s))^(rho + 1) exp(-a / (A - s)) (Malamud et al. 2004, equation 3).

    s is zero or negative, as in all complete inventories: there may be landslides of any area.
    """

    name: str = "inverse gamma"
    names: tuple[str, str, str] = ("rho", "a_m2", "s_m2")

    def starts(self, typical_m2: float) -> list[FloatArray]:
        """Tails from heavy to light, with the mode below what is typical and a sharp and a gentle roll-over."""
        return [
            np.log([rho, typical_m2 * size, typical_m2 * size * shift])
            for rho in (0.8, 1.4, 2.5)
            for size in (0.7, 2.0)
            for shift in (0.03, 0.3)
        ]

    def bounds(self, typical_m2: float) -> list[tuple[float, float]]:
        """Wide: a fit at one of them says that the areas do not tell."""
        log = float(np.log(typical_m2))
        return [(np.log(0.05), np.log(20.0)), (log - 12, log + 8), (log - 12, log + 6)]

    def values(self, theta: FloatArray) -> tuple[float, float, float]:
        """rho, a, s."""
        rho, a, minus_s = np.exp(theta)
        return float(rho), float(a), -float(minus_s)

    def log_density(self, theta: FloatArray, area_m2: FloatArray) -> FloatArray:
        """See `Family`."""
        rho, a, s = self.values(theta)
        log_ratio = np.log(a) - np.log(area_m2 - s)
        out: FloatArray = (rho + 1) * log_ratio - np.exp(log_ratio) - np.log(a) - gammaln(rho)
        return out

    def above(self, theta: FloatArray, area_m2: FloatArray) -> FloatArray:
        """See `Family`."""
        rho, a, s = self.values(theta)
        out: FloatArray = gammainc(rho, a / (area_m2 - s))
        return out

    def below(self, theta: FloatArray, area_m2: FloatArray) -> FloatArray:
        """Probability of an area below, negative ones included."""
        rho, a, s = self.values(theta)
        out: FloatArray = gammaincc(rho, a / (area_m2 - s))
        return out

    def exponent(self, theta: FloatArray) -> float:
        """-(rho + 1)."""
        return -(self.values(theta)[0] + 1)

    def mode(self, theta: FloatArray) -> float:
        """a / (rho + 1) + s."""
        rho, a, s = self.values(theta)
        return a / (rho + 1) + s


@dataclass(frozen=True)
class DoublePareto:
    """P(area < A) = (1 + (A / t)^-alpha)^(-beta / alpha): the double Pareto of Stark & Hovius (2001, Geophys. Res.
    Lett. 28, 1091) without a largest area. The density rises as A^(beta - 1) and falls as A^-(alpha + 1)."""

    name: str = "double Pareto"
    names: tuple[str, str, str] = ("alpha", "beta", "t_m2")

    def starts(self, typical_m2: float) -> list[FloatArray]:
        """Tails from heavy to light, and rises from none to steep."""
        return [
            np.log([alpha, beta, typical_m2 * size])
            for alpha in (0.8, 1.4, 2.5)
            for beta in (1.2, 3.0)
            for size in (0.5, 1.5)
        ]

    def bounds(self, typical_m2: float) -> list[tuple[float, float]]:
        """Wide: a fit at one of them says that the areas do not tell."""
        log = float(np.log(typical_m2))
        return [(np.log(0.05), np.log(20.0)), (np.log(0.02), np.log(200.0)), (log - 10, log + 8)]

    def values(self, theta: FloatArray) -> tuple[float, float, float]:
        """alpha, beta, t."""
        alpha, beta, t = np.exp(theta)
        return float(alpha), float(beta), float(t)

    def log_density(self, theta: FloatArray, area_m2: FloatArray) -> FloatArray:
        """See `Family`."""
        alpha, beta, t = self.values(theta)
        u = np.log(area_m2 / t)
        out: FloatArray = np.log(beta / t) - (alpha + 1) * u - (beta / alpha + 1) * np.logaddexp(0, -alpha * u)
        return out

    def above(self, theta: FloatArray, area_m2: FloatArray) -> FloatArray:
        """See `Family`."""
        alpha, beta, t = self.values(theta)
        with np.errstate(divide="ignore"):  # of an area of 0 it is 1
            u = np.log(area_m2 / t)
        out: FloatArray = -np.expm1(-beta / alpha * np.logaddexp(0, -alpha * u))
        return out

    def exponent(self, theta: FloatArray) -> float:
        """-(alpha + 1)."""
        return -(self.values(theta)[0] + 1)

    def mode(self, theta: FloatArray) -> float:
        """t ((beta - 1) / (alpha + 1))^(1 / alpha), 0 without a rise."""
        alpha, beta, t = self.values(theta)
        return t * ((beta - 1) / (alpha + 1)) ** (1 / alpha) if beta > 1 else 0.0


FAMILIES: tuple[Family, ...] = (InverseGamma(), DoublePareto())
