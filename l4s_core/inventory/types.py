"""The inventory: what a run found, what it could not see, and how it was made."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from l4s_core.rasters.roi import ROI

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

Terrain = Callable[[ROI], tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]]
"""roi -> (dem metres, slope degrees), each (rows, cols) float32, NaN where unknown."""


@dataclass(frozen=True)
class Bands:
    """What run-outs are told by: ``read(roi)`` gives the bands ``names``, (bands, rows, cols) float32 reflectance x
    10000, NaN where unknown."""

    names: tuple[str, ...]
    read: Callable[[ROI], npt.NDArray[np.float32]]


@dataclass(frozen=True)
class MaskOptions:
    """From probability to mask.

    ``threshold``: probability at and above which a pixel is landslide. ``mmu_m2``: minimum mapping unit in square
    metres, smaller components are dropped before polygons are made. ``min_slope_deg``: the terrain gate, None
    switches it off; a component goes when fewer than ``min_steep_share`` of its pixels are at least that steep.
    ``simplify_m``: tolerance of the optional simplification in metres, 0 keeps the pixel outline. ``runout``:
    landslides are grown over the ground that belongs to them (see `inventory.runout`); that needs terrain and bands.
    ``hysteresis``: pixels from this lower probability on are landslide too where they are connected with one at the
    threshold, None switches it off. ``fill_holes_m2``: observed holes up to this area are filled, 0 fills none.
    ``crf``: the mask is made of the probability that a fully-connected CRF makes of the model's (see `refine`).
    """

    threshold: float = 0.5
    mmu_m2: float = 1000.0
    min_slope_deg: float | None = 5.0
    min_steep_share: float = 0.25
    simplify_m: float = 0.0
    runout: bool = False
    hysteresis: float | None = None
    fill_holes_m2: float = 0.0
    crf: bool = False


@dataclass(frozen=True)
class RunFacts:
    """What every polygon is told about its origin; None stays null in the tables."""

    model_id: str | None
    model_sha: str | None
    software: str
    run_utc: str
    scene_pre: str | None = None
    scene_post: str | None = None
    dem_source: str | None = None
    event_id: str | None = None
    event_date: str | None = None
    date_min: str | None = None
    date_max: str | None = None
    trigger: str | None = None


@dataclass
class Inventory:
    """Landslide polygons, their crown and toe points, the area that was not observed, and the run's parameters.

    All frames share the CRS of the analysis grid (metric). ``run`` is flat: str -> str | int | float | None.
    ``path`` is where it was written, None before. Of several scenes that were merged, ``scenes`` has where each of them
    looked, and the CRS is WGS 84 where theirs differ. ``bare_before`` is what a model marks and a scene before shows
    bare already, with the columns of the landslides; None where none was looked at.
    """

    landslides: GeoDataFrame
    crown_toe: GeoDataFrame
    not_observed: GeoDataFrame
    run: Mapping[str, str | int | float | None] = field(default_factory=dict)
    path: Path | None = None
    scenes: GeoDataFrame | None = None
    bare_before: GeoDataFrame | None = None

    def has_older(self) -> bool:
        """Whether there is a layer `bare_before`; of a merged inventory it is made when it is asked for."""
        return self.bare_before is not None

    def pieces(self, layer: str) -> Iterator[GeoDataFrame]:
        """A layer, as one frame or some rows at a time."""
        yield getattr(self, layer)

    def write_more(self, database: sqlite3.Connection) -> None:
        """Add what a GeoPackage of it has besides the layers and the run."""

    def rows(self, layer: str) -> int:
        """How many rows a layer has."""
        return len(getattr(self, layer))
