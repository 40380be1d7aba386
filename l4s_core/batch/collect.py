"""The scenes of a batch, from the command line or a manifest, checked before anything runs."""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from l4s_core.base.errors import InputError
from l4s_core.base.event import Event
from l4s_core.base.joined import joined, parts
from l4s_core.base.words import plural
from l4s_core.batch.job import SceneJob, as_json
from l4s_core.rasters.header import is_remote
from l4s_core.scene.gather.scenes import one_each
from l4s_core.terrain.folder import list_rasters

_SHOWN = 20


@dataclass(frozen=True)
class Defaults:
    """What a scene gets where nothing of its own is said.

    ``no_dem`` says that a scene without ``dem`` is meant to go without terrain.
    """

    dem: str | None = None
    no_dem: bool = False
    before: str | None = None
    area: str | None = None
    event: Event = field(default_factory=Event)


@dataclass(frozen=True)
class Row:
    """A job before it is checked; ``where`` is how messages call it, ``named`` whether the user chose its name."""

    where: str
    job: SceneJob
    named: bool = False


def jobs_of_scenes(scenes: Sequence[str], defaults: Defaults) -> list[SceneJob]:
    """Jobs for scenes as they were typed: paths, patterns that no shell has expanded, URLs.

    Raises
    ------
    InputError
        With all that is wrong, see `checked`.
    """
    given: list[str] = []
    problems = []
    for text in scenes:
        found = _expanded(text)
        if not found:
            problems.append(f"{text} matches no file")
        given += found
    # a pattern may name the tiles of an export, or what lies beside a raster
    rows = [Row(one.source, SceneJob(plain_name(_named(one.name)), absolute(one.source))) for one in one_each(given)]
    return checked(rows, defaults, problems)


def _named(text: str) -> str:
    """A path that ends with a name: ``.`` and ``..`` have the name of their folder."""
    return str(Path(text).resolve()) if not is_remote(text) and Path(text).name in ("", "..") else text


def checked(rows: Sequence[Row], defaults: Defaults, problems: Sequence[str] = ()) -> list[SceneJob]:
    """The jobs, filled up with the defaults and with a name each.

    Raises
    ------
    InputError
        With the first 20 of the ``problems`` and of: files that do not exist, areas and folders of terrain that cannot
        be used, scenes without a DEM, dates that are none, rows that are there twice.
    """
    found = list(problems)
    looked_at: set[tuple[str, str]] = set()
    jobs: dict[SceneJob, str] = {}
    seen: dict[SceneJob, str] = {}
    chosen: dict[str, str] = {}
    for row in rows:
        job = _filled(row.job, defaults)
        found += [f"{row.where}: {problem}" for problem in _problems(job, defaults, looked_at)]
        other = seen.setdefault(replace(job, name=""), row.where)
        if job in jobs or other != row.where:
            found.append(f"{row.where}: the same scene again, with the same area and event, as {other}")
        jobs[job] = row.where
        if row.named and (other := chosen.setdefault(job.name.casefold(), row.where)) != row.where:
            found.append(f"{row.where}: the name {job.name} is that of {other}, too")
    if found:
        raise InputError(_sentence(found))
    if not jobs:
        raise InputError("There are no scenes to map; give some, or a manifest with rows.")
    return told_apart(list(jobs), chosen)


def absolute(text: str, base: Path | None = None) -> str:
    """A local path in full, counted from ``base`` (None: the current folder); an address on the web as it is."""
    if is_remote(text):
        return text
    path = (base or Path()) / Path(text).expanduser()
    if os.sep == "/" and "\\" in text and not path.exists():  # a table that was made on Windows
        return absolute(text.replace("\\", "/"), base)
    return str(path.absolute())


def absolute_each(text: str, base: Path | None = None) -> str:
    """The same for a DEM or scenes before, of which several may be joined by ``;``."""
    return joined(absolute(part, base) for part in parts(text)) or ""


def _filled(job: SceneJob, defaults: Defaults) -> SceneJob:
    event = Event(
        job.event.event_id or defaults.event.event_id,
        job.event.event_date or defaults.event.event_date,
        job.event.trigger or defaults.event.trigger,
    )
    return replace(
        job,
        dem=job.dem or defaults.dem,
        before=job.before or defaults.before,
        area=job.area or defaults.area,
        event=event,
    )


