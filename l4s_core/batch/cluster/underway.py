"""A scene that is on the cluster, as the client sees it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from l4s_core.batch.fingerprint import Fingerprint
from l4s_core.batch.job import SceneJob
from l4s_core.batch.workers import Told

if TYPE_CHECKING:
    from distributed import Future


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

    def hear(self, event: Mapping[str, Any], told: Told) -> None:
        """Pass on what a task told; what several blocks of the scene do at once is added up."""
        if "started" in event:
            self.worker = str(event["started"])
            if not self._begun:
                self.since = time.monotonic()
            if not self._begun or event["key"] in self._begun:  # the first of its tasks, or one whose worker was lost
                told.started(self.job, self.worker)
            self._begun.add(event["key"])
        elif "message" in event:
            told.message(self.job, str(event["message"]))
        elif "stage" in event:
            self._stages[event["key"]] = dict(event)
            alike = [stage for stage in self._stages.values() if stage["stage"] == event["stage"]]
            total = None if event["total"] is None else sum(stage["total"] or 0 for stage in alike)
            told.progress(self.job, event["stage"], sum(stage["done"] for stage in alike), total)
