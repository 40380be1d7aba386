"""What a batch is made of: a scene with what belongs to it, the options that all scenes share, and what came of it.

All of it as JSON too, for the processes of a batch and for its journal."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
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

    ``save`` names the further outputs of each scene: ``probability``, ``uncertainty``, ``mask``,
    ``overview``.
    """

    model: str | None = None
    bands: str | None = None
    save: tuple[str, ...] = ()

    def parameters(self) -> dict[str, Any]:
        """Those that `detect` takes, by name: all but ``save``."""
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name != "save"}


@dataclass(frozen=True)
class SceneResult:
    """What a run over one scene gave; made of what JSON can hold.

    Attributes
    ----------
    files : what each file is (``landslides``, ``probability`` ...) and its name in the folder of the job.
    facts : see `detection.summary.summary`.
    inputs : every file or URL that was read, and its fingerprint (see `batch.fingerprint`).
    dem_tiles : the elevation rasters that cover the scene, in order.
    footprint : ``{"crs": WKT, "bounds": [left, bottom, right, top]}`` of the analysis grid, to find the tiles again.
    model_sha256 : of the model's file.
    """

    files: Mapping[str, str]
    facts: Mapping[str, Any]
    inputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    dem_tiles: tuple[str, ...] = ()
    footprint: Mapping[str, Any] | None = None
    model_sha256: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of one job: a result, or why not in one sentence with the exit code of `errors`.

    ``worker`` says in words where it ran, ``seconds`` how long; ``outside`` that the scene shows nothing of its area,
    which is no failure.
    """

    job: SceneJob
    result: SceneResult | None
    worker: str
    seconds: float
    error: str | None = None
    exit_code: int = 0
    outside: bool = False


def as_json(value: SceneJob | DetectOptions | SceneResult) -> dict[str, Any]:
    """What `job_of`, `options_of` and `result_of` take, made of what JSON can hold."""
    return dataclasses.asdict(value)


def job_of(fields: Mapping[str, Any]) -> SceneJob:
    """A job from its fields."""
    return SceneJob(**{**fields, "event": Event(**fields["event"])})


def options_of(fields: Mapping[str, Any]) -> DetectOptions:
    """Options from their fields; JSON has no tuples."""
    return DetectOptions(**{**fields, "origin": tuple(fields["origin"]), "save": tuple(fields["save"])})


def result_of(fields: Mapping[str, Any]) -> SceneResult:
    """A result from its fields."""
    return SceneResult(**{**fields, "dem_tiles": tuple(fields["dem_tiles"])})
