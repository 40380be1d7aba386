"""The lazy stack: channels on one 10 m grid, and for every pixel whether it was observed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox
from odc.geo.roi import roi_shape

from l4s_core.base.errors import InputError
from l4s_core.base.reasons import Reason
from l4s_core.channels.registry import is_before, is_terrain, measured
from l4s_core.clouds.types import CloudMask
from l4s_core.rasters.roi import ROI
from l4s_core.scene.types import Scene
from l4s_core.stack.optical import OpticalReader
from l4s_core.stack.sources import SceneSource, TerrainSource
from l4s_core.stack.types import ChannelSource
from l4s_core.terrain.reader import DemReader


def missing_problem(source: str, required: Sequence[str], there: Sequence[str]) -> str | None:
    """Why a model cannot be used without the channels that are missing, in one sentence; None if there are all."""
    missing = [name for name in required if name not in there]
    if not missing:
        return None
    ways = ["choose another model"]
    if any(map(is_terrain, missing)):
        ways.append("give a DEM with --dem")
    if any(map(is_before, missing)) and not any(map(is_before, there)):
        ways.append("give the scene before the event with --pre")
    return (
        f"{source} lacks {', '.join(missing)}, which the model needs (there is {', '.join(measured(there))}); "
        f"{' or '.join(ways)}."
    )


class Stack:
    """Channels of several sources and validity on one grid. Reading a piece costs memory for that piece only.

    Parameters
    ----------
    sources : what the channels come from, all on one grid and no channel in two; the first is the scene that is mapped.
    clouds : where that scene cannot be seen.
    required : channels without which a pixel is not observed (those of the model).
    water_is_observed : False reports open water as not observed.
    samples : bands on a coarser grid that are known already, see `stack.samples`; whoever has used them clears this.
    """

    def __init__(
        self,
        sources: Sequence[ChannelSource],
        clouds: CloudMask,
        required: Sequence[str] = (),
        *,
        water_is_observed: bool = True,
        samples: dict[str, npt.NDArray[np.float32]] | None = None,
    ) -> None:
        first = sources[0]
        assert isinstance(first, SceneSource)  # there is no stack without the scene that is mapped
        self.sources = tuple(sources)
        self.optical: OpticalReader = first.optical
        self.clouds = clouds
        self.required = tuple(required)
        self.water_is_observed = water_is_observed
        self.samples = samples or {}
        if problem := missing_problem(self.scene.source, self.required, self.channels):
            raise InputError(problem)

    @property
    def scene(self) -> Scene:
        """The scene that is mapped."""
        return self.optical.scene

    @property
    def dem(self) -> DemReader | None:
        """The terrain on the same grid, None when the run goes without."""
        return next((source.dem for source in self.sources if isinstance(source, TerrainSource)), None)

    @property
    def grid(self) -> GeoBox:
        """The 10 m metric grid."""
        return self.optical.grid

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of all channels that can be read, source by source."""
        return tuple(name for source in self.sources for name in source.names)

    def read(self, channels: Sequence[str], roi: ROI) -> npt.NDArray[np.float32]:
        """(channels, rows, cols) float32 in the units of `channels.registry`, NaN where unknown and for a channel that
        no source has. Clouds are not cut out."""
        parts = []
        for source in self.sources:
            there = [k for k, name in enumerate(channels) if name in source.names]
            if there:
                values = source.read([channels[k] for k in there], roi)
                if len(there) == len(channels):
                    return values
                parts.append((there, values))
        out = np.full((len(channels), *roi_shape(roi)), np.nan, dtype=np.float32)
        for there, values in parts:
            out[there] = values
        return out

    def terrain(self, roi: ROI) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """(dem metres, slope degrees), each (rows, cols) float32, NaN where unknown (everywhere without a DEM)."""
        dem, slope = self.read(("dem", "slope"), roi)
        return dem, slope

    def read_observed(self, channels: Sequence[str], roi: ROI) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint8]]:
        """`read` and, for every pixel, the `Reason` why it was not observed (0: it was), uint8 (rows, cols).

        What a model requires was there when the stack was made; a channel that is missing here is one that it can do
        without.
        """
        names = list(channels)
        deciding: list[tuple[Reason, tuple[str, ...]]] = []
        for source in self.sources:
            decisive = source.decides(self.required)
            # where all is known can be told without reading, what is not asked for is not read
            if decisive and not (set(decisive).isdisjoint(names) and source.surely_known(roi)):
                names += [name for name in decisive if name not in names]
                deciding.append((source.unknown, decisive))
        values = self.read(names, roi)
        reasons = np.array(self.clouds.classes(roi), dtype=np.uint8)
        if self.water_is_observed:
            reasons[reasons == Reason.WATER] = Reason.OBSERVED
        # no data is no data under a cloud too, which cannot be seen there; without terrain a cloud is still a cloud
        for reason, decisive in sorted(deciding, key=lambda one: one[0] == Reason.NO_DATA):
            unknown = ~np.isfinite(values[[names.index(name) for name in decisive]]).all(axis=0)
            reasons[unknown if reason == Reason.NO_DATA else unknown & (reasons == Reason.OBSERVED)] = reason
        return values[: len(channels)], reasons

    def wanted(self, roi: ROI) -> bool:
        """Whether a result is asked for anywhere in a piece; everywhere, in a stack that is no part of another."""
        return True

    def row_bytes(self, channels: Sequence[str]) -> int:
        """Bytes of a row of the blocks that ``channels`` and what the model requires are stored in."""
        names = {*channels, *self.required}
        return sum(source.row_bytes(names) for source in self.sources)

    def portable(self, clouds: CloudMask) -> Stack:
        """The same for another process, with ``clouds`` that another process can read."""
        sources = [source.portable() for source in self.sources]
        return Stack(sources, clouds, self.required, water_is_observed=self.water_is_observed)

    def close(self) -> None:
        """Close every file."""
        for source in self.sources:
            source.close()
        self.clouds.close()
