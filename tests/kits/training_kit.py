"""Small made-up patches that a small network learns in seconds, and the call that trains on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import h5py
import numpy as np
import numpy.typing as npt

from l4s_core.channels.l4s import L4S_CHANNELS
from l4s_core.training.recipes.files import make_recipe
from l4s_core.training.recipes.recipe import Recipe

if TYPE_CHECKING:
    from torch import Tensor

Mask = npt.NDArray[np.uint8]
MEANS = np.array([channel.l4s_divisor for channel in L4S_CHANNELS])


def write_patches(
    folder: Path, count: int = 24, size: int = 32, seed: int = 0, label: Callable[[int, Mask], Mask] | None = None
) -> Path:
    """L4S HDF5 patches in which landslides are bright in red and dark in near infrared.

    ``label`` makes of a patch's number and its true mask the one that is written.
    """
    rng = np.random.default_rng(seed)
    for name in ("img", "mask"):
        (folder / name).mkdir(parents=True)
    for number in range(1, count + 1):
        mask = np.zeros((size, size), np.uint8)
        r, c = rng.integers(2, size - 12, 2)
        mask[r : r + rng.integers(5, 10), c : c + rng.integers(5, 10)] = 1
        x = rng.normal(1.0, 0.1, (size, size, 14))
        x[mask == 1, 3] += 1.0
        x[mask == 1, 7] -= 0.5
        raw = np.maximum(np.round(x * MEANS), 1)
        with h5py.File(folder / "img" / f"image_{number}.h5", "w") as file:
            file["img"] = raw / MEANS
        with h5py.File(folder / "mask" / f"mask_{number}.h5", "w") as file:
            file["mask"] = mask if label is None else label(number, mask)
    return folder


def small_recipe(**changes: object) -> Recipe:
    """Everything random switched on, on the smallest network."""
    raw: dict[str, object] = {
        "name": "small",
        "summary": "For tests",
        "network": {"name": "smp:Unet:tu-resnet10t", "mc_dropout": 0.3},
        "channels": ["B4", "B3", "B2", "B8"],
        "augment": {"flips": True, "rotations": True, "colour": 0.1, "colour_probability": 0.5},
        "mixup_alpha": 0.2,
        "loss": "ce + lovasz",
        "optimiser": {"name": "adamw", "lr": 2e-3, "weight_decay": 0.01},
        "schedule": {"kind": "poly", "power": 0.9},
        "train": {"steps": 30, "batch": 4, "check_every": 10},
        "split": {"by": "blocks", "validation": [[15, 19]], "test": [[22, 24]], "guard": 0},
    }
    return make_recipe(raw | changes, "the test")


def largest_difference(a: dict[str, Tensor], b: dict[str, Tensor]) -> float:
    """The largest absolute difference between two state dicts with the same keys."""
    if a.keys() != b.keys():
        raise ValueError("the two states have other keys")
    return max((float((a[name].double() - b[name].double()).abs().max()) for name in a if a[name].numel()), default=0.0)
