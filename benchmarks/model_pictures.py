"""What two models mark in every whole scene at hand, side by side as one picture.

    python benchmarks/model_pictures.py l4s-lite-v0 l4s-lite-v4 -o models_scenes.jpg

Scenes and how they are opened are those of `model_scores.py`, without a cloud test; red is what is marked, and each
picture says how much of the observed land that is.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import model_scores as measured
import numpy as np

import l4s_core
from l4s_core.inventory.outline.mask import NOT_OBSERVED

COLOURS = ("B4", "B3", "B2")
RED = (0.86, 0.0, 0.1)
LEFT_OUT = ("fields 2", "bigearthnet")  # the same ground on another day; patches


def scenes(data: Path, work: Path) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Name, path, options of `detect` of the scenes with and without landslides."""
    for name, how in measured.FLOWS.items():
        yield name, data / "scenes" / name, {"offset": how["offset"], "level": "L2A"}
    yield "hokkaido after", data / "scenes" / "hokkaido_2018" / "post", {"offset": 0, "level": "L2A"}
    for name, path, how in measured.grounds(data / "scenes", work):
        if not name.startswith(LEFT_OUT):
            yield name, path, how


def colours(path: Path, how: dict[str, Any], shape: tuple[int, int]) -> np.ndarray:
    """(rows, cols, 3) of 0 to 1, stretched between the 2nd and the 98th percentile of what was observed."""
    with l4s_core.open_stack(path, no_dem=True, required=COLOURS, **how) as stack:
        values, reasons = stack.read_observed(COLOURS, (slice(0, shape[0]), slice(0, shape[1])))
    seen = reasons == 0
    picture = np.empty((*shape, 3))
    for k, band in enumerate(values):
        low, high = np.percentile(band[seen], (2, 98))
        picture[..., k] = np.where(seen, np.clip((band - low) / max(high - low, 1.0), 0, 1), 1.0)
    return picture


def main() -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs=2, help="as l4s-detect takes them")
    parser.add_argument("--data", type=Path, default=measured.DATA)
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as work:
        for name, path, how in scenes(args.data, Path(work)):
            marks = [measured._mask(path, model, clouds="none", **how)[0] for model in args.models]
            rows.append((name, colours(path, how, marks[0].shape), marks))
            print(name, [int((mark == 1).sum()) for mark in marks], flush=True)
    figure, axes = plt.subplots(len(rows), 3, figsize=(10, 2.6 * len(rows)), layout="constrained")
    for line, (name, picture, marks) in zip(axes, rows, strict=True):
        for axis in line:
            axis.set_axis_off()
        line[0].imshow(picture, aspect="equal")
        line[0].set_title(name, fontsize=9, loc="left")
        for axis, model, mark in zip(line[1:], args.models, marks, strict=True):
            grey = np.repeat(picture.mean(axis=2, keepdims=True) * 0.7 + 0.3, 3, axis=2)
            grey[mark == 1] = RED
            axis.imshow(grey, aspect="equal")
            share = 100 * float((mark[mark != NOT_OBSERVED] == 1).mean())
            axis.set_title(f"{Path(model).stem}: {share:.2f} %", fontsize=9, loc="left")
    figure.savefig(args.output, dpi=110, pil_kwargs={"quality": 82, "optimize": True})


if __name__ == "__main__":
    main()
