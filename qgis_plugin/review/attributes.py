"""Which attributes follow from an outline, and what a polygon gets that a reviewer adds."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from qgis.core import NULL, QgsFeatureRequest, QgsVectorLayer

MEASURED = (
    "area_m2",
    "perim_m",
    "length_m",
    "width_m",
    "lw_ratio",
    "compactness",
    "z_min",
    "z_max",
    "relief_m",
    "slope_mean",
    "slope_max",
    "aspect_mean",
    "prob_mean",
    "prob_max",
    "uncert_mean",
    "conf_usgs",
    "amalg_flag",
    "truncated",
)
"""The columns that the backend measures, as `l4s_core.inventory.outline.given` names them."""
OF_PROBABILITY = ("prob_mean", "prob_max", "uncert_mean", "conf_usgs", "truncated")
"""Those that say nothing where no probability was found; they stay as they were."""

FROM_RUN = ("event_id", "event_date", "trigger", "scene_pre", "scene_post", "dem_source", "date_min", "date_max")
OF_MODEL = ("model_id", "model_sha")
BY_CLICK, BY_HAND = "Outlined by a click.", "Drawn by hand."
"""In the notes of what was added: words of the data, the same in every language."""

_NUMBERED = re.compile(r"LS-(\d{1,9})(?:-\d+)?")


def measured_of(answer: Mapping[str, Any], has_probability: bool) -> dict[str, Any]:
    """Column -> value out of an answer of the backend; None empties."""
    return {
        name: answer[name] for name in MEASURED if name in answer and (has_probability or name not in OF_PROBABILITY)
    }


def values_of_new(
    layer: QgsVectorLayer, run: Mapping[str, Any], measured: Mapping[str, Any], notes: str, by_model: bool
) -> dict[str, Any]:
    """Column -> value of a polygon that is added, without what signs a review.

    ``run`` is the run table of the inventory; ``by_model``: the model's probability had a part in the outline.
    """
    from_run = (*FROM_RUN, "software", "run_utc", *(OF_MODEL if by_model else ()))
    return {
        "ls_id": next_id(layer),
        "uuid": str(uuid.uuid4()),
        **{name: run.get(name) for name in from_run},
        **measured,
        "grown_m2": 0.0,
        "notes": notes,
    }


def next_id(layer: QgsVectorLayer) -> str:
    """The number after the largest: ``LS-0015``."""
    request = QgsFeatureRequest().setSubsetOfAttributes(["ls_id"], layer.fields())
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    found = [_NUMBERED.fullmatch(str(feature["ls_id"])) for feature in layer.getFeatures(request)]
    numbers = [match.group(1) for match in found if match is not None]
    digits = max([4, *map(len, numbers)])
    return f"LS-{max([0, *map(int, numbers)]) + 1:0{digits}d}"


def joined_uuids(*texts: Any) -> str | None:
    """Several cells of UUIDs, ``A; B``, as one; none twice."""
    parts = (part.strip() for text in texts if text not in (None, NULL) for part in str(text).split(";"))
    return "; ".join(dict.fromkeys(part for part in parts if part)) or None
