"""What the covers of the made-up scene look like in the 13 Sentinel-2 bands.

Surface reflectance x 10000 on level ground, typical of the humid mountains most landslide inventories come from. The
numbers are round on purpose: they describe a kind of surface, not a place.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Spectrum = npt.NDArray[np.float64]

#              B1    B2    B3    B4    B5    B6    B7    B8    B8A   B9  B10   B11   B12
_TABLE = {
    "forest": (215, 250, 410, 250, 660, 1950, 2450, 2700, 2800, 2750, 8, 1300, 620),
    "grass": (330, 400, 680, 520, 1120, 2450, 2900, 3050, 3250, 3200, 8, 2200, 1150),
    "crop": (330, 400, 740, 440, 1150, 3000, 3800, 4000, 4150, 4050, 8, 1950, 950),
    "stubble": (480, 600, 850, 980, 1350, 1800, 2000, 2150, 2350, 2350, 8, 2700, 1900),
    "ploughed": (430, 530, 720, 900, 1100, 1250, 1380, 1500, 1650, 1680, 8, 2300, 1900),
    "water": (330, 360, 420, 300, 220, 130, 120, 100, 80, 70, 6, 40, 30),
    "gravel": (780, 900, 1080, 1190, 1280, 1330, 1380, 1430, 1480, 1500, 8, 1800, 1650),
    "road": (620, 720, 880, 1000, 1150, 1350, 1450, 1550, 1620, 1650, 8, 1850, 1600),
    "roof": (1300, 1500, 1700, 1900, 2000, 2100, 2150, 2200, 2250, 2250, 9, 2300, 2000),
    "source": (780, 940, 1280, 1720, 1950, 2150, 2350, 2500, 2620, 2600, 9, 3150, 2650),
    "deposit": (700, 850, 1130, 1500, 1730, 1950, 2130, 2280, 2400, 2400, 9, 2850, 2350),
    "cloud": (5200, 5400, 5500, 5600, 5700, 5800, 5900, 6000, 6000, 3500, 90, 3800, 3000),
}
SPECTRA: Mapping[str, Spectrum] = {name: np.array(row, dtype=np.float64) for name, row in _TABLE.items()}
"""Cover -> (13,) reflectance x 10000 in the order of `channels.registry.SENTINEL2_BANDS`."""

SKY_SHARE: Spectrum = np.array([0.40, 0.34, 0.27, 0.22, 0.20, 0.18, 0.17, 0.16, 0.15, 0.15, 0.5, 0.10, 0.08])
"""Share of the light that comes from the sky and reaches slopes that the sun does not: (13,)."""
