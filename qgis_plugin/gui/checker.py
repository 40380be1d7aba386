"""Asking the backend about the input while a person types: one question at a time, the latest wins."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..backend.connection import Connection
from ..tasks import Question

_ANSWER_S = 60.0  # a product on a slow network drive


class Checker(QObject):
    """Signals ``found(facts)`` and ``failed(sentence)``, for the latest request only."""

    found = pyqtSignal(object)
    failed = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: tuple[str, ...] | None = None
        self._asked: tuple[str, ...] | None = None
        self._known: tuple[tuple[str, ...], Any] | None = None
        self._connection: Connection | None = None

    def ask(self, connection: Connection, arguments: list[str]) -> bool:
        """Ask ``l4s`` with these arguments; True when the answer was known already and has been given."""
        self._connection = connection
        self._wanted = tuple(arguments)
        if self._known is not None and self._known[0] == self._wanted:
            self.found.emit(self._known[1])
            return True
        if self._asked is None:
            self._start()
        return False

    def forget(self) -> None:
        """No answer is wanted any more."""
        self._wanted = None
        self._known = None

    def _start(self) -> None:
        connection, self._asked = self._connection, self._wanted
        if connection is None or self._asked is None:
            return
        arguments = list(self._asked)
        question = Question(lambda: connection.ask(arguments, _ANSWER_S))
        question.answered.connect(self._answered)
        question.failed.connect(self._failed)
        question.start()

    def _answered(self, facts: Any) -> None:
        asked, self._asked = self._asked, None
        if asked == self._wanted and asked is not None:
            self._known = (asked, facts)
            self.found.emit(facts)
        elif self._wanted is not None:
            self._start()

    def _failed(self, error: Any) -> None:
        asked, self._asked = self._asked, None
        if asked == self._wanted:
            self.failed.emit(str(error))
        elif self._wanted is not None:
            self._start()
