"""T1 and T2: whole runs of l4s-detect, as fast as the model alone allows, in memory that does not follow the scene."""

from __future__ import annotations

import sys
from pathlib import Path

from speed.measure import Result, Usage, command, script
from speed.scene import Format, SpeedScene, speed_scene

LEAST_SHARE = 0.9
MOST_MIB = 2048
MOST_GROWTH = 0.10


def detect(scene: SpeedScene, target: Path) -> Usage:
    """``l4s-detect`` with the built-in cloud test, which reads six bands of the scene once more."""
    return command(
        sys.executable, "-m", "l4s_core.cli.detect", scene.folder, "--dem", scene.dem, "-o", target, "--overwrite",
        "--clouds", "builtin", "--offset", "-1000", "--level", "L2A", "--progress", "json",
    )  # fmt: skip


def whole_runs(work: Path, side: int, kind: Format, repeats: int, wanted: set[str]) -> list[Result]:
    """T1 and T2, from the same runs; the model alone is measured before and after each."""
    scenes = [speed_scene(work, side, kind)]
    if "T2" in wanted:
        scenes.append(speed_scene(work, side // 2, kind))
    target = work / "out.gpkg"
    alone, runs = [script("forward.py", 10)], []
    for _ in range(repeats):
        runs.append(detect(scenes[0], target))
        windows = _windows(target)
        alone.append(script("forward.py", 10))
    found = []
    if "T1" in wanted:
        found.append(_rate(alone, runs, windows))
    if "T2" in wanted:
        found.append(_memory(scenes, [runs[0].peak_mib, detect(scenes[1], target).peak_mib]))
    return found


def _windows(inventory: Path) -> int:
    """How many windows were run, from the run table."""
    import pyogrio

    table = pyogrio.read_dataframe(inventory, layer="run", read_geometry=False)
    return int(table.set_index("name").loc["windows", "value"])


def _rate(alone: list[Usage], runs: list[Usage], windows: int) -> Result:
    wall = sum(a.output["s_per_window"] for a in alone) / len(alone)
    cpu = sum(a.output["cpu_s_per_window"] for a in alone) / len(alone)
    share = windows * wall * len(runs) / sum(r.wall_s for r in runs)
    return Result(
        "T1",
        f"whole run at least {LEAST_SHARE:.0%} as fast as the model alone",
        f"{share:.0%} ({runs[0].wall_s:.0f} s for {windows} windows)",
        share >= LEAST_SHARE,
        {
            "share": share,
            "share_cpu": windows * cpu * len(runs) / sum(r.cpu_s for r in runs),
            "windows": windows,
            "run_wall_s": [r.wall_s for r in runs],
            "run_cpu_s": [r.cpu_s for r in runs],
            "model_s_per_window": [a.output["s_per_window"] for a in alone],
            "model_cpu_s_per_window": [a.output["cpu_s_per_window"] for a in alone],
        },
    )


def _memory(scenes: list[SpeedScene], peaks_mib: list[float]) -> Result:
    growth = abs(peaks_mib[0] / peaks_mib[1] - 1)
    words = ", ".join(f"{peak:.0f} MiB at {scene.side}" for scene, peak in zip(scenes, peaks_mib, strict=True))
    return Result(
        "T2",
        f"at most {MOST_MIB} MiB, within {MOST_GROWTH:.0%} between half the side and all of it",
        f"{words} px ({growth:.0%})",
        max(peaks_mib) <= MOST_MIB and growth <= MOST_GROWTH,
        {"peak_mib": {str(s.side): p for s, p in zip(scenes, peaks_mib, strict=True)}},
    )
