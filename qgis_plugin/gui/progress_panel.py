"""A job's buttons, progress, time left and log."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..backend.protocol import Message, Noise, Stage
from ..i18n_text import tr
from ..stages import stage_words
from .durations import duration
from .forms import words

_LOG_LINES = 2000
_LOG_ROWS = 8
_BAR = 1000  # steps of the bar


class ProgressPanel(QWidget):
    """Signals ``run_wanted`` and ``cancel_wanted``; everything else is shown by calls.

    Parameters
    ----------
    run_words
        Of the button that begins.
    in_turn
        The buttons that begin and cancel take turns in one place, instead of standing beside each other.
    """

    run_wanted = pyqtSignal()
    cancel_wanted = pyqtSignal()

    def __init__(self, run_words: str, parent: Any = None, *, in_turn: bool = False) -> None:
        super().__init__(parent)
        self._in_turn = in_turn
        self._offered = True
        self._ready = False
        self._running = False
        self.run = QPushButton(run_words, self)
        self.cancel = QPushButton(tr("&Cancel"), self)
        self.log_button = QToolButton(self)
        self.log_button.setText(tr("L&og"))
        self.log_button.setCheckable(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.run, 2)
        buttons.addWidget(self.cancel, 1)
        buttons.addWidget(self.log_button)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(tr("Progress"))
        self.stage = words(self)
        self.log = QPlainTextEdit(self)
        self.log.setReadOnly(True)
        self.log.setMaximumBlockCount(_LOG_LINES)
        self.log.setAccessibleName(tr("Log"))
        self.log.setFixedHeight(_LOG_ROWS * self.log.fontMetrics().lineSpacing())
        self.log.setTabChangesFocus(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.bar)
        layout.addWidget(self.stage)
        layout.addLayout(buttons)
        layout.addWidget(self.log)
        self.run.clicked.connect(lambda: self.run_wanted.emit())
        self.cancel.clicked.connect(lambda: self.cancel_wanted.emit())
        self.log_button.toggled.connect(self.log.setVisible)
        self.log.hide()
        self.end()

    def set_ready(self, ready: bool) -> None:
        """Whether the job can begin."""
        self._ready = ready
        self._refresh()

    def offer(self, offered: bool) -> None:
        """Whether there is anything to begin at all; only of buttons that take turns."""
        self._offered = offered
        self._refresh()

    def begin(self) -> None:
        self._running = True
        self.log.clear()
        self.bar.setRange(0, 0)
        self.stage.setText(tr("Starting"))
        self._refresh()

    def end(self) -> None:
        self._running = False
        self.bar.setRange(0, 1)  # the moving bar of an unknown length costs time even when hidden
        self._refresh()

    def cancelling(self) -> None:
        self.cancel.setEnabled(False)
        self.stage.setText(tr("Cancelling…"))

    def show_event(self, event: Any) -> None:
        if isinstance(event, Stage):
            self._show_stage(event)
        elif isinstance(event, (Message, Noise)):
            self.log.appendPlainText(event.text)

    def show_log(self) -> None:
        self.log_button.setChecked(True)
        self.log.setFocus()

    def _show_stage(self, stage: Stage) -> None:
        if not self.cancel.isEnabled():
            return
        text = stage_words(stage.name)
        share, left_s = stage.overall, stage.overall_left_s
        if share is None:  # of this step alone
            share, left_s = (min(1.0, stage.done / stage.total) if stage.total else None), stage.left_s
        if share is None:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, _BAR)
            self.bar.setValue(round(_BAR * share))
        if left_s is not None and left_s >= 1:
            text = tr("{step}: {time} left").format(step=text, time=duration(left_s))
        self.stage.setText(text)

    def _refresh(self) -> None:
        self.run.setEnabled(self._ready and not self._running)
        self.cancel.setEnabled(self._running)
        if self._in_turn:
            self.run.setVisible(self._offered and not self._running)
            self.cancel.setVisible(self._running)
        self.bar.setVisible(self._running)
        self.stage.setVisible(self._running)
