"""A line for a path, with buttons to browse and a place to drop files on."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QUrl, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from ..i18n_text import tr
from ..settings import Settings


class PathEdit(QWidget):
    """A path to open (``file``, ``folder``) or to write (``save``).

    Parameters
    ----------
    modes
        Which ways of browsing the button offers; with several it has a menu.
    filters
        Of the file dialogs, as Qt writes them.
    """

    changed = pyqtSignal()

    def __init__(self, modes: tuple[str, ...], filters: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters = filters
        self.line = _DropLine(self)
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.button = QToolButton(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        layout.addWidget(self.button)
        self.setFocusProxy(self.line)
        if len(modes) == 1:
            self.button.setText("…")
            self.button.setToolTip(tr("Browse"))
            self.button.setAccessibleName(tr("Browse"))
            self.button.clicked.connect(lambda: self.browse(modes[0]))
        else:
            self.button.setText(tr("Browse"))
            self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            menu = QMenu(self.button)
            for mode in modes:
                words = tr("Folder…") if mode == "folder" else tr("File…")
                menu.addAction(words).triggered.connect(lambda _checked=False, mode=mode: self.browse(mode))
            self.button.setMenu(menu)

    def text(self) -> str:
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        self.line.setText(text)

    def browse(self, mode: str) -> None:
        """Ask with the dialog of the system."""
        settings = Settings()
        start = self.text() or settings.value("last_folder", str(Path.home()))
        if mode == "folder":
            chosen = QFileDialog.getExistingDirectory(self, tr("Choose a folder"), start)
        elif mode == "save":
            # what happens to an existing file is said in the panel, where it can still be changed
            options = QFileDialog.Option.DontConfirmOverwrite
            chosen, _ = QFileDialog.getSaveFileName(self, tr("Save as"), start, self._filters, options=options)
        else:
            chosen, _ = QFileDialog.getOpenFileName(self, tr("Choose a file"), start, self._filters)
        if chosen:
            settings.remember("last_folder", str(Path(chosen).parent))
            self.set_text(chosen)


class _DropLine(QLineEdit):
    """Takes a dropped file as its path, not as ``file://`` text."""

    def dragEnterEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        urls: list[QUrl] = event.mimeData().urls()
        if urls and urls[0].isLocalFile():
            self.setText(urls[0].toLocalFile())
            event.acceptProposedAction()
        else:
            super().dropEvent(event)
