"""The lazy stack: 14 channels on one 10 m grid, and for every pixel whether it was observed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox
from odc.geo.roi import roi_shape

from l4s_core.base.errors import InputError
from l4s_core.base.reasons import Reason
from l4s_core.channels.l4s import L4S_TERRAIN
from l4s_core.clouds.types import CloudMask
from l4s_core.rasters.roi import ROI
from l4s_core.scene.types import Scene
from l4s_core.stack.optical import OpticalReader
from l4s_core.terrain.reader import DemReader


def missing_problem(source: str, required: Sequence[str], there: Sequence[str]) -> str | None:
    """Why a model cannot be used without the channels that are missing, in one sentence; None if there are all."""
    missing = [name for name in required if name not in there]
    if not missing:
        return None
    return (
        f"{source} lacks {', '.join(missing)}, which the model needs (there is {', '.join(there)}); choose another "
        "model" + (" or give a DEM with --dem." if set(missing) & set(L4S_TERRAIN) else ".")
    )


class Stack:
    """Optical bands, terrain and validity on one grid. Reading a piece costs memory for that piece only.

    Parameters
    ----------
    optical : the scene's bands on the grid.
    dem : the terrain on the same grid, None when the run goes without.
    clouds : where the scene cannot be seen.
    required : channels without which a pixel is not observed (those of the model).
    water_is_observed : False reports open water as not observed.
    samples : bands on a coarser grid that are known already, see `stack.samples`; whoever has used them clears this.
    """

    def __init__(
        self,
        optical: OpticalReader,
        dem: DemReader | None,
        clouds: CloudMask,
        required: Sequence[str],
        *,
        water_is_observed: bool = True,
        samples: dict[str, npt.NDArray[np.float32]] | None = None,
    ) -> None:
        self.optical = optical
        self.dem = dem
        self.clouds = clouds
        self.required = tuple(required)
        self.water_is_observed = water_is_observed
        self.samples = samples or {}
        if problem := missing_problem(self.scene.source, self.required, self.channels):
            raise InputError(problem)

    @property
    def scene(self) -> Scene:
        """The scene that the optical bands come from."""
        return self.optical.scene

    @property
    def grid(self) -> GeoBox:
        """The 10 m metric grid."""
        return self.optical.grid

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of all channels that can be read, optical then terrain."""
        return (*self.optical.names, *(L4S_TERRAIN if self.dem else ()))

    def read(self, channels: Sequence[str], roi: ROI) -> npt.NDArray[np.float32]:
        """(channels, rows, cols) float32 in the units of `channels.registry`, NaN where unknown. Clouds are not cut
        out."""
        bands = [name for name in channels if name not in L4S_TERRAIN]
        out = np.empty((len(channels), *roi_shape(roi)), dtype=np.float32)
        values = dict(zip(bands, self.optical.read(bands, roi), strict=True)) if bands else {}
        if len(bands) < len(channels):
            values["dem"], values["slope"] = self.terrain(roi)
        for layer, name in zip(out, channels, strict=True):
            layer[:] = values[name]
        return out

    def terrain(self, roi: ROI) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """(dem metres, slope degrees), each (rows, cols) float32, NaN where unknown (everywhere without a DEM)."""
        if self.dem is None:
            unknown = np.full(roi_shape(roi), np.nan, dtype=np.float32)
            return unknown, unknown.copy()
        return self.dem.terrain(roi)

    def read_observed(self, channels: Sequence[str], roi: ROI) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint8]]:
        """`read` and, for every pixel, the `Reason` why it was not observed (0: it was), uint8 (rows, cols)."""
        names = [*channels, *(name for name in self.required if name not in channels)]
        # whether there is terrain matters to every model; where that can be told without warping, it is
        unsure = self.dem is not None and ("dem" in names or not self.dem.surely_known(roi))
        if unsure:
            names += [name for name in L4S_TERRAIN if name not in names]
        values = self.read(names, roi)
        reasons = np.array(self.clouds.classes(roi), dtype=np.uint8)
        if self.water_is_observed:
            reasons[reasons == Reason.WATER] = Reason.OBSERVED
        if unsure:
            no_terrain = ~np.isfinite(values[names.index("dem")])
            reasons[no_terrain & (reasons == Reason.OBSERVED)] = Reason.NO_TERRAIN
        bands = [names.index(name) for name in self.required if name not in L4S_TERRAIN]
        reasons[~np.isfinite(values[bands]).all(axis=0)] = Reason.NO_DATA
        return values[: len(channels)], reasons

    def wanted(self, roi: ROI) -> bool:
        """Whether a result is asked for anywhere in a piece; everywhere, in a stack that is no part of another."""
        return True

    def close(self) -> None:
        """Close every file."""
        self.optical.close()
        self.clouds.close()
        if self.dem is not None:
            self.dem.close()


def read_channels(
    stack: Stack, channels: Sequence[str], roi: ROI
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint8]]:
    """`Stack.read_observed`, with NaN for a channel that the scene does not have.

    The stack has already refused a scene that lacks what the model requires; what is missing here is optional, and the
    run says so.
    """
    there = [name for name in channels if name in stack.channels]
    values, reasons = stack.read_observed(there, roi)
    if len(there) == len(channels):
        return values, reasons
    out = np.full((len(channels), *roi_shape(roi)), np.nan, dtype=np.float32)
    out[[k for k, name in enumerate(channels) if name in there]] = values
    return out, reasons
