"""The window "Set up l4s"."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QVBoxLayout

from ..i18n_text import tr
from .setup_page import SetupPage

_WIDTH_LETTERS = 90
_HEIGHT_LINES = 34


class SetupDialog(QDialog):
    """A `SetupPage` in a window that does not block QGIS."""

    changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.setObjectName("L4SSetupDialog")
        self.setWindowTitle(tr("Set up l4s"))
        self.page = SetupPage(self)
        self.page.changed.connect(self.changed)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
        metrics = self.fontMetrics()
        self.resize(_WIDTH_LETTERS * metrics.averageCharWidth(), _HEIGHT_LINES * metrics.lineSpacing())

    def shut_down(self) -> None:
        self.page.shut_down()
        self.close()
