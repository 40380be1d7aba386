"""Lets a GPU build of torchvision load beside a CPU build of PyTorch, for the tests only.

torchvision registers Python implementations for two operators whose schemas its binary part would define; that part
does not load without CUDA, and the import fails with "operator torchvision::nms does not exist". Defining the schemas
just before the import is enough, because nothing here calls the operators. ``scripts/test`` puts this module into its
environment, where it waits for the import.
"""

from __future__ import annotations

import importlib.abc
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

_KEPT_ALIVE: list[object] = []


class _DefineOperators(importlib.abc.MetaPathFinder):
    """Finds nothing; the first search for torchvision defines what it lacks."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == "torchvision":
            sys.meta_path.remove(self)
            import torch

            library = torch.library.Library("torchvision", "DEF")
            for name in ("nms", "qnms"):
                library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
            _KEPT_ALIVE.append(library)
        return None


sys.meta_path.insert(0, _DefineOperators())
