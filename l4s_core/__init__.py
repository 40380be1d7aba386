"""Landslide inventories from Sentinel-2 and a DEM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from l4s_core._version import read_version

if TYPE_CHECKING:
    from l4s_core.batch.api import detect_batch as detect_batch
    from l4s_core.detection import detect as detect
    from l4s_core.inventory.types import Inventory as Inventory

__version__ = read_version()
__all__ = ["Inventory", "__version__", "detect", "detect_batch"]


def __getattr__(name: str) -> Any:
    # GDAL, ONNX Runtime and geopandas take seconds to import: only when something of theirs is used
    if name == "detect":
        from l4s_core.detection import detect

        return detect
    if name == "detect_batch":
        from l4s_core.batch.api import detect_batch

        return detect_batch
    if name == "Inventory":
        from l4s_core.inventory.types import Inventory

        return Inventory
    raise AttributeError(f"module 'l4s_core' has no attribute {name!r}")
