"""What a stack is made of: scenes with their indices, and terrain."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox
from odc.geo.roi import roi_shape

from l4s_core.base.reasons import Reason
from l4s_core.channels.indices import INDICES, index_values
from l4s_core.channels.registry import PRE, TERRAIN_CHANNELS, bands_of, scene_channels
from l4s_core.rasters.roi import ROI
from l4s_core.scene.types import Scene
from l4s_core.stack.optical import OpticalReader
from l4s_core.terrain.derivatives import DERIVATIVES
from l4s_core.terrain.reader import DemReader

Layer = npt.NDArray[np.float32]


class SceneSource:
    """The bands of a scene on any grid, and the indices that they are enough for.

    ``prefix`` stands before every name: `PRE` for the scene before the event. ``kept`` is the scene without files of
    this process, where ``optical`` reads some that are (`decoded.decoded`); None: ``optical`` does as well.
    """

    unknown = Reason.NO_DATA

    def __init__(self, optical: OpticalReader, prefix: str = "", kept: Scene | None = None) -> None:
        self.optical = optical
        self.prefix = prefix
        self._kept = kept
        self.names = scene_channels(optical.names, prefix)

    @property
    def scene(self) -> Scene:
        """The scene that the bands come from."""
        return self.optical.scene

    @property
    def grid(self) -> GeoBox:
        """See `ChannelSource`."""
        return self.optical.grid

    @property
    def files(self) -> tuple[str, ...]:
        """See `ChannelSource`."""
        return self.scene.files

    def read(self, names: Sequence[str], roi: ROI) -> Layer:
        """See `ChannelSource`; reflectance x 10000, and indices as `index_values` gives them. A band is read once."""
        plain = [name.removeprefix(self.prefix) for name in names]
        bands = bands_of(plain)
        values = self.optical.read(bands, roi)
        if bands == tuple(plain):
            return values
        layers = dict(zip(bands, values, strict=True))
        return np.stack([index_values(name, layers) if name in INDICES else layers[name] for name in plain])

    def decides(self, required: Sequence[str]) -> tuple[str, ...]:
        """Every channel of the scene that is required."""
        return tuple(name for name in required if name in self.names)

    def surely_known(self, roi: ROI) -> bool:
        """False: where a scene has no data is seen when it is read."""
        return False

    def row_bytes(self, names: Collection[str]) -> int:
        """See `ChannelSource`."""
        return self.optical.row_bytes(bands_of(name.removeprefix(self.prefix) for name in names if name in self.names))

    def portable(self) -> SceneSource:
        """See `ChannelSource`."""
        if self._kept is None:
            return self
        return SceneSource(OpticalReader(self._kept, self.grid), self.prefix)

    def close(self) -> None:
        """See `ChannelSource`."""
        self.optical.close()


def before_source(scene: Scene, grid: GeoBox) -> SceneSource:
    """The scene before the event, on the grid of the scene that is mapped."""
    return SceneSource(OpticalReader(scene, grid), PRE)


class TerrainSource:
    """Elevation, slope and what is derived from them. Without an elevation a pixel is not observed, whatever the model
    looks at; an unknown slope or derivative, at the edge of a DEM, is not missed."""

    unknown = Reason.NO_TERRAIN
    names = TERRAIN_CHANNELS

    def __init__(self, dem: DemReader) -> None:
        self.dem = dem

    @property
    def grid(self) -> GeoBox:
        """See `ChannelSource`."""
        return self.dem.grid

    @property
    def files(self) -> tuple[str, ...]:
        """See `ChannelSource`."""
        return self.dem.source.tiles

    def read(self, names: Sequence[str], roi: ROI) -> Layer:
        """See `ChannelSource`; metres, degrees, and the units of `terrain.derivatives`."""
        out = np.empty((len(names), *roi_shape(roi)), dtype=np.float32)
        derived = [name for name in names if name in DERIVATIVES]
        layers = dict(zip(derived, self.dem.derivatives(derived, roi), strict=True)) if derived else {}
        if len(derived) < len(names):
            layers["dem"], layers["slope"] = self.dem.terrain(roi)
        for layer, name in zip(out, names, strict=True):
            layer[:] = layers[name]
        return out

    def decides(self, required: Sequence[str]) -> tuple[str, ...]:
        """The elevation, for every model."""
        return ("dem",)

    def surely_known(self, roi: ROI) -> bool:
        """See `ChannelSource`."""
        return self.dem.surely_known(roi)

    def row_bytes(self, names: Collection[str]) -> int:
        """0: the warper reads what it needs of a DEM, which is small beside the bands."""
        return 0

    def portable(self) -> TerrainSource:
        """See `ChannelSource`."""
        return TerrainSource(self.dem.portable())

    def close(self) -> None:
        """See `ChannelSource`."""
        self.dem.close()
