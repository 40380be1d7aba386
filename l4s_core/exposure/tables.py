"""Numbers of assets: of each landslide, of each asset, and by class of confidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.exposure.assets import KINDS, Assets
from l4s_core.exposure.hits import Hits, amount_of, with_prepared
from l4s_core.inventory.schema import REAL, TEXT, WHOLE, frame

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

Int = npt.NDArray[np.int64]
Float = npt.NDArray[np.float64]
_UNIT = {"point": "", "line": "_m", "polygon": "_m2"}
SLIDE_COLUMNS: dict[str, str] = {
    f"{kind}s_{where}{unit}": WHOLE if not unit else REAL
    for where in ("hit", "below")
    for kind in KINDS
    for unit in dict.fromkeys(("", _UNIT[kind]))
}
"""Columns of the landslides: ``points_hit``, ``lines_hit``, ``lines_hit_m``, ``polygons_hit``, ``polygons_hit_m2``, and
the same with ``below``; those are null where no way down is known."""
ASSET_COLUMNS: dict[str, str] = {
    "file": TEXT,
    "row": WHOLE,
    "name": TEXT,
    "kind": TEXT,
    "slides_hit": WHOLE,
    "hit": REAL,
    "slides_below": WHOLE,
    "below": REAL,
    "of": REAL,
    "conf_usgs": WHOLE,
    "slides": TEXT,
}
"""Columns of ``assets_hit``: ``hit``, ``below`` and ``of`` (all of the asset) are metres of a line, square metres of a
polygon, the number of points; ground of several landslides counts once. ``conf_usgs`` is the highest class of them."""
PATH_COLUMNS: dict[str, str] = {"ls_id": TEXT, "uuid": TEXT, "length_m": REAL}
CLASS_COLUMNS = ("file", "kind", "where", "conf_usgs", "slides", "assets", "amount", "unit")
_NAMED = 20  # landslides that are named at an asset


@dataclass(frozen=True, eq=False)
class Found:
    """What lies in some areas, one a landslide (None where there is none)."""

    pairs: Hits
    areas: npt.NDArray[np.object_]

    @cached_property
    def meeting(self) -> tuple[Int, Int]:
        """Places in ``pairs``, the first below the second, of one asset: the part of the second meets the area of the
        first. By the second, then the first."""
        pairs = self.pairs
        one, other = shapely.STRtree(pairs.shapes).query(pairs.shapes)
        keep = (one < other) & (pairs.asset[one] == pairs.asset[other])
        one, other = one[keep].astype(np.int64), other[keep].astype(np.int64)
        by_area = np.argsort(one, kind="stable")  # as pairs are
        one, other = one[by_area], other[by_area]
        met = np.zeros(one.size, bool)
        for now, areas in with_prepared(self.areas, pairs.area[one]):
            met[now] = shapely.intersects(areas, pairs.shapes[other[now]])
        one, other = one[met], other[met]
        order = np.lexsort((one, other))
        return one[order], other[order]

    @cached_property
    def left(self) -> Float:
        """(pairs,) how much of each part lies outside of the areas of those before it, of the same asset."""
        return self.left_of(*self.meeting)

    def left_of(self, before: Int, after: Int) -> Float:
        """The same where only some of those that meet count; in the order of `meeting`."""
        pairs = self.pairs
        cut, first, count = np.unique(after, return_index=True, return_counts=True)
        shapes = pairs.shapes[cut]
        for turn in range(int(count.max(initial=0))):
            now = np.flatnonzero((count > turn) & ~shapely.is_empty(shapes))
            shapes[now] = shapely.difference(shapes[now], self.areas[pairs.area[before[first[now] + turn]]])
        out = pairs.amount.copy()
        out[cut] = amount_of(shapes, shapely.get_dimensions(pairs.shapes[cut]).astype(np.int64))
        return out


@dataclass(frozen=True, eq=False)
class Tables:
    """The layers of an exposure; the attributes are those of `exposure.expose.Exposure`."""

    landslides: GeoDataFrame
    assets_hit: GeoDataFrame
    flow_paths: GeoDataFrame | None
    by_class: list[dict[str, Any]]


def tables(
    slides: GeoDataFrame, assets: Assets, hit: Found, below: Found | None, paths: npt.NDArray[np.object_] | None
) -> Tables:
    """All tables of the pairs of landslide and asset."""
    found = {"hit": hit} | ({} if below is None else {"below": below})
    names = _names(slides)
    classes = _classes(slides)
    known = None if paths is None else ~shapely.is_missing(paths)
    columns: dict[str, Any] = {}
    for where, one in found.items():
        pairs = one.pairs
        for number, kind in enumerate(KINDS):
            own = assets.kind[pairs.asset] == number
            columns[f"{kind}s_{where}"] = np.bincount(pairs.area[own], minlength=len(slides)).astype(float)
            if number == 0:  # a place of several points counts with all
                columns[f"{kind}s_{where}"] = np.bincount(pairs.area[own], pairs.amount[own], minlength=len(slides))
            else:
                columns[f"{kind}s_{where}{_UNIT[kind]}"] = np.bincount(
                    pairs.area[own], pairs.amount[own], minlength=len(slides)
                )
    if known is not None:
        for name in columns:
            if "_below" in name:
                columns[name] = np.where(known, columns[name], np.nan)
    own_columns: Any = slides.drop(columns=[name for name in SLIDE_COLUMNS if name in slides])
    added = frame({name: SLIDE_COLUMNS[name] for name in columns}, columns, slides.geometry.to_numpy(), slides.crs)
    landslides = own_columns.assign(**{name: added[name].array for name in columns})
    flow = None
    if paths is not None and known is not None:
        at = np.flatnonzero(known)
        uuids = slides["uuid"].to_numpy()[at] if "uuid" in slides else None
        values = {"ls_id": names[at], "uuid": uuids, "length_m": shapely.length(paths[at])}
        flow = frame(PATH_COLUMNS, values, paths[at], slides.crs)
    return Tables(landslides, _assets(slides, assets, found, names, classes), flow, _by_class(assets, found, classes))


def _names(slides: GeoDataFrame) -> npt.NDArray[np.object_]:
    if "ls_id" in slides:
        return np.array([str(one) for one in slides["ls_id"]], dtype=object)
    return np.array([f"row {n + 1}" for n in range(len(slides))], dtype=object)


def _classes(slides: GeoDataFrame) -> npt.NDArray[np.int64]:
    """(n,) USGS class of confidence, 0 where there is none."""
    import pandas as pd

    if "conf_usgs" not in slides:
        return np.zeros(len(slides), np.int64)
    values = pd.to_numeric(slides["conf_usgs"], errors="coerce").fillna(0)
    return np.asarray(values, np.int64)


def _amounts(some: Found, pairs: Int) -> tuple[Int, Float]:
    """The assets of some of the pairs, and how much of each lies inside: the ground of several areas counts once.

    Of each part counts what lies outside of the areas of those before it. To join areas, or the parts in them, which do
    not meet to the last digit where areas overlap, takes many times as long or counts ground twice.
    """
    size = some.pairs.asset.size
    picked = np.zeros(size, bool)
    picked[pairs] = True
    before, after = some.meeting
    both = picked[before] & picked[after]
    every, count = np.bincount(after, minlength=size), np.bincount(after[both], minlength=size)
    # most are cut by all of theirs or by none, which is known; overlays are the slow part
    own = np.where(count == every, some.left, some.pairs.amount)
    some_of = both & (count < every)[after]
    if some_of.any():
        own = np.where((count > 0) & (count < every), some.left_of(before[some_of], after[some_of]), own)
    asset, place = np.unique(some.pairs.asset[pairs], return_inverse=True)
    amount: Float = np.zeros(asset.size)
    np.add.at(amount, place.reshape(-1), own[pairs])
    return asset, amount


def _assets(
    slides: GeoDataFrame,
    assets: Assets,
    found: dict[str, Found],
    names: npt.NDArray[np.object_],
    classes: npt.NDArray[np.int64],
) -> GeoDataFrame:
    touched = np.unique(np.concatenate([some.pairs.asset for some in found.values()]))
    place = np.full(len(assets), -1, np.int64)
    place[touched] = np.arange(touched.size)
    counts = {where: np.zeros(touched.size) for where in ("hit", "below")}
    amounts = {where: np.zeros(touched.size) for where in ("hit", "below")}
    shapes: list[list[Any]] = [[] for _ in range(touched.size)]
    best = np.zeros(touched.size, np.int64)
    named: list[dict[str, None]] = [{} for _ in range(touched.size)]
    for where, some in found.items():
        pairs = some.pairs
        at = place[pairs.asset]
        counts[where] = np.bincount(at, minlength=touched.size).astype(float)
        own, amount = _amounts(some, np.arange(at.size))
        amounts[where][place[own]] = amount
        for one, shape in zip(at.tolist(), pairs.shapes, strict=True):
            shapes[one].append(shape)
        np.maximum.at(best, at, classes[pairs.area])
        for one, slide in zip(at.tolist(), pairs.area.tolist(), strict=True):
            named[one][str(names[slide])] = None
    kind = assets.kind[touched]
    whole = assets.shapes[touched]
    of = np.select(
        [kind == 0, kind == 1], [shapely.get_num_geometries(whole), shapely.length(whole)], shapely.area(whole)
    )
    values = {
        "file": np.array(assets.files, dtype=object)[assets.file[touched].astype(int)],
        "row": assets.row[touched],
        "name": assets.names[touched],
        "kind": np.array(KINDS, dtype=object)[kind],
        "slides_hit": counts["hit"],
        "hit": amounts["hit"],
        "slides_below": counts["below"] if "below" in found else None,
        "below": amounts["below"] if "below" in found else None,
        "of": of,
        "conf_usgs": np.where(best > 0, best, np.nan),
        "slides": ["; ".join([*list(one)[:_NAMED], *(["..."] if len(one) > _NAMED else [])]) for one in named],
    }
    united = [one[0] if len(one) == 1 else shapely.union_all(one) for one in shapes]
    return frame(ASSET_COLUMNS, values, united, slides.crs)


def _by_class(assets: Assets, found: dict[str, Found], classes: npt.NDArray[np.int64]) -> list[dict[str, Any]]:
    """Rows of `CLASS_COLUMNS`: for each file, kind and where one row a class (None: without) and one of ``all``. An
    asset that landslides of several classes hit counts in each of them, and once in ``all``."""
    out = []
    for number, file in enumerate(assets.files):
        for code in np.unique(assets.kind[assets.file == number]).tolist():
            for where, some in found.items():
                pairs = some.pairs
                own = (assets.file[pairs.asset] == number) & (assets.kind[pairs.asset] == code)
                for one in ("all", *sorted(set(classes.tolist()), reverse=True)):
                    picked = np.flatnonzero(own if one == "all" else own & (classes[pairs.area] == one))
                    touched, amount = _amounts(some, picked)
                    values = (
                        file,
                        KINDS[code],
                        where,
                        "all" if one == "all" else str(one) if one else None,
                        int(np.unique(pairs.area[picked]).size),
                        int(touched.size),
                        float(amount.sum()),
                        ("points", "m", "m2")[code],
                    )
                    out.append(dict(zip(CLASS_COLUMNS, values, strict=True)))
    return out
