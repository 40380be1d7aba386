"""The scene of an algorithm, from whatever a form, a model or a script gives: files, folders or raster layers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

from qgis.core import QgsMapLayer, QgsProcessingUtils, QgsRasterLayer

from ..band_presets import PRESETS
from ..i18n_text import tr
from ..inputs import InputProblem, SceneInput, scene_of

if TYPE_CHECKING:
    from .values import Values

INPUT = "INPUT"
EARLIER = ("SCENE", "SCENE_FOLDER", "SCENE_LAYERS")
"""Parameters of earlier versions, which saved models and scripts hold."""

Given = Union[str, QgsMapLayer]


def given_names(values: Values) -> list[str]:
    """Which of the parameters are filled in."""
    known = {definition.name() for definition in values.algorithm.parameterDefinitions()}
    return [name for name in (INPUT, *EARLIER) if name in known and values.is_set(name)]


def read(values: Values) -> tuple[Path, str | None]:
    """The path of the scene for the backend, and the bands of a raster with several, in its order.

    Raises
    ------
    InputProblem
        No scene, or none that can be used.
    """
    names = given_names(values)
    given = [one for name in names for one in _flat(values.parameters[name])]
    if not given:
        raise InputProblem(no_scene())
    bands = _bands(values)
    layers = [_layer(one, values) for one in given]
    if len(given) == 1 and layers[0] is None:
        return Path(str(given[0])).expanduser(), bands
    opened = [_open(str(one)) if layer is None else layer for one, layer in zip(given, layers)]
    found = _scene_of(opened, bands)
    return found.materialise(values.folder), found.bands


def no_scene() -> str:
    return tr("Choose the Sentinel-2 scene: a file, a folder or layers.")


def _flat(value: Any) -> list[Given]:
    if isinstance(value, (list, tuple)):
        return [one for part in value for one in _flat(part)]
    if isinstance(value, QgsMapLayer):
        return [value]
    text = str(value).strip()
    return [text] if text else []


def _layer(one: Given, values: Values) -> QgsMapLayer | None:
    """A layer of the project, by itself or by its name; None for a path."""
    if isinstance(one, QgsMapLayer):
        return one
    if Path(one).expanduser().exists():
        return None
    return QgsProcessingUtils.mapLayerFromString(one, values.context, False)


def _open(text: str) -> QgsRasterLayer:
    layer = QgsRasterLayer(text, Path(text).stem)
    if not layer.isValid():
        raise InputProblem(tr("{what} is no raster that QGIS can read; choose another file.").format(what=text))
    return layer


def _bands(values: Values) -> str | None:
    """What BANDS says, else the order that was chosen from the list."""
    order = values.word("BAND_ORDER")  # "": as the raster names them
    return values.text("BANDS") or (",".join(dict(PRESETS)[order]) if order else None)


def _scene_of(layers: list[Any], bands: str | None) -> SceneInput:
    if bands is None or len(layers) != 1:
        return scene_of(layers)
    names = [name.strip() for name in bands.split(",")]
    if len(names) != layers[0].bandCount():
        raise InputProblem(
            tr(
                "“Bands” names {named} bands and the layer “{layer}” has {count}; name each, with a minus for those to "
                "leave out."
            ).format(named=len(names), layer=layers[0].name(), count=layers[0].bandCount())
        )
    return scene_of(layers, dict(enumerate(names, start=1)))
