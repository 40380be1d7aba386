"""Bring a ledger up to date with a newer inventory."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress, Silent
from l4s_core.base.stamp import software, utc_now
from l4s_core.base.words import plural
from l4s_core.inventory.files.read import read_inventory
from l4s_core.inventory.ids import areas_m2, fill_uuids
from l4s_core.inventory.merging.place import EMPTY, areal, array_of
from l4s_core.inventory.merging.sources import readable_copy
from l4s_core.inventory.review import old_one_kept, one_to_one, overlaps
from l4s_core.ledger import words
from l4s_core.ledger.file import UNDO_KEPT, Ledger, packed, read_ledger, write_ledger
from l4s_core.ledger.judge import Facts, Verdicts, judge
from l4s_core.ledger.looked import observed_share
from l4s_core.ledger.relate import Geometries, Relations, relate
from l4s_core.ledger.tables import next_state

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

    from l4s_core.inventory.types import Inventory

_SHOWN = 5
_NOTHING = 1e-6  # a share of the area that is rounding


@dataclass(frozen=True)
class LedgerUpdate:
    """What an update did.

    Attributes
    ----------
    path : of the ledger. number : of the update, from 1. counts : word of `words.MEANING` -> number of landslides.
    landslides, revegetated : rows of the two layers afterwards. problems : sentences.
    """

    path: Path
    number: int
    counts: dict[str, int]
    landslides: int
    revegetated: int
    problems: tuple[str, ...]


def update_ledger(
    old: str | Path,
    new: str | Path,
    output: str | Path,
    *,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> LedgerUpdate:
    """Write what became of the landslides of an inventory or a ledger, by a newer inventory of the same ground.

    Every landslide keeps its ``uuid``. What matches is unchanged or reactivated, what nothing matches is new, and what
    is not found where the newer scene looked is revegetated; `words.MEANING` and docs/ledger.md have the rules. The
    table ``history`` gets a row for every landslide.

    Parameters
    ----------
    old : GeoPackage of a run, a merge or a ledger. It is not changed, unless it is ``output`` too.
    new : GeoPackage of a later run or merge, any CRS; its rejected landslides count as not found.
    output : .gpkg; ``overwrite`` says that it may be replaced. Where it is ``old``, a copy stays beside it (``~``).

    Raises
    ------
    InputError
        Something cannot be read or written; nothing was written.
    """
    from l4s_core.base.outputs import check_ending, check_outputs, check_vector_name, protect_inputs

    progress = progress or Silent()
    old, new, target = Path(old), Path(new), Path(output)
    check_ending(target, (".gpkg",), "A ledger")
    check_vector_name(target)
    check_outputs([target], overwrite=overwrite)
    protect_inputs([target], [new])
    if old.exists() and new.exists() and old.samefile(new):
        raise InputError(f"{old} and {new} are the same file; give the newer inventory second.")
    progress.stage("reading")
    before = read_ledger(old)
    newer = _read_newer(new)
    progress.check()
    problems: list[str] = []
    progress.stage("comparing")
    compared = _compare(before, newer, problems)
    progress.check()
    number = before.number + 1
    about = {
        "utc": utc_now(), "old_file": old.name, "old_sha256": _digest(old), "new_file": new.name,
        "new_sha256": _digest(new), "scene": newer.run.get("scene_post"), "date": date_of(newer),
        "software": software(),
    }  # fmt: skip
    after = next_state(before, compared, number, about)
    after.undo = [row for row in before.undo if row[0] > number - UNDO_KEPT] + packed(old, number)
    progress.stage("writing")
    with old_one_kept(target, old):
        write_ledger(after, target, progress)
    counts = Counter(compared.verdicts.what) + Counter(compared.verdicts.fresh.values())
    for text in problems:
        progress.message(text)
    return LedgerUpdate(
        target,
        number,
        {word: counts[word] for word in words.MEANING if counts[word]},
        len(after.landslides),
        len(after.revegetated),
        tuple(problems),
    )


@dataclass(frozen=True, eq=False)
class Compared:
    """The rows of both sides and what became of them. ``olds``: those that are there, then ``revegetated`` ones, of
    which ``gone`` is True. ``news``: landslides of the newer inventory that count, in the CRS of the ledger; ``newer``
    is all of it."""

    olds: GeoDataFrame
    gone: npt.NDArray[np.bool_]
    news: GeoDataFrame
    newer: Inventory
    verdicts: Verdicts
    relations: Relations
    observed: npt.NDArray[np.float64] | None
    area_m2: npt.NDArray[np.float64]
    area_new_m2: npt.NDArray[np.float64]


def _compare(before: Ledger, newer: Inventory, problems: list[str]) -> Compared:
    import pandas as pd

    olds = pd.concat([before.landslides, before.revegetated], ignore_index=True)
    gone = np.arange(len(olds)) >= len(before.landslides)
    fill_uuids(olds)  # type: ignore[arg-type]
    crs = before.landslides.crs
    if crs is None or newer.landslides.crs is None:
        raise InputError("An inventory without a coordinate system cannot be compared; give it one.")
    news, bare = _news(newer, crs)
    shapes, broken = _usable(olds)
    if broken.any():
        names = ", ".join(str(name) for name in olds["ls_id"][broken][:_SHOWN])
        have = plural(int(broken.sum()), "landslide of the older file has", "landslides of the older file have")
        stay = "stays" if broken.sum() == 1 else "stay"
        problems.append(f"{have} no usable outline and {stay} ({names}).")
    rejected = _status(olds) == "rejected"
    new_shapes, _ = _usable(news)
    news, new_shapes, bare, again = _without_rejected(shapes[rejected & ~broken], news, new_shapes, bare)
    if again:
        were = plural(again, "landslide that was", "landslides that were")
        problems.append(f"{were} rejected before {'is' if again == 1 else 'are'} found again and left out.")
    out_of_play = rejected | broken
    shapes[out_of_play] = EMPTY
    relations = relate(shapes, new_shapes, ~gone)
    area_old, area_new = shapely.area(shapes), shapely.area(new_shapes)
    observed = _observed(newer, relations, shapes, new_shapes, crs, out_of_play)
    if observed is None:
        problems.append("The newer inventory does not say where its scene lies, so nothing is called revegetated.")
    if observed is not None and not relations.pairs[0].size and len(olds) and np.nanmax(observed) < _NOTHING:
        raise InputError("The two inventories have no ground in common; give the newer one of the same place.")
    ground = areas_m2(olds)  # type: ignore[arg-type]
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = np.nan_to_num(ground / area_old, nan=1.0, posinf=1.0)
    compared_before = newer.bare_before is not None
    activity = news["activity"].astype(object).map(lambda word: str(word).strip().lower()).to_numpy(object)
    moved = ~bare & (compared_before | (activity == "reactivated"))
    mmu = newer.run.get("mmu_m2")
    facts = Facts(
        area_old, area_new, gone, observed, bare, moved, unit, float(mmu) if isinstance(mmu, int | float) else 0.0
    )
    verdicts = judge(relations, facts)
    for place in np.flatnonzero(out_of_play).tolist():
        verdicts.what[place] = words.REJECTED if rejected[place] else words.NO_OUTLINE
    return Compared(olds, gone, news, newer, verdicts, relations, observed, ground, areas_m2(news))  # type: ignore[arg-type]


def _news(newer: Inventory, crs: Any) -> tuple[GeoDataFrame, npt.NDArray[np.bool_]]:
    """Landslides of the newer inventory that nobody rejected, and those that were bare before, behind them."""
    import pandas as pd

    tables = [newer.landslides] if newer.bare_before is None else [newer.landslides, newer.bare_before]
    tables = [table if table.crs == crs else table.to_crs(crs) for table in tables]
    both: Any = pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True)
    bare = np.arange(len(both)) >= len(newer.landslides)
    _, broken = _usable(both)
    counts = (_status(both) != "rejected") & ~broken
    return both[counts].reset_index(drop=True), bare[counts]


def _usable(table: Any) -> tuple[Geometries, npt.NDArray[np.bool_]]:
    """Valid polygons in two dimensions, EMPTY where there is none, and where that is."""
    shapes = np.asarray(table.geometry.array, object).copy()
    shapes[shapely.is_missing(shapes)] = EMPTY
    shapes = shapely.force_2d(shapes)
    finite = np.isfinite(shapely.bounds(shapes).reshape(-1, 4)).all(axis=1)
    shapes[~finite] = EMPTY
    shapes = areal(shapes)
    broken = ~(shapely.area(shapes) > 0)
    shapes[broken] = EMPTY
    return shapes, broken


def _status(table: Any) -> npt.NDArray[np.object_]:
    words_of: npt.NDArray[np.object_] = (
        table["status"].astype(object).map(lambda word: str(word).strip().lower()).to_numpy(object)
    )
    return words_of


def _without_rejected(
    rejected: Geometries, news: GeoDataFrame, shapes: Geometries, bare: npt.NDArray[np.bool_]
) -> tuple[GeoDataFrame, Geometries, npt.NDArray[np.bool_], int]:
    """New ones without those that match what a reviewer rejected."""
    if not len(rejected) or not len(shapes):
        return news, shapes, bare, 0
    ours, theirs, common = overlaps(shapes, rejected, np.ones(len(rejected), bool))
    iou = common / (shapely.area(shapes)[ours] + shapely.area(rejected)[theirs] - common)
    again = list(one_to_one(ours, theirs, iou))
    keep = ~np.isin(np.arange(len(news)), again)
    return news[keep].reset_index(drop=True), shapes[keep], bare[keep], len(again)


def _observed(
    newer: Inventory,
    relations: Relations,
    shapes: Geometries,
    new_shapes: Geometries,
    crs: Any,
    out_of_play: npt.NDArray[np.bool_],
) -> npt.NDArray[np.float64] | None:
    """(old,) share of what is not found of each old one that the newer scene observed; NaN where it is found."""
    found = set(relations.heir.values()) | set(relations.joined)
    asked = np.array([k for k in np.flatnonzero(~out_of_play).tolist() if k not in found], np.intp)
    left = shapes[asked]
    by_old: dict[int, list[int]] = {}
    for old, new in zip(*(side.tolist() for side in relations.pairs), strict=True):
        by_old.setdefault(old, []).append(new)
    for place, old in enumerate(asked.tolist()):
        if old in by_old:
            rest = shapely.difference(left[place], shapely.union_all(new_shapes[by_old[old]]))
            left[place] = areal(array_of(rest))[0]
    share = observed_share(newer, left, crs)
    if share is None:
        return None
    out = np.full(len(shapes), np.nan)
    out[asked] = share
    return out


def _read_newer(path: Path) -> Inventory:
    if not path.is_file():
        raise InputError(f"{path} does not exist; give the GeoPackage of an inventory.")
    with tempfile.TemporaryDirectory(prefix="l4s-") as folder:
        return read_inventory(readable_copy(path, Path(folder) / "copy") if path.suffix.lower() == ".gpkg" else path)


def date_of(inventory: Inventory) -> str | None:
    """Day of the scene, YYYY-MM-DD; None where nothing says it."""
    for name in ("date_max", "scene_time_utc"):
        value = inventory.run.get(name)
        if value:
            return str(value)[:10]
    days = [str(day) for day in inventory.landslides["date_max"].dropna()]
    return max(days, default=None)


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as source:
        while block := source.read(2**20):
            digest.update(block)
    return digest.hexdigest()
