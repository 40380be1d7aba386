"""Accepting all that are probable enough at once, with their number before it is done."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QDoubleSpinBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from ..i18n_text import tr
from .session import ReviewSession

FIRST_PERCENT = 90.0


class AcceptAbove(QDialog):
    """Asks from which mean probability on; `probability` is 0 to 1."""

    def __init__(self, session: ReviewSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Accept all above a probability"))
        self._session = session
        self.percent = QDoubleSpinBox()
        self.percent.setRange(0.0, 100.0)
        self.percent.setDecimals(0)
        self.percent.setSuffix(" %")
        self.percent.setValue(FIRST_PERCENT)
        self.count_label = QLabel()
        self.count_label.setWordWrap(True)
        self.count_label.setMinimumWidth(320)
        self.box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.box.accepted.connect(self.accept)
        self.box.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(tr("Mean probability at least"), self.percent)
        outer = QVBoxLayout(self)
        outer.addLayout(form)
        outer.addWidget(self.count_label)
        outer.addWidget(self.box)
        self.percent.valueChanged.connect(self._preview)
        self._preview()

    @property
    def probability(self) -> float:
        return self.percent.value() / 100

    def _preview(self, *_: object) -> None:
        found = self._session.open_above(self.probability)
        words = tr("Not reviewed by anybody and will be accepted: {count} ({area} ha). One undo takes it back.")
        area = sum(item.area_m2 for item in found) / 10_000
        self.count_label.setText(
            words.format(count=len(found), area=f"{area:.1f}")
            if found
            else tr("No landslide that nobody has reviewed is as probable as this.")
        )
        self.box.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(found))
