"""What a product says of itself, for scenes whose files do not."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QWidget

from ..i18n_text import tr
from .forms import form, narrow


class SceneDetails(QWidget):
    """Processing level and offset of the values; ``values()`` has None for what is left to be detected."""

    changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.level = narrow(QComboBox(self))
        self.level.addItem(tr("not known"), None)
        self.level.addItem(tr("Level-1C (top of atmosphere)"), "L1C")
        self.level.addItem(tr("Level-2A (surface)"), "L2A")
        self.level.setToolTip(tr("The product's name has MSIL1C or MSIL2A in it."))
        self.offset = narrow(QComboBox(self))
        self.offset.addItem(tr("as detected"), None)
        self.offset.addItem(tr("0 (products until January 2022)"), 0.0)
        self.offset.addItem(tr("-1000 (products since January 2022)"), -1000.0)
        self.offset.setToolTip(tr("Products since 25 January 2022 store 1000 more than the reflectance x 10000."))
        layout = form(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addRow(tr("L&evel"), self.level)
        layout.addRow(tr("O&ffset"), self.offset)
        self.level.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.offset.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def values(self) -> dict[str, Any]:
        return {"level": self.level.currentData(), "offset": self.offset.currentData()}
