"""How a result was made: the facts in every polygon and the run table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import l4s_core
from l4s_core.inventory.model import MaskOptions, RunFacts
from l4s_core.predict.model import Model
from l4s_core.predict.pipeline import Predicted
from l4s_core.reasons import WORDS, Reason
from l4s_core.stack.stack import Stack


@dataclass(frozen=True)
class Event:
    """What is known about the event, written into every polygon; None stays null."""

    event_id: str | None = None
    event_date: str | None = None
    trigger: str | None = None


def run_facts(stack: Stack, model: Model, dem: str | Path | None, event: Event) -> RunFacts:
    """The facts that every polygon carries; the time is now (UTC)."""
    scene = stack.scene
    return RunFacts(
        model_id=model.card.id,
        model_sha=model.sha256,
        software=f"l4s {l4s_core.__version__}",
        run_utc=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        scene_post=scene.name,
        dem_source=None if dem is None else Path(dem).name,
        event_id=event.event_id,
        event_date=event.event_date,
        trigger=event.trigger,
        date_max=None if scene.sensing_time is None else scene.sensing_time.date().isoformat(),
    )


def run_table(
    stack: Stack,
    model: Model,
    options: MaskOptions,
    done: Predicted,
    facts: RunFacts,
    dem: str | Path | None,
) -> dict[str, str | int | float | None]:
    """Everything that a run was made with, flat, for the ``run`` table of the inventory."""
    scene = stack.scene
    total = max(int(done.pixels.sum()), 1)
    card = model.card
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
        "dem_path": None if dem is None else str(dem),
        "dem_notes": "" if stack.dem is None else " ".join(stack.dem.notes),
        "clouds": stack.clouds.name,
        "water_is_observed": int(stack.water_is_observed),
        "grid_crs": str(grid.crs),
        "grid_rows": int(grid.shape[0]),
        "grid_cols": int(grid.shape[1]),
        "model_channels": " ".join(card.channels),
        "filled_channels": " ".join(card.filled_channels(stack.channels)),
        "model_members": " ".join(f"{m.id}@{m.sha256[:12]}x{m.weight:.4g}" for m in card.members),
        "model_licence": card.licence,
        "device": model.device,
        "windows": done.windows,
        "threshold": options.threshold,
        "mmu_m2": options.mmu_m2,
        "min_slope_deg": options.min_slope_deg,
        "min_steep_share": options.min_steep_share,
        "simplify_m": options.simplify_m,
    }
    for reason in Reason:
        table[f"share_{WORDS[reason].replace(' ', '_')}"] = round(float(done.pixels[reason]) / total, 6)
    return table
