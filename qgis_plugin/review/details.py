"""Type and notes of the current polygon, typed beside the decision."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsFeature
from qgis.PyQt.QtCore import QEvent, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QPlainTextEdit, QSizePolicy, QWidget

from ..i18n_text import tr
from ..layers import domains
from .edits import value_of

LINES = 2


class Details(QWidget):
    """``edited(feature id, column, text)`` when something else was chosen or typed; ``left`` when the map may have the
    focus again."""

    edited = pyqtSignal(int, str, str)
    left = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fid: int | None = None
        self._notes = ""
        self.type_box = QComboBox()
        self.type_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.type_box.setMinimumContentsLength(10)
        self.type_box.addItem(tr("(not set)"), "")
        for value, text in domains.landslide_types():
            self.type_box.addItem(text, value)
        self.type_box.activated.connect(self._type_chosen)
        self.notes_edit = QPlainTextEdit()
        self.notes_edit.setTabChangesFocus(True)
        self.notes_edit.setPlaceholderText(tr("Enter keeps, Esc gives up"))
        self.notes_edit.setMinimumWidth(60)
        self.notes_edit.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.notes_edit.setFixedHeight(self.fontMetrics().lineSpacing() * LINES + 14)
        self.notes_edit.installEventFilter(self)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 6, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Type") + "  [T]", self.type_box)
        form.addRow(tr("Notes") + "  [W]", self.notes_edit)

    def show_polygon(self, feature: QgsFeature | None) -> None:
        """Show what is known of a polygon; what is being typed about it is not disturbed."""
        fid = None if feature is None else feature.id()
        if fid != self._fid:
            self.keep()
        self.setEnabled(feature is not None)
        kind = "" if feature is None else str(value_of(feature, "ls_type") or "")
        notes = "" if feature is None else str(value_of(feature, "notes") or "")
        place = self.type_box.findData(kind)
        if place < 0:  # a word from another program
            self.type_box.addItem(kind, kind)
            place = self.type_box.count() - 1
        self.type_box.setCurrentIndex(place)
        if fid != self._fid or notes != self._notes:
            self._fid, self._notes = fid, notes
            self.notes_edit.setPlainText(notes)

    def choose_type(self) -> None:
        """Open the list of types: letters find one, Enter takes it."""
        self.type_box.setFocus()
        self.type_box.showPopup()

    def write_notes(self) -> None:
        self.notes_edit.setFocus()
        self.notes_edit.selectAll()

    def keep(self) -> None:
        """Tell what was typed; done before another polygon is shown too."""
        text = self.notes_edit.toPlainText().strip()
        if self._fid is not None and text != self._notes:
            fid, self._notes = self._fid, text
            self.edited.emit(fid, "notes", text)

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if watched is self.notes_edit:
            if event.type() == QEvent.Type.FocusOut:
                self.keep()
            elif event.type() == QEvent.Type.KeyPress:
                with_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not with_shift:
                    self.keep()
                    self.left.emit()
                    return True
                if event.key() == Qt.Key.Key_Escape:
                    self.notes_edit.setPlainText(self._notes)
                    self.left.emit()
                    return True
        return super().eventFilter(watched, event)

    def _type_chosen(self, _index: int) -> None:
        if self._fid is not None:
            self.edited.emit(self._fid, "ls_type", self.type_box.currentData())
        self.left.emit()
