"""The built-in cloud test: spectral, conservative.

It rather masks a little too much around clouds than too little, and it leaves bare soil, rock, sand and fresh scars
alone: what cannot be told from bright ground is observed. Pixels are classified once per scene at 20 m (the resolution
of the shortwave infrared bands) into a temporary file; shape and neighbourhood are judged when a piece is read, from
the file and with a halo.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.base.reasons import Reason
from l4s_core.base.threads import PinnedThreads, reader_threads
from l4s_core.clouds import spectral
from l4s_core.clouds.coarse import CoarseFile, CoarseReader, coarse_file
from l4s_core.clouds.level import LevelChoice
from l4s_core.clouds.shadow import ShadowSearch
from l4s_core.clouds.types import Optical
from l4s_core.rasters.cache import small_cache
from l4s_core.rasters.morphology import dilate, opened
from l4s_core.rasters.roi import ROI
from l4s_core.scene.types import Scene

WORKING_RESOLUTION_M = 20.0
SMALLEST_M = 20.0
"""Radius of the smallest cloud: bright roofs and greenhouses narrower than 60 m are no clouds."""
BESIDE_M = 100.0
"""Thin cloud counts within this distance of what is sure to be cloud."""
RIM_M = 40.0
"""Clouds are widened by this much."""
CASTING_M = 40.0
"""Radius of the smallest cloud whose shadow is searched: dark ground within reach of a large roof is no shadow."""

_STRIP_ROWS = 256  # working rows read at a time


@dataclass(frozen=True)
class BuiltinMask:
    """The pixel tests in a file, and how clouds and shadows are made of them."""

    name: str
    file: CoarseFile
    smallest: int
    beside: int
    rim: int
    casting: int
    shadow: ShadowSearch
    finds_water: bool

    def classes(self, roi: ROI) -> npt.NDArray[np.uint8]:
        """(rows, cols) uint8 Reason codes 0, 2, 3, 4 and 5."""
        # an opening looks twice its radius away: for the sure clouds, those that cast, and the shadows within reach
        halo = 4 * self.smallest + self.beside + max(self.rim, 2 * self.casting + self.shadow.halo) + 1
        return self.file.classes(roi, halo, self._judge)

    def close(self) -> None:
        """Nothing stays open between reads."""

    def _judge(self, flags: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        out = np.zeros(flags.shape, dtype=np.uint8)
        out[(flags & spectral.WATER) > 0] = Reason.WATER
        out[(flags & spectral.SNOW) > 0] = Reason.SNOW
        sure = opened((flags & spectral.SURE) > 0, self.smallest)
        if not sure.any():
            return out
        cloud = opened((flags & spectral.CLOUD) > 0, self.smallest) & dilate(sure, self.beside)
        free = out != Reason.SNOW
        dark = opened((flags & spectral.DARK) > 0, self.smallest)
        shade = dilate(dark & self.shadow.around(opened(cloud, self.casting)), min(self.smallest, 1))
        out[shade & free] = Reason.CLOUD_SHADOW
        out[dilate(cloud, self.rim) & free] = Reason.CLOUD
        return out


def check_bands(scene: Scene, names: Collection[str]) -> None:
    """Raise InputError for a scene that lacks a band which the test cannot do without."""
    missing = [name for name in spectral.NEEDED if name not in names]
    if missing:
        raise InputError(
            f"The built-in cloud test needs B2, B3 and B4 and {scene.source} has no {', '.join(missing)}; "
            "choose --clouds none if the scene is clear."
        )


def run_builtin(scene: Scene, optical: Optical, level: LevelChoice, workdir: Path, progress: Progress) -> BuiltinMask:
    """Classify the pixels of a scene.

    Raises
    ------
    InputError
        The scene lacks B2, B3 or B4.
    Cancelled
        From ``progress.check``, asked for every strip; nothing is left in ``workdir``.
    """
    check_bands(scene, optical.names)
    names = spectral.bands_used(optical.names)
    reader = CoarseReader.near(optical, WORKING_RESOLUTION_M)
    air = {n: _air(n, scene.sun_zenith_deg) if level.with_air else None for n in names}

    def surface(one: tuple[str, ROI]) -> npt.NDArray[np.float32]:
        values: npt.NDArray[np.float32] = reader.read([one[0]], one[1])[0]
        through = air[one[0]]
        if through is not None:
            values -= through[0]
            values *= through[1]
        return values

    rows, cols = int(reader.grid.shape[0]), int(reader.grid.shape[1])
    with small_cache(optical.row_bytes(names)), coarse_file(workdir, "clouds", reader) as (file, write):
        progress.stage("clouds (built-in test)", rows)
        strips = [slice(top, min(top + _STRIP_ROWS, rows)) for top in range(0, rows, _STRIP_ROWS)]
        asked = ([(name, (strip, slice(0, cols))) for name in names] for strip in strips)
        # a band is always read by the same thread, which has its blocks of the strip above
        with PinnedThreads(reader_threads()) as threads:
            found = threads.in_turn(surface, asked)
            for strip, values in zip(strips, found, strict=True):
                progress.check()
                write(spectral.classify(dict(zip(names, values, strict=True))))
                progress.advance(strip.stop - strip.start)
    pixel = reader.resolution_m
    return BuiltinMask(
        f"built-in spectral test ({', '.join(names)}; {level.words_on_air}; {_shortfalls(names, scene)})",
        file,
        smallest=round(SMALLEST_M / pixel),
        beside=round(BESIDE_M / pixel),
        rim=round(RIM_M / pixel),
        casting=round(CASTING_M / pixel),
        shadow=ShadowSearch.of(scene, reader),
        finds_water="B8" in names,
    )


def _air(band: str, sun_zenith_deg: float | None) -> tuple[np.float32, np.float32] | None:
    """What is subtracted from a band at the top of the atmosphere, and the factor after that; None beyond the NIR."""
    added = spectral.rayleigh(band, sun_zenith_deg)
    return (np.float32(added), np.float32(1.0 / spectral.transmittance(band, sun_zenith_deg))) if added else None


def _shortfalls(names: tuple[str, ...], scene: Scene) -> str:
    """What the test cannot do with these bands, or how it looks for shadow."""
    if "B8" not in names:
        return "cloud only: no shadow, snow or water without B8"
    known = scene.sun_azimuth_deg is not None
    sun = f"away from the sun at {scene.sun_azimuth_deg:.0f} degrees" if known else "away from a sun of mid-morning"
    return f"shadow searched {sun}" + ("" if "B11" in names else ", no snow without B11")
