"""How strict the mapping is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QHBoxLayout, QSpinBox, QWidget

from ..i18n_text import tr
from ..settings import Settings
from .forms import choose, form, narrow

CALIBRATED, OWN = "calibrated", "own"


class OptionsGroup(QgsCollapsibleGroupBox):
    """``values()`` are keyword arguments of `DetectJob`."""

    changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(tr("Options"), parent)
        settings = Settings()
        self.threshold_kind = narrow(QComboBox(self))
        self.threshold_kind.addItem(tr("As calibrated"), CALIBRATED)
        self.threshold_kind.addItem(tr("Own value"), OWN)
        self.threshold_kind.setAccessibleName(tr("Threshold"))
        self.threshold = QDoubleSpinBox(self)
        self.threshold.setRange(0.1, 99.9)
        self.threshold.setDecimals(1)
        self.threshold.setSingleStep(5)
        self.threshold.setSuffix(" %")
        self.threshold.setValue(100 * settings.value("threshold", 0.5))
        self.threshold.setToolTip(tr("Places with at least this probability are mapped as landslides."))
        self.threshold.setAccessibleName(tr("Threshold"))
        both = QWidget(self)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.threshold_kind)
        row.addWidget(self.threshold)
        both.setFocusProxy(self.threshold_kind)
        self.mmu = QSpinBox(self)
        self.mmu.setRange(0, 10_000_000)
        self.mmu.setSingleStep(100)
        self.mmu.setSuffix(" m²")
        self.mmu.setGroupSeparatorShown(True)
        self.mmu.setValue(settings.value("mmu_m2", 1000))
        self.mmu.setToolTip(tr("Smaller places are left out. One pixel of Sentinel-2 is 100 m²."))
        self.min_slope = QDoubleSpinBox(self)
        self.min_slope.setRange(0, 89)
        self.min_slope.setDecimals(1)
        self.min_slope.setSuffix(" °")
        self.min_slope.setValue(settings.value("min_slope_deg", 5.0))
        self.min_slope.setToolTip(
            tr("Left out where less than a quarter is at least this steep. 0 keeps everything. Needs elevation.")
        )
        self.simplify = QSpinBox(self)
        self.simplify.setRange(0, 1000)
        self.simplify.setSuffix(" m")
        self.simplify.setSpecialValueText(tr("Off"))
        self.simplify.setValue(settings.value("simplify_m", 0))
        self.simplify.setToolTip(tr("Outlines follow the pixels; a tolerance of 10 m takes their steps away."))
        self.clouds = narrow(QComboBox(self))
        for key, text in (
            ("auto", tr("Find them (automatic)")),
            ("product", tr("As marked in the product")),
            ("csmask", tr("Find them with a network")),
            ("builtin", tr("Find them by colour")),
            ("none", tr("There are none")),
        ):
            self.clouds.addItem(text, key)
        choose(self.clouds, settings.value("clouds", "auto"))
        self.runout = QCheckBox(tr("Follow run-outs"), self)
        self.runout.setChecked(settings.value("runout", False))
        self.runout.setToolTip(tr("Over bare ground below them that is connected and looks alike. Needs elevation."))
        self.water = QCheckBox(tr("Leave out open water"), self)
        self.water.setChecked(settings.value("mask_water", False))
        layout = form(self)
        layout.addRow(tr("&Threshold"), both)
        layout.addRow(tr("Minimum &area"), self.mmu)
        layout.addRow(tr("Minimum &slope"), self.min_slope)
        layout.addRow(tr("S&mooth outlines"), self.simplify)
        layout.addRow(tr("Clouds"), self.clouds)
        layout.addRow(self.runout)
        layout.addRow(self.water)
        self.threshold_kind.currentIndexChanged.connect(lambda _index: self._refresh())
        for widget in (self.threshold, self.mmu, self.min_slope, self.simplify):
            widget.valueChanged.connect(lambda _value: self.changed.emit())
        self.clouds.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.runout.toggled.connect(lambda _on: self.changed.emit())
        self.water.toggled.connect(lambda _on: self.changed.emit())
        self._refresh()

    def values(self) -> dict[str, Any]:
        own = self.threshold_kind.currentData() == OWN
        return {
            "threshold": round(self.threshold.value() / 100, 4) if own else None,
            "mmu_m2": float(self.mmu.value()),
            "min_slope_deg": self.min_slope.value(),
            "simplify_m": float(self.simplify.value()),
            "clouds": str(self.clouds.currentData()),
            "runout": self.runout.isChecked(),
            "mask_water": self.water.isChecked(),
        }

    def set_calibrated(self, threshold: float | None) -> None:
        """Say the value that the chosen model was calibrated to, None where it is not known before the run."""
        words = (
            tr("As calibrated")
            if threshold is None
            else tr("Calibrated: {value} %").format(value=f"{100 * threshold:.3g}")
        )
        self.threshold_kind.setItemText(0, words)
        if threshold is not None and self.threshold_kind.currentData() == CALIBRATED:
            self.threshold.setValue(100 * threshold)

    def set_values(self, values: Mapping[str, Any]) -> None:
        """As an earlier run had it; a name that is not there is left as it is."""
        threshold = values.get("threshold")
        if threshold is not None:
            self.threshold.setValue(100 * float(threshold))
        choose(self.threshold_kind, CALIBRATED if threshold is None else OWN)
        for name, spin in (("mmu_m2", self.mmu), ("min_slope_deg", self.min_slope), ("simplify_m", self.simplify)):
            if name in values:
                number = float(values[name] or 0)
                spin.setValue(round(number) if isinstance(spin, QSpinBox) else number)
        choose(self.clouds, values.get("clouds"))
        self.runout.setChecked(bool(values.get("runout", self.runout.isChecked())))
        self.water.setChecked(bool(values.get("mask_water", self.water.isChecked())))

    def remember(self) -> None:
        settings = Settings()
        for name, value in self.values().items():
            if value is not None:
                settings.remember(name, value)

    def _refresh(self) -> None:
        self.threshold.setEnabled(self.threshold_kind.currentData() == OWN)
        self.changed.emit()
