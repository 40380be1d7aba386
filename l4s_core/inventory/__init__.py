"""Probability -> mask -> polygons -> attributes -> inventory -> file.

The names below are the public ones; each is imported when it is first used, because rasterio, shapely and geopandas
take a second or two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from l4s_core.lazy import lazy_names

if TYPE_CHECKING:
    from l4s_core.inventory.build import build_inventory as build_inventory
    from l4s_core.inventory.build import outline as outline
    from l4s_core.inventory.landslides import attributes as attributes
    from l4s_core.inventory.landslides import crown_toe as crown_toe
    from l4s_core.inventory.mask import Dropped as Dropped
    from l4s_core.inventory.mask import Mask as Mask
    from l4s_core.inventory.mask import check_options as check_options
    from l4s_core.inventory.mask import make_mask as make_mask
    from l4s_core.inventory.mask import write_mask as write_mask
    from l4s_core.inventory.model import Inventory as Inventory
    from l4s_core.inventory.model import MaskOptions as MaskOptions
    from l4s_core.inventory.model import RunFacts as RunFacts
    from l4s_core.inventory.model import Terrain as Terrain
    from l4s_core.inventory.polygons import not_observed as not_observed
    from l4s_core.inventory.polygons import polygonise as polygonise
    from l4s_core.inventory.read import read_inventory as read_inventory
    from l4s_core.inventory.write import check_output as check_output
    from l4s_core.inventory.write import write_inventory as write_inventory
    from l4s_core.inventory.zones import Zonal as Zonal
    from l4s_core.inventory.zones import zonal as zonal

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
