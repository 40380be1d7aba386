"""From what stands in QGIS (layers, files) to paths for the backend, or one sentence of what to do."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsProject, QgsProviderRegistry, QgsRasterLayer

from .band_names import UNUSED, recognise, recognise_all
from .i18n_text import tr
from .jobs import band_item
from .typed_paths import exists, is_file, is_folder

# one part of a product as QGIS's browser adds it: SENTINEL2_L2A:/vsizip//x/S2A.SAFE.zip/S2A.SAFE/MTD_MSIL2A.xml:10m:...
_SUBDATASET = re.compile(r"SENTINEL2_L\w+:(?P<path>.+\.xml)(:\w+)*$", re.IGNORECASE)
_ZIP = re.compile(r"^/vsizip/\{?(?P<zip>.+?\.zip)\}?(/|$)", re.IGNORECASE)
_WEB = re.compile(r"^(/vsicurl|/vsis3|/vsigs|/vsiaz|https?:|s3:)", re.IGNORECASE)
_WEB_PROVIDERS = {"wms", "wcs", "arcgismapserver", "xyzvectortiles", "vectortile"}


class InputProblem(Exception):
    """What is wrong with an input and what to do about it, for a message bar."""

    @property
    def text(self) -> str:
        return str(self)


class Incomplete(InputProblem):
    """Something is not chosen or not typed to its end yet: said in the panel, not worth a message bar."""


@dataclass(frozen=True)
class SceneInput:
    """A scene for the backend: a path (with the bands of a multi-band raster), or one file per band."""

    name: str
    path: Path | None = None
    bands: str | None = None
    files: tuple[tuple[str, Path], ...] = ()

    def materialise(self, folder: Path) -> Path:
        """The path to give to the backend; several files become a STAC Item in ``folder``."""
        if self.path is not None:
            return self.path
        folder.mkdir(parents=True, exist_ok=True)
        return band_item(dict(self.files), folder, None)


def scene_of(layers: Sequence[QgsRasterLayer], bands: Mapping[Any, str] | None = None) -> SceneInput:
    """The scene in one multi-band layer, one layer of a product, or several single-band layers.

    Parameters
    ----------
    layers
        Raster layers of the project.
    bands
        As corrected by the user: band number (from 1) or layer id -> ``"B2"``, `UNUSED` for none. None: as recognised.

    Raises
    ------
    InputProblem
        Not a scene, with what to do.
    """
    if not layers:
        raise Incomplete(tr("Choose the layer with the Sentinel-2 scene."))
    product = product_of(layers[0])
    if product is not None:
        return SceneInput(product.stem, product)
    for layer in layers:
        check_raster(layer)
        refuse_picture(layer)
    if len(layers) == 1 and layers[0].bandCount() > 1:
        layer = layers[0]
        chosen = dict(bands) if bands is not None else recognised_bands(layer)
        order = [chosen.get(number, UNUSED) for number in range(1, layer.bandCount() + 1)]
        check_bands([band for band in order if band != UNUSED])
        return SceneInput(layer.name(), raster_path(layer), ",".join(order))
    if len(layers) == 1:
        raise InputProblem(
            tr(
                "The layer “{name}” has a single band. Choose “Several single-band layers”, or the file or folder of "
                "the whole product."
            ).format(name=layers[0].name())
        )
    chosen = dict(bands) if bands is not None else {layer.id(): layer_band(layer) for layer in layers}
    used = [(chosen.get(layer.id(), UNUSED), layer) for layer in layers]
    used = [(band, layer) for band, layer in used if band != UNUSED]
    check_bands([band for band, _ in used])
    files = tuple((band, raster_path(layer)) for band, layer in used)
    folders = {path.parent for _, path in files}
    # "B02" names a band; the folder that all bands are in names the scene
    return SceneInput(folders.pop().name if len(folders) == 1 else used[0][1].name(), files=files)


def recognised_bands(layer: QgsRasterLayer) -> dict[int, str]:
    """Band number (from 1) -> the band of Sentinel-2 that its description names, or `UNUSED`."""
    names = [layer.bandName(number) for number in range(1, layer.bandCount() + 1)]
    return dict(enumerate(recognise_all(names), 1))


def layer_band(layer: QgsRasterLayer) -> str:
    """The band of Sentinel-2 that a single-band layer holds, from its name, its file and its description."""
    path = Path(_uri(layer).get("path", ""))
    for text in (layer.name(), path.stem, layer.bandName(1)):
        band = recognise(text)
        if band != UNUSED:
            return band
    return UNUSED


def dem_of(layer: QgsRasterLayer | None) -> Path:
    """The file of an elevation layer."""
    if layer is None:
        raise Incomplete(tr("Choose the layer with the elevation."))
    check_raster(layer)
    if layer.bandCount() != 1:
        raise InputProblem(
            tr(
                "The layer “{name}” has {count} bands; elevation has one. Choose a digital elevation model (DEM)."
            ).format(name=layer.name(), count=layer.bandCount())
        )
    if layer.dataProvider().dataType(1) == Qgis.DataType.Byte:
        raise InputProblem(
            tr(
                "The layer “{name}” is an 8-bit picture, such as a hillshade. Choose the elevation itself, in metres."
            ).format(name=layer.name())
        )
    band = layer_band(layer)
    if band != UNUSED:
        raise InputProblem(
            tr(
                "“{name}” is band {band} of a Sentinel-2 scene by its name, no elevation. Choose a digital elevation "
                "model (DEM)."
            ).format(name=layer.name(), band=band)
        )
    return raster_path(layer)


def check_raster(layer: QgsRasterLayer) -> None:
    """Raise InputProblem unless the layer is a raster file with a coordinate system."""
    name = layer.name()
    if layer.providerType() in _WEB_PROVIDERS:
        raise InputProblem(
            tr(
                "The layer “{name}” is a web map: it has colours for the screen, no measurements. Download the data "
                "and choose the file."
            ).format(name=name)
        )
    if not layer.isValid():
        raise InputProblem(
            tr("The file of the layer “{name}” cannot be read. Was it moved? Choose it anew.").format(name=name)
        )
    if layer.providerType() != "gdal":
        raise InputProblem(
            tr(
                "The layer “{name}” is no file. Save it with right-click > Export > Save As, and choose the file."
            ).format(name=name)
        )
    # the backend reads the file, so a coordinate system that only the project knows does not help
    if not layer.dataProvider().crs().isValid():
        raise InputProblem(
            tr(
                "The file of the layer “{name}” has no coordinate system. Give it one with Raster > Projections > "
                "Assign Projection, then choose it again."
            ).format(name=name)
        )
    raster_path(layer)


def raster_path(layer: QgsRasterLayer) -> Path:
    """The file behind a raster layer."""
    text = _uri(layer).get("path") or layer.source()
    zipped = _ZIP.match(text)
    path = Path(zipped.group("zip")) if zipped else Path(text)
    if _WEB.match(text):
        raise InputProblem(
            tr("The layer “{name}” is on the web. Download its file and choose that.").format(name=layer.name())
        )
    if not exists(path):
        raise InputProblem(
            tr("The file of the layer “{name}” is not there: {path}. Choose it anew.").format(
                name=layer.name(), path=path
            )
        )
    return Path(text) if zipped else path


def scene_file(text: str, bands: str | None = None) -> SceneInput:
    """The scene in a file or folder that was typed or browsed for."""
    path = existing_path(text, tr("Choose the Sentinel-2 scene: a product file (.zip), a folder or a raster."))
    if path.suffix.lower() in (".png", ".jpg", ".jpeg", ".gif"):
        raise InputProblem(
            tr("{name} is a picture for the screen. Choose the Sentinel-2 product itself.").format(name=path.name)
        )
    if is_file(path) and path.suffix.lower() in (".tif", ".tiff"):
        layer = QgsRasterLayer(str(path), path.stem)
        check_raster(layer)
        refuse_picture(layer)
        if layer.bandCount() == 1:
            raise InputProblem(
                tr(
                    "{name} has a single band. Choose the whole product, the folder with one file for each band, or "
                    "“Several single-band layers”."
                ).format(name=path.name)
            )
    return SceneInput(path.name, path, bands)


def dem_files(text: str) -> Path | str:
    """Elevation that was typed or browsed for: a file, a folder of tiles, or several of them joined by ``;``."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if len(parts) < 2 or exists(Path(text.strip()).expanduser()):
        return dem_file(text)
    return ";".join(str(dem_file(part)) for part in parts)


