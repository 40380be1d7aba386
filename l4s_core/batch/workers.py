"""Where the scenes of a batch are worked on: the border between the batch and what executes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from l4s_core.batch.job import DetectOptions, SceneJob


@dataclass(frozen=True)
class SceneResult:
    """What a run over one scene gave; made of what JSON can hold.

    Attributes
    ----------
    files : what each file is (``landslides``, ``probability``, ``mask``, ``overview``) and its name in the folder of
        the job.
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


class Told(Protocol):
    """Who hears how it goes, always called from the thread that iterates `Workers.run`."""

    def started(self, job: SceneJob, worker: str) -> None:
        """A worker began with a job (again, when the first was lost)."""

    def progress(self, job: SceneJob, stage: str, done: int, total: int | None) -> None:
        """How far the current stage of a job is."""

    def message(self, job: SceneJob, text: str) -> None:
        """Something the user should read."""

    def check(self) -> None:
        """Raises Cancelled if the batch was asked to stop. Called at least once a second while waiting."""


class Workers(Protocol):
    """Something that works on scenes. Use it as a context: leaving it ends what still runs."""

    @property
    def words(self) -> str:
        """What it is, for the user: ``2 processes``, ``Dask cluster tcp://..., 8 workers``."""

    def run(self, jobs: Sequence[SceneJob], options: DetectOptions, work: Path, told: Told) -> Iterator[Outcome]:
        """Outcomes in the order in which they come, exactly one for each job.

        The files of a job are complete in ``work / job.name`` when its outcome is given, and nobody writes there
        afterwards. A scene that fails or lies outside its area, or a worker that dies, is an `Outcome` with an error
        and stops nothing else.

        Raises
        ------
        InputError
            Nothing can be started at all (no such scheduler, no workers).
        Cancelled
            ``told.check()`` said so; everything that ran has been told to end.
        """

    def __enter__(self) -> Workers: ...

    def __exit__(self, *exc: object) -> None: ...
