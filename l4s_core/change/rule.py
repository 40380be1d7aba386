"""From where on a difference is a change: limits from the pair itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.ndimage import maximum_filter, minimum_filter  # type: ignore[attr-defined]

from l4s_core.change.evidence import brightness, greenness, greenness_name

Layers = npt.NDArray[np.float32]
Layer = npt.NDArray[np.float32]

PLACEBO_RATE = 0.001  # of the quiet ground that the pair read backwards may mark
LIMITS = (5.0, 10.0)  # standard deviations of quiet ground
SPREAD_GREEN = {"NDVI": (0.03, 0.08), "green-red index": (0.02, 0.05)}
SPREAD_BRIGHT = (0.08, 0.2)  # of the logarithm
"""Least and largest spread of quiet ground that is believed: below it sensors differ, above it the season does, and a
limit would no longer mean bare ground."""
BARE_GREEN = {"NDVI": 0.15, "green-red index": -0.1}  # soil and rock
DENSE_PERCENT = 75
WAS_BARE, IS_BARE = 0.5, 0.6
"""Where between soil and dense vegetation ground is bare: before, more bare than not; after, a little debris with wood
and roots in it counts, and the pixels on the edge that are mostly forest do not."""
LEAST_PIXELS = 1000
VISIBLE_LOSS = 0.8
"""Share of the greenness of dense vegetation that a landslide there surely takes: what is left are wood, roots and the
mixed pixels of its edge."""


@dataclass(frozen=True)
class ChangeRule:
    """What counts as a change between two dates of one scene.

    Attributes
    ----------
    bands : that are compared.
    green, bright : the usual loss of greenness and gain of brightness of quiet ground, its median.
    green_spread, bright_spread : standard deviation about it.
    limit : from how many of these spreads on ground has changed; both have to.
    placebo_rate : share of the quiet ground that the same limit marks in the pair read backwards.
    bare_below, bare_after_below : greenness under which ground was bare before, and is bare now: shares `WAS_BARE` and
        `IS_BARE` of the way from soil to the dense vegetation of the scene.
    dense_before, dense_after : greenness of the dense vegetation of each date, as it was measured.
    dense_matched : that of the date before in the light of the later.
    too_unlike : whether quiet ground differs by more than the largest spreads that are believed.
    around : whether a pixel is compared with the nearest of its neighbours before, because the dates do not lie on
        each other to a fraction of a pixel.
    pixels : that the rule is from.
    """

    bands: tuple[str, ...]
    green: float
    bright: float
    green_spread: float
    bright_spread: float
    limit: float
    placebo_rate: float
    bare_below: float
    bare_after_below: float
    dense_before: float
    dense_after: float
    dense_matched: float
    too_unlike: bool
    around: bool
    pixels: int

    @property
    def blind(self) -> bool:
        """Whether a landslide in dense vegetation would not stand out: quiet ground changed nearly as much."""
        most = self.dense_matched - BARE_GREEN[self.index]
        return self.green + self.limit * self.green_spread > VISIBLE_LOSS * most

    @property
    def index(self) -> str:
        """The name of what greenness is measured by."""
        return greenness_name(self.bands)

    def score(self, before: Layers, after: Layers) -> Layer:
        """In standard deviations of quiet ground, the least of loss of greenness, gain of brightness, and how far the
        ground is below `bare_after_below` (as `limit` more), (rows, cols); NaN where either date is unknown. Both dates
        are (bands, rows, cols), the earlier normalised."""
        green_before, bright_before = greenness(self.bands, before), brightness(self.bands, before)
        if self.around:  # the barest and the brightest that may have lain here
            known = np.isfinite(green_before)
            green_before = minimum_filter(np.where(known, green_before, np.inf), 3)
            bright_before = maximum_filter(np.where(known, bright_before, -np.inf), 3)
            green_before[~known] = bright_before[~known] = np.nan
        green_after = greenness(self.bands, after)
        changed = _score(
            green_before - green_after,
            brightness(self.bands, after) - bright_before,
            (self.green, self.bright),
            (self.green_spread, self.bright_spread),
        )
        bare: Layer = np.minimum(changed, self.limit + (self.bare_after_below - green_after) / self.green_spread)
        return bare

    def was_bare(self, before: Layers) -> npt.NDArray[np.bool_]:
        """(rows, cols) of the normalised scene before; False where it is unknown."""
        bare: npt.NDArray[np.bool_] = greenness(self.bands, before) < self.bare_below
        return bare

    @property
    def words(self) -> str:
        """For messages."""
        return (
            f"{self.index} down by {self.green + self.limit * self.green_spread:.2f} and red up by "
            f"{np.expm1(self.bright + self.limit * self.bright_spread):.0%}"
        )


def settle_rule(
    bands: Sequence[str], before: Layers, after: Layers, raw_before: Layers, *, around: bool = False
) -> ChangeRule | None:
    """The rule of a pair.

    The usual difference and its spread are medians, which an event on less than a quarter of the ground does not move.
    The limit is the lowest within `LIMITS` at which the pair read backwards, as if the later date were the earlier,
    marks no more than `PLACEBO_RATE`: growth and darkening are no landslides, but noise, haze, harvest and shadows make
    them as often as their opposites.

    Parameters
    ----------
    before, after : (bands, pixels) reflectance x 10000 of ground observed in both; the earlier normalised.
    raw_before : the earlier as it was measured.
    around : see `ChangeRule`.

    Returns
    -------
    None of fewer than `LEAST_PIXELS` pixels.
    """
    names = tuple(bands)
    count = before.shape[1]
    if count < LEAST_PIXELS:
        return None
    index = greenness_name(names)
    loss = greenness(names, before) - greenness(names, after)
    gain = brightness(names, after) - brightness(names, before)
    usual, spread, too_unlike = [], [], False
    for values, (least, most) in ((loss, SPREAD_GREEN[index]), (gain, SPREAD_BRIGHT)):
        low, middle, high = np.percentile(values, [25, 50, 75])
        usual.append(float(middle))
        found = float((high - low) / 1.349)
        too_unlike |= found > most
        spread.append(float(np.clip(found, least, most)))
    backwards = _score(-loss, -gain, (-usual[0], -usual[1]), (spread[0], spread[1]))
    limit = float(np.clip(np.quantile(backwards, 1 - PLACEBO_RATE), *LIMITS))
    bare = BARE_GREEN[index]
    dense_after = float(np.percentile(greenness(names, after), DENSE_PERCENT))
    return ChangeRule(
        names,
        usual[0],
        usual[1],
        spread[0],
        spread[1],
        limit,
        float(np.mean(backwards >= limit)),
        bare + WAS_BARE * (dense_after - bare),
        bare + IS_BARE * (dense_after - bare),
        float(np.percentile(greenness(names, raw_before), DENSE_PERCENT)),
        dense_after,
        float(np.percentile(greenness(names, before), DENSE_PERCENT)),
        too_unlike,
        around,
        count,
    )


def _score(loss: Layer, gain: Layer, usual: tuple[float, float], spread: tuple[float, float]) -> Layer:
    score: Layer = np.minimum((loss - usual[0]) / spread[0], (gain - usual[1]) / spread[1])
    return score
