"""The area that the panel names, as a file for ``--aoi``."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsRectangle, QgsVectorLayer

from ..area_file import write_area
from ..i18n_text import tr
from ..inputs import Incomplete, InputProblem


def write_rectangle(rectangle: QgsRectangle | None, crs: QgsCoordinateReferenceSystem, folder: Path) -> Path:
    """A rectangle of the map as the area."""
    if rectangle is None or rectangle.isEmpty() or not rectangle.isFinite():
        raise Incomplete(tr("Draw a rectangle on the map, or choose another area."))
    if not crs.isValid():
        raise InputProblem(tr("The project has no coordinate system: choose one at the bottom right of QGIS."))
    return write_area([QgsGeometry.fromRect(rectangle)], crs, folder)


def write_drawn(drawn: tuple[QgsGeometry, QgsCoordinateReferenceSystem] | None, folder: Path) -> Path:
    """What was drawn on the map as the area."""
    geometry, crs = drawn if drawn is not None else (QgsGeometry(), QgsCoordinateReferenceSystem())
    # an outline that crosses itself has no inside that everybody agrees on
    whole = geometry if geometry.isGeosValid() else geometry.makeValid()
    if whole.isEmpty() or not whole.area():
        raise Incomplete(tr("Draw a rectangle or a polygon on the map, or choose another area."))
    if not crs.isValid():
        raise InputProblem(tr("The project has no coordinate system: choose one at the bottom right of QGIS."))
    return write_area(whole.asGeometryCollection(), crs, folder)


def write_layer(layer: QgsVectorLayer | None, folder: Path, *, selected: bool) -> Path:
    """The polygons of a layer, as they stand there (unsaved edits too), or those selected."""
    if layer is None:
        raise Incomplete(tr("Choose the layer with the polygons of the area."))
    if not layer.isValid():
        raise InputProblem(tr("The layer “{name}” cannot be read. Was its file moved?").format(name=layer.name()))
    if not layer.crs().isValid():
        raise InputProblem(
            tr("The layer “{name}” has no coordinate system: right-click it > Layer CRS > Set Layer CRS.").format(
                name=layer.name()
            )
        )
    if selected and not layer.selectedFeatureCount():
        raise Incomplete(tr("Nothing is selected in the layer “{name}”.").format(name=layer.name()))
    features = layer.getSelectedFeatures() if selected else layer.getFeatures()
    return write_area((feature.geometry() for feature in features), layer.crs(), folder)
