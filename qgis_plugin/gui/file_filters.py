"""Kinds of files that the file dialogs offer."""

from __future__ import annotations

from ..i18n_text import tr

INVENTORY_FILTERS = "GeoPackage (*.gpkg);;GeoJSON (*.geojson);;FlatGeobuf (*.fgb);;Shapefile (*.shp)"


def scene_filters() -> str:
    return _with_all(tr("Sentinel-2 scenes"), "*.zip *.tif *.tiff *.jp2 *.vrt *.json MTD_MSIL*.xml")


def dem_filters() -> str:
    return _with_all(tr("Elevation rasters"), "*.tif *.tiff *.vrt *.img *.hgt *.dt2")


def model_filters() -> str:
    return _with_all(tr("Models"), "*.onnx *.safetensors *.yaml")


def _with_all(words: str, patterns: str) -> str:
    return f"{words} ({patterns});;{tr('All files')} (*)"
