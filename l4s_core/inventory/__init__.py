"""Probability -> mask -> polygons -> attributes -> inventory -> file.

The public names are in ``__init__.pyi``; each is imported when it is first used, because rasterio, shapely and
geopandas take a second or two.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
