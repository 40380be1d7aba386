"""The search for scenes and terrain around an event, from the question to the items to keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from l4s_core.base.errors import InputError
from l4s_core.base.event import Event
from l4s_core.base.progress import Progress
from l4s_core.base.words import plural
from l4s_core.scene.types import Level
from l4s_core.search.candidate import Candidate, candidate_of, without_doubles
from l4s_core.search.catalogue import EARTH_SEARCH, Catalogue
from l4s_core.search.choose import Pair, choose_pairs, covered_share
from l4s_core.search.place import Place, dem_boxes, meets_any

if TYPE_CHECKING:
    from l4s_core.search.account import Account

COLLECTIONS: Mapping[Level, str] = {"L1C": "sentinel-2-l1c", "L2A": "sentinel-2-l2a"}
DEM_COLLECTION = "cop-dem-glo-30"


@dataclass(frozen=True)
class Question:
    """What is searched for.

    Attributes
    ----------
    place : what is to be mapped.
    event : with the day of the event as ``event_date``.
    days_before, days_after : how far from the event; scenes of its own day, which may show either, are left out.
    max_cloud : % of a scene; one that does not say it passes only with 100.
    stac, collection : address of the STAC API, and the collection of scenes (None: that of ``level``).
    dem_stac, dem_collection : the same for terrain; ``dem_stac`` None is ``stac``, ``dem_collection`` None is without.
    per_tile : scenes after the event for each tile, None for all.
    limit : items to fetch at most, before and after the event each.
    account : what the servers of the catalogue are shown.
    """

    place: Place
    event: Event
    days_before: int = 60
    days_after: int = 60
    max_cloud: float = 50.0
    level: Level = "L2A"
    stac: str = EARTH_SEARCH
    collection: str | None = None
    dem_stac: str | None = None
    dem_collection: str | None = DEM_COLLECTION
    per_tile: int | None = 1
    limit: int = 5000
    timeout_s: float = 60.0
    account: Account | None = None


@dataclass(frozen=True)
class Found:
    """What was chosen.

    Attributes
    ----------
    pairs : scenes after the event, each with the one before.
    dems : items of terrain, as the catalogue has them.
    without : tile -> why no scene after the event was taken for it.
    covered : share of the place, 0 to 1, in the footprint of a scene after the event.
    after, before : all scenes that are clear enough, chosen or not, in the order of time.
    """

    pairs: list[Pair]
    dems: list[Mapping[str, Any]]
    without: dict[str, str]
    covered: float
    after: Sequence[Candidate] = ()
    before: Sequence[Candidate] = ()


def find(question: Question, progress: Progress) -> Found:
    """Search, choose, and search the terrain of what was chosen.

    Raises
    ------
    InputError
        A catalogue cannot be searched, or no scene after the event is left: the message says how many there were before
        the clouds were looked at.
    Cancelled
        ``progress.check()`` said so.
    """
    event = _day(question.event)
    catalogue = Catalogue(question.stac, question.timeout_s, progress, question.account)
    collection = question.collection or COLLECTIONS[question.level]
    progress.stage("searching scenes after the event")
    first, last = event + timedelta(days=1), event + timedelta(days=question.days_after)
    after = _scenes(catalogue, collection, question, first, last, progress)
    posts = [one for one in after if _clear_enough(one, question)]
    if not posts:
        raise InputError(_nothing(after, collection, question, first, last))
    progress.stage("searching scenes before the event")
    first, last = event - timedelta(days=question.days_before), event - timedelta(days=1)
    before = _scenes(catalogue, collection, question, first, last, progress)
    pres = [one for one in before if _clear_enough(one, question)]
    pairs = choose_pairs(posts, pres, question.place.geometry, event, question.per_tile)
    taken = {pair.post.tile for pair in pairs}
    without = {
        tile: _why_not([one for one in after if one.tile == tile])
        for tile in sorted({one.tile for one in [*after, *before]} - taken)
    }
    dems: list[Mapping[str, Any]] = []
    if question.dem_collection is not None:
        progress.stage("searching terrain")
        dems = _terrain(catalogue, question, pairs, [*after, *before], progress)
    return Found(pairs, dems, without, covered_share(pairs, question.place.geometry), posts, pres)


def _day(event: Event) -> date:
    try:
        return date.fromisoformat(event.event_date or "")
    except ValueError as error:
        raise InputError(
            f"The date of the event, {event.event_date}, is no date; give it with --event-date as YYYY-MM-DD."
        ) from error


def _scenes(
    catalogue: Catalogue, collection: str, question: Question, first: date, last: date, progress: Progress
) -> list[Candidate]:
    period = f"{first.isoformat()}T00:00:00Z/{last.isoformat()}T23:59:59Z"
    raw: dict[str, Mapping[str, Any]] = {}
    for where in question.place.questions:
        found = catalogue.items(collection, question.limit, datetime=period, **where)
        if len(found) >= question.limit:
            progress.message(
                f"WARNING: only the first {question.limit} items of {first} to {last} were looked at; choose a smaller "
                "area or fewer days, or give a larger --limit."
            )
        raw.update((str(item["id"]), item) for item in found)
    candidates = [candidate_of(item) for item in raw.values()]
    usable = [one for one in candidates if one is not None and one.ground.intersects(question.place.geometry)]
    unclear = sum(one is None for one in candidates)
    if unclear:
        progress.message(f"{unclear} items do not say their time, place or tile and were passed over.")
    # servers differ in what belongs to a period
    return without_doubles([one for one in usable if first <= one.when.date() <= last])


def _clear_enough(one: Candidate, question: Question) -> bool:
    return (100.0 if one.cloud is None else one.cloud) <= question.max_cloud


def _nothing(after: Sequence[Candidate], collection: str, question: Question, first: date, last: date) -> str:
    if not after:
        return (
            f"{question.stac} has no scenes of {collection} there from {first} to {last}; check the place and the date "
            "of the event, or give more --days."
        )
    clouds = [one.cloud for one in after if one.cloud is not None]
    scenes = plural(len(after), "scene", "scenes")
    least = f"the clearest has {min(clouds):.0f} %" if clouds else "none says its clouds"
    return (
        f"None of the {scenes} from {first} to {last} has at most {question.max_cloud:g} % of clouds "
        f"({least}); give a larger --max-cloud or more --days."
    )


def _why_not(after: Sequence[Candidate]) -> str:
    if not after:
        return "no scene after the event"
    clouds = [one.cloud for one in after if one.cloud is not None]
    if not clouds:
        return "clouds not known"
    return f"{plural(len(after), 'scene', 'scenes')}, the clearest with {min(clouds):.0f} % of clouds"


def _terrain(
    catalogue: Catalogue,
    question: Question,
    pairs: Sequence[Pair],
    known: Sequence[Candidate],
    progress: Progress,
) -> list[Mapping[str, Any]]:
    assert question.dem_collection is not None  # the caller looked
    if question.dem_stac is not None and question.dem_stac.rstrip("/") != catalogue.url:
        catalogue = Catalogue(question.dem_stac, question.timeout_s, progress, question.account)
    boxes = dem_boxes([pair.post for pair in pairs], known)
    found: dict[str, Mapping[str, Any]] = {}
    for box in boxes.to_ask:
        items = catalogue.items(question.dem_collection, question.limit, bbox=list(box))
        found.update((str(item["id"]), item) for item in items)
    chosen = [item for item in found.values() if meets_any(item, boxes.tiles)]
    if not chosen:
        raise InputError(
            f"{catalogue.url} has no terrain of {question.dem_collection} there; choose another --dem-collection, or "
            "say --no-dem and give a DEM to l4s-detect."
        )
    return sorted(chosen, key=lambda item: str(item["id"]))
