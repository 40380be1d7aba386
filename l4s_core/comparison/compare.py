"""Two inventories of the same ground, one of which is the reference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress, Silent
from l4s_core.base.words import plural
from l4s_core.comparison.excluded import compared_ground
from l4s_core.comparison.ground import Ground
from l4s_core.comparison.matching import one_to_one, overlapping
from l4s_core.comparison.pixels import COLUMNS, REACHES_PX, WINDOW_PX, Grid, count_pixels
from l4s_core.comparison.points import Found, find_points
from l4s_core.comparison.scores import KINDS, Scorer, bias, object_columns, pixel_iou
from l4s_core.comparison.sides import WITH_POINT, WITHOUT_POINT, Side, judged, table_of
from l4s_core.comparison.types import Comparison, Score
from l4s_core.inventory.given import GivenInventory, read_given

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

LEAST_IOU = 0.5
"""Intersection over union from which two polygons are the same landslide: only one can have more, where those of an
inventory do not overlap."""
WITHIN_M = 50.0
"""How far a point of a reference may lie from a polygon that has found it."""
_ENOUGH_BLOCKS = 30
_BLOCKS_PX = (WINDOW_PX, WINDOW_PX // 2, WINDOW_PX // 4, WINDOW_PX // 8)


def compare(
    a: GivenInventory | str | Path,
    b: GivenInventory | str | Path,
    *,
    area: str | Path | None = None,
    observed_a: str | Path | None = None,
    observed_b: str | Path | None = None,
    resolution_m: float = 10.0,
    least_iou: float = LEAST_IOU,
    within_m: float = WITHIN_M,
    resamples: int = 1000,
    seed: int = 0,
    progress: Progress | None = None,
) -> Comparison:
    """Compare an inventory with a reference: pixels, polygons, outlines, by size, with intervals.

    Ground that either side did not observe is left out of both: what an inventory of ours says (``not_observed``, and
    all outside of its scenes), and what ``area``, ``observed_a`` and ``observed_b`` do not hold. Polygons are cut
    there; one of which less than half is left is left out, and so is what overlaps such a one of the other side and
    nothing else. Rows that a reviewer rejected are no landslides.

    Parameters
    ----------
    a, b : inventories, or files as `read_given` takes them; ``b`` is the reference. Where it has points and no
        polygons, it is counted how many of them lie in a polygon of ``a`` or within ``within_m`` metres of one.
    area : vector file of polygons: only what is inside is compared.
    observed_a, observed_b : vector files of polygons: the ground that was looked at for ``a`` and ``b``.
    resolution_m : pixel of the grid on which ground and outlines are compared.
    least_iou : intersection over union from which two polygons match, above 0, at most 1.
    resamples : how often blocks of the ground are drawn for the intervals; 0 leaves them out.

    Raises
    ------
    InputError : a file cannot be used, ``a`` has no polygons but points, or nothing is left to compare.
    """
    progress = progress or Silent()
    if not (resolution_m > 0 and np.isfinite(resolution_m)):
        raise InputError(f"A pixel of {resolution_m:g} m is none; give a resolution above 0.")
    if not 0 < least_iou <= 1:
        raise InputError(f"An intersection over union of {least_iou:g} cannot be asked for; give one above 0, up to 1.")
    if not within_m >= 0:
        raise InputError(f"A distance of {within_m:g} m is none; give 0 or more.")
    progress.stage("reading")
    a, b = (side if isinstance(side, GivenInventory) else read_given(side) for side in (a, b))
    called = [f"{side} ({given.path.name})" for side, given in zip("AB", (a, b), strict=True)]
    notes = [f"{name}: {text}" for name, given in zip(called, (a, b), strict=True) for text in given.problems]
    _check(a, b)
    crs = a.crs if len(a.landslides) else b.crs
    ground, not_compared, said = compared_ground(a, b, crs, area, observed_a, observed_b)
    notes += said
    progress.stage("polygons")
    sides = [Side.of(given, name, crs, ground, notes) for given, name in zip((a, b), called, strict=True)]
    if len(b.landslides) or b.points is None:
        pairs = overlapping(sides[0].cut, sides[1].cut, progress)
        judged(sides[0], sides[1], pairs, least_iou, one_to_one)
        found = None
    else:
        found = find_points(b.points.to_crs(crs), sides[0], ground, within_m)
        notes.append(f"The reference has points: only recall is known, of points within {within_m:g} m of a polygon.")
    if not any(side.counted.any() for side in sides) and (found is None or not found.inside.any()):
        raise InputError(
            f"Nothing of {a.path} and {b.path} lies on ground that both observed; check that they are of the same area."
        )
    for side, name in zip(sides, called, strict=True):
        if side.left_out.any():
            were = plural(int(side.left_out.sum()), "polygon was", "polygons were")
            notes.append(f"{name}: {were} left out, mostly on ground that was not compared.")
    scorer, grid = _scorer(sides, found, ground, resolution_m, resamples, seed, progress)
    return _told(a, b, crs, sides, scorer, grid, found, least_iou, notes, not_compared, within_m)


def _check(a: GivenInventory, b: GivenInventory) -> None:
    if not len(a.landslides) and a.points is not None:
        raise InputError(
            f"{a.path} has points and no polygons; only the reference, the second one, may be points. Turn them round."
        )


def _scorer(
    sides: list[Side],
    found: Found | None,
    ground: Ground,
    resolution_m: float,
    resamples: int,
    seed: int,
    progress: Progress,
) -> tuple[Scorer, Grid]:
    """Everything counted by blocks, which are as large as leaves enough of them."""
    shapes = [side.cut[side.counted] for side in sides]
    spots = np.empty(0, dtype=object) if found is None else found.shapes[found.inside]
    for block_px in _BLOCKS_PX:
        grid = Grid(resolution_m, block_px)
        places = [grid.blocks_of(each) if len(each) else np.zeros((0, 2), np.int64) for each in (*shapes, spots)]
        if len(np.unique(np.concatenate(places), axis=0)) >= _ENOUGH_BLOCKS:
            break
    pixels = {} if found is not None else count_pixels(sides[0].whole, sides[1].whole, ground, grid, progress)
    own = np.array([[*block] for block in pixels], np.int64).reshape(-1, 2)
    blocks, number = np.unique(np.concatenate([own, *places]), axis=0, return_inverse=True)
    number, count = number.reshape(-1), len(blocks)
    columns: dict[str, npt.NDArray[np.float64]] = {}
    table = np.zeros((count, len(COLUMNS)))
    if len(own):
        table[number[: len(own)]] = np.array(list(pixels.values()))
    columns |= {name: table[:, k] for k, name in enumerate(COLUMNS)}
    columns |= {"px_a": columns["tp"] + columns["fp"], "px_b": columns["tp"] + columns["fn"]}
    starts = np.cumsum([len(own), *(len(each) for each in places)])
    for name, side, first, last in zip("ab", sides, starts[:-2], starts[1:-1], strict=True):
        here = side.counted
        columns |= object_columns(
            name, number[first:last], count, shapely.area(side.cut[here]), side.right[here], resolution_m
        )
    if found is not None:
        of = number[starts[-2] :]
        columns["points"] = np.bincount(of, minlength=count).astype(float)
        columns["points_found"] = np.bincount(of, found.found[found.inside], count).astype(float)
        columns["points_in"] = np.bincount(of, found.distance_m[found.inside] <= 0, count).astype(float)
    return Scorer(columns, resamples, seed), grid


def _told(
    a: GivenInventory,
    b: GivenInventory,
    crs: Any,
    sides: list[Side],
    scorer: Scorer,
    grid: Grid,
    found: Found | None,
    least_iou: float,
    notes: list[str],
    not_compared: GeoDataFrame,
    within_m: float,
) -> Comparison:
    import pandas as pd
    from geopandas.geodataframe import GeoDataFrame

    left_out = [side.left_out for side in sides]
    counts: dict[str, int | float] = {
        "a": int(scorer.total("a_n")),
        "b": int(scorer.total("b_n")),
        "a_area_m2": scorer.total("a_area"),
        "b_area_m2": scorer.total("b_area"),
        "a_left_out": int(left_out[0].sum()),
        "b_left_out": int(left_out[1].sum()),
        "a_left_out_m2": float(shapely.area(sides[0].whole[left_out[0]]).sum()),
        "b_left_out_m2": float(shapely.area(sides[1].whole[left_out[1]]).sum()),
        **{name: int(scorer.total(name)) for name in COLUMNS[:3]},
        "blocks": scorer.blocks,
        "block_m": grid.block_m,
    }
    scores = {}
    none = Score(None)
    if found is None:
        scores["pixels"] = scorer.agreement("tp", "px_a", "tp", "px_b")
        for kind in KINDS:
            scores[f"objects_{kind}"] = scorer.agreement(f"a_{kind}", "a_n", f"b_{kind}", "b_n")
            scores[f"area_{kind}"] = scorer.agreement(f"a_{kind}_area", "a_area", f"b_{kind}_area", "b_area")
        for reach in REACHES_PX:
            scores[f"boundary_{reach}px"] = scorer.agreement(f"edge_a_{reach}", "edge_a", f"edge_b_{reach}", "edge_b")
    tables = [table_of(sides[0], sides[1], "A", crs), table_of(sides[1], sides[0], "B", crs)]
    if found is not None:  # of which nobody knows whether they are false
        tables[0]["verdict"] = tables[0]["verdict"].replace({"true": WITH_POINT, "false": WITHOUT_POINT})
    return Comparison(
        a.path,
        b.path,
        crs,
        grid.resolution_m,
        least_iou,
        counts,
        scores,
        scorer.score(pixel_iou, "px_a", "px_b") if found is None else none,
        scorer.score(bias("a_n", "b_n"), "b_n") if found is None else none,
        scorer.score(bias("a_area", "b_area"), "b_area") if found is None else none,
        scorer.size_classes("px") if found is None else (),
        scorer.size_classes("m2") if found is None else (),
        None if found is None else found.facts(scorer, within_m),
        tuple(notes),
        GeoDataFrame(pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True), crs=crs),
        None if found is None else found.table(crs),
        not_compared,
    )
