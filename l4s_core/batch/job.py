"""What a batch is made of: a scene with what belongs to it, and the options that all scenes share."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from l4s_core.base.event import Event
from l4s_core.detection.parameters import Parameters


@dataclass(frozen=True)
class SceneJob:
    """One scene of a batch.

    Attributes
    ----------
    name : stem of its outputs, a plain file name, unique in the batch.
    scene : anything that `scene.open_scene` opens; local paths are absolute.
    dem : anything that `terrain.source.open_dem_source` understands (file, folder, URL, items, several joined by
        ``;``); local paths are absolute. None: without terrain.
    before : scene before the event, like ``scene``.
    area : vector file as `vectors.area.read_area` takes it.
    event : what is known about the event.
    """

    name: str
    scene: str
    dem: str | None = None
    before: str | None = None
    area: str | None = None
    event: Event = field(default_factory=Event)


@dataclass(frozen=True, kw_only=True)
class DetectOptions(Parameters):
    """What all scenes of a batch have in common, made of what JSON can hold.

    ``save`` names the further outputs of each scene: ``probability``, ``mask``, ``overview``.
    """

    model: str | None = None
    bands: str | None = None
    save: tuple[str, ...] = ()

    def parameters(self) -> dict[str, Any]:
        """Those that `detect` takes, by name: all but ``save``."""
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name != "save"}
