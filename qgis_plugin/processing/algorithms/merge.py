"""Merge inventories: ``l4s merge``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterVectorDestination,
)

from ...i18n_text import tr
from ...inputs import InputProblem
from ...jobs import MergeJob
from ..base import L4SAlgorithm
from ..loading import load_result
from ..reviewed import refuse_reviewed
from ..values import Values


class Merge(L4SAlgorithm):
    """Inventories of several scenes in, one out."""

    ID = "merge"
    ICON = "compare"
    PAGE = "inventory"

    def group(self) -> str:
        return tr("Inventories")

    def groupId(self) -> str:
        return "inventories"

    def displayName(self) -> str:
        return tr("Merge inventories")

    def shortDescription(self) -> str:
        return tr("Makes one inventory of those of several scenes; a landslide that several show becomes one polygon.")

    def tags(self) -> list[str]:
        return tr("landslide,merge,mosaic,inventory,tiles,duplicates").split(",")

    def shortHelpString(self) -> str:
        return tr(
            "<p>Makes one inventory of those of several scenes: neighbouring tiles, orbits or dates.</p>"
            "<p>Polygons of one event that overlap by a fifth of the smaller one are one landslide: it gets their "
            "union and names all its scenes. Smaller overlaps go to the polygon with the higher probability, so that "
            "no ground is counted twice. What reviewers said is kept, rejected polygons too. <i>Not observed</i> is "
            "what none of the scenes observed; the layer <i>scenes</i> shows where each looked.</p>"
            "<p><b>Inventories</b>: GeoPackages of single scenes. They are not changed.</p>"
        )

    def initAlgorithm(self, configuration: Any = None) -> None:
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                "INVENTORIES", tr("Inventories (GeoPackage)"), QgsProcessing.SourceType.TypeFile
            )
        )
        self.addParameter(
            QgsProcessingParameterVectorDestination(
                "INVENTORY", tr("Merged inventory"), QgsProcessing.SourceType.TypeVectorPolygon
            )
        )
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Number of landslides")))
        self.addOutput(QgsProcessingOutputNumber("AREA_M2", tr("Area of the landslides (square metres)")))
        self.addOutput(QgsProcessingOutputNumber("IN_SEVERAL", tr("Number of landslides found in several scenes")))

    def job(self, values: Values, feedback: QgsProcessingFeedback) -> MergeJob:
        inventory = values.required_output("INVENTORY")
        refuse_reviewed(inventory)
        inputs = values.files("INVENTORIES")
        if not inputs:
            raise InputProblem(tr("Choose the inventories to merge."))
        return MergeJob(inventories=inputs, output=inventory, overwrite=True)

    def results(self, job: MergeJob, facts: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        return {
            "INVENTORY": load_result(context, Path(job.output)),
            "COUNT": facts["polygons"],
            "AREA_M2": facts["area_m2"],
            "IN_SEVERAL": facts["found_in_several"],
        }


ALGORITHM = Merge
