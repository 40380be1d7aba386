"""Detect landslides in many scenes: ``l4s detect --out-dir``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
)

from ...i18n_text import tr
from ...inputs import InputProblem
from ...jobs import BatchJob
from .. import parameters as shared
from ..base import L4SAlgorithm
from ..choices import SAVED
from ..loading import load_result
from ..values import Values


class Batch(L4SAlgorithm):
    """Many scenes and their elevation in, an inventory of each and a merged one out."""

    ID = "batch"
    ICON = "batch"
    PAGE = "batch"

    def __init__(self) -> None:
        super().__init__()
        self._load = False

    def displayName(self) -> str:
        return tr("Detect landslides in many scenes")

    def shortDescription(self) -> str:
        return tr("Maps many Sentinel-2 scenes and merges their inventories; goes on where it was stopped.")

    def tags(self) -> list[str]:
        return tr("landslide,sentinel-2,inventory,batch,many,tiles,resume").split(",")

    def shortHelpString(self) -> str:
        return tr(
            "<p>Maps the landslides of many Sentinel-2 scenes. Each gets an inventory in the folder <i>scenes</i>, and "
            "<i>inventory.gpkg</i> merges them: a landslide in two overlapping scenes is one polygon.</p>"
            "<p><b>Scenes</b>: products (.zip), the MTD_MSIL1C.xml or MTD_MSIL2A.xml of unpacked ones, rasters or STAC "
            "items; or a <b>table</b> (CSV with the columns scene, dem, pre, aoi, event_id, event_date, trigger, name, "
            "or an item collection). <b>Elevation</b>: one raster, or a folder of tiles.</p>"
            "<p><b>Go on</b>: scenes that are complete, with the same inputs, model and parameters, are not mapped "
            "again. A scene that fails stops no other; the log and <i>run.jsonl</i> say why.</p>"
            "<p><b>Scenes at a time</b>: each needs about 1.5 GB of memory.</p>"
        )

    def initAlgorithm(self, configuration: Any = None) -> None:
        for parameter in (
            shared.explained(
                QgsProcessingParameterMultipleLayers(
                    "SCENES", tr("Sentinel-2 scenes: files"), QgsProcessing.SourceType.TypeFile, optional=True
                ),
                tr(
                    "Downloaded products (.zip), the MTD_MSIL1C.xml or MTD_MSIL2A.xml in unpacked products, rasters "
                    "with several bands, or STAC items (.json)."
                ),
            ),
            shared.explained(
                shared.file("MANIFEST", tr("… or a table of them"), tr("Tables (*.csv *.json);;All files (*)")),
                tr("CSV with the column scene, or a STAC item collection as l4s search writes it."),
            ),
            shared.dem(gate=True),
            shared.explained(
                shared.file("DEM_FOLDER", tr("… or folder of elevation tiles"), "", folder=True),
                tr("Those that a scene needs are found by their place."),
            ),
            shared.explained(  # a file, not a layer: what a temporary copy is called would be another batch
                shared.file("AREA_FILE", tr("Area: file with polygons"), tr("Vector files (*.gpkg *.geojson *.shp)")),
                tr("Only what lies in these polygons is mapped. Empty: the whole scene."),
            ),
            shared.threshold(),
            *shared.mapping(),
            shared.clouds(self.words),
            *shared.model(self.words),
            QgsProcessingParameterNumber(
                "JOBS", tr("Scenes at a time"), QgsProcessingParameterNumber.Type.Integer, 1, False, 1
            ),
            shared.explained(
                QgsProcessingParameterBoolean("RESUME", tr("Go on with what is in the folder"), False),
                tr("Scenes that are complete, with the same inputs, model and parameters, are not mapped again."),
            ),
            shared.simplify(),
            shared.runout(),
            *shared.joining(),
            shared.crf(),
            *shared.looks(self.words),
            shared.water(),
            shared.force(),
            shared.advanced(self.words.add("SAVE", tr("Also write for each scene"), SAVED, None, several=True)),
            *shared.dem_details(self.words),
            *shared.event(),
            QgsProcessingParameterBoolean("LOAD", tr("Load the merged inventory"), True),
            QgsProcessingParameterFolderDestination("FOLDER", tr("Folder for the results")),
        ):
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputVectorLayer("INVENTORY", tr("Merged inventory")))
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Number of landslides")))
        self.addOutput(QgsProcessingOutputNumber("AREA_M2", tr("Area of the landslides (square metres)")))
        self.addOutput(QgsProcessingOutputNumber("FAILED", tr("Number of scenes that failed")))

    def job(self, values: Values, feedback: QgsProcessingFeedback) -> BatchJob:
        scenes, manifest = values.files("SCENES"), values.text("MANIFEST")
        if bool(scenes) == bool(manifest):
            raise InputProblem(tr("Choose the scenes: either files or a table, one of the two."))
        dem, tiles = values.dem(), values.text("DEM_FOLDER")
        if dem is not None and tiles:
            raise InputProblem(tr("The elevation is given twice; leave the raster or the folder empty."))
        if dem is None and not tiles and not manifest:
            feedback.pushWarning(
                tr("No elevation was given: flat ground is not ruled out, and heights and slopes stay empty.")
            )
        self._load = values.flag("LOAD")
        return BatchJob(
            out_dir=values.text("FOLDER") or "",
            scenes=scenes,
            manifest=manifest,
            dem=dem or tiles,
            jobs=int(values.number("JOBS")),
            save=values.words("SAVE"),
            aoi=values.text("AREA_FILE"),
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
            allow_partial_dem=values.flag("PARTIAL_DEM"),
            dem_unit=values.word("DEM_UNIT"),
            resume=values.flag("RESUME"),
        )

    def results(self, job: BatchJob, facts: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        failed = facts["failed"]
        if facts["output"] is None:
            why = failed[0]["error"] if failed else ""
            raise QgsProcessingException(tr("No scene could be mapped. {why}").format(why=why))
        inventory = Path(facts["output"])
        if self._load and context.project() is not None:
            details = QgsProcessingContext.LayerDetails(tr("Landslides"), context.project(), "INVENTORY")
            context.addLayerToLoadOnCompletion(str(inventory), details)
        return {
            "FOLDER": str(job.out_dir),
            "INVENTORY": load_result(context, inventory),
            "COUNT": facts["polygons"],
            "AREA_M2": facts["area_m2"],
            "FAILED": len(failed),
        }


ALGORITHM = Batch
