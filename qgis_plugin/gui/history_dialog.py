"""The runs of the past in a table, with what can be done with each."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QDateTime, QLocale, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..history import PastRun
from ..i18n_text import tr
from .forms import words

_SIZE = (760, 360)
_flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ON_THE_RIGHT = int(getattr(_flags, "value", _flags))  # Qt 5 wants a number, and Qt 6 has it as the value of an enum


class HistoryDialog(QDialog):
    """``wanted(run)``: its settings are to be used again. ``opened(run)``: its result is to be shown.

    ``shown``: the inventories that are in the project.
    """

    wanted = pyqtSignal(object)
    opened = pyqtSignal(object)

    def __init__(self, runs: list[PastRun], shown: Collection[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = shown
        self.setWindowTitle(tr("Earlier runs"))
        self.runs = runs
        self.table = QTableWidget(len(runs), 6, self)
        self.table.setHorizontalHeaderLabels(
            [tr("Date"), tr("Scene"), tr("Model"), tr("Threshold"), tr("Landslides"), tr("File")]
        )
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for stretched in (1, 5):
            header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        for row, run in enumerate(runs):
            for column, text in enumerate(_cells(run)):
                item = QTableWidgetItem(text)
                item.setToolTip(run.output if column == 5 else text)
                if column in (3, 4):
                    item.setTextAlignment(_ON_THE_RIGHT)
                self.table.setItem(row, column, item)
        self.note = words(self, "" if runs else tr("No run has ended yet, and the project has no inventory."))
        self.note.setVisible(not runs)
        self.use_button = QPushButton(tr("&Use these settings again"), self)
        self.open_button = QPushButton(tr("&Add the result to the project"), self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.addButton(self.use_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.open_button, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        layout.addWidget(self.note)
        layout.addWidget(self.table)
        layout.addWidget(buttons)
        buttons.rejected.connect(self.reject)
        self.table.itemSelectionChanged.connect(self._enable)
        self.table.cellDoubleClicked.connect(lambda _row, _column: self._use())
        self.use_button.clicked.connect(lambda _checked=False: self._use())
        self.open_button.clicked.connect(lambda _checked=False: self._open())
        self.resize(*_SIZE)
        if runs:
            self.table.selectRow(0)
        self._enable()

    def chosen(self) -> PastRun | None:
        rows = self.table.selectionModel().selectedRows()
        return self.runs[rows[0].row()] if rows else None

    def _enable(self) -> None:
        run = self.chosen()
        self.use_button.setEnabled(run is not None)
        there, shown = run is not None and run.there, run is not None and run.output in self._shown
        self.open_button.setEnabled(there and not shown)
        self.open_button.setToolTip(
            tr("It is in the project already.") if shown else "" if there else tr("The file is not there any more.")
        )

    def _use(self) -> None:
        run = self.chosen()
        if run is not None:
            self.accept()
            self.wanted.emit(run)

    def _open(self) -> None:
        run = self.chosen()
        if run is not None:
            self.accept()
            self.opened.emit(run)


def _cells(run: PastRun) -> tuple[str, ...]:
    moment = QDateTime.fromString(run.when, Qt.DateFormat.ISODate)
    locale: Any = QLocale()
    when = locale.toString(moment.toLocalTime(), QLocale.FormatType.ShortFormat) if moment.isValid() else run.when
    threshold = "" if run.threshold is None else f"{100 * run.threshold:.3g} %"
    count = "" if run.count is None else str(run.count)
    return (when, run.name, run.model, threshold, count, Path(run.output).name)
