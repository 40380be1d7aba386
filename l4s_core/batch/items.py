"""The jobs in a file of STAC Items: scenes with their terrain and the scene before the event."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.base.event import Event
from l4s_core.batch.job import SceneJob
from l4s_core.scene.stac_file import split_id
from l4s_core.scene.stac_item import Item, read_items

ROLE, BEFORE = "l4s:role", "l4s:pre"
EVENT = {"event_id": "l4s:event_id", "event_date": "l4s:event_date", "trigger": "l4s:trigger"}
_MOST_PROBLEMS = 20  # named in the message


def jobs_of_items(path: str | Path) -> list[SceneJob]:
    """One job for each scene of an Item or ItemCollection, a file or an http(s) URL.

    An item with ``l4s:role`` is what it says: ``post`` a scene to map, ``pre`` the scene before that ``l4s:pre`` of
    another names, ``dem`` elevation. Of one without, Sentinel-2 bands make a scene to map and an elevation asset makes
    it terrain. All elevation items are the terrain of all scenes, which take of them what they meet.

    Raises
    ------
    InputError
        The file cannot be read, an item is neither, or names a scene before that is not there, two items have one
        name, or there is no scene to map. The message lists all that is wrong.
    """
    text = str(path)
    address, only = split_id(text)
    source = text if address.startswith(("http://", "https://")) else str(Path(address).expanduser().absolute())
    items = read_items(source if only is None or source == text else f"{source}#{only}")
    problems = [f"{n} items have the name {name}" for name, n in Counter(i.id for i in items).items() if n > 1]
    names = {item.id for item in items}
    scenes, has_terrain = [], False
    for item in items:
        if problem := _problem(item, names):
            problems.append(f"item {item.id} {problem}")
        elif item.elevation is not None:
            has_terrain = True
        elif item.properties.get(ROLE) != "pre":
            scenes.append(item)
    if not scenes and not problems:
        problems.append("there is no Sentinel-2 scene in it")
    if problems:
        more = len(problems) - _MOST_PROBLEMS
        shown = "; ".join(problems[:_MOST_PROBLEMS]) + (f"; and {more} more" if more > 0 else "")
        raise InputError(f"{text} cannot be used: {shown}; correct it, or search again.")
    dem = source if has_terrain else None
    return [_job(item, name, source, dem) for item, name in zip(scenes, _file_names(scenes), strict=True)]


def _problem(item: Item, names: set[str]) -> str | None:
    role = item.properties.get(ROLE)
    if role not in (None, "post", "pre", "dem"):
        return f"has the unknown {ROLE} {role!r}"
    if role == "dem" or (role is None and not item.is_scene):
        if item.elevation is None:
            return "has neither a Sentinel-2 band nor elevation among its assets"
        return None if item.elevation.href else f"has elevation that cannot be read ({item.elevation.key})"
    if not item.is_scene:
        return "has no asset with a Sentinel-2 band"
    before = item.properties.get(BEFORE)
    if before is not None and before not in names:
        return f"names {before} as the scene before it, which is not in the file"
    return None


def _job(item: Item, name: str, source: str, dem: str | None) -> SceneJob:
    before = item.properties.get(BEFORE)
    event = {field: item.properties.get(key) for field, key in EVENT.items()}
    return SceneJob(
        name=name,
        # the file may hold this one item only, which then needs no name
        scene=item.source,
        dem=dem,
        before=None if before is None else f"{source}#{before}",
        event=Event(**{field: None if value is None else str(value) for field, value in event.items()}),
    )


def _file_names(items: Sequence[Item]) -> list[str]:
    """Plain names of files, one for each, from the items' ids."""
    used: Counter[str] = Counter()
    names = []
    for item in items:
        plain = re.sub(r"[^0-9A-Za-z._-]+", "_", item.id).strip("._") or "scene"
        used[plain.lower()] += 1
        names.append(plain if used[plain.lower()] == 1 else f"{plain}_{used[plain.lower()]}")
    return names
