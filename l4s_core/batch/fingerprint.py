"""Whether a file is still what it was: content of local files, size and version of what lies on the web."""

from __future__ import annotations

import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

Fingerprint = dict[str, Any]
"""``size``, ``mtime_ns``, ``ctime_ns`` and ``sha256`` of a file; ``sha256`` of a listing or a STAC Item; ``size``,
``etag`` and ``last_modified`` of a URL, as far as its server says them."""

_CHUNK = 1 << 20
_TIMEOUT_S = 30
_MEMBER_ENDINGS = (".json#", ".geojson#")


def fingerprint(source: str, known: Mapping[str, Any] | None = None) -> Fingerprint:
    """What ``source`` is now; the content of a file is read only where its size or times are not those of ``known``.

    ``source`` is a local path, a folder with a separator at its end (the names in it), ``FILE.json#ID`` (one item of a
    collection), or a URL. What cannot be reached has an empty fingerprint.
    """
    if source.startswith(("http://", "https://")):
        return _of_url(source)
    if source.startswith(("s3://", "/vsi")):
        return {}  # nothing but GDAL can ask there, and it does not tell
    if source.endswith(("/", "\\")):
        return _of_listing(Path(source))
    if any(ending in source for ending in _MEMBER_ENDINGS) and not Path(source).exists():
        return _of_member(source)
    try:
        found = Path(source).stat()
        times = {"size": found.st_size, "mtime_ns": found.st_mtime_ns, "ctime_ns": found.st_ctime_ns}
        # an archive gives all versions of a file one date; the time of the change on this disk tells them apart
        if known and all(known.get(name) == value for name, value in times.items()):
            return dict(known)
        digest = _sha256(source, state(source))
    except OSError:
        return {}
    return {**times, "sha256": digest}


def state(source: str) -> tuple[Any, ...]:
    """What changes when ``source`` is replaced, without reading it; for comparing within one run."""
    if source.startswith(("s3://", "/vsi")):
        return ()
    if source.startswith(("http://", "https://")) or source.endswith(("/", "\\")):
        return tuple(sorted(fingerprint(source).items()))
    path = Path(source)
    if not path.exists() and any(ending in source for ending in _MEMBER_ENDINGS):
        return tuple(sorted(fingerprint(source).items()))
    try:
        found = path.stat()
    except OSError:
        return ("gone",)
    # the inode and the time of its change: a copy that keeps size and time is seen too
    return found.st_size, found.st_mtime_ns, found.st_ino, found.st_ctime_ns


def content(known: Mapping[str, Any]) -> Any:
    """The part of a fingerprint that says what is in it, not when it was put there."""
    return known["sha256"] if "sha256" in known else {k: known[k] for k in sorted(known)}


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


@lru_cache(maxsize=4096)
def _sha256(path: str, state: tuple[Any, ...]) -> str:
    # one DEM serves all scenes: its content is read once by a process
    return sha256_of(Path(path))


def _of_listing(folder: Path) -> Fingerprint:
    from l4s_core.scene.gather.names import RASTER_ENDINGS

    try:
        # of a product that was not complete, a whole sub-folder of bands may come later
        inside = folder.rglob("*") if folder.name == "IMG_DATA" else folder.iterdir()
        names = sorted(p.name for p in inside if p.suffix.lower() in RASTER_ENDINGS)
    except OSError:
        return {}
    return {"sha256": hashlib.sha256("\n".join(names).encode()).hexdigest()}


def _of_member(source: str) -> Fingerprint:
    file, _, wanted = source.rpartition("#")
    try:
        items = json.loads(Path(file).read_bytes())["features"]
        item = next(item for item in items if item.get("id") == wanted)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, StopIteration):
        return {}
    return {"sha256": hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()}


def _of_url(url: str) -> Fingerprint:
    request = urllib.request.Request(url, method="HEAD")
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:
            head = answer.headers
    except (urllib.error.URLError, OSError, ValueError):
        return {}
    said = {"size": head.get("Content-Length"), "etag": head.get("ETag"), "last_modified": head.get("Last-Modified")}
    return {name: value for name, value in said.items() if value is not None}
