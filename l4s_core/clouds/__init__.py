"""Where a scene cannot be seen: the product's own classes, a network, a spectral test, or nothing.

The names below are the public ones; each is imported when it is first used, because rasterio takes a while.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from l4s_core.base.lazy import lazy_names

if TYPE_CHECKING:
    from l4s_core.clouds.choose import choose_cloud_mask as choose_cloud_mask
    from l4s_core.clouds.types import CloudMask as CloudMask
    from l4s_core.clouds.types import CloudMethod as CloudMethod
    from l4s_core.clouds.types import Optical as Optical

_MODULE_OF = {
    "CloudMask": "model",
    "CloudMethod": "model",
    "Optical": "model",
    "choose_cloud_mask": "choose",
}
__all__ = sorted(_MODULE_OF)

__getattr__, __dir__ = lazy_names(__name__, _MODULE_OF)
