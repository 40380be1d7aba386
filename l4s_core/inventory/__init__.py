"""Probability -> mask -> polygons -> attributes -> inventory -> file.

The names below are the public ones; each is imported when it is first used, because rasterio, shapely and geopandas
take a second or two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from l4s_core.base.lazy import lazy_names

if TYPE_CHECKING:
    from l4s_core.inventory.files.read import read_inventory as read_inventory
    from l4s_core.inventory.files.write import check_output as check_output
    from l4s_core.inventory.files.write import write_inventory as write_inventory
    from l4s_core.inventory.outline.build import build_inventory as build_inventory
    from l4s_core.inventory.outline.build import outline as outline
    from l4s_core.inventory.outline.landslides import attributes as attributes
    from l4s_core.inventory.outline.landslides import crown_toe as crown_toe
    from l4s_core.inventory.outline.mask import Dropped as Dropped
    from l4s_core.inventory.outline.mask import Mask as Mask
    from l4s_core.inventory.outline.mask import check_options as check_options
    from l4s_core.inventory.outline.mask import make_mask as make_mask
    from l4s_core.inventory.outline.mask import write_mask as write_mask
    from l4s_core.inventory.outline.polygons import not_observed as not_observed
    from l4s_core.inventory.outline.polygons import polygonise as polygonise
    from l4s_core.inventory.outline.zones import Zonal as Zonal
    from l4s_core.inventory.outline.zones import zonal as zonal
    from l4s_core.inventory.types import Inventory as Inventory
    from l4s_core.inventory.types import MaskOptions as MaskOptions
    from l4s_core.inventory.types import RunFacts as RunFacts
    from l4s_core.inventory.types import Terrain as Terrain

_MODULE_OF = {
    "Dropped": "mask",
    "Inventory": "model",
    "Mask": "mask",
    "MaskOptions": "model",
    "RunFacts": "model",
    "Terrain": "model",
    "Zonal": "zones",
    "attributes": "landslides",
    "build_inventory": "build",
    "check_options": "mask",
    "check_output": "write",
    "crown_toe": "landslides",
    "make_mask": "mask",
    "not_observed": "polygons",
    "outline": "build",
    "polygonise": "polygons",
    "read_inventory": "read",
    "write_inventory": "write",
    "write_mask": "mask",
    "zonal": "zones",
}
__all__ = sorted(_MODULE_OF)

__getattr__, __dir__ = lazy_names(__name__, _MODULE_OF)
