"""The table of scenes: sorted by a click, several rows chosen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QPixmap
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from ..i18n_text import tr
from .harmless import harmless
from .rows import AFTER, Row

PICTURE = 40  # pixels
_ROWS_SEEN = 4
_ID = Qt.ItemDataRole.UserRole
_ORDER = Qt.ItemDataRole.UserRole + 1


class SceneTable(QTableWidget):
    """``chosen_changed`` when other rows are chosen; ``chosen()`` are their scenes, in the order of the table."""

    chosen_changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(0, 7, parent)
        self._rows: dict[str, Row] = {}
        self.setHorizontalHeaderLabels(
            [tr("Date"), tr("Event"), tr("Clouds"), tr("Covers"), tr("Tile"), tr("Size"), tr("Level")]
        )
        for column, text in (
            (0, tr("Day when the scene was taken")),
            (1, tr("Whether it shows the ground after the event or before it")),
            (2, tr("Clouds in the whole scene, as its catalogue says")),
            (3, tr("Share of the area that lies in the scene")),
            (5, tr("What would be downloaded of it: ten bands")),
        ):
            self.horizontalHeaderItem(column).setToolTip(text)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("Scenes found"))
        self.setIconSize(QSize(PICTURE, PICTURE))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(PICTURE + 4)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setHighlightSections(False)
        self.setMinimumHeight(_ROWS_SEEN * (PICTURE + 4) + self.horizontalHeader().sizeHint().height())
        self.setSortingEnabled(True)
        self.itemSelectionChanged.connect(self.chosen_changed)

    def fill(self, rows: Sequence[Row]) -> None:
        """Show these scenes, those after the event first; what the search would take is chosen."""
        self.setSortingEnabled(False)
        self.blockSignals(True)
        self._rows = {row.id: row for row in rows}
        self.clearContents()
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, (text, order) in enumerate(_cells(row)):
                item = _Cell(text)
                item.setData(_ID, row.id)
                item.setData(_ORDER, order)
                item.setToolTip(harmless(row.id))
                if column in (2, 3, 5):
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(number, column, item)
            self.item(number, 0).setIcon(_blank())
        self.blockSignals(False)
        self.setSortingEnabled(True)
        self.sortByColumn(1, Qt.SortOrder.AscendingOrder)
        self.choose({row.id for row in rows if row.chosen})

    def choose(self, ids: Collection[str]) -> None:
        """Choose the scenes with these ids and no others."""
        self.blockSignals(True)
        self.clearSelection()
        mode = self.selectionMode()
        self.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        first = None
        for number in range(self.rowCount()):
            if self.item(number, 0).data(_ID) in ids:
                self.selectRow(number)
                first = number if first is None else first
        self.setSelectionMode(mode)
        self.blockSignals(False)
        if first is not None:
            self.scrollToItem(self.item(first, 0))
        self.chosen_changed.emit()

    def chosen(self) -> list[Row]:
        numbers = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self._rows[self.item(number, 0).data(_ID)] for number in numbers]

    def set_picture(self, name: str, picture: QPixmap) -> None:
        for number in range(self.rowCount()):
            if self.item(number, 0).data(_ID) == name:
                self.item(number, 0).setIcon(QIcon(picture))
                return


class _Cell(QTableWidgetItem):
    """Sorted by its value, not by its words."""

    def __lt__(self, other: QTableWidgetItem) -> bool:
        return bool(self.data(_ORDER) < other.data(_ORDER))


def _cells(row: Row) -> list[tuple[str, Any]]:
    """Words and what they are sorted by; what is not known comes last."""
    after = row.when == AFTER
    return [
        (row.date, row.date),
        # of those after the event the first is the best, of those before it the last
        (tr("after") if after else tr("before"), f"{0 if after else 1}{_away(row)}"),
        ("" if row.cloud is None else f"{row.cloud:.0f} %", 1e9 if row.cloud is None else row.cloud),
        ("" if row.cover is None else f"{100 * row.cover:.0f} %", 1e9 if row.cover is None else -row.cover),
        (row.tile, row.tile),
        (size_words(row.size), 1e18 if row.size is None else row.size),
        (row.level, row.level),
    ]


def _away(row: Row) -> str:
    if row.when == AFTER:
        return row.date
    return "".join(str(9 - int(c)) if c.isdigit() else c for c in row.date)


def size_words(size: float | None) -> str:
    """``"0.9 GB"``, ``"120 MB"``, empty where it is not known."""
    if size is None:
        return ""
    return (
        tr("{size} GB").format(size=f"{size / 1e9:.1f}")
        if size >= 1e9
        else tr("{size} MB").format(size=round(size / 1e6))
    )


def _blank() -> QIcon:
    picture = QPixmap(PICTURE, PICTURE)
    picture.fill(Qt.GlobalColor.transparent)
    return QIcon(picture)
