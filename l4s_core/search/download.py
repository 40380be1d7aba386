"""One file of the web to the disk: goes on where it was broken off, and has its name only when it is complete."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from requests import RequestException, Response, Session
from urllib3 import Retry
from urllib3.exceptions import HTTPError, InvalidHeader

from l4s_core.base.errors import InputError, L4SError
from l4s_core.base.partial import failure_sentence
from l4s_core.search.checksum import agrees

_CHUNK = 1 << 18
_HEAD_BYTES = 16
_TIMEOUT_S = (20.0, 60.0)  # to connect, and between two pieces
_FAILURES = 5  # one after the other, without a byte in between
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 120.0  # that a server may ask for
_LARGEST_BYTES = 16 * 2**30  # a band of a whole scene has 0.2
_TRY_AGAIN = (408, 429, 500, 502, 503, 504)
_SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")


@dataclass(frozen=True)
class Wanted:
    """A raster to fetch: ``what`` names it in messages (``"band B4 of ID"``), ``size`` (bytes) and ``checksum`` (a
    multihash) are as the catalogue says them, None where it does not."""

    url: str
    path: Path
    what: str
    size: int | None = None
    checksum: str | None = None

    @property
    def part(self) -> Path:
        """Where it grows."""
        return self.path.with_name(f".{self.path.name}.part")

    @property
    def address(self) -> str:
        """Without its query, which may hold a key."""
        return self.url.partition("?")[0]


class _Again(Exception):
    """This try failed, another may not; ``wait_s`` as the server asked."""

    def __init__(self, why: str, wait_s: float | None = None) -> None:
        super().__init__(why)
        self.wait_s = wait_s


def fetch_file(wanted: Wanted, session: Session, at: Callable[[int], None], check: Callable[[], None]) -> None:
    """Fetch a file, or the rest of it.

    Parameters
    ----------
    session : of `web.make_session`, one for each thread.
    at : called with the number of bytes that are there.
    check : raises what shall end it; called several times a second. What was fetched stays for the next time.

    Raises
    ------
    InputError
        The server refuses or does not have it, it is no raster, or not what the catalogue says.
    L4SError
        The server breaks off again and again, or the disk is full.
    """
    failures = 0
    try:
        while True:
            check()
            before = _size(wanted.part)
            try:
                _once(wanted, session, at, check)
                _accept(wanted)
                return
            except _Again as again:
                failures = 1 if _size(wanted.part) > before else failures + 1
                if failures >= _FAILURES:
                    raise L4SError(
                        f"{wanted.address} ({wanted.what}) could not be fetched ({again}); try again later, it goes on "
                        "where it stopped."
                    ) from again
                _wait(again.wait_s or _FIRST_PAUSE_S * 2 ** (failures - 1), check)
    except OSError as error:  # those of the network are told apart below
        raise L4SError(failure_sentence(wanted.path, error)) from error


def size_on_web(wanted: Wanted, session: Session) -> int | None:
    """Bytes of the file as its server says them; None where it does not, or does not answer."""
    try:
        with session.head(wanted.url, timeout=_TIMEOUT_S, allow_redirects=True) as answer:
            length = answer.headers.get("Content-Length", "")
            return int(length) if answer.ok and length.isdigit() else None
    except (RequestException, HTTPError):
        return None


def _once(wanted: Wanted, session: Session, at: Callable[[int], None], check: Callable[[], None]) -> None:
    """One request, from where the part ends."""
    start, version = _begun(wanted)
    if start and start == wanted.size:  # ended between its last byte and its name
        return
    headers = {"Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
        if version:
            headers["If-Range"] = version
    at(start)
    try:
        with session.get(wanted.url, headers=headers, stream=True, timeout=_TIMEOUT_S) as answer:
            if answer.status_code == 416:  # the part is as long as the file, or of another one
                _forget(wanted)
                raise _Again("status 416")
            _refuse(wanted, answer)
            start, total = _place(wanted, answer, start)
            _note(wanted, answer)
            _write(wanted, answer, start, total, at, check)
    except (RequestException, HTTPError) as error:
        raise _Again(_short(error)) from error


def _place(wanted: Wanted, answer: Response, asked: int) -> tuple[int, int | None]:
    """Where what comes belongs, and how long the whole is."""
    start, total = 0, _number(answer.headers.get("Content-Length"))
    if answer.status_code == 206:
        span, _, whole = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        start, total = _number(span.partition("-")[0]) or 0, _number(whole)
        if start != asked:
            _forget(wanted)
            raise _Again("the server sent another part than it was asked for")
    if total is not None and wanted.size is not None and total != wanted.size:
        _forget(wanted)
        raise InputError(
            f"{wanted.address} ({wanted.what}) has {total:,} bytes, where the catalogue says {wanted.size:,}; search "
            "again, or choose another scene."
        )
    return start, total if total is not None else wanted.size


def _write(
    wanted: Wanted,
    answer: Response,
    start: int,
    total: int | None,
    at: Callable[[int], None],
    check: Callable[[], None],
) -> None:
    done = start
    head = b"" if start == 0 else None  # what is not judged yet
    most = total or _LARGEST_BYTES
    with wanted.part.open("r+b" if start else "wb") as file:
        file.seek(start)
        file.truncate()
        for chunk in _pieces(answer):
            check()
            if head is not None:
                head += chunk
                if len(head) >= _HEAD_BYTES:
                    _refuse_other_kinds(wanted, head)
                    head = None
            done += len(chunk)
            if done > most:
                raise InputError(f"{wanted.address} ({wanted.what}) is longer than its server said; try again later.")
            file.write(chunk)
            at(done)
    if total is not None and done < total:
        raise _Again("the connection was broken off")


def _pieces(answer: Response) -> Iterator[bytes]:
    """What has arrived, without waiting for more: a slow line can be left, and of a broken one nothing is lost."""
    read = getattr(answer.raw, "read1", None)  # urllib3 2
    if read is None:
        yield from answer.iter_content(_HEAD_BYTES * 256)
        return
    while chunk := read(_CHUNK):
        yield chunk


def _refuse_other_kinds(wanted: Wanted, head: bytes) -> None:
    if not head.startswith(_SIGNATURES):
        raise InputError(
            f"{wanted.address} ({wanted.what}) is no GeoTIFF or JPEG 2000 but something else, such as a page that asks "
            "for a login; it may need an account."
        )


def _accept(wanted: Wanted) -> None:
    """Give the part its name, if it is what the catalogue says."""
    try:
        with wanted.part.open("rb") as file:
            _refuse_other_kinds(wanted, file.read(_HEAD_BYTES))
    except InputError:
        _forget(wanted)
        raise
    if wanted.checksum is not None and agrees(wanted.part, wanted.checksum) is False:
        _forget(wanted)
        raise InputError(
            f"{wanted.address} ({wanted.what}) arrived damaged: its checksum is not that of the catalogue; try again, "
            "or choose another scene."
        )
    wanted.part.replace(wanted.path)
    _state(wanted).unlink(missing_ok=True)


def _refuse(wanted: Wanted, answer: Response) -> None:
    status = answer.status_code
    if status in (200, 206):
        return
    if status in _TRY_AGAIN:
        raise _Again(f"status {status}", _asked_to_wait(answer))
    if status in (401, 403, 409):
        why = f"is refused by its server (status {status}); it needs an account, or its link has got old: search again"
    elif status in (404, 410):
        why = f"is not there (status {status}); search again, or choose another scene"
    else:
        why = f"cannot be fetched (status {status}); try again later, or choose another scene"
    raise InputError(f"{wanted.address} ({wanted.what}) {why}.")


def _asked_to_wait(answer: Response) -> float | None:
    text = answer.headers.get("Retry-After")
    if text is None:
        return None
    try:
        seconds = float(Retry().parse_retry_after(text))
    except (InvalidHeader, ValueError, OverflowError):
        return None
    if seconds > _LONGEST_PAUSE_S:
        host = urlparse(answer.url).hostname
        raise L4SError(f"{host} asks to wait for {seconds:.0f} s; try again then, it goes on where it stopped.")
    return seconds


def _begun(wanted: Wanted) -> tuple[int, str | None]:
    """Bytes of the part, and what the server called the version that it is of; 0 where it is of another file."""
    try:
        noted = json.loads(_state(wanted).read_text(encoding="utf-8"))
        if noted["url"] == wanted.address:
            version = noted.get("version")
            return _size(wanted.part), version if isinstance(version, str) else None
    except (OSError, ValueError, TypeError, KeyError):
        pass
    _forget(wanted)
    return 0, None


def _note(wanted: Wanted, answer: Response) -> None:
    version = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
    if version and version.startswith("W/"):  # says nothing of single bytes
        version = answer.headers.get("Last-Modified")
    noted: dict[str, Any] = {"url": wanted.address, "version": version}
    _state(wanted).write_text(json.dumps(noted), encoding="utf-8")


def _forget(wanted: Wanted) -> None:
    wanted.part.unlink(missing_ok=True)
    _state(wanted).unlink(missing_ok=True)


def _state(wanted: Wanted) -> Path:
    return wanted.part.with_name(f"{wanted.part.name}.json")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdigit() else None


def _wait(seconds: float, check: Callable[[], None]) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        check()
        time.sleep(min(0.1, left))


def _short(error: Exception) -> str:
    """What went wrong with a connection, without the addresses that the libraries repeat."""
    text = " ".join(str(error).split())
    for mark in ("timed out", "refused", "reset", "aborted", "resolve", "certificate", "broken", "unreachable"):
        if mark in text.lower():
            return {
                "timed out": "no answer in time", "refused": "the connection is refused",
                "resolve": "the name is not known", "certificate": "its certificate is not trusted",
                "unreachable": "there is no network",
            }.get(mark, "the connection was broken off")  # fmt: skip
    return type(error).__name__
