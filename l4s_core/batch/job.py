"""What a batch is made of: a scene with what belongs to it, the options that all scenes share, and what came of it.

All of it as JSON too, for the processes of a batch and for its journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from l4s_core.base.event import Event
from l4s_core.detection.options import DetectOptions


@dataclass(frozen=True)
class SceneJob:
    """One scene of a batch.

    Attributes
    ----------
    name : stem of its outputs, a plain file name, unique in the batch.
    scene : anything that `scene.open_scene` opens; local paths are absolute.
    dem : anything that `terrain.source.open_dem_source` understands (file, folder, URL, items, several joined by
        ``;``); local paths are absolute. None: without terrain.
    before : scene before the event, like ``scene``; several joined by ``;``.
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
class BatchOptions:
    """What all scenes of a batch have in common.

    Attributes
    ----------
    detect : how they are mapped, with what this process or worker has where the user left it open.
    save : the further outputs of each scene: ``probability``, ``uncertainty``, ``mask``, ``overview``.
    asked : what the user asked for, where that is not ``detect``.
    """

    detect: DetectOptions = field(default_factory=DetectOptions)
    save: tuple[str, ...] = ()
    asked: DetectOptions | None = None

    @classmethod
    def of(cls, *, save: Iterable[str] = (), **options: Any) -> BatchOptions:
        """By the names of the options alone, see `DetectOptions.of`."""
        return cls(detect=DetectOptions.of(**options), save=tuple(save))

    def here(self, **options: Any) -> BatchOptions:
        """The same with what the user did not ask for, such as the threads that a process gets."""
        return replace(self, detect=self.detect.but(**options), asked=self.asked or self.detect)

    def parameters(self) -> dict[str, Any]:
        """What the user asked for, flat, made of what JSON can hold."""
        groups = as_json(self.asked or self.detect)
        return {name: value for group in groups.values() for name, value in group.items()} | {"save": list(self.save)}


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


T = TypeVar("T")


def as_json(value: SceneJob | DetectOptions | BatchOptions | SceneResult) -> dict[str, Any]:
    """What `from_json` takes, made of what JSON can hold."""
    made: dict[str, Any] = _adapter(type(value)).dump_python(value, mode="json")  # type: ignore[arg-type]
    return made


def from_json(kind: type[T], fields: Mapping[str, Any]) -> T:
    """A job, options or a result from their fields."""
    made: T = _adapter(kind).validate_python(fields)  # type: ignore[arg-type]
    return made


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