def _problems(job: SceneJob, defaults: Defaults, looked_at: set[tuple[str, str]]) -> list[str]:
    """What is wrong with a job; of a file that several share only once, by ``looked_at``."""
    found = []
    named = [("the scene", job.scene), ("the area", job.area)]
    named += [("the scene before", part) for part in parts(job.before or "")]
    named += [("the DEM", part) for part in parts(job.dem or "")]
    for what, path in named:
        if path is not None and (what, path) not in looked_at:
            looked_at.add((what, path))
            if problem := _problem_of(what, path):
                found.append(problem)
    if job.dem is None and not defaults.no_dem:
        found.append("no DEM is given; give one with --dem or in the manifest, or say --no-dem to go without terrain")
    if job.event.event_date is not None:
        try:
            date.fromisoformat(job.event.event_date)
        except ValueError:
            found.append(f"the date {job.event.event_date} is none; write it as YYYY-MM-DD")
    return found


def _problem_of(what: str, path: str) -> str | None:
    if not _exists(path):
        return f"{what} {path} does not exist"
    # what all scenes would fail of, one after another
    if what == "the area":
        from l4s_core.vectors.area import read_area

        try:
            read_area(path)
        except InputError as error:
            return str(error).replace("The area", what, 1).rstrip(".")
    folder = Path(path)
    if what == "the DEM" and folder.is_dir() and not (folder / "hdr.adf").is_file() and not list_rasters(folder):
        return f"{what} {path} is a folder without elevation rasters (GeoTIFF, HGT, IMG, VRT ...)"
    return None


def _exists(path: str) -> bool:
    if is_remote(path) or Path(path).exists():
        return True
    # a layer of a vector file, an item of a collection
    return any(mark in path and Path(path.rpartition(mark)[0]).is_file() for mark in ("|", "#"))


def _expanded(text: str) -> list[str]:
    if is_remote(text) or Path(text).exists() or not glob.has_magic(text):
        return [text]
    return sorted(glob.glob(text, recursive=True))  # noqa: PTH207 - a pattern may be absolute


def _sentence(problems: Sequence[str]) -> str:
    if len(problems) == 1:
        return f"{problems[0]}; nothing was started."
    shown = "".join(f"\n  {problem}" for problem in problems[:_SHOWN])
    more = len(problems) - _SHOWN
    return f"{plural(len(problems), 'thing', 'things')} must be corrected, nothing was started:{shown}" + (
        f"\n  and {more} more" if more > 0 else ""
    )


_ENDINGS = re.compile(
    r"(\.SAFE)?\.(zip|tiff?|jp2|vrt|img|json|geojson|xml|nc4?|cdf|dim|data|hdr|dat|bsq|bil|bip)$|\.SAFE$", re.IGNORECASE
)
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_LONGEST = 150  # with endings, below the 255 bytes of file systems


def plain_name(scene: str) -> str:
    """The name of a scene without folder and ending; of ``items.json#ID`` the ID."""
    file, mark, item = scene.partition(".json#")
    if mark:
        last = item
    else:
        remote = file.startswith(("http://", "https://", "s3://"))
        path = unquote(urlsplit(file).path) if remote else file.replace("\\", "/")
        last = PurePosixPath(path.rstrip("/")).name
    return _NOT_IN_NAMES.sub("_", _ENDINGS.sub("", last)).strip(". ")[:_LONGEST] or "scene"


def is_plain(name: str) -> bool:
    """Whether a name can be that of a file everywhere."""
    return name == name.strip(". ") and bool(name) and len(name) <= _LONGEST and not _NOT_IN_NAMES.search(name)


def told_apart(jobs: Sequence[SceneJob], chosen: Collection[str]) -> list[SceneJob]:
    """The jobs, those that share a name with six digits more, but for the names that the user chose (in lower case).

    The digits come from what a job is, not from where it stands in the list, so that it keeps its name when others are
    added.
    """
    # not all file systems tell upper from lower case
    count = Counter(job.name.casefold() for job in jobs)
    taken = set(chosen)
    named = []
    for job in jobs:
        if count[job.name.casefold()] > 1:
            if job.name.casefold() in taken:
                taken.discard(job.name.casefold())
            else:
                job = replace(job, name=f"{job.name}_{_digits(job)}")
        named.append(job)
    return named


def _digits(job: SceneJob) -> str:
    return hashlib.sha256(json.dumps(as_json(job), sort_keys=True).encode()).hexdigest()[:6]
