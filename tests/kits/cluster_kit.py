"""A Dask cluster of real processes for tests, and an ear for what a run tells."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from distributed import Client

from l4s_core.base.errors import Cancelled
from l4s_core.batch.job import SceneJob

_START_S = 90


class Cluster:
    """A scheduler and its workers. A worker that is killed is started again by its nanny, as on a real cluster."""

    def __init__(
        self, folder: Path, workers: int, *, attempts: int = 3, threads: int = 1, ahead: str | None = None
    ) -> None:
        """``attempts``: workers that a task may cost. ``threads``: of each worker. ``ahead``: Python that the workers
        run before all else."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "scheduler.json"
        settings = {
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(attempts - 1),
            "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
            "OMP_NUM_THREADS": "1",
        }
        self._environment = {**os.environ, **settings}
        self._processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("distributed.cli.dask_scheduler", "--port", "0", "--scheduler-file", file)
        common = ("--scheduler-file", file, "--nthreads", threads, "--no-dashboard", "--memory-limit", "0")
        for number in range(workers):
            local = "--local-directory", folder / f"worker{number}"
            if ahead is None:
                self._start("distributed.cli.dask_worker", *common, *local)
            else:  # in the process itself: a nanny would start another
                code = f"{ahead}\nfrom distributed.cli.dask_worker import main\nmain()"
                self._start_code(code, *common, *local, "--no-nanny")
        deadline = time.monotonic() + _START_S
        while not file.exists():
            assert time.monotonic() < deadline
            time.sleep(0.1)
        self.address = str(json.loads(file.read_text())["address"])
        self.client = Client(self.address, set_as_default=False, timeout=_START_S)
        if workers:
            self.client.wait_for_workers(workers, timeout=_START_S)

    def _start(self, module: str, *arguments: object) -> subprocess.Popen[bytes]:
        return self._start_code(f"from {module} import main\nmain()", *arguments)

    def _start_code(self, code: str, *arguments: object) -> subprocess.Popen[bytes]:
        with (self.folder / f"log{len(self._processes)}.txt").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", code, *map(str, arguments)],
                stdout=log, stderr=log, env=self._environment, start_new_session=True,
            )  # fmt: skip
        self._processes.append(process)
        return process

    def pid(self, worker: str) -> int:
        """The process of a worker (address first in the words for it)."""
        address = worker.split()[0]
        return int(self.client.run(os.getpid, workers=[address])[address])

    def kill(self, worker: str) -> None:
        """kill -9 the process of a worker."""
        os.kill(self.pid(worker), signal.SIGKILL)

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self.client.close(timeout=1)
        for process in self._processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextlib.contextmanager
def cluster(folder: Path, workers: int, **how: Any) -> Iterator[Cluster]:
    running = Cluster(folder, workers, **how)
    try:
        yield running
    finally:
        running.close()


class Ear:
    """Keeps what a run tells; ``at`` is called with the job, the worker and the stage when a stage begins."""

    def __init__(self, at: Callable[[SceneJob, str, str], None] = lambda *_: None) -> None:
        self._at = at
        self._worker: dict[str, str] = {}
        self._stage: dict[str, tuple[str, str]] = {}
        self.begun: list[tuple[str, str]] = []
        self.messages: list[str] = []
        self.stages: list[str] = []
        self.stopped = False

    def started(self, job: SceneJob, worker: str) -> None:
        self.begun.append((job.name, worker))
        self._worker[job.name] = worker
        self._stage.pop(job.name, None)
        self._at(job, worker, "started")

    def progress(self, job: SceneJob, stage: str, done: int, total: int | None) -> None:
        here = self._worker[job.name], stage
        if self._stage.get(job.name) != here:
            self._stage[job.name] = here
            self.stages.append(stage)
            self._at(job, *here)

    def message(self, job: SceneJob, text: str) -> None:
        self.messages.append(text)

    def check(self) -> None:
        if self.stopped:
            raise Cancelled("Stopped.")

    def starts(self, name: str) -> int:
        """How often a worker began with a job."""
        return sum(begun == name for begun, _ in self.begun)
