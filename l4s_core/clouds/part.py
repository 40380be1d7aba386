"""The cloud test of a piece of a scene: tests that look at the whole scene first look at the piece and around it."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.base.progress import Progress
from l4s_core.clouds.choose import choose_cloud_mask, first_possible
from l4s_core.clouds.coarse import working_roi
from l4s_core.clouds.level import LevelChoice, choose_level
from l4s_core.clouds.types import CloudMask, CloudMethod, Optical
from l4s_core.rasters.roi import ROI, grow, inside, placed
from l4s_core.scene.types import Scene

AROUND_M = 2500.0
"""Beyond the piece: more than the distance over which the built-in test looks for the cloud of a shadow, so that it
says what it would say of the whole scene; csmask sees most of what it would see."""
_ALIGN = 6  # pixels: working grids have pixels of two (built-in) or three (csmask) of the analysis grid


@dataclass(frozen=True)
class OpticalPart:
    """A piece of a scene's bands that reads like bands of their own."""

    whole: Optical
    roi: ROI

    @property
    def grid(self) -> GeoBox:
        """The grid of the piece."""
        return self.whole.grid[self.roi]

    @property
    def names(self) -> tuple[str, ...]:
        """The bands of the whole."""
        return self.whole.names

    def read(self, names: Sequence[str], roi: ROI) -> npt.NDArray[np.float32]:
        """(bands, rows, cols) of the whole."""
        return self.whole.read(names, placed(roi, self.roi))

    def row_bytes(self, names: Collection[str]) -> int:
        """That of the whole."""
        return self.whole.row_bytes(names)

    def enlarged(self, name: str) -> int:
        """That of the whole."""
        return self.whole.enlarged(name)

    def coarser(self, factor: int) -> OpticalPart:
        """The piece of the coarser whole. The piece begins with a whole number of its pixels."""
        return OpticalPart(self.whole.coarser(factor), working_roi(self.roi, factor))


@dataclass(frozen=True)
class CloudMaskPart:
    """A cloud mask that was made of a piece, asked in rows and columns of the whole grid."""

    mask: CloudMask
    roi: ROI

    @property
    def name(self) -> str:
        """That of the mask."""
        return self.mask.name

    @property
    def finds_water(self) -> bool:
        """That of the mask."""
        return self.mask.finds_water

    def classes(self, roi: ROI) -> npt.NDArray[np.uint8]:
        """(rows, cols) Reason codes of a piece of the whole grid, which must lie in the piece that was looked at."""
        return self.mask.classes(inside(roi, self.roi))

    def close(self) -> None:
        """Close the files of the mask."""
        self.mask.close()


def cloud_mask_of_part(
    scene: Scene,
    optical: Optical,
    method: CloudMethod,
    part: ROI,
    workdir: Path,
    progress: Progress,
    *,
    around_m: float = AROUND_M,
    level: LevelChoice | None = None,
    threads: int | None = None,
) -> CloudMask:
    """`choose_cloud_mask` for a piece of the grid of ``optical``; the mask only answers for pieces of ``part``.

    A level that is not given is told from the whole scene.
    """
    if method == "auto":
        method = first_possible(scene, optical.names)
    if method not in ("csmask", "builtin"):  # these look at nothing before they are asked
        return choose_cloud_mask(scene, optical, method, workdir, progress)
    wide = grow(part, math.ceil(around_m / abs(float(optical.grid.resolution.x))), optical.grid)
    rows, cols = (
        slice(side.start // _ALIGN * _ALIGN, min(-(-side.stop // _ALIGN) * _ALIGN, int(length)))
        for side, length in zip(wide, optical.grid.shape, strict=True)
    )
    piece = OpticalPart(optical, (rows, cols))
    level = level or choose_level(scene, optical)
    mask = choose_cloud_mask(scene, piece, method, workdir, progress, level=level, threads=threads)
    return CloudMaskPart(mask, (rows, cols))
