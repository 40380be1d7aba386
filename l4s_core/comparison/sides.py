"""The polygons of one side, what of them is compared, and the verdict on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.words import plural
from l4s_core.comparison.ground import Ground
from l4s_core.comparison.matching import Pairs
from l4s_core.comparison.scores import KINDS
from l4s_core.inventory.given import GivenInventory

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

Geometries = npt.NDArray[np.object_]
BoolArray = npt.NDArray[np.bool_]
LEAST_LEFT = 0.5
"""Share of a polygon that must lie on compared ground for it to be judged."""
VERDICTS = {"A": ("true", "partly true", "false"), "B": ("found", "partly found", "missed")}
"""Of each side: matched, overlapped without a match, neither."""
LEFT_OUT = "left out"
WITH_POINT, WITHOUT_POINT = "with a point", "no point"
"""Of A, where the reference is points."""


@dataclass(eq=False)
class Side:
    """``n`` polygons in the common CRS.

    ``whole``: as given; ``cut``: what lies on compared ground; ``share``: of their area. ``left_out``: not judged.
    ``right``: (n, 3) by `KINDS`. ``partner``: place in the other side of the match, else of the polygon with the
    largest intersection over union, -1 without any; ``iou``: theirs, NaN; ``overlap``: share of ``cut`` in polygons of
    the other side, at most 1. ``rows``: places in the file; ``names``: what to call them.
    """

    whole: Geometries
    cut: Geometries
    share: npt.NDArray[np.float64]
    left_out: BoolArray
    right: BoolArray
    partner: npt.NDArray[np.int64]
    iou: npt.NDArray[np.float64]
    overlap: npt.NDArray[np.float64]
    rows: npt.NDArray[np.int64]
    names: list[str]

    @classmethod
    def of(cls, given: GivenInventory, called: str, crs: Any, ground: Ground, notes: list[str]) -> Side:
        """The landslides of an inventory that a reviewer has not rejected."""
        slides = given.standing
        rejected = len(given.landslides) - len(slides)
        if rejected:
            were = plural(rejected, "polygon was", "polygons were")
            notes.append(f"{called}: {were} rejected by a reviewer, and no landslide here.")
        names = given.names(slides.index)
        moved = slides.to_crs(crs)
        shapes = np.asarray(moved.geometry.array, dtype=object)
        placed = np.isfinite(shapely.bounds(shapes).reshape(-1, 4)).all(axis=1)
        if not placed.all():
            far = plural(int((~placed).sum()), "polygon lies", "polygons lie")
            notes.append(f"{called}: {far} too far from the other inventory to be placed, and left out.")
            moved, shapes = moved[placed], shapes[placed]
            names = [name for name, here in zip(names, placed, strict=True) if here]
        broken = ~shapely.is_valid(shapes)
        shapes[broken] = shapely.make_valid(shapes[broken])
        cut = shapes if ground.everything else ground.cut(shapes)
        count, area = len(shapes), shapely.area(shapes)
        share = np.clip(shapely.area(cut) / np.where(area > 0, area, 1), 0, 1)
        return cls(
            shapes,
            cut,
            share,
            share < LEAST_LEFT,
            np.zeros((count, len(KINDS)), bool),
            np.full(count, -1, np.int64),
            np.full(count, np.nan),
            np.zeros(count),
            np.asarray(moved.index, np.int64),
            names,
        )

    @property
    def counted(self) -> BoolArray:
        return ~self.left_out

    def verdicts(self, side: str) -> npt.NDArray[np.object_]:
        """A word of `VERDICTS` for each."""
        matched, partly, neither = VERDICTS[side]
        words = np.where(self.right[:, 0], matched, np.where(self.right[:, 1], partly, neither)).astype(object)
        words[self.left_out] = LEFT_OUT
        return words


def judged(a: Side, b: Side, pairs: Pairs, least_iou: float, assigned: Callable[..., BoolArray]) -> None:
    """Fill in what pairs say of both sides.

    What overlaps polygons of the other side that are left out, and no others, is left out too: nobody can say whether
    it is right (as detections on ignored ground are in COCO, Lin et al. 2014).
    """
    both = a.counted[pairs.a] & b.counted[pairs.b]
    for mine, places, others, other in ((a, pairs.a, pairs.b, b), (b, pairs.b, pairs.a, a)):
        mine.right[places[both], KINDS.index("any")] = True
        unsure = np.zeros(len(mine.whole), bool)
        unsure[places[other.left_out[others]]] = True
        mine.left_out |= unsure & ~mine.right[:, KINDS.index("any")]
        mine.overlap[:] = np.bincount(places, pairs.common, len(mine.whole))
        area = shapely.area(mine.cut)
        mine.overlap[:] = np.clip(mine.overlap / np.where(area > 0, area, 1), 0, 1)
        order = np.argsort(pairs.iou, kind="stable")  # the largest is written last
        mine.partner[places[order]], mine.iou[places[order]] = others[order], pairs.iou[order]
    good = both & (pairs.iou >= least_iou)
    for kind, among in (("one_to_one", both), ("iou", good)):
        here = np.flatnonzero(among)
        chosen = here[assigned(pairs.a[here], pairs.b[here], pairs.iou[here])]
        for mine, places, others in ((a, pairs.a, pairs.b), (b, pairs.b, pairs.a)):
            mine.right[places[chosen], KINDS.index(kind)] = True
            if kind == "iou":
                mine.partner[places[chosen]], mine.iou[places[chosen]] = others[chosen], pairs.iou[chosen]


def table_of(mine: Side, other: Side, side: str, crs: Any) -> GeoDataFrame:
    """The polygons of a side as a layer."""
    from geopandas.geodataframe import GeoDataFrame

    met = mine.partner >= 0
    rows = np.full(len(mine.whole), -1, np.int64)
    rows[met] = other.rows[mine.partner[met]]
    columns = {
        "side": side,
        "verdict": mine.verdicts(side),
        "row": mine.rows,
        "name": mine.names,
        "iou": np.round(mine.iou, 4),
        "other_row": rows,
        "other_name": [other.names[place] if place >= 0 else None for place in mine.partner.tolist()],
        "overlap": np.round(mine.overlap, 4),
        "compared": np.round(mine.share, 4),
        "area_m2": np.round(shapely.area(mine.whole), 1),
    }
    return GeoDataFrame(columns, geometry=list(mine.whole), crs=crs, index=range(len(mine.whole)))
