"""How fast the default model alone is: windows in memory, handed over as in a run. Prints JSON.

python forward.py SECONDS
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from time import perf_counter, process_time

import numpy as np

from l4s_core.inference.ahead import run_ahead
from l4s_core.inference.batch_size import BATCH_PX
from l4s_core.inference.open import open_model


def main(seconds: float) -> None:
    model = open_model(None, "cpu")
    tile = model.card.tile_px
    count = max(1, BATCH_PX // tile**2)
    shape = (count, model.card.input_channels, tile, tile)
    batch = np.random.default_rng(0).uniform(0.2, 3.0, shape).astype(np.float32)
    model.run(batch)
    start, cpu, windows = perf_counter(), process_time(), 0

    def batches() -> Iterator[np.ndarray]:
        while perf_counter() - start < seconds:
            yield batch

    for _ in run_ahead(model, batches(), lambda batch: batch):
        windows += count
    wall, cpu = perf_counter() - start, process_time() - cpu
    print(json.dumps({"s_per_window": wall / windows, "cpu_s_per_window": cpu / windows, "tile_px": tile}))


if __name__ == "__main__":
    main(float(sys.argv[1]))
