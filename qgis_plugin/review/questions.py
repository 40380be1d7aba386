"""Questions of the review to the backend: in the background, one answer each, any of them can be called off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QObject

from ..backend.connection import Connection, connect
from ..backend.places import Places
from ..backend.problem import BackendProblem
from ..backend.process import CANCELLED_CODE, Outcome
from ..backend.wheel import bundled_wheel
from ..i18n_text import tr
from ..proxy import qgis_proxy
from ..settings import Settings
from ..tasks import BackendTask, stop

PLUGIN = Path(__file__).resolve().parents[1]
_PATIENCE_S = 120.0
_FAILED = 1


class Questions(QObject):
    """``ask`` starts a task; the answer, or one sentence, arrives in the main thread unless it was called off."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection: tuple[Any, Connection] | None = None
        self._tasks: list[BackendTask] = []

    def ask(
        self,
        title: str,
        arguments: list[str],
        answered: Callable[[dict[str, Any]], None],
        failed: Callable[[str], None],
    ) -> BackendTask:
        """Ask; give the task to `forget` to call it off."""
        how = Settings().interpreter, Settings().root, qgis_proxy()  # settings are of the main thread

        def work(_on_event: Any, cancelled: Callable[[], bool]) -> Outcome:
            try:
                answer = self._connected(*how).ask(arguments, _PATIENCE_S, cancelled)
            except BackendProblem as problem:
                if cancelled():
                    return Outcome(CANCELLED_CODE, None, str(problem), True, "")
                return Outcome(_FAILED, None, str(problem), False, "")
            return Outcome(0, answer, None, False, "")

        task = BackendTask(title, work)

        def ended(outcome: Outcome) -> None:
            if task not in self._tasks:
                return  # called off
            self._tasks.remove(task)
            if outcome.facts is not None:
                answered(outcome.facts)
            elif not outcome.cancelled:
                failed(outcome.error or tr("The calculation part of l4s gave no answer that can be read."))

        task.ended.connect(ended)
        self._tasks.append(task)
        return task.start()

    def forget(self, task: BackendTask | None) -> None:
        """Call a question off; nothing comes of it any more."""
        if task in self._tasks:
            self._tasks.remove(task)
            task.cancel()

    def waiting(self) -> bool:
        """Whether an answer is on its way."""
        return bool(self._tasks)

    def shut_down(self) -> None:
        """Call all off, and wait until nothing of them runs."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            stop(task)

    def _connected(self, python: Path | None, root: Path, proxy: str | None) -> Connection:
        """The backend; it is looked at once, which takes longer than a small question."""
        key = python, root, proxy
        if self._connection is None or self._connection[0] != key:
            self._connection = key, connect(python, Places(root), bundled_wheel(PLUGIN), proxy)
        return self._connection[1]
