"""What a Sentinel-2 scene is to the rest of the package, whichever product it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from odc.geo.geobox import GeoBox

from l4s_core.base.choices import Level as Level
from l4s_core.base.decisions import Decision
from l4s_core.rasters.virtual import files_behind
from l4s_core.values.types import GivenValues

# fills such as -9999 are below anything that a sensor or an offset can give
LOWEST_DN = -2000.0
SceneKind = Literal["SAFE", "band files", "raster", "STAC item"]


@dataclass(frozen=True)
class Asked:
    """What the user says about a scene that its files may not say.

    Attributes
    ----------
    offset, scale, pixels, prefix : see `GivenValues`.
    """

    offset: float | None = None
    scale: float | None = None
    level: Level | None = None
    pixels: bool = True
    prefix: str = ""

    @property
    def values(self) -> GivenValues:
        """What of it is about values."""
        return GivenValues(self.offset, self.scale, self.pixels, self.prefix)


@dataclass(frozen=True)
class BandSource:
    """Where one band is read from.

    ``path`` is anything rasterio opens (``/vsizip/`` and http(s) included), ``index`` the 1-based raster band in it.
    Values convert to reflectance x 10000 by ``(DN + offset) * 10000 / quantification``; ``offset`` is 0 or, from
    processing baseline 04.00 on, usually -1000. ``nodata`` are values in DN (0 in Sentinel-2 products).
    """

    name: str
    path: str
    index: int = 1
    offset: float = 0.0
    quantification: float = 10000.0
    nodata: tuple[float, ...] = (0.0,)


@dataclass(frozen=True)
class ClassSource:
    """A classification raster of the product itself.

    ``kind`` is ``"SCL"`` (Level-2A scene classification, one band of class codes 0-11, the 1-based ``index`` of the
    raster) or ``"MSK_CLASSI"`` (Level-1C from baseline 04.00 on: the first three bands of 0/1, opaque cloud, cirrus,
    snow).
    """

    kind: Literal["SCL", "MSK_CLASSI"]
    path: str
    index: int = 1


@dataclass(frozen=True)
class Scene:
    """A Sentinel-2 scene: where its bands are and what is known about them. Holds no pixels.

    ``grid`` is the grid of the finest band in the product's own CRS (which may be geographic). ``decisions`` are what
    was settled about it (offset, scale, fills, level); ``notes`` say these and the rest in words, for the user and the
    run table.
    """

    name: str
    source: str
    kind: SceneKind
    bands: Mapping[str, BandSource]
    grid: GeoBox
    level: Level | None = None
    baseline: str | None = None
    sensing_time: datetime | None = None
    cloud_classes: ClassSource | None = None
    sun_azimuth_deg: float | None = None
    sun_zenith_deg: float | None = None
    notes: tuple[str, ...] = field(default=())
    decisions: tuple[Decision, ...] = field(default=())

    @property
    def files(self) -> tuple[str, ...]:
        """What is read of it: the source and the bands' files, of a virtual raster those behind it."""
        return self.source, *(file for band in self.bands.values() for file in files_behind(band.path))


def scene_date(scene: Scene) -> str | None:
    """The day of a scene as YYYY-MM-DD (UTC), None where it is not known."""
    return None if scene.sensing_time is None else scene.sensing_time.date().isoformat()
