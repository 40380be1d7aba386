"""The merged inventory of a batch: made when it has to be, kept when somebody edited it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from l4s_core.base.progress import Progress
from l4s_core.base.stamp import software
from l4s_core.batch.fingerprint import sha256_of
from l4s_core.batch.folder import MERGED, SCENES, describe, move
from l4s_core.batch.journal import Journal, Record

_SHOWN = 5


def merge_scenes(
    paths: Sequence[Path],
    out: Path,
    work: Path,
    record: Record,
    journal: Journal,
    progress: Progress,
    *,
    overwrite: bool,
) -> dict[str, Any]:
    """Merge inventories into ``inventory.gpkg`` in ``out``, unless what is there is that already, or was edited.

    Returns
    -------
    ``landslides`` and ``area_m2``; both None where an edited one was kept (which is said; ``overwrite`` replaces it).

    Raises
    ------
    L4SError
        An inventory cannot be read, the merged one not written. Nothing was replaced.
    """
    _name_others(paths, out, progress)
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
        return {"landslides": None, "area_m2": None}
    return _merge(paths, out, work, journal, progress, key)


def _name_others(paths: Sequence[Path], out: Path, progress: Progress) -> None:
    """Say which inventories of earlier batches lie beside those that are merged."""
    others = sorted(path.name for path in (out / SCENES).glob("*.gpkg") if path not in paths)
    if others:
        more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
        progress.message(
            f"Not in {MERGED}: {', '.join(others[:_SHOWN])}{more}, of scenes that this batch has not, or that failed "
            "or lie outside the area this time."
        )


def _merge(
    paths: Sequence[Path], out: Path, work: Path, journal: Journal, progress: Progress, key: str
) -> dict[str, Any]:
    from l4s_core.inventory import write_inventory
    from l4s_core.inventory.merging.merge import merge

    progress.stage("merging")
    inventory = merge(paths, progress)
    write_inventory(inventory, work / MERGED, progress=progress)
    files = describe(work, {"landslides": MERGED}, "")
    # those that a reviewer rejected do not count
    facts = {"landslides": inventory.run["landslides"], "area_m2": inventory.run["landslides_area_m2"]}
    journal.write("made", files=files)
    move(work, out, files)
    journal.write("merged", inventory=MERGED, **facts, scenes=len(paths), key=key)
    return facts
