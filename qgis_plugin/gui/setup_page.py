"""Making the backend's environment with one click, mending it, removing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QGridLayout, QMessageBox, QPushButton, QVBoxLayout, QWidget

from ..backend.connection import check
from ..backend.installation import Source, State, create, read_marker, remove, state
from ..backend.process import Outcome
from ..backend.wheel import wheel_version
from ..i18n_text import tr
from ..inputs import InputProblem
from ..proxy import qgis_proxy
from ..settings import Settings
from ..tasks import BackendTask, Question, stop
from .backend_link import diagnostics_text, places, wheel
from .durations import duration
from .forms import words
from .progress_panel import ProgressPanel
from .setup_advanced import SetupAdvanced
from .setup_words import costs


class SetupPage(QWidget):
    """``changed`` after every set-up, removal or choice of another Python; ``looks_changed`` where it needs another
    height; ``detect_wanted`` of the button that is offered once l4s can be used."""

    changed = pyqtSignal()
    looks_changed = pyqtSignal()
    detect_wanted = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.task: BackendTask | None = None
        self._last_log = ""
        self._failed = False  # the last set-up; its log is worth a look
        self.status = words(self)
        font = self.status.font()
        font.setBold(True)
        self.status.setFont(font)
        self.costs = words(self, costs())
        self.news = words(self)
        self.no_wheel = words(
            self,
            tr("This copy of the plugin brings no package of l4s: choose an existing environment under “Advanced”."),
        )
        self.progress = ProgressPanel(tr("&Set up now"), self, in_turn=True)
        self.detect = QPushButton(tr("&Detect landslides"), self)
        self.advanced = SetupAdvanced(self)
        self.repair = QPushButton(tr("&Repair"), self)
        self.repair.setToolTip(tr("Make the environment anew"))
        self.remove = QPushButton(tr("Re&move…"), self)
        self.own = QPushButton(tr("Use the plugin's o&wn environment"), self)
        self.copy = QPushButton(tr("Copy d&iagnostics"), self)
        self.copy.setToolTip(tr("Versions, paths and the last lines of the log, for a question to the maintainers"))
        buttons = QGridLayout()
        buttons.addWidget(self.repair, 0, 0)
        buttons.addWidget(self.remove, 0, 1)
        buttons.addWidget(self.copy, 1, 0, 1, 2)
        buttons.addWidget(self.own, 2, 0, 1, 2)
        layout = QVBoxLayout(self)
        shown = (self.status, self.costs, self.no_wheel, self.progress, self.news, self.detect, self.advanced)
        for widget in shown:
            layout.addWidget(widget)
        layout.addLayout(buttons)
        layout.addStretch(1)
        self.progress.run_wanted.connect(self.start)
        self.detect.clicked.connect(lambda: self.detect_wanted.emit())
        self.repair.clicked.connect(lambda: self.start())
        self.progress.cancel_wanted.connect(self.cancel)
        self.remove.clicked.connect(lambda: self.ask_to_remove())
        self.own.clicked.connect(lambda: self._use(None))
        self.copy.clicked.connect(lambda: self.copy_diagnostics())
        self.advanced.changed.connect(self.refresh)
        self.advanced.folder_changed.connect(self._changed)
        self.advanced.existing_wanted.connect(self.use_existing)
        self.refresh()

    def refresh(self) -> None:
        """Say what there is, and what can be done about it."""
        self.advanced.set_proxy(qgis_proxy())
        other = Settings().interpreter
        found = state(places(), wheel())
        running = self.task is not None
        self.status.setText(self._status(found, other))
        self.progress.run.setText(tr("&Update now") if found is State.OUTDATED else tr("&Set up now"))
        wanting = found in (State.MISSING, State.OUTDATED, State.BROKEN)
        self.progress.offer(wanting and other is None)
        # a row with nothing but the log's button would be in the way of what comes next
        useful = running or self._failed or (wanting and other is None)
        self.progress.setVisible(wheel().is_file() and useful)
        self.detect.setVisible(not running and (other is not None or found is State.READY))
        self.detect.setDefault(True)
        self.no_wheel.setVisible(not wheel().is_file() and other is None)
        self.progress.set_ready(not self.advanced.searching)
        self.costs.setVisible(found is not State.READY and other is None)
        self.advanced.setEnabled(not running)
        self.repair.setEnabled(not running and found is not State.MISSING)
        self.remove.setEnabled(not running and found is not State.MISSING)
        self.repair.setVisible(other is None)
        self.remove.setVisible(other is None)
        self.own.setVisible(other is not None)
        self.own.setEnabled(not running)
        self.looks_changed.emit()

    def start(self) -> None:
        """Make the environment; also make it anew."""
        if self.task is not None:
            return
        try:
            source = Source(
                wheel(),
                self.advanced.wheels_folder(),
                self.advanced.wants_gpu(),
                qgis_proxy(),
            )
            interpreter = self.advanced.interpreter()
        except InputProblem as problem:
            self._say(str(problem))
            return
        where = places()
        self._say("")
        self.task = BackendTask(
            tr("Setting up l4s"),
            lambda on_event, cancelled: create(where, interpreter, source, on_event, cancelled),
        )
        self.task.said.connect(self.progress.show_event)
        self.task.ended.connect(self._ended)
        self.progress.begin()
        self.refresh()
        self.task.start()

    def cancel(self) -> None:
        if self.task is not None:
            self.progress.cancelling()
            self.task.cancel()

    def use_existing(self, text: str) -> None:
        """Take a Python that has l4s in it, after asking it."""
        python = Path(text).expanduser()
        version = wheel_version(wheel())
        self._say(tr("Asking it…"))
        question = Question(lambda: check(python, version))
        question.answered.connect(lambda _version: self._use(python))
        question.failed.connect(lambda problem: self._say(str(problem)))
        question.start()

    def ask_to_remove(self) -> None:
        """Remove the environment, if the person says so once more."""
        question = tr("Remove the environment in {folder}? Results are kept; l4s has to be set up again to run.")
        answer = QMessageBox.question(
            self, tr("Remove the environment of l4s"), question.format(folder=places().environment)
        )
        if answer == QMessageBox.StandardButton.Yes:
            self.remove_now()

    def remove_now(self) -> None:
        where = places()
        self._say(tr("Removing…"))
        question = Question(lambda: remove(where))
        question.answered.connect(lambda _none: self._changed(tr("Removed.")))
        question.failed.connect(lambda problem: self._changed(str(problem)))
        question.start()

    def copy_diagnostics(self) -> None:
        QgsApplication.clipboard().setText(diagnostics_text(self._last_log))
        self._say(tr("Copied. Paste it into your message."))

    def shut_down(self) -> None:
        """Before the plugin is unloaded."""
        if self.task is not None:
            self.task.said.disconnect()
            self.task.ended.disconnect()
            stop(self.task)
            self.task = None

    def _status(self, found: State, other: Path | None) -> str:
        if other is not None:
            return tr("Uses the Python at {path}.").format(path=other)
        if found is State.MISSING:
            return tr("l4s is not set up yet.")
        if found is State.BROKEN:
            return tr("The set-up of l4s is incomplete or damaged. Set it up again.")
        if found is State.OUTDATED:
            return tr("The calculation part of l4s is that of another version of the plugin. Update it.")
        marker = read_marker(places()) or {}
        return tr("l4s is set up (Python {python}).").format(python=marker.get("python", "?"))

    def _ended(self, outcome: Outcome) -> None:
        self.task = None
        self._last_log = outcome.log
        self._failed = outcome.error is not None and not outcome.cancelled
        self.progress.end()
        self.progress.log.setPlainText(outcome.log)
        if outcome.cancelled:
            self._changed(tr("Cancelled; what was there before is unchanged."))
        elif outcome.error is not None:
            self.refresh()
            self._say(outcome.error)
            self.progress.show_log()
        else:
            seconds = (outcome.facts or {}).get("seconds", 0)
            Settings().interpreter = None
            self._changed(tr("Done in {time}. You can detect landslides now.").format(time=duration(seconds)))

    def _use(self, python: Path | None) -> None:
        Settings().interpreter = python
        self._changed(tr("It works and is used from now on.") if python is not None else "")

    def _changed(self, text: str = "") -> None:
        self._say(text)
        self.refresh()
        self.changed.emit()

    def _say(self, text: str) -> None:
        self.news.setText(text)
        self.news.setVisible(bool(text))
        self.looks_changed.emit()
