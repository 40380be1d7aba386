"""Layers of the project that the backend reads itself: their files, and which layer of them."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProviderRegistry

from ..i18n_text import tr
from ..inputs import InputProblem
from .values import Values


def vector_file(values: Values, name: str) -> str:
    """The one that an algorithm cannot do without: ``path``, or ``path|layername=NAME`` of a file with several."""
    layer = values.algorithm.parameterAsVectorLayer(values.parameters, name, values.context)
    if layer is None:
        raise InputProblem(tr("Choose a vector layer that is saved in a file."))
    return _file_of(layer)


def vector_files(values: Values, name: str) -> tuple[str, ...]:
    """Several."""
    layers = values.algorithm.parameterAsLayerList(values.parameters, name, values.context)
    return tuple(dict.fromkeys(_file_of(layer) for layer in layers))


def _file_of(layer: QgsMapLayer) -> str:
    if layer.providerType() != "ogr":
        raise InputProblem(
            tr("The layer {layer} is not in a file. Save it first (Export > Save Features As).").format(
                layer=layer.name()
            )
        )
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path, name = str(parts.get("path") or layer.source()), parts.get("layerName")
    return f"{path}|layername={name}" if name else path
