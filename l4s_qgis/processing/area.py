"""The area to map, from a polygon layer or a rectangle, as a file for the backend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProcessingException,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsWkbTypes,
)

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
        polygons = [_flat(feature.geometry()) for feature in source.getFeatures() if not feature.geometry().isEmpty()]
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
    return _save(polygons, crs, values)


def both() -> str:
    return tr("Choose either a polygon layer or a rectangle as the area, not both.")


def _flat(geometry: QgsGeometry) -> QgsGeometry:
    """Without curves, heights and measures, which not every reader of polygons knows."""
    plain = QgsGeometry(geometry.constGet().segmentize())
    plain.get().dropZValue()
    plain.get().dropMValue()
    plain.convertToMultiType()
    return plain


def _save(polygons: list[QgsGeometry], crs: QgsCoordinateReferenceSystem, values: Values) -> Path:
    path = values.folder / "area.gpkg"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = "area"
    writer = QgsVectorFileWriter.create(
        str(path), QgsFields(), QgsWkbTypes.Type.MultiPolygon, crs, values.context.transformContext(), options
    )
    for polygon in polygons:
        feature = QgsFeature()
        feature.setGeometry(polygon)
        writer.addFeature(feature)
    problem = writer.errorMessage()
    del writer  # closes the file
    if problem:
        raise QgsProcessingException(problem)
    return path