def dem_file(text: str) -> Path:
    """The elevation file that was typed or browsed for."""
    path = existing_path(text, tr("Choose the elevation file, or “No elevation”."))
    if is_folder(path) or path.suffix.lower() in (".json", ".geojson"):
        return path  # tiles, which the backend looks through
    return dem_of(QgsRasterLayer(str(path), path.stem))


def existing_path(text: str, when_empty: str) -> Path:
    """What was typed, if it is there."""
    if not text.strip():
        raise Incomplete(when_empty)
    path = Path(text.strip()).expanduser()
    if not exists(path):
        raise Incomplete(tr("{path} is not there.").format(path=path))
    return path


def output_path(text: str, suffixes: Sequence[str], *, overwrite: bool, project: QgsProject) -> Path:
    """Where a result may be written: a folder that takes files, and nothing of the project is replaced."""
    if not text.strip():
        raise Incomplete(tr("Say where to save the result."))
    path = Path(text.strip()).expanduser()
    if path.suffix.lower() not in suffixes:
        raise Incomplete(
            tr("{name}: the name has to end with {endings}.").format(name=path.name, endings=", ".join(suffixes))
        )
    if not path.is_absolute():
        raise Incomplete(tr("{name}: say in which folder to save it.").format(name=path.name))
    if not is_folder(path.parent):
        raise Incomplete(tr("The folder {folder} is not there.").format(folder=path.parent))
    _refuse_to_replace(path, project, overwrite)
    try:
        # asking for the permission is not enough on Windows and on network drives
        with tempfile.TemporaryFile(dir=str(path.parent)):
            pass
        with contextlib.suppress(FileNotFoundError):
            path.stat()  # of a name that is too long
    except OSError as error:
        raise InputProblem(
            tr("Nothing can be saved in {folder}: {reason}. Choose another folder.").format(
                folder=path.parent, reason=error.strerror or error
            )
        ) from error
    return path


