"""What a product says of itself, for scenes whose files do not: level, offset, scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QHBoxLayout, QSizePolicy, QWidget

from ..i18n_text import tr
from .forms import narrow
from .found_words import found

_OWN = "own"


class SceneDetails(QWidget):
    """Three rows of a form. ``values()`` has None for what is left to be found; ``changed`` for every change."""

    changed = pyqtSignal()

    def __init__(self, layout: QFormLayout, title: str, parent: Any = None) -> None:
        super().__init__(parent)
        self.hide()  # its fields are rows of the form
        self.level = narrow(QComboBox(parent))
        self.level.addItem("", None)
        self.level.addItem(tr("Level-1C (top of atmosphere)"), "L1C")
        self.level.addItem(tr("Level-2A (surface)"), "L2A")
        self.level.setToolTip(tr("The product's name has MSIL1C or MSIL2A in it."))
        self.offset = narrow(QComboBox(parent))
        self.offset.addItem("", None)
        self.offset.addItem(tr("0 (products until January 2022)"), 0.0)
        self.offset.addItem(tr("-1000 (products since January 2022)"), -1000.0)
        self.offset.addItem(tr("Own value"), _OWN)
        self.offset.setToolTip(
            tr("Added to the stored values. Products since 25 January 2022 store 1000 more than reflectance x 10000.")
        )
        self.own_offset = QDoubleSpinBox(parent)
        self.own_offset.setRange(-1e6, 1e6)
        self.own_offset.setDecimals(4)
        self.own_offset.setValue(-1000)
        self.own_offset.setMinimumWidth(80)
        self.own_offset.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        both = QWidget(parent)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.offset, 2)
        row.addWidget(self.own_offset, 1)
        both.setFocusProxy(self.offset)
        self.scale = QDoubleSpinBox(parent)
        self.scale.setRange(0, 1e9)
        self.scale.setDecimals(4)
        self.scale.setMinimumWidth(80)  # what was found is long, and must not widen the panel
        self.scale.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.scale.setToolTip(
            tr("The stored value of a reflectance of 1: 10000 in Sentinel-2 products, 65535, 255 or 1 in others.")
        )
        for label, field in ((tr("Level"), self.level), (tr("Offset"), both), (tr("Scale"), self.scale)):
            layout.addRow(tr("{field}, {scene}").format(field=label, scene=title) if title else label, field)
            field.setAccessibleName(f"{label} {title}".strip())
        self.set_known(None)
        self.level.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.offset.currentIndexChanged.connect(lambda _index: self._refresh())
        self.own_offset.valueChanged.connect(lambda _value: self.changed.emit())
        self.scale.valueChanged.connect(lambda _value: self.changed.emit())
        self._refresh()

    def values(self) -> dict[str, Any]:
        offset = self.offset.currentData()
        return {
            "level": self.level.currentData(),
            "offset": self.own_offset.value() if offset == _OWN else offset,
            "scale": self.scale.value() or None,
        }

    def set_values(self, level: object, offset: float | None, scale: float | None) -> None:
        """As an earlier run was told; None for what was left to be found."""
        self.level.setCurrentIndex(max(0, self.level.findData(level)) if level else 0)
        known = -1 if offset is None else self.offset.findData(float(offset))
        if offset is not None and known < 0:
            self.own_offset.setValue(offset)
            known = self.offset.findData(_OWN)
        self.offset.setCurrentIndex(max(0, known))
        self.scale.setValue(scale or 0)

    def set_known(self, facts: Mapping[str, Any] | None) -> None:
        """Show what was found where nothing is said."""
        self.level.setItemText(0, found(facts, "level"))
        self.offset.setItemText(0, found(facts, "offset"))
        self.scale.setSpecialValueText(found(facts, "scale"))

    def _refresh(self) -> None:
        self.own_offset.setVisible(self.offset.currentData() == _OWN)
        self.changed.emit()
