"""What is right for nearly every scene as it is found, folded away: how stored values are read, what is done to the
probability before its outlines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QSpinBox

from ..i18n_text import tr
from .forms import choose, form, narrow
from .scene_details import SceneDetails


class AdvancedGroup(QgsCollapsibleGroupBox):
    """``values()`` are keyword arguments of `DetectJob`."""

    changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(tr("Advanced"), parent)
        layout = form(self)
        self.scene = SceneDetails(layout, "", self)
        self.dem_unit = narrow(QComboBox(self))
        for key, text in (
            ("auto", tr("As the file says")),
            ("metres", tr("Metres")),
            ("feet", tr("Feet")),
            ("decimetres", tr("Decimetres")),
            ("centimetres", tr("Centimetres")),
        ):
            self.dem_unit.addItem(text, key)
        self.dem_unit.setToolTip(tr("Where the file does not say it, heights are taken for metres."))
        layout.addRow(tr("Unit of elevation"), self.dem_unit)
        self.before = SceneDetails(layout, tr("scene before"), self)
        self.coregister = narrow(QComboBox(self))
        self.coregister.addItem(tr("Automatic"), "auto")
        self.coregister.addItem(tr("Always"), "on")
        self.coregister.addItem(tr("Never"), "off")
        self.coregister.setToolTip(
            tr("Moves it to where it shows the same ground; automatic does so from 0.3 pixels on.")
        )
        layout.addRow(tr("Shift of scene before"), self.coregister)
        self.hysteresis = QDoubleSpinBox(self)
        self.hysteresis.setRange(0, 99.9)
        self.hysteresis.setDecimals(1)
        self.hysteresis.setSuffix(" %")
        self.hysteresis.setSpecialValueText(tr("As the threshold"))
        self.hysteresis.setToolTip(tr("Places from this probability on belong to a landslide that they touch."))
        layout.addRow(tr("Lower threshold"), self.hysteresis)
        self.fill_holes = QSpinBox(self)
        self.fill_holes.setRange(0, 10_000_000)
        self.fill_holes.setSingleStep(100)
        self.fill_holes.setSuffix(" m²")
        self.fill_holes.setGroupSeparatorShown(True)
        self.fill_holes.setToolTip(tr("Holes in landslides up to this area; those that were not observed stay."))
        layout.addRow(tr("Fill holes up to"), self.fill_holes)
        self.crf = QCheckBox(tr("Pixels that look alike agree (CRF)"), self)
        self.crf.setToolTip(
            tr("A fully-connected conditional random field over the probability, before the threshold.")
        )
        layout.addRow(self.crf)
        self.setCollapsed(True)
        self.scene.changed.connect(self.changed)
        self.before.changed.connect(self.changed)
        for combo in (self.dem_unit, self.coregister):
            combo.currentIndexChanged.connect(lambda _index: self.changed.emit())
        for spin in (self.hysteresis, self.fill_holes):
            spin.valueChanged.connect(lambda _value: self.changed.emit())
        self.crf.toggled.connect(lambda _on: self.changed.emit())

    def values(self) -> dict[str, Any]:
        return {
            **self.scene.values(),
            **{f"pre_{name}": value for name, value in self.before.values().items()},
            "dem_unit": str(self.dem_unit.currentData()),
            "coregister": str(self.coregister.currentData()),
            "hysteresis": round(self.hysteresis.value() / 100, 4) or None,
            "fill_holes_m2": float(self.fill_holes.value()),
            "crf": self.crf.isChecked(),
        }

    def set_values(self, values: Mapping[str, Any]) -> None:
        """As an earlier run was told."""
        self.scene.set_values(values.get("level"), values.get("offset"), values.get("scale"))
        self.before.set_values(values.get("pre_level"), values.get("pre_offset"), values.get("pre_scale"))
        choose(self.dem_unit, values.get("dem_unit") or "auto")
        choose(self.coregister, values.get("coregister") or "auto")
        self.hysteresis.setValue(100 * float(values.get("hysteresis") or 0))
        self.fill_holes.setValue(round(float(values.get("fill_holes_m2") or 0)))
        self.crf.setChecked(bool(values.get("crf")))

    def set_known(self, facts: Mapping[str, Any]) -> None:
        """What the backend found."""
        before = facts.get("before")
        self.scene.set_known(facts)
        self.before.set_known(before if isinstance(before, Mapping) else None)
