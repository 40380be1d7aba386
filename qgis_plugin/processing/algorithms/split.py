"""Split merged landslides: ``l4s split``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorDestination,
    QgsProcessingParameterVectorLayer,
)

from ...i18n_text import tr
from ...inputs import InputProblem
from ...jobs import SplitJob
from .. import parameters as shared
from ..base import L4SAlgorithm
from ..loading import load_result
from ..reviewed import refuse_reviewed
from ..values import Values
from ..vector_files import vector_file


class Split(L4SAlgorithm):
    """An inventory and a DEM in, an inventory with one crown and one toe a landslide out."""

    ID = "split"
    ICON = "split"
    PAGE = "split"

    def group(self) -> str:
        return tr("Inventories")

    def groupId(self) -> str:
        return "inventories"

    def displayName(self) -> str:
        return tr("Split merged landslides")

    def shortDescription(self) -> str:
        return tr("Splits landslides that were mapped as one along the flow: one crown and one toe each.")

    def tags(self) -> list[str]:
        return tr("landslide,split,amalgamation,watershed,crown,toe,centre line,flow").split(",")

    def shortHelpString(self) -> str:
        return tr(
            "<p>Splits landslides that were mapped as one along the watersheds inside of their outlines, and draws the "
            "way from the crown to the toe of every landslide (layer <i>centre_lines</i>).</p>"
            "<p>The parts are the outline, without gaps; it is kept in the layer <i>before_split</i>. Landslides that "
            "were reviewed stay whole unless you ask for it, and rejected ones always do.</p>"
            "<p><b>Least difference in height</b>: metres by which crowns, and toes, differ from the ground between "
            "them. <b>Minimum area</b>: of a part, square metres; not set, that of the run.</p>"
        )

    def initAlgorithm(self, configuration: Any = None) -> None:
        for parameter in (
            QgsProcessingParameterVectorLayer(
                "LANDSLIDES", tr("Inventory"), [QgsProcessing.SourceType.TypeVectorPolygon]
            ),
            QgsProcessingParameterRasterLayer("DEM", tr("Elevation (DEM)")),
            shared.advanced(
                QgsProcessingParameterRasterLayer("PROBABILITY", tr("Probability"), optional=True),
            ),
            shared.number("MIN_DROP", tr("Least difference in height (metres)"), 10.0, 0.1),
            shared.number("MMU", tr("Minimum area of a part (square metres)"), None, 1.0),
            QgsProcessingParameterBoolean("REVIEWED", tr("Split reviewed landslides too"), False),
            QgsProcessingParameterVectorDestination(
                "INVENTORY", tr("Split inventory"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
        ):
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Number of landslides")))
        self.addOutput(QgsProcessingOutputNumber("SPLIT", tr("Number of landslides that were split")))
        self.addOutput(QgsProcessingOutputNumber("PARTS", tr("Number of parts")))

    def job(self, values: Values, feedback: QgsProcessingFeedback) -> SplitJob:
        inventory = values.required_output("INVENTORY")
        refuse_reviewed(inventory)
        dem = values.dem()
        if dem is None:
            raise InputProblem(tr("Choose the elevation."))
        path, _, layer = vector_file(values, "LANDSLIDES").partition("|layername=")
        return SplitJob(
            inventory=path,
            dem=dem,
            output=inventory,
            layer=layer or None,
            probability=values.raster("PROBABILITY") if values.is_set("PROBABILITY") else None,
            min_drop_m=values.number("MIN_DROP"),
            mmu_m2=values.optional_number("MMU"),
            reviewed=values.flag("REVIEWED"),
            overwrite=True,
        )

    def results(self, job: SplitJob, facts: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        path = Path(job.output)
        wanted = context.layersToLoadOnCompletion().get(str(path))
        polygons = load_result(context, path)
        if wanted is not None:
            context.addLayerToLoadOnCompletion(
                f"{path}|layername=centre_lines",
                QgsProcessingContext.LayerDetails(tr("Centre lines"), wanted.project),
            )
        return {
            "INVENTORY": polygons,
            "COUNT": facts["after"],
            "SPLIT": facts["split"],
            "PARTS": facts["parts"],
        }


ALGORITHM = Split
