"""Work beside the map: one run of the backend as a task of QGIS, and short questions to it."""

from __future__ import annotations

import threading
import traceback
from collections import deque
from typing import Any, Callable

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from .backend.process import CANCELLED_CODE, Outcome
from .backend.protocol import Event, Noise, Stage
from .i18n_text import tr

Work = Callable[[Callable[[Event], None], Callable[[], bool]], Outcome]

_EVERY_MS = 100
_AT_ONCE = 200  # lines handed on at a time; what is older is in the outcome's log
_CRASH_CODE = 1
_running: set[Any] = set()  # Python's half of a task dies early if nobody holds it


class BackendTask(QgsTask):
    """One run in the background.

    Parameters
    ----------
    title
        What QGIS's list of tasks shows.
    work
        Called as ``work(on_event, cancelled)`` in a worker thread, returns an `Outcome`: `Connection.run` or
        `installation.create` with its arguments filled in.

    Signals
    -------
    said
        A `Stage`, `Message` or `Noise`, in the main thread, at most ten bundles a second; of several stages in a
        bundle only the last.
    ended
        The `Outcome`, in the main thread, once and after all events.
    """

    said = pyqtSignal(object)
    ended = pyqtSignal(object)

    def __init__(self, title: str, work: Work) -> None:
        super().__init__(title, _flags())
        self._work = work
        self._lock = threading.Lock()
        self._stage: Stage | None = None
        self._lines: deque[Event] = deque(maxlen=_AT_ONCE)
        self._outcome: Outcome | None = None
        self._pump = QTimer()
        self._pump.setInterval(_EVERY_MS)
        self._pump.timeout.connect(self._hand_on)

    def start(self) -> BackendTask:
        """Queue it; call from the main thread."""
        _running.add(self)
        self._pump.start()
        QgsApplication.taskManager().addTask(self)
        return self

    def run(self) -> bool:
        """The worker thread's part; QGIS calls it."""
        try:
            self._outcome = self._work(self._take, self.isCanceled)
        except Exception as error:  # a task that raises leaves QGIS without an answer
            text = tr("The plugin stumbled: {error}").format(error=f"{type(error).__name__}: {error}")
            self._outcome = Outcome(_CRASH_CODE, None, text, False, traceback.format_exc())
        # cancelled is no failure: where QGIS announces ends, it would say "Task failed" to somebody who pressed Cancel
        return self._outcome.error is None or self._outcome.cancelled

    def finished(self, result: bool) -> None:
        """The main thread's part after `run`, also when the task was cancelled before it began; QGIS calls it."""
        self._pump.stop()
        self._hand_on()
        outcome = self._outcome or Outcome(CANCELLED_CODE, None, tr("Cancelled; nothing was written."), True, "")
        self.ended.emit(outcome)
        _running.discard(self)

    def _take(self, event: Event) -> None:
        with self._lock:
            if isinstance(event, Stage):
                self._stage = event
            elif not isinstance(event, Noise) or event.text:
                self._lines.append(event)

    def _hand_on(self) -> None:
        with self._lock:
            lines, stage = list(self._lines), self._stage
            self._lines.clear()
            self._stage = None
        for event in lines:
            self.said.emit(event)
        if stage is not None:
            share = stage.overall
            if share is None and stage.total:
                share = min(stage.done, stage.total) / stage.total
            if share is not None:
                self.setProgress(100.0 * share)
            self.said.emit(stage)


class Question(QObject):
    """A short question to the backend in a thread of its own; the answer arrives in the main thread.

    Signals
    -------
    answered
        What ``work()`` returned.
    failed
        The exception that it raised.
    """

    answered = pyqtSignal(object)
    failed = pyqtSignal(object)
    _done = pyqtSignal()

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__()
        self._work = work
        self._done.connect(lambda: _running.discard(self))

    def start(self) -> Question:
        _running.add(self)
        threading.Thread(target=self._run, name="l4s question", daemon=True).start()
        return self

    def _run(self) -> None:
        try:
            answer, error = self._work(), None
        except Exception as raised:
            answer, error = None, raised
        if sip.isdeleted(self):  # QGIS is closing
            return
        try:
            if error is None:
                self.answered.emit(answer)
            else:
                self.failed.emit(error)
            self._done.emit()
        except RuntimeError:
            pass  # deleted in between


def _flags() -> Any:
    """Silent where QGIS knows it (3.26): its "Task failed" and "Task complete" would lie above our own message."""
    flags = QgsTask.Flag.CanCancel
    return flags | QgsTask.Flag.Silent if hasattr(QgsTask.Flag, "Silent") else flags


def stop(task: BackendTask | None, wait_ms: int = 4000) -> None:
    """Cancel a task and wait until nothing of it runs any more; for unloading and closing."""
    if task is None or sip.isdeleted(task):
        return
    if task.status() in (QgsTask.TaskStatus.Complete, QgsTask.TaskStatus.Terminated):
        return
    task.cancel()
    task.waitForFinished(wait_ms)
