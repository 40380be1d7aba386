"""The persistent identity of a polygon: a UUID that edits, other files and merges keep.

It is random (version 4) where an outline is made, because anything computed from the polygon would change with an edit
of it. ``ls_id`` beside it is for people, and numbered anew whenever an inventory is made.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

UUID_BYTES = np.dtype([("high", ">u8"), ("low", ">u8")])
"""One UUID in an array: 16 bytes instead of a text of 36, of which a country has a million."""
_DERIVED = uuid.UUID("5b2b7f7c-0a52-4f0a-9d3c-5f8a3a4d7c11")  # drawn once: the name space of those that are computed
_EQUAL_AREA = "EPSG:6933"  # cylindrical, of the whole earth


def new_uuids(count: int) -> npt.NDArray[np.object_]:
    """Random ones as texts, (count,) object: lower case, without braces."""
    return np.array([str(uuid.uuid4()) for _ in range(count)], dtype=object)


def known_uuid(value: Any) -> str | None:
    """A UUID as `new_uuids` writes it, from any usual spelling (QGIS's ``uuid()`` has braces); else None."""
    try:
        return str(uuid.UUID(value)) if isinstance(value, str) else None
    except ValueError:
        return None


def areas_m2(landslides: GeoDataFrame) -> npt.NDArray[np.float64]:
    """(n,) area of each row on the ground, to compare rows by; in degrees the same area is larger near a pole."""
    crs = landslides.crs
    flat = landslides.geometry if crs is None or not crs.is_geographic else landslides.geometry.to_crs(_EQUAL_AREA)
    return np.asarray(flat.area, dtype=np.float64)


def fill_uuids(landslides: GeoDataFrame) -> None:
    """Give a random UUID, in place, to every row that has none, or that of a larger row (it was copied or split)."""
    values = list(landslides["uuid"]) if "uuid" in landslides else [None] * len(landslides)
    found, lacking = _with_claims(values, areas_m2(landslides))
    if lacking or "uuid" not in landslides:
        for row, new in zip(lacking, new_uuids(len(lacking)), strict=True):
            found[row] = new
        landslides["uuid"] = np.array(found, dtype=object)


def uuids_of(
    values: Sequence[Any], rows: npt.NDArray[np.integer], area_m2: npt.NDArray[np.float64], sha256: str
) -> list[str]:
    """UUIDs of some rows of a file; where `fill_uuids` would draw one it is made of the file's content and the row, so
    that it is the same whenever the same file is read.

    Parameters
    ----------
    values : the column of these rows. rows : their numbers in the file. area_m2 : their areas. sha256 : of the file.
    """
    found, lacking = _with_claims(values, area_m2)
    for place in lacking:
        found[place] = str(uuid.uuid5(_DERIVED, f"{sha256} {rows[place]}"))
    return [str(one) for one in found]


def _with_claims(values: Sequence[Any], area: npt.NDArray[np.float64]) -> tuple[list[str | None], list[int]]:
    """The UUIDs that rows may keep, and the rows that have none to keep. Larger rows have the better claim."""
    found = [known_uuid(value) for value in values]
    taken: set[str] = set()
    lacking = []
    for row in np.argsort(-area, kind="stable").tolist():
        own = found[row]
        if own is None or own in taken:
            found[row] = None
            lacking.append(row)
        else:
            taken.add(own)
    return found, lacking


def packed(uuids: Sequence[str]) -> npt.NDArray[Any]:
    """Texts as `UUID_BYTES`."""
    return np.frombuffer(b"".join(uuid.UUID(text).bytes for text in uuids), UUID_BYTES).copy()


def unpacked(uuids: npt.NDArray[Any]) -> list[str]:
    """`UUID_BYTES` as texts."""
    data = uuids.tobytes()
    return [str(uuid.UUID(bytes=data[start : start + 16])) for start in range(0, len(data), 16)]


def only_once(uuids: npt.NDArray[Any]) -> None:
    """Give another one, in place, to every element of a `UUID_BYTES` array that an earlier one has."""
    _, first = np.unique(uuids, return_index=True)
    for place in np.setdiff1d(np.arange(uuids.size), first).tolist():
        [old] = unpacked(uuids[place : place + 1])
        uuids[place] = packed([str(uuid.uuid5(_DERIVED, f"{old} again {place}"))])[0]
