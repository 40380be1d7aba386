"""All keys of the review at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QHBoxLayout, QLabel, QWidget

from ..i18n_text import tr
from .actions import Action


class KeySheet(QDialog):
    """A window that stays beside the map until it is closed, with Esc or the key that opened it."""

    def __init__(self, table: Iterable[Action], more: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setWindowTitle(tr("Keys of the review"))
        row = QHBoxLayout(self)
        self.labels = []
        for rows in ([(action.key, action.tip) for action in table], list(more)):
            cells = "".join(
                f"<tr><td align='center'><b>{escape(key)}</b></td><td style='padding-left: 9px'>{escape(tip)}</td></tr>"
                for key, tip in rows
            )
            label = QLabel(f"<table cellspacing='3'>{cells}</table>")
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            row.addWidget(label)
            self.labels.append(label)

    def toggle(self) -> None:
        self.setVisible(not self.isVisible())
