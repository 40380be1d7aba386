"""The landslides of all sources in one table, in little memory: a country has more than a million."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.inventory.ids import UUID_BYTES
from l4s_core.inventory.merging.place import Geometries
from l4s_core.inventory.schema import LANDSLIDES, TEXT

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64] | npt.NDArray[np.int32]
BoolArray = npt.NDArray[np.bool_]
AT_A_TIME = 20_000


class Words:
    """Texts by number; -1 is none. Each is kept once, however many cells have it."""

    def __init__(self) -> None:
        self._texts: list[str | None] = []
        self._numbers: dict[str, int] = {}

    def number(self, text: str | None) -> int:
        """The number of a text; an empty one is none."""
        if not text:
            return -1
        if text not in self._numbers:
            self._numbers[text] = len(self._texts)
            self._texts.append(text)
        return self._numbers[text]

    def numbers(self, texts: Iterable[str | None]) -> npt.NDArray[np.int32]:
        """The number of each."""
        return np.array([self.number(text) for text in texts], dtype=np.int32)

    def text(self, number: int) -> str | None:
        """The text of a number."""
        return None if number < 0 else self._texts[number]

    def texts(self, numbers: npt.NDArray[np.int32]) -> npt.NDArray[np.object_]:
        """The text of each."""
        table = np.array([*self._texts, None], dtype=object)  # -1 is the last
        out: npt.NDArray[np.object_] = table[numbers]
        return out


class Outlines:
    """Polygons as well-known binary, a third of what shapely needs for them, with their bounds and areas.

    ``bounds`` is (n, 4) float64, ``area`` (n,) float64.
    """

    def __init__(self, wkb: npt.NDArray[np.object_], bounds: FloatArray, area: FloatArray) -> None:
        self._wkb, self.bounds, self.area = wkb, bounds, area

    @classmethod
    def of(cls, geometries: Geometries) -> Outlines:
        """Those of shapely."""
        return cls(_binary(geometries), shapely.bounds(geometries).reshape(-1, 4), shapely.area(geometries))

    @classmethod
    def joined(cls, several: list[Outlines]) -> Outlines:
        """One after another."""
        return cls(
            np.concatenate([np.zeros(0, dtype=object), *(o._wkb for o in several)]),
            np.concatenate([np.zeros((0, 4)), *(o.bounds for o in several)]),
            np.concatenate([np.zeros(0), *(o.area for o in several)]),
        )

    def __len__(self) -> int:
        return len(self._wkb)

    def __getitem__(self, chosen: IntArray | slice) -> Geometries:
        """Some of them, as shapely has them."""
        out: Geometries = shapely.from_wkb(self._wkb[chosen])
        return out

    def __setitem__(self, places: IntArray, geometries: Geometries) -> None:
        self._wkb[places] = _binary(geometries)
        self.bounds[places] = shapely.bounds(geometries)
        self.area[places] = shapely.area(geometries)

    def fill(self, own: slice, part: Outlines) -> None:
        """Set some of them."""
        self._wkb[own], self.bounds[own], self.area[own] = part._wkb, part.bounds, part.area

    def take(self, chosen: IntArray) -> Outlines:
        """Some of them, in the order that is asked for."""
        return Outlines(self._wkb[chosen], self.bounds[chosen], self.area[chosen])

    def near(self, bounds: FloatArray) -> IntArray:
        """The places of those whose bounds meet ``bounds``."""
        left, bottom, right, top = bounds
        own = self.bounds
        meet = (own[:, 0] <= right) & (own[:, 2] >= left) & (own[:, 1] <= top) & (own[:, 3] >= bottom)
        return np.flatnonzero(meet)

    def pieces(self, size: int = AT_A_TIME) -> Iterator[tuple[slice, Geometries]]:
        """All of them, some at a time."""
        for start in range(0, len(self), size):
            own = slice(start, start + size)
            yield own, self[own]


def _binary(geometries: Geometries) -> npt.NDArray[np.object_]:
    out: npt.NDArray[np.object_] = shapely.to_wkb(geometries)
    return out


Column = npt.NDArray[Any]
COLUMNS: dict[str, str] = {name: kind for name, kind in LANDSLIDES.items() if name != "uuid"} | {"merged_uuids": TEXT}
"""What is kept of each landslide as a column. UUIDs, all different, are kept as bytes beside them."""


@dataclass(eq=False)
class Slides:
    """Landslides with what the merging has to know of them.

    Attributes
    ----------
    columns : `COLUMNS`, (slides,): numbers of ``words`` for texts, else float64, NaN for null.
    uuid : (slides,) 16 bytes each.
    outlines : polygons in the CRS of the `Place`.
    area_m2 : (slides,) planar, in the CRS of the source ``home``.
    home : (slides,) int32, the source in whose CRS it is measured.
    crown, toe : (slides, 3) x, y in the CRS of the `Place` and metres of elevation, NaN where not known.
    """

    columns: dict[str, Column]
    uuid: Column
    words: Words
    outlines: Outlines
    area_m2: FloatArray
    home: npt.NDArray[np.int32]
    crown: FloatArray
    toe: FloatArray

    @classmethod
    def room_for(cls, count: int, words: Words) -> Slides:
        """``count`` slides for `fill` to set: made at once, because many small arrays leave holes in memory."""
        columns: dict[str, Column] = {
            name: np.empty(count, np.int32 if kind == TEXT else np.float64) for name, kind in COLUMNS.items()
        }
        outlines = Outlines(np.empty(count, dtype=object), np.empty((count, 4)), np.empty(count))
        return cls(
            columns,
            np.empty(count, UUID_BYTES),
            words,
            outlines,
            np.empty(count),
            np.empty(count, np.int32),
            np.empty((count, 3)),
            np.empty((count, 3)),
        )

    def fill(self, start: int, part: Slides) -> None:
        """Set those from ``start`` on; ``part`` has the same words."""
        own = slice(start, start + len(part))
        for name, column in part.columns.items():
            self.columns[name][own] = column
        self.uuid[own] = part.uuid
        self.outlines.fill(own, part.outlines)
        self.area_m2[own], self.home[own] = part.area_m2, part.home
        self.crown[own], self.toe[own] = part.crown, part.toe

    def __len__(self) -> int:
        return len(self.outlines)

    def take(self, chosen: IntArray) -> Slides:
        """Some of them, in the order that is asked for."""
        return Slides(
            {name: column[chosen] for name, column in self.columns.items()},
            self.uuid[chosen],
            self.words,
            self.outlines.take(chosen),
            self.area_m2[chosen],
            self.home[chosen],
            self.crown[chosen],
            self.toe[chosen],
        )

    def keep(self, chosen: IntArray) -> None:
        """Leave only some of them, in the order that is asked for; `take` without two of everything."""
        for name in self.columns:
            self.columns[name] = self.columns[name][chosen]
        self.uuid = self.uuid[chosen]
        self.outlines = self.outlines.take(chosen)
        self.area_m2, self.home = self.area_m2[chosen], self.home[chosen]
        self.crown, self.toe = self.crown[chosen], self.toe[chosen]

    def texts(self, name: str) -> list[str | None]:
        """A column of texts."""
        return list(self.words.texts(self.columns[name]))

    def put(self, places: IntArray, values: Mapping[str, Any]) -> None:
        """Set cells: for each column as many values as there are places, texts as texts."""
        for name, column in values.items():
            self.columns[name][places] = self.words.numbers(column) if COLUMNS[name] == TEXT else column

    def value(self, name: str, slide: int) -> str | None:
        """One text."""
        return self.words.text(int(self.columns[name][slide]))

    def _is(self, wanted: str) -> BoolArray:
        numbers = self.columns["status"]
        alike = [n for n in np.unique(numbers) if status_of(self.words.text(int(n))) == wanted]
        found: BoolArray = np.isin(numbers, alike)
        return found

    @property
    def rejected(self) -> BoolArray:
        """A reviewer said that it is no landslide."""
        return self._is("rejected")

    @property
    def edited(self) -> BoolArray:
        """A reviewer drew its outline."""
        return self._is("edited")

    @property
    def reviewed(self) -> BoolArray:
        """Somebody said something about it."""
        return ~self._is("unreviewed")

    def event_of(self, event: tuple[str | None, str | None]) -> BoolArray:
        """Which are of an event, its id and its date."""
        numbers = [self.words.number(text) for text in event]
        own: BoolArray = (self.columns["event_id"] == numbers[0]) & (self.columns["event_date"] == numbers[1])
        return own

    def cut_off(self) -> BoolArray:
        """Which are marked as truncated."""
        marked: BoolArray = self.columns["truncated"] == 1
        return marked


def status_of(word: str | None) -> str:
    """A review status as it is compared: in lower case; none is unreviewed."""
    return (word or "").strip().lower() or "unreviewed"
