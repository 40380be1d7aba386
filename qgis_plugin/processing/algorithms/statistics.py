"""What the sizes of an inventory's landslides say: ``l4s statistics``."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterVectorLayer,
)

from ...i18n_text import tr
from ...jobs import StatisticsJob
from .. import parameters as shared
from ..base import L4SAlgorithm
from ..values import Values
from ..vector_files import vector_file


class Statistics(L4SAlgorithm):
    """An inventory in, numbers and a picture out."""

    ID = "statistics"
    ICON = "report"

    def group(self) -> str:
        return tr("Inventories")

    def groupId(self) -> str:
        return "inventories"

    def displayName(self) -> str:
        return tr("Landslide size statistics")

    def shortDescription(self) -> str:
        return tr("Fits the area-frequency distribution of landslides: tail, roll-over, magnitude, completeness.")

    def tags(self) -> list[str]:
        return tr("landslide,area,frequency,magnitude,power law,inverse gamma,completeness,volume").split(",")

    def shortHelpString(self) -> str:
        return tr(
            "<p>Fits inverse gamma, double Pareto and power law to the areas of the landslides by maximum likelihood, "
            "and says what follows: the exponent of the tail, where the roll-over is and whether it is the "
            "landslides' or the sensor's, the magnitude of the event, from which size on it is complete.</p>"
            "<p><b>Inventory</b>: polygons of any file and CRS; rejected ones are left out. <b>Pixel size</b> (metres) "
            "and <b>minimum mapping unit</b> (square metres) are read from inventories of l4s; of others, say them: "
            "without them, small landslides that were missed bend the fits.</p>"
            "<p>At least 100 landslides are needed, 50 for the power law. The numbers are in the log.</p>"
        )

    def initAlgorithm(self, configuration: Any = None) -> None:
        self.addParameter(
            QgsProcessingParameterVectorLayer(
                "INVENTORY", tr("Inventory"), [QgsProcessing.SourceType.TypeVectorPolygon]
            )
        )
        self.addParameter(shared.number("RESOLUTION", tr("Pixel size (metres)"), None, 0.01))
        self.addParameter(shared.number("MMU", tr("Minimum mapping unit (square metres)"), None, 0.0))
        self.addParameter(
            shared.advanced(shared.number("FROM", tr("Smallest area that is fitted (square metres)"), None, 0.0))
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                "FIGURE", tr("Area-frequency figure"), "PNG (*.png)", optional=True, createByDefault=False
            )
        )
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Number of landslides")))
        self.addOutput(QgsProcessingOutputNumber("AREA_M2", tr("Area of the landslides (square metres)")))
        self.addOutput(QgsProcessingOutputNumber("TAIL_EXPONENT", tr("Tail exponent of the inverse gamma")))
        self.addOutput(QgsProcessingOutputNumber("POWER_LAW", tr("Exponent of the power law")))
        self.addOutput(QgsProcessingOutputNumber("ROLLOVER_M2", tr("Roll-over (square metres)")))
        self.addOutput(QgsProcessingOutputString("ROLLOVER_CAUSE", tr("Whose the roll-over is")))
        self.addOutput(QgsProcessingOutputNumber("MAGNITUDE", tr("Landslide-event magnitude by number")))
        self.addOutput(QgsProcessingOutputNumber("MAGNITUDE_TAIL", tr("Landslide-event magnitude by the tail")))
        self.addOutput(QgsProcessingOutputNumber("COMPLETE_FROM_M2", tr("Complete from (square metres)")))
        self.addOutput(QgsProcessingOutputNumber("MAYBE_SEVERAL", tr("Polygons that may be several landslides")))

    def job(self, values: Values, feedback: QgsProcessingFeedback) -> StatisticsJob:
        return StatisticsJob(
            inventory=vector_file(values, "INVENTORY"),
            output=values.file_output("FIGURE"),
            resolution_m=values.optional_number("RESOLUTION"),
            mmu_m2=values.optional_number("MMU"),
            from_m2=values.optional_number("FROM"),
            overwrite=True,
        )

    def results(self, job: StatisticsJob, facts: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        return {
            "FIGURE": None if job.output is None else str(job.output),
            "COUNT": facts["polygons"],
            "AREA_M2": facts["area_m2"],
            "TAIL_EXPONENT": facts["tail_exponent"],
            "POWER_LAW": facts["power_law_exponent"],
            "ROLLOVER_M2": facts["rollover_m2"],
            "ROLLOVER_CAUSE": facts["rollover_cause"],
            "MAGNITUDE": facts["magnitude"],
            "MAGNITUDE_TAIL": facts["magnitude_from_tail"],
            "COMPLETE_FROM_M2": facts["complete_from_m2"],
            "MAYBE_SEVERAL": facts["maybe_several"],
        }


ALGORITHM = Statistics
