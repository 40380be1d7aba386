"""What a batch is made of: a scene with what belongs to it, and the options that all scenes share."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from l4s_core.clouds.model import CloudMethod
from l4s_core.predict.model import Arithmetic, Device
from l4s_core.predict.open import Backend
from l4s_core.provenance import Event
from l4s_core.scene.model import Level
from l4s_core.stack.dem import DemUnit


@dataclass(frozen=True)
class SceneJob:
    """One scene of a batch.

    Attributes
    ----------
    name : stem of its outputs, a plain file name, unique in the batch.
    scene : anything that `scene.open_scene` opens; local paths are absolute.
    dem : anything that `stack.dem_tiles.open_dem_source` understands (file, folder, URL, items, several joined by
        ``;``); local paths are absolute. None: without terrain.
    before : scene before the event, like ``scene``.
    area : vector file as `area.read_area` takes it.
    event : what is known about the event.
    """

    name: str
    scene: str
    dem: str | None = None
    before: str | None = None
    area: str | None = None
    event: Event = field(default_factory=Event)


@dataclass(frozen=True)
class DetectOptions:
    """What all scenes of a batch have in common: the parameters of `detection.detect` of those names.

    ``save`` names the further outputs of each scene: ``probability``, ``mask``, ``overview``.
    """

    model: str | None = None
    threshold: float | None = None
    mmu_m2: float = 1000.0
    min_slope_deg: float | None = 5.0
    simplify_m: float = 0.0
    clouds: CloudMethod = "auto"
    mask_water: bool = False
    bands: str | None = None
    offset: float | None = None
    level: Level | None = None
    dem_unit: DemUnit = "auto"
    allow_partial_dem: bool = False
    device: Device = "auto"
    backend: Backend = "auto"
    precision: Arithmetic = "auto"
    compile: bool = False
    trust_pickle: bool = False
    tile: int | None = None
    overlap: int | None = None
    origin: tuple[int, int] = (0, 0)
    threads: int | None = None
    save: tuple[str, ...] = ()

    def parameters(self) -> dict[str, Any]:
        """Those that `detect` takes, by name: all but ``save``."""
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name != "save"}
