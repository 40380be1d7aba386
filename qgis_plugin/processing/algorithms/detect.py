"""Detect landslides: ``l4s detect``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterVectorDestination,
)

from ...i18n_text import tr
from ...jobs import DetectJob
from .. import parameters as shared
from .. import parts
from ..base import L4SAlgorithm
from ..loading import load_result
from ..reviewed import kept_review
from ..values import Values


class Detect(L4SAlgorithm):
    """A Sentinel-2 scene and a DEM in, an inventory out."""

    ID = "detect"
    ICON = "detect"

    def __init__(self) -> None:
        super().__init__()
        self._parts: dict[str, Path] = {}

    def displayName(self) -> str:
        return tr("Detect landslides")

    def shortDescription(self) -> str:
        return tr("Maps the landslides in a Sentinel-2 scene as polygons with attributes.")

    def tags(self) -> list[str]:
        return tr("landslide,mass movement,debris flow,sentinel-2,inventory,hazard,deep learning").split(",")

    def shortHelpString(self) -> str:
        return tr(
            "<p>Finds landslides in a Sentinel-2 scene (Level-1C or Level-2A) with a neural network and writes an "
            "inventory.</p>"
            "<p><b>Scene</b>: a product, a raster with several bands, or one raster per band. <b>Elevation</b>: any "
            "DEM that covers the scene; without it flat ground is not ruled out. <b>Scene before the event</b>: then "
            "only new landslides are mapped.</p>"
            "<p><b>Area</b>: only what lies in the polygons, or in the rectangle, is mapped; empty for the whole scene."
            "</p>"
            "<p><b>Threshold</b>: probability from 0 to 1. <b>Minimum area</b>: square metres. <b>Minimum "
            "slope</b>: degrees. <b>Smooth outlines</b>: metres.</p>"
            "<p><b>Inventory</b>: polygons with area (m²), length and width (m), slope and aspect (degrees), "
            "confidence and origin. The GeoPackage also holds crown and toe points, what could not be observed "
            "(clouds, shadow, no data) and every parameter of the run; the first two can also be outputs of their own. "
            "<b>Probability</b>: GeoTIFF, from which "
            "<i>Vectorise probability</i> makes polygons with another threshold.</p>"
            "<p>Read the result as a first draft that someone reviews: clearings, quarries and river beds can look "
            "like landslides.</p>"
        )

    def initAlgorithm(self, configuration: Any = None) -> None:
        for parameter in (
            *shared.scene(),
            shared.dem(gate=True),
            shared.explained(
                QgsProcessingParameterFeatureSource(
                    "AREA",
                    tr("Area: polygons"),
                    [QgsProcessing.SourceType.TypeVectorPolygon],
                    optional=True,
                ),
                tr("Only what lies in these polygons is mapped. Empty: the whole scene."),
            ),
            shared.explained(
                QgsProcessingParameterExtent("EXTENT", tr("Area: rectangle"), optional=True),
                tr("In place of polygons. Empty: the whole scene."),
            ),
            shared.threshold(),
            *shared.mapping(),
            shared.clouds(self.words),
            *shared.before(self.words),
            *shared.model(self.words),
            shared.simplify(),
            shared.keep_review(),
            shared.runout(),
            *shared.joining(),
            shared.crf(),
            *shared.looks(self.words),
            shared.water(),
            shared.force(),
            *shared.scene_details(self.words),
            *shared.dem_details(self.words),
            *shared.event(),
            QgsProcessingParameterVectorDestination(
                "INVENTORY", tr("Inventory"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            QgsProcessingParameterRasterDestination(
                "PROBABILITY", tr("Probability"), optional=True, createByDefault=False
            ),
            *parts.destinations(),
            QgsProcessingParameterFileDestination(
                "OVERVIEW", tr("Overview picture"), tr("PNG files (*.png)"), optional=True, createByDefault=False
            ),
        ):
            self.addParameter(parameter)
        for output in (
            QgsProcessingOutputNumber("COUNT", tr("Number of landslides")),
            QgsProcessingOutputNumber("AREA_M2", tr("Area of the landslides (square metres)")),
            QgsProcessingOutputNumber("OBSERVED_PERCENT", tr("Share of the area that was observed (percent)")),
        ):
            self.addOutput(output)

    def job(self, values: Values, feedback: QgsProcessingFeedback) -> DetectJob:
        scene, bands = values.scene()
        dem = values.dem()
        if dem is None:
            feedback.pushWarning(
                tr("No elevation was given: flat ground is not ruled out, and heights and slopes stay empty.")
            )
        inventory = values.required_output("INVENTORY")
        kept = kept_review(values.text("KEEP_REVIEW"), inventory)
        self._parts = parts.wanted(values, inventory)
        return DetectJob(
            scene=scene,
            dem=dem,
            output=inventory,
            probability=values.output("PROBABILITY"),
            overview=values.file_output("OVERVIEW"),
            pre=values.before(),
            pre_level=values.word("PRE_LEVEL") or None,
            pre_offset=values.optional_number("PRE_OFFSET"),
            change=values.word("CHANGE"),
            coregister=values.word("COREGISTER"),
            aoi=values.area(),
            bands=bands,
            offset=values.optional_number("OFFSET"),
            level=values.word("LEVEL") or None,
            model=values.model(),
            threshold=values.optional_number("THRESHOLD"),
            mmu_m2=values.number("MMU"),
            min_slope_deg=values.number("MIN_SLOPE"),
            simplify_m=values.number("SIMPLIFY"),
            clouds=values.word("CLOUDS"),
            runout=values.flag("RUNOUT"),
            hysteresis=values.optional_number("HYSTERESIS"),
            fill_holes_m2=values.number("FILL_HOLES"),
            crf=values.flag("CRF"),
            uncertainty=values.word("UNCERTAINTY") or None,
            tta=values.word("TTA") or "none",
            adapt="normalisation" if values.flag("ADAPT") else "none",
            mask_water=values.flag("MASK_WATER"),
            force=values.flag("FORCE"),
            device=values.word("DEVICE"),
            event_id=values.text("EVENT_ID"),
            event_date=values.date("EVENT_DATE"),
            trigger=values.text("TRIGGER"),
            keep_review=kept,
            overwrite=True,
            allow_partial_dem=values.flag("PARTIAL_DEM"),
            dem_unit=values.word("DEM_UNIT"),
        )

    def results(self, job: DetectJob, facts: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        probability = None if job.probability is None else Path(job.probability)
        copies = parts.write(Path(job.output), self._parts, context)
        polygons = load_result(context, Path(job.output), probability, facts.get("scene_date"), copies)
        made = {
            **copies,
            "INVENTORY": polygons,
            "COUNT": facts["polygons"],
            "AREA_M2": facts["area_m2"],
            "OBSERVED_PERCENT": 100 * facts["observed_share"],
        }
        if job.overview is not None:
            made["OVERVIEW"] = str(job.overview)
        return made if probability is None else {**made, "PROBABILITY": str(probability)}


ALGORITHM = Detect
