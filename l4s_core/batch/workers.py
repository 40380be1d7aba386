"""The border between the batch and what executes it: where its scenes are worked on, and who hears how it goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from l4s_core.base.progress import Progress
from l4s_core.batch.job import BatchOptions, Outcome, SceneJob
from l4s_core.batch.journal import Journal


class Listener(Protocol):
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

    def run(self, jobs: Sequence[SceneJob], options: BatchOptions, work: Path, listener: Listener) -> Iterator[Outcome]:
        """Outcomes in the order in which they come, exactly one for each job.

        The files of a job are complete in ``work / job.name`` when its outcome is given, and nobody writes there
        afterwards. A scene that fails or lies outside its area, or a worker that dies, is an `Outcome` with an error
        and stops nothing else.

        Raises
        ------
        InputError
            Nothing can be started at all (no such scheduler, no workers).
        Cancelled
            ``listener.check()`` said so; everything that ran has been told to end.
        """

    def __enter__(self) -> Workers: ...

    def __exit__(self, *exc: object) -> None: ...


@runtime_checkable
class SeesScenes(Protocol):
    """A `Progress` that also shows what each running scene does."""

    def scene(self, name: str, stage: str | None, done: int = 0, total: int | None = None) -> None:
        """A scene is at this stage, ``done`` of ``total`` units into it; None: it ended."""


class ProgressListener:
    """Passes on what it hears: beginnings to the journal, the rest to the progress; and keeps the messages of each
    scene."""

    def __init__(self, progress: Progress, journal: Journal) -> None:
        self._journal = journal
        self._progress = progress
        self._scenes = progress if isinstance(progress, SeesScenes) else None
        self._messages: defaultdict[str, list[str]] = defaultdict(list)
        self._devices: set[str] = set()

    def started(self, job: SceneJob, worker: str) -> None:
        self._messages.pop(job.name, None)
        self._journal.write("started", name=job.name, worker=worker)
        self._show(job.name, "starting")

    def progress(self, job: SceneJob, stage: str, done: int, total: int | None) -> None:
        self._show(job.name, stage, done, total)

    def message(self, job: SceneJob, text: str) -> None:
        self._messages[job.name].append(text)
        # the others are in the journal: there are five to a scene
        if text.startswith("WARNING"):
            self._progress.message(f"{job.name}: {text}")
        elif text.startswith("Device:") and text not in self._devices:
            self._devices.add(text)
            self._progress.message(text)

    def check(self) -> None:
        self._progress.check()

    def ended(self, job: SceneJob) -> list[str]:
        """A scene is over; its messages."""
        self._show(job.name, None)
        return self._messages.pop(job.name, [])

    def _show(self, name: str, stage: str | None, done: int = 0, total: int | None = None) -> None:
        if self._scenes is not None:
            self._scenes.scene(name, stage, done, total)


def scene_line(facts: Mapping[str, Any]) -> str:
    """``124 landslides, 53.1 ha, 83 % observed (74 s)``."""
    count = facts["polygons"]
    return (
        f"{count} landslide{'' if count == 1 else 's'}, {facts['area_m2'] / 10000:.1f} ha, "
        f"{100 * facts['observed_share']:.0f} % observed ({facts['seconds']:.0f} s)"
    )
