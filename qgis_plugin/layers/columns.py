"""The columns of an inventory: their words for people, with units, and their places in the edit form."""

from __future__ import annotations

from qgis.core import QgsFields

from ..i18n_text import tr

SHORT_NAMES = {
    "compact": "compactness",
    "aspect_mn": "aspect_mean",
    "uncert_mn": "uncert_mean",
    "reject_why": "reject_reason",
}
"""Columns of a Shapefile, whose names have ten characters at most, and what they are called elsewhere."""

REVIEWED = ("status", "reject_reason", "ls_type", "trigger", "activity", "notes", "reviewer")
"""What a reviewer fills in."""
EDITABLE = (*REVIEWED, "ls_id")
"""Everything else is measured or recorded, and read-only in the form."""

DATES = ("event_date", "date_min", "date_max")
FLAGS = ("amalg_flag", "truncated")


def full_name(column: str) -> str:
    """The name of a column as documented, whatever the format made of it."""
    return SHORT_NAMES.get(column, column)


def column_of(fields: QgsFields, name: str) -> str | None:
    """The column of a layer that has this documented name; None when it has none."""
    for column in fields.names():
        if full_name(column) == name:
            return str(column)
    return None


def aliases() -> dict[str, str]:
    """Documented name -> words for people, with the unit."""
    return {
        "fid": tr("Row number"),
        "ls_id": tr("Landslide"),
        "uuid": tr("Identifier that never changes"),
        "merged_uuids": tr("Identifiers of the polygons that became one"),
        "event_id": tr("Event"),
        "event_date": tr("Date of the event"),
        "date_min": tr("Happened after"),
        "date_max": tr("Happened before"),
        "trigger": tr("Trigger"),
        "ls_type": tr("Type of landslide"),
        "activity": tr("State of activity"),
        "area_m2": tr("Area (m²)"),
        "perim_m": tr("Perimeter (m)"),
        "length_m": tr("Length downslope (m)"),
        "width_m": tr("Width (m)"),
        "lw_ratio": tr("Length divided by width"),
        "compactness": tr("Compactness (circle = 1)"),
        "z_min": tr("Lowest elevation (m)"),
        "z_max": tr("Highest elevation (m)"),
        "relief_m": tr("Height difference (m)"),
        "slope_mean": tr("Mean slope (°)"),
        "slope_max": tr("Steepest slope (°)"),
        "aspect_mean": tr("Faces (° from north)"),
        "prob_mean": tr("Mean probability (0 to 1)"),
        "prob_max": tr("Highest probability (0 to 1)"),
        "uncert_mean": tr("Mean uncertainty (0 to 1)"),
        "conf_usgs": tr("Confidence"),
        "model_id": tr("Model"),
        "model_sha": tr("Checksum of the model"),
        "threshold": tr("Threshold (probability)"),
        "scene_pre": tr("Scene before the event"),
        "scene_post": tr("Scene after the event"),
        "dem_source": tr("Elevation (DEM)"),
        "software": tr("Software"),
        "run_utc": tr("Time of the run (UTC)"),
        "status": tr("Review"),
        "reviewer": tr("Reviewer"),
        "review_utc": tr("Time of the review (UTC)"),
        "reject_reason": tr("Why it was rejected"),
        "notes": tr("Notes"),
        "amalg_flag": tr("Perhaps several in one"),
        "truncated": tr("Cut off at an edge"),
        "grown_m2": tr("Grown along the run-out (m²)"),
        "kind": tr("Point"),
        "z_m": tr("Elevation (m)"),
        "reason": tr("Why it was not observed"),
    }


def tabs() -> list[tuple[str, tuple[str, ...]]]:
    """The tabs of the edit form and their columns, by documented names."""
    return [
        (tr("Review"), (*REVIEWED, "review_utc")),
        (
            tr("Measures"),
            ("ls_id", "area_m2", "perim_m", "length_m", "width_m", "lw_ratio", "compactness", "grown_m2", *FLAGS),
        ),
        (tr("Terrain"), ("z_min", "z_max", "relief_m", "slope_mean", "slope_max", "aspect_mean")),
        (tr("Confidence"), ("conf_usgs", "prob_mean", "prob_max", "uncert_mean", "threshold")),
        (
            tr("Origin"),
            (
                "uuid",
                "merged_uuids",
                "event_id",
                *DATES,
                "scene_post",
                "scene_pre",
                "dem_source",
                "model_id",
                "model_sha",
                "software",
                "run_utc",
            ),
        ),
    ]
