"""Where a scene cannot be seen: the product's own classes, a network, a spectral test, or nothing.

The public names are in ``__init__.pyi``; each is imported when it is first used, because rasterio takes a while.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
