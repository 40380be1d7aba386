"""The parameters of `detect` that do not belong to one scene."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from l4s_core.clouds.types import CloudMethod
    from l4s_core.inference.open import Backend
    from l4s_core.inference.protocol import Arithmetic, Device
    from l4s_core.scene.types import Level
    from l4s_core.terrain.reader import DemUnit


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """Under their names in `detection.detect`, where they are explained."""

    model: str | Path | None = None
    threshold: float | None = None
    mmu_m2: float = 1000.0
    min_slope_deg: float | None = 5.0
    simplify_m: float = 0.0
    clouds: CloudMethod = "auto"
    mask_water: bool = False
    bands: Mapping[str, int] | str | None = None
    offset: float | None = None
    level: Level | None = None
    dem_unit: DemUnit = "auto"
    allow_partial_dem: bool = False
    device: Device = "auto"
    backend: Backend = "auto"
    precision: Arithmetic = "auto"
    compile: bool = False
    trust_pickle: bool = False
    tile: int | None = None
    overlap: int | None = None
    origin: tuple[int, int] = (0, 0)
    threads: int | None = None
