"""Several runs that differ in one thing, and a table of them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from l4s_core.errors import InputError
from l4s_core.partial import partial_folder
from l4s_core.progress import Progress
from l4s_core.training.fit import Hardware, is_main_process
from l4s_core.training.recipe import Recipe
from l4s_core.training.run import RunResult, train

COLUMNS = ("entry", "channels", "f1", "precision", "recall", "threshold", "steps", "seconds")


def train_sweep(
    recipes: Mapping[str, Recipe], data: Path, out: Path, *, resume: bool, hardware: Hardware, progress: Progress
) -> dict[str, RunResult]:
    """Train every recipe into ``out/NAME`` and write ``out/sweep.csv`` after each.

    With ``resume`` entries that are finished are read instead, and an interrupted one goes on. Raises what `train`
    raises.
    """
    if out.is_dir() and any(out.iterdir()) and not resume and is_main_process():
        raise InputError(f"{out} is not empty; say --resume to go on with the sweep in it, or use a new --out.")
    out.mkdir(parents=True, exist_ok=True)
    results: dict[str, RunResult] = {}
    for name, recipe in recipes.items():
        progress.message(f"Sweep: {name} ({len(results) + 1} of {len(recipes)}).")
        results[name] = train(recipe, data, out / name, resume=resume, hardware=hardware, progress=progress)
        if is_main_process():
            _write_table(out / "sweep.csv", recipes, results)
    return results


def _write_table(path: Path, recipes: Mapping[str, Recipe], results: Mapping[str, RunResult]) -> None:
    with partial_folder(path) as folder, (folder / path.name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        for name, result in results.items():
            fields = {"entry": name, "channels": " ".join(recipes[name].channels)}
            writer.writerow(fields | result.best | {"steps": result.steps, "seconds": round(result.seconds, 1)})
