"""The scenes of a batch on a Dask cluster: `batch.workers.Workers` for `--scheduler`."""

from __future__ import annotations

import queue
import shutil
import time
import uuid
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from l4s_core.base.errors import InputError, L4SError
from l4s_core.base.threads import cpu_count
from l4s_core.batch.cluster.connection import Connection, version
from l4s_core.batch.cluster.on_worker import TOPIC, Failure, TaskResult, unpack
from l4s_core.batch.cluster.sending import Sending, Underway
from l4s_core.batch.job import BatchOptions, Outcome, SceneJob
from l4s_core.batch.scene import failed
from l4s_core.batch.workers import Listener

WAIT_FOR_WORKERS_S = 300.0  # a queue of a cluster may be long; one that never comes is an error
_SAY_WAITING_S = 10.0
_LOOK_S = 0.3
_COUNT_EVERY_S = 5.0
_FETCHED_AT_ONCE = 2


class DaskWorkers:
    """Workers of a Dask cluster; see `batch.workers.Workers`.

    Parameters
    ----------
    address : of its scheduler (``tcp://``, ``tls://``), or ``local`` for processes of this computer.
    count : how many scenes at a time; None is one for each worker, and locally one for each core.
    """

    def __init__(self, address: str, count: int | None = None) -> None:
        self._address = address
        self._count = count
        self._connection: Connection | None = None
        self._events: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()  # of the run that is going on

    @property
    def words(self) -> str:
        """What it is, for the user."""
        return self._connected().words

    def __enter__(self) -> DaskWorkers:
        self._connected()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def run(self, jobs: Sequence[SceneJob], options: BatchOptions, work: Path, listener: Listener) -> Iterator[Outcome]:
        """See `Workers.run`. Raises L4SError, exit code 1, when the scheduler or all workers are gone."""
        if not jobs:
            return
        connection = self._connected()
        if connection.is_local and options.detect.model.threads is None:
            options = options.here(threads=max(1, cpu_count() // self._local_count()))
        events: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._events = events
        waiting = deque(jobs)
        underway: dict[str, Underway] = {}  # by the key of the last task
        watch = _Watch(connection)
        fetching = ThreadPoolExecutor(_FETCHED_AT_ONCE, "l4s-fetch")
        connection.client.subscribe_topic(TOPIC, lambda event: events.put(("event", event[1])))
        try:
            self._wait_for_a_worker(connection, jobs[0], listener)
            connection.check_versions()
            sending = Sending(connection.client, options, uuid.uuid4().hex[:12])
            while waiting or underway:
                listener.check()
                workers = watch.workers(listener, next(iter(underway.values())).job if underway else waiting[0])
                while waiting and workers and len(underway) < self._at_a_time(workers):
                    job = waiting.popleft()
                    try:
                        blocks = _blocks(len(workers), len(underway) + len(waiting) + 1)
                        sent = sending.send(job, _least_busy(workers, underway.values(), blocks))
                    except InputError as error:  # its area cannot be read
                        yield failed(job, error, "this computer", 0.0)
                        continue
                    underway[sent.key] = sent
                    sent.future.add_done_callback(lambda _, sent=sent: events.put(("done", sent)))
                try:
                    kind, what = events.get(timeout=_LOOK_S)
                except queue.Empty:
                    continue
                if kind == "done":
                    fetching.submit(self._fetch, what)
                elif kind == "here":
                    yield self._outcome(underway.pop(what[0].key), what[1], connection, work)
                else:
                    for sent in underway.values():
                        if what.get("key") in sent.keys:
                            sent.hear(what, listener)
        finally:
            if connection.client.status == "running":
                connection.client.cancel([sent.future for sent in underway.values()])
                connection.client.unsubscribe_topic(TOPIC)
            fetching.shutdown(wait=False, cancel_futures=True)

    def _fetch(self, sent: Underway) -> None:
        # in a thread: where the worker with the result was lost, it only comes when another has made it again
        try:
            self._events.put(("here", (sent, sent.future.result())))
        except Exception as error:  # judged by the thread that waits
            self._events.put(("here", (sent, error)))

    def _outcome(
        self, sent: Underway, given: TaskResult | Failure | Exception, connection: Connection, work: Path
    ) -> Outcome:
        job, worker, seconds = sent.job, sent.worker, round(time.monotonic() - sent.since, 1)
        sent.future.release()  # what the workers hold of it
        if isinstance(given, Failure):
            return Outcome(job, None, worker, seconds, given.error, given.exit_code, given.outside)
        if isinstance(given, Exception):
            return _lost(given, sent, connection, seconds)
        try:
            unpack(given, work / job.name)
        except OSError as error:
            shutil.rmtree(work / job.name, ignore_errors=True)
            return failed(job, error, worker, seconds)
        inputs = {**given.result.inputs, **sent.area_fingerprints}
        return Outcome(job, replace(given.result, inputs=inputs), given.worker, seconds)

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = Connection(self._address, self._local_count())
        return self._connection

    def _local_count(self) -> int:
        return self._count or cpu_count()

    def _at_a_time(self, workers: dict[str, int]) -> int:
        """How many scenes may be on the cluster, results that nobody has taken yet included."""
        if self._count is not None:
            return self._count
        # a few more than workers, so that none waits while a result is taken; a worker of several threads would begin
        # with a second scene, though
        ahead = 0 if max(workers.values()) > 1 else 1 + len(workers) // 4
        return len(workers) + ahead

    def _wait_for_a_worker(self, connection: Connection, job: SceneJob, listener: Listener) -> None:
        # a task, and not only a look: clusters that scale themselves start workers when there is something to do
        asked = connection.client.submit(version, key=f"l4s-version-{uuid.uuid4().hex}", pure=False)
        began, said = time.monotonic(), False
        while not asked.done():
            listener.check()
            if connection.threads():
                break
            waited = time.monotonic() - began
            if waited > WAIT_FOR_WORKERS_S:
                raise InputError(
                    f"The Dask cluster {connection.address} has no workers and none came in {waited / 60:.0f} minutes; "
                    "start some with dask worker."
                )
            if waited > _SAY_WAITING_S and not said:
                said = True
                listener.message(job, "WARNING: the Dask cluster has no workers yet; waiting for them.")
            time.sleep(_LOOK_S)
        asked.release()


class _Watch:
    """Which workers there are, asked now and then."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._workers: dict[str, int] = {}
        self._asked = self._seen = time.monotonic()
        self._said = False

    def workers(self, listener: Listener, job: SceneJob) -> dict[str, int]:
        """Address -> threads. Raises L4SError where there were none for minutes, or the scheduler is gone."""
        now = time.monotonic()
        if self._workers and now - self._asked < _COUNT_EVERY_S and self._connection.client.status == "running":
            return self._workers
        self._asked = now
        self._workers = self._connection.threads()
        if self._workers:
            self._seen, self._said = now, False
        elif now - self._seen > WAIT_FOR_WORKERS_S:
            raise L4SError(f"All workers of the Dask cluster {self._connection.address} are gone, and none came back.")
        elif now - self._seen > _SAY_WAITING_S and not self._said:
            self._said = True
            listener.message(job, "WARNING: the Dask cluster has no workers any more; waiting for new ones.")
        return self._workers


def _blocks(workers: int, scenes: int) -> int:
    """In how many blocks a scene is cut when ``scenes`` are left, so that all workers have something to do."""
    return 1 if scenes >= workers else -(-workers // scenes)


def _least_busy(workers: Iterable[str], underway: Iterable[Underway], count: int) -> list[str]:
    """The workers that fewest tasks are meant for."""
    busy = Counter(place for sent in underway for place in sent.places)
    return sorted(workers, key=lambda worker: (busy[worker], worker))[:count]


def _lost(error: Exception, sent: Underway, connection: Connection, seconds: float) -> Outcome:
    """The outcome of a scene whose task gave no result. Raises L4SError where the scheduler is gone."""
    from distributed import CancelledError, KilledWorker

    if isinstance(error, CancelledError | TimeoutError) or connection.client.status != "running":
        raise connection.gone() from error
    if isinstance(error, KilledWorker):
        attempts = error.allowed_failures + 1
        words = (
            f"{attempts} workers died over it, the last one {error.last_worker.address}, perhaps because memory ran "
            "out; give the workers more memory, and go on with --resume."
        )
        return Outcome(sent.job, None, sent.worker, seconds, words, 1)
    if isinstance(error, ImportError):
        words = f"A worker cannot load l4s ({error}); install the same version of l4s and its libraries everywhere."
        return Outcome(sent.job, None, sent.worker, seconds, words, InputError.exit_code)
    return failed(sent.job, error, sent.worker, seconds)
