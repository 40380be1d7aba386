"""Which scenes to take: for each tile those that show most of it, soon after the event, and one from before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.search.candidate import Candidate

_STEP = 0.05  # shares of clear ground that differ by less count as alike, and the date decides


@dataclass(frozen=True)
class Pair:
    """A scene after the event and, if there is one, a scene before it."""

    post: Candidate
    pre: Candidate | None


def choose_pairs(
    posts: Sequence[Candidate], pres: Sequence[Candidate], area: Any, event: date, per_tile: int | None
) -> list[Pair]:
    """Pairs of a tile each, sorted by tile and date.

    Parameters
    ----------
    posts, pres : scenes after and before the event with few enough clouds.
    area : what is to be mapped (shapely, degrees).
    event : its day.
    per_tile : scenes after the event per tile, None for all. The first is the one with the most clear ground in the
        area (in steps of 5 %), then the nearest to the event; further ones are those that add most to it.
    """
    import shapely

    pairs = []
    whole = flat(area)
    for tile in sorted({post.tile for post in posts}):
        ours = [post for post in posts if post.tile == tile]
        # the outline of a country has many corners: for each tile those of its own ground are enough
        wanted = whole.intersection(shapely.box(*shapely.total_bounds([flat(post.ground) for post in ours])))
        chosen = ours if per_tile is None else _best(ours, wanted, event, per_tile)
        before = [pre for pre in pres if pre.tile == tile]
        pairs += [Pair(post, _before(post, before, wanted, event)) for post in sorted(chosen, key=lambda c: c.when)]
    return pairs


def covered_share(pairs: Iterable[Pair], area: Any) -> float:
    """Share of the area, 0 to 1, that lies in the footprint of a scene after the event."""
    import shapely

    wanted = flat(area)
    grounds = [flat(pair.post.ground) for pair in pairs]
    if not grounds:
        return 0.0
    return float(shapely.union_all(grounds).intersection(wanted).area / wanted.area)


def share_of(candidate: Candidate, area: Any) -> float:
    """Share of the area, 0 to 1, that lies in the footprint of one scene."""
    wanted = flat(area)
    return float(flat(candidate.ground).intersection(wanted).area / wanted.area)


def flat(geometry: Any) -> Any:
    """Longitude and latitude as a plane on which areas compare truly (cylindrical equal-area projection)."""
    import shapely

    return shapely.make_valid(shapely.transform(geometry, _equal_area))


def _equal_area(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.column_stack([np.radians(points[:, 0]), np.sin(np.radians(points[:, 1]))])


def _best(posts: Sequence[Candidate], wanted: Any, event: date, count: int) -> list[Candidate]:
    import shapely

    grounds = {post.id: flat(post.ground).intersection(wanted) for post in posts}
    whole = shapely.union_all(list(grounds.values())).area or 1.0
    left, seen = list(posts), shapely.union_all([])
    chosen: list[Candidate] = []
    for _ in range(min(count, len(left))):

        def rank(post: Candidate, seen: Any = seen) -> tuple[int, int, int, str]:
            ground = grounds[post.id]
            added = _clear(post) * ground.difference(seen).area / whole
            shown = _clear(post) * ground.area / whole
            return -int(added / _STEP), -int(shown / _STEP), _days(post, event), post.id

        best = min(left, key=rank)
        chosen.append(best)
        left.remove(best)
        seen = shapely.union_all([seen, grounds[best.id]])
    return chosen


def _before(post: Candidate, pres: Sequence[Candidate], wanted: Any, event: date) -> Candidate | None:
    """Seen from the same orbit if there is one, so that the two look alike; then the clearest, then the nearest."""
    ground = flat(post.ground).intersection(wanted)

    def rank(pre: Candidate) -> tuple[bool, int, int, str]:
        same = pre.orbit is not None and pre.orbit == post.orbit
        shown = _clear(pre) * flat(pre.ground).intersection(ground).area / (ground.area or 1.0)
        return not same, -int(shown / _STEP), _days(pre, event), pre.id

    overlapping = [pre for pre in pres if pre.ground.intersects(post.ground)]
    return min(overlapping, key=rank, default=None)


def _clear(candidate: Candidate) -> float:
    return 1.0 - (100.0 if candidate.cloud is None else candidate.cloud) / 100.0


def _days(candidate: Candidate, event: date) -> int:
    return abs((candidate.when.date() - event).days)
