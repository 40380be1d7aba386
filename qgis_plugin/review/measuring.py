"""Outlines that a reviewer changed, measured by the backend while the review goes on."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject

from ..i18n_text import tr
from ..jobs import MeasureJob
from ..layers.origin import Origin, origin_of
from . import edits
from .attributes import measured_of
from .questions import Questions

_DIGITS = 17  # of a coordinate: all that a double has


class Measuring(QObject):
    """Measures polygons and puts the answer into the layer, unless the outline has changed since.

    Parameters
    ----------
    say
        Shows one sentence of what could not be done.
    """

    def __init__(self, questions: Questions, say: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._say = say
        self._told: set[tuple[str, str]] = set()

    def measure(self, layer: QgsVectorLayer, fids: list[int]) -> None:
        """Polygons of a layer that have another outline now."""
        asked = [_Asked(layer.getFeature(fid)) for fid in fids]
        origin = origin_of(layer)
        if origin is None or origin.dem is None:
            self._tell(
                layer, "dem", tr("The elevation of this result is not found: slope, height and aspect stay empty.")
            )

        def answered(rows: list[dict[str, Any]]) -> None:
            if sip.isdeleted(layer):
                return
            for one, row in zip(asked, rows):
                fid = one.find(layer)
                if fid is not None:
                    edits.fill(layer, fid, measured_of(row, origin is not None and origin.probability is not None))

        self.ask(layer, origin, [one.outline for one in asked], answered, lambda text: self._failed(layer, text))

    def ask(
        self,
        layer: QgsVectorLayer,
        origin: Origin | None,
        outlines: list[QgsGeometry],
        answered: Callable[[list[dict[str, Any]]], None],
        failed: Callable[[str], None],
    ) -> Any:
        """The attributes of outlines in the CRS of a layer, one dictionary each; gives the task."""
        folder = tempfile.TemporaryDirectory(prefix="l4s-")
        path = Path(folder.name) / "outlines.geojson"
        path.write_text(json.dumps(collection(layer, outlines)), encoding="utf-8")
        asked = {} if origin is None else origin.asked
        job = MeasureJob(
            path,
            None if origin is None else origin.probability,
            None if origin is None else origin.dem,
            asked.get("dem_unit"),  # type: ignore[arg-type]
        )

        def checked(answer: dict[str, Any]) -> None:
            folder.cleanup()
            rows = answer.get("polygons")
            if isinstance(rows, list) and len(rows) == len(outlines):
                answered(rows)
            else:
                failed(tr("Not all outlines could be measured."))

        def refused(text: str) -> None:
            folder.cleanup()
            failed(text)

        return self._questions.ask(tr("Measuring landslides"), job.arguments(), checked, refused)

    def _failed(self, layer: QgsVectorLayer, text: str) -> None:
        if not sip.isdeleted(layer):
            self._tell(layer, text, tr("The new outline could not be measured: {reason}").format(reason=text))

    def _tell(self, layer: QgsVectorLayer, what: str, text: str) -> None:
        """Each sentence once for a layer."""
        if (layer.id(), what) not in self._told:
            self._told.add((layer.id(), what))
            self._say(text)


class _Asked:
    """A polygon as it was when it was asked about."""

    def __init__(self, feature: QgsFeature) -> None:
        self._fid = feature.id()
        fields = feature.fields()
        self._uuid = feature["uuid"] if fields.indexOf("uuid") >= 0 else None
        self.outline = QgsGeometry(feature.geometry())

    def find(self, layer: QgsVectorLayer) -> int | None:
        """Its feature id now, which saving may have changed; None if it is gone or has another outline."""
        feature = layer.getFeature(self._fid)
        if not feature.isValid() and isinstance(self._uuid, str):
            wanted = QgsFeatureRequest().setFilterExpression(f"\"uuid\" = '{self._uuid}'")
            feature = next(iter(layer.getFeatures(wanted)), feature)
        if not feature.isValid() or not feature.geometry().equals(self.outline):
            return None
        return feature.id()


def collection(layer: QgsVectorLayer, outlines: list[QgsGeometry]) -> dict[str, Any]:
    """GeoJSON in the CRS of the layer, named as GDAL understands it."""
    return {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": crs_name(layer)}},
        "features": [
            {"type": "Feature", "properties": {}, "geometry": json.loads(outline.asJson(_DIGITS))}
            for outline in outlines
        ],
    }


def crs_name(layer: QgsVectorLayer) -> str:
    """``EPSG:32643``, or WKT where it has no number."""
    crs = layer.crs()
    return crs.authid() if crs.authid().startswith(("EPSG:", "OGC:")) else crs.toWkt()
