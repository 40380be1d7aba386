"""Several runs that differ in one thing, and a table of them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from l4s_core.base.errors import Cancelled, InputError
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress
from l4s_core.patches.mixture import PatchSource
from l4s_core.training.hardware import Hardware, is_main_process
from l4s_core.training.prepare import data_fingerprint
from l4s_core.training.recipes.recipe import Recipe
from l4s_core.training.run import RunResult, finished_run, train
from l4s_core.training.run_folder import read_facts

COLUMNS = ("entry", "channels", "f1", "precision", "recall", "threshold", "steps", "seconds")


def train_sweep(
    recipes: Mapping[str, Recipe],
    data: Path | Sequence[PatchSource],
    out: Path,
    *,
    resume: bool,
    hardware: Hardware,
    progress: Progress,
) -> dict[str, RunResult]:
    """Train every recipe into ``out/NAME`` and write ``out/sweep.csv`` after each.

    With ``resume`` entries that are finished are left alone, and an interrupted one goes on. Raises what `train`
    raises.
    """
    main = is_main_process()
    if main:
        _check_folder(out, resume)
    results: dict[str, RunResult] = {}
    finished = _finished(recipes, data, out) if resume else {}
    for place, (name, recipe) in enumerate(recipes.items(), 1):
        where = f"{name} ({place} of {len(recipes)})"
        if main:
            progress.message(f"Sweep: {where}{', complete' if name in finished else ''}.")
        try:
            results[name] = finished.get(name) or train(
                recipe, data, out / name, resume=resume, hardware=hardware, progress=progress
            )
        except (Cancelled, KeyboardInterrupt) as error:
            raise Cancelled(_where_it_stopped(out, where, name, results)) from error
        if main:
            _write_table(out / "sweep.csv", recipes, results)
    return results


def _finished(recipes: Mapping[str, Recipe], data: Path | Sequence[PatchSource], out: Path) -> dict[str, RunResult]:
    """The entries that are complete; raises InputError when one is of another recipe or of other patches."""
    there = {name: recipe for name, recipe in recipes.items() if "finished_utc" in read_facts(out / name)}
    if not there:
        return {}
    of_data = data_fingerprint(data)
    found = {name: finished_run(out / name, recipe, of_data) for name, recipe in there.items()}
    return {name: result for name, result in found.items() if result is not None}


def _check_folder(out: Path, resume: bool) -> None:
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file; give a folder for the sweep.")
    if not out.is_dir() or not any(out.iterdir()):
        return
    if not resume:
        raise InputError(f"{out} is not empty; say --resume to go on with the sweep in it, or use a new --out.")
    if not (out / "sweep.csv").is_file() and not any((p / "recipe.yaml").is_file() for p in out.iterdir()):
        raise InputError(f"{out} is not empty and holds no sweep, so nothing in it can be resumed; use a new --out.")


def _where_it_stopped(out: Path, where: str, name: str, results: Mapping[str, RunResult]) -> str:
    if not results and not (out / name).is_dir():
        return "Stopped; nothing was written."
    return f"Stopped at {where}; {out} holds what was done so far, --resume goes on with the sweep."


def _write_table(path: Path, recipes: Mapping[str, Recipe], results: Mapping[str, RunResult]) -> None:
    with partial_folder(path) as folder, (folder / path.name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        for name, result in results.items():
            fields = {"entry": name, "channels": " ".join(recipes[name].channels)}
            writer.writerow(fields | result.best | {"steps": result.steps, "seconds": round(result.seconds, 1)})
