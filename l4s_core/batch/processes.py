"""Scenes in processes of this machine, so that what one of them does to its process harms no other."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from l4s_core.base.errors import L4SError
from l4s_core.base.threads import cpu_count
from l4s_core.base.words import plural
from l4s_core.batch.job import BatchOptions, Outcome, SceneJob, SceneResult, as_json, from_json
from l4s_core.batch.workers import Listener

_KEPT_LINES = 20


class WorkerProcess:
    """A running process. Its answers, and None when it ended, are put into ``events`` together with itself.

    Attributes
    ----------
    number, words : which one it is, counted from 1, and in words.
    job, since : what it works on (None: nothing), and since when (`time.monotonic`).
    ready : whether it ever got as far as answering.
    """

    def __init__(
        self,
        number: int,
        options: BatchOptions,
        work: Path,
        events: queue.SimpleQueue[tuple[WorkerProcess, dict[str, Any] | None]],
    ) -> None:
        self.number = number
        self.job: SceneJob | None = None
        self.since = time.monotonic()
        self.ready = False
        self._said: deque[str] = deque(maxlen=_KEPT_LINES)
        # started in its folder: there, no file of the user can be taken for a module
        self._process = subprocess.Popen(
            [sys.executable, "-m", "l4s_core.batch.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=work,
            env=_environment(options.detect.model.threads),
        )
        self.words = f"process {number} (pid {self._process.pid})"
        assert self._process.stdout is not None and self._process.stderr is not None
        self._listeners = [
            threading.Thread(target=self._listen, args=(self._process.stdout, events), daemon=True),
            threading.Thread(target=self._keep, args=(self._process.stderr,), daemon=True),
        ]
        for thread in self._listeners:
            thread.start()
        self._send({"options": as_json(options)})

    @property
    def last_words(self) -> str:
        """The last line that it, or a library in it, wrote to standard error."""
        self._listeners[1].join(1.0)
        return self._said[-1][:300] if self._said else ""

    def give(self, job: SceneJob, folder: Path) -> None:
        """Let it begin with a scene; only when it has none."""
        self.job, self.since = job, time.monotonic()
        self._send({"job": as_json(job), "folder": str(folder)})

    def ask_to_end(self) -> None:
        """Close its standard input."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()

    def wait(self, seconds: float) -> int | None:
        """Its exit code, None if it still runs after that time."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(seconds)
        return None

    def kill(self) -> None:
        """End it now, if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for thread in self._listeners:
            thread.join(1.0)

    def _send(self, request: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):  # it died: its end is reported by the thread that listens
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()

    def _listen(self, pipe: IO[bytes], events: queue.SimpleQueue[tuple[WorkerProcess, dict[str, Any] | None]]) -> None:
        with pipe:
            for line in pipe:
                try:
                    answer = json.loads(line)
                except ValueError:  # cut short by its death
                    continue
                if "ready" in answer:
                    self.ready = True
                else:
                    events.put((self, answer))
        events.put((self, None))

    def _keep(self, pipe: IO[bytes]) -> None:
        with pipe:
            for line in pipe:
                if text := line.decode(errors="replace").strip():
                    self._said.append(text)


def _environment(threads: int | None) -> dict[str, str]:
    package = str(Path(__file__).parents[2])
    found = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))}
    if threads is not None:  # for the libraries that ask nobody else
        found.setdefault("OMP_NUM_THREADS", str(threads))
    return found


_CHECK_EVERY_S = 0.3
_END_S = 4.0  # a little more than a process takes by itself


