"""The panel of the review: one polygon at a time, a key for every decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsApplication, QgsFeature, QgsMapLayerProxyModel, QgsProject, QgsSettings, QgsVectorLayer
from qgis.gui import QgsHighlight, QgsMapLayerComboBox, QgsMapTool, QgsMapToolIdentifyFeature
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QColor, QKeySequence
from qgis.PyQt.QtWidgets import (
    QDockWidget,
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QShortcut,
    QVBoxLayout,
    QWidget,
)

from ..i18n_text import tr
from .describe import facts_of, status_word
from .edits import ReviewProblem, is_inventory
from .flicker import Flicker
from .guess import guess_images, inventories
from .session import ReviewSession
from .sketch import SketchTool

REVIEWER_SETTING = "l4s/reviewer"
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
        self._tool: QgsMapTool | None = None
        self._tool_before: QgsMapTool | None = None
        self.flicker = Flicker(QgsProject.instance(), self)
        self.flicker.shown.connect(self._say_shown)
        self._build()
        self._shortcuts = self._make_shortcuts()
        project = QgsProject.instance()
        project.layersAdded.connect(self._offer_layers)
        project.layersRemoved.connect(self._offer_layers)
        self._offer_layers()
        self._show()

    # --- what it looks like

    def _build(self) -> None:
        self.inventory_box = _layer_box(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.inventory_box.setToolTip(tr("The polygons to review. Only layers made by l4s are listed."))
        self.image_boxes = [_layer_box(QgsMapLayerProxyModel.Filter.RasterLayer) for _ in range(3)]
        self.reviewer_edit = QLineEdit(_reviewer())
        self.reviewer_edit.editingFinished.connect(self._remember_reviewer)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        names = (tr("Picture a&fter"), tr("Picture &before"), tr("&Probability"))
        form.addRow(tr("&Inventory"), self.inventory_box)
        for name, box in zip(names, self.image_boxes):
            form.addRow(name, box)
            box.layerChanged.connect(self._images_changed)
        form.addRow(tr("Re&viewer"), self.reviewer_edit)
        self.start_button = QPushButton(tr("&Start review"))
        self.start_button.clicked.connect(self._start_or_stop)

        self.progress = QProgressBar()
        self.count_label = _words()
        self.name_label = _words()
        self.facts_label = _words()
        self.shown_label = _words()
        self.hint_label = _words()
        self.buttons: dict[str, QPushButton] = {}
        grid = QGridLayout()
        for index, (name, text, key, tip, slot) in enumerate(self._actions()):
            button = QPushButton(f"{text}  [{key}]")
            button.setToolTip(tip)
            button.clicked.connect(lambda _checked=False, slot=slot: self._try(slot))
            grid.addWidget(button, index // 2, index % 2)
            self.buttons[name] = button
        self.save_button = QPushButton(tr("S&ave review"))
        self.save_button.clicked.connect(lambda: self._try(self._save))

        self.progress.setTextVisible(False)  # in some themes of QGIS it cannot be read on the bar
        self.work = QWidget()
        inner = QVBoxLayout(self.work)
        inner.setContentsMargins(0, 0, 0, 0)
        for widget in (self.progress, self.count_label, _line(), self.name_label, self.facts_label, self.shown_label):
            inner.addWidget(widget)
        inner.addLayout(grid)
        inner.addWidget(self.hint_label)

        body = QWidget()
        outer = QVBoxLayout(body)
        outer.addLayout(form)
        outer.addWidget(self.work)
        outer.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(body)
        row = QHBoxLayout()
        row.addWidget(self.start_button)
        row.addWidget(self.save_button, 1)
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.addWidget(area, 1)
        whole.addLayout(row)  # below what scrolls: always in sight
        self.setWidget(page)

    def _actions(self) -> list[tuple[str, str, str, str, Callable[[], None]]]:
        """(name, text, key, tool tip, what it does) of every step that has a key."""
        return [
            ("accept", tr("Accept"), "A", tr("It is a landslide: accept it and go to the next."), self._accept),
            ("reject", tr("Reject"), "R", tr("It is none: reject it and go to the next."), self._reject),
            ("next", tr("Next"), "N", tr("Go to the next polygon without deciding."), lambda: self._go(1)),
            ("previous", tr("Back"), "B", tr("Go to the polygon before."), lambda: self._go(-1)),
            ("redraw", tr("Redraw"), "D", tr("Draw the outline anew on the map."), self._start_redraw),
            ("split", tr("Split"), "S", tr("Draw a line that cuts the polygon in two."), self._start_split),
            ("merge", tr("Merge"), "M", tr("Click another polygon to make both one."), self._start_merge),
            ("undo", tr("Undo"), "U", tr("Take back the last change."), self._undo),
            ("flicker", tr("Flicker"), "F", tr("Show before, after and probability in turn."), self._flicker),
            ("zoom", tr("Zoom"), "Z", tr("Centre the map on the polygon again."), self._zoom),
        ]

    def _make_shortcuts(self) -> list[QShortcut]:
        """Single keys that work while the map has the focus; off unless a review is going on."""
        made = []
        for _, _, key, _, slot in self._actions():
            shortcut = QShortcut(QKeySequence(key), self.iface.mainWindow())
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            for signal in (shortcut.activated, shortcut.activatedAmbiguously):  # QGIS may use the same key
                signal.connect(lambda slot=slot: self._try(slot))
            shortcut.setEnabled(False)
            made.append(shortcut)
        return made

    # --- beginning and end

    def _offer_layers(self, *_: object) -> None:
        layers = inventories(QgsProject.instance())
        wanted = {layer.id() for layer in layers}
        others = [
            layer
            for layer in QgsProject.instance().mapLayers().values()
            if isinstance(layer, QgsVectorLayer) and layer.id() not in wanted
        ]
        self.inventory_box.setExceptedLayerList(others)
        self.start_button.setEnabled(bool(layers))
        if self.session is None:
            for box, layer in zip(self.image_boxes, guess_images(QgsProject.instance())):
                if box.currentLayer() is None:
                    if layer is not None:
                        box.setLayer(layer)
                    else:
                        box.setCurrentIndex(0)  # says "(none)"; without a layer QGIS leaves the box blank
        self._show()

    def review(self, layer: QgsVectorLayer) -> None:
        """Begin to review a layer, as the button does."""
        if not is_inventory(layer):
            raise ReviewProblem(tr("This layer is no inventory of landslides; choose one that l4s made."))
        self.stop()
        self.session = ReviewSession(layer, self._reviewer_name, self)
        self.session.changed.connect(self._show)
        self.session.ended.connect(self.stop)
        self._images_changed()
        for shortcut in self._shortcuts:
            shortcut.setEnabled(True)
        self._zoom()
        self._show()

    def stop(self) -> None:
        """End the review: the keys are QGIS's again, the layers are seen as before. Edits stay in the edit buffer."""
        session, self.session = self.session, None
        self._drop_tool()
        self.flicker.restore()
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
        if session is not None:
            session.changed.disconnect(self._show)
            if session.fid is not None or session.count().total:
                session.close()
            session.deleteLater()
        self._show()

    def shut_down(self) -> None:
        """Before the plugin goes: nothing of it stays in the window or the project."""
        self.stop()
        project = QgsProject.instance()
        project.layersAdded.disconnect(self._offer_layers)
        project.layersRemoved.disconnect(self._offer_layers)
        for shortcut in self._shortcuts:
            shortcut.setParent(None)
            shortcut.deleteLater()
        self._shortcuts = []

    def closeEvent(self, event: Any) -> None:
        self.stop()
        super().closeEvent(event)

    def _start_or_stop(self) -> None:
        if self.session is not None:
            self.stop()
        elif self.inventory_box.currentLayer() is not None:
            self._try(lambda: self.review(self.inventory_box.currentLayer()))

    # --- steps

    def _try(self, step: Callable[[], Any]) -> None:
        """One step; what cannot be done is said in the message bar."""
        try:
            step()
        except ReviewProblem as problem:
            self.iface.messageBar().pushWarning(tr("Review"), str(problem))
        self._show()

    def _accept(self) -> None:
        self._judge(True)

    def _reject(self) -> None:
        self._judge(False)

    def _judge(self, accept: bool) -> None:
        if self.session is None:
            return
        if self.session.judge(accept):
            self._zoom()
        else:
            self.iface.messageBar().pushSuccess(
                tr("Review"), tr("All polygons have been reviewed. Save the review to keep it.")
            )

    def _go(self, step: int) -> None:
        if self.session is not None:
            self.session.go(step)
            self._zoom()

    def _zoom(self) -> None:
        if self.session is not None:
            self.session.zoom(self.canvas)
            self._mark()

    def _undo(self) -> None:
        if self.session is not None and not self.session.undo():
            raise ReviewProblem(tr("There is nothing to undo."))

    def _save(self) -> None:
        if self.session is not None:
            self.session.save()
            self.iface.messageBar().pushSuccess(tr("Review"), tr("The review is saved in the file of the inventory."))

    def _flicker(self) -> None:
        if self.flicker.running:
            self.flicker.stop()
            self.shown_label.clear()
        elif not self.flicker.start():
            raise ReviewProblem(tr("Choose at least two of the pictures above to flicker between."))

    def _start_redraw(self) -> None:
        self._sketch(True, self._redrawn, tr("Click the corners of the new outline; right click ends, Esc gives up."))

    def _start_split(self) -> None:
        self._sketch(False, self._splitted, tr("Click a line across the polygon; right click ends, Esc gives up."))

    def _start_merge(self) -> None:
        if self.session is None:
            return
        tool = QgsMapToolIdentifyFeature(self.canvas, self.session.layer)
        tool.featureIdentified.connect(self._picked)
        self._take_tool(tool, tr("Click the polygon that belongs to this one."))

    def _redrawn(self, corners: list[Any]) -> None:
        self._drop_tool()
        self._try(lambda: self._reviewed().redraw(corners, self.canvas))

    def _splitted(self, corners: list[Any]) -> None:
        self._drop_tool()
        self._try(lambda: self._reviewed().split(corners, self.canvas))

    def _picked(self, feature: QgsFeature) -> None:
        fid = feature.id()
        self._drop_tool()
        self._try(lambda: self._reviewed().merge(fid))

    def _reviewed(self) -> ReviewSession:
        """The session that a tool was taken up in: the tools are taken away where it ends."""
        assert self.session is not None
        return self.session

    def _sketch(self, polygon: bool, drawn: Callable[[list[Any]], None], hint: str) -> None:
        if self.session is None:
            return
        tool = SketchTool(self.canvas, polygon)
        # later: a tool must not be taken away while it handles the click
        tool.drawn.connect(lambda corners: QTimer.singleShot(0, lambda: drawn(corners)))
        tool.given_up.connect(lambda: QTimer.singleShot(0, self._drop_tool))
        self._take_tool(tool, hint)

    def _take_tool(self, tool: QgsMapTool, hint: str) -> None:
        self._drop_tool()
        self._tool_before = self.canvas.mapTool()
        self._tool = tool
        self.canvas.setMapTool(tool)
        self.canvas.setFocus()
        self.hint_label.setText(hint)
        self.hint_label.show()

    def _drop_tool(self) -> None:
        tool, self._tool = self._tool, None
        if tool is not None and self.canvas.mapTool() is tool:
            if self._tool_before is not None:
                self.canvas.setMapTool(self._tool_before)
            else:
                self.canvas.unsetMapTool(tool)
        self._tool_before = None
        self.hint_label.clear()
        self.hint_label.hide()

    # --- what is seen

    def _images_changed(self, *_: object) -> None:
        self.flicker.set_layers([box.currentLayer() for box in self.image_boxes])

    def _say_shown(self, which: int) -> None:
        names = (tr("after"), tr("before"), tr("probability"))
        self.shown_label.setText(tr("On the map now: {picture}").format(picture=names[which]))

    def _show(self, *_: object) -> None:
        session = self.session
        self.work.setVisible(session is not None)
        self.save_button.setVisible(session is not None)
        self.start_button.setText(tr("&Stop review") if session is not None else tr("&Start review"))
        self.inventory_box.setEnabled(session is None)
        self._mark()
        if session is None:
            return
        count = session.count()
        self.progress.setMaximum(max(count.total, 1))
        self.progress.setValue(count.done)
        done = tr("{done} of {total} reviewed").format(done=count.done, total=count.total)
        kinds = tr("{accepted} accepted, {rejected} rejected, {edited} edited").format(
            accepted=count.accepted, rejected=count.rejected, edited=count.edited
        )
        self.count_label.setText(f"{done}: {kinds}" if count.done else done)
        feature = session.feature()
        place, total = session.place()
        if feature is None:
            self.name_label.setText(tr("There is no polygon to review."))
            self.facts_label.clear()
        else:
            self.name_label.setText(
                "<b>{}</b> ({}) - {}".format(
                    feature["ls_id"],
                    tr("{place} of {total}, most uncertain first").format(place=place, total=total),
                    status_word(feature["status"]),
                )
            )
            self.facts_label.setText("<br>".join(facts_of(feature)))
        for name, button in self.buttons.items():
            button.setEnabled(feature is not None or name == "undo")
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

    # --- who

    def _reviewer_name(self) -> str:
        return self.reviewer_edit.text().strip() or _reviewer()

    def _remember_reviewer(self) -> None:
        QgsSettings().setValue(REVIEWER_SETTING, self._reviewer_name())


def _reviewer() -> str:
    return (
        QgsSettings().value(REVIEWER_SETTING, "", str)
        or QgsApplication.userFullName().strip(" ,")
        or QgsApplication.userLoginName()
    )


def _layer_box(kind: QgsMapLayerProxyModel.Filter) -> QgsMapLayerComboBox:
    box = QgsMapLayerComboBox()
    box.setFilters(kind)
    if kind == QgsMapLayerProxyModel.Filter.RasterLayer:
        box.setAllowEmptyLayer(True, tr("(none)"))
    box.setMinimumContentsLength(12)
    box.setSizeAdjustPolicy(QgsMapLayerComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    if box.allowEmptyLayer():
        box.setLayer(None)
    return box


def _words() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Sunken)
    return line
