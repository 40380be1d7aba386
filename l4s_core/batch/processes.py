"""Scenes in processes of this machine, so that what one of them does to its process harms no other."""

from __future__ import annotations

import dataclasses
import queue
import shutil
import signal
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from l4s_core.base.errors import L4SError
from l4s_core.base.threads import cpu_count
from l4s_core.base.words import plural
from l4s_core.batch.job import DetectOptions, SceneJob
from l4s_core.batch.process import WorkerProcess
from l4s_core.batch.wire import result_of
from l4s_core.batch.workers import Outcome, Told

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

    def run(self, jobs: Sequence[SceneJob], options: DetectOptions, work: Path, told: Told) -> Iterator[Outcome]:
        """See `Workers.run`."""
        if options.threads is None and self._count > 1:
            options = dataclasses.replace(options, threads=max(1, cpu_count() // self._count))
        waiting = deque(jobs)
        left = len(jobs)
        try:
            for number in range(1, min(self._count, len(jobs)) + 1):
                self._start(number, waiting.popleft(), options, work, told)
            while left:
                told.check()
                try:
                    process, answer = self._events.get(timeout=_CHECK_EVERY_S)
                except queue.Empty:
                    continue
                job = process.job
                if job is None:
                    continue  # it ended between two scenes, or after the last one
                outcome = self._hear(process, job, answer, told)
                if outcome is None:
                    continue
                left -= 1
                process.job = None
                if answer is None:
                    told.check()  # it may have died of what is about to stop the batch
                    self._running.remove(process)
                if outcome.error is not None:
                    shutil.rmtree(work / job.name, ignore_errors=True)
                # the next scene first: its process does not wait for what the caller does with this one
                if waiting and answer is None:
                    self._start(process.number, waiting.popleft(), options, work, told)
                elif waiting:
                    self._give(process, waiting.popleft(), work, told)
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

    def _start(self, number: int, job: SceneJob, options: DetectOptions, work: Path, told: Told) -> None:
        process = WorkerProcess(number, options, work, self._events)
        self._running.append(process)
        self._give(process, job, work, told)

    def _give(self, process: WorkerProcess, job: SceneJob, work: Path, told: Told) -> None:
        folder = work / job.name
        folder.mkdir()
        process.give(job, folder)
        told.started(job, process.words)

    def _hear(self, process: WorkerProcess, job: SceneJob, answer: dict[str, Any] | None, told: Told) -> Outcome | None:
        """What an answer means: the outcome of the job, or None while it goes on."""
        seconds = round(time.monotonic() - process.since, 1)
        if answer is None:
            code, said = process.wait(_END_S), process.last_words
            if not process.ready and code is not None and code > 0:  # a signal may have hit it while it was loading
                raise L4SError(f"The processes of the batch cannot be started ({said or code}).")
            return Outcome(job, None, process.words, seconds, _death(code, said), 1)
        if "result" in answer:
            return Outcome(job, result_of(answer["result"]), process.words, seconds)
        if "error" in answer:
            return Outcome(job, None, process.words, seconds, answer["error"], answer["exit_code"], answer["outside"])
        if "stage" in answer:
            told.progress(job, answer["stage"], answer["done"], answer["total"])
        elif "message" in answer:
            told.message(job, answer["message"])
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
