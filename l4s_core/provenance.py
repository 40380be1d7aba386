"""How a result was made: the facts in every polygon and the run table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from odc.geo.geobox import GeoBox

import l4s_core
from l4s_core.area import AreaOnGrid
from l4s_core.errors import InputError
from l4s_core.inventory.model import MaskOptions, RunFacts
from l4s_core.predict.card import ModelCard
from l4s_core.predict.pipeline import Predicted
from l4s_core.reasons import WORDS, Reason
from l4s_core.scene.header import without_signature
from l4s_core.scene.model import Scene
from l4s_core.stack.stack import Stack


@dataclass(frozen=True)
class Event:
    """What is known about the event, written into every polygon; None stays null."""

    event_id: str | None = None
    event_date: str | None = None
    trigger: str | None = None


_A_DAY = timedelta(days=1)  # scenes are dated in UTC, events as people there dated them


def check_event_date(event_date: str | None, earliest: str | None, latest: str | None) -> None:
    """Raise InputError where an event cannot be what happened between two scenes.

    All are dates as YYYY-MM-DD, None where not known: of the event, of the scene before it and of the scene that shows
    what it left. Those of scenes may come from the metadata of a file: what is no date there says nothing.
    """
    if event_date is None:
        return
    event, first, last = map(_day, (event_date, earliest, latest))
    if event is None:
        raise InputError(f"The date of the event, {event_date}, is no date; give it as YYYY-MM-DD.")
    if last is not None and event > last + _A_DAY:
        raise InputError(
            f"The event is of {event_date}, but the scene is of {latest} and cannot show what it left; correct the "
            "date of the event, or give a later scene."
        )
    if first is not None and event < first - _A_DAY:
        raise InputError(
            f"The event is of {event_date}, but the scene before it is of {earliest}; correct the date of the event, "
            "or give an earlier scene before it."
        )


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return None


def software() -> str:
    """Name and version, as results carry it."""
    return f"l4s {l4s_core.__version__}"


def utc_now() -> str:
    """The time in the form in which results carry it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def run_facts(stack: Stack, model_id: str, model_sha: str, event: Event, before: Scene | None = None) -> RunFacts:
    """The facts that every polygon carries; ``before`` is the scene before the event. The time is now (UTC)."""
    scene = stack.scene
    return RunFacts(
        model_id=model_id,
        model_sha=model_sha,
        software=software(),
        run_utc=utc_now(),
        scene_pre=None if before is None else before.name,
        scene_post=scene.name,
        dem_source=None if stack.dem is None else stack.dem.source.name,
        event_id=event.event_id,
        event_date=event.event_date,
        trigger=event.trigger,
        date_min=None if before is None else scene_date(before),
        date_max=scene_date(scene),
    )


def scene_date(scene: Scene) -> str | None:
    """The day of a scene as YYYY-MM-DD (UTC), None where it is not known."""
    return None if scene.sensing_time is None else scene.sensing_time.date().isoformat()


def probability_tags(facts: RunFacts, options: MaskOptions, scene: Scene) -> dict[str, str]:
    """What a probability file says about its origin (GeoTIFF metadata), so that it can be outlined again by itself.

    The names are those of the columns and of the run table; what is not known is left out.
    """
    known = {
        **vars(facts),
        "scene_level": scene.level,
        "threshold": options.threshold,
        "mmu_m2": options.mmu_m2,
        "min_slope_deg": options.min_slope_deg,
        "simplify_m": options.simplify_m,
    }
    return {name: str(value) for name, value in known.items() if value is not None}


def transform_words(grid: GeoBox) -> str:
    """The affine transform of a grid, a b c d e f: x = a col + b row + c, y = d col + e row + f, to the last digit."""
    return " ".join(repr(float(number)) for number in tuple(grid.transform)[:6])


_MOST_TILES = 200  # of a mosaic of very many the table would be all names


def tile_words(tiles: Sequence[str]) -> str:
    """The files of a DEM as the run table has them, joined by ``;``."""
    more = len(tiles) - _MOST_TILES
    return ";".join(map(without_signature, tiles[:_MOST_TILES])) + (f";{more} more" if more > 0 else "")


def run_table(
    stack: Stack,
    card: ModelCard,
    device: str,
    options: MaskOptions,
    done: Predicted,
    facts: RunFacts,
    dem: str | Path | None,
    *,
    before: Scene | None = None,
    area: AreaOnGrid | None = None,
) -> dict[str, str | int | float | None]:
    """Everything that a run was made with, flat, for the ``run`` table of the inventory.

    ``device`` says in words what the model ran on. With an ``area``, shares are those of its pixels.
    """
    scene = stack.scene
    total = max(int(done.pixels.sum() - done.pixels[Reason.OUTSIDE_AREA]), 1)
    grid = stack.grid
    table: dict[str, str | int | float | None] = {
        **vars(facts),
        "scene_source": scene.source,
        "scene_kind": scene.kind,
        "scene_level": scene.level,
        "scene_baseline": scene.baseline,
        "scene_time_utc": None if scene.sensing_time is None else scene.sensing_time.isoformat(),
        "scene_offset": ", ".join(sorted({f"{band.offset:g}" for band in scene.bands.values()})),
        "scene_notes": " ".join(scene.notes),
        "scene_pre_source": None if before is None else before.source,
        "scene_pre_time_utc": None
        if before is None or before.sensing_time is None
        else before.sensing_time.isoformat(),
        "area_source": None if area is None else area.source,
        "area_pixels": None if area is None else area.pixels,
        "dem_path": None if dem is None else str(dem),
        "dem_tiles": None if stack.dem is None else tile_words(stack.dem.source.tiles),
        "dem_notes": "" if stack.dem is None else " ".join(stack.dem.notes),
        "clouds": stack.clouds.name,
        "water_is_observed": int(stack.water_is_observed),
        "grid_crs": str(grid.crs),
        "grid_rows": int(grid.shape[0]),
        "grid_cols": int(grid.shape[1]),
        "grid_transform": transform_words(grid),
        "model_channels": " ".join(card.channels),
        "filled_channels": " ".join(card.filled_channels(stack.channels)),
        "model_members": " ".join(f"{m.id}@{m.sha256[:12]}x{m.weight:.4g}" for m in card.members),
        "model_licence": card.licence,
        "device": device,
        "windows": done.windows,
        "threshold": options.threshold,
        "mmu_m2": options.mmu_m2,
        "min_slope_deg": options.min_slope_deg,
        "min_steep_share": options.min_steep_share,
        "simplify_m": options.simplify_m,
    }
    for reason in (r for r in Reason if r != Reason.OUTSIDE_AREA):
        table[f"share_{WORDS[reason].replace(' ', '_')}"] = round(float(done.pixels[reason]) / total, 6)
    return table
