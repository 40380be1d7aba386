"""What is known of the event, written into every polygon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.gui import QgsCollapsibleGroupBox, QgsDateTimeEdit
from qgis.PyQt.QtCore import QDate, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QLineEdit

from ..i18n_text import tr
from .forms import form, narrow


class EventGroup(QgsCollapsibleGroupBox):
    """``values()`` are keyword arguments of `DetectJob`."""

    changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(tr("Event (optional)"), parent)
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
        layout.addRow(tr("Name"), self.name)
        layout.addRow(tr("Date"), self.date)
        layout.addRow(tr("Trigger"), self.trigger)
        self.setCollapsed(True)
        self.name.textChanged.connect(lambda _text: self.changed.emit())
        self.date.valueChanged.connect(lambda _value: self.changed.emit())
        self.trigger.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def values(self) -> dict[str, Any]:
        return {
            "event_id": self.name.text().strip() or None,
            "event_date": None if self.date.isNull() else self.date.date().toString("yyyy-MM-dd"),
            "trigger": self.trigger.currentData(),
        }

    def set_values(self, values: Mapping[str, Any]) -> None:
        """As an earlier run had it."""
        self.name.setText(str(values.get("event_id") or ""))
        day = QDate.fromString(str(values.get("event_date") or ""), "yyyy-MM-dd")
        if day.isValid():
            self.date.setDate(day)
        else:
            self.date.clear()
        trigger = values.get("trigger")
        if trigger and self.trigger.findData(trigger) < 0:
            self.trigger.addItem(str(trigger), trigger)
        self.trigger.setCurrentIndex(max(0, self.trigger.findData(trigger)) if trigger else 0)
        self.setCollapsed(not any(self.values().values()))
