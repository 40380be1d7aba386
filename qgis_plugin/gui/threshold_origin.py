"""Which run a probability is of, and what of its settings a threshold tried afterwards can have."""

from __future__ import annotations

from typing import Any

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


def scene_of(origin: Origin | None) -> dict[str, Any]:
    """The scene of the run as `VectorizeJob` takes it; empty where it is not there any more."""
    if origin is None or origin.scene is None:
        return {}
    scale = origin.asked.get("scale")
    return {
        "scene": origin.scene,
        "bands": origin.bands,
        "offset": origin.offset,
        "scene_scale": float(scale) if isinstance(scale, (int, float)) else None,
        "level": origin.level,
    }


def as_run(origin: Origin | None, threshold: float) -> dict[str, Any]:
    """What was done to the probability of the run before its outlines, as fields of `VectorizeJob`: the lower threshold
    at most as high as the one that is tried, the CRF where its scene is there."""
    if origin is None:
        return {}
    low, holes = (origin.run.get(name) for name in ("hysteresis", "fill_holes_m2"))
    found: dict[str, Any] = {"fill_holes_m2": float(holes)} if isinstance(holes, (int, float)) and holes > 0 else {}
    if isinstance(low, (int, float)):
        found["hysteresis"] = min(float(low), threshold)
    if origin.run.get("crf") == 1 and origin.scene is not None:
        found["crf"] = True
    return found


def not_had(origin: Origin | None) -> str:
    """What the run did and outlines here cannot, or do as it did without being asked."""
    if origin is None:
        return ""
    lines = []
    if origin.scene is None and origin.runout:
        lines.append(tr("The run followed run-outs; its scene is not there any more, so outlines are without."))
    if origin.scene is None and origin.run.get("crf") == 1:
        lines.append(tr("The run used the CRF; its scene is not there any more, so outlines are without."))
    if as_run(origin, 1.0):
        lines.append(tr("Lower threshold, holes and CRF are as in the run."))
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
