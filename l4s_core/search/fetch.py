"""Scenes and terrain of an ItemCollection to a folder that `l4s-detect` opens without the web."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Collection, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from requests import Session

from l4s_core.base.errors import Cancelled, InputError
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress
from l4s_core.base.stamp import software, utc_now
from l4s_core.batch.manifest import BEFORE, ROLE
from l4s_core.scene.stac_file import read_features, split_id
from l4s_core.search.account import Account
from l4s_core.search.addresses import Signer
from l4s_core.search.download import Wanted, fetch_file, size_on_web
from l4s_core.search.plan import DEM_FOLDER, Planned, item_on_disk, plan
from l4s_core.search.web import make_session

ITEMS = "items.json"
_ROOM_BYTES = 200_000_000  # that a disk keeps: a full one stops more than this
_TICK_S = 0.1
_MOST_SIZES = 400  # that a server is asked for


@dataclass(frozen=True)
class Fetched:
    """What lies there now: the Item of each scene by its id, the folder of elevation (None: none), a manifest of all,
    bytes in all, and those that were there already."""

    scenes: dict[str, Path]
    dem: Path | None
    items: Path
    size: int
    kept: int


@dataclass(frozen=True)
class FetchOptions:
    """``parallel`` files at a time; ``local`` are servers of the own network that files may come from."""

    ids: Sequence[str] = ()
    bands: Sequence[str] = ()
    overwrite: bool = False
    parallel: int = 3
    local: Collection[str] = ()
    account: Account | None = None


def fetch(source: str, folder: Path, options: FetchOptions, progress: Progress) -> Fetched:
    """Download what an ItemCollection names; what is there already, or in part, is not fetched again.

    Raises
    ------
    InputError
        The items cannot be used, a file is refused or is not what the catalogue says, the disk has too little room, or
        files of another origin have the names.
    L4SError
        A server breaks off again and again, or the disk is full.
    Cancelled
        ``progress.check()`` said so. Complete files and parts stay.
    """
    address, only = split_id(source)
    ids = [*options.ids, *([only] if only else [])]
    planned = plan(read_features(address), address, ids, options.bands)
    _make(folder)
    earlier = _earlier(folder, options.overwrite)
    workers = _Workers(options)
    try:
        progress.stage("asking for sizes")
        wanted = workers.wanted(planned, folder, progress)
        left = [one for one in wanted if options.overwrite or not _is_there(one, earlier)]
        _check_room(folder, left)
        workers.fetch(left, progress)
    finally:
        workers.close()
    scenes, dem = _write(planned, folder, earlier)
    sizes = {one.path: one.path.stat().st_size for one in wanted}
    return Fetched(scenes, dem, folder / ITEMS, sum(sizes.values()), sum(sizes.values()) - workers.fetched)


class _Workers:
    """Threads that fetch a file each, with a session of their own; the caller's thread alone speaks to the progress."""

    def __init__(self, options: FetchOptions) -> None:
        self._options = options
        self._own = threading.local()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._at: dict[Path, int] = {}
        self._pool = ThreadPoolExecutor(options.parallel, "l4s fetch")
        self._signer = Signer(self._new_session())
        self.fetched = 0

    def wanted(self, planned: Sequence[Planned], folder: Path, progress: Progress) -> list[Wanted]:
        """The files with their sizes, where the catalogue or the server says them."""
        files = [
            Wanted(file.url, folder / file.name, file.what, file.size, file.checksum)
            for one in planned
            for file in one.files
        ]
        collections = {file.url: one.collection for one in planned for file in one.files}
        self._collections = collections
        ask = [one for one in files if one.size is None][:_MOST_SIZES]
        futures = {one.path: self._pool.submit(self._size, one) for one in ask}
        self._watch(list(futures.values()), progress, moving=False)
        return [
            replace(one, size=one.size or futures[one.path].result()) if one.path in futures else one for one in files
        ]

    def fetch(self, files: Sequence[Wanted], progress: Progress) -> None:
        """All of them; the first that fails ends the others."""
        total = sum(one.size or 0 for one in files)
        progress.stage("downloading", total if all(one.size for one in files) else None)
        for one in files:
            one.path.parent.mkdir(exist_ok=True)
        self._watch([self._pool.submit(self._fetch, one) for one in files], progress, moving=True)
        self.fetched = sum(one.path.stat().st_size for one in files)

    def close(self) -> None:
        self._stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _watch(self, futures: Sequence[Future[Any]], progress: Progress, *, moving: bool) -> None:
        said = 0
        pending = set(futures)
        try:
            while pending:
                done, pending = wait(pending, timeout=_TICK_S, return_when=FIRST_EXCEPTION)
                for future in done:
                    future.result()
                progress.check()
                if moving and (now := self._done()) > said:
                    progress.advance(now - said)
                    said = now
        except BaseException as error:
            self._stop.set()
            for future in pending:
                future.cancel()
            if isinstance(error, Cancelled):
                raise Cancelled("Stopped; what was fetched stays, the same command goes on.") from error
            raise

    def _done(self) -> int:
        with self._lock:
            return sum(self._at.values())

    def _size(self, one: Wanted) -> int | None:
        self._check()
        return size_on_web(self._signed(one), self._session())

    def _fetch(self, one: Wanted) -> None:
        def at(done: int) -> None:
            with self._lock:
                self._at[one.path] = done

        fetch_file(self._signed(one), self._session(), at, self._check)

    def _signed(self, one: Wanted) -> Wanted:
        return replace(one, url=self._signer.sign(one.url, self._collections[one.url]))

    def _check(self) -> None:
        if self._stop.is_set():
            raise Cancelled("Stopped; what was fetched stays.")

    def _session(self) -> Session:
        if not hasattr(self._own, "session"):
            self._own.session = self._new_session()
        session: Session = self._own.session
        return session

    def _new_session(self) -> Session:
        return make_session(self._options.local, self._options.account, most_bytes=1_000_000)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError as error:
        raise InputError(f"{folder} is a file; give the name of a folder.") from error
    except OSError as error:
        raise InputError(f"The folder {folder} cannot be made ({error.strerror}); choose another place.") from error


