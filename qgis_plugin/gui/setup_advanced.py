"""Choices of the set-up that most people never need."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QPushButton

from ..backend.gpu import gpu_name
from ..backend.interpreters import Interpreter, find_interpreters, probe
from ..i18n_text import tr
from ..inputs import InputProblem
from ..settings import Settings
from ..tasks import Question
from .forms import choose, form, narrow, words
from .path_edit import PathEdit


class SetupAdvanced(QgsCollapsibleGroupBox):
    """Which Python, which packages, which folder; ``changed`` when what was found or chosen changes."""

    changed = pyqtSignal()
    existing_wanted = pyqtSignal(str)  # use this Python, make none
    folder_changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(tr("Advanced"), parent)
        self.gpu_found: str | None = None
        self.searching = True
        self.python = narrow(QComboBox(self))
        self.python.setToolTip(tr("The Python that the environment is made from: 3.10 or newer."))
        self.other = PathEdit(("file",), "", self)
        self.other.line.setPlaceholderText(tr("Another Python on this computer"))
        self.wheels = PathEdit(("folder",), "", self)
        self.wheels.line.setPlaceholderText(tr("Empty: from the internet"))
        self.wheels.setToolTip(tr("For a computer without internet: a folder with all packages (wheels)."))
        self.proxy = words(self)
        self.folder = PathEdit(("folder",), "", self)
        self.folder.set_text(str(Settings().root))
        self.existing = PathEdit(("file", "folder"), "", self)
        self.existing.line.setPlaceholderText(tr("Python or environment with l4s in it"))
        self.use_existing = QPushButton(tr("Use &this environment"), self)
        self.use_existing.setEnabled(False)
        self.gpu: QCheckBox | None = None  # only where there is a card; a hidden box would show when this unfolds
        layout = self._form = form(self)
        layout.addRow(tr("&Python"), self.python)
        layout.addRow(tr("Ot&her Python"), self.other)
        layout.addRow(tr("Packages &from folder"), self.wheels)
        layout.addRow(tr("Proxy"), self.proxy)
        layout.addRow(tr("Fo&lder"), self.folder)
        layout.addRow(tr("&Existing environment"), self.existing)
        layout.addRow(self.use_existing)
        self.setCollapsed(True)
        self.other.changed.connect(self.changed)
        self.wheels.changed.connect(self.changed)
        self.python.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.folder.line.editingFinished.connect(self._keep_folder)
        self.existing.changed.connect(lambda: self.use_existing.setEnabled(bool(self.existing.text())))
        self.use_existing.clicked.connect(lambda: self.existing_wanted.emit(self.existing.text()))
        self.search()

    def search(self) -> None:
        """Look for Pythons and graphics cards, in the background."""
        self.searching = True
        system, environ = platform.system(), dict(os.environ)
        question = Question(lambda: (find_interpreters(system, environ), gpu_name(environ)))
        question.answered.connect(self._searched)
        question.failed.connect(lambda _error: self._searched(([], None)))
        question.start()

    def wants_gpu(self) -> bool:
        return self.gpu is not None and self.gpu.isChecked()

    def interpreter(self) -> Path:
        """The Python to make the environment from.

        Raises
        ------
        InputProblem
            None fits, with what to install.
        """
        text = self.other.text()
        if text:
            found = probe(Path(text), platform.system(), os.environ)
            if found.problem:
                raise InputProblem(f"{text}: {found.problem}")
            return found.path
        path = self.python.currentData()
        if not path:
            raise InputProblem(no_python())
        return Path(path)

    def wheels_folder(self) -> Path | None:
        text = self.wheels.text()
        if not text:
            return None
        folder = Path(text)
        if not folder.is_dir() or not any(folder.glob("*.whl")):
            raise InputProblem(tr("There are no packages (.whl) in the folder {folder}.").format(folder=text))
        return folder

    def set_proxy(self, proxy: str | None) -> None:
        """Show it without its password."""
        shown = proxy.rpartition("@")[2] if proxy else ""
        self.proxy.setText(
            tr("{proxy}, as in the network settings of QGIS").format(proxy=shown)
            if shown
            else tr("None (Settings > Options > Network of QGIS)")
        )

    def _searched(self, found: tuple[list[Interpreter], str | None]) -> None:
        interpreters, self.gpu_found = found
        self.searching = False
        chosen = self.python.currentData()
        self.python.clear()
        for interpreter in interpreters:
            version = ".".join(map(str, interpreter.version or ()))
            text = f"Python {version}: {interpreter.path}"
            if interpreter.problem:
                text = f"{text} ({interpreter.problem})"
            self.python.addItem(text, None if interpreter.problem else str(interpreter.path))
            if interpreter.problem:
                self.python.model().item(self.python.count() - 1).setEnabled(False)
        if not interpreters:
            self.python.addItem(tr("none found"), None)
        choose(self.python, chosen)
        if self.gpu_found is not None and self.gpu is None:
            self.gpu = QCheckBox(tr("Use the &graphics card"), self)
            self.gpu.setToolTip(tr("{name}; a larger download").format(name=self.gpu_found))
            self.gpu.setVisible(not self.isCollapsed())
            self._form.insertRow(self._form.rowCount() - 1, self.gpu)
        self.changed.emit()

    def _keep_folder(self) -> None:
        text = self.folder.text()
        Settings().root = Path(text) if text else None
        self.folder.set_text(str(Settings().root))
        self.folder_changed.emit()


def no_python() -> str:
    """What to install where no Python fits."""
    system = platform.system()
    if system == "Linux":
        return tr("No Python 3.10 or newer was found. Install the packages python3 and python3-venv, then try again.")
    return tr("No Python 3.10 or newer was found. Install Python 3.12 from python.org, then try again.")
