"""Vectorise a probability: ``l4s vectorize``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterExtent,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorDestination,
)

from ...i18n_text import tr
from ...jobs import VectorizeJob
from .. import parameters as shared
from .. import parts
from ..base import L4SAlgorithm
from ..loading import load_result
from ..reviewed import kept_review
from ..values import Values


class Vectorize(L4SAlgorithm):
    """A probability raster in, an inventory out, without the network."""

    ID = "vectorize"
    ICON = "vectorise"
    PAGE = "inventory"

    def __init__(self) -> None:
        super().__init__()
        self._parts: dict[str, Path] = {}

    def group(self) -> str:
        return tr("Inventories")

    def groupId(self) -> str:
        return "inventories"

    def displayName(self) -> str:
        return tr("Vectorise probability")

    def shortDescription(self) -> str:
        return tr("Makes the inventory from a probability raster, with another threshold or other rules.")

    def tags(self) -> list[str]:
        return tr("landslide,polygonize,vectorize,threshold,inventory,probability").split(",")

    def shortHelpString(self) -> str:
        return tr(
            "<p>Makes polygons from the probability raster of <i>Detect landslides</i>, with another threshold or "
            "other rules, in seconds: the network does not run again.</p>"
            "<p><b>Threshold</b>: probability from 0 to 1; not set, the one that the raster was made with. <b>Minimum "
            "area</b>: square metres. <b>Minimum slope</b>: degrees, needs the elevation. <b>Smooth "
            "outlines</b>: metres.</p>"
            "<p><b>Rectangle</b>: only this part; landslides cut by its edge are marked as truncated.</p>"
        )

    def initAlgorithm(self, configuration: Any = None) -> None:
        for parameter in (
            QgsProcessingParameterRasterLayer("PROBABILITY", tr("Probability")),
            shared.threshold(),
            shared.dem(gate=True),
            *shared.mapping(),
            QgsProcessingParameterExtent("EXTENT", tr("Rectangle"), optional=True),
            shared.simplify(),
            *shared.joining(),
            shared.keep_review(),
            QgsProcessingParameterVectorDestination(
                "INVENTORY", tr("Inventory"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            *parts.destinations(),
        ):
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Number of landslides")))
        self.addOutput(QgsProcessingOutputNumber("AREA_M2", tr("Area of the landslides (square metres)")))

    def job(self, values: Values, feedback: QgsProcessingFeedback) -> VectorizeJob:
        inventory = values.required_output("INVENTORY")
        kept = kept_review(values.text("KEEP_REVIEW"), inventory)
        self._parts = parts.wanted(values, inventory)
        return VectorizeJob(
            probability=values.raster("PROBABILITY"),
            output=inventory,
            threshold=values.optional_number("THRESHOLD"),
            mmu_m2=values.number("MMU"),
            dem=values.dem(),
            min_slope_deg=values.number("MIN_SLOPE"),
            simplify_m=values.number("SIMPLIFY"),
            hysteresis=values.optional_number("HYSTERESIS"),
            fill_holes_m2=values.number("FILL_HOLES"),
            extent=values.extent_of_raster("EXTENT", "PROBABILITY"),
            keep_review=kept,
            overwrite=True,
        )

    def results(self, job: VectorizeJob, facts: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        copies = parts.write(Path(job.output), self._parts, context)
        polygons = load_result(context, Path(job.output), None, facts.get("scene_date"), copies)
        return {**copies, "INVENTORY": polygons, "COUNT": facts["polygons"], "AREA_M2": facts["area_m2"]}


ALGORITHM = Vectorize
