"""Many polygons and texts in little memory: a country's landslides are more than a million."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.inventory.merging.place import Geometries

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
