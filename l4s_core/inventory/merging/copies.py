"""Which inventories were outlined again from the probability of another one: they show its scene, not a further one."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Sequence

from l4s_core.inventory.merging.sources import Source


def with_scenes_of_copies(sources: Sequence[Source]) -> list[Source]:
    """The sources, those that were outlined again with the identity of the run whose probability they are of.

    The raster tells the name of the scene, its day and the model, and not where the scene was: what agrees in these and
    lies on the same ground is one scene. Where no run of it is here, copies count as one among themselves.
    """
    alike: dict[object, list[Source]] = defaultdict(list)
    for source in sources:
        if source.text("model_sha"):
            alike[source.scene, source.date, source.text("model_sha"), source.crs.to_wkt()].append(source)
    of: dict[int, str] = {}
    for group in alike.values():
        for source in group:
            if not source.is_copy:
                continue
            near = [other for other in group if other is source or _overlap(source, other)]
            runs = [other for other in near if not other.is_copy] or near
            of[id(source)] = min(other.own_identity[1] for other in runs)
    return [dataclasses.replace(source, same_as=of[id(source)]) if id(source) in of else source for source in sources]


def _overlap(one: Source, other: Source) -> bool:
    if one.footprint is None or other.footprint is None:
        return False
    return bool(one.footprint.intersects(other.footprint) and not one.footprint.touches(other.footprint))
