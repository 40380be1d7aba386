"""The area to map, from a polygon layer or a rectangle, as a file for the backend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsGeometry, QgsProcessingException, QgsRectangle

from ..area_file import write_area
from ..i18n_text import tr
from ..inputs import InputProblem

if TYPE_CHECKING:
    from .values import Values


def write(values: Values) -> Path | None:
    """The polygons of AREA (only the selected ones where that is ticked) or the rectangle of EXTENT; None for neither.

    Raises
    ------
    InputProblem
        Both were given, no polygon, no coordinate system.
    """
    algorithm, parameters, context = values.algorithm, values.parameters, values.context
    if values.is_set("AREA") and values.is_set("EXTENT"):
        raise InputProblem(both())
    if values.is_set("AREA"):
        source = algorithm.parameterAsSource(parameters, "AREA", context)
        if source is None:
            raise QgsProcessingException(algorithm.invalidSourceError(parameters, "AREA"))
        polygons = [feature.geometry() for feature in source.getFeatures() if not feature.geometry().isEmpty()]
        if not polygons:
            raise InputProblem(
                tr("“{name}” has no polygon to map in; draw one, or leave the area empty for the whole scene.").format(
                    name=source.sourceName()
                )
            )
        crs = source.sourceCrs()
    elif values.is_set("EXTENT"):
        rectangle: QgsRectangle = algorithm.parameterAsExtent(parameters, "EXTENT", context)
        if rectangle.isEmpty():
            return None
        polygons = [QgsGeometry.fromRect(rectangle)]
        crs = algorithm.parameterAsExtentCrs(parameters, "EXTENT", context)
    else:
        return None
    if not crs.isValid():
        raise InputProblem(
            tr("The area has no coordinate system; set that of its layer, or of the project for a rectangle.")
        )
    return write_area(polygons, crs, values.folder, context.transformContext())


def both() -> str:
    return tr("Choose either a polygon layer or a rectangle as the area, not both.")
