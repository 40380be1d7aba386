"""The files that an inventory was made from, and the checksum of those that are still there.

What an inventory names is not trusted: only regular files and folders of this machine are read, and nothing of them but
their bytes goes into a checksum.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from l4s_core.base.progress import Progress

_CHUNK = 4 << 20
_MOST_FILES = 20_000  # in a folder; a product has about two hundred
_MOST_NAMED = 400  # of a DEM in very many tiles


@dataclass(frozen=True)
class InputFile:
    """One input.

    Attributes
    ----------
    role : what it was for.
    name : as it was named.
    sha256 : checksum now, hexadecimal. Of a folder: that of one line ``sha256  name`` for each file, sorted by name.
        None where there is none, and ``why`` says why not.
    bytes, files : their size and number.
    changed : it was written after the run, so the run may have read something else.
    """

    role: str
    name: str
    sha256: str | None = None
    why: str = ""
    bytes: int = 0
    files: int = 0
    changed: bool = False

    @property
    def short(self) -> str:
        """The name without the folders it lies in; of an address all of it."""
        return self.name if is_address(self.name) else re.split(r"[\\/]", self.name.rstrip("\\/"))[-1] or self.name


ROLES: tuple[tuple[str, str], ...] = (
    ("scene_source", "Scene"),
    ("scene_pre_source", "Scene before"),
    ("change_scenes", "Scene before"),
    ("dem_path", "Elevation"),
    ("dem_tiles", "Elevation"),
    ("area_source", "Area"),
)
"""Rows of the run table that name files; several are joined by ``;``."""


def named_inputs(run: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(role, name) of each file that a run table names, once."""
    found: dict[str, str] = {}
    for row, role in ROLES:
        for name in re.split(r";\s*", str(run.get(row) or "")):
            if name.strip() and not re.fullmatch(r"\d+ more", name.strip()):
                found.setdefault(name.strip(), role)
    # a mosaic of tiles is named by its folder or virtual raster too: both say something
    return [(role, name) for name, role in found.items()][:_MOST_NAMED]


def hash_inputs(
    named: Iterable[tuple[str, str]], folders: Iterable[Path], run_utc: str | None, progress: Progress
) -> list[InputFile]:
    """The checksum of each named file that is found: by its path, or by it from one of ``folders``. ``run_utc``: when
    the run began that read them, None for files that it did not read but wrote, or has nothing to do with."""
    since = _moment(run_utc)
    return [_hashed(role, name, list(folders), since, progress) for role, name in named]


def _hashed(role: str, name: str, folders: list[Path], since: float | None, progress: Progress) -> InputFile:
    path = find_local(name, folders)
    if path is None:
        return InputFile(role, name, why="an address" if is_address(name) else "not found here any more")
    try:
        files = [(one.relative_to(path).as_posix(), one) for one in _files_in(path)] if path.is_dir() else [("", path)]
        if len(files) > _MOST_FILES:
            return InputFile(role, name, why=f"a folder of more than {_MOST_FILES} files")
        if not files:
            return InputFile(role, name, why="an empty folder")
        states = [one.stat() for _, one in files]
        sums = [(inside, sha256_of(one, progress)) for inside, one in files]
    except OSError as error:
        return InputFile(role, name, why=f"cannot be read ({error.strerror})")
    whole = sums[0][1]
    if path.is_dir():
        whole = hashlib.sha256("".join(f"{each}  {inside}\n" for inside, each in sums).encode()).hexdigest()
    changed = since is not None and max(state.st_mtime for state in states) > since
    return InputFile(role, name, whole, "", sum(state.st_size for state in states), len(files), changed)


def sha256_of(path: Path, progress: Progress) -> str:
    """The checksum of a file. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            progress.check()
    return digest.hexdigest()


def find_local(name: str, folders: Iterable[Path]) -> Path | None:
    """A regular file or a folder of this machine by a name that somebody wrote; None where there is none.

    Addresses, virtual file systems and devices are none.
    """
    if is_address(name) or "\0" in name:
        return None
    text = name.partition("|layername=")[0].partition("#")[0] or name
    for candidate in (name, text):
        for path in (Path(candidate), *(folder / candidate for folder in folders)):
            try:
                mode = path.stat().st_mode
            except (OSError, ValueError):
                continue
            if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
                return path
    return None


def is_address(name: str) -> bool:
    """Whether a name is that of something on a server or inside of another file."""
    return name.startswith("/vsi") or re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", name) is not None


def _files_in(folder: Path) -> Iterator[Path]:
    """Regular files, sorted; links to folders are not followed."""
    found = 0
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(where) / name
            if path.is_symlink() and not path.exists():
                continue
            if stat.S_ISREG(path.stat().st_mode):
                yield path
                found += 1
                if found > _MOST_FILES:
                    return


def _moment(run_utc: str | None) -> float | None:
    try:
        moment = datetime.fromisoformat(str(run_utc).replace("Z", "+00:00"))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()
