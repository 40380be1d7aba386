"""A full Sentinel-2 tile on a GPU: time, share of the networks' own speed, memory. Run it where there is one.

    python benchmarks/gpu.py [--side 10980] [--work FOLDER] [--precision bf16] [--json FILE]
    python benchmarks/gpu.py --random           # without a scene on disk: windows of random numbers in memory
    python benchmarks/gpu.py --dry-run          # on the CPU, small, to see that the script itself works

Models: the default model in ONNX Runtime (CUDA), its network in PyTorch, and an ensemble of the four networks of
Kingdrone's recipes, enlarged four times (random weights: speed does not depend on them). For each, "forward" is the
rate of the networks on windows that lie on the GPU already, "windows" that of the step of a run that reads, computes
and writes the probability, "run" the whole of it, polygons included. The target is 70 % of forward for windows.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from devices.gpu_memory import Peak
from devices.machine import machine
from devices.made_models import KINGDRONE, KINGDRONE_SCALE, KINGDRONE_TILE, LITTLE, made_checkpoint, made_ensemble
from devices.pure_forward import windows_per_second

TARGET = 0.7
MODELS = ("default", "network", "ensemble")
LITTLE_SIDE, LITTLE_TILE = 240, 64
THRESHOLD = 0.999  # random weights would outline half of the scene otherwise


@dataclass(frozen=True)
class Line:
    """``windows`` of ``tile_px`` pixels, ``batch`` at a time; rates are windows per second. None: not measured."""

    name: str
    device: str
    windows: int
    tile_px: int
    batch: int
    forward_rate: float
    windows_rate: float
    share: float
    windows_s: float
    run_s: float | None
    gpu_mib: int | None
    stages: dict[str, float] | None  # seconds of the run by what it said it was doing


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--side", type=int, default=10980, help="pixels of 10 m along a side of the scene")
    parser.add_argument("--work", type=Path, default=Path("runs/speed"), help="folder for the scene, 5 GB for a tile")
    parser.add_argument("--precision", choices=("auto", "fp32", "bf16", "fp16"), default="auto")
    parser.add_argument("--only", default=",".join(MODELS), help=f"of {', '.join(MODELS)}, with commas")
    parser.add_argument("--random", action="store_true", help="windows of random numbers instead of a scene")
    parser.add_argument("--seconds", type=float, default=10.0, help="for the rate of the networks alone")
    parser.add_argument("--dry-run", action="store_true", help="on the CPU, with little of everything")
    parser.add_argument("--json", type=Path, help="file for the figures")
    args = parser.parse_args()
    if args.dry_run:
        args.side, args.seconds = min(args.side, LITTLE_SIDE), min(args.seconds, 0.2)
    elif missing := no_gpu():
        print(f"{missing} Run this where there is one, or see that the script works with --dry-run.", file=sys.stderr)
        sys.exit(2)
    lines = []
    for line in measure(args):
        lines.append(line)
        print(table([line]).splitlines()[-1], line.stages or "", file=sys.stderr)
        if args.json:  # what there is so far: GPUs are lent by the minute
            found = {"side": args.side, "random": args.random, "dry_run": args.dry_run, "target": TARGET}
            found["lines"] = [asdict(line) for line in lines]
            args.json.write_text(json.dumps(machine() | found, indent=1) + "\n")
    print(table(lines))


def no_gpu() -> str | None:
    """Why nothing can be measured here, as a sentence."""
    import torch

    if not torch.cuda.is_available():
        return "There is no CUDA GPU here that PyTorch can use."
    return None


def measure(args: argparse.Namespace) -> Iterator[Line]:
    import onnxruntime as ort

    from l4s_core.inference.installed import DEFAULT_MODEL

    device = "cpu" if args.dry_run else "cuda"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        wanted = args.only.split(",")
        if "default" in wanted:
            if args.dry_run or "CUDAExecutionProvider" in ort.get_available_providers():
                yield one("default model, ONNX Runtime", DEFAULT_MODEL, device, "auto", args, folder)  # the file's own
            else:
                print("Left out: the default model in ONNX Runtime, which has no CUDA here (pip install l4s[gpu]).")
        if "network" in wanted:
            lite = made_checkpoint(folder, "lite_unet", "lite0", 1, LITTLE_TILE if args.dry_run else 256)
            yield one("its network, PyTorch", lite, device, args.precision, args, folder)
        if "ensemble" not in wanted:
            return
        if args.dry_run:
            networks, scale, tile = LITTLE, 1, LITTLE_TILE
        else:
            networks, scale, tile = KINGDRONE, KINGDRONE_SCALE, KINGDRONE_TILE
        ensemble = made_ensemble(folder / "ensemble", networks, scale, tile)
        yield one(f"ensemble of {len(networks)}, PyTorch", ensemble, device, args.precision, args, folder)


def one(name: str, source: str | Path, device: str, precision: str, args: argparse.Namespace, folder: Path) -> Line:
    """One line of the table."""
    from l4s_core.inference.open import open_model
    from l4s_core.predict.batch_size import batch_for
    from l4s_core.predict.windows import WindowPlan

    with Peak() as peak:
        model = open_model(source, device, precision=precision)
        card = model.card
        plan = WindowPlan((args.side, args.side), card.tile_px, card.overlap_px)
        windows = len(plan.row_starts()) * len(plan.col_starts())
        print(f"{name} on {model.device}: {windows} windows of {plan.tile} px", file=sys.stderr)
        batch = batch_for(model, plan)
        forward = windows_per_second(model, plan.tile, batch, args.seconds)
        if args.random:
            windows_s, run_s, stages = random_run(model, plan.tile, windows, batch), None, None
        else:
            del model  # the run opens its own
            windows, windows_s, run_s, stages = scene_run(source, device, precision, args, folder)
            model = open_model(source, device, precision=precision)
    rate = windows / windows_s
    return Line(
        name, model.device, windows, plan.tile, batch, forward, rate, rate / forward, windows_s, run_s, peak.mib,
        stages,
    )  # fmt: skip


def random_run(model, tile: int, windows: int, batch: int) -> float:  # type: ignore[no-untyped-def]
    """Seconds for as many windows as a scene has, made beforehand."""
    from l4s_core.inference.ahead import run_ahead

    shape = (batch, model.card.input_channels, tile, tile)
    x = np.random.default_rng(0).uniform(0.2, 3.0, shape).astype(np.float32)
    counts = [min(batch, windows - first) for first in range(0, windows, batch)]
    start = perf_counter()
    for _ in run_ahead(model, counts, lambda count: x[:count]):
        pass
    return perf_counter() - start


def scene_run(
    source: str | Path, device: str, precision: str, args: argparse.Namespace, folder: Path
) -> tuple[int, float, float, dict[str, float]]:
    """Windows that were run, seconds of that step, of the whole run and of every step, over the scene on disk."""
    from speed.scene import speed_scene

    import l4s_core
    from l4s_core.base.progress import Silent

    class Stages(Silent):
        def __init__(self) -> None:
            super().__init__()
            self.starts: list[tuple[str, float]] = []

        def stage(self, name: str, total: int | None = None) -> None:
            self.starts.append((name, perf_counter()))

    scene = speed_scene(args.work, args.side)
    stages = Stages()
    start = perf_counter()
    inventory = l4s_core.detect(
        scene.folder, scene.dem, model=source, device=device, precision=precision, threshold=THRESHOLD, clouds="none",
        output=folder / "out.gpkg", overwrite=True, progress=stages,
    )  # fmt: skip
    end = perf_counter()
    times: dict[str, float] = {"before the first step": stages.starts[0][1] - start}
    for (name, begin), (_, until) in zip(stages.starts, [*stages.starts[1:], ("", end)], strict=True):
        times[name] = round(times.get(name, 0.0) + until - begin, 2)
    return int(inventory.run["windows"]), times["detecting landslides"], end - start, times


def table(lines: list[Line]) -> str:
    """For people, in Markdown."""
    rows = [
        "| model | device | windows | forward, windows/s | windows/s | share | windows, s | run, s | GPU MiB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for line in lines:
        share = f"{line.share:.0%}" + ("" if line.share >= TARGET else " (below target)")
        run = "-" if line.run_s is None else f"{line.run_s:.1f}"
        rows.append(
            f"| {line.name} | {line.device} | {line.windows} of {line.tile_px} px, {line.batch} at a time | "
            f"{line.forward_rate:.1f} | {line.windows_rate:.1f} | {share} | {line.windows_s:.1f} | {run} | "
            f"{'-' if line.gpu_mib is None else line.gpu_mib} |"
        )
    return "\n".join(rows)


if __name__ == "__main__":
    main()