def _refuse_to_replace(path: Path, project: QgsProject, overwrite: bool) -> None:
    for layer in project.mapLayers().values():
        if Path(_uri(layer).get("path") or "") != path:
            continue
        if getattr(layer, "isEditable", bool)():
            text = tr("{name} is being edited in this project. Save or discard the edits, or choose another name.")
        else:
            text = tr("{name} is open in this project. Choose another name, or remove its layers first.")
        raise InputProblem(text.format(name=path.name))
    if exists(path) and not overwrite:
        raise Incomplete(
            tr("{name} exists already. Choose another name, or tick “Replace existing files”.").format(name=path.name)
        )


def refuse_picture(layer: QgsRasterLayer) -> None:
    """Raise InputProblem for colours of the screen."""
    kinds = {layer.dataProvider().dataType(number) for number in range(1, layer.bandCount() + 1)}
    if kinds <= {Qgis.DataType.Byte, Qgis.DataType.ARGB32}:
        raise InputProblem(
            tr(
                "The layer “{name}” is an 8-bit picture for the screen, no measurements. Choose the Sentinel-2 product "
                "itself (Level-1C or Level-2A)."
            ).format(name=layer.name())
        )


def check_bands(used: list[str]) -> None:
    """Raise InputProblem unless there is at least one band, and none twice."""
    if not used:
        raise Incomplete(tr("Say which bands of Sentinel-2 these are: no name was recognised."))
    twice = sorted({band for band in used if used.count(band) > 1})
    if twice:
        raise InputProblem(tr("{band} is chosen twice; set one of them to “not used”.").format(band=", ".join(twice)))


def product_of(layer: QgsRasterLayer) -> Path | None:
    """The product that a layer is one part of, as QGIS's browser adds it; None for another layer."""
    match = _SUBDATASET.match(layer.source())
    if match is None:
        return None
    text = match.group("path")
    zipped = _ZIP.match(text)
    path = Path(zipped.group("zip")) if zipped else Path(text)
    return path if exists(path) else None


def _uri(layer: Any) -> dict[str, Any]:
    return dict(QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()))
