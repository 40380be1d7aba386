"""What the end of a batch is about: the same facts for programs (JSON) and for people (a table)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import click

from l4s_core.batch.folder import JOURNAL, MERGED
from l4s_core.batch.run import BatchResult
from l4s_core.batch.workers import scene_line

_SAID_IN_FULL = 5  # scenes
_STATES = {"done": "done", "skipped": "skipped", "outside": "outside the area", "failed": "failed"}


def batch_summary(result: BatchResult) -> dict[str, Any]:
    """The facts of a batch; paths are absolute.

    ``output`` is the merged inventory, None where there is none; where an edited one was kept, ``polygons`` and
    ``area_m2`` are None.
    ``scenes`` has an entry for each scene: ``name`` and ``state`` (``done``, ``skipped``, ``outside`` or ``failed``);
    of those that are done or skipped ``files`` by what they are, of those that were mapped now the facts of
    `detection.summary.summary`, of those that failed ``error``.
    """
    files = {
        name: {kind: str(result.out / path) for kind, path in paths.items()} for name, paths in result.files.items()
    }
    merged = result.merged
    scenes = [{"name": name, "state": "done", "files": files[name], **facts} for name, facts in result.done.items()]
    scenes += [{"name": name, "state": "skipped", "files": files[name]} for name in result.skipped]
    scenes += [{"name": name, "state": "outside"} for name in result.outside]
    scenes += [{"name": name, "state": "failed", "error": why} for name, why in result.failed.items() if name != MERGED]
    inventory = result.out / MERGED
    return {
        "output": str(inventory) if merged is not None else None,
        "files": {"landslides": str(inventory)} if merged is not None else {},
        "out_dir": str(result.out),
        "journal": str(result.out / JOURNAL),
        "polygons": None if merged is None else merged["landslides"],
        "area_m2": None if merged is None else merged["area_m2"],
        "scenes": scenes,
        "failed": [{"name": name, "error": why} for name, why in result.failed.items()],
        "exit_code": result.exit_code,
        "seconds": result.seconds,
        "device": ", ".join(sorted({str(facts["device"]) for facts in result.done.values()})) or None,
    }


def print_batch(facts: Mapping[str, Any]) -> None:
    """Print the facts of `batch_summary`."""
    counts = {words: sum(s["state"] == state for s in facts["scenes"]) for state, words in _STATES.items()}
    mapped = [scene for scene in facts["scenes"] if scene["state"] == "done"]
    width = max((len(scene["name"]) for scene in mapped), default=0)
    for scene in mapped:
        click.echo(f"{scene['name']:<{width}}  {scene_line(scene)}")
    kept = facts["output"] is not None and facts["polygons"] is None
    results = any("files" in scene for scene in facts["scenes"])
    area = None if facts["area_m2"] is None else f"{facts['area_m2'] / 10000:.2f} ha"
    for name, value in (
        ("Scenes", ", ".join(f"{count} {words}" for words, count in counts.items() if count)),
        ("Landslides", facts["polygons"]),
        ("Area", area),
        ("Time", f"{facts['seconds']:.1f} s"),
        ("Device", facts["device"]),
        ("Kept" if kept else "Written", facts["output"] or (facts["out_dir"] if results else "nothing")),
    ):
        if value is not None:
            click.echo(f"{name:<12}{value}")
    if facts["failed"]:
        click.echo("Failed:")
        for failure in facts["failed"]:
            click.echo(f"  {failure['name']}: {failure['error']}")


def say_batch_warnings(facts: Mapping[str, Any]) -> None:
    """Print the warnings of the scenes that were mapped now on standard error; of many scenes only how many have
    which: each is in its inventory and in the journal."""
    from l4s_core.cli.run_summary import say_warnings

    scenes = [scene for scene in facts["scenes"] if scene.get("warnings")]
    if len(scenes) <= _SAID_IN_FULL:
        for scene in scenes:
            say_warnings(scene["warnings"], f"{scene['name']}: ")
        return
    kinds = Counter(warning["id"] for scene in scenes for warning in scene["warnings"])
    for kind, count in kinds.most_common():
        first = next(scene for scene in scenes if any(warning["id"] == kind for warning in scene["warnings"]))
        text = next(warning["text"] for warning in first["warnings"] if warning["id"] == kind)
        say_warnings([{"text": f"{count} scenes ({kind}), such as {first['name']}: {text}"}])
