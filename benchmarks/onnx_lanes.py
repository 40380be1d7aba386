"""Windows side by side on a thread each, against windows together on all threads: ONNX Runtime on the CPU.

    python benchmarks/onnx_lanes.py [--rounds 8] [--seconds 3]

Prints windows per second of each way, by the clock, in turns: the median of the rounds and its ratio to the first line.
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from time import perf_counter

import numpy as np
import onnxruntime as ort

from l4s_core.inference.installed import DEFAULT_MODEL, installed_models

TILE = 256


def session(threads: int) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.intra_op_num_threads = threads
    return ort.InferenceSession(installed_models()[DEFAULT_MODEL], options, providers=["CPUExecutionProvider"])


def rate(one: ort.InferenceSession, side_by_side: int, batch: int, seconds: float) -> float:
    """Windows per second."""
    name = one.get_inputs()[0].name
    x = np.random.default_rng(0).uniform(0.2, 3.0, (batch, one.get_inputs()[0].shape[1], TILE, TILE)).astype(np.float32)
    start = perf_counter()

    def work() -> int:
        done = 0
        while perf_counter() - start < seconds:
            one.run(None, {name: x})
            done += batch
        return done

    with ThreadPoolExecutor(side_by_side) as pool:
        windows = sum(future.result() for future in [pool.submit(work) for _ in range(side_by_side)])
    return windows / (perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=3.0)
    args = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    together, single = session(cores), session(1)
    ways = [(f"4 together on {cores} threads", together, 1, 4)]
    ways += [(f"{cores} x {batch} on a thread each", single, cores, batch) for batch in (4, 2, 1)]
    found: dict[str, list[float]] = {name: [] for name, *_ in ways}
    for _ in range(args.rounds):
        for name, one, side_by_side, batch in ways:
            found[name].append(rate(one, side_by_side, batch, args.seconds))
    first = median(next(iter(found.values())))
    print("| windows | per second | times |\n|---|---|---|")
    for name, rates in found.items():
        print(f"| {name} | {median(rates):.1f} | {median(rates) / first:.2f} |")


if __name__ == "__main__":
    main()
