"""Patches kept in memory after the first reading: decoding HDF5 takes far longer than a training step may."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path

from l4s_core.base.machine import available_memory_bytes
from l4s_core.base.progress import Progress, Silent
from l4s_core.patches.fileset import ascending
from l4s_core.patches.types import Patch, PatchKey, PatchSet

_UNKNOWN_MEMORY_BYTES = 4 * 2**30  # assumed where the system does not tell


class CachedPatchSet:
    """A `PatchSet` that remembers what it read, float32 and uint8, up to ``budget_bytes``.

    `read` gives copies, so whoever changes a patch does not change the next reader's. Safe with threads. A process that
    was forked from this one sees what is cached here without another copy in memory, and keeps nothing more itself;
    so call `fill` before data loader workers start. A pickled copy (workers that are spawned) starts empty.

    Parameters
    ----------
    patch_set : where the patches come from.
    budget_bytes : None is a quarter of the memory that is available now.
    """

    def __init__(self, patch_set: PatchSet, budget_bytes: int | None = None) -> None:
        self._inner = patch_set
        self._store = _Store(available_memory() // 4 if budget_bytes is None else budget_bytes)
        self.source = patch_set.source
        self.channels = patch_set.channels
        self.absolute_scale = patch_set.absolute_scale
        self.has_masks = patch_set.has_masks
        self.shape = patch_set.shape
        self.level = patch_set.level
        self.keys: Sequence[PatchKey] = patch_set.keys

    def __len__(self) -> int:
        return len(self._inner)

    @property
    def cached(self) -> int:
        """How many patches are in memory, those of other subsets included."""
        return len(self._store.patches)

    def read(self, index: int) -> Patch:
        """See ``PatchSet.read``."""
        key = self.keys[index]
        patch = self._store.patches.get(key)
        if patch is None:
            patch = self._inner.read(index)
            self._store.offer(patch)
        return Patch(key, patch.values.copy(), None if patch.mask is None else patch.mask.copy())

    def fill(self, progress: Progress | None = None) -> None:
        """Read all patches, or as many as the budget holds."""
        progress = progress or Silent()
        progress.stage("reading the patches", len(self))
        for index, key in enumerate(self.keys):
            progress.check()
            if key not in self._store.patches and not self._store.offer(self._inner.read(index)):
                return
            progress.advance()

    def subset(self, indices: Sequence[int]) -> CachedPatchSet:
        """These patches only, with the same memory behind them."""
        part = CachedPatchSet(self._inner.subset(ascending(indices, len(self))), 0)
        part._store = self._store
        return part


class _Store:
    def __init__(self, budget_bytes: int) -> None:
        self.budget_bytes = budget_bytes
        self.patches: dict[PatchKey, Patch] = {}
        self._used = 0
        self._lock = threading.Lock()
        self._process = os.getpid()

    def offer(self, patch: Patch) -> bool:
        """Keep the patch if there is room; False when there is not."""
        if os.getpid() != self._process:
            return False
        size = patch.values.nbytes + (0 if patch.mask is None else patch.mask.nbytes)
        with self._lock:
            if patch.key in self.patches:
                return True
            if self._used + size > self.budget_bytes:
                return False
            self._used += size
            self.patches[patch.key] = patch
            return True

    def __getstate__(self) -> dict[str, int]:
        return {"budget_bytes": self.budget_bytes}

    def __setstate__(self, state: dict[str, int]) -> None:
        # one of several workers: each would fill its own copy of the budget
        self.__init__(0)  # type: ignore[misc]


def available_memory() -> int:
    """Bytes that can be had without swapping: the system's figure, or the container's limit where that is lower."""
    found = [value for value in (available_memory_bytes(), _cgroup()) if value is not None]
    return min(found, default=_UNKNOWN_MEMORY_BYTES)


def _cgroup() -> int | None:
    folder = Path("/sys/fs/cgroup")
    try:
        limit = int((folder / "memory.max").read_text())  # "max" without a limit
        return max(0, limit - int((folder / "memory.current").read_text()))
    except (OSError, ValueError):
        return None
