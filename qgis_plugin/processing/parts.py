"""Crown and toe points and what was not observed as outputs of their own, for the next step of a model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingParameterVectorDestination,
    QgsVectorFileWriter,
)

from ..i18n_text import tr
from ..inputs import InputProblem
from ..layers.files import CROWN_TOE, NOT_OBSERVED, open_vector

if TYPE_CHECKING:
    from .values import Values

PARTS = {"CROWN_TOE": CROWN_TOE, "NOT_OBSERVED": NOT_OBSERVED}
"""Output -> layer of the inventory."""


def destinations() -> list[QgsProcessingParameterVectorDestination]:
    """Not made unless wanted: the inventory holds both anyway."""
    kind = QgsProcessing.SourceType
    made = [
        QgsProcessingParameterVectorDestination(
            "CROWN_TOE", tr("Crown and toe points"), kind.TypeVectorPoint, None, True, False
        ),
        QgsProcessingParameterVectorDestination(
            "NOT_OBSERVED", tr("Not observed"), kind.TypeVectorPolygon, None, True, False
        ),
    ]
    for parameter in made:
        parameter.setHelp(tr("A copy of that layer of the inventory, for the next step of a model."))
    return made


def wanted(values: Values, inventory: Path) -> dict[str, Path]:
    """Output -> file, of the parts that are asked for. Raises InputProblem where one is the inventory itself."""
    found = {name: path for name in PARTS if (path := values.output(name)) is not None}
    for path in found.values():
        if path.absolute() == inventory.absolute():
            raise InputProblem(
                tr("{file} is the inventory, which holds this layer already; choose another file.").format(
                    file=path.name
                )
            )
    if len(set(found.values())) < len(found):
        raise InputProblem(tr("The two results need different names."))
    return found


def write(inventory: Path, parts: dict[str, Path], context: QgsProcessingContext) -> dict[str, Any]:
    """Copy the layers out of an inventory; the outputs by name."""
    for name, target in parts.items():
        layer = open_vector(inventory, PARTS[name], name)
        if layer is None:
            raise QgsProcessingException(
                tr("{file} has no layer {layer} to copy; write the inventory as .gpkg.").format(
                    file=inventory.name, layer=PARTS[name]
                )
            )
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = QgsVectorFileWriter.driverForExtension(target.suffix)
        options.layerName = target.stem
        error, message, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
            layer, str(target), context.transformContext(), options
        )
        if error != QgsVectorFileWriter.WriterError.NoError:
            raise QgsProcessingException(
                tr("{file} cannot be written: {reason}").format(file=target.name, reason=message)
            )
    return {name: str(target) for name, target in parts.items()}
