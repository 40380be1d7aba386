"""The panel with the threshold slider: what another threshold would map, and writing it as a new inventory."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsRasterLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDockWidget,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from ..backend.connection import Connection
from ..backend.protocol import Stage
from ..i18n_text import tr
from ..inputs import InputProblem
from ..jobs import VectorizeJob
from ..layers.files import PROBABILITY, ROLE, ResultFiles, ResultProblem
from ..layers.origin import Origin
from ..layers.result import add_result
from ..layers.threshold import Preview, PreviewRequest, PreviewSettings, ThresholdPreview, file_of
from ..processing.connect import backend
from ..processing.reviewed import count_reviewed, kept_review
from .forms import form, narrow, words
from .runner import run_job
from .threshold_origin import as_run, not_had, origin_of_probability, scene_of, threshold_of_result
from .threshold_terrain import TerrainBox

_STEPS = 1000  # of the slider: tenths of a per cent
_FIRST_THRESHOLD = 0.5
_MARGIN_PX = 12


class ThresholdPanel(QWidget):
    """Slider, number and rules; the map follows.

    Parameters
    ----------
    canvas
        The map whose extent is previewed.
    project
        Where the layers are.
    connect
        Gives the backend, or raises ``BackendProblem``; called in a worker thread.

    Signals
    -------
    written
        The path of a new inventory that was added to the project.
    """

    written = pyqtSignal(object)

    def __init__(
        self,
        canvas: Any,
        project: QgsProject | None = None,
        connect: Callable[[], Connection] = backend,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._project = project or QgsProject.instance()
        self._connect = connect
        self._preview: ThresholdPreview | None = None
        self._hidden_before: str | None = None
        self._writing: Callable[[], None] | None = None
        self._layer_id: str | None = None
        self._origin: Origin | None = None
        self._shut = False
        self._build()
        self._project.layersAdded.connect(self._offer_layers)
        self._project.layersRemoved.connect(self._offer_layers)
        self._canvas.extentsChanged.connect(self._map_moved)
        self._offer_layers()

    # --- what it looks like

    def _build(self) -> None:
        self.layer_box = narrow(QgsMapLayerComboBox(self))
        self.layer_box.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(1, _STEPS - 1)
        self.slider.setPageStep(_STEPS // 20)
        self.slider.setSingleStep(_STEPS // 100)
        self.slider.setAccessibleName(tr("Threshold"))
        self.percent = QDoubleSpinBox(self)
        self.percent.setRange(100 / _STEPS, 100 - 100 / _STEPS)
        self.percent.setDecimals(1)
        self.percent.setSuffix(" %")
        self.percent.setToolTip(tr("Places with at least this probability are mapped as landslides."))
        self.smallest = QDoubleSpinBox(self)
        self.smallest.setRange(0, 1e7)
        self.smallest.setDecimals(0)
        self.smallest.setSingleStep(100)
        self.smallest.setValue(1000)
        self.smallest.setSuffix(" m²")
        self.smallest.setToolTip(tr("Smaller places are left out. One pixel of Sentinel-2 is 100 m²."))
        self.terrain_box = TerrainBox(self)
        self.steepness = QDoubleSpinBox(self)
        self.steepness.setRange(0, 89)
        self.steepness.setDecimals(1)
        self.steepness.setValue(5)
        self.steepness.setSuffix(" °")
        self.steepness.setToolTip(
            tr("Left out where less than a quarter is at least this steep. 0 keeps everything. Needs elevation.")
        )
        self.outlines = QCheckBox(tr("&Outlines of what the map shows"), self)
        self.outlines.setChecked(True)
        self.runout = QCheckBox(tr("&Follow run-outs"), self)
        self.runout.setToolTip(
            tr("Over bare ground below them that looks alike. Needs elevation and the scene of the run.")
        )
        self.keep = QCheckBox(tr("Carry the &review over"), self)
        self.keep.setChecked(True)
        self.keep.setToolTip(
            tr("Landslides of the new inventory that match reviewed ones keep identifier, review, notes and type.")
        )
        self.run_says = words(self)  # what of the run's settings cannot be had here
        self.says = words(self)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.hide()
        self.cancel_button = QPushButton(tr("&Cancel"), self)
        self.cancel_button.hide()
        self.write_button = QPushButton(tr("&Write as new inventory…"), self)
        self.reset_button = QPushButton(tr("&End preview"), self)

        rows = form(self)
        rows.addRow(tr("&Probability"), self.layer_box)
        line = QHBoxLayout()
        line.addWidget(self.slider, 1)
        line.addWidget(self.percent)
        rows.addRow(tr("&Threshold"), line)
        rows.labelForField(line).setBuddy(self.percent)
        rows.addRow(tr("Minimum &area"), self.smallest)
        rows.addRow(tr("Ele&vation"), self.terrain_box)
        rows.addRow(tr("Minimum &slope"), self.steepness)
        rows.addRow(self.runout)
        rows.addRow(self.outlines)
        rows.addRow(self.keep)
        rows.addRow(self.run_says)
        rows.addRow(self.says)
        rows.addRow(self.bar)
        buttons = QHBoxLayout()
        buttons.addWidget(self.reset_button)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.write_button)
        rows.addRow(buttons)

        self._set_threshold(_FIRST_THRESHOLD)
        self.slider.valueChanged.connect(lambda value: self.percent.setValue(100.0 * value / _STEPS))
        self.percent.valueChanged.connect(self._threshold_changed)
        for box in (self.smallest, self.steepness):
            box.valueChanged.connect(self._ask)
        self.terrain_box.currentIndexChanged.connect(self._terrain_changed)
        self.cancel_button.clicked.connect(lambda: self._writing and self._writing())
        for check in (self.outlines, self.runout):
            check.toggled.connect(self._ask)
        # QGIS chooses another layer while it removes the chosen one, and dies where a layer is removed within that
        self._choice = QTimer(self)
        self._choice.setSingleShot(True)
        self._choice.setInterval(0)
        self._choice.timeout.connect(self._layer_changed)
        self.layer_box.layerChanged.connect(lambda _layer: self._choice.start())
        self.reset_button.clicked.connect(self.end_preview)
        self.write_button.clicked.connect(self._choose_file)
        self._terrain_changed()

    # --- what it is about

    @property
    def threshold(self) -> float:
        """The threshold that is set, 0 to 1."""
        return self.percent.value() / 100.0

    @property
    def settings(self) -> PreviewSettings:
        """Threshold and rules as they are set."""
        return PreviewSettings(
            self.threshold,
            self.smallest.value(),
            self.terrain_box.dem(),
            self.steepness.value(),
            (self._origin.simplify_m or 0.0) if self._origin is not None else 0.0,
            str((self._origin.asked.get("dem_unit") if self._origin is not None else None) or "auto"),
            self._more(),
        )

    def _more(self) -> dict[str, Any]:
        """Further fields of `VectorizeJob`: what the run did beside, and run-outs where they can be had."""
        found = as_run(self._origin, self.threshold)
        if self._runouts_can_be() and self.runout.isChecked():
            found["runout"] = True
        return {**found, **scene_of(self._origin)} if found.keys() & {"runout", "crf"} else found

    def _runouts_can_be(self) -> bool:
        return bool(scene_of(self._origin)) and self.terrain_box.dem() is not None

    def set_layer(self, layer: QgsRasterLayer) -> None:
        """Choose a probability layer; nothing is previewed before the slider moves."""
        self.layer_box.setLayer(layer)
        self._layer_changed()

    def _offer_layers(self, *_: object) -> None:
        """Only probabilities above, and no layer of a result as terrain."""
        rasters = [layer for layer in self._project.mapLayers().values() if isinstance(layer, QgsRasterLayer)]
        before = self.layer_box.currentLayer()
        self.layer_box.setExceptedLayerList([layer for layer in rasters if layer.customProperty(ROLE) != PROBABILITY])
        self.terrain_box.offer(rasters)
        if before is not None and before.id() in self._project.mapLayers():
            self.layer_box.setLayer(before)
        if self.layer_box.currentIndex() < 0 and self.layer_box.count():
            self.layer_box.setCurrentIndex(0)  # what was chosen is out of the list, and QGIS may choose nothing then
        if self._preview is not None and self._preview.layer is None:
            self._preview.close(soon=True)
            self._preview = None
        self._layer_changed()  # the list may have chosen one by itself, without a signal
        self._enable()

    def _layer_changed(self, *_: object) -> None:
        layer = self.layer_box.currentLayer()
        chosen = None if layer is None else layer.id()
        if chosen == self._layer_id:
            return
        self._layer_id = chosen
        self._origin = None
        if self._preview is not None:
            self._preview.close(soon=True)
            self._preview = None
        if layer is not None:
            self._follow(layer)
        self.says.setText("")
        self._enable()

    def _follow(self, layer: QgsRasterLayer) -> None:
        """Take the rules of the run, so that the numbers compare."""
        self._origin = origin = origin_of_probability(self._project, layer)
        self.terrain_box.follow(origin)
        threshold = None
        if origin is not None:
            threshold = origin.threshold
            self.smallest.setValue(1000 if origin.mmu_m2 is None else origin.mmu_m2)
            self.runout.setChecked(origin.runout)
            if origin.dem is not None:
                self.steepness.setValue(origin.min_slope_deg or 0)
        self._set_threshold(threshold or threshold_of_result(self._project, layer) or _FIRST_THRESHOLD)
        self.run_says.setText(not_had(origin))
        self.run_says.setVisible(bool(self.run_says.text()))

    def _enable(self) -> None:
        there = self.layer_box.currentLayer() is not None
        for widget in (self.slider, self.percent, self.smallest, self.terrain_box, self.outlines):
            widget.setEnabled(there)
        self.steepness.setEnabled(there and self.terrain_box.dem() is not None)
        self.runout.setEnabled(there and self._runouts_can_be())
        self.keep.setVisible(there and self._reviewed() is not None)
        self.write_button.setEnabled(there and self._writing is None)
        self.bar.setVisible(self._writing is not None)
        self.cancel_button.setVisible(self._writing is not None)
        self.reset_button.setEnabled(self._preview is not None)
        if not there:
            self.says.setText(tr("There is no probability in the project: detect landslides first."))

    def _set_threshold(self, threshold: float) -> None:
        """Set slider and number without a preview."""
        for widget in (self.slider, self.percent):
            widget.blockSignals(True)
        self.slider.setValue(round(threshold * _STEPS))
        self.percent.setValue(threshold * 100.0)
        for widget in (self.slider, self.percent):
            widget.blockSignals(False)

    # --- preview

    def _threshold_changed(self, percent: float) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(round(percent / 100.0 * _STEPS))
        self.slider.blockSignals(False)
        preview = self._begin()
        if preview is not None:
            preview.colour(self.threshold)
            self._ask()

    def _terrain_changed(self, *_: object) -> None:
        self._enable()
        self._ask()

    def _map_moved(self) -> None:
        if self.isVisible():
            self._ask()

    def _begin(self) -> ThresholdPreview | None:
        layer = self.layer_box.currentLayer()
        if layer is None:
            return None
        if self._preview is None:
            self._preview = ThresholdPreview(layer, self._run, self._project, self)
            self._preview.started.connect(lambda: self.says.setText(tr("Drawing outlines…")))
            self._preview.shown.connect(self._say_shown)
            self._preview.failed.connect(self.says.setText)
            node = self._project.layerTreeRoot().findLayer(layer.id())
            if node is not None:
                self._hidden_before = layer.id() if not node.itemVisibilityChecked() else None
                node.setItemVisibilityCheckedParentRecursive(True)
            self._enable()
        return self._preview

    def _ask(self, *_: object) -> None:
        """New outlines, where a preview is going on and outlines are wanted."""
        if self._preview is None:
            return
        if not self.outlines.isChecked():
            self._preview.hide_outlines()
            self.says.setText("")
            return
        map_settings = self._canvas.mapSettings()
        self._preview.ask(self.settings, map_settings.visibleExtent(), map_settings.destinationCrs())

    def _run(self, request: PreviewRequest, ended: Callable[[Any], None]) -> Callable[[], None]:
        rules = request.settings
        job = VectorizeJob(
            request.probability,
            request.output,
            threshold=rules.threshold,
            mmu_m2=rules.mmu_m2,
            dem=rules.dem,
            min_slope_deg=rules.min_slope_deg,
            simplify_m=rules.simplify_m,
            dem_unit=rules.dem_unit,
            extent=request.extent,
            **rules.more,
        )
        return run_job(tr("Preview of a threshold"), job, self._connect, lambda facts, problem: ended(problem))

    def _say_shown(self, preview: Preview) -> None:
        if preview.count == 0:
            self.says.setText(tr("No landslide on the map at this threshold."))
            return
        self.says.setText(
            tr("On the map: {count} landslides, {area} ha.").format(
                count=preview.count, area=f"{preview.area_m2 / 10_000:.1f}"
            )
        )

    def end_preview(self) -> None:
        """Outlines and colours of the preview go; the probability looks as before."""
        if self._preview is not None:
            self._preview.close()
            self._preview = None
            node = self._project.layerTreeRoot().findLayer(self._hidden_before or "")
            if node is not None:
                node.setItemVisibilityChecked(False)
            self._hidden_before = None
        self.says.setText("")
        self._enable()

    # --- a new inventory

    def _choose_file(self) -> None:
        layer = self.layer_box.currentLayer()
        if layer is None:
            return
        of = file_of(layer)
        proposal = of.with_name(f"{of.stem}_threshold_{self.threshold * 100:.0f}.gpkg")
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Write as new inventory"), str(proposal), tr("GeoPackage") + " (*.gpkg)"
        )
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Vectorise the whole raster with what is set into ``path`` (.gpkg), and add it to the project.

        A file that is in the project or has been reviewed is not written over: the panel says so. What was said of the
        landslides of the run is kept, unless the check mark is taken away.
        """
        layer = self.layer_box.currentLayer()
        if layer is None or self._writing is not None:
            return
        path = path if path.suffix else path.with_suffix(".gpkg")
        try:
            self._refuse_open(path)
            kept = self._reviewed() if self.keep.isChecked() else None
            kept = kept_review(None if kept is None else str(kept), path)
        except InputProblem as problem:
            self.says.setText(str(problem))
            return
        rules = self.settings
        job = VectorizeJob(
            file_of(layer),
            path,
            threshold=rules.threshold,
            mmu_m2=rules.mmu_m2,
            dem=rules.dem,
            min_slope_deg=rules.min_slope_deg,
            simplify_m=rules.simplify_m,
            dem_unit=rules.dem_unit,
            keep_review=kept,
            overwrite=True,  # the file window, or the caller, has asked
            **rules.more,
        )
        self._say_of(tr("Writing {name}…"), path)
        self.bar.setRange(0, 0)
        self._writing = lambda: None
        self._enable()
        self._writing = run_job(
            tr("New inventory"),
            job,
            self._connect,
            lambda facts, problem: self._written(path, facts, problem),
            self._progress,
        )

    def _progress(self, event: Any) -> None:
        if isinstance(event, Stage) and self._writing is not None:
            share = event.overall
            if share is None and event.total:
                share = min(1.0, event.done / event.total)
            self.bar.setRange(0, 0 if share is None else _STEPS)
            if share is not None:
                self.bar.setValue(round(_STEPS * share))

    def _say_of(self, text: str, path: Path) -> None:
        """A line about a file: a long name cannot be broken, so its middle gives way; the whole is the tool tip."""
        room = max(self.says.width() - self.fontMetrics().horizontalAdvance(text.format(name="")) - _MARGIN_PX, 100)
        name = self.fontMetrics().elidedText(path.name, Qt.TextElideMode.ElideMiddle, room)
        self.says.setText(text.format(name=name))
        self.says.setToolTip(str(path))

    def _reviewed(self) -> Path | None:
        """The inventory of the run, if somebody has reviewed it."""
        inventory = self._origin.inventory if self._origin is not None else None
        return inventory if inventory is not None and count_reviewed(inventory) else None

    def _refuse_open(self, path: Path) -> None:
        wanted = path.absolute()
        for layer in self._project.mapLayers().values():
            source = layer.source().partition("|")[0]
            if source and Path(source).absolute() == wanted:
                raise InputProblem(
                    tr("{name} is open in the project and is not written over. Choose another name.").format(
                        name=path.name
                    )
                )

    def _written(self, path: Path, facts: dict[str, Any] | None, problem: str | None) -> None:
        self._writing = None
        if self._shut:
            return
        if problem is not None:
            self.says.setText(problem)
            self._enable()
            return
        try:
            self.end_preview()
            add_result(self._project, ResultFiles(path, None, _date(facts), path.stem))
        except ResultProblem as trouble:
            self.says.setText(str(trouble))
            return
        self._say_of(tr("Written: {name}"), path)
        self.written.emit(path)

    def shut_down(self) -> None:
        """End what runs, take the preview away, let go of project and map; before the panel is deleted."""
        self._shut = True
        self._choice.stop()
        if self._writing is not None:
            self._writing()
        self.end_preview()
        self._project.layersAdded.disconnect(self._offer_layers)
        self._project.layersRemoved.disconnect(self._offer_layers)
        self._canvas.extentsChanged.disconnect(self._map_moved)


class ThresholdDock(QDockWidget):
    """`ThresholdPanel` as a panel of QGIS; ``iface`` is QGIS's own. Closing it ends the preview."""

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(tr("Try a threshold"), parent)
        self.setObjectName("L4SThresholdDock")
        self.panel = ThresholdPanel(iface.mapCanvas())
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.panel)
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(body)
        self.setWidget(area)

    def closeEvent(self, event: Any) -> None:
        """End the preview, so that the probability looks as before."""
        self.panel.end_preview()
        super().closeEvent(event)

    def shut_down(self) -> None:
        """Before the panel is deleted."""
        self.panel.shut_down()


def _date(facts: dict[str, Any] | None) -> str | None:
    found = (facts or {}).get("scene_date")
    return str(found) if found else None
