"""A landslide that was missed: pointed at or drawn, and added with all its attributes in one step."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsMapTool
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..i18n_text import tr
from ..jobs import GrowJob
from ..layers.origin import Origin, decision, origin_of
from . import edits
from .add_tool import AddTool
from .attributes import BY_CLICK, BY_HAND, measured_of, values_of_new
from .map_tools import MapTools
from .measuring import Measuring, collection
from .questions import Questions
from .sketch import SketchTool

_REACH_M = 4000.0  # the backend looks 2500 m each way
_SCALE = re.compile(r"x (\d{1,9}(?:\.\d{1,9})?)")


@dataclass(frozen=True)
class Candidate:
    """Outlines of one landslide, each inside of the next, in the CRS of the layer, with what was measured of each."""

    outlines: tuple[QgsGeometry, ...]
    measured: tuple[dict[str, Any], ...]
    likeliest: int
    evidence: tuple[str, ...]


class Adding(QObject):
    """*Add a landslide*: owns the tool while it is taken up, and the one outline that is looked at.

    Signals
    -------
    added
        The feature id of a polygon that was added.
    ended
        The tool is put down.
    """

    added = pyqtSignal(int)
    ended = pyqtSignal()

    def __init__(
        self,
        canvas: QgsMapCanvas,
        tools: MapTools,
        questions: Questions,
        measuring: Measuring,
        reviewer: Callable[[], str],
        say: Callable[[str], None],
        warn: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._tools, self._questions, self._measuring = canvas, tools, questions, measuring
        self._reviewer, self._say, self._warn = reviewer, say, warn
        self._layer: QgsVectorLayer | None = None
        self._origin: Origin | None = None
        self._tool: AddTool | None = None
        self._own: QgsMapTool | None = None  # that, or the one that draws
        self._task: Any = None
        self._known: Any = None
        self.candidate: Candidate | None = None
        self.step = 0

    @property
    def active(self) -> bool:
        """Whether the tool is taken up."""
        return self._layer is not None

    def start(self, layer: QgsVectorLayer) -> None:
        """Take the tool up for a layer."""
        if not edits.is_inventory(layer):
            raise edits.ReviewProblem(tr("This layer is no inventory of landslides; choose one that l4s made."))
        self.stop()
        self._layer, self._origin = layer, origin_of(layer)
        self._canvas.mapToolSet.connect(self._look_later)
        self._point()

    def stop(self) -> None:
        """Put the tool down; what is shown and not taken is dropped."""
        if self._layer is None:
            return
        self._call_off()
        self._canvas.mapToolSet.disconnect(self._look_later)
        self._layer = self._tool = self._own = None
        self._tools.drop()
        self.ended.emit()

    def _point(self) -> None:
        """Wait for a click."""
        tool = AddTool(self._canvas)
        tool.pointed.connect(self._pointed)
        tool.stepped.connect(self._stepped)
        tool.taken.connect(lambda: QTimer.singleShot(0, self.take))
        tool.dropped.connect(lambda: QTimer.singleShot(0, self._drop))
        # later: a tool must not be taken away while it handles the key
        tool.hand_wanted.connect(lambda: QTimer.singleShot(0, self.draw))
        self._tool = self._own = tool
        self._tools.take(tool, self._first_hint())

    def _first_hint(self) -> str:
        if self._can_grow():
            return tr("Click a landslide that was missed. D: draw it by hand. Esc: end.")
        return tr("Neither probability nor scene of this result is found. D: draw the landslide by hand. Esc: end.")

    def _can_grow(self) -> bool:
        return self._origin is not None and (self._origin.probability or self._origin.scene) is not None

    # --- by a click

    def _pointed(self, place: QgsPointXY) -> None:
        self._call_off()
        if self._layer is None or self._origin is None or not self._can_grow():
            self._say(self._first_hint())
            return
        self._say(tr("Looking for the outline…"))
        layer, crs = self._layer, self._canvas.mapSettings().destinationCrs()
        there = QgsCoordinateTransform(crs, layer.crs(), QgsProject.instance()).transform(place)
        reach = _REACH_M * QgsUnitTypes.fromUnitToUnitFactor(
            QgsUnitTypes.DistanceUnit.DistanceMeters, layer.crs().mapUnits()
        )
        known = edits.others(layer, QgsRectangle(there, there).buffered(reach))
        if any(outline.contains(there) for outline in known):
            self._warn(tr("This ground is a landslide of the inventory already; click beside it, or redraw that one."))
            self._say(self._first_hint())
            return
        self._known = tempfile.TemporaryDirectory(prefix="l4s-")  # goes with the next one
        path = Path(self._known.name) / "known.geojson"
        path.write_text(json.dumps(collection(layer, known)), encoding="utf-8")
        job = grow_job(self._origin, place, crs, path if known else None)
        self._task = self._questions.ask(tr("Outlining a landslide"), job.arguments(), self._grown, self._not_grown)

    def _grown(self, answer: dict[str, Any]) -> None:
        self._task = None
        if self._layer is None or sip.isdeleted(self._layer):
            return
        candidate = candidate_of(answer, self._layer, self._has_probability())
        if candidate is None:
            self._not_grown(tr("The calculation part of l4s gave no answer that can be read."))
            return
        self.candidate, self.step = candidate, candidate.likeliest
        self._show()

    def _not_grown(self, text: str) -> None:
        self._task = None
        self._warn(text)
        if self._layer is not None:
            self._say(self._first_hint())

    def _stepped(self, by: int) -> None:
        if self.candidate is not None:
            self.step = max(0, min(len(self.candidate.outlines) - 1, self.step + by))
            self._show()

    def _show(self) -> None:
        found = self.candidate
        if found is None or self._layer is None or self._tool is None:
            return
        self._tool.preview(found.outlines[self.step], self._layer)
        area = found.measured[self.step].get("area_m2") or 0.0
        words = tr("Outline {step} of {steps}, {hectares} ha. + and -, or Ctrl and wheel: looser, tighter. ")
        words += tr("Enter or right click: add it. D: draw by hand. Esc: drop it.")
        self._say(words.format(step=self.step + 1, steps=len(found.outlines), hectares=f"{area / 10000:.2f}"))

    def take(self) -> None:
        """Add what is shown; wait for the next click."""
        found, layer = self.candidate, self._layer
        if found is None or layer is None:
            return
        outline, measured = found.outlines[self.step], found.measured[self.step]
        self._call_off()
        self._add(layer, outline, measured, BY_CLICK, "probability" in found.evidence)
        self._say(self._first_hint())

    def _drop(self) -> None:
        """Esc: what is shown or looked for goes; where there is nothing, the tool."""
        if self.candidate is None and self._task is None:
            self.stop()
        else:
            self._call_off()
            self._say(self._first_hint())

    # --- by hand

    def draw(self) -> None:
        """Draw the outline instead."""
        if self._layer is None:
            return
        self._call_off()
        tool = SketchTool(self._canvas, True)
        tool.drawn.connect(lambda corners: QTimer.singleShot(0, lambda: self._drawn(corners)))
        tool.given_up.connect(lambda: QTimer.singleShot(0, self._again))
        self._tool, self._own = None, tool
        self._tools.take(tool, tr("Click the corners of the landslide; right click ends, Esc gives up."))

    def _drawn(self, corners: list[QgsPointXY]) -> None:
        layer, origin = self._layer, self._origin
        if layer is None or sip.isdeleted(layer):
            return
        transform = QgsCoordinateTransform(
            self._canvas.mapSettings().destinationCrs(), layer.crs(), QgsProject.instance()
        )
        outline = QgsGeometry.fromPolygonXY([[transform.transform(corner) for corner in corners]])
        try:
            taken = edits.others(layer, outline.boundingBox())
            free = outline.difference(QgsGeometry.unaryUnion(taken)) if taken else outline
            if free.isEmpty():
                raise edits.ReviewProblem(
                    tr("What was drawn is all inside of landslides of the inventory; redraw these.")
                )
            outline = edits.whole_polygon(layer, free)
        except edits.ReviewProblem as problem:
            self._warn(str(problem))
            self._again()
            return
        self._again()
        if self._tool is not None:
            self._tool.preview(outline, layer)
        self._say(tr("Measuring…"))

        def measured(rows: list[dict[str, Any]]) -> None:
            done(measured_of(rows[0], origin is not None and origin.probability is not None))

        def done(values: dict[str, Any]) -> None:
            if sip.isdeleted(layer):
                return
            if self._tool is not None and self._layer is layer:
                self._tool.preview(None, layer)
                self._say(self._first_hint())
            self._add(layer, outline, values, BY_HAND, False)

        def failed(text: str) -> None:
            self._warn(tr("The new outline could not be measured: {reason}").format(reason=text))
            done({})

        # an outline that was drawn is work: it is added even if the tool is put down meanwhile
        self._measuring.ask(layer, origin, [outline], measured, failed)

    def _again(self) -> None:
        if self._layer is not None:
            self._point()

    # --- both

    def _add(
        self, layer: QgsVectorLayer, outline: QgsGeometry, measured: dict[str, Any], notes: str, by_model: bool
    ) -> None:
        run = {} if self._origin is None else dict(self._origin.run)
        try:
            values = values_of_new(layer, run, measured, notes, by_model)
            fid = edits.add(layer, outline, values, self._reviewer())
        except edits.ReviewProblem as problem:
            self._warn(str(problem))
            return
        self.added.emit(fid)

    def _has_probability(self) -> bool:
        return self._origin is not None and self._origin.probability is not None

    def _call_off(self) -> None:
        """Nothing is looked for or shown any more."""
        self._questions.forget(self._task)
        self._task = self.candidate = None
        if self._tool is not None and self._layer is not None and not sip.isdeleted(self._layer):
            self._tool.preview(None, self._layer)

    def _look_later(self, *_: object) -> None:
        QTimer.singleShot(0, self._look)

    def _look(self) -> None:
        """Somebody may have taken up another tool of QGIS, or of the review."""
        if self._layer is not None and self._canvas.mapTool() is not self._own:
            self.stop()


def grow_job(
    origin: Origin, place: QgsPointXY, crs: QgsCoordinateReferenceSystem, known: Path | None = None
) -> GrowJob:
    """What is asked of the backend for a click; ``known`` is a file of the landslides around."""
    asked = origin.asked
    name = crs.authid() if crs.authid().startswith(("EPSG:", "OGC:")) else crs.toWkt()
    return GrowJob(
        place.x(),
        place.y(),
        name,
        probability=origin.probability,
        scene=origin.scene,
        dem=origin.dem,
        bands=origin.bands,
        offset=asked.get("offset") if origin.offset is None else origin.offset,  # type: ignore[arg-type]
        scale=asked.get("scale") or _settled_scale(origin),  # type: ignore[arg-type]
        level=origin.level,
        dem_unit=asked.get("dem_unit"),  # type: ignore[arg-type]
        exclude=known,
    )


def _settled_scale(origin: Origin) -> float | None:
    """The stored value of reflectance 1 as the run settled it: then nobody need look for it again."""
    settled = decision(origin, "scale")
    match = _SCALE.fullmatch(str(settled.get("value"))) if settled is not None else None
    return float(match.group(1)) if match is not None else None


def candidate_of(answer: dict[str, Any], layer: QgsVectorLayer, has_probability: bool) -> Candidate | None:
    """What `l4s grow --json` answered, in the CRS of a layer; None for something else."""
    try:
        crs = QgsCoordinateReferenceSystem.fromWkt(answer["crs_wkt"])
        transform = QgsCoordinateTransform(crs, layer.crs(), QgsProject.instance())
        outlines, measured = [], []
        for feature in answer["features"]:
            shape = _geometry(feature["geometry"])
            shape.transform(transform)
            outlines.append(shape)
            measured.append(measured_of(feature["properties"], has_probability))
        likeliest = int(answer["likeliest"])
        if not 0 <= likeliest < len(outlines):
            return None
        return Candidate(tuple(outlines), tuple(measured), likeliest, tuple(answer["evidence"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _geometry(plain: dict[str, Any]) -> QgsGeometry:
    """A polygon of GeoJSON; QGIS reads these itself from 3.36 on."""
    parts = plain["coordinates"] if plain["type"] == "MultiPolygon" else [plain["coordinates"]]
    return QgsGeometry.fromMultiPolygonXY(
        [[[QgsPointXY(float(x), float(y)) for x, y in ring] for ring in part] for part in parts]
    )
