"""What the forms of the panel have in common."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QLabel, QSizePolicy, QWidget


def form(parent: QWidget) -> QFormLayout:
    """A form whose labels go above their field where both do not fit beside each other."""
    layout = QFormLayout(parent)
    layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return layout


def words(parent: QWidget, text: str = "") -> QLabel:
    """Running text that wraps, can be copied, and takes no keyboard focus."""
    label = QLabel(text, parent)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    policy = label.sizePolicy()  # keeps that its height depends on its width
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    label.setSizePolicy(policy)
    return label


def narrow(combo: QComboBox) -> QComboBox:
    """Let a list be narrower than its longest entry, so that a long layer name does not widen the panel."""
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(12)
    combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return combo


def choose(combo: QComboBox, key: object) -> None:
    """Select the entry with that data, if there is one."""
    index = combo.findData(key)
    if index >= 0:
        combo.setCurrentIndex(index)
