"""Patches in memory, labelled by a rule, for tests that need a data set but no files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from l4s_core.patches.types import Patch, PatchKey


@dataclass(frozen=True)
class MemoryPatches:
    """A `PatchSet` of arrays."""

    items: Sequence[Patch]
    channels: tuple[str, ...] = ("B4", "B3", "B2")
    absolute_scale: bool = True
    source: str = "memory"
    level: None = None

    @property
    def has_masks(self) -> bool:
        return all(patch.mask is not None for patch in self.items)

    @property
    def shape(self) -> tuple[int, int]:
        return self.items[0].values.shape[1:]

    @property
    def keys(self) -> list[PatchKey]:
        return [patch.key for patch in self.items]

    def __len__(self) -> int:
        return len(self.items)

    def read(self, index: int) -> Patch:
        return self.items[index]

    def subset(self, indices: Sequence[int]) -> MemoryPatches:
        chosen = [self.items[k] for k in sorted(indices)]
        return MemoryPatches(chosen, self.channels, self.absolute_scale, self.source)


def red_patches(
    count: int = 12,
    *,
    size: int | tuple[int, int] = 32,
    domains: Sequence[str] = ("Taiwan", "Nepal"),
    blocks: int = 0,
    seed: int = 0,
    masks: bool = True,
) -> MemoryPatches:
    """Patches whose landslides are mostly, not always, redder than the rest: `onnx_models.write_model` sees redness."""
    rng = np.random.default_rng(seed)
    rows, cols = (size, size) if isinstance(size, int) else size
    items = []
    for k in range(count):
        mask = np.zeros((rows, cols), np.uint8)
        if k % 4:
            top, left = rng.integers(0, rows // 2 + 1), rng.integers(0, cols // 2 + 1)
            mask[top : top + rows // 3, left : left + cols // 4] = 1
        redness = 0.4 + np.where(mask == 1, 0.3, -0.3) + rng.normal(0, 0.45) * rng.uniform(0.2, 1, mask.shape)
        base = rng.uniform(300, 700, (3, rows, cols))
        base[0] = base[2] + 1000 * redness
        key = PatchKey(k + 1, domains[k * len(domains) // count], f"block {k % blocks}" if blocks else None)
        items.append(Patch(key, base.astype(np.float32), mask if masks else None))
    return MemoryPatches(items)
