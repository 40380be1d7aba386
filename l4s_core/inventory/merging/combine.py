"""One landslide from the polygons of it in several scenes: outline, attributes, and what reviewers said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from l4s_core.inventory.ids import unpacked
from l4s_core.inventory.merging.place import Geometries, Place, areal, array_of
from l4s_core.inventory.merging.slides import AT_A_TIME, BoolArray, FloatArray, IntArray, Slides, status_of
from l4s_core.inventory.outline.landslides import confidence
from l4s_core.inventory.outline.shape import shape_of

SEPARATOR = "; "


def joined(texts: Iterable[str | None]) -> str | None:
    """Those that are there, each once, in their order: ``A; B``; None where there are none."""
    return SEPARATOR.join(dict.fromkeys(text for text in texts if text)) or None


_FROM_REVIEW = ("ls_type", "activity", "trigger")
SAID = ("status", "reviewer", "scene_post")
_RANK = ("edited", "accepted")


def is_reviewed(status: str | None) -> bool:
    """Whether somebody said something about a polygon."""
    return status_of(status) != "unreviewed"


def review(rows: Mapping[str, Sequence[str | None]]) -> dict[str, str | None]:
    """Review columns of one landslide from those of its polygons, in the order of their scenes.

    What was reviewed stands above what was not: status, reviewer, time, type, activity and trigger are taken from it.
    Of different words the status is ``edited``, else ``accepted``, else the first; all words stay in the notes. What is
    not rejected has no reason to be.
    """
    seen = [n for n, status in enumerate(rows["status"]) if is_reviewed(status)]
    every = range(len(rows["status"]))

    def of(name: str, places: Sequence[int]) -> list[str | None]:
        return [rows[name][n] for n in places]

    out = {name: joined(of(name, seen)) or joined(of(name, every)) for name in _FROM_REVIEW}
    notes = list(rows["notes"])
    words = list(dict.fromkeys(str(status).strip() for status in of("status", seen)))
    if len(words) > 1:
        notes.append("reviewed differently: " + ", ".join(said(*(rows[name][n] for name in SAID)) for n in seen))
    status = min(words, key=_rank, default="unreviewed")
    is_rejected = status_of(status) == "rejected"
    return out | {
        "status": status,
        "reject_reason": joined(of("reject_reason", seen)) if is_rejected else None,
        "reviewer": joined(of("reviewer", seen)),
        "review_utc": max((time for time in of("review_utc", seen) if time), default=None),
        "notes": joined(notes),
    }


def said(status: str | None, reviewer: str | None, scene: str | None) -> str:
    """``accepted by A. Rossi in SCENE``."""
    return f"{status}{f' by {reviewer}' if reviewer else ''} in {scene}"


def _rank(word: str) -> int:
    return _RANK.index(status_of(word)) if status_of(word) in _RANK else len(_RANK)


_OFF_M2 = 0.5


def drawn_anew(slides: Slides) -> BoolArray:
    """Landslides whose outline is not the one that their columns describe: somebody changed or drew it."""
    told = slides.columns["area_m2"]
    same: BoolArray = np.abs(told - slides.area_m2) <= np.maximum(_OFF_M2, 1e-6 * slides.area_m2)
    return ~same  # NaN is not the same


def measure(slides: Slides, which: BoolArray, place: Place) -> None:
    """Measure those again, in place, each in the CRS of its source; the length runs from crown to toe."""
    for home in np.unique(slides.home[which]):
        own = np.flatnonzero(which & (slides.home == home))
        outlines = place.back(slides.outlines[own], int(home))
        known = np.isfinite(slides.crown[own]).all(axis=1) & np.isfinite(slides.toe[own]).all(axis=1)
        down = np.full((own.size, 2), np.nan)
        ends = [
            shapely.get_coordinates(place.back(shapely.points(end[own[known], :2]), int(home)))
            for end in (slides.crown, slides.toe)
        ]
        down[known] = ends[1] - ends[0]
        shape = shape_of(outlines, down[:, 0], down[:, 1])
        slides.area_m2[own] = shape.area_m2
        slides.put(
            own,
            {
                "area_m2": shape.area_m2,
                "perim_m": shape.perim_m,
                "length_m": shape.length_m,
                "width_m": shape.width_m,
                "lw_ratio": shape.length_m / shape.width_m,
                "compactness": shape.compactness,
            },
        )


_MEAN = ("slope_mean", "prob_mean", "uncert_mean")
_LARGEST = ("z_max", "slope_max", "prob_max", "grown_m2")
_DATES = ("date_min", "date_max", "scene_pre")
_OF_REVIEW = ("status", "reviewer", "review_utc", "reject_reason", "notes")
_JOINED = ("event_id", "event_date", "scene_post", "model_id", "model_sha", "dem_source", "software", "run_utc")
_READ = (*_JOINED, *_DATES, *_FROM_REVIEW, *_OF_REVIEW)
"""Columns of texts that `_texts` makes one of."""


def combine(slides: Slides, group: IntArray) -> IntArray:
    """Make each group one landslide, in place, in the order of the groups; its shape attributes are still those of one.

    Means are weighted with the areas of the polygons.

    Returns
    -------
    How many polygons each is of.

    It keeps the UUID of the largest one, or of the one whose outline a reviewer drew.
    """
    order = np.argsort(group, kind="stable")
    first, number = np.unique(group[order], return_index=True, return_counts=True)[1:]
    several = np.flatnonzero(number > 1)
    members = slides.take(order[np.isin(group[order], several)])
    slides.keep(order[first])
    ends = np.cumsum(number[several])
    for begin in range(0, several.size, AT_A_TIME):
        some = slice(begin, begin + AT_A_TIME)
        count = number[several[some]]
        start = int(ends[begin]) - int(count[0])
        own = np.arange(start, start + int(np.sum(count)))
        _combine_some(slides, several[some], members.take(own), count)
    return number


def _combine_some(slides: Slides, places: IntArray, part: Slides, count: IntArray) -> None:
    """Set the slides at ``places`` from their members: ``count`` for each, one after another in ``part``."""
    starts: IntArray = np.cumsum(count, dtype=np.int64) - count
    shapes = part.outlines[:]
    edited, cut = part.edited, part.cut_off()
    texts = {name: part.texts(name) for name in (*_READ, "merged_uuids")}
    uuids = unpacked(part.uuid)
    # the same few scenes say the same of most landslides
    spoken = np.stack([part.columns[name] for name in _READ], axis=1)
    known: dict[bytes, dict[str, str | None]] = {}
    cells: list[dict[str, str | None]] = []
    outlines = areal(array_of(*(shapely.union_all(shapes[s : s + n]) for s, n in zip(starts, count, strict=True))))
    for n, start in enumerate(starts):
        own = slice(start, start + count[n])
        key = spoken[own].tobytes()
        if key not in known:
            known[key] = _texts({name: texts[name][own] for name in _READ})
        cell = dict(known[key])
        if _whole_outline(edited[own], cut[own]):
            outlines[n], left_out = _drawn(outlines[n], shapes[own][edited[own]])
            left_out_m2 = left_out * part.area_m2[own].sum() / part.outlines.area[own].sum()
            if left_out_m2 >= 1:
                note = f"outline of the reviewer; {left_out_m2:.0f} m2 that other scenes add to it are left out"
                cell["notes"] = joined([cell["notes"], note])
        cells.append(cell)
        slides.home[places[n]] = part.home[start + int(np.argmax(part.area_m2[own]))]
        claim = part.area_m2[own] * (edited[own] if _whole_outline(edited[own], cut[own]) else 1)
        stays = start + int(np.argmax(claim))
        slides.uuid[places[n]] = part.uuid[stays]
        others = [uuid for uuid in uuids[own] if uuid != uuids[stays]]
        cell["merged_uuids"] = joined([*others, *texts["merged_uuids"][own]])
    slides.outlines[places] = outlines
    slides.put(places, _numbers(part, starts) | {name: [cell[name] for cell in cells] for name in cells[0]})
    slides.crown[places] = _best(part.crown, starts, count, highest=True)
    slides.toe[places] = _best(part.toe, starts, count, highest=False)


def _numbers(part: Slides, starts: IntArray) -> dict[str, object]:
    columns, area = part.columns, part.area_m2

    def mean(values: FloatArray) -> FloatArray:
        known = np.isfinite(values)
        with np.errstate(divide="ignore", invalid="ignore"):
            out: FloatArray = np.add.reduceat(np.where(known, values * area, 0), starts) / np.add.reduceat(
                np.where(known, area, 0), starts
            )
        return out

    found: dict[str, object] = {name: mean(columns[name]) for name in _MEAN}
    found |= {name: np.fmax.reduceat(columns[name], starts) for name in _LARGEST}
    z_min, threshold, aspect = np.fmin.reduceat(columns["z_min"], starts), columns["threshold"], columns["aspect_mean"]
    east, north = mean(np.sin(np.radians(aspect))), mean(np.cos(np.radians(aspect)))
    facing = np.hypot(east, north) > 1e-9  # directions that cancel out have no mean
    same = np.fmin.reduceat(threshold, starts) == np.fmax.reduceat(threshold, starts)
    mean_probability = np.asarray(found["prob_mean"])
    classes = confidence(mean_probability).astype(np.float64)
    return found | {
        "z_min": z_min,
        "relief_m": np.asarray(found["z_max"]) - z_min,
        "aspect_mean": np.where(facing, np.degrees(np.arctan2(east, north)) % 360, np.nan),
        "threshold": np.where(same, np.fmin.reduceat(threshold, starts), np.nan),
        "conf_usgs": np.where(np.isnan(mean_probability), np.nan, classes),
        "amalg_flag": np.fmax(np.fmax.reduceat(columns["amalg_flag"], starts), _seen_as_several(part, starts)),
        "truncated": np.fmax.reduceat(columns["truncated"], starts),
    }


def _seen_as_several(part: Slides, starts: IntArray) -> FloatArray:
    """1 where one scene shows several whole landslides where another shows one, else NaN."""
    whole = ~part.cut_off()
    ends = np.append(starts[1:], len(part))
    return np.array(
        [
            1.0 if (np.bincount(part.home[s:e][whole[s:e]], minlength=1) > 1).any() else np.nan
            for s, e in zip(starts, ends, strict=True)
        ]
    )


def _texts(rows: dict[str, list[str | None]]) -> dict[str, str | None]:
    last = min((d for d in rows["date_max"] if d), default=None)
    # the scene before of one may be the day on which another shows the landslide: then it was there already
    earlier = [d for d in rows["date_min"] if d and (last is None or d < last)]
    before = sorted((d or "", name) for d, name in zip(rows["date_min"], rows["scene_pre"], strict=True) if name)
    return {
        **{name: joined(rows[name]) for name in _JOINED},
        "date_max": last,
        "date_min": max(earlier, default=None),
        "scene_pre": joined(name for _, name in before),
        **review(rows),
    }


def _drawn(union: Any, edited: Geometries) -> tuple[Any, float]:
    """The outline of a reviewer, and the area of the union of all that it leaves out."""
    drawn = areal(array_of(shapely.union_all(edited)))[0]
    return drawn, union.area - drawn.area


def _whole_outline(edited: BoolArray, cut: BoolArray) -> bool:
    """Whether a reviewer drew the outline, and not only the part of it that a scene shows."""
    return bool(edited.any() and not (edited & cut).any())


def _best(points: FloatArray, starts: IntArray, number: IntArray, *, highest: bool) -> FloatArray:
    z = np.where(np.isnan(points[:, 2]), -np.inf if highest else np.inf, points[:, 2])
    pick = np.argmax if highest else np.argmin
    return points[[s + int(pick(z[s : s + n])) for s, n in zip(starts, number, strict=True)]]
