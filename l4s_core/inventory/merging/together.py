"""The polygons of all sources as landslides that share no ground, and how many scenes saw each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from l4s_core.base.progress import Progress
from l4s_core.inventory.ids import only_once
from l4s_core.inventory.merging.combine import combine, drawn_anew, measure
from l4s_core.inventory.merging.matching import put_remarks, remarks_on, same_slides, shared_out
from l4s_core.inventory.merging.observed import Views, count_scenes, still_truncated
from l4s_core.inventory.merging.place import Place
from l4s_core.inventory.merging.slides import IntArray, Slides
from l4s_core.inventory.merging.sources import Source


@dataclass(frozen=True, eq=False)
class Together:
    """What `together` made of the slides that it was given.

    ``found``: columns ``n_found`` and ``n_observed``, (slides,) int64. ``joined``, ``cut``, ``dropped``: polygons that
    became one with others, lost ground to another, or all of it. ``of_source``: (sources,) polygons of each.
    """

    found: dict[str, IntArray]
    joined: int
    cut: int
    dropped: int
    of_source: IntArray


def together(slides: Slides, sources: Sequence[Source], views: Views, place: Place, progress: Progress) -> Together:
    """Make ``slides``, in place, one row for each landslide, largest first, none on the ground of another."""
    row_home = slides.home
    progress.stage("same landslides", len(slides))
    group, contested = same_slides(slides, progress)
    remarks = remarks_on(slides, contested)
    members = combine(slides, group)
    put_remarks(slides, group, remarks)
    measure(slides, (members > 1) | drawn_anew(slides), place)
    progress.stage("overlaps", len(slides))
    least_m2 = np.array([source.number("mmu_m2") for source in sources])[slides.home]
    cut, gone = shared_out(slides, least_m2, progress)
    measure(slides, cut, place)
    order = np.argsort(-slides.area_m2, kind="stable")
    order = order[~gone[order]]
    at = np.full(len(slides), -1, np.int64)
    at[order] = np.arange(order.size)
    slides.keep(order)
    only_once(slides.uuid)
    progress.stage("scenes that saw them", len(sources))
    kept = at[group] >= 0
    n_found, n_observed = count_scenes(slides, (at[group][kept], row_home[kept]), sources, views, progress)
    slides.columns["truncated"] = still_truncated(slides, sources, views, place, progress).astype(np.float64)
    return Together(
        {"n_found": n_found, "n_observed": n_observed},
        int(members[members > 1].sum()),
        int(cut.sum()),
        int(gone.sum()),
        np.bincount(row_home, minlength=len(sources)),
    )
