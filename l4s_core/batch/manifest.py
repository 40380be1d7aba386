"""A manifest: a table of scenes (CSV), or STAC Items (JSON) with their terrain and scenes before."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.base.event import Event
from l4s_core.base.joined import joined
from l4s_core.batch.collect import Defaults, Row, absolute, absolute_each, checked, is_plain, plain_name
from l4s_core.batch.job import SceneJob
from l4s_core.rasters.header import is_remote
from l4s_core.scene.gather.scenes import one_each
from l4s_core.scene.stac_file import split_id
from l4s_core.scene.stac_item import Item, read_items

COLUMNS = ("scene", "dem", "pre", "aoi", "event_id", "event_date", "trigger", "name")
_LARGEST_BYTES = 64 * 2**20
_SEPARATORS = ",;\t"


def read_manifest(source: str | Path, defaults: Defaults) -> list[SceneJob]:
    """The jobs of a manifest.

    ``.json``, ``.geojson`` and addresses on the web are STAC items (see `jobs_of_items`), all else is CSV.

    A CSV begins with the names of its columns (`COLUMNS`; only ``scene`` must be there), in UTF-8, separated by commas,
    semicolons or tabs. Paths are relative to the folder of the manifest; what a row leaves blank comes from
    ``defaults``.

    Raises
    ------
    InputError
        The file cannot be read, has unknown columns, or rows that are wrong: all of them are listed.
    """
    path = Path(source)
    if is_remote(str(source)) or Path(str(source).partition("#")[0]).suffix.lower() in (".json", ".geojson"):
        return checked([Row(f"{path.name}, {job.name}", job) for job in jobs_of_items(source)], defaults)
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "does not exist"
        raise InputError(f"The manifest {path} {what}; give a CSV file or a STAC ItemCollection.")
    problems: list[str] = []
    rows = []
    for where, fields in _records(path):
        row, problem = _row(where, fields, path.absolute().parent)
        if problem is not None:
            problems.append(f"{where}: {problem}")
        if row is not None:
            rows.append(row)
    return checked(_one_each(rows), defaults, problems)


def _one_each(rows: Sequence[Row]) -> list[Row]:
    """Rows that name tiles of one export, and are otherwise alike, are one row; it is named after the export."""
    found: dict[SceneJob, Row] = {}
    for row in rows:
        [one] = one_each([row.job.scene]) if Path(row.job.scene).is_file() else [None]
        if one is None or one.source == one.name:
            found[replace(row.job, name=f"{row.where}: {row.job.name}")] = row
            continue
        job = replace(row.job, scene=one.source, name=row.job.name if row.named else plain_name(one.name))
        found.setdefault(job, replace(row, job=job))
    return list(found.values())


def _records(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Where a row is, and its fields without those that are blank."""
    text = _text(path)
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
    columns: list[str] | None = None
    try:
        for fields in reader:
            values = [field.strip() for field in fields]
            if not any(values):
                continue
            if columns is None:
                columns = _columns(path, values)
                continue
            if any(values[len(columns) :]):
                raise InputError(
                    f"{path}, line {reader.line_num}: {len(values)} fields in {len(columns)} columns; put fields with "
                    f"'{separator}' in them in quotation marks."
                )
            found = {name: value for name, value in zip(columns, values, strict=False) if value}
            yield f"{path.name}, line {reader.line_num}", found
    except csv.Error as error:
        raise InputError(f"{path}, line {reader.line_num}: this is no CSV ({error}); correct the line.") from error
    if columns is None:
        raise InputError(f"The manifest {path} is empty; its first line names the columns: {', '.join(COLUMNS)}.")


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise InputError(f"{path} is too large for a manifest; give a CSV file with a row for each scene.")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not in UTF-8; save it as 'CSV UTF-8'.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}).") from error


def _columns(path: Path, names: list[str]) -> list[str]:
    while names and not names[-1]:
        names.pop()
    found = [name.lower() for name in names]
    unknown = [name or "one without a name" for name in names if name.lower() not in COLUMNS]
    if unknown:
        raise InputError(
            f"{path} has columns that are not known ({', '.join(unknown)}); its first line names them, known are "
            f"{', '.join(COLUMNS)}."
        )
    if "scene" not in found:
        raise InputError(f"{path} has no column scene; its first line names the columns: {', '.join(COLUMNS)}.")
    if len(set(found)) < len(found):
        raise InputError(f"{path} has two columns of the same name; leave one out.")
    return found


def _row(where: str, fields: Mapping[str, str], base: Path) -> tuple[Row | None, str | None]:
    if "scene" not in fields:
        return None, "no scene"
    name, problem = fields.get("name"), None
    if name is not None and not is_plain(name):
        name, problem = None, f"the name {name} cannot be that of a file"
    job = SceneJob(
        name=name or plain_name(fields["scene"]),
        scene=absolute(fields["scene"], base),
        dem=absolute_each(fields["dem"], base) if "dem" in fields else None,
        before=absolute_each(fields["pre"], base) if "pre" in fields else None,
        area=absolute(fields["aoi"], base) if "aoi" in fields else None,
        event=Event(fields.get("event_id"), fields.get("event_date"), fields.get("trigger")),
    )
    return Row(where, job, named=name is not None), problem


ROLE, BEFORE = "l4s:role", "l4s:pre"
EVENT = {"event_id": "l4s:event_id", "event_date": "l4s:event_date", "trigger": "l4s:trigger"}
_MOST_PROBLEMS = 20  # named in the message


def jobs_of_items(path: str | Path) -> list[SceneJob]:
    """One job for each scene of an Item or ItemCollection, a file or an http(s) URL.

    An item with ``l4s:role`` is what it says: ``post`` a scene to map, ``pre`` a scene before, which ``l4s:pre`` of
    another names (an id or a list of them), ``dem`` elevation, ``other`` none of these, a scene that a search only
    lists. Of one without, Sentinel-2 bands make a scene to map and an elevation asset makes it terrain. All elevation
    items are the terrain of all scenes, which take of them what they meet.

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
        elif item.properties.get(ROLE) not in ("pre", "other"):
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
    if role not in (None, "post", "pre", "dem", "other"):
        return f"has the unknown {ROLE} {role!r}"
    if role == "dem" or (role is None and not item.is_scene):
        if item.elevation is None:
            return "has neither a Sentinel-2 band nor elevation among its assets"
        return None if item.elevation.href else f"has elevation that cannot be read ({item.elevation.key})"
    if not item.is_scene:
        return "has no asset with a Sentinel-2 band"
    unknown = [before for before in _scenes_before(item) if before not in names]
    if unknown:
        return f"names {', '.join(unknown)} as the scene before it, which is not in the file"
    return None


def _scenes_before(item: Item) -> list[str]:
    """The ids in ``l4s:pre``: a text, or a list of them."""
    named = item.properties.get(BEFORE)
    if named is None:
        return []
    return [str(one) for one in (named if isinstance(named, list) else [named])]


def _job(item: Item, name: str, source: str, dem: str | None) -> SceneJob:
    before = _scenes_before(item)
    event = {field: item.properties.get(key) for field, key in EVENT.items()}
    return SceneJob(
        name=name,
        # the file may hold this one item only, which then needs no name
        scene=item.source,
        dem=dem,
        before=joined(f"{source}#{one}" for one in before),
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
