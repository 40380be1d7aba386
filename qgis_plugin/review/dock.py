"""The panel of the review: one polygon at a time, a key for every decision."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import (
    QAction,
    QDialog,
    QDockWidget,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..i18n_text import tr
from ..layers.domains import reject_reasons
from .accept_above import AcceptAbove
from .actions import actions, after_reject
from .adding import Adding
from .edits import ReviewProblem, is_inventory
from .flicker import Flicker
from .key_sheet import KeySheet
from .keys import Keys
from .leaving import leave
from .map_tools import MapTools
from .measuring import Measuring
from .outlines import Outlines
from .questions import Questions
from .session import ReviewSession
from .setup_page import SetupPage
from .tuning import ENOUGH, Tuning
from .view import MapView
from .work_page import WorkPage


class ReviewDock(QDockWidget):
    """Panel "Review landslides". ``iface`` is QGIS's own."""

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(tr("Review landslides"), parent)
        self.setObjectName("L4SReviewDock")
        self.iface = iface
        self.canvas = iface.mapCanvas()
        self.session: ReviewSession | None = None
        self._was_editing = False
        project = QgsProject.instance()
        self.flicker = Flicker(project, self)
        self.flicker.shown.connect(self._say_shown)
        self.view, self.outlines = MapView(self.canvas), Outlines(self.canvas, project)
        self.setup, self.work = SetupPage(), WorkPage()
        self.setup.pictures_changed.connect(self._pictures_changed)
        self.tools = MapTools(self.canvas, lambda: self.session, self.work.say_hint, self.attempt)
        self.questions = Questions(self)
        self.measuring = Measuring(self.questions, self._warn, self)
        self.adding = Adding(
            self.canvas,
            self.tools,
            self.questions,
            self.measuring,
            self.setup.reviewer_name,
            self.work.say_hint,
            self._warn,
            self,
        )
        self.tuning = Tuning(self._praise, self._warn, self)
        self.adding.added.connect(self._added)
        self.adding.ended.connect(self._keys_back)
        self._build()
        table, reasons = actions(self), after_reject()
        self.work.add_buttons(table, lambda action: self.attempt(action.slot))
        self.work.add_reasons(reasons, lambda reason: self.attempt(lambda: self._judge(False, reason)))
        window = iface.mainWindow()
        self.keys = Keys(window, [(action.key, self._tried(action.slot)) for action in table])
        self.reason_keys = Keys(window, [(key, self._tried(self._because(value))) for key, value, _ in reasons])
        self.key_sheet = KeySheet(table, [(f"R, {key}", text) for key, _, text in reasons], self)
        self.work.details.edited.connect(self._annotate)
        self.work.details.left.connect(lambda: self.canvas.setFocus())
        self.work.list.picked.connect(lambda fid: self.attempt(lambda: self._jump(fid)))
        self.work.list.changed.connect(self._show)
        project.layersAdded.connect(self._offer_layers)
        project.layersRemoved.connect(self._offer_layers)
        project.layerTreeRoot().addedChildren.connect(self._offer_layers)  # layers in groups arrive there later
        self._offer_layers()

    def _build(self) -> None:
        self.reviewer_edit, self.buttons = self.setup.reviewer_edit, self.work.buttons
        self.start_button = QPushButton(tr("&Start review"))
        self.start_button.clicked.connect(lambda: self.attempt(self._start_or_stop))
        self.save_button = QPushButton(tr("S&ave review"))
        self.save_button.clicked.connect(lambda: self.attempt(self.save))
        self.keys_button = QToolButton()
        self.keys_button.setText("?")
        self.keys_button.setToolTip(tr("Show all keys."))
        self.keys_button.clicked.connect(lambda _checked=False: self.show_keys())
        self.tune_button = QPushButton(tr("&Tune the model to this review…"))
        self.tune_button.setToolTip(
            tr("Fits the model to what was accepted, added and rejected. Needs decisions of both kinds.")
        )
        self.tune_button.clicked.connect(lambda: self.attempt(self.tune))
        self.tune_button.hide()
        row = QHBoxLayout()
        row.addWidget(self.start_button, 1)
        row.addWidget(self.save_button, 1)
        row.addWidget(self.keys_button)
        page = QWidget()
        self._whole = QVBoxLayout(page)
        self._whole.setSpacing(4)
        self._whole.addWidget(self.setup)
        self._whole.addWidget(self.work, 1)
        self._whole.addStretch(0)
        self._whole.addWidget(self.tune_button)
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
        self._was_editing = layer.isEditable()
        self.session = ReviewSession(layer, self.setup.reviewer_name, self)
        self.session.changed.connect(self._show)
        self.session.ended.connect(lambda: self.stop(gone=True))
        self.session.outlined.connect(lambda fids: self.measuring.measure(layer, fids))
        self._pictures_changed()
        self.keys.enable(True)
        self.setup.setCollapsed(True)
        self.zoom()
        self._show()

    def finish(self) -> bool:
        """End the review as the user wishes; False when the user goes on with it."""
        session = self.session
        if session is not None:
            self.work.details.keep()
            if not leave(session.layer, self, keep_editing=self._was_editing):
                return False
        self.stop()
        return True

    def stop(self, *, gone: bool = False) -> None:
        """End the review: the keys are QGIS's again, the layers are seen as before. Edits stay in the edit buffer.

        ``gone`` says that the layer is being deleted.
        """
        session = self.session
        if session is not None and not gone:
            self.work.details.keep()
        self.session = None
        self.adding.stop()
        self.tools.drop()
        self.flicker.restore()
        self.outlines.end(gone=gone)
        self.view.forget()
        self.keys.enable(False)
        self.key_sheet.hide()
        self.work.list.show_session(None)
        self.work.details.show_polygon(None)
        if session is not None:
            session.changed.disconnect(self._show)
            if not gone:
                session.close()
            session.deleteLater()
            self.setup.setCollapsed(False)
        self._show()

    def shut_down(self) -> None:
        """Before the plugin goes: nothing of it stays in the window or the project."""
        self.stop()
        project = QgsProject.instance()
        QgsProject.instance().layerTreeRoot().addedChildren.disconnect(self._offer_layers)
        project.layersAdded.disconnect(self._offer_layers)
        project.layersRemoved.disconnect(self._offer_layers)
        self.tuning.shut_down()
        self.questions.shut_down()
        self.outlines.close()
        self.view.close()
        for keys in (self.keys, self.reason_keys):
            keys.remove()

    def closeEvent(self, event: Any) -> None:
        try:
            ended = self.finish()
        except ReviewProblem as problem:
            self._say_problem(problem)
            ended = False
        if ended:
            super().closeEvent(event)
        else:
            event.ignore()

    def _start_or_stop(self) -> None:
        layer = self.setup.inventory()
        if self.session is not None:
            self.finish()
        elif layer is not None:
            self.review(layer)

    # --- steps

    def attempt(self, step: Callable[[], Any]) -> None:
        """One step; what cannot be done is said in the message bar."""
        try:
            step()
        except ReviewProblem as problem:
            self._say_problem(problem)
        self._show()

    def _tried(self, step: Callable[[], Any]) -> Callable[[], None]:
        return lambda: self.attempt(step)

    def _say_problem(self, problem: ReviewProblem) -> None:
        self.iface.messageBar().pushWarning(tr("Review"), str(problem))

    def accept(self) -> None:
        self._judge(True)

    def reject(self) -> None:
        self._judge(False)

    def _judge(self, accept: bool, reason: str | None = None) -> None:
        session = self.session
        if session is None:
            return
        self.tools.drop()
        if session.judge(accept, reason):
            self.show_on_map()
        elif session.count().done == session.count().total:
            self.iface.messageBar().pushSuccess(
                tr("Review"), tr("All polygons have been reviewed. Save the review to keep it.")
            )
        else:
            self.iface.messageBar().pushInfo(tr("Review"), tr("This was the last one in the list."))
        self._ask_why(session, reason)

    def _ask_why(self, session: ReviewSession, reason: str | None) -> None:
        if session.last_rejected is not None and reason is None:
            name = escape(str(session.layer.getFeature(session.last_rejected)["ls_id"]))
            answers = "  ".join(f"<b>{key}</b>\u00a0{text}" for key, _, text in after_reject())
            self.work.say_hint(tr("{name} is rejected. What is it instead?").format(name=name) + f"<br>{answers}")

    def _because(self, reason: str) -> Callable[[], None]:
        def step() -> None:
            session = self.session
            if session is not None and session.last_rejected is not None:
                session.give_reason(reason)
                name = escape(str(session.layer.getFeature(session.last_rejected)["ls_id"]))
                words = tr("{name} is rejected: {reason}. Another digit changes it.")
                self.work.say_hint(words.format(name=name, reason=dict(reject_reasons())[reason]))

        return step

    def accept_above(self) -> None:
        session = self.session
        if session is None:
            return
        dialog = AcceptAbove(session, self)
        if dialog.exec() == QDialog.DialogCode.Accepted and self.session is session:
            count = session.accept_above(dialog.probability)
            self.show_on_map()
            self.iface.messageBar().pushSuccess(
                tr("Review"), tr("Accepted: {count}. Undo takes it back.").format(count=count)
            )
        dialog.deleteLater()

    def _annotate(self, fid: int, column: str, text: str) -> None:
        session = self.session
        if session is not None:
            self.attempt(lambda: session.annotate(fid, column, text))

    def go(self, step: int) -> None:
        if self.session is not None:
            self.session.go(step)
            self.show_on_map()

    def _jump(self, fid: int) -> None:
        if self.session is not None:
            self.session.jump(fid)
            self.show_on_map()

    def undo(self) -> None:
        if self.session is None:
            return
        if not self.session.undo():
            raise ReviewProblem(tr("There is nothing to undo."))
        self.show_on_map()

    def save(self) -> None:
        if self.session is not None:
            self.work.details.keep()
            self.session.save()
            self.iface.messageBar().pushSuccess(tr("Review"), tr("The review is saved in the file of the inventory."))

    def tune(self) -> None:
        """Fit the model to the decisions, in the background."""
        if self.session is not None:
            self.work.details.keep()
            self.tuning.ask(self.session.layer, self)

    # --- what is seen

    def zoom(self) -> None:
        """The current polygon as large as it fits."""
        self.view.forget()
        self.show_on_map()

    def show_on_map(self) -> None:
        """The current polygon in the middle of the map, at the user's scale."""
        if self.session is not None:
            self.view.show(self.session.feature(), self.session.layer)
            self._show()

    def hide_outlines(self) -> None:
        self.outlines.toggle()
        self.work.say_shown(tr("Outlines are hidden; H shows them again.") if self.outlines.hidden else "")

    def flick(self) -> None:
        if self.flicker.running:
            self.flicker.stop()
            self.work.say_shown("")
        elif not self.flicker.start():
            raise ReviewProblem(tr('Choose at least two pictures under "Layers and reviewer" to flicker between.'))

    def swipe(self) -> None:
        """As the button of the toolbar does."""
        action = self.iface.mainWindow().findChild(QAction, "l4s_swipe")
        if action is not None:
            action.toggle()

    def show_keys(self) -> None:
        self.key_sheet.toggle()

    def add_landslide(self) -> None:
        """Take up the tool that adds a landslide; without a review, begin that of the chosen inventory first."""
        if self.session is None:
            layer = self.setup.inventory()
            if layer is None:
                raise ReviewProblem(tr("There is no inventory in the project; detect landslides, or open one, first."))
            seen = self.canvas.extent()
            self.review(layer)
            self.canvas.setExtent(seen)
        if self.session is not None:
            self.keys.enable(False)  # the tool has keys of its own
            self.adding.start(self.session.layer)

    def _keys_back(self) -> None:
        self.keys.enable(self.session is not None)

    def _added(self, fid: int) -> None:
        if self.session is None:
            return
        feature = self.session.layer.getFeature(fid)
        words = tr("{name} was added: {hectares} ha. Save the review to keep it.")
        text = words.format(name=feature["ls_id"], hectares=f"{(feature['area_m2'] or 0) / 10000:.2f}")
        self.iface.messageBar().pushSuccess(tr("Review"), text)
        self._show()

    def _praise(self, text: str) -> None:
        self.iface.messageBar().pushSuccess(tr("Review"), text)

    def _warn(self, text: str) -> None:
        self.iface.messageBar().pushWarning(tr("Review"), text)

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
        may_say_why = session is not None and session.last_rejected is not None
        self.reason_keys.enable(may_say_why)
        self.tune_button.setVisible(session is not None and session.count().done >= ENOUGH)
        if session is None:
            self.work.say_hint("")
            self.work.say_shown("")
            return
        if not may_say_why and not self.tools.busy:
            self.work.say_hint("")
        self.outlines.mark(session.layer, session.feature())
        self.work.show_count(session.count())
        self.work.show_polygon(session)
        self.save_button.setEnabled(session.layer.isModified())
