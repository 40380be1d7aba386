"""The scene before on the grid of the scene that is mapped, with its clouds, moved to where the ground is the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from affine import Affine
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.base.reasons import Reason
from l4s_core.clouds.choose import choose_cloud_mask, chosen_method
from l4s_core.clouds.types import CloudMask, CloudMethod
from l4s_core.rasters.roi import ROI
from l4s_core.scene.types import Scene
from l4s_core.stack.optical import OpticalReader

Layers = npt.NDArray[np.float32]


class BeforeScene:
    """Reads bands and clouds of the scene before; `move` lays it elsewhere.

    Parameters
    ----------
    grid : of the scene that is mapped, or a piece of it.
    clouds : the cloud test that is asked for; where the scene before cannot have it, the best that it can.
    work : folder for temporary files of the cloud test.
    """

    def __init__(self, scene: Scene, grid: GeoBox, clouds: CloudMethod, work: Path, progress: Progress) -> None:
        self.scene, self.grid = scene, grid
        self._asked, self._work, self._progress = clouds, work, progress
        self._optical = OpticalReader(scene, grid)
        self._mask = self._new_mask()

    @property
    def clouds(self) -> str:
        """The name of the cloud test."""
        return self._mask.name

    def move(self, rows: float, cols: float) -> None:
        """Read from ``rows``, ``cols`` pixels below and right of the grid from now on."""
        self.close()
        self._optical = OpticalReader(self.scene, _moved(self.grid, rows, cols))
        self._mask = self._new_mask()

    def read(self, bands: Sequence[str], roi: ROI) -> tuple[Layers, npt.NDArray[np.uint8]]:
        """(bands, rows, cols) reflectance x 10000, NaN where unknown, and the `Reason` of every pixel."""
        values = self._optical.read(bands, roi)
        reasons = np.array(self._mask.classes(roi), dtype=np.uint8)
        reasons[~np.isfinite(values).all(axis=0)] = Reason.NO_DATA
        return values, reasons

    def moved_reader(self, band: str) -> Callable[[float, float], Callable[[ROI], npt.NDArray[np.float32]]]:
        """For `coregister`: a band from a moved grid, NaN where clouds are (as they lie unmoved: blocks are far larger
        than what they may move)."""

        def at(rows: float, cols: float) -> Callable[[ROI], npt.NDArray[np.float32]]:
            optical = OpticalReader(self.scene, _moved(self.grid, rows, cols))

            def read(roi: ROI) -> npt.NDArray[np.float32]:
                layer: npt.NDArray[np.float32] = optical.read([band], roi)[0]
                layer[hidden(self._mask.classes(roi))] = np.nan
                return layer

            return read

        return at

    def close(self) -> None:
        """Close every file."""
        self._optical.close()
        self._mask.close()

    def _new_mask(self) -> CloudMask:
        method = self._asked
        try:
            chosen_method(self.scene, self._optical.names, method)
        except InputError:
            method = "auto"
        return choose_cloud_mask(self.scene, self._optical, method, self._work, self._progress)


def hidden(reasons: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Where the ground was not seen; water was."""
    unseen: npt.NDArray[np.bool_] = (reasons != Reason.OBSERVED) & (reasons != Reason.WATER)
    return unseen


def _moved(grid: GeoBox, rows: float, cols: float) -> GeoBox:
    if not rows and not cols:
        return grid
    return GeoBox(grid.shape, grid.transform * Affine.translation(cols, rows), grid.crs)
