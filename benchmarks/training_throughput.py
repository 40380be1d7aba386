"""Is the loader the limit? Patches per second of training, with the data loader and with one batch in memory.

    python benchmarks/training_throughput.py --data ../shared/data/l4s/TrainData

Three rates in one run: the loader alone (read, normalise, augment), the steps alone on one batch that stays where it
is, and both together. The loader is not the limit where "together" is close to the smaller of the two.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from itertools import islice, repeat
from pathlib import Path
from typing import Any

import torch
from torch.utils.data import DataLoader

from l4s_core.base.progress import Silent
from l4s_core.losses import parse_loss
from l4s_core.networks.registry import build_network
from l4s_core.training.augmentation.augment import AugmentOptions
from l4s_core.training.dataset import TrainingSamples
from l4s_core.training.fit import Hardware, loader_workers
from l4s_core.training.prepare import prepare
from l4s_core.training.recipes.files import load_recipe
from l4s_core.training.stream import PatchStream, StreamBatches


def endless(loader: DataLoader[Any]) -> Iterator[Any]:
    while True:
        yield from loader


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data/l4s/TrainData"))
    parser.add_argument(
        "--recipes", nargs="+", default=["baseline", "kingdrone-efficientnetv2", "lettmoden-amit-segformer"]
    )
    parser.add_argument("--scale", type=float, default=1.0, help="scale promotion for all")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--workers", type=int, help="loader processes; default as l4s train chooses")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    args = parser.parse_args()
    hardware = Hardware(args.device)
    workers = loader_workers(args.workers, hardware)
    device = torch.device("cuda" if hardware.cuda else "cpu")
    full = AugmentOptions(
        flips=True, rotations=True, zoom=(1.0, 1.5), colour=0.2, colour_probability=1.0, channel_dropout={"B10": 0.5}
    )
    print(f"{hardware.words()}; batch {args.batch}, {workers} loader processes, all augmentation, scale {args.scale:g}")
    print(f"{'recipe':<28}{'loader':>12}{'steps':>12}{'together':>12}   together / steps")
    for name in args.recipes:
        recipe = load_recipe(name, [f"network.scale={args.scale}"])
        prepared = prepare(recipe, args.data, Silent())
        samples = TrainingSamples(prepared.train, prepared.normaliser, prepared.domains, full, 0)
        batches = StreamBatches(PatchStream(len(samples), 0), args.batch, 1000)
        loader = DataLoader(samples, batch_sampler=batches, num_workers=workers, persistent_workers=workers > 0)
        net = build_network(recipe.network_spec(1)).to(device, memory_format=torch.channels_last).train()  # type: ignore[call-overload]
        half = hardware.trainer_options(recipe.train)["precision"] == "bf16-mixed"
        loss = parse_loss(recipe.loss)
        optimiser = torch.optim.AdamW(net.parameters(), lr=1e-5)

        def step(batch: Any, net: Any = net, loss: Any = loss, optimiser: Any = optimiser, half: bool = half) -> None:
            image = batch[0].to(device, non_blocking=True).contiguous(memory_format=torch.channels_last)
            with torch.autocast(device.type, torch.bfloat16, enabled=half):
                output = net.train_forward(image)
            total, _ = loss(output, batch[1].to(device, non_blocking=True))
            optimiser.zero_grad()
            total.backward()
            optimiser.step()

        def rate(work: Any, count: int, do: Any) -> float:
            """Patches per second of ``do`` on ``count`` batches."""
            if device.type == "cuda":
                torch.cuda.synchronize()
            started = time.perf_counter()
            for one in islice(work, count):
                do(one)
            if device.type == "cuda":
                torch.cuda.synchronize()
            return float(args.batch * count / (time.perf_counter() - started))

        stream = endless(loader)
        for batch in islice(stream, 3):  # warm up, fill the cache
            step(batch)
        fixed = [part.to(device) for part in next(stream)]
        ready = 2 * workers + 1  # batches that were loaded while something else was measured do not count
        for _ in islice(stream, ready):
            pass
        loading = rate(stream, max(args.steps, 10 * ready), lambda batch: None)
        stepping = rate(repeat(fixed), args.steps, step)
        for _ in islice(stream, ready):
            pass
        together = rate(stream, args.steps, step)
        print(f"{name:<28}{loading:>10.1f}/s{stepping:>10.1f}/s{together:>10.1f}/s   {together / stepping:.2f}")


if __name__ == "__main__":
    main()
