"""How much a look at one landslide is worth. Standard library only: the QGIS plugin carries a copy of this file."""

from __future__ import annotations

import math

LEAST_M2 = 1000.0
"""Area up to which the size of a landslide does not count: ten pixels, the usual minimum mapping unit."""
ASSETS = ("points_hit", "lines_hit", "polygons_hit")
"""Columns with the number of roads, buildings and other assets that a landslide hits (``l4s exposure``)."""
IN_THE_WAY = 2.0
"""How many times as much counts what something that people need lies in the way of."""


def worth(uncertainty: float | None, area_m2: float, assets: float = 0.0) -> float | None:
    """What a wrong decision would cost, up to a factor; the highest is looked at first.

    The chance that the model is wrong times what hangs on it: each tenfold of `LEAST_M2` counts once more, and one that
    assets are in the way of `IN_THE_WAY` times.

    Parameters
    ----------
    uncertainty
        Mean uncertainty of the landslide, 0 to 1; None or not finite where the model did not say.
    area_m2
        Square metres.
    assets
        Number of assets that it hits: the sum of `ASSETS`.

    Returns
    -------
    None where the uncertainty is not known: such polygons (drawn by hand, of other inventories) come last.
    """
    if uncertainty is None or not math.isfinite(uncertainty):
        return None
    large = 1.0 + math.log10(max(area_m2, LEAST_M2) / LEAST_M2) if math.isfinite(area_m2) else 1.0
    return uncertainty * large * (IN_THE_WAY if assets > 0 else 1.0)


def place(worth_of_it: float | None, area_m2: float) -> tuple[float, float]:
    """What to sort by, smallest first: the highest worth, then the largest; without a worth last."""
    return (math.inf if worth_of_it is None else -worth_of_it, -area_m2)
