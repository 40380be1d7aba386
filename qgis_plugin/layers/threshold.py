"""Trying another threshold on a probability layer: colours at once, outlines of what is on the screen a little later.

No process is started here: who makes a preview gives a function that runs one `PreviewRequest` in the background.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsProject,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTemporaryDir, QTimer, pyqtSignal

from ..i18n_text import tr
from .files import LANDSLIDES, PREVIEW, ROLE, open_vector
from .probability import show_threshold
from .symbols import style_preview

DELAY_MS = 250
"""Quiet time after the last movement of the slider or the map before outlines are asked for."""
MOST_PIXELS = 16_000_000
"""More pixels than this on the screen would take too long for a preview: the user is asked to zoom in."""


@dataclass(frozen=True)
class PreviewSettings:
    """What the outlines depend on; ``dem`` (a file, or several joined by ``;``) None goes without the test for flat
    places. ``more``: further fields of `VectorizeJob`."""

    threshold: float
    mmu_m2: float = 1000.0
    dem: Path | str | None = None
    min_slope_deg: float = 5.0
    simplify_m: float = 0.0
    dem_unit: str = "auto"
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PreviewRequest:
    """Outlines to make: of ``probability`` within ``extent`` (in its CRS: xmin, ymin, xmax, ymax), into ``output``."""

    probability: Path
    output: Path
    settings: PreviewSettings
    extent: tuple[float, float, float, float]


@dataclass(frozen=True)
class Preview:
    """What is seen now: how many polygons there are on the screen and their area in square metres."""

    threshold: float
    count: int
    area_m2: float


Ended = Callable[[Any], None]
Run = Callable[[PreviewRequest, Ended], Callable[[], None]]
"""Starts a request in the background and returns what cancels it. ``ended(problem)`` is called once in the main thread:
None when the output is there, else a sentence."""


class ThresholdPreview(QObject):
    """The preview of a threshold on one probability layer of a project.

    One request runs at a time. A newer one cancels it and starts when it has ended, so the latest always wins and no
    processes pile up.

    Signals
    -------
    started
        Outlines are being made.
    shown
        The `Preview` that is on the map now.
    failed
        A sentence.
    """

    started = pyqtSignal()
    shown = pyqtSignal(object)
    failed = pyqtSignal(str)

    def __init__(
        self,
        layer: QgsRasterLayer,
        run: Run,
        project: QgsProject | None = None,
        parent: QObject | None = None,
        delay_ms: int = DELAY_MS,
    ) -> None:
        super().__init__(parent)
        self._project = project or QgsProject.instance()
        self._probability_id = layer.id()
        self._run = run
        self._preview_id: str | None = None
        self._wanted: tuple[PreviewSettings, QgsRectangle] | None = None
        self._cancel: Callable[[], None] | None = None
        self._number = 0
        self._folder = QTemporaryDir()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay_ms)
        self._timer.timeout.connect(self._next)

    @property
    def layer(self) -> QgsRasterLayer | None:
        """The probability layer; None when it has been removed from the project."""
        found = self._project.mapLayer(self._probability_id)
        return found if isinstance(found, QgsRasterLayer) else None

    @property
    def preview_layer(self) -> QgsVectorLayer | None:
        """The outlines, as a layer that is kept in memory; None before the first."""
        found = self._project.mapLayer(self._preview_id) if self._preview_id else None
        return found if isinstance(found, QgsVectorLayer) else None

    @property
    def running(self) -> bool:
        """Whether a request is under way (a cancelled one too, until it has ended)."""
        return self._cancel is not None

    def colour(self, threshold: float) -> None:
        """Show at once what reaches the threshold (0 to 1), by colours alone."""
        layer = self.layer
        if layer is not None:
            show_threshold(layer, threshold)

    def ask(self, settings: PreviewSettings, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> None:
        """Ask for the outlines within what the map shows; they come after a short quiet time.

        Parameters
        ----------
        settings
            Threshold and rules.
        extent, crs
            What is on the screen, and in which CRS.
        """
        layer = self.layer
        self._drop_wanted()
        if layer is None:
            self.failed.emit(tr("The probability layer is not in the project any more."))
            return
        part = visible_part(layer, extent, crs, self._project)
        if part is None:
            self.failed.emit(tr("The probability is not on the screen; zoom to its layer."))
            return
        pixels = part.width() / layer.rasterUnitsPerPixelX() * part.height() / layer.rasterUnitsPerPixelY()
        if pixels > MOST_PIXELS:
            self.failed.emit(tr("The map shows too much for outlines; zoom in to see them."))
            return
        self._wanted = (settings, part)
        if self._cancel is not None:
            self._cancel()
        self._timer.start()

    def clear(self, *, soon: bool = False) -> None:
        """Take outlines and colours of the threshold away again; what runs is cancelled. ``soon`` as in `close`."""
        self.hide_outlines(soon=soon)
        layer = self.layer
        if layer is not None:
            show_threshold(layer, None)

    def hide_outlines(self, *, soon: bool = False) -> None:
        """Take the outlines away and ask for none; the colours stay. ``soon`` as in `close`."""
        self._drop_wanted()
        self._stop()
        preview, self._preview_id = self.preview_layer, None
        if preview is None:
            return
        project, gone = self._project, preview.id()
        if soon:
            QTimer.singleShot(0, lambda: sip.isdeleted(project) or project.removeMapLayer(gone))
        else:
            project.removeMapLayer(gone)

    def close(self, *, soon: bool = False) -> None:
        """`clear`, and remove the temporary files; the object is of no use afterwards.

        With ``soon`` the outlines go when the event loop turns: for signals of a list of layers, which chooses another
        one while QGIS takes layers out of the project. The outlines may be one of these; taken out meanwhile they would
        be deleted twice, and QGIS crashes.
        """
        self.clear(soon=soon)
        self._folder.remove()

    def _stop(self) -> None:
        """Cancel what runs; its end is of no interest any more."""
        if self._cancel is not None:
            self._cancel()
        self._number += 1
        self._cancel = None

    def _drop_wanted(self) -> None:
        self._timer.stop()
        self._wanted = None

    def _next(self) -> None:
        """Start what is wanted, unless something still runs: its end starts it."""
        layer = self.layer
        if self._wanted is None or self._cancel is not None or layer is None:
            return
        settings, part = self._wanted
        self._wanted = None
        self._number += 1
        number = self._number
        output = Path(self._folder.path()) / f"preview_{number}.gpkg"
        request = PreviewRequest(
            file_of(layer), output, settings, (part.xMinimum(), part.yMinimum(), part.xMaximum(), part.yMaximum())
        )
        self.started.emit()
        self._cancel = lambda: None  # for a run that ends before it returns
        cancel = self._run(request, lambda problem: self._ended(number, request, problem))
        if self._cancel is not None and number == self._number:
            self._cancel = cancel

    def _ended(self, number: int, request: PreviewRequest, problem: str | None) -> None:
        if number != self._number:
            _delete(request.output)
            return
        self._cancel = None
        if self._wanted is not None:  # this one was cancelled, or is out of date
            _delete(request.output)
            if not self._timer.isActive():
                self._next()
            return
        if problem is not None:
            self.failed.emit(problem)
            return
        try:
            self._show(request)
        finally:
            _delete(request.output)

    def _show(self, request: PreviewRequest) -> None:
        made = open_vector(request.output, LANDSLIDES, "")
        if made is None:
            self.failed.emit(tr("The outlines could not be read; move the slider again."))
            return
        preview = self.preview_layer or self._add_preview(made.crs())
        preview.dataProvider().truncate()
        fields = preview.fields()
        features, area = [], 0.0
        for feature in made.getFeatures():
            area += float(feature["area_m2"] or 0.0)
            copied = QgsFeature(fields)
            copied.setGeometry(feature.geometry())
            copied.setAttributes([feature[name] for name in fields.names()])
            features.append(copied)
        preview.dataProvider().addFeatures(features)
        preview.updateExtents()
        percent = f"{request.settings.threshold * 100:.0f}"
        preview.setName(tr("Preview: threshold {percent} %").format(percent=percent))
        preview.triggerRepaint()
        self.shown.emit(Preview(request.settings.threshold, len(features), area))

    def _add_preview(self, crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
        """An empty layer of outlines above everything else of the result."""
        fields = "field=ls_id:string&field=area_m2:double&field=prob_mean:double"
        preview = QgsVectorLayer(f"MultiPolygon?{fields}", tr("Preview"), "memory")
        preview.setCrs(crs)
        preview.setCustomProperty(ROLE, PREVIEW)
        preview.setCustomProperty("skipMemoryLayersCheck", 1)  # nobody has to save it when QGIS closes
        style_preview(preview)
        self._project.addMapLayer(preview, False)
        node = self._project.layerTreeRoot().findLayer(self._probability_id)
        parent = node.parent() if node is not None else self._project.layerTreeRoot()
        parent.insertLayer(0, preview)
        self._preview_id = preview.id()
        return preview


def file_of(layer: QgsRasterLayer) -> Path:
    """The file of a raster layer, without what QGIS may add to its name."""
    return Path(QgsProviderRegistry.instance().decodeUri("gdal", layer.source()).get("path") or layer.source())


def visible_part(
    layer: QgsRasterLayer, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem, project: QgsProject
) -> QgsRectangle | None:
    """What a map of ``extent`` shows of a raster: whole pixels, in the CRS of the raster; None when it is nothing."""
    try:
        transform = QgsCoordinateTransform(crs, layer.crs(), project.transformContext())
        shown = transform.transformBoundingBox(extent)
    except QgsCsException:  # the map shows the whole world
        shown = layer.extent()
    full = layer.extent()
    if not shown.isFinite() or not shown.intersects(full):
        return None
    part = shown.intersect(full)
    across, down = layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY()
    # a hair over a whole number, as floating point makes it, is that number
    left = int((part.xMinimum() - full.xMinimum()) / across + 1e-6)
    top = int((full.yMaximum() - part.yMaximum()) / down + 1e-6)
    right = min(layer.width(), math.ceil((part.xMaximum() - full.xMinimum()) / across - 1e-6))
    bottom = min(layer.height(), math.ceil((full.yMaximum() - part.yMinimum()) / down - 1e-6))
    if right <= left or bottom <= top:
        return None
    return QgsRectangle(
        full.xMinimum() + left * across,
        full.yMaximum() - bottom * down,
        full.xMinimum() + right * across,
        full.yMaximum() - top * down,
    )


def _delete(path: Path) -> None:
    for leftover in path.parent.glob(path.name + "*"):  # SQLite's own files too
        with suppress(OSError):  # still open somewhere; the folder is removed at the end
            leftover.unlink()
