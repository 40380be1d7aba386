"""A small inventory with the columns of l4s, as a GeoPackage."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

COLUMNS = {
    "ls_id": QVariant.String,
    "uuid": QVariant.String,
    "area_m2": QVariant.Double,
    "perim_m": QVariant.Double,
    "length_m": QVariant.Double,
    "compactness": QVariant.Double,
    "prob_mean": QVariant.Double,
    "prob_max": QVariant.Double,
    "uncert_mean": QVariant.Double,
    "conf_usgs": QVariant.Int,
    "status": QVariant.String,
    "reviewer": QVariant.String,
    "review_utc": QVariant.String,
    "reject_reason": QVariant.String,
    "ls_type": QVariant.String,
    "notes": QVariant.String,
}
SQUARES = [(0, 0, 200, 0.2), (1000, 0, 100, 0.9), (1100, 0, 100, 0.5), (3000, 3000, 300, None)]
"""(east, north, side in metres, uncertainty) from a corner in UTM zone 43 N: the second and third touch."""
EAST, NORTH = 640000.0, 1270000.0


def square(east: float, north: float, side: float) -> QgsGeometry:
    x, y = EAST + east, NORTH + north
    return QgsGeometry.fromWkt(
        f"MultiPolygon((({x} {y}, {x + side} {y}, {x + side} {y + side}, {x} {y + side}, {x} {y})))"
    )


def inventory(path: Path, columns: dict[str, int] = COLUMNS) -> QgsVectorLayer:
    fields = QgsFields()
    for name, kind in columns.items():
        fields.append(QgsField(name, kind))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", "landslides"
    writer = QgsVectorFileWriter.create(
        str(path),
        fields,
        QgsWkbTypes.Type.MultiPolygon,
        QgsCoordinateReferenceSystem("EPSG:32643"),
        QgsCoordinateTransformContext(),
        options,
    )
    for number, (east, north, side, uncertainty) in enumerate(SQUARES, start=1):
        feature = QgsFeature(fields)
        values = {
            "ls_id": f"LS-{number:04d}",
            "uuid": f"00000000-0000-4000-8000-{number:012d}",
            "area_m2": float(side * side),
            "perim_m": 4.0 * side,
            "length_m": float(side),
            "prob_mean": 0.8,
            "prob_max": 0.95,
            "uncert_mean": uncertainty,
            "conf_usgs": 5,
            "status": "unreviewed",
        }
        for name, value in values.items():
            if name in columns:
                feature[name] = value
        feature.setGeometry(square(east, north, side))
        assert writer.addFeature(feature)
    del writer
    layer = QgsVectorLayer(f"{path}|layername=landslides", "landslides", "ogr")
    assert layer.isValid()
    return layer


def by_name(layer: QgsVectorLayer) -> dict[str, QgsFeature]:
    return {feature["ls_id"]: feature for feature in layer.getFeatures()}
