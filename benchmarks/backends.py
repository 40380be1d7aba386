"""ONNX Runtime, OpenVINO and PyTorch on the same networks and windows, on this machine's CPU.

    python benchmarks/backends.py [--threads N] [--only segformer,swin_unet] [--int8 FILE] [--json FILE]

One small variant of each family with random weights, and the default model; fp32 everywhere. Runs of the three
alternate and the fastest of each counts, so that what else the machine does falls on all. Prints milliseconds per
128x128 window, how many times as fast as ONNX Runtime the others are (by the clock and by processor time), and the
largest difference of a probability. ``--int8`` adds a file of ``l4s quantize`` made from the default model.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
import torch
from devices.machine import machine
from devices.made_models import made_card, made_network

from l4s_core.export.graph import make_graph
from l4s_core.export.onnx_bytes import to_bytes
from l4s_core.inference.card import ModelCard
from l4s_core.inference.installed import DEFAULT_MODEL, installed_models
from l4s_core.inference.open import open_model
from l4s_core.inference.torch_model import TorchModel
from l4s_core.networks.wrapper import LandslideNetwork

FAMILIES = (
    ("unet", "small"), ("swin_unet", "tiny"), ("efficientnetv2_unet", "b0"), ("resnet_unet", "18"),
    ("segformer", "b0"), ("hrnet_ocr", "w18_small"), ("deeplabv3plus", "resnet18"),
)  # fmt: skip
SIDE, BATCH = 128, 16
Run = Callable[[np.ndarray], np.ndarray]


def measured(runs: dict[str, Run], x: np.ndarray, repeats: int) -> dict[str, dict[str, float]]:
    """Milliseconds per window of each, by the clock and of the processor, and the difference to the first."""
    first = next(iter(runs.values()))(x)
    found = {name: {"difference": float(np.abs(run(x) - first).max())} for name, run in runs.items()}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for _ in range(repeats):
        for name, run in runs.items():
            wall, cpu = perf_counter(), process_time()
            run(x)
            times[name].append((perf_counter() - wall, process_time() - cpu))
    for name, pairs in times.items():
        for key, values in zip(("ms", "cpu_ms"), zip(*pairs, strict=True), strict=True):
            found[name][key] = min(values) / len(x) * 1000
    return found


def row(path: Path, net: TorchModel, threads: int, repeats: int) -> dict[str, dict[str, float]]:
    models = {name: open_model(path, "cpu", threads, backend=name) for name in ("onnx", "openvino")}
    models["torch"] = net
    x = windows(models["onnx"].card.input_channels)
    return measured({name: model.run for name, model in models.items()}, x, repeats)


def windows(channels: int) -> np.ndarray:
    return np.random.default_rng(0).uniform(0.2, 3, (BATCH, channels, SIDE, SIDE)).astype(np.float32)


def export(net: LandslideNetwork, card: ModelCard, folder: Path) -> Path:
    path = folder / f"{card.id}.onnx"
    graph = make_graph(net, len(card.channels), tile=SIDE, step=net.size_multiple, fixed=net.fixed_size)
    path.write_bytes(to_bytes(graph, card))
    return path


def in_torch(net: LandslideNetwork, card: ModelCard, threads: int) -> TorchModel:
    return TorchModel(net, card, "0" * 64, Path(card.id), "cpu", threads=threads)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--threads", type=int, default=machine()["cores"])
    parser.add_argument("--only", help="networks, with commas; default is the default model")
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--int8", type=Path, help="the default model as l4s quantize writes it")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    only = None if args.only is None else set(args.only.split(","))
    torch.set_num_threads(args.threads)
    rows: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        if only is None or "default" in only:
            net = made_network("lite_unet", "lite0")  # the default model's network, other weights
            eager = in_torch(net, made_card(net, SIDE), args.threads)
            found = row(installed_models()[DEFAULT_MODEL], eager, args.threads, args.repeats)
            del found["torch"]["difference"]
            rows[DEFAULT_MODEL] = found
            show(DEFAULT_MODEL, found)
        if args.int8:
            runs = {"fp32 onnx": open_model(None, "cpu", args.threads).run}
            for backend in ("onnx", "openvino"):
                runs[f"int8 {backend}"] = open_model(args.int8, "cpu", args.threads, backend=backend).run
            rows["int8"] = measured(runs, windows(3), args.repeats)
            show("int8", rows["int8"])
        for name, variant in FAMILIES:
            if only is None or name in only:
                net = made_network(name, variant)
                card = made_card(net, SIDE)
                path = export(net, card, Path(folder))
                found = row(path, in_torch(net, card, args.threads), args.threads, args.repeats)
                rows[f"{name} {variant}"] = found
                show(f"{name} {variant}", found)
    if args.json:
        args.json.write_text(json.dumps(machine() | {"threads": args.threads, "networks": rows}, indent=1) + "\n")


def show(name: str, found: dict[str, dict[str, float]]) -> None:
    first = next(iter(found.values()))
    cells = []
    for backend, figures in found.items():
        times, cpu_times = first["ms"] / figures["ms"], first["cpu_ms"] / figures["cpu_ms"]
        difference = f", difference {figures['difference']:.0e}" if "difference" in figures else ""
        cells.append(f"{backend} {figures['ms']:.1f} ms ({times:.2f} times, processor {cpu_times:.2f}{difference})")
    print(f"{name}: {'; '.join(cells)}", flush=True)


if __name__ == "__main__":
    main()
