"""Which layer, or which band of a raster, is which band of Sentinel-2: recognised, shown, correctable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem

from ..band_names import BANDS, UNUSED
from ..i18n_text import tr
from .band_words import band_words
from .forms import choose, narrow

_ROWS_SEEN = 6


class BandTable(QTableWidget):
    """Two columns: what there is, and a list of bands. ``changed`` when a person chose."""

    changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(0, 2, parent)
        self.setHorizontalHeaderLabels([tr("Layer or band"), tr("Sentinel-2 band")])
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._keys: list[Any] = []
        self._of = ""

    def fill(self, rows: Sequence[tuple[Any, str, str]], of: str) -> None:
        """Show rows of key, label and recognised band.

        What was corrected stays for the keys that were there before, as long as ``of``, what the rows are of, is the
        same: the first band of another layer is another band.
        """
        keys = [key for key, _, _ in rows]
        if keys == self._keys and of == self._of:
            for row, (_, label, _) in enumerate(rows):
                self.item(row, 0).setText(label)
            return
        before = self.bands() if of == self._of else {}
        self._keys, self._of = keys, of
        self.setRowCount(len(rows))
        for row, (key, label, band) in enumerate(rows):
            item = QTableWidgetItem(label)
            item.setToolTip(label)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.setItem(row, 0, item)
            combo = narrow(QComboBox(self))
            for name in (UNUSED, *BANDS):
                combo.addItem(band_words(name), name)
            choose(combo, before.get(key, band))
            combo.setAccessibleName(label)
            combo.currentIndexChanged.connect(lambda _index: self.changed.emit())
            self.setCellWidget(row, 1, combo)
        self.resizeRowsToContents()
        self._fit_height()

    def bands(self) -> dict[Any, str]:
        """Key of each row -> its band, `UNUSED` for none."""
        found = {}
        for row, key in enumerate(self._keys):
            combo = self.cellWidget(row, 1)
            found[key] = str(combo.currentData()) if combo is not None else UNUSED
        return found

    def set_band(self, key: Any, band: str) -> None:
        choose(self.cellWidget(self._keys.index(key), 1), band)

    def _fit_height(self) -> None:
        seen = range(min(self.rowCount(), _ROWS_SEEN))
        rows = sum(self.rowHeight(row) for row in seen)
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth() + 2)
