"""Inventories of small scenes that overlap, made by the code that makes real ones, and what reviewers do to them."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyogrio
from affine import Affine
from odc.geo.geobox import GeoBox

from inventory_kit import FACTS, PIXEL_M, plane, terrain_of, write_raster
from l4s_core.base.progress import Silent
from l4s_core.detection.run_table import transform_words
from l4s_core.inventory import MaskOptions, build_inventory, make_mask, write_inventory

LEFT, TOP = 600_000, 1_280_000


class Listener(Silent):
    """Remembers what was said."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def message(self, text: str) -> None:
        self.said.append(text)


def scene(
    folder: Path,
    name: str,
    probability: npt.NDArray[Any],
    hidden: npt.NDArray[Any] | None = None,
    *,
    at: tuple[int, int] = (0, 0),
    date: str | None = "2024-08-01",
    mmu_m2: float = 0,
    crs: str = "EPSG:32643",
    origin: tuple[float, float] = (LEFT, TOP),
    terrain: bool = True,
    facts: Mapping[str, Any] | None = None,
) -> Path:
    """The inventory of a scene whose upper left pixel is ``at`` (row, column) of the common grid.

    ``hidden``: Reason codes. ``facts``: columns that every polygon gets.
    """
    x, y = origin[0] + at[1] * PIXEL_M, origin[1] - at[0] * PIXEL_M
    grid = GeoBox(probability.shape, Affine(PIXEL_M, 0, x, 0, -PIXEL_M, y), crs)
    reasons = np.zeros(probability.shape, np.uint8) if hidden is None else hidden.astype(np.uint8)
    stored = np.where(reasons == 0, np.round(probability * 10_000), 65_535).astype(np.uint16)
    work = folder / f"{name}.work"
    work.mkdir(exist_ok=True)
    p = write_raster(work / "p.tif", stored, 65_535, grid)
    o = write_raster(work / "o.tif", reasons, grid=grid)
    heights = terrain_of(plane(probability.shape, 135)) if terrain else None
    options = MaskOptions(mmu_m2=mmu_m2, min_slope_deg=None)
    told = dataclasses.replace(FACTS, scene_post=name, date_max=date, **(facts or {}))
    run = {
        **vars(told),
        **vars(options),
        "scene_source": f"/data/{name}.SAFE",
        "grid_rows": probability.shape[0],
        "grid_cols": probability.shape[1],
        "grid_transform": transform_words(grid),
        "share_observed": float((reasons == 0).mean()),
    }
    made = make_mask(p, o, options, heights, Silent())
    inventory = build_inventory(p, o, made, heights, told, options, run, Silent())
    return write_inventory(inventory, folder / f"{name}.gpkg", overwrite=True)


def blob(shape: tuple[int, int], *boxes: tuple[int, int, int, int], p: float = 0.9) -> npt.NDArray[np.float64]:
    """Probability ``p`` in boxes of row, column, rows, columns."""
    out = np.zeros(shape)
    for row, col, rows, cols in boxes:
        out[row : row + rows, col : col + cols] = p
    return out


def edit(path: Path, where: str = "1", **columns: str | float | None) -> None:
    """Set columns of the landslides, as a reviewer's program does."""
    table = pyogrio.read_dataframe(path, layer="landslides", fid_as_index=True)
    chosen = table.query(where).index if where != "1" else table.index
    # the triggers of a GeoPackage call functions that plain SQLite lacks
    with closing(sqlite3.connect(path)) as database, database:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(name, 1, lambda _: 0)
        for column, value in columns.items():
            database.executemany(f"UPDATE landslides SET {column} = ? WHERE fid = ?", [(value, int(n)) for n in chosen])


def redraw(path: Path, layer: str, table: Any) -> None:
    """Replace a layer, as a program does that writes it anew."""
    pyogrio.write_dataframe(table, path, layer=layer, driver="GPKG", layer_options={"GEOMETRY_NAME": "geom"})


def read(path: Path, layer: str = "landslides") -> Any:
    return pyogrio.read_dataframe(path, layer=layer)