class ProcessWorkers:
    """``count`` processes that take one scene after another; see `batch.workers.Workers`.

    They share the cores between them, unless the options say how many threads each has.
    """

    def __init__(self, count: int = 1) -> None:
        self._count = count
        self._events: queue.SimpleQueue[tuple[WorkerProcess, dict[str, Any] | None]] = queue.SimpleQueue()
        self._running: list[WorkerProcess] = []

    @property
    def words(self) -> str:
        return plural(self._count, "process", "processes") + " on this computer"

    def __enter__(self) -> ProcessWorkers:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def run(self, jobs: Sequence[SceneJob], options: BatchOptions, work: Path, listener: Listener) -> Iterator[Outcome]:
        """See `Workers.run`."""
        if options.detect.model.threads is None and self._count > 1:
            options = options.here(threads=max(1, cpu_count() // self._count))
        waiting = deque(jobs)
        left = len(jobs)
        try:
            for number in range(1, min(self._count, len(jobs)) + 1):
                self._start(number, waiting.popleft(), options, work, listener)
            while left:
                listener.check()
                try:
                    process, answer = self._events.get(timeout=_CHECK_EVERY_S)
                except queue.Empty:
                    continue
                job = process.job
                if job is None:
                    continue  # it ended between two scenes, or after the last one
                outcome = self._hear(process, job, answer, listener)
                if outcome is None:
                    continue
                left -= 1
                process.job = None
                if answer is None:
                    listener.check()  # it may have died of what is about to stop the batch
                    self._running.remove(process)
                if outcome.error is not None:
                    shutil.rmtree(work / job.name, ignore_errors=True)
                # the next scene first: its process does not wait for what the caller does with this one
                if waiting and answer is None:
                    self._start(process.number, waiting.popleft(), options, work, listener)
                elif waiting:
                    self._give(process, waiting.popleft(), work, listener)
                yield outcome
        finally:
            self.close()

    def close(self) -> None:
        """End all processes: by asking, and after four seconds without."""
        ending, self._running = self._running, []
        try:
            for process in ending:
                process.ask_to_end()
            deadline = time.monotonic() + _END_S
            for process in ending:
                process.wait(max(0.0, deadline - time.monotonic()))
        finally:
            for process in ending:
                process.kill()

    def _start(self, number: int, job: SceneJob, options: BatchOptions, work: Path, listener: Listener) -> None:
        process = WorkerProcess(number, options, work, self._events)
        self._running.append(process)
        self._give(process, job, work, listener)

    def _give(self, process: WorkerProcess, job: SceneJob, work: Path, listener: Listener) -> None:
        folder = work / job.name
        folder.mkdir()
        process.give(job, folder)
        listener.started(job, process.words)

    def _hear(
        self, process: WorkerProcess, job: SceneJob, answer: dict[str, Any] | None, listener: Listener
    ) -> Outcome | None:
        """What an answer means: the outcome of the job, or None while it goes on."""
        seconds = round(time.monotonic() - process.since, 1)
        if answer is None:
            code, said = process.wait(_END_S), process.last_words
            if not process.ready and code is not None and code > 0:  # a signal may have hit it while it was loading
                raise L4SError(f"The processes of the batch cannot be started ({said or code}).")
            return Outcome(job, None, process.words, seconds, _death(code, said), 1)
        if "result" in answer:
            return Outcome(job, from_json(SceneResult, answer["result"]), process.words, seconds)
        if "error" in answer:
            return Outcome(job, None, process.words, seconds, answer["error"], answer["exit_code"], answer["outside"])
        if "stage" in answer:
            listener.progress(job, answer["stage"], answer["done"], answer["total"])
        elif "message" in answer:
            listener.message(job, answer["message"])
        return None


def _death(code: int | None, last_words: str) -> str:
    said = f"; it last said: {last_words}" if last_words else ""
    if code is not None and code < 0:
        number = -code
        if number == getattr(signal, "SIGKILL", None):
            return (
                "Its process was killed by signal 9, perhaps because memory ran out; take fewer --jobs or close other "
                f"programs, and go on with --resume{said}."
            )
        return f"Its process was ended by signal {number} ({_signal_name(number)}){said}."
    return f"Its process ended unexpectedly (exit code {code}){said}."


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"
