"""Convert inventory: ``l4s convert``."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ...i18n_text import tr
from ...inputs import InputProblem
from ...jobs import ConvertJob
from ..base import L4SAlgorithm
from ..reviewed import refuse_reviewed
from ..values import Values

ENDINGS = {
    "inventory": ".gpkg", "coolr": ".csv", "usgs": ".shp", "iffi": ".shp", "geojson": ".geojson", "shp": ".shp",
    "kml": ".kml", "fgb": ".fgb", "geoparquet": ".parquet", "stac": ".json",
}  # fmt: skip
"""Format of the command -> the ending of a file that QGIS names itself."""


class ConvertInventory(L4SAlgorithm):
    """An inventory in, the same in another format out."""

    ID = "convert"
    ICON = "report"

    def group(self) -> str:
        return tr("Inventories")

    def groupId(self) -> str:
        return "inventories"

    def displayName(self) -> str:
        return tr("Convert inventory")

    def shortDescription(self) -> str:
        return tr("Writes an inventory as catalogues and other programs have it, or theirs as an inventory.")

    def tags(self) -> list[str]:
        return tr("landslide,exchange,export,import,COOLR,USGS,IFFI,KML,STAC,inventory").split(",")

    def shortHelpString(self) -> str:
        return tr(
            "<p>Writes an inventory as a catalogue or another program has it, or somebody's file as an inventory "
            "that all other algorithms take.</p>"
            "<p><b>Inventory</b>: GeoPackage, GeoJSON, Shapefile (zipped too), FlatGeobuf, KML, KMZ, GML, GeoParquet, "
            "or CSV with longitude and latitude.</p>"
            "<p><b>Format</b>: <i>inventory</i> is a GeoPackage of this plugin; <i>coolr</i>, <i>usgs</i> and "
            "<i>iffi</i> are the landslide catalogues of NASA, the United States and Italy; <i>stac</i> describes the "
            "files for a catalogue of data. The log says what a format does not hold.</p>"
        )

    def initAlgorithm(self, configuration: Any = None) -> None:
        self.addParameter(QgsProcessingParameterFile("INVENTORY", tr("Inventory")))
        self.addParameter(self.words.add("FORMAT", tr("Format"), tuple(ENDINGS), "inventory"))
        self.addParameter(QgsProcessingParameterString("LAYER", tr("Layer, or file in a zip"), optional=True))
        self.addParameter(
            QgsProcessingParameterCrs("CRS", tr("CRS of a file that does not say its own"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterFileDestination("OUTPUT", tr("Converted inventory"), f"{tr('All files')} (*)")
        )
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Number of landslides")))
        self.addOutput(QgsProcessingOutputNumber("POINTS", tr("Number of points")))

    def job(self, values: Values, feedback: QgsProcessingFeedback) -> ConvertJob:
        output, to = values.file_output("OUTPUT"), values.word("FORMAT")
        if output is None:
            raise InputProblem(tr("Choose a file for the converted inventory."))
        if output.suffix.lower() in ("", ".file"):  # a temporary file, which QGIS names
            output = output.with_suffix(ENDINGS[to])
        refuse_reviewed(output)
        crs = self.parameterAsCrs(values.parameters, "CRS", values.context) if values.is_set("CRS") else None
        return ConvertJob(
            inventory=values.text("INVENTORY") or "",
            output=output,
            to=to,
            layer=values.text("LAYER"),
            crs=None if crs is None or not crs.isValid() else crs.authid() or crs.toWkt(),
            overwrite=True,
        )

    def results(self, job: ConvertJob, facts: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        return {"OUTPUT": str(job.output), "COUNT": facts["landslides"], "POINTS": facts["points"]}


ALGORITHM = ConvertInventory
