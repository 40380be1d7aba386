"""What depthwise convolutions in fp32 are worth while a network trains in bf16 on this machine's CPU.

    python benchmarks/depthwise.py [--threads N] [--steps N] [--batch 16] [--json FILE]

Steps (forward, loss, backward, optimiser) of the default network on random patches of 128x128: all fp32, bf16
autocast, and bf16 with `keep_depthwise_fp32`. The three alternate and the median of each counts, so that what else the
machine does falls on all; read the ratios. It says whether the processor has bf16 of its own (AVX512-BF16, AMX).
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import torch
from devices.machine import machine

from l4s_core.networks.inflate import RGB
from l4s_core.networks.lite_unet import LiteUnet
from l4s_core.training.depthwise import keep_depthwise_fp32

SIDE = 128


def step_of(net: torch.nn.Module, x: torch.Tensor, y: torch.Tensor, bf16: bool) -> Callable[[], None]:
    """One step of training, for calling again and again."""
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-4)

    def step() -> None:
        optimiser.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
            out = net(x)
        torch.nn.functional.binary_cross_entropy_with_logits(out.float(), y).backward()
        optimiser.step()

    return step


def measured(batch: int, steps: int) -> dict[str, float]:
    """Seconds per step of each way, the median of ``steps``."""
    torch.manual_seed(0)
    x = torch.rand(batch, len(RGB), SIDE, SIDE)
    y = (torch.rand(batch, 1, SIDE, SIDE) > 0.95).float()
    nets = {name: LiteUnet().train() for name in ("fp32", "bf16", "bf16, depthwise fp32")}
    keep_depthwise_fp32(nets["bf16, depthwise fp32"])
    runs = {name: step_of(net, x, y, name != "fp32") for name, net in nets.items()}
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(steps + 1):
        for name, run in runs.items():
            began = perf_counter()
            run()
            if number:  # the first one also sets up
                taken[name].append(perf_counter() - began)
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, help="of PyTorch; default: its own choice")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    facts = machine()
    own = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    print(f"{facts}; {torch.get_num_threads()} threads; bf16 of its own: {'yes' if own else 'no'}")
    seconds = measured(args.batch, args.steps)
    print("| way | s per step | time against bf16 |\n|---|---|---|")
    for name, value in seconds.items():
        print(f"| {name} | {value:.2f} | {value / seconds['bf16']:.2f} |")
    if args.json:
        args.json.write_text(json.dumps({"machine": facts, "own_bf16": own, "seconds": seconds}, indent=1))


if __name__ == "__main__":
    main()
