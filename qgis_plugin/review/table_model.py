"""The list of polygons as a model of Qt: no widget for a row, so that thousands are as quick as ten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.PyQt.QtCore import QAbstractTableModel, QLocale, QModelIndex, Qt, pyqtSignal

from ..i18n_text import tr
from ..layers import domains
from .order import Item

COLUMNS = ("name", "area", "probability", "status", "kind", "reviewer", "reason")
_NUMBERS = ("area", "probability")


class PolygonModel(QAbstractTableModel):
    """Rows are items, in the order that somebody else decided; ``sort_wanted(column or None, descending)`` asks for
    another."""

    sort_wanted = pyqtSignal(object, bool)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._items: list[Item] = []
        self._rows: dict[int, int] = {}
        self._titles = {
            "name": tr("Landslide"),
            "area": tr("Area (ha)"),
            "probability": tr("Probability"),
            "status": tr("Review"),
            "kind": tr("Type"),
            "reviewer": tr("Reviewer"),
            "reason": tr("Why rejected"),
        }
        statuses, kinds = dict(domains.statuses()), dict(domains.landslide_types())
        reasons = dict(domains.reject_reasons())
        locale = QLocale()
        self._texts: dict[str, Callable[[Item], str]] = {
            "name": lambda item: item.name,
            "area": lambda item: locale.toString(item.area_m2 / 10_000, "f", 2),
            "probability": lambda item: "" if item.probability is None else f"{round(100 * item.probability)}\u00a0%",
            "status": lambda item: statuses.get(item.status, item.status),
            "kind": lambda item: kinds.get(item.kind, item.kind),
            "reviewer": lambda item: item.reviewer,
            "reason": lambda item: reasons.get(item.reason, item.reason),
        }

    def show(self, items: list[Item]) -> None:
        """Show these, in this order."""
        if [item.fid for item in items] == [item.fid for item in self._items]:
            self._items = items
            if items:
                self.dataChanged.emit(self.index(0, 0), self.index(len(items) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._items = items
        self._rows = {item.fid: row for row, item in enumerate(items)}
        self.endResetModel()

    def fids(self) -> list[int]:
        return [item.fid for item in self._items]

    def fid_at(self, row: int) -> int | None:
        return self._items[row].fid if 0 <= row < len(self._items) else None

    def row_of(self, fid: int | None) -> int | None:
        return None if fid is None else self._rows.get(fid)

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[column](self._items[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[COLUMNS[section]]
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        name = COLUMNS[column] if 0 <= column < len(COLUMNS) else None
        self.sort_wanted.emit(name, order == Qt.SortOrder.DescendingOrder)
