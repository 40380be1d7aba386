"""The area to look at, written as a GeoPackage for ``--aoi``: what the panel and the toolbox share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProject,
    QgsVectorFileWriter,
    QgsWkbTypes,
)

from .i18n_text import tr
from .inputs import InputProblem


def write_area(
    geometries: Iterable[QgsGeometry],
    crs: QgsCoordinateReferenceSystem,
    folder: Path,
    context: QgsCoordinateTransformContext | None = None,
) -> Path:
    """Write polygons into ``folder`` and return the file; ``context`` is that of the project unless given."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "area.gpkg"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = "area"
    context = context or QgsProject.instance().transformContext()
    writer = QgsVectorFileWriter.create(str(path), QgsFields(), QgsWkbTypes.Type.MultiPolygon, crs, context, options)
    count = 0
    for geometry in geometries:
        if geometry.isNull() or geometry.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
            continue
        flat = QgsGeometry(geometry.constGet().segmentize())  # not every reader knows curves, heights and measures
        flat.get().dropZValue()
        flat.get().dropMValue()
        flat.convertToMultiType()
        feature = QgsFeature()
        feature.setGeometry(flat)
        writer.addFeature(feature)
        count += 1
    problem = writer.errorMessage()
    del writer  # closes the file
    if problem:
        raise InputProblem(tr("The area could not be written: {problem}").format(problem=problem))
    if not count:
        raise InputProblem(tr("The area has no polygons."))
    return path
