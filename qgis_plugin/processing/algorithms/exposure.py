"""Exposure of assets: ``l4s exposure``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorDestination,
    QgsProcessingParameterVectorLayer,
)

from ...i18n_text import tr
from ...inputs import InputProblem
from ...jobs import ExposureJob
from .. import parameters as shared
from ..base import L4SAlgorithm
from ..loading import load_result
from ..reviewed import refuse_reviewed
from ..values import Values
from ..vector_files import vector_file, vector_files


class Exposure(L4SAlgorithm):
    """Landslides and assets in, numbers of what is hit and what lies below out."""

    ID = "exposure"
    ICON = "exposure"
    PAGE = "exposure"

    def group(self) -> str:
        return tr("Inventories")

    def groupId(self) -> str:
        return "inventories"

    def displayName(self) -> str:
        return tr("Exposure of assets")

    def shortDescription(self) -> str:
        return tr(
            "Counts and measures the roads, buildings and other assets that landslides hit, and those below them."
        )

    def tags(self) -> list[str]:
        return tr("landslide,exposure,assets,roads,buildings,risk,downstream,run-out").split(",")

    def shortHelpString(self) -> str:
        return tr(
            "<p>For each landslide and each asset: number and length of lines, number and area of polygons, number of "
            "points that the landslides hit. What a reviewer rejected does not count.</p>"
            "<p><b>Distance downstream</b>, with an elevation: also what lies on the way down from the lowest point of "
            "each landslide, as wide as you say. It shows where debris would go next, not how far it goes.</p>"
            "<p>The result has the layers <i>landslides</i>, <i>assets_hit</i> and <i>flow_paths</i>, and a table by "
            "confidence.</p>"
        )

    def initAlgorithm(self, configuration: Any = None) -> None:
        for parameter in (
            QgsProcessingParameterVectorLayer(
                "LANDSLIDES", tr("Inventory"), [QgsProcessing.SourceType.TypeVectorPolygon]
            ),
            QgsProcessingParameterMultipleLayers(
                "ASSETS", tr("Assets (roads, buildings, points)"), QgsProcessing.SourceType.TypeVectorAnyGeometry
            ),
            QgsProcessingParameterRasterLayer("DEM", tr("Elevation (DEM)"), optional=True),
            shared.number("DOWNSTREAM", tr("Distance downstream (metres)"), None, 1.0, 20000.0),
            shared.advanced(shared.number("WIDTH", tr("Width of the way down (metres)"), 20.0, 1.0, 1000.0)),
            QgsProcessingParameterVectorDestination(
                "EXPOSURE", tr("Exposure"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
        ):
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputNumber("SLIDES_THAT_HIT", tr("Number of landslides that hit something")))
        self.addOutput(QgsProcessingOutputNumber("ASSETS_HIT", tr("Number of assets hit")))
        self.addOutput(QgsProcessingOutputNumber("ASSETS_BELOW", tr("Number of assets below")))

    def job(self, values: Values, feedback: QgsProcessingFeedback) -> ExposureJob:
        output = values.required_output("EXPOSURE")
        refuse_reviewed(output)
        path, _, layer = vector_file(values, "LANDSLIDES").partition("|layername=")
        assets = vector_files(values, "ASSETS")
        if not assets:
            raise InputProblem(tr("Choose the assets."))
        downstream = values.optional_number("DOWNSTREAM")
        dem = values.dem() if downstream is not None else None  # elevation alone changes nothing
        if downstream is not None and dem is None:
            raise InputProblem(tr("Choose the elevation, which tells the way downstream."))
        return ExposureJob(
            inventory=path,
            assets=assets,
            output=output,
            layer=layer or None,
            dem=dem,
            downstream_m=downstream,
            width_m=values.number("WIDTH"),
            overwrite=True,
        )

    def results(self, job: ExposureJob, facts: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        path = Path(job.output)
        wanted = context.layersToLoadOnCompletion().get(str(path))
        slides = load_result(context, path)
        if wanted is not None:
            layers = [("assets_hit", tr("Assets hit"))]
            if job.downstream_m is not None:
                layers.append(("flow_paths", tr("Ways down")))
            for layer, title in layers:
                context.addLayerToLoadOnCompletion(
                    f"{path}|layername={layer}", QgsProcessingContext.LayerDetails(title, wanted.project)
                )
        return {
            "EXPOSURE": slides,
            "SLIDES_THAT_HIT": facts["landslides_that_hit"],
            "ASSETS_HIT": facts["assets_hit"],
            "ASSETS_BELOW": facts["assets_below"],
        }


ALGORITHM = Exposure
