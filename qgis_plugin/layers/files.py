"""The files of a result and the layers in them. What each format holds where: docs/inventory.md."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsRasterLayer, QgsVectorLayer

from ..i18n_text import tr

LANDSLIDES = "landslides"
CROWN_TOE = "crown_toe"
NOT_OBSERVED = "not_observed"
BARE_BEFORE = "bare_before"
SCENES = "scenes"
PROBABILITY = "probability"
PREVIEW = "preview"
PICTURE_OF_SCENE = "picture"

ROLE = "l4s/role"
"""Custom property of every layer that the plugin adds: one of the names above."""
RESULT = "l4s/result"
"""Custom property of the group of a result and of its layers: which result they are of."""
PICTURE, WHEN, SCENE = "l4s/picture", "l4s/when", "l4s/scene"
"""Custom properties of a layer that shows a scene: which picture, of which of the two scenes, and the scene's path."""
AFTER, BEFORE = "after", "before"
"""The values of `WHEN`."""


class ResultProblem(Exception):
    """One sentence: what is wrong with the files or layers of a result, and what to do."""


@dataclass(frozen=True)
class ResultFiles:
    """What a run wrote.

    Attributes
    ----------
    inventory
        The GeoPackage, GeoJSON, FlatGeobuf or Shapefile that was asked for.
    probability
        The probability raster, or None.
    scene_date
        Date or date and time (ISO 8601, UTC) of the scene, or None when it is not known.
    name
        What the group is called, without the date.
    """

    inventory: Path
    probability: Path | None
    scene_date: str | None
    name: str


def source_of(inventory: Path, layer: str) -> str:
    """The data source of one layer of an inventory, as QGIS's OGR provider takes it."""
    suffix = inventory.suffix.lower()
    if suffix == ".gpkg":
        return f"{inventory}|layername={layer}"
    if layer == LANDSLIDES:
        return str(inventory)
    between = "." if suffix == ".geojson" else "_"
    return str(inventory.with_name(f"{inventory.stem}{between}{layer}{inventory.suffix}"))


def open_vector(inventory: Path, layer: str, name: str) -> QgsVectorLayer | None:
    """A layer of an inventory without any style; None when the file has no such layer."""
    source = source_of(inventory, layer)
    if not Path(source.partition("|")[0]).is_file():
        return None
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    opened = QgsVectorLayer(source, name, "ogr", options)
    if not opened.isValid():
        return None
    opened.setCustomProperty(ROLE, layer)
    return opened


def open_landslides(inventory: Path, name: str) -> QgsVectorLayer:
    """The polygons of an inventory. Raises ResultProblem when they cannot be read."""
    if not inventory.is_file():
        raise ResultProblem(tr("The inventory {file} is not there; run the detection again.").format(file=inventory))
    opened = open_vector(inventory, LANDSLIDES, name)
    if opened is None:
        raise ResultProblem(
            tr("{file} has no layer of landslides that QGIS can read; choose a file that l4s wrote.").format(
                file=inventory
            )
        )
    return opened


def open_probability(path: Path, name: str) -> QgsRasterLayer:
    """The probability raster. Raises ResultProblem when it cannot be read."""
    opened = QgsRasterLayer(str(path), name, "gdal") if path.is_file() else None
    if opened is None or not opened.isValid():
        raise ResultProblem(
            tr("The probability raster {file} cannot be read; run the detection again.").format(file=path)
        )
    opened.setCustomProperty(ROLE, PROBABILITY)
    return opened
