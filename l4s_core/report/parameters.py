"""Every row of a run table, in groups that people look for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from l4s_core.report.words import UNKNOWN

_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Asked for", ("asked_",)),
    ("Merged from", ("merged_", "input_", "scenes_area_m2", "found_in_several", "polygons_", "same_share")),
    ("Review", ("review_",)),
    ("Scene before", ("scene_pre", "change_", "date_min")),
    ("Scene", ("scene_", "date_max", "level_taken")),
    ("Observed", ("share_", "clouds", "water_is_observed", "area_source", "area_pixels", "not_observed_m2")),
    ("Terrain", ("dem_",)),
    (
        "Model",
        ("model_", "confidence_", "filled_channels", "device", "windows", "window_", "tile_px", "overlap_px", "domain"),
    ),
    (
        "Outlines",
        (
            *("threshold", "mmu_m2", "min_s", "simplify_m", "runout", "grown_", "dropped_", "landslides", "bare_"),
            *("crf", "hysteresis", "joined_", "fill_holes_m2", "filled_"),
        ),
    ),
    ("Event", ("event_", "trigger")),
    ("Grid", ("grid_", "crs")),
)
_ELSEWHERE = {"warnings"}  # in full in a section of their own
_LAST = "Asked for"
_OTHER = "Run"


@dataclass(frozen=True)
class Group:
    """Rows (name, value) under a heading."""

    title: str
    rows: tuple[tuple[str, str], ...]


def groups(run: Mapping[str, Any]) -> list[Group]:
    """Every row once, as it stands in the file; what was asked for comes last."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, value in run.items():
        if name not in _ELSEWHERE:
            found.setdefault(_group_of(name), []).append((name, _text(value)))
    titles = sorted(found, key=lambda title: (title == _LAST, -len(found[title]) if title == _OTHER else 0))
    return [Group(title, tuple(found[title])) for title in titles]


def _group_of(name: str) -> str:
    return next((title for title, starts in _GROUPS if name.startswith(starts)), _OTHER)


def _text(value: Any) -> str:
    """Plain; JSON of decisions as one line each."""
    if value is None or value == "":
        return UNKNOWN
    text = str(value)
    if text.startswith("[{"):
        try:
            rows = json.loads(text)
            return "\n".join("; ".join(f"{key}: {part}" for key, part in row.items() if part) for row in rows)
        except (ValueError, AttributeError, TypeError):
            return text
    return text
