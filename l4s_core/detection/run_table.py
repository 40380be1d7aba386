"""How a result was made: the facts in every polygon and the run table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from odc.geo.geobox import GeoBox

from l4s_core.base.event import Event
from l4s_core.base.reasons import WORDS, Reason
from l4s_core.base.stamp import software, utc_now
from l4s_core.channels.registry import needs_before
from l4s_core.inference.card import ModelCard
from l4s_core.inventory.outline.landslides import confidence_words
from l4s_core.inventory.types import MaskOptions, RunFacts
from l4s_core.predict.types import ScenePrediction
from l4s_core.rasters.header import without_signature
from l4s_core.scene.types import Scene, scene_date
from l4s_core.stack.stack import Stack
from l4s_core.vectors.area import AreaOnGrid


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


def probability_tags(facts: RunFacts, options: MaskOptions, scene: Scene, card: ModelCard) -> dict[str, str]:
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
        "hysteresis": options.hysteresis,
        "fill_holes_m2": options.fill_holes_m2 or None,
        "crf": int(options.crf) or None,
        "confidence_from": None if card.confidence_from is None else confidence_words(card.confidence_from),
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


def _measured(card: ModelCard) -> str | None:
    """``class:precision`` of the classes of confidence where it was measured; None where of none."""
    known = [(one.usgs, one.precision) for one in card.confidence if one.precision is not None]
    return " ".join(f"{usgs}:{precision:.4g}" for usgs, precision in sorted(known, reverse=True)) or None


def _looked_at(before: Scene | None) -> dict[str, str | int | float | None]:
    """How the pixels of the scene before the event were read; None where they were not."""
    return {
        "scene_pre_offset": None if before is None else _offsets(before),
        "scene_pre_notes": None if before is None else " ".join(before.notes),
        "scene_pre_decisions": None if before is None else _decisions(before),
    }


def _decisions(scene: Scene) -> str:
    """JSON: a list of what was settled about a scene, each as `Decision.plain` has it."""
    return json.dumps([decision.plain() for decision in scene.decisions])


def _offsets(scene: Scene) -> str:
    return ", ".join(sorted({f"{band.offset:g}" for band in scene.bands.values()}))


def run_table(
    stack: Stack,
    card: ModelCard,
    device: str,
    options: MaskOptions,
    prediction: ScenePrediction,
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
    pixels = prediction.pixels
    total = max(int(pixels.sum() - pixels[Reason.OUTSIDE_AREA]), 1)
    grid = stack.grid
    table: dict[str, str | int | float | None] = {
        **vars(facts),
        "scene_source": scene.source,
        "scene_kind": scene.kind,
        "scene_level": scene.level,
        "scene_baseline": scene.baseline,
        "scene_time_utc": None if scene.sensing_time is None else scene.sensing_time.isoformat(),
        "scene_offset": _offsets(scene),
        "scene_notes": " ".join(scene.notes),
        "scene_decisions": _decisions(scene),
        "scene_pre_source": None if before is None else before.source,
        "scene_pre_time_utc": None
        if before is None or before.sensing_time is None
        else before.sensing_time.isoformat(),
        "scene_pre_level": None if before is None else before.level,
        **_looked_at(before if needs_before(card.channels) else None),
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
        "model_layers": " ".join(card.layers),
        "model_calibration": " ".join(f"{kind}:{how.kind}" for kind, how in card.calibration.items()) or None,
        "confidence_precision": _measured(card),
        "device": device,
        "windows": prediction.windows,
        "threshold": options.threshold,
        "mmu_m2": options.mmu_m2,
        "min_slope_deg": options.min_slope_deg,
        "min_steep_share": options.min_steep_share,
        "simplify_m": options.simplify_m,
        "runout": int(options.runout),
        "hysteresis": options.hysteresis,
        "fill_holes_m2": options.fill_holes_m2,
        "crf": int(options.crf),
    }
    for reason in (r for r in Reason if r not in (Reason.OUTSIDE_AREA, Reason.NOT_BEFORE)):
        table[f"share_{WORDS[reason].replace(' ', '_')}"] = round(float(pixels[reason]) / total, 6)
    return table
