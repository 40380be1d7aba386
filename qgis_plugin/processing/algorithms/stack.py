"""Combine bands, slope and elevation: ``l4s stack``."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingParameterRasterDestination

from ...i18n_text import tr
from ...jobs import StackJob
from .. import parameters as shared
from ..base import L4SAlgorithm
from ..choices import CLOUDS_OR_KEEP
from ..values import Values

_KEEP = "keep"


class Stack(L4SAlgorithm):
    """All channels of a scene on one 10 m grid."""

    ID = "stack"
    ICON = "stack"
    PAGE = "stack"

    def displayName(self) -> str:
        return tr("Combine bands, slope and elevation")

    def shortDescription(self) -> str:
        return tr("Resamples the bands of a Sentinel-2 scene to 10 m and adds slope and elevation.")

    def group(self) -> str:
        return tr("Scenes")

    def groupId(self) -> str:
        return "scenes"

    def tags(self) -> list[str]:
        return tr("landslide,sentinel-2,stack,resample,bands,slope,landslide4sense").split(",")

    def shortHelpString(self) -> str:
        return tr(
            "<p>Writes the channels of Landslide4Sense as one GeoTIFF on a 10 m grid: B1 to B12 (without B8A), slope "
            "and elevation; what the scene does not have is left out. Bands of 20 and 60 m are resampled.</p>"
            "<p>Units: reflectance times 10,000 (the offset of newer products is removed), slope in degrees, "
            "elevation in metres; no data is NaN.</p>"
            "<p><b>Scene</b>: a product, a raster with several bands, or one raster per band. <b>Clouds</b>: keep them "
            "in, or cut clouds, their shadow and snow out, as found by that test.</p>"
        )

    def initAlgorithm(self, configuration: Any = None) -> None:
        for parameter in (
            *shared.scene(),
            shared.dem(gate=False),
            shared.explained(
                self.words.add("CLOUDS", tr("Clouds"), CLOUDS_OR_KEEP, _KEEP),
                tr("Keep them in, or cut them out.") + " " + shared.cloud_help(),
            ),
            shared.water(),
            *shared.scene_details(self.words),
            *shared.dem_details(self.words),
            QgsProcessingParameterRasterDestination("STACK", tr("Combined raster")),
        ):
            self.addParameter(parameter)

    def job(self, values: Values, feedback: QgsProcessingFeedback) -> StackJob:
        scene, bands = values.scene()
        clouds = values.word("CLOUDS")
        return StackJob(
            scene=scene,
            dem=values.dem(),
            output=values.required_output("STACK"),
            clouds=None if clouds == _KEEP else clouds,
            bands=bands,
            offset=values.optional_number("OFFSET"),
            level=values.word("LEVEL") or None,
            overwrite=True,
            mask_water=values.flag("MASK_WATER"),
            allow_partial_dem=values.flag("PARTIAL_DEM"),
            dem_unit=values.word("DEM_UNIT"),
        )

    def results(self, job: StackJob, facts: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        return {"STACK": str(job.output)}


ALGORITHM = Stack
