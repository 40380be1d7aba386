"""What a run costs besides the model, step by step: its results are played back after the first batch.

    python benchmarks/steps.py [--side 5490] [--format jp2] [--work FOLDER] [--profile FILE]

Prints elapsed and processor seconds and the memory of every step of `l4s-detect` over the scene of `suite.py` (Linux
only). Processor time is hardly disturbed by other programs, so this is where to look before and after a change.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import tempfile
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

from speed.measure import peak_mib
from speed.scene import speed_scene

import l4s_core
from l4s_core.base.progress import Silent
from l4s_core.inference.onnx_model import OnnxModel


class Steps(Silent):
    """Notes elapsed and processor time wherever a step begins, and the largest resident size before it."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[tuple[str, float, float, float]] = []
        self.stage("starting")

    def stage(self, name: str, total: int | None = None) -> None:
        times = os.times()
        self.marks.append((name, perf_counter(), times.user + times.system, peak_mib("self")))
        Path("/proc/self/clear_refs").write_text("5")  # begin anew with the largest size


def play_back() -> None:
    """Make `OnnxModel` compute the first batch of each shape only."""
    submit, known = OnnxModel.submit, {}

    def replayed(self: OnnxModel, batch: Any) -> Any:
        if batch.shape not in known:
            known[batch.shape] = submit(self, batch)()
        return lambda: known[batch.shape].copy()

    OnnxModel.submit = replayed  # type: ignore[method-assign]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--side", type=int, default=5490, help="pixels of 10 m along a side of the scene")
    parser.add_argument("--format", choices=("tif", "jp2"), default="tif")
    parser.add_argument("--work", type=Path, default=Path("runs/speed"), help="folder for the scene")
    parser.add_argument("--model", action="store_true", help="with the model, not played back")
    parser.add_argument("--profile", type=Path, help="file for a profile of the main thread, as of cProfile")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    scene = speed_scene(args.work, args.side, args.format)
    if not args.model:
        play_back()
    profile = cProfile.Profile() if args.profile else None
    with tempfile.TemporaryDirectory(dir=args.work) as folder:
        steps = Steps()
        if profile:
            profile.enable()
        l4s_core.detect(
            scene.folder, scene.dem, output=Path(folder) / "out.gpkg", progress=steps, clouds="builtin", offset=-1000,
            level="L2A",
        )  # fmt: skip
        if profile:
            profile.disable()
            profile.dump_stats(args.profile)
        steps.stage("end")
    print("| step | elapsed, s | processor, s | at most, MiB |\n|---|---|---|---|")
    for (name, start, cpu, _), (_, until, cpu_until, most) in pairwise(steps.marks):
        print(f"| {name} | {until - start:.1f} | {cpu_until - cpu:.1f} | {most:.0f} |")
    first, last = steps.marks[0], steps.marks[-1]
    most = max(mark[3] for mark in steps.marks[1:])  # before the first the scene may have been made
    print(f"| together | {last[1] - first[1]:.1f} | {last[2] - first[2]:.1f} | {most:.0f} |")


if __name__ == "__main__":
    main()
