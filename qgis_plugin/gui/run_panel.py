"""The foot of the panel: what it runs on, what is known of the job, what is missing, and its progress."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ..i18n_text import tr
from .devices import devices
from .forms import choose, narrow, words
from .progress_panel import ProgressPanel


class RunPanel(QWidget):
    """A `ProgressPanel` (``progress``) below the facts of the job."""

    def __init__(self, run_words: str, parent: Any = None) -> None:
        super().__init__(parent)
        self.device = narrow(QComboBox(self))
        self.device.setMinimumContentsLength(8)  # a button shares the line
        self.earlier = QPushButton(tr("Earlier runs…"), self)
        self.earlier.setToolTip(tr("What was detected before, and with which settings; they can be used again."))
        label = QLabel(tr("Runs o&n"), self)
        label.setBuddy(self.device)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.device, 1)
        row.addWidget(self.earlier)
        self.facts = words(self)
        self.missing = words(self)
        font = self.missing.font()
        font.setBold(True)
        self.missing.setFont(font)
        self.answer = QPushButton(tr("Show the field"), self)
        self.answer.hide()
        self._answer: Callable[[], Any] | None = None
        self.answer.clicked.connect(lambda: self._answer and self._answer())
        self.sample = QPushButton(tr("Try with sample data"), self)
        self.sample.setToolTip(tr("Maps a small real scene that comes with the plugin: Puthumala, India, 2019."))
        self.sample.hide()
        self.progress = ProgressPanel(run_words, self)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self.facts)
        layout.addWidget(self.missing)
        layout.addWidget(self.answer)
        layout.addWidget(self.sample)
        layout.addWidget(self.progress)

    def fill_devices(self, info: Mapping[str, Any]) -> None:
        """What ``l4s info`` found to calculate on; the choice stays where it can."""
        chosen = self.device.currentData()
        self.device.clear()
        for key, text in devices(info):
            self.device.addItem(text, key)
        self.device.setToolTip(self.device.itemText(0))
        choose(self.device, chosen)

    def set_facts(self, text: str) -> None:
        self.facts.setText(text)
        self.facts.setVisible(bool(text))

    def set_missing(self, text: str, *, ready: bool = False, answer: Callable[[], Any] | None = None) -> None:
        """One line of what is missing; ``ready`` lets the job begin, ``answer`` goes to the field that helps."""
        self._answer = answer
        self.answer.setVisible(answer is not None)
        self.missing.setText(text)
        self.missing.setVisible(bool(text))
        self.progress.set_ready(ready)
