"""What stands on the page, from an inventory and what else was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.palette import palette
from l4s_core.base.progress import Progress
from l4s_core.base.stamp import software, utc_now
from l4s_core.base.words import plural
from l4s_core.report import facts, words
from l4s_core.report.chart import size_chart
from l4s_core.report.exposed import exposed_of
from l4s_core.report.facts import Slides
from l4s_core.report.hashes import hash_inputs, named_inputs
from l4s_core.report.largest import LARGEST, columns_of, largest
from l4s_core.report.looked import looked_at
from l4s_core.report.maps import UNCLASSED, MapData, boxes_of, frame_for, map_data
from l4s_core.report.parameters import groups
from l4s_core.report.under import Under, pictures_under
from l4s_core.vectors.features import OWN_LAYER

if TYPE_CHECKING:
    from l4s_core.inventory.given import GivenInventory
    from l4s_core.statistics.types import AreaStatistics

_SEED = 0  # of the intervals: the same file gives the same page
_NAMED = 8
_TITLE = 40


@dataclass(frozen=True, eq=False)
class Content:
    """``facts`` for the templates, ``data`` for the script of the map, and what the command says at its end."""

    facts: dict[str, Any]
    data: dict[str, Any]
    landslides: int
    area_m2: float
    on_map: int
    missing: tuple[str, ...]


def gather(
    given: GivenInventory,
    *,
    reference: Path | None,
    assets: Sequence[str],
    scene: str | Path | None,
    probability: Path | None,
    title: str | None,
    progress: Progress,
) -> Content:
    """Measure and draw everything. Raises InputError for a file that was given and cannot be used."""
    run = given.run
    slides = Slides.of(given)
    progress.stage("sizes")
    sizes = _sizes(slides, run)
    looked = looked_at(given)
    frame = frame_for(given, looked.boxes)
    progress.stage("map")
    drawn = map_data(given, slides, frame, looked.footprints)
    progress.check()
    under = pictures_under(given, boxes_of(frame, slides), frame.crs, looked.sources, scene, probability, progress)
    accuracy = None if reference is None else _accuracy(given, reference, progress)
    exposure = exposed_of(given, assets, frame, progress) if assets else None
    progress.stage("checksums of the inputs")
    folders = [given.path.absolute().parent]
    own = [("Inventory", given.path), ("Reference", reference), ("Probability", probability)]
    own += [("Assets", Path(one)) for one in assets]
    files = [
        *hash_inputs([(role, str(path)) for role, path in own if path], folders, None, progress),
        *hash_inputs(named_inputs(run), folders, str(run.get("run_utc") or ""), progress),
    ]
    known = {**_about(given, slides, title), **_found(given, slides), **_trust(given, run)}
    known |= {
        "tiles": _tiles(slides, known["observed"], sizes, known["review"]),
        "lead": _lead(slides, known["observed"], run),
        "sizes": sizes,
        "no_sizes": "Not available: there is no landslide.",
        "chart": None if sizes is None else size_chart(sizes),
        "accuracy": accuracy,
        "exposure": exposure,
        "files": files,
        "parameters": groups(run),
        "problems": [*given.problems, *looked.problems, *under.problems, *(exposure.problems if exposure else ())],
        **_map_facts(drawn, under, given),
        "overlays": [exposure.overlay] if exposure and exposure.overlay else [],
    }
    data = {
        "columns": drawn.table.columns,
        "rows": drawn.table.rows,
        "unit_m": frame.unit_m,
        "close": drawn.close,
    }
    return Content(
        known, data, len(slides.table), float(slides.areas_m2.sum()), len(drawn.slides), _missing(known, run)
    )


def _sizes(slides: Slides, run: Mapping[str, Any]) -> AreaStatistics | None:
    from l4s_core.statistics.areas import fit_areas

    if not len(slides.areas_m2):
        return None
    return fit_areas(
        slides.areas_m2, resolution_m=_resolution(run), mmu_m2=words.as_number(run.get("mmu_m2")) or None, seed=_SEED
    )


def _resolution(run: Mapping[str, Any]) -> float | None:
    """Metres of a pixel, where the run table has the grid."""
    parts = str(run.get("grid_transform") or "").split()
    return abs(number) if len(parts) == 6 and (number := words.as_number(parts[0])) else None


def _accuracy(given: GivenInventory, reference: Path, progress: Progress) -> Any:
    from l4s_core.report.accuracy import accuracy_of

    progress.stage("comparing")
    return accuracy_of(given, reference, progress)


def _about(given: GivenInventory, slides: Slides, title: str | None) -> dict[str, Any]:
    run = given.run
    when = facts.dates(slides, run)
    middle, corners = facts.where(given)
    name = title or str(run.get("event_id") or "") or _file_title(given)
    return {
        "title": name,
        "file_name": given.path.name,
        "software": software(),
        "made_utc": utc_now(),
        "about": [
            ("Event", when.event),
            ("Happened", when.happened),
            ("Trigger", when.trigger),
            ("Scene", when.scene),
            ("Scene before", when.before),
            ("Where", f"around {middle} (WGS 84)" if middle else ""),
            ("Between", " and ".join(corners)),
            ("Measured in", given.crs.name),
            ("Mapped with", ", ".join(str(run[key]) for key in ("model_id", "software", "run_utc") if run.get(key))),
        ],
        "run": run,
        "model_id": run.get("model_id") or "",
        "model_sha": run.get("model_sha") or "",
    }


def _file_title(given: GivenInventory) -> str:
    """The name of the file, with the layer where a file has several."""
    stem, layer = given.path.stem, given.layer
    return stem if layer in ("", OWN_LAYER, stem) or layer in stem or len(layer) > _TITLE else f"{stem} {layer}"


def _found(given: GivenInventory, slides: Slides) -> dict[str, Any]:
    classes = facts.confidence(slides, given.run)
    review = facts.words_of(slides, "status", "not said")
    people = [row for row in facts.words_of(slides, "reviewer", "") if row.name]
    waiting = sum(row.count for row in review if row.name in ("unreviewed", "not said"))
    all_of_them = waiting == len(slides.table)
    kept = set(slides.table.index)
    gone = given.landslides.loc[[row for row in given.landslides.index if row not in kept]]
    reasons = gone["reject_reason"].dropna().astype(str).value_counts() if "reject_reason" in gone else {}
    return {
        "total": len(slides.table),
        "observed": facts.observed(given),
        "confidence": classes,
        "precision_known": any(row.note for row in classes),
        "review": review,
        "rejected": slides.rejected,
        "reject_reasons": ", ".join(f"{name} {number}" for name, number in reasons.items()),
        "reviewers": ", ".join(row.name for row in people),
        "unreviewed": ""
        if not waiting
        else f"{'None' if all_of_them else f'{words.count(waiting)} of {words.count(len(slides.table))}'} "
        f"{'of the landslides has' if all_of_them else 'have not'} been looked at by a person"
        f"{'' if all_of_them else ' yet'}: {'they are all' if all_of_them else 'those are'} what a program found.",
        "amalgamated": _amalgamated(slides, given.run),
        "truncated": _flagged(slides, slides.flags("truncated")),
        "largest": largest(slides, LARGEST),
        "largest_columns": columns_of(slides),
    }


@dataclass(frozen=True)
class _Flagged:
    count: int
    area_m2: float
    names: str


def _amalgamated(slides: Slides, run: Mapping[str, Any]) -> _Flagged | None:
    """As `size_statistics` tells them: by ``amalg_flag``, by form where the file has none."""
    from l4s_core.statistics.amalgamation import amalgamation

    if not len(slides.table):
        return None
    rows = amalgamation(slides.table, _resolution(run)).rows
    return _flagged(slides, np.asarray(slides.table.index.isin(rows), dtype=bool))


def _flagged(slides: Slides, flags: npt.NDArray[np.bool_] | None) -> _Flagged | None:
    if flags is None:
        return None
    rows: npt.NDArray[np.int64] = np.flatnonzero(flags)
    rows = rows[np.argsort(-slides.areas_m2[rows], kind="stable")]
    names = ", ".join(slides.names[row] for row in rows[:_NAMED])
    rest = len(rows) - _NAMED
    more = f" and {words.count(rest)} smaller {'one' if rest == 1 else 'ones'}" if rest > 0 else ""
    return _Flagged(len(rows), float(slides.areas_m2[rows].sum()), names + more)


def _trust(given: GivenInventory, run: Mapping[str, Any]) -> dict[str, Any]:
    warnings = facts.warnings_of(run)
    rate = words.as_number(run.get("change_placebo_rate"))
    placebo = (
        "Not available: no scene from before the event was compared, whose pair read backwards would tell."
        if rate is None
        else f"Read backwards, the scene before taken for the one after, it marks {words.percent(rate, 2)} of the "
        "ground as new: as much of what is called new may be fields, season or light (a placebo test)."
    )
    return {"warnings": warnings, "placebo": placebo, "domain": _domain(run, warnings)}


def _domain(run: Mapping[str, Any], warnings: list[dict[str, str]] | None) -> str:
    """What the guard said of the scene: its rows of the run table, else its warning."""
    if run.get("domain") is not None:
        return _verdict(run)
    unknown = [one["text"] for one in warnings or [] if one["id"] == "unknown-to-model"]
    if unknown:
        return "No. " + " ".join(unknown)
    return "Not available: the file does not say whether the scene was compared with what the model was trained on."


def _verdict(run: Mapping[str, Any]) -> str:
    """The rows ``domain`` of a run table in words; the sentences behind the reasons are among the warnings."""
    reasons = str(run.get("domain_reasons") or "").replace(" ", ", ")
    answer = {
        "ok": "Yes, as far as can be told: nothing about it speaks against the model.",
        "warn": f"Perhaps not: see the warnings ({reasons}).",
        "refuse": f"No ({reasons}; see the warnings): it was mapped because that was forced.",
    }.get(str(run["domain"]), f"{run['domain']}.")
    count, share = words.as_number(run.get("domain_windows")), words.as_number(run.get("domain_windows_outside"))
    if not count or share is None:
        return (
            f"{answer} No window of it was compared with training patches: the model's card does not say how these "
            "differ, its input is relative to the scene, or too little of the ground is clear."
        )
    return (
        f"{answer} Of {words.count(count)} windows of the scene {words.percent(share, 0)} are less like what the model "
        "was trained on than 99 of 100 of its training patches."
    )


def _tiles(
    slides: Slides, observed: facts.Observed, sizes: AreaStatistics | None, review: list[facts.Share]
) -> list[tuple[str, str]]:
    n = len(slides.table)
    rows = [
        (words.count(n), "landslide" if n == 1 else "landslides"),
        (words.area(slides.areas_m2.sum()), "together"),
    ]
    if n:
        rows.append((words.area(slides.areas_m2.max()), "the largest"))
    seen_share = "not known" if observed.share is None else words.percent(observed.share)
    rows.append((seen_share, "of the ground observed"))
    if sizes is not None:
        rows.append((words.number(sizes.magnitude.from_count, 2), "event magnitude, from the number"))
    if review and n:
        seen = sum(row.count for row in review if row.name in ("accepted", "edited"))
        rows.append((words.percent(seen / n, 0), "confirmed by a person"))
    return rows


def _lead(slides: Slides, observed: facts.Observed, run: Mapping[str, Any]) -> list[str]:
    n = len(slides.table)
    what = "landslide" if n == 1 else "landslides"
    found = f"{words.count(n)} {what} with {words.area(slides.areas_m2.sum())} together"
    lines = [f"{found}." if n else "No landslide was found."]
    if observed.share is None:
        lines.append("Which ground could be seen is not known: where nothing is mapped, there may still be landslides.")
    elif observed.share < 1:
        why = ", ".join(f"{reason} {words.percent(share)}" for reason, share, _ in observed.reasons)
        lines.append(
            f"{words.percent(1 - observed.share)} of {observed.of_what} could not be looked at"
            f"{f' ({why})' if why else ''}; nothing is known of what happened there."
        )
    older = words.as_number(run.get("bare_before"))
    if older:
        lines.append(f"{words.count(older)} further places were bare before the event already and are not counted.")
    return lines


def _map_facts(drawn: MapData, under: Under, given: GivenInventory) -> dict[str, Any]:
    look = palette()
    there = {css for css, _ in drawn.slides}
    legend = [(f"{one.usgs} {one.word}", one.colour) for one in look.confidence if f"c{one.usgs}" in there]
    if "c0" in there:
        legend.append(("landslide" if not legend else "without a class", UNCLASSED))
    return {
        "map": drawn,
        "map_name": f"Map of {plural(len(given.standing), 'landslide', 'landslides')} of {given.path.name}",
        "map_notes": [*under.notes, *drawn.notes],
        "ground": under.scene,
        "probability": under.probability,
        "legend": [{"name": name, "colour": colour} for name, colour in legend],
        "reasons": look.reasons,
        "colours": {f"c{one.usgs}": one.colour for one in look.confidence} | {"c0": UNCLASSED},
        "hatch": max(3, drawn.frame.width // 110),
        "ramp": [(value * 0.84, colour) for value, colour in look.probability],
    }


def _missing(known: Mapping[str, Any], run: Mapping[str, Any]) -> tuple[str, ...]:
    """What the page says is not available."""
    parts = {
        "picture of the scene": not known["ground"],
        "observed share": known["observed"].share is None,
        "confidence": not known["confidence"],
        "review": not known["review"],
        "accuracy": known["accuracy"] is None,
        "domain guard": known["domain"].startswith("Not available"),
        "placebo rate": known["placebo"].startswith("Not available"),
        "warnings": known["warnings"] is None,
        "run table": not run,
    }
    return tuple(name for name, absent in parts.items() if absent)
