"""Compare inventories: ``l4s compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterVectorDestination,
    QgsProcessingParameterVectorLayer,
    QgsVectorLayer,
)

from ...i18n_text import tr
from ...inputs import InputProblem
from ...jobs import CompareJob
from ..base import L4SAlgorithm
from ..values import Values

_FORMATS = ["gpkg", "shp", "geojson", "fgb"]  # what the command reads as it is; QGIS makes a copy of others
_COMPARED, _POINTS, _NOT_COMPARED = "compared", "points", "not_compared"


class Compare(L4SAlgorithm):
    """Two inventories in, the polygons with their verdicts out."""

    ID = "compare"
    ICON = "compare"
    PAGE = "compare"

    def group(self) -> str:
        return tr("Inventories")

    def groupId(self) -> str:
        return "inventories"

    def displayName(self) -> str:
        return tr("Compare inventories")

    def shortDescription(self) -> str:
        return tr(
            "Compares an inventory with a reference: which landslides are true, false and missed, and the scores."
        )

    def tags(self) -> list[str]:
        return tr("landslide,compare,accuracy,precision,recall,reference,validation,inventory").split(",")

    def shortHelpString(self) -> str:
        return tr(
            "<p>Compares an inventory with a reference. Polygons that share at least half of what both cover "
            "(intersection over union) match, one with one: they are <i>true</i>. <i>Partly true</i> is what overlaps "
            "the reference without a match, <i>false</i> what only the inventory has, <i>missed</i> what only the "
            "reference has.</p>"
            "<p>Ground that either of them did not observe is left out of both; <b>Area</b> leaves out what lies "
            "outside of its polygons. The log has precision, recall and F1 of pixels, polygons and outlines with their "
            "intervals; the table <i>scores</i> of the result has all of them.</p>"
            "<p>A reference of points has no polygons that could match: then it is counted how many points lie in a "
            "polygon or within the <b>distance</b>.</p>"
        )

    def initAlgorithm(self, configuration: Any = None) -> None:
        areal = [QgsProcessing.SourceType.TypeVectorPolygon]
        both = [*areal, QgsProcessing.SourceType.TypeVectorPoint]
        self.addParameter(QgsProcessingParameterVectorLayer("INVENTORY", tr("Inventory (polygons)"), areal))
        self.addParameter(QgsProcessingParameterVectorLayer("REFERENCE", tr("Reference (polygons or points)"), both))
        self.addParameter(
            QgsProcessingParameterFeatureSource("AREA", tr("Area to compare (polygons)"), areal, optional=True)
        )
        for name, label, value, least, most in (
            ("RESOLUTION", tr("Pixel (metres)"), 10.0, 0.01, 1e5),
            ("IOU", tr("Least overlap of a match (intersection over union, 0 to 1)"), 0.5, 0.01, 1.0),
            ("WITHIN", tr("Greatest distance of a point from a polygon (metres)"), 50.0, 0.0, 1e5),
        ):
            kind = QgsProcessingParameterNumber.Type.Double
            number = QgsProcessingParameterNumber(name, label, kind, value, minValue=least, maxValue=most)
            number.setFlags(number.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
            self.addParameter(number)
        self.addParameter(
            QgsProcessingParameterVectorDestination(
                "COMPARISON", tr("Comparison"), QgsProcessing.SourceType.TypeVectorPolygon
            )
        )
        for name, label in (
            ("PRECISION", tr("Precision of polygons that match")),
            ("RECALL", tr("Recall of polygons that match, or of points")),
            ("F1", tr("F1 of polygons that match")),
            ("F1_PIXELS", tr("F1 of pixels")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def job(self, values: Values, feedback: QgsProcessingFeedback) -> CompareJob:
        output = values.required_output("COMPARISON")
        if output.suffix.lower() != ".gpkg":
            raise InputProblem(tr("A comparison is a GeoPackage; give a name that ends in .gpkg."))
        a, layer_a = self._file(values, "INVENTORY", feedback)
        b, layer_b = self._file(values, "REFERENCE", feedback)
        return CompareJob(
            a=a,
            b=b,
            output=output,
            layer_a=layer_a,
            layer_b=layer_b,
            area=values.area(),
            resolution_m=values.number("RESOLUTION"),
            least_iou=values.number("IOU"),
            within_m=values.number("WITHIN"),
            overwrite=True,
        )

    def _file(self, values: Values, name: str, feedback: QgsProcessingFeedback) -> tuple[str, str | None]:
        """The file of a layer, or of a copy of it where the command cannot read its own, and the layer in it."""
        path, layer = self.parameterAsCompatibleSourceLayerPathAndLayerName(
            values.parameters, name, values.context, _FORMATS, "gpkg", feedback
        )
        if not path:
            raise InputProblem(tr("Choose the two inventories to compare."))
        return path, layer or None

    def results(self, job: CompareJob, facts: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        scores, points = facts["scores"], facts["points"]
        matched = scores.get("objects_iou", {})
        found: dict[str, Any] = {"COMPARISON": _load(context, Path(job.output))}
        for name, score in (
            ("PRECISION", matched.get("precision")),
            ("RECALL", matched.get("recall") or (points or {}).get("recall")),
            ("F1", matched.get("f1")),
            ("F1_PIXELS", scores.get("pixels", {}).get("f1")),
        ):
            if score is not None and score["value"] is not None:
                found[name] = score["value"]
        return found


def _load(context: QgsProcessingContext, path: Path) -> str:
    """Have the layers loaded where Processing was asked for it; their styles are in the file."""
    waiting = context.layersToLoadOnCompletion()
    compared = f"{path}|layername={_COMPARED}"
    if str(path) in waiting:
        details = waiting.pop(str(path))
        for layer, name in ((_NOT_COMPARED, tr("Not compared")), (_POINTS, tr("Points of the reference"))):
            source = f"{path}|layername={layer}"
            opened = QgsVectorLayer(source, "", "ogr")
            if opened.isValid() and opened.featureCount():
                waiting[source] = QgsProcessingContext.LayerDetails(name, details.project)
        waiting[compared] = details
        context.setLayersToLoadOnCompletion(waiting)
    return compared


ALGORITHM = Compare
