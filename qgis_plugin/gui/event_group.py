"""What is known of the event, written into every polygon; and the scene before it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.gui import QgsCollapsibleGroupBox, QgsDateTimeEdit
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QLineEdit

from ..i18n_text import tr
from ..inputs import Incomplete, existing_path, scene_file, scene_of
from .file_filters import scene_filters
from .forms import form, narrow
from .layer_or_file import FILE, LAYER, NONE, LayerOrFile


class EventGroup(QgsCollapsibleGroupBox):
    """``values()`` are keyword arguments of `DetectJob`, or raises `InputProblem`."""

    changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(tr("Event (optional)"), parent)
        self.pre = LayerOrFile(
            [(NONE, tr("None")), (FILE, tr("Product: file or folder")), (LAYER, tr("Layer of this project"))],
            ("file", "folder"),
            scene_filters(),
            self,
        )
        self.pre.source.setToolTip(
            tr("Its date says after when the landslides happened. The model looks at the scene after the event only.")
        )
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(tr("For example Puthumala 2019"))
        self.date = QgsDateTimeEdit(self)
        self.date.setDisplayFormat("yyyy-MM-dd")
        self.date.setCalendarPopup(True)
        self.date.setAllowNull(True)
        self.date.setNullRepresentation(tr("not known"))
        self.date.clear()
        self.trigger = narrow(QComboBox(self))
        for key, text in (
            (None, tr("not known")),
            ("rainfall", tr("rainfall")),
            ("earthquake", tr("earthquake")),
            ("snowmelt", tr("snowmelt")),
            ("volcanic", tr("volcanic activity")),
            ("human", tr("human activity")),
        ):
            self.trigger.addItem(text, key)
        layout = form(self)
        layout.addRow(tr("Scene &before"), self.pre)
        layout.addRow(tr("Na&me"), self.name)
        layout.addRow(tr("Da&te"), self.date)
        layout.addRow(tr("Tri&gger"), self.trigger)
        self.setCollapsed(True)
        self.pre.changed.connect(self.changed)
        self.name.textChanged.connect(lambda _text: self.changed.emit())
        self.date.valueChanged.connect(lambda _value: self.changed.emit())
        self.trigger.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def values(self) -> dict[str, Any]:
        return {
            "pre": self._pre(),
            "event_id": self.name.text().strip() or None,
            "event_date": None if self.date.isNull() else self.date.date().toString("yyyy-MM-dd"),
            "trigger": self.trigger.currentData(),
        }

    def _pre(self) -> Path | None:
        kind = self.pre.kind()
        if kind == NONE:
            return None
        if kind == FILE:
            text = self.pre.path_text()
            existing_path(text, tr("Choose the scene before the event, or “None”."))
            return scene_file(text).path
        layer = self.pre.layer()
        if layer is None:
            raise Incomplete(tr("Choose the layer with the scene before the event, or “None”."))
        scene = scene_of([layer])
        return scene.path
