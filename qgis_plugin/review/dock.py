"""The panel of the review: one polygon at a time, a key for every decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsProject, QgsVectorLayer
from qgis.gui import QgsHighlight
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QDockWidget, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..i18n_text import tr
from .actions import actions
from .edits import ReviewProblem, is_inventory
from .flicker import Flicker
from .keys import Keys
from .map_tools import MapTools
from .session import ReviewSession
from .setup_page import SetupPage
from .work_page import WorkPage

HIGHLIGHT = QColor(0, 220, 255)


class ReviewDock(QDockWidget):
    """Panel "Review landslides". ``iface`` is QGIS's own."""

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(tr("Review landslides"), parent)
        self.setObjectName("L4SReviewDock")
        self.iface = iface
        self.canvas = iface.mapCanvas()
        self.session: ReviewSession | None = None
        self._highlight: QgsHighlight | None = None
        self.flicker = Flicker(QgsProject.instance(), self)
        self.flicker.shown.connect(self._say_shown)
        self.setup, self.work = SetupPage(), WorkPage()
        self.setup.pictures_changed.connect(self._pictures_changed)
        self.tools = MapTools(self.canvas, lambda: self.session, self.work.say_hint, self.attempt)
        self._build()
        table = actions(self)
        self.work.add_buttons(table, lambda action: self.attempt(action.slot))
        self.keys = Keys(iface.mainWindow(), [(action.key, self._tried(action.slot)) for action in table])
        project = QgsProject.instance()
        project.layersAdded.connect(self._offer_layers)
        project.layersRemoved.connect(self._offer_layers)
        self._offer_layers()

    def _build(self) -> None:
        self.reviewer_edit, self.buttons = self.setup.reviewer_edit, self.work.buttons
        self.start_button = QPushButton(tr("&Start review"))
        self.start_button.clicked.connect(self._start_or_stop)
        self.save_button = QPushButton(tr("S&ave review"))
        self.save_button.clicked.connect(lambda: self.attempt(self.save))
        row = QHBoxLayout()
        row.addWidget(self.start_button)
        row.addWidget(self.save_button, 1)
        page = QWidget()
        self._whole = QVBoxLayout(page)
        self._whole.addWidget(self.setup)
        self._whole.addWidget(self.work, 1)
        self._whole.addStretch(0)
        self._whole.addLayout(row)
        self.setWidget(page)

    # --- beginning and end

    def _offer_layers(self, *_: object) -> None:
        self.start_button.setEnabled(self.setup.offer(QgsProject.instance(), guess=self.session is None))
        self._show()

    def review(self, layer: QgsVectorLayer) -> None:
        """Begin to review a layer, as the button does."""
        if not is_inventory(layer):
            raise ReviewProblem(tr("This layer is no inventory of landslides; choose one that l4s made."))
        self.stop()
        self.session = ReviewSession(layer, self.setup.reviewer_name, self)
        self.session.changed.connect(self._show)
        self.session.ended.connect(self.stop)
        self._pictures_changed()
        self.keys.enable(True)
        self.setup.setCollapsed(True)
        self.zoom()
        self._show()

    def stop(self) -> None:
        """End the review: the keys are QGIS's again, the layers are seen as before. Edits stay in the edit buffer."""
        session, self.session = self.session, None
        self.tools.drop()
        self.flicker.restore()
        self.keys.enable(False)
        if session is not None:
            session.changed.disconnect(self._show)
            if session.fid is not None or session.count().total:
                session.close()
            session.deleteLater()
            self.setup.setCollapsed(False)
        self._show()

    def shut_down(self) -> None:
        """Before the plugin goes: nothing of it stays in the window or the project."""
        self.stop()
        project = QgsProject.instance()
        project.layersAdded.disconnect(self._offer_layers)
        project.layersRemoved.disconnect(self._offer_layers)
        self.keys.remove()

    def closeEvent(self, event: Any) -> None:
        self.stop()
        super().closeEvent(event)

    def _start_or_stop(self) -> None:
        layer = self.setup.inventory()
        if self.session is not None:
            self.stop()
        elif layer is not None:
            self.attempt(lambda: self.review(layer))

    # --- steps

    def attempt(self, step: Callable[[], Any]) -> None:
        """One step; what cannot be done is said in the message bar."""
        try:
            step()
        except ReviewProblem as problem:
            self.iface.messageBar().pushWarning(tr("Review"), str(problem))
        self._show()

    def _tried(self, step: Callable[[], Any]) -> Callable[[], None]:
        return lambda: self.attempt(step)

    def accept(self) -> None:
        self._judge(True)

    def reject(self) -> None:
        self._judge(False)

    def _judge(self, accept: bool) -> None:
        if self.session is None:
            return
        if self.session.judge(accept):
            self.zoom()
        else:
            self.iface.messageBar().pushSuccess(
                tr("Review"), tr("All polygons have been reviewed. Save the review to keep it.")
            )

    def go(self, step: int) -> None:
        if self.session is not None:
            self.session.go(step)
            self.zoom()

    def zoom(self) -> None:
        if self.session is not None:
            self.session.zoom(self.canvas)
            self._mark()

    def undo(self) -> None:
        if self.session is not None and not self.session.undo():
            raise ReviewProblem(tr("There is nothing to undo."))

    def save(self) -> None:
        if self.session is not None:
            self.session.save()
            self.iface.messageBar().pushSuccess(tr("Review"), tr("The review is saved in the file of the inventory."))

    def flick(self) -> None:
        if self.flicker.running:
            self.flicker.stop()
            self.work.say_shown("")
        elif not self.flicker.start():
            raise ReviewProblem(tr("Choose at least two of the pictures above to flicker between."))

    # --- what is seen

    def _pictures_changed(self) -> None:
        self.flicker.set_layers(self.setup.pictures())

    def _say_shown(self, which: int) -> None:
        names = (tr("after"), tr("before"), tr("probability"))
        self.work.say_shown(tr("On the map now: {picture}").format(picture=names[which]))

    def _show(self, *_: object) -> None:
        session = self.session
        self.work.setVisible(session is not None)
        self._whole.setStretch(2, 0 if session is not None else 1)
        self.save_button.setVisible(session is not None)
        self.start_button.setText(tr("&Stop review") if session is not None else tr("&Start review"))
        self.setup.inventory_box.setEnabled(session is None)
        self._mark()
        if session is not None:
            self.work.show_count(session.count())
            self.work.show_polygon(session.feature(), *session.place())
            self.save_button.setEnabled(session.layer.isModified())

    def _mark(self) -> None:
        """A bright outline around the current polygon."""
        if self._highlight is not None:
            self._highlight.hide()
            self.canvas.scene().removeItem(self._highlight)
            self._highlight = None
        feature = None if self.session is None else self.session.feature()
        if feature is None or self.session is None:
            return
        self._highlight = QgsHighlight(self.canvas, feature.geometry(), self.session.layer)
        self._highlight.setColor(HIGHLIGHT)
        self._highlight.setFillColor(QColor(0, 0, 0, 0))
        self._highlight.setWidth(3)
        self._highlight.show()
