"""The merged inventory: kept small until a part of it is asked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from l4s_core.inventory.ids import unpacked
from l4s_core.inventory.merging.inputs import Inputs
from l4s_core.inventory.merging.observed import Unseen
from l4s_core.inventory.merging.place import Place
from l4s_core.inventory.merging.slides import AT_A_TIME, IntArray, Slides
from l4s_core.inventory.schema import BARE_BEFORE, CROWN_TOE, MERGED_LAYERS, NOT_OBSERVED, TEXT, frame
from l4s_core.inventory.types import Inventory

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame


Counted = tuple[Slides, Mapping[str, IntArray]]
"""Slides, and the columns that say in how many scenes they were found and observed."""


class Merged(Inventory):
    """An `Inventory` whose layers are made when they are asked for, or some rows at a time by `pieces`."""

    def __init__(
        self,
        slides: Counted,
        older: Counted | None,
        unseen: Unseen,
        scenes: GeoDataFrame,
        place: Place,
        run: Mapping[str, str | int | float | None],
        inputs: Inputs,
    ) -> None:
        self._counted, self._slides, self._older = slides, slides[0], older
        self._unseen, self._place = unseen, place
        self.run = run
        self._inputs = inputs
        self.path: Path | None = None
        self.scenes = scenes

    def pieces(self, layer: str) -> Iterator[GeoDataFrame]:
        if layer == "scenes":
            assert self.scenes is not None
            yield self.scenes
            return
        count = self.rows("landslides" if layer == "crown_toe" else layer)
        made = {
            "landslides": self._landslides,
            "crown_toe": self._crown_toe,
            "not_observed": self._not_observed,
            BARE_BEFORE: self._bare_before,
        }
        for start in range(0, max(count, 1), AT_A_TIME):  # an empty layer is one empty piece
            yield made[layer](slice(start, min(start + AT_A_TIME, count)))

    def rows(self, layer: str) -> int:
        if layer == "landslides":
            return len(self._slides)
        if layer == "not_observed":
            return len(self._unseen.outlines)
        if layer == BARE_BEFORE:
            return 0 if self._older is None else len(self._older[0])
        return 2 * int(self._with_points().sum()) if layer == "crown_toe" else super().rows(layer)

    def write_more(self, database: sqlite3.Connection) -> None:
        self._inputs.write(database, self.pieces("landslides"))

    def _whole(self, layer: str) -> GeoDataFrame:
        import pandas as pd

        return pd.concat(list(self.pieces(layer)), ignore_index=True)  # type: ignore[return-value]

    @property
    def landslides(self) -> GeoDataFrame:  # type: ignore[override]
        return self._whole("landslides")

    @property
    def crown_toe(self) -> GeoDataFrame:  # type: ignore[override]
        return self._whole("crown_toe")

    @property
    def not_observed(self) -> GeoDataFrame:  # type: ignore[override]
        return self._whole("not_observed")

    @property
    def bare_before(self) -> GeoDataFrame | None:  # type: ignore[override]
        return self._whole(BARE_BEFORE) if self.has_older() else None

    def has_older(self) -> bool:
        return self._older is not None

    def _with_points(self) -> Any:
        return np.isfinite(self._slides.crown).all(axis=1) & np.isfinite(self._slides.toe).all(axis=1)

    def _landslides(self, own: slice) -> GeoDataFrame:
        return self._table(self._counted, own, "LS")

    def _bare_before(self, own: slice) -> GeoDataFrame:
        assert self._older is not None
        return self._table(self._older, own, "OLD")

    def _table(self, counted: Counted, own: slice, prefix: str) -> GeoDataFrame:
        slides, counts = counted
        columns = MERGED_LAYERS["landslides"][0]
        values: dict[str, Any] = {name: column[own] for name, column in counts.items()}
        for name, column in slides.columns.items():
            values[name] = slides.words.texts(column[own]) if columns[name] == TEXT else column[own]
        values["ls_id"] = _ids(own, len(slides), prefix)
        values["uuid"] = unpacked(slides.uuid[own])
        return frame(columns, values, self._place.finished(slides.outlines[own]), self._place.crs)

    def _crown_toe(self, own: slice) -> GeoDataFrame:
        known = np.flatnonzero(self._with_points()[own])
        both = np.stack([self._slides.crown[own][known], self._slides.toe[own][known]], axis=1).reshape(-1, 3)
        values = {
            "ls_id": np.repeat(np.array(_ids(own, len(self._slides), "LS"), dtype=object)[known], 2),
            "kind": np.tile(np.array(["crown", "toe"], dtype=object), known.size),
            "z_m": both[:, 2],
        }
        return frame(CROWN_TOE, values, self._place.finished(shapely.points(both[:, :2])), self._place.crs)

    def _not_observed(self, own: slice) -> GeoDataFrame:
        unseen = self._unseen
        values = {"reason": np.array(unseen.reasons[own], dtype=object), "area_m2": unseen.area_m2[own]}
        return frame(NOT_OBSERVED, values, self._place.finished(unseen.outlines[own]), self._place.crs)


def _ids(own: slice, count: int, prefix: str) -> list[str]:
    digits = max(4, len(str(count)))
    return [f"{prefix}-{n + 1:0{digits}d}" for n in range(own.start, own.stop)]
