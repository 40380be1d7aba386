"""Detect landslides: ``l4s detect``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from ...i18n_text import tr
from ...jobs import DetectJob
from .. import parameters as shared
from ..base import L4SAlgorithm
from ..loading import load_result
from ..reviewed import refuse_reviewed
from ..values import Values


class Detect(L4SAlgorithm):
    """A Sentinel-2 scene and a DEM in, an inventory out."""

    ID = "detect"
    ICON = "detect"

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
            "<p><b>Scene</b>: give a file, a folder or layers, one of the three. <b>Elevation</b>: any DEM that covers "
            "the scene; without it flat ground is not ruled out.</p>"
            "<p><b>Area</b>: only what lies in the polygons, or in the rectangle, is mapped; empty for the whole scene."
            "</p>"
            "<p><b>Threshold</b>: probability from 0 to 1. <b>Smallest landslide</b>: square metres. <b>Smallest "
            "slope</b>: degrees. <b>Smooth outlines</b>: metres.</p>"
            "<p><b>Inventory</b>: polygons with area (m²), length and width (m), slope and aspect (degrees), "
            "confidence and origin. The GeoPackage also holds crown and toe points, what could not be observed "
            "(clouds, shadow, no data) and every parameter of the run. <b>Probability</b>: GeoTIFF, from which "
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
            shared.explained(shared.words("CLOUDS", tr("Clouds"), shared.CLOUD_TESTS, "auto"), shared.cloud_help()),
            shared.simplify(),
            shared.runout(),
            shared.water(),
            shared.advanced(
                shared.explained(
                    shared.file("MODEL", tr("Model"), tr("Models (*.onnx *.safetensors *.yaml);;All files (*)")),
                    tr("A file, or the name of an installed model. Empty: the default model."),
                )
            ),
            shared.advanced(
                shared.explained(
                    shared.words("DEVICE", tr("Runs on"), ["auto", "cpu", "cuda"], "auto"),
                    tr("auto: the graphics card where there is one that can be used, else the processor."),
                )
            ),
            *shared.scene_details(),
            *shared.dem_details(),
            shared.advanced(
                shared.explained(
                    shared.file("PRE", tr("Scene before the event"), shared.scene_filter()),
                    tr("Its date is written as the earliest date of each landslide; the model does not look at it."),
                )
            ),
            shared.advanced(QgsProcessingParameterString("EVENT_ID", tr("Event: name"), optional=True)),
            shared.advanced(
                QgsProcessingParameterDateTime(
                    "EVENT_DATE", tr("Event: date"), QgsProcessingParameterDateTime.Type.Date, optional=True
                )
            ),
            shared.advanced(
                shared.explained(
                    QgsProcessingParameterString("TRIGGER", tr("Event: trigger"), optional=True),
                    tr("Such as rainfall or earthquake; written into every polygon."),
                )
            ),
            QgsProcessingParameterVectorDestination(
                "INVENTORY", tr("Inventory"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            QgsProcessingParameterRasterDestination(
                "PROBABILITY", tr("Probability"), optional=True, createByDefault=False
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
        refuse_reviewed(inventory)
        return DetectJob(
            scene=scene,
            dem=dem,
            output=inventory,
            probability=values.output("PROBABILITY"),
            pre=values.text("PRE"),
            aoi=values.area(),
            bands=bands,
            offset=values.optional_number("OFFSET"),
            level=values.word("LEVEL") or None,
            model=values.text("MODEL"),
            threshold=values.optional_number("THRESHOLD"),
            mmu_m2=values.number("MMU"),
            min_slope_deg=values.number("MIN_SLOPE"),
            simplify_m=values.number("SIMPLIFY"),
            clouds=values.word("CLOUDS"),
            runout=values.flag("RUNOUT"),
            mask_water=values.flag("MASK_WATER"),
            device=values.word("DEVICE"),
            event_id=values.text("EVENT_ID"),
            event_date=values.date("EVENT_DATE"),
            trigger=values.text("TRIGGER"),
            overwrite=True,
            allow_partial_dem=values.flag("PARTIAL_DEM"),
            dem_unit=values.word("DEM_UNIT"),
        )

    def results(self, job: DetectJob, facts: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        probability = None if job.probability is None else Path(job.probability)
        polygons = load_result(context, Path(job.output), probability, facts.get("scene_date"))
        made = {
            "INVENTORY": polygons,
            "COUNT": facts["polygons"],
            "AREA_M2": facts["area_m2"],
            "OBSERVED_PERCENT": 100 * facts["observed_share"],
        }
        return made if probability is None else {**made, "PROBABILITY": str(probability)}


ALGORITHM = Detect
