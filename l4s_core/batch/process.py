"""One process of a batch, as the batch sees it (`batch.worker` is what runs in it)."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from l4s_core.batch.job import DetectOptions, SceneJob
from l4s_core.batch.wire import as_json

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
        options: DetectOptions,
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
            env=_environment(options.threads),
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