def _earlier(folder: Path, overwrite: bool) -> dict[str, dict[str, Any]]:
    """The items of an earlier download into this folder, by id; none where there was no."""
    path = folder / ITEMS
    if not path.exists():
        return {}
    try:
        features = read_features(str(path))
    except InputError as error:
        if overwrite:
            return {}
        raise InputError(f"{path} is not of a download; choose another folder, or say --overwrite.") from error
    return {str(feature.get("id")): dict(feature) for feature in features}


def _is_there(one: Wanted, earlier: dict[str, dict[str, Any]]) -> bool:
    """Whether the file was fetched before. Raises InputError where another file has its name."""
    if not one.path.exists():
        return False
    size = one.path.stat().st_size
    if size > 0 and (one.size is None or size == one.size):
        return True
    raise InputError(
        f"{one.path} is there already but has {size:,} bytes, not the {one.size or 0:,} of the catalogue; choose "
        "another folder, or say --overwrite."
    )


def _check_room(folder: Path, files: Sequence[Wanted]) -> None:
    there = sum(one.part.stat().st_size for one in files if one.part.exists())
    needed = sum(one.size or 0 for one in files) - there
    free = shutil.disk_usage(folder).free
    if needed > 0 and needed + _ROOM_BYTES > free:
        raise InputError(
            f"The disk of {folder} has {free / 1e9:.1f} GB free, and {needed / 1e9:.1f} GB are to be fetched; make "
            "room, choose another folder, or fetch fewer bands."
        )


def _write(
    planned: Sequence[Planned], folder: Path, earlier: dict[str, dict[str, Any]]
) -> tuple[dict[str, Path], Path | None]:
    """The items beside their files, and last the manifest of all."""
    stamp = {"l4s:fetched": {"software": software(), "utc": utc_now()}}
    fetched = {str(one.raw["id"]): one for one in planned}
    features = dict(earlier)
    scenes: dict[str, Path] = {}
    for name, one in fetched.items():
        features[name] = item_on_disk(one, folder, folder, stamp | {ROLE: _role(one)})
        if one.is_dem:
            continue
        path = folder / one.name / f"{one.name}.json"
        _replace(path, item_on_disk(one, folder, path.parent, stamp))
        scenes[name] = path
    for feature in features.values():
        said = feature["properties"].get(BEFORE)
        here = [name for name in (said if isinstance(said, list) else [said]) if name in features]
        if said is not None and here != said:
            feature["properties"][BEFORE] = here if isinstance(said, list) and here else (here or [None])[0]
    _replace(folder / ITEMS, {"type": "FeatureCollection", "features": list(features.values())})
    has_dem = any(feature["properties"].get(ROLE) == "dem" for feature in features.values())
    return scenes, folder / DEM_FOLDER if has_dem else None


def _role(one: Planned) -> str:
    """What an item is in the manifest of the folder: one that was only listed is mapped if it is from after it."""
    properties = one.raw["properties"]
    if one.is_dem:
        return "dem"
    role = properties.get(ROLE)
    if role in ("post", "pre"):
        return str(role)
    return "pre" if properties.get("l4s:when") == "before" else "post"


def _replace(path: Path, data: Any) -> None:
    with partial_folder(path) as folder:
        (folder / path.name).write_text(json.dumps(data, indent=1, ensure_ascii=False), encoding="utf-8")
