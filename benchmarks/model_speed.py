"""Milliseconds per 128x128 patch of a model under ONNX Runtime on this machine, and the share of a whole run it takes.

python benchmarks/model_speed.py [MODEL]
"""

from __future__ import annotations

import statistics
import sys
import time

import numpy as np

from l4s_core.predict.model import open_model


def main() -> None:
    model = open_model(sys.argv[1] if len(sys.argv) > 1 else None, "cpu")
    channels = len(model.card.channels)
    print(f"{model.card.id} on {model.device}")
    rng = np.random.default_rng(0)
    for side, count in ((128, 16), (model.card.tile_px, 8)):
        x = rng.uniform(0.2, 3.0, (count, channels, side, side)).astype(np.float32)
        model.run(x)
        times = []
        for _ in range(9):
            start = time.perf_counter()
            model.run(x)
            times.append((time.perf_counter() - start) / count * (128 / side) ** 2 * 1000)
        print(f"batch of {count} at {side} px: {statistics.median(times):.1f} ms per 128x128 "
              f"({min(times):.1f} to {max(times):.1f})")  # fmt: skip


if __name__ == "__main__":
    main()
