"""What the panel proposes by itself: elevation that lies beside the scene, a layer that looks like a scene."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from qgis.core import QgsRasterLayer

from .inputs import InputProblem, check_raster, dem_of, product_of, refuse_picture
from .layers.files import AFTER, ROLE, SCENE, WHEN

# what elevation is called: DEM, DSM, dtm_10m, SRTM, Copernicus_DSM_COG_10_N11_00_E076_00_DEM, NASADEM, AW3D30, EUDEM
_ELEVATION = re.compile(r"(dem|dsm|dtm|srtm|aw3d|alos|elevation|heights?)(?![a-z])", re.IGNORECASE)
_NOT_ELEVATION = re.compile(r"(slope|aspect|hillshade|shade|roughness|curvature|mask)", re.IGNORECASE)
_MOST_OFFERED = 3
_MOST_LOOKED_AT = 2000  # files of a folder


def elevations_near(scene: str) -> tuple[list[Path], list[Path]]:
    """Files that are called like elevation: in the folder that is the scene, and beside the scene; a few of each.

    ``scene``: the path of a product, a folder of bands or a raster; anything else finds nothing.
    """
    path = Path(scene.strip()).expanduser() if scene.strip() else None
    if path is None or not path.exists() or path.parent == path:
        return [], []
    inside = _elevations_in(path) if path.is_dir() else []
    return inside, _elevations_in(path.parent)


def _elevations_in(folder: Path) -> list[Path]:
    try:
        names = sorted(path.name for path in islice(folder.iterdir(), _MOST_LOOKED_AT))
    except OSError:
        return []
    found = []
    for name in names:
        stem, ending = Path(name).stem, Path(name).suffix.lower()
        if ending in (".tif", ".tiff", ".vrt", ".img", ".hgt", ".dt2") and _ELEVATION.search(stem):
            layer = None if _NOT_ELEVATION.search(stem) else QgsRasterLayer(str(folder / name), stem)
            with suppress(InputProblem):
                if layer is not None and dem_of(layer):
                    found.append(folder / name)
        if len(found) == _MOST_OFFERED:
            break
    return found


def looks_like_scene(layer: Any) -> bool:
    """Whether a layer may be taken for the scene unasked: a raster file of several bands with measured values."""
    if not isinstance(layer, QgsRasterLayer) or layer.customProperty(ROLE):
        return False
    if product_of(layer) is not None:
        return True
    try:
        check_raster(layer)
        refuse_picture(layer)
    except InputProblem:
        return False
    return bool(layer.bandCount() > 2)


def scene_behind(layer: Any) -> str:
    """The scene that a layer is a picture of, as its maker wrote it on the layer; empty for another layer."""
    path = layer.customProperty(SCENE) if isinstance(layer, QgsRasterLayer) else None
    return str(path) if path and layer.customProperty(WHEN) == AFTER and Path(str(path)).exists() else ""
