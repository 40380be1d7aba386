"""What a task brings to its worker, what it takes back, and what it finds there.

That is threads, a place for files, whom to tell, and whether it is still wanted. What travels is made of plain values
and bytes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l4s_core._version import read_version
from l4s_core.base.errors import Cancelled, InputError
from l4s_core.base.joined import parts
from l4s_core.batch.job import BatchOptions, SceneJob, SceneResult
from l4s_core.rasters.header import is_remote
from l4s_core.terrain.source import dem_parts

if TYPE_CHECKING:
    from l4s_core.vectors.area import Area


@dataclass(frozen=True, eq=False)
class SceneTask:
    """A scene for a worker.

    Attributes
    ----------
    area : that of the job, read where the batch was started.
    model_sha256 : of the model file that is sent along; None where ``options`` name what workers have or see.
    version : of l4s where the batch was started.
    """

    job: SceneJob
    options: BatchOptions
    area: Area | None
    model_sha256: str | None
    version: str


@dataclass(frozen=True)
class Failure:
    """Why a scene was not mapped, with the exit code of `errors`; ``outside`` as of `Outcome`."""

    error: str
    exit_code: int
    outside: bool = False


@dataclass(frozen=True)
class TaskResult:
    """The outputs of a scene: name of the file -> content. ``worker`` says in words where it was made."""

    result: SceneResult
    files: Mapping[str, bytes]
    worker: str


def packed(result: SceneResult, folder: Path, worker: str) -> TaskResult:
    """The files of a result, which are in ``folder``."""
    return TaskResult(result, {name: (folder / name).read_bytes() for name in result.files.values()}, worker)


def unpack(made: TaskResult, folder: Path) -> None:
    """Write the files into ``folder``, which is made."""
    folder.mkdir()
    for name, content in made.files.items():
        (folder / name).write_bytes(content)


TOPIC = "l4s"  # one for all batches: what a scheduler remembers of a topic is limited, the number of topics is not
_EVERY_S = 0.5  # between two events about the same stage
_one_at_a_time = threading.Lock()  # a worker with several threads lends them all to one task


class OnWorker:
    """The `Progress` of a task, told to the client as events of Dask."""

    def __init__(self) -> None:
        from distributed import get_worker

        self._worker = get_worker()
        self._key = self._worker.get_current_task()
        self._stage: dict[str, Any] = {}
        self._said = 0.0

    @property
    def words(self) -> str:
        """The worker, for people: its name where somebody gave it one, and its address."""
        address = str(self._worker.address)
        return address if str(self._worker.name) == address else f"{address} ({self._worker.name})"

    @property
    def threads(self) -> int:
        """How many threads the worker has."""
        return int(self._worker.state.nthreads)

    @property
    def folder(self) -> Path:
        """A folder of the worker that goes with it."""
        return Path(self._worker.local_directory)

    def started(self) -> None:
        """The task has begun."""
        self._tell({"started": self.words})

    def stage(self, name: str, total: int | None = None) -> None:
        self._stage = {"stage": name, "done": 0, "total": total}
        self._say()

    def advance(self, n: int = 1) -> None:
        if self._stage:
            self._stage["done"] += n
            if time.monotonic() - self._said >= _EVERY_S or self._stage["done"] == self._stage["total"]:
                self._say()

    def message(self, text: str) -> None:
        self._tell({"message": text})

    def check(self) -> None:
        # a thread cannot be stopped from outside: a task that nobody waits for any more ends itself here
        task = self._worker.state.tasks.get(self._key)
        if task is None or task.state == "cancelled":
            raise Cancelled("Stopped; nothing was written.")

    def _say(self) -> None:
        self._said = time.monotonic()
        self._tell(self._stage)

    def _tell(self, what: dict[str, Any]) -> None:
        self._worker.log_event(TOPIC, {"key": str(self._key), **what})


@contextmanager
def at_work() -> Iterator[tuple[OnWorker, Path]]:
    """A task alone on its worker, and a folder for its files, which is removed in the end."""
    here = OnWorker()
    while not _one_at_a_time.acquire(timeout=1):
        here.check()
    try:
        # GDAL would keep up to 5 % of the machine's memory in decoded blocks, for each worker on it
        os.environ.setdefault("GDAL_CACHEMAX", "256")
        folder = Path(tempfile.mkdtemp(prefix="l4s-", dir=here.folder))
        try:
            here.started()
            yield here, folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        _one_at_a_time.release()


def options_here(task: SceneTask, model: bytes | None, here: OnWorker) -> BatchOptions:
    """The options of a task as they are on this worker: its threads, and the model that was sent along as a file.

    Raises
    ------
    InputError
        The worker has another l4s, or does not see a file of the job.
    """
    if read_version() != task.version:
        raise InputError(
            f"The worker {here.words} has l4s {read_version()}, the batch was started with l4s {task.version}; "
            "install the same version everywhere."
        )
    for source in _local_files(task.job):
        if not Path(source).exists():
            raise InputError(
                f"The worker {here.words} does not see {source}; put it where all workers see it under the same name "
                "(a shared file system), or give a URL."
            )
    options = task.options
    if options.detect.model.threads is None:
        options = options.here(threads=here.threads)
    if model is None or task.model_sha256 is None:
        return options
    path = here.folder / f"{task.model_sha256}.onnx"
    if not path.exists():
        unfinished = path.with_suffix(".partial")
        unfinished.write_bytes(model)
        unfinished.replace(path)
    return options.here(model=str(path))


def _local_files(job: SceneJob) -> list[str]:
    """The files of a job that have to be on the worker; the area is sent along."""
    named = [job.scene, *(dem_parts(job.dem) if job.dem else ()), *parts(job.before or "")]
    local = [source for source in named if not is_remote(source) and not source.startswith("/vsi")]
    return [source if Path(source).exists() else source.partition("#")[0] for source in local]
