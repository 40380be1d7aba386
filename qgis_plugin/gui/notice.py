"""What the panel shows while there is no backend."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ..backend.problem import Action, BackendProblem
from ..i18n_text import tr
from .forms import words
from .setup_words import costs


class Notice(QWidget):
    """A sentence and a button; ``setup_wanted``."""

    setup_wanted = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.text = words(self)
        self.button = QPushButton(self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addWidget(self.button)
        layout.addStretch(1)
        self.button.clicked.connect(lambda: self.setup_wanted.emit())

    def show_failure(self, problem: Exception) -> None:
        """Why there is no backend, and the button that helps."""
        self.show_problem(str(problem), problem.action if isinstance(problem, BackendProblem) else Action.REPAIR)

    def show_problem(self, text: str, action: Action) -> None:
        names = {
            Action.REPAIR: tr("&Repair l4s…"),
            Action.UPDATE: tr("&Update l4s…"),
            Action.CHOOSE: tr("&Choose another Python…"),
        }
        self.text.setText(f"{text}\n\n{costs()}" if action is Action.SET_UP else text)
        self.button.setText(names.get(action) or tr("&Set up l4s…"))
