"""Pictures of a scene as layers of a project: their colours, where they go, and how they are found again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsColorRampShader,
    QgsContrastEnhancement,
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsLayerTreeNode,
    QgsMultiBandColorRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ..i18n_text import tr
from ..layers import dates
from ..layers.compat import CONTINUOUS, INTERPOLATED
from ..layers.files import AFTER, PICTURE, PICTURE_OF_SCENE, ROLE, SCENE, WHEN
from ..layers.result import RESULT

FOLDER = "l4s/pictures"
"""Custom property of the layers and of their group: the folder of the files."""
TRUE_COLOUR, FALSE_COLOUR, NDVI = "true_colour", "false_colour", "ndvi"
KINDS = (TRUE_COLOUR, FALSE_COLOUR, NDVI)


def kind_words(kind: str) -> str:
    """What a picture is called."""
    words = {TRUE_COLOUR: tr("True colour"), FALSE_COLOUR: tr("False colour"), NDVI: tr("NDVI")}
    return words.get(kind, kind)


def open_pictures(facts: Mapping[str, Any], folder: Path, when: str) -> list[QgsRasterLayer]:
    """The layers of pictures, dressed; those whose file cannot be opened are left out."""
    day = dates.day_of(facts.get("sensing_time"))
    made = []
    for one in facts["pictures"]:
        kind = str(one.get("kind"))
        # only names in the folder: the facts may have been tampered with
        layer = QgsRasterLayer(str(folder / Path(str(one.get("file"))).name), "")
        if kind not in KINDS or not layer.isValid():
            continue
        try:
            _dress(layer, one)
        except (KeyError, TypeError, ValueError):
            continue
        words = kind_words(kind) if when == AFTER else tr("{picture} before").format(picture=kind_words(kind))
        layer.setName(dates.named(words, day))
        for name, value in ((PICTURE, kind), (WHEN, when), (SCENE, str(facts.get("scene"))), (FOLDER, str(folder))):
            layer.setCustomProperty(name, value)
        layer.setCustomProperty(ROLE, PICTURE_OF_SCENE)  # neither scene nor elevation is looked for in it
        dates.show_on(layer, day)
        made.append(layer)
    return made


def add_pictures(
    project: QgsProject, layers: list[QgsRasterLayer], name: str, *, kind: str = TRUE_COLOUR, visible: bool = True
) -> QgsLayerTreeGroup:
    """Add layers of `open_pictures` as one group below the polygons, of which one is seen at a time.

    Parameters
    ----------
    name
        Of the group.
    kind
        The picture that is seen first, if there is one of it.
    visible
        Whether the group is; the scene before is there to be compared, and lies below the scene itself.
    """
    root = project.layerTreeRoot()
    group = root.insertGroup(_place(root, on_top=visible), name)
    group.setCustomProperty(FOLDER, layers[0].customProperty(FOLDER))
    kinds = [layer.customProperty(PICTURE) for layer in layers]
    for layer in layers:
        project.addMapLayer(layer, False)
        node = QgsLayerTreeLayer(layer)
        node.setExpanded(False)
        group.addChildNode(node)
    group.setIsMutuallyExclusive(True, kinds.index(kind) if kind in kinds else 0)
    group.setItemVisibilityChecked(visible)
    group.setExpanded(False)
    return group


def _place(root: QgsLayerTreeGroup, *, on_top: bool) -> int:
    """Below all that is drawn on top of pictures, above maps and other rasters; what is shown last is looked at."""
    children = root.children()
    ours = [index for index, child in enumerate(children) if child.customProperty(FOLDER)]
    if ours:
        return ours[0] if on_top else ours[0] + 1
    for index, child in enumerate(children):
        drawn_on_top = child.customProperty(RESULT) or any(
            isinstance(node.layer(), QgsVectorLayer) for node in _layers_in(child)
        )
        if not drawn_on_top:
            return index
    return len(children)


def _layers_in(node: QgsLayerTreeNode) -> list[QgsLayerTreeLayer]:
    return [node] if isinstance(node, QgsLayerTreeLayer) else node.findLayers()


def pictures_in(project: QgsProject, when: str | None = None, kind: str | None = None) -> list[QgsRasterLayer]:
    """Layers that show a scene, from the top."""
    found = []
    for node in project.layerTreeRoot().findLayers():
        layer = node.layer()
        if layer is None or not layer.customProperty(PICTURE):
            continue
        if when in (None, layer.customProperty(WHEN)) and kind in (None, layer.customProperty(PICTURE)):
            found.append(layer)
    return found


def is_shown(project: QgsProject, scene: Path) -> bool:
    """Whether there are pictures of a scene in the project."""
    return any(layer.customProperty(SCENE) == str(scene) for layer in pictures_in(project))


def remove_pictures(project: QgsProject, folder: Path) -> None:
    """Take the pictures of a folder out of the project; their files stay, and so does what a person put into the
    group."""
    ours = [layer.id() for layer in pictures_in(project) if layer.customProperty(FOLDER) == str(folder)]
    project.removeMapLayers(ours)
    for group in project.layerTreeRoot().findGroups(True):
        if group.customProperty(FOLDER) == str(folder) and not group.children() and group.parent() is not None:
            group.parent().removeChildNode(group)


def show_kind(project: QgsProject, kind: str) -> None:
    """Show one picture of each scene: before and after change together."""
    for layer in pictures_in(project, kind=kind):
        node = project.layerTreeRoot().findLayer(layer.id())
        node.setItemVisibilityChecked(True)  # the group lets go of the other


def shown_kind(project: QgsProject) -> str | None:
    """The picture that is seen of the scene on top."""
    for layer in pictures_in(project, AFTER):
        if project.layerTreeRoot().findLayer(layer.id()).itemVisibilityChecked():
            return str(layer.customProperty(PICTURE))
    return None


def _dress(layer: QgsRasterLayer, one: Mapping[str, Any]) -> None:
    provider = layer.dataProvider()
    if one.get("colours"):
        stops = [(float(value), QColor(str(colour))) for value, colour in one["colours"]]
        shader = QgsColorRampShader(stops[0][0], stops[-1][0], None, INTERPOLATED, CONTINUOUS)
        shader.setColorRampItemList(
            [QgsColorRampShader.ColorRampItem(value, colour, f"{value:g}") for value, colour in stops]
        )
        whole = QgsRasterShader()
        whole.setRasterShaderFunction(shader)
        renderer = QgsSingleBandPseudoColorRenderer(provider, 1, whole)
        renderer.setClassificationMin(stops[0][0])
        renderer.setClassificationMax(stops[-1][0])
        layer.setRenderer(renderer)
        return
    red, green, blue = (int(number) for number in one["bands"])
    if not all(1 <= number <= layer.bandCount() for number in (red, green, blue)):
        raise ValueError("no such band")
    renderer = QgsMultiBandColorRenderer(provider, red, green, blue)
    takers = (
        renderer.setRedContrastEnhancement,
        renderer.setGreenContrastEnhancement,
        renderer.setBlueContrastEnhancement,
    )
    for take, number, (low, high) in zip(takers, (red, green, blue), one["limits"]):
        contrast = QgsContrastEnhancement(provider.dataType(number))
        contrast.setContrastEnhancementAlgorithm(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        )
        contrast.setMinimumValue(float(low))
        contrast.setMaximumValue(float(high))
        take(contrast)
    layer.setRenderer(renderer)
    layer.brightnessFilter().setGamma(float(one["gamma"]))
