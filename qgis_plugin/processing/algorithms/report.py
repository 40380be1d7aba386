"""A report on an inventory: ``l4s report``."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
)

from ...i18n_text import tr
from ...inputs import InputProblem
from ...jobs import ReportJob
from .. import parameters as shared
from ..base import L4SAlgorithm
from ..values import Values
from ..vector_files import vector_file, vector_files


class Report(L4SAlgorithm):
    """An inventory in, a page out, which opens from the results viewer."""

    ID = "report"
    ICON = "report"
    PAGE = "report"

    def group(self) -> str:
        return tr("Inventories")

    def groupId(self) -> str:
        return "inventories"

    def displayName(self) -> str:
        return tr("Landslide report")

    def shortDescription(self) -> str:
        return tr("Writes everything that is known of an inventory as one page, to read, print or pass on.")

    def tags(self) -> list[str]:
        return tr("landslide,report,html,page,map,print,pdf,statistics,accuracy").split(",")

    def shortHelpString(self) -> str:
        return tr(
            "<p>Writes one HTML page with a map, sizes, confidence, what could not be seen, review, warnings and "
            "parameters of an inventory. It needs no network. To have a PDF, print it in a browser.</p>"
            "<p><b>Inventory</b>: polygons of any file and CRS; what is not known of it, the page says. The picture "
            "under the landslides is that of the scene that the inventory names, unless another <b>Scene</b> is "
            "chosen. With a <b>Reference</b> the page has the accuracy too, with <b>Assets</b> what of them is "
            "hit.</p>"
            "<p>The page opens from <i>Processing &gt; Results Viewer</i>.</p>"
        )

    def initAlgorithm(self, configuration: Any = None) -> None:
        areal = [QgsProcessing.SourceType.TypeVectorPolygon]
        both = [*areal, QgsProcessing.SourceType.TypeVectorPoint]
        for parameter in (
            QgsProcessingParameterVectorLayer("INVENTORY", tr("Inventory"), areal),
            QgsProcessingParameterVectorLayer("REFERENCE", tr("Reference (polygons or points)"), both, optional=True),
            QgsProcessingParameterMultipleLayers(
                "ASSETS",
                tr("Assets (roads, buildings, points)"),
                QgsProcessing.SourceType.TypeVectorAnyGeometry,
                optional=True,
            ),
            shared.file("SCENE", tr("Scene (file)"), shared.scene_filter()),
            QgsProcessingParameterRasterLayer("PROBABILITY", tr("Probability"), optional=True),
            QgsProcessingParameterString("TITLE", tr("Heading"), optional=True),
            QgsProcessingParameterFileDestination("REPORT", tr("Report"), "HTML (*.html)"),
        ):
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Number of landslides")))
        self.addOutput(QgsProcessingOutputNumber("AREA_M2", tr("Area of the landslides (square metres)")))

    def job(self, values: Values, feedback: QgsProcessingFeedback) -> ReportJob:
        output = values.file_output("REPORT")
        if output is None:
            raise InputProblem(tr("Choose a file for the report."))
        path, _, layer = vector_file(values, "INVENTORY").partition("|layername=")
        return ReportJob(
            inventory=path,
            output=output,
            layer=layer or None,
            reference=vector_file(values, "REFERENCE") if values.is_set("REFERENCE") else None,
            assets=vector_files(values, "ASSETS") if values.is_set("ASSETS") else (),
            scene=values.text("SCENE"),
            probability=values.raster("PROBABILITY") if values.is_set("PROBABILITY") else None,
            title=values.text("TITLE"),
            overwrite=True,
        )

    def results(self, job: ReportJob, facts: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        return {"REPORT": str(job.output), "COUNT": facts["polygons"], "AREA_M2": facts["area_m2"]}


ALGORITHM = Report
