"""The end of a review: the layer is as it was before, and nobody loses a decision without being asked."""

from __future__ import annotations

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from ..i18n_text import tr
from .edits import save


def leave(layer: QgsVectorLayer, parent: QWidget, *, keep_editing: bool) -> bool:
    """Save or discard what the review changed, as the user says, and end the edit mode that it began.

    ``keep_editing`` is for a layer that was being edited before the review. Returns False when the user goes on with
    the review. Raises ReviewProblem when the file cannot be written; the edits are kept then.
    """
    if not layer.isEditable():
        return True
    if layer.isModified():
        Button = QMessageBox.StandardButton
        answer = QMessageBox.question(
            parent,
            tr("Stop review"),
            tr("The review of {layer} has changes that are not in the file yet. Save them?").format(layer=layer.name()),
            Button.Save | Button.Discard | Button.Cancel,
            Button.Save,
        )
        if answer == Button.Cancel:
            return False
        if answer == Button.Discard:
            layer.rollBack(not keep_editing)
            return True
    elif keep_editing:
        return True
    save(layer, end=not keep_editing)
    return True
