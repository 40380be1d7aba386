"""Small scenes for batches, a worker without processes, and what to compare of two batches."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine

from l4s_core.base.progress import Silent
from l4s_core.batch.job import BatchOptions, Outcome, SceneJob
from l4s_core.batch.scene import failed, run_scene
from l4s_core.batch.workers import Listener

ORIGIN = Affine(10, 0, 500000, 0, -10, 4500000)
GREEN = {"B2": 300, "B3": 450, "B4": 300, "B8": 2800}
BROWN = {"B2": 900, "B3": 1300, "B4": 1900, "B8": 2700}
STEP_PX = 100  # from one scene to the next: neighbours overlap
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
_CHANGES = re.compile(r"run_seconds|input_\d+_sha256")


def write(path: Path, data: np.ndarray, transform: Affine) -> None:
    with rasterio.open(
        path, "w", driver="GTiff", count=1, height=data.shape[0], width=data.shape[1], dtype=data.dtype,
        crs="EPSG:32633", transform=transform, nodata=0,
    ) as out:  # fmt: skip
        out.write(data, 1)


def hill(folder: Path, place: int = 0, shape: tuple[int, int] = (160, 200)) -> Path:
    """A folder of bands: dark green with two brown rectangles; ``place`` moves it east and its rectangles a little."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(place)
    for name in GREEN:
        data = rng.normal(GREEN[name], 20, shape)
        for rows, cols in ((slice(40, 60 + place), slice(50, 90)), (slice(110, 140), slice(150, 165 + place))):
            data[rows, cols] = BROWN[name]
        write(
            folder / f"{name}.tif",
            np.clip(data, 1, None).astype(np.uint16),
            ORIGIN * Affine.translation(place * STEP_PX, 0),
        )
    return folder


def hills(folder: Path, names: str = "abc") -> Path:
    """Folders ``scene_a``, ``scene_b``, ... and ``dem.tif``, a slope of 20 degrees under all of them."""
    for place, name in enumerate(names):
        hill(folder / f"scene_{name}", place)
    width = 240 + STEP_PX * len(names)
    rise = np.tan(np.radians(20)) * 10 * np.arange(width)
    write(
        folder / "dem.tif", np.repeat((500 + rise)[None].astype(np.float32), 900, axis=0),
        ORIGIN * Affine.translation(-20, -20),
    )  # fmt: skip
    return folder


def options(model: Path, **more: Any) -> BatchOptions:
    return BatchOptions.of(**{"model": str(model), "clouds": "none", **more})


def jobs(folder: Path, names: str = "abc") -> list[SceneJob]:
    return [SceneJob(f"scene_{n}", str(folder / f"scene_{n}"), str(folder / "dem.tif")) for n in names]


class Here:
    """`Workers` in this process, one scene after another; remembers what it was given."""

    words = "this process"

    def __init__(self) -> None:
        self.worked: list[str] = []

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *exc: object) -> None: ...

    def run(self, jobs: Sequence[SceneJob], options: BatchOptions, work: Path, listener: Listener) -> Iterator[Outcome]:
        for job in jobs:
            listener.check()
            self.worked.append(job.name)
            (work / job.name).mkdir()
            listener.started(job, "here")
            progress = Silent()
            progress.message = partial(listener.message, job)  # type: ignore[method-assign]
            try:
                yield Outcome(job, run_scene(job, options, work / job.name, progress), "here", 0.1)
            except Exception as error:
                yield failed(job, error, "here", 0.1)


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "l4s_core.cli.detect", *map(str, arguments)]


def run(*arguments: object, **how: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, timeout=200, check=False, **how)


def journal(out: Path) -> list[dict[str, Any]]:
    """The complete lines."""
    path = out / "run.jsonl"
    lines = path.read_text().split("\n")[:-1] if path.exists() else []
    return [json.loads(line) for line in lines]


def events(out: Path, kind: str) -> list[dict[str, Any]]:
    return [entry for entry in journal(out) if entry["event"] == kind]


def wait_until(what: Callable[[], Any], seconds: float = 60) -> Any:
    """What it gave when it first gave something true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.01)
    raise AssertionError("waited in vain")


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def worker_pids(out: Path) -> list[int]:
    return [int(pid) for entry in events(out, "started") for pid in re.findall(r"pid (\d+)", entry["worker"])]


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All tables of a GeoPackage, geometries as bytes, without times and what follows from them."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        names = [
            row[0]
            for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if row[0] not in ("merged_inputs", "merged_rows")  # whole files, with the times in them
        ]
        assert "landslides" in names and "run" in names
        return {name: [_masked(row) for row in database.execute(f'SELECT * FROM "{name}"')] for name in names}


def _masked(row: tuple[Any, ...]) -> tuple[Any, ...]:
    if any(isinstance(value, str) and _CHANGES.fullmatch(value) for value in row):
        return ("changes",)
    return tuple(_UUID.sub("UUID", _TIME.sub("TIME", v)) if isinstance(v, str) else v for v in row)


def results(out: Path) -> dict[str, Any]:
    """Path -> content, of everything in an output folder but the journal and the lock."""
    files = sorted(p for p in out.rglob("*") if p.is_file() and p.name not in ("run.jsonl", "run.lock"))
    assert not list(out.glob(".*"))
    return {str(p.relative_to(out)): dump(p) if p.suffix == ".gpkg" else p.read_bytes() for p in files}
