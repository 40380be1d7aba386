"""Update ledger: ``l4s ledger update``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterVectorDestination,
)

from ...i18n_text import tr
from ...inputs import InputProblem
from ...jobs import LedgerJob
from ..base import L4SAlgorithm
from ..loading import load_result
from ..reviewed import refuse_reviewed
from ..values import Values


class UpdateLedger(L4SAlgorithm):
    """An inventory or ledger and a newer inventory in, a ledger out."""

    ID = "ledger"
    ICON = "compare"

    def group(self) -> str:
        return tr("Inventories")

    def groupId(self) -> str:
        return "inventories"

    def displayName(self) -> str:
        return tr("Update ledger")

    def shortDescription(self) -> str:
        return tr("Says which landslides are new, unchanged, reactivated or revegetated since an earlier inventory.")

    def tags(self) -> list[str]:
        return tr("landslide,ledger,history,change,reactivated,revegetated,inventory").split(",")

    def shortHelpString(self) -> str:
        return tr(
            "<p>Follows landslides over the years: each keeps its identifier, and its history is in the ledger.</p>"
            "<p>Outlines that share half of what both cover are the same landslide. What is not found where the newer "
            "scene looked is revegetated and goes to a layer of that name; what was not observed stays as it was. "
            "Outlines that are replaced stay in the file.</p>"
            "<p><b>Earlier inventory or ledger</b> and <b>newer inventory</b>: GeoPackages. They are not changed.</p>"
        )

    def initAlgorithm(self, configuration: Any = None) -> None:
        kind = QgsProcessingParameterFile.Behavior.File
        self.addParameter(QgsProcessingParameterFile("OLD", tr("Earlier inventory or ledger"), kind, "gpkg"))
        self.addParameter(QgsProcessingParameterFile("NEW", tr("Newer inventory"), kind, "gpkg"))
        self.addParameter(
            QgsProcessingParameterVectorDestination("LEDGER", tr("Ledger"), QgsProcessing.SourceType.TypeVectorPolygon)
        )
        for name, label in (
            ("COUNT", tr("Number of landslides")),
            ("NEW_ONES", tr("Number of new landslides")),
            ("REACTIVATED", tr("Number of reactivated landslides")),
            ("REVEGETATED", tr("Number of revegetated landslides")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def job(self, values: Values, feedback: QgsProcessingFeedback) -> LedgerJob:
        ledger = values.required_output("LEDGER")
        if ledger.suffix.lower() != ".gpkg":
            raise InputProblem(tr("A ledger is a GeoPackage; give it a name that ends in .gpkg."))
        old, new = (Path(values.text(name) or "") for name in ("OLD", "NEW"))
        if ledger.absolute() != old.absolute():  # of one that is replaced by itself the command keeps a copy
            refuse_reviewed(ledger)
        return LedgerJob(old=old, new=new, output=ledger, overwrite=True)

    def results(self, job: LedgerJob, facts: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        counts = facts["counts"]
        return {
            "LEDGER": load_result(context, Path(job.output)),
            "COUNT": facts["polygons"],
            "NEW_ONES": counts.get("new", 0),
            "REACTIVATED": counts.get("reactivated", 0),
            "REVEGETATED": counts.get("revegetated", 0),
        }


ALGORITHM = UpdateLedger
