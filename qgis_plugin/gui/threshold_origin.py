"""Which run a probability is of, and what of its settings a threshold tried afterwards can have."""

from __future__ import annotations

from qgis.core import QgsFeatureRequest, QgsProject, QgsRasterLayer, QgsVectorLayer

from ..i18n_text import tr
from ..layers.columns import column_of
from ..layers.files import LANDSLIDES, ROLE
from ..layers.origin import Origin, origin_in, origin_of
from ..layers.result import RESULT
from ..layers.threshold import file_of

_OF_INVENTORY = "_probability"  # how the panel calls the raster of an inventory


def origin_of_probability(project: QgsProject, layer: QgsRasterLayer) -> Origin | None:
    """The run that a probability is of: that of the polygons in its group, else of the inventory beside it."""
    result = layer.customProperty(RESULT)
    for other in project.mapLayers().values():
        if result and other.customProperty(RESULT) == result and other.customProperty(ROLE) == LANDSLIDES:
            origin = origin_of(other)
            if origin is not None:
                return origin
    file = file_of(layer)
    stem = file.stem[: -len(_OF_INVENTORY)] if file.stem.endswith(_OF_INVENTORY) else ""
    return origin_in(file.with_name(f"{stem}.gpkg")) if stem else None


def not_had(origin: Origin | None) -> str:
    """What the run did and outlines of a probability alone cannot."""
    if origin is None:
        return ""
    lines = []
    if origin.runout:
        lines.append(tr("The run followed run-outs; that needs the scene, so outlines here are without them."))
    if origin.dem is None and origin.run.get("dem_path"):
        lines.append(tr("The elevation of the run is not there any more: choose a layer, or flat places stay."))
    return "\n".join(lines)


def threshold_of_result(project: QgsProject, layer: QgsRasterLayer) -> float | None:
    """The threshold that the polygons of the same result were made with."""
    result = layer.customProperty(RESULT)
    for other in project.mapLayers().values():
        if not result or other.customProperty(RESULT) != result or other.customProperty(ROLE) != LANDSLIDES:
            continue
        column = column_of(other.fields(), "threshold") if isinstance(other, QgsVectorLayer) else None
        if column is None:
            continue
        for feature in other.getFeatures(QgsFeatureRequest().setLimit(1)):
            value = feature[column]
            return float(value) if isinstance(value, (int, float)) else None
    return None
