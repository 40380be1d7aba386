"""The window "Set up l4s"."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QSize, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QVBoxLayout

from ..i18n_text import tr
from .setup_page import SetupPage

_WIDTH_LETTERS = 90
_SCREEN_PART = 0.9  # at most: the frame of the window needs room too


class SetupDialog(QDialog):
    """A `SetupPage` in a window that does not block QGIS and is as high as what it has to show; one that somebody made
    larger stays so."""

    changed = pyqtSignal()
    detect_wanted = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.setObjectName("L4SSetupDialog")
        self.setWindowTitle(tr("Set up l4s"))
        self.page = SetupPage(self)
        self.page.changed.connect(self.changed)
        self.page.detect_wanted.connect(self._detect)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self.page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(buttons)
        self.resize(_WIDTH_LETTERS * self.fontMetrics().averageCharWidth(), self.sizeHint().height())
        # the sizes are known only after the layout has been told
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._fit)
        self._fitted: QSize | None = None  # as made here last; another size is the person's
        self._shrink = False
        self.page.advanced.collapsedStateChanged.connect(lambda _collapsed: self._later.start())
        self.page.progress.log_button.toggled.connect(lambda _on: self._later.start())
        self.page.looks_changed.connect(self._another_page)

    def showEvent(self, event: Any) -> None:
        """Open large enough for what there is."""
        super().showEvent(event)
        self._later.start()

    def shut_down(self) -> None:
        self._later.stop()
        self.page.shut_down()
        self.close()

    def _detect(self) -> None:
        self.close()
        self.detect_wanted.emit()

    def _another_page(self) -> None:
        self._shrink = True
        self._later.start()

    def _fit(self) -> None:
        """Make room for the whole page, as far as the screen goes. What it needs no more is taken away only when there
        is something else to show: on a click that folds a part away nothing jumps below the pointer."""
        window = self.windowHandle()
        if window is None or self.isMaximized():
            return
        screen = window.screen().availableGeometry()
        seen, page = self._scroll.viewport(), self.page.layout()
        around = self.size() - seen.size()
        width = max(seen.width(), page.minimumSize().width())
        wanted = QSize(width, page.totalHeightForWidth(width)) + around
        if self._fitted is not None and not (self._shrink and self.size() == self._fitted):
            wanted = wanted.expandedTo(self.size())
        before = self.size()
        self.resize(wanted.boundedTo(screen.size() * _SCREEN_PART))
        if self._fitted in (None, before):
            self._fitted = self.size()
        self._shrink = False
        below = self.frameGeometry().bottom() - screen.bottom()
        if below > 0:
            self.move(self.x(), max(screen.top(), self.y() - below))
