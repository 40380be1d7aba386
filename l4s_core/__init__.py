"""Landslide inventories from Sentinel-2 and a DEM.

The public names are in ``__init__.pyi``; each is imported when it is first used, because GDAL, ONNX Runtime and
geopandas take seconds.
"""

import lazy_loader

from l4s_core._version import read_version

__version__ = read_version()
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__all__ += ["__version__"]
