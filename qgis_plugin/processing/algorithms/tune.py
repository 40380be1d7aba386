"""A model tuned to reviewed polygons: ``l4s tune``."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterVectorLayer,
)

from ...i18n_text import tr
from ...inputs import InputProblem
from ...jobs import TuneJob
from .. import parameters as shared
from ..base import L4SAlgorithm
from ..values import Values
from ..vector_files import vector_file


class Tune(L4SAlgorithm):
    """A scene and its reviewed inventory in, a model file out, if it does better."""

    ID = "tune"
    ICON = "tune"
    PAGE = "tune"

    def group(self) -> str:
        return tr("Detection")

    def groupId(self) -> str:
        return "detection"

    def displayName(self) -> str:
        return tr("Tune model to corrections")

    def shortDescription(self) -> str:
        return tr("Fits a model to polygons that were accepted, drawn and rejected in a scene.")

    def tags(self) -> list[str]:
        return tr("landslide,tune,fine-tune,train,model,review,corrections,active learning").split(",")

    def shortHelpString(self) -> str:
        return tr(
            "<p>Moves the last numbers of a model towards what you decided about its polygons. Twenty to fifty "
            "decisions all over the scene are enough: accepted, redrawn and added ones are landslides, rejected ones "
            "are none. It takes a minute or two.</p>"
            "<p>The tuned model is judged on neighbourhoods that it has not seen. Where it does no better the log says "
            "so, and <b>no model is written</b> unless you ask for it. Give the tuned model to <i>Detect "
            "landslides</i> under <b>Model: file</b>.</p>"
            "<p>Scene, elevation, level and clouds are to be those of the run that was reviewed.</p>"
        )

    def initAlgorithm(self, configuration: Any = None) -> None:
        words = self.words
        for parameter in (
            *shared.scene(),
            QgsProcessingParameterVectorLayer(
                "CORRECTIONS", tr("Reviewed inventory"), [QgsProcessing.SourceType.TypeVectorPolygon]
            ),
            *(one for one in shared.model(words) if one.name() != "DEVICE"),
            shared.dem(gate=False),
            shared.clouds(words),
            shared.water(),
            *shared.scene_details(words),
            *shared.dem_details(words),
            shared.advanced(
                QgsProcessingParameterBoolean("KEEP_ANYWAY", tr("Write the model where it did not help, too"), False)
            ),
            QgsProcessingParameterFileDestination("TUNED", tr("Tuned model"), tr("Models (*.onnx)")),
        ):
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputBoolean("RECOMMENDED", tr("Whether the tuned model does better")))
        self.addOutput(QgsProcessingOutputNumber("F1_BEFORE", tr("F1 of the decisions before")))
        self.addOutput(QgsProcessingOutputNumber("F1_AFTER", tr("F1 of the decisions by the tuned model")))

    def job(self, values: Values, feedback: QgsProcessingFeedback) -> TuneJob:
        output = values.file_output("TUNED")
        if output is None:
            raise InputProblem(tr("Choose a file for the tuned model."))
        scene, bands = values.scene()
        path, _, layer = vector_file(values, "CORRECTIONS").partition("|layername=")
        return TuneJob(
            model=values.model(),
            scene=scene,
            corrections=path,
            output=output,
            layer=layer or None,
            dem=values.dem(),
            bands=bands,
            offset=values.optional_number("OFFSET"),
            level=values.word("LEVEL") or None,
            clouds=values.word("CLOUDS"),
            mask_water=values.flag("MASK_WATER"),
            dem_unit=values.word("DEM_UNIT"),
            allow_partial_dem=values.flag("PARTIAL_DEM"),
            keep_anyway=values.flag("KEEP_ANYWAY"),
            overwrite=True,
        )

    def results(self, job: TuneJob, facts: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        found = {
            "RECOMMENDED": facts["recommended"],
            "F1_BEFORE": facts["f1_before"],
            "F1_AFTER": facts["f1_after"],
        }
        return {**found, "TUNED": facts["output"]} if facts["output"] else found


ALGORITHM = Tune
