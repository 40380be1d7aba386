"""The files of a product, in a folder or in a zip that is read in place.

A zip is untrusted: GDAL and Python's zipfile must see the same members, none may point outside, and none may swell.
"""

from __future__ import annotations

import os
import re
import stat
import zipfile
import zlib
from pathlib import Path
from typing import Protocol

from l4s_core.base.errors import InputError

METADATA_LIMIT_BYTES = 32 * 2**20  # the largest real tile metadata is below 1 MB
_MEMBERS_LIMIT = 20_000  # an old-style product with 15 tiles has about 3 000
_TOTAL_LIMIT_BYTES = 40 * 2**30
_SMALL_BYTES = 16 * 2**20
_RATIO_LIMIT = 100  # JPEG 2000 does not shrink; the metadata shrinks about twentyfold
_DRIVE = re.compile(r"[A-Za-z]:")


class ProductFiles(Protocol):
    """``names`` are relative with forward slashes; ``label`` names the product in messages."""

    @property
    def label(self) -> str: ...

    @property
    def names(self) -> tuple[str, ...]: ...

    def read(self, name: str) -> bytes:
        """The content of a small file. InputError if it is large, damaged or gone."""

    def path(self, name: str) -> str:
        """What GDAL opens."""


class FolderFiles:
    """An unpacked product."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.label = str(root)
        found = []
        for folder, _, files in os.walk(self.root):
            base = Path(folder).relative_to(self.root)
            found += [(base / name).as_posix() for name in files]
        self.names = tuple(sorted(found))

    def read(self, name: str) -> bytes:
        path = self.root / name
        try:
            if path.stat().st_size > METADATA_LIMIT_BYTES:
                raise InputError(f"{path} is too large for product metadata; fetch the product again.")
            return path.read_bytes()
        except OSError as error:
            raise InputError(f"{path} cannot be read ({error.strerror}); fetch the product again.") from error

    def path(self, name: str) -> str:
        return str(self.root / name)


class ZipFiles:
    """A zipped product. Every member is checked before one is read.

    Raises
    ------
    InputError
        Not a zip or cut short; members with absolute paths, ``..``, backslashes, drive letters, symbolic links,
        duplicate names, a password, or a size that no product has.
    """

    def __init__(self, archive: Path) -> None:
        self.archive = archive.absolute()
        self.label = str(archive)
        try:
            with zipfile.ZipFile(self.archive) as opened:
                members = opened.infolist()
        except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError) as error:
            raise InputError(
                f"{archive} is not a complete zip file ({error}); it was cut short or damaged, fetch it again."
            ) from error
        except OSError as error:
            raise InputError(f"{archive} cannot be read ({error.strerror or error}).") from error
        _check_members(archive, members)
        self.names = tuple(sorted(m.filename for m in members if not m.is_dir()))

    def read(self, name: str) -> bytes:
        try:
            with zipfile.ZipFile(self.archive) as opened, opened.open(name) as member:
                # the size in the directory is only a claim: stop reading past the limit
                data = member.read(METADATA_LIMIT_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, KeyError) as error:
            raise InputError(f"{name} in {self.archive} is damaged ({error}); fetch the zip again.") from error
        if len(data) > METADATA_LIMIT_BYTES:
            raise InputError(f"{name} in {self.archive} is too large for product metadata; fetch the zip again.")
        return data

    def path(self, name: str) -> str:
        # braces: the archive ends where they close, whatever its name looks like
        return f"/vsizip/{{{self.archive.as_posix()}}}/{name}"


def _check_members(archive: Path, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > _MEMBERS_LIMIT:
        raise InputError(f"{archive} has {len(members)} members; no Sentinel-2 product has that many.")
    seen: set[str] = set()
    for member in members:
        problem = _problem(member)
        if problem is None and member.filename in seen:
            problem = "is there twice"
        if problem is not None:
            raise InputError(
                f"The member {member.orig_filename!r} of {archive} {problem}; this is not a zip as the archives "
                "deliver it, fetch it again from its source."
            )
        seen.add(member.filename)
    if sum(m.file_size for m in members) > _TOTAL_LIMIT_BYTES:
        raise InputError(f"{archive} would unpack to more than {_TOTAL_LIMIT_BYTES / 2**30:.0f} GB; it is not used.")


def _problem(member: zipfile.ZipInfo) -> str | None:
    name = member.orig_filename
    if "\0" in name or "\\" in name:
        return "has a backslash or a null character in its name"
    if name.startswith("/") or _DRIVE.match(name):
        return "has an absolute path"
    if ".." in name.split("/"):
        return "points outside the archive ('..')"
    if "{" in name or "}" in name:
        return "has braces in its name"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a symbolic link"
    if member.flag_bits & 0x1:
        return "is encrypted"
    if member.file_size > _SMALL_BYTES and member.file_size > _RATIO_LIMIT * max(member.compress_size, 1):
        return f"would swell to {member.file_size / 2**20:.0f} MB from {member.compress_size / 2**20:.1f} MB"
    return None
