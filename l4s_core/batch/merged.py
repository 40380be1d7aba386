"""The merged inventory of a batch: made when it has to be, kept when somebody edited it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from l4s_core.batch.fingerprint import sha256_of
from l4s_core.batch.folder import MERGED, describe, move
from l4s_core.batch.journal import Journal
from l4s_core.batch.record import Record
from l4s_core.progress import Progress
from l4s_core.provenance import software


def merge_scenes(
    paths: Sequence[Path],
    out: Path,
    work: Path,
    record: Record,
    journal: Journal,
    progress: Progress,
    *,
    overwrite: bool,
) -> dict[str, Any] | None:
    """Merge inventories into ``inventory.gpkg`` in ``out``, unless what is there is that already, or was edited.

    Returns
    -------
    ``landslides`` and ``area_m2``, None where an edited one was kept (which is said; ``overwrite`` replaces it).

    Raises
    ------
    L4SError
        An inventory cannot be read, the merged one not written. Nothing was replaced.
    """
    digests = [(path.name, sha256_of(path)) for path in paths]
    key = hashlib.sha256(json.dumps([software(), digests]).encode()).hexdigest()
    edited = record.merged_is_edited(out)
    before = record.merged
    if before is not None and before.get("key") == key and (out / MERGED).is_file() and not edited:
        return {name: before.get(name) for name in ("landslides", "area_m2")}
    if edited and not overwrite:
        progress.message(
            f"{MERGED} was edited after it was merged and is kept as it is; merge into another file with l4s merge, or "
            "say --overwrite."
        )
        return None
    return _merge(paths, out, work, journal, progress, key)


def _merge(
    paths: Sequence[Path], out: Path, work: Path, journal: Journal, progress: Progress, key: str
) -> dict[str, Any]:
    from l4s_core.inventory import write_inventory
    from l4s_core.inventory.merge import merge

    progress.stage("merging")
    inventory = merge(paths, progress)
    write_inventory(inventory, work / MERGED, progress=progress)
    files = describe(work, {"landslides": MERGED}, "")
    facts = {"landslides": len(inventory.landslides), "area_m2": float(inventory.landslides["area_m2"].sum())}
    journal.write("made", files=files)
    move(work, out, files)
    journal.write("merged", inventory=MERGED, **facts, scenes=len(paths), key=key)
    return facts
