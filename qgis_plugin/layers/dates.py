"""The date of a scene: in names, and for QGIS's temporal controller."""

from __future__ import annotations

from qgis.core import QgsDateTimeRange, QgsMapLayer, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from .columns import column_of
from .compat import RASTER_FIXED_RANGE, VECTOR_FIXED_RANGE

_UTC = Qt.TimeSpec.UTC


def day_of(text: str | None) -> QDate | None:
    """The day of an ISO 8601 date or date and time; None when there is none in it."""
    if not text:
        return None
    day = QDate.fromString(text.strip()[:10], Qt.DateFormat.ISODate)
    return day if day.isValid() else None


def day_in(landslides: QgsVectorLayer) -> QDate | None:
    """The day of the scene as the polygons have it in ``date_max``; None when they have none."""
    column = column_of(landslides.fields(), "date_max")
    if column is None:
        return None
    for feature in landslides.getFeatures():
        value = feature[column]
        if isinstance(value, (QDate, QDateTime)):
            return value if isinstance(value, QDate) else value.date()
        return day_of(value) if isinstance(value, str) else None
    return None


def named(name: str, day: QDate | None) -> str:
    """``name`` with the day behind it, where it is known."""
    return name if day is None else f"{name} {day.toString(Qt.DateFormat.ISODate)}"


def show_on(layer: QgsMapLayer, day: QDate | None) -> None:
    """Tell QGIS's temporal controller that a layer is of one day (UTC); None: of no time, always shown."""
    properties = layer.temporalProperties()
    if day is None:
        properties.setIsActive(False)
        return
    whole_day = QgsDateTimeRange(QDateTime(day, QTime(0, 0), _UTC), QDateTime(day, QTime(23, 59, 59), _UTC))
    if isinstance(layer, QgsRasterLayer):
        properties.setMode(RASTER_FIXED_RANGE)
    else:
        properties.setMode(VECTOR_FIXED_RANGE)
    properties.setFixedTemporalRange(whole_day)
    properties.setIsActive(True)
