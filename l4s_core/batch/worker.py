"""A process that works on one scene after another: requests on standard input, answers on standard output.

Both are JSON lines. First ``{"options": {...}}``, then ``{"job": {...}, "folder": "..."}`` for each scene. Answers are
``{"ready": true}`` once, ``{"stage", "done", "total"}`` and ``{"message"}`` while working, and for each job
``{"result": {...}}`` or ``{"error", "exit_code", "outside"}``. When standard input closes, the process ends within
three seconds.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import time
from _thread import interrupt_main
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from l4s_core.base.errors import Cancelled

# nothing heavy up here: the process listens before it spends seconds on loading libraries
from l4s_core.base.watch import ASK_AGAIN_S, GIVE_UP_S, STOPPED

if TYPE_CHECKING:
    from l4s_core.batch.job import BatchOptions

_EVERY_S = 0.25  # between two answers about the same stage


class Answers:
    """The answers, and the `Progress` of the scene that is being worked on."""

    def __init__(self, pipe: IO[str]) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()
        self.stopping = threading.Event()
        self._stage: dict[str, Any] = {}
        self._said = 0.0

    def send(self, answer: dict[str, Any]) -> None:
        with self._lock:
            try:
                self._pipe.write(json.dumps(answer) + "\n")
                self._pipe.flush()
            except (OSError, ValueError):  # nobody listens any more
                self.stopping.set()

    def stage(self, name: str, total: int | None = None) -> None:
        self._stage = {"stage": name, "done": 0, "total": total}
        self._said = time.monotonic()
        self.send(self._stage)

    def advance(self, n: int = 1) -> None:
        if not self._stage:
            return
        self._stage["done"] += n
        if time.monotonic() - self._said >= _EVERY_S:
            self._said = time.monotonic()
            self.send(self._stage)

    def message(self, text: str) -> None:
        self.send({"message": text})

    def check(self) -> None:
        if self.stopping.is_set():
            raise Cancelled("Stopped; nothing was written.")


def main() -> None:
    """Until standard input closes."""
    requests, pipe = _own_pipes()
    answers = Answers(pipe)
    # Ctrl-C and the stop of a whole group of processes reach this one too; the batch decides, and closes the pipe
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if which := getattr(signal, name, None):
            signal.signal(which, lambda *_: _interrupt(answers))
    os.environ.setdefault("GDAL_CACHEMAX", "256")
    inbox: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, inbox, answers), daemon=True).start()
    answers.send({"ready": True})
    try:
        if (first := inbox.get()) is None:
            return
        from l4s_core.batch.job import BatchOptions, from_json

        options = from_json(BatchOptions, first["options"])
        while (request := inbox.get()) is not None:
            _work(request, options, answers)
    except (Cancelled, KeyboardInterrupt):
        sys.exit(STOPPED)


def _work(request: dict[str, Any], options: BatchOptions, answers: Answers) -> None:
    from l4s_core.batch.job import SceneJob, as_json, from_json
    from l4s_core.batch.scene import failed, run_scene

    job = from_json(SceneJob, request["job"])
    try:
        answer: dict[str, Any] = {"result": as_json(run_scene(job, options, Path(request["folder"]), answers))}
    except Exception as error:
        outcome = failed(job, error, "", 0.0)
        answer = {"error": outcome.error, "exit_code": outcome.exit_code, "outside": outcome.outside}
    answers.send(answer)


def _own_pipes() -> tuple[IO[str], IO[str]]:
    """Standard input and output for this module alone: what libraries print goes to standard error."""
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
    pipe = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    os.dup2(2, 1)
    return requests, pipe


def _interrupt(answers: Answers) -> None:
    if answers.stopping.is_set():
        raise KeyboardInterrupt


def _listen(requests: IO[str], inbox: queue.SimpleQueue[dict[str, Any] | None], answers: Answers) -> None:
    try:
        for line in requests:
            inbox.put(json.loads(line))
    except (OSError, ValueError):
        pass  # half a line of a batch that was killed
    answers.stopping.set()
    inbox.put(None)
    time.sleep(ASK_AGAIN_S)
    interrupt_main(signal.SIGTERM)  # work that does not check
    time.sleep(GIVE_UP_S - ASK_AGAIN_S)
    os._exit(STOPPED)


if __name__ == "__main__":
    main()
