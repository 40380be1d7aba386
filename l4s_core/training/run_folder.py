"""The folder of a run: what may be written where and by whom, how the run was made."""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from l4s_core.base.errors import InputError
from l4s_core.base.lock import LOCK, locked_folder
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress
from l4s_core.base.stamp import software
from l4s_core.networks.wrapper import LandslideNetwork
from l4s_core.training.callbacks import read_rows, write_rows
from l4s_core.training.hardware import Hardware
from l4s_core.training.prepare import TrainingData, split_ids
from l4s_core.training.recipes.files import dump_recipe
from l4s_core.training.recipes.recipe import Recipe
from l4s_core.training.state import Counters

LAST = "last.safetensors"
PATIENCE_S = 8.0
"""Loader processes of a killed run notice its death within five seconds, and hold its lock until then."""
_PACKAGES = ("torch", "lightning", "timm", "segmentation-models-pytorch", "transformers", "numpy")


def entries(out: Path) -> list[str]:
    """What is in a folder, without the lock and what a killed process left half-written."""
    if not out.is_dir():
        return []
    return [p.name for p in out.iterdir() if p.name != LOCK and not (p.name[0] == "." and p.suffix == ".partial")]


def check_folder(out: Path, resume: bool) -> None:
    """Raise InputError unless a run can begin in ``out`` or, with ``resume``, go on there."""
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file; give a folder for the run.")
    found = entries(out)
    if not found:
        return
    if not resume:
        raise InputError(f"{out} is not empty; say --resume to go on with the run in it, or use a new --out.")
    if LAST in found:
        return
    if "recipe.yaml" not in found:
        raise InputError(
            f"{out} is not empty and holds no run (there is no recipe.yaml in it), so nothing in it can be resumed; "
            "use a new --out."
        )
    if "metrics.csv" in found or "best.safetensors" in found:
        raise InputError(
            f"{out} has lost its {LAST}, the state that --resume goes on from; its best weights stay usable, train "
            "anew with a new --out."
        )


@contextmanager
def nothing_half_begun(out: Path, *states: str) -> Iterator[None]:
    """Empty ``out`` again where a run that began in it turns out to be impossible before it has trained anything.

    ``states``: patterns of what tells that something was trained; none: the state of a run in ``out`` itself. Its user
    corrects the command and gives it again; the folder must not be in the way then.
    """
    fresh = not entries(out)
    try:
        yield
    except InputError:
        if fresh and not any(any(out.glob(state)) for state in states or (LAST,)):
            empty(out)
        raise


def empty(out: Path) -> None:
    """Remove what is in a folder, see `entries`."""
    for name in entries(out):
        path = out / name
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


@contextmanager
def claimed_folder(out: Path, resume: bool, progress: Progress) -> Iterator[None]:
    """Make ``out`` where it is missing and keep other processes away from it, see `base.lock.locked_folder`.

    Raises
    ------
    InputError
        ``out`` is no place for this run (see `check_folder`), cannot be made or written, or another process is at it.
    """
    check_folder(out, resume)
    with locked_folder(
        out,
        progress,
        busy=f"Another process is training in {out}; wait for its end, or use a new --out.",
        alone=f"The file system of {out} has no locks; do not train in this folder twice at once.",
        option="--out",
        is_empty=lambda: not entries(out),
        patience_s=PATIENCE_S,
    ):
        check_folder(out, resume)  # another process may have begun a run since
        yield


def start_folder(
    out: Path,
    recipe: Recipe,
    prepared: TrainingData,
    counters: Counters,
    net: LandslideNetwork,
    hardware: Hardware,
) -> None:
    """``recipe.yaml``, ``split.json``, ``run.json``; rows of ``metrics.csv`` after the state are of a lost part."""
    out.mkdir(parents=True, exist_ok=True)
    texts = {
        "recipe.yaml": dump_recipe(recipe),
        "split.json": json.dumps(split_ids(prepared)),
    }
    if not (out / "run.json").is_file():  # a resumed run keeps what is known of its beginning
        texts["run.json"] = json.dumps(run_facts(recipe, prepared, net, hardware), indent=1)
    for name, text in texts.items():
        with partial_folder(out / name) as folder:
            (folder / name).write_text(text, encoding="utf-8")
    rows = read_rows(out / "metrics.csv")
    kept = [row for row in rows if int(row["step"]) <= counters.step]
    if len(kept) < len(rows):
        write_rows(out / "metrics.csv", list(kept))


def run_facts(recipe: Recipe, prepared: TrainingData, net: LandslideNetwork, hardware: Hardware) -> dict[str, Any]:
    """What is known when a run starts."""
    return {
        "software": software(),
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "started_utc": now_utc(),
        "device": hardware.words(),
        "precision": hardware.precision(recipe.train),
        "recipe": recipe.name,
        "seed": recipe.train.seed,
        "parameters": sum(p.numel() for p in net.parameters()),
        "data": " + ".join(Path(source.path).name for source, _ in prepared.sources),
        "data_fingerprint": prepared.fingerprint,
        "domains": list(prepared.domains),
        "patches": {
            "train": len(prepared.train),
            "validation": len(prepared.validation),
            "test": 0 if prepared.test is None else len(prepared.test),
        },
        **({"sets": prepared.sets()} if prepared.sets() else {}),
    }


def add_facts(run: Path, facts: dict[str, Any]) -> None:
    """Lay further facts over those in ``run.json``."""
    path = run / "run.json"
    known = read_facts(run)
    with partial_folder(path) as folder:
        (folder / path.name).write_text(json.dumps(known | facts, indent=1), encoding="utf-8")


def read_facts(run: Path) -> dict[str, Any]:
    """What ``run.json`` holds; nothing when it does not exist. Raises InputError when it is damaged."""
    path = run / "run.json"
    if not path.is_file():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"{path} is damaged ({error}); use a new --out.") from error


def now_utc() -> str:
    """Now, ISO 8601 with seconds."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
