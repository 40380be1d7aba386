"""What can be done where the name of a result is taken, by an inventory that somebody has reviewed above all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..i18n_text import tr
from .forms import words


class ReviewedChoice(QWidget):
    """Two buttons while a name is taken, and a check mark once the review of a file is to be carried over.

    ``beside_wanted``: a free name; ``carry_wanted``: the review in the new result; ``dropped``: not after all.
    """

    beside_wanted = pyqtSignal()
    carry_wanted = pyqtSignal()
    dropped = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.says = words(self)
        self.beside = QPushButton(tr("Write beside it"), self)
        self.beside.setToolTip(tr("The result gets a free name in the same folder; the file stays."))
        self.carry = QPushButton(tr("Carry the review over"), self)
        self.carry.setToolTip(
            tr(
                "Landslides that match reviewed ones keep identifier, review, notes and type; what was drawn by hand "
                "stays. A copy of the file is kept, with ~ at the end of its name."
            )
        )
        self.carried = QCheckBox(self)
        buttons = QHBoxLayout()
        buttons.addWidget(self.beside)
        buttons.addWidget(self.carry)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.says)
        layout.addLayout(buttons)
        layout.addWidget(self.carried)
        self.beside.clicked.connect(lambda _checked=False: self.beside_wanted.emit())
        self.carry.clicked.connect(lambda _checked=False: self.carry_wanted.emit())
        self.carried.clicked.connect(lambda checked: None if checked else self.dropped.emit())
        self.show_state(None, 0, None)

    def show_state(self, taken: Path | None, reviewed: int, kept: Path | None) -> None:
        """What is offered: ``taken`` is a file of the chosen name, ``kept`` the file whose review is carried over."""
        offer = taken is not None and kept is None
        self.says.setVisible(offer and reviewed > 0)
        if taken is not None:
            self.says.setText(tr("{name} holds {count} reviewed landslides.").format(name=taken.name, count=reviewed))
        self.beside.setVisible(offer)
        self.carry.setVisible(offer and reviewed > 0)
        self.carried.setVisible(kept is not None)
        if kept is not None:
            self.carried.setText(tr("Carry over the review of {name}").format(name=kept.name))
            self.carried.setChecked(True)
        self.setVisible(offer or kept is not None)
