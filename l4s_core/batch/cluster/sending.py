"""Scenes become tasks, one each, or several that share the work on one; and how far they are, as the client sees it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l4s_core._version import read_version
from l4s_core.batch.cluster.on_worker import SceneTask
from l4s_core.batch.cluster.tasks import block_task, finish_task, pass_on, prepare_task, scene_task
from l4s_core.batch.fingerprint import Fingerprint, fingerprint
from l4s_core.batch.inputs import area_files
from l4s_core.batch.job import BatchOptions, SceneJob
from l4s_core.batch.workers import Listener
from l4s_core.inference.installed import installed_models
from l4s_core.vectors.area import Area, read_area

if TYPE_CHECKING:
    from distributed import Client, Future


@dataclass(eq=False)
class Underway:
    """What was sent of a scene, and how far it is.

    Attributes
    ----------
    future : of the task that gives the result.
    keys : of all its tasks; what they tell carries them.
    places : workers that its tasks were meant for.
    area_fingerprints : of the files of its area, which workers need not see.
    worker, since : where it, or a part of it, began last and, by ``time.monotonic()``, when it began first.
    """

    job: SceneJob
    future: Future[Any]
    keys: frozenset[str]
    places: tuple[str, ...]
    area_fingerprints: Mapping[str, Fingerprint]
    worker: str = "no worker yet"
    since: float = field(default_factory=time.monotonic)
    _begun: set[str] = field(default_factory=set)
    _stages: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key of the last task."""
        return str(self.future.key)

    def hear(self, event: Mapping[str, Any], listener: Listener) -> None:
        """Pass on what a task told; what several blocks of the scene do at once is added up."""
        if "started" in event:
            self.worker = str(event["started"])
            if not self._begun:
                self.since = time.monotonic()
            if not self._begun or event["key"] in self._begun:  # the first of its tasks, or one whose worker was lost
                listener.started(self.job, self.worker)
            self._begun.add(event["key"])
        elif "message" in event:
            listener.message(self.job, str(event["message"]))
        elif "stage" in event:
            self._stages[event["key"]] = dict(event)
            alike = [stage for stage in self._stages.values() if stage["stage"] == event["stage"]]
            total = None if event["total"] is None else sum(stage["total"] or 0 for stage in alike)
            listener.progress(self.job, event["stage"], sum(stage["done"] for stage in alike), total)


_TRIES_AGAIN = 1  # after an error that l4s has no sentence for; what it has one for would only come again


class Sending:
    """Sends the scenes of one run.

    Every task has a key of its own, made of ``run`` and the name of the scene: however often it is executed, it is one
    task with one result.
    """

    def __init__(self, client: Client, options: BatchOptions, run: str) -> None:
        self._client = client
        self._run = run
        self._model, self._model_sha256 = self._send_model(options.detect.model.model)
        self._options = options
        self._read_area = lru_cache(maxsize=64)(_read)

    def send(self, job: SceneJob, places: Sequence[str]) -> Underway:
        """Submit a scene, in as many blocks as there are ``places``.

        Those are addresses of workers, free ones at best: left to itself, Dask sends a task to where its input is, and
        all scenes to the worker that has the model. Where one is lost, another takes its task. Raises InputError where
        the area of the job cannot be read.
        """
        area, prints = (None, {}) if job.area is None else self._read_area(job.area)
        task = SceneTask(job, self._options, area, self._model_sha256, read_version())
        if len(places) == 1:
            whole = self._submit(job, "scene", places[0], scene_task, task, self._model)
            return Underway(job, whole, frozenset({str(whole.key)}), tuple(places), prints)
        begun = self._submit(job, "prepare", places[0], prepare_task, task, self._model)
        parts = [
            self._submit(job, f"block-{number}", place, block_task, begun, self._model, number, len(places))
            for number, place in enumerate(places)
        ]
        last = self._submit(job, "finish", places[0], finish_task, begun, parts)
        keys = frozenset(str(future.key) for future in (begun, *parts, last))
        return Underway(job, last, keys, tuple(places), prints)

    def _submit(self, job: SceneJob, step: str, place: str, task: Callable[..., Any], *arguments: Any) -> Future[Any]:
        key = f"l4s-{self._run}-{job.name}-{step}"
        return self._client.submit(
            task, *arguments, key=key, pure=False, retries=_TRIES_AGAIN, workers=[place], allow_other_workers=True
        )

    def _send_model(self, model: str | Path | None) -> tuple[Future[bytes] | None, str | None]:
        """A model file that is none of the installed ones goes to the workers as bytes, once to each."""
        if model is None or model in installed_models() or Path(model).suffix.lower() != ".onnx":
            return None, None
        if not Path(model).is_file():  # perhaps the workers see it
            return None, None
        content = Path(model).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        return self._client.submit(pass_on, content, key=f"l4s-{self._run}-model", pure=False), digest


def _read(area: str) -> tuple[Area, dict[str, Fingerprint]]:
    prints = {str(Path(file).absolute()): fingerprint(str(Path(file).absolute())) for file in area_files(area)}
    return read_area(area), prints
