"""What is searched for: where, around which day, how clear, in which catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCsException, QgsProject
from qgis.gui import QgsAuthConfigSelect, QgsCollapsibleGroupBox, QgsDateTimeEdit
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from ..gui.area_group import VIEW, WHOLE, AreaGroup
from ..gui.forms import choose, form, narrow, words
from ..i18n_text import tr
from ..inputs import Incomplete, InputProblem
from ..settings import Settings
from .catalogues import KNOWN, Catalogue, catalogue_of, is_address
from .jobs import SearchJob

_WIDEST_DEG = 12.0  # of what the map shows: some forty tiles
_MOST_DAYS = 730


class QuestionGroup(QgsCollapsibleGroupBox):
    """``job(folder)`` is what stands here, or raises `InputProblem`; ``changed`` for every change."""

    changed = pyqtSignal()

    def __init__(self, canvas: Any, parent: Any = None) -> None:
        super().__init__(tr("What to look for"), parent)
        self._canvas = canvas
        self.area = AreaGroup(canvas, self)
        self.area.setTitle(tr("Area to search"))
        self.area.source.removeItem(self.area.source.findData(WHOLE))
        self.area.source.setAccessibleName(tr("Area to search"))
        self.date = QgsDateTimeEdit(self)
        self.date.setDisplayFormat("yyyy-MM-dd")
        self.date.setCalendarPopup(True)
        self.date.setAllowNull(True)
        self.date.setNullRepresentation(tr("choose the day"))
        self.date.clear()
        self.before, self.after = self._days(), self._days()
        self.before.setAccessibleName(tr("Days before the event"))
        self.after.setAccessibleName(tr("Days after the event"))
        days = QWidget(self)
        row = QHBoxLayout(days)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.before, 1)
        row.addWidget(QLabel(tr("days before"), days))
        row.addWidget(self.after, 1)
        row.addWidget(QLabel(tr("days after"), days))
        self.cloud = QSpinBox(self)
        self.cloud.setRange(0, 100)
        self.cloud.setSuffix(tr(" %"))
        self.level = narrow(QComboBox(self))
        self.level.addItem(tr("L2A: surface reflectance"), "L2A")
        self.level.addItem(tr("L1C: top of atmosphere"), "L1C")
        self.catalogue = narrow(QComboBox(self))
        self.catalogue.setEditable(True)
        self.catalogue.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.catalogue.setToolTip(tr("One of the list, or the address of another STAC API (https://…)."))
        for one in KNOWN:
            self.catalogue.addItem(one.name, one.address)
        self.account = QgsAuthConfigSelect(self)
        self.account.setToolTip(
            tr("An account of QGIS's own password store; only for catalogues that want one. It is in no project file.")
        )
        self.note = words(self)
        fields = QWidget(self)
        layout = form(fields)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addRow(tr("Day of the e&vent"), self.date)
        layout.addRow(tr("Period"), days)
        layout.addRow(tr("Ma&ximum clouds"), self.cloud)
        layout.addRow(tr("&Level"), self.level)
        layout.addRow(tr("Ca&talogue"), self.catalogue)
        self._layout = layout
        layout.addRow(tr("&Account"), self.account)
        layout.addRow(self.note)
        whole = QVBoxLayout(self)
        whole.addWidget(self.area)
        whole.addWidget(fields)
        self._recall()
        self.area.changed.connect(self.changed)
        self.date.valueChanged.connect(lambda _value: self.changed.emit())
        for spin in (self.before, self.after, self.cloud):
            spin.valueChanged.connect(lambda _value: self.changed.emit())
        self.level.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.catalogue.currentTextChanged.connect(lambda _text: self._catalogue_changed())
        self.account.selectedConfigIdChanged.connect(lambda _id: self.changed.emit())
        self._catalogue_changed()

    def job(self, folder: Path) -> SearchJob:
        """The question, its area written into ``folder``."""
        if self.date.isNull():
            raise Incomplete(tr("Say on which day the landslides happened."))
        catalogue = self.known()
        if not is_address(catalogue.address):
            raise Incomplete(tr("Choose a catalogue, or type its address (https://…)."))
        level = str(self.level.currentData())
        if level not in catalogue.levels:
            raise InputProblem(
                tr("{catalogue} has no scenes of Level-{level}; choose the other level or another catalogue.").format(
                    catalogue=catalogue.name, level=level[1:]
                )
            )
        self._refuse_wide_view()
        area = self.area.area(folder)
        if area is None:
            raise Incomplete(tr("Say where to search."))
        return SearchJob(
            area=area,
            event_date=self.date.date().toString("yyyy-MM-dd"),
            output=folder / "found.json",
            days_before=self.before.value(),
            days_after=self.after.value(),
            max_cloud=self.cloud.value(),
            level=level,
            stac=catalogue.address,
            dem_stac=catalogue.dem_address,
        )

    def known(self) -> Catalogue:
        """The catalogue that is chosen or typed."""
        return catalogue_of(self.catalogue.currentText())

    def account_id(self) -> str:
        """Of the authentication database; empty for none."""
        return str(self.account.configId()) if self.account.isVisibleTo(self) else ""

    def remember(self) -> None:
        settings = Settings()
        settings.remember("find/catalogue", self.catalogue.currentText())
        settings.remember("find/account", self.account.configId())
        settings.remember("find/days_before", self.before.value())
        settings.remember("find/days_after", self.after.value())
        settings.remember("find/cloud", self.cloud.value())
        settings.remember("find/level", str(self.level.currentData()))

    def shut_down(self) -> None:
        self.area.shut_down()

    def _recall(self) -> None:
        settings = Settings()
        self.before.setValue(settings.value("find/days_before", 60))
        self.after.setValue(settings.value("find/days_after", 60))
        self.cloud.setValue(settings.value("find/cloud", 50))
        choose(self.level, settings.value("find/level", "L2A"))
        self.catalogue.setCurrentText(settings.value("find/catalogue", KNOWN[0].name))
        self.account.setConfigId(settings.value("find/account", ""))

    def _catalogue_changed(self) -> None:
        """An account is asked for where one can be used; what is in the list says whether it is."""
        catalogue = self.known()
        if not self.catalogue.hasFocus():
            self.catalogue.lineEdit().setCursorPosition(0)  # the beginning of a long name is what tells it
        self.account.setVisible(bool(catalogue.account_hosts))
        self._layout.labelForField(self.account).setVisible(bool(catalogue.account_hosts))
        text = ""
        if catalogue.needs_account:
            text = tr("To search is free for everybody; to download, an account of {catalogue} is needed.")
            text = text.format(catalogue=catalogue.name)
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.changed.emit()

    def _refuse_wide_view(self) -> None:
        if self.area.kind() != VIEW:
            return
        settings = self._canvas.mapSettings()
        degrees = QgsCoordinateReferenceSystem("EPSG:4326")
        change = QgsCoordinateTransform(settings.destinationCrs(), degrees, QgsProject.instance())
        try:
            box = change.transformBoundingBox(self._canvas.extent())
        except QgsCsException:
            box = None
        if box is None or not box.isFinite() or max(box.width(), box.height()) > _WIDEST_DEG:
            raise Incomplete(tr("The map shows too much: zoom to the place, or draw a rectangle."))

    def _days(self) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setRange(1, _MOST_DAYS)
        return spin
