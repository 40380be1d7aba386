"""``run.jsonl``: what happened in a batch, one JSON object a line, never rewritten; and what it says."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from l4s_core.base.errors import L4SError
from l4s_core.base.partial import failure_sentence
from l4s_core.base.stamp import software, utc_now
from l4s_core.batch.fingerprint import content, fingerprint
from l4s_core.batch.folder import MERGED, SCENES, has_unsaved_edits
from l4s_core.batch.inputs import dem_tiles, with_sidecars
from l4s_core.batch.job import BatchOptions, SceneJob, as_json
from l4s_core.batch.scene import output_names
from l4s_core.clouds.csmask import csmask_version
from l4s_core.detection.options import UNDECIDING
from l4s_core.rasters.header import is_remote


class Journal:
    """The journal in a folder; what was written is on the disk when `write` returns."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, event: str, **fields: Any) -> None:
        """Append one line, see `write_all`."""
        self.write_all([{"event": event, **fields}])

    def write_all(self, entries: Iterable[Mapping[str, Any]]) -> None:
        """Append lines. Raises L4SError when they cannot be written; the journal then ends with the line before."""
        now = utc_now()
        line = "".join(json.dumps({"utc": now, **entry}) + "\n" for entry in entries).encode()
        try:
            with self.path.open("ab") as file:
                before = file.tell()
                if _is_torn(self.path, before):
                    line = b"\n" + line  # the line that a power cut left unfinished stays by itself
                try:
                    file.write(line)
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    os.truncate(self.path, before)
                    raise
        except OSError as error:
            raise L4SError(failure_sentence(self.path, error)) from error

    def read(self) -> Iterator[dict[str, Any]]:
        """All lines that are complete, from the first; none where there is no journal yet."""
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return
        for line in raw.split(b"\n"):
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict) and isinstance(entry.get("event"), str):
                yield entry


def _is_torn(path: Path, size: int) -> bool:
    if size == 0:
        return False
    with path.open("rb") as file:
        file.seek(size - 1)
        return file.read(1) != b"\n"


Status = Literal["to do", "complete", "edited", "foreign"]
_DECIDE_NOTHING = (*UNDECIDING, "save")  # a missing file shows by itself


def job_key(
    job: SceneJob,
    options: BatchOptions,
    model_sha256: str | None,
    inputs: Mapping[str, Mapping[str, Any]],
    tiles: Iterable[str],
    clouds: str | None,
) -> str:
    """One hash of everything that decides what a scene gives; ``clouds`` says what its clouds were told by."""
    facts = {
        "job": as_json(job),
        "options": {k: v for k, v in options.parameters().items() if k not in _DECIDE_NOTHING},
        "model": model_sha256,
        "software": software(),
        "inputs": {name: content(known) for name, known in inputs.items()},
        "dem_tiles": list(tiles),
        "csmask": csmask_version() if _asks_csmask(options, clouds) else None,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@dataclass
class Record:
    """What a journal says.

    Attributes
    ----------
    done : name -> the last ``done`` of each scene.
    made : path in the output folder -> every SHA-256 that a batch ever gave that file.
    merged : the last ``merged``.
    """

    done: dict[str, dict[str, Any]] = field(default_factory=dict)
    made: dict[str, set[str]] = field(default_factory=dict)
    merged: dict[str, Any] | None = None

    @classmethod
    def of(cls, entries: Iterable[Mapping[str, Any]]) -> Record:
        """From the lines of a journal; of lines that somebody changed, those that make sense."""
        record = cls()
        for entry in entries:
            with suppress(KeyError, TypeError, AttributeError):
                record._take(entry)
        return record

    def _take(self, entry: Mapping[str, Any]) -> None:
        if entry["event"] == "made":
            for file in entry["files"].values():
                self.made.setdefault(file["path"], set()).add(file["sha256"])
        elif entry["event"] == "done":
            self.done[entry["name"]] = dict(entry)
        elif entry["event"] == "merged":
            self.merged = dict(entry)

    def status(self, job: SceneJob, options: BatchOptions, model_sha256: str, out: Path, work: Path) -> Status:
        """Where a scene stands: ``complete``, with the key that it would get now; ``edited`` since by somebody;
        ``foreign``, its file is not of this batch; or ``to do``."""
        paths = [f"{SCENES}/{name}" for name in output_names(job.name, options.save).values()]
        inventory = out / paths[0]
        if not inventory.is_file():
            return "to do"
        if paths[0] not in self.made:
            return "foreign"
        if not self.is_ours(paths[0], inventory):
            return "edited"
        try:
            done = self.done[job.name]
            files = {file["path"]: file["sha256"] for file in done["files"].values()}
            if not set(paths) <= set(files) or any(_digest(out / path) != files[path] for path in paths):
                return "to do"
            known = done["inputs"]
            inputs = {source: _now(source, known.get(source, {})) for source in with_sidecars(known)}
            tiles: tuple[str, ...] = ()
            if job.dem is not None:
                tiles = dem_tiles(job.dem, done["footprint"], work)
            same = done["key"] == job_key(job, options, model_sha256, inputs, tiles, done["facts"]["clouds"])
        except (KeyError, TypeError, AttributeError, ValueError, L4SError):
            return "to do"
        return "complete" if same else "to do"

    def merged_is_edited(self, out: Path) -> bool:
        """Whether somebody changed the merged inventory, or put another file there."""
        path = out / MERGED
        return path.is_file() and not self.is_ours(MERGED, path)

    def is_ours(self, name: str, path: Path) -> bool:
        """Whether a file is as a batch made it; ``name`` is its path in the output folder."""
        return not has_unsaved_edits(path) and _digest(path) in self.made.get(name, set())


def _asks_csmask(options: BatchOptions, clouds: str | None) -> bool:
    """Whether it matters which ukis-csmask is installed, or whether any is."""
    asked = options.detect.clouds.clouds
    return asked == "csmask" or (asked == "auto" and "of the product" not in str(clouds))


def _digest(path: Path) -> str | None:
    digest: str | None = fingerprint(str(path)).get("sha256")
    return digest


def _now(source: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fingerprint of an input. What lies on the web and does not answer now is taken for unchanged."""
    found = fingerprint(source, known)
    return known if not found and is_remote(source) else found
