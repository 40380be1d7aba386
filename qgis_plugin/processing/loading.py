"""What a finished algorithm adds to the map: its layers, dressed like those of the panel, in one group."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Callable

from qgis.core import (
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate
from qgis.utils import iface

from ..i18n_text import tr
from ..layers import dress_bare_before, dress_crown_toe, dress_landslides, dress_not_observed, dress_probability
from ..layers.dates import day_in, day_of, named
from ..layers.files import (
    BARE_BEFORE,
    CROWN_TOE,
    LANDSLIDES,
    NOT_OBSERVED,
    PROBABILITY,
    RESULT,
    ROLE,
    SCENES,
    source_of,
)
from ..layers.legends import leave_out_empty
from ..layers.naming import SCENE, hide_earlier, scene_key, title
from ..layers.origin import origin_in
from ..layers.points import follow_within
from ..layers.probability import order_legend
from ..layers.result import count_landslides
from .parts import PARTS

_DRESS: dict[str, Callable[..., None]] = {
    CROWN_TOE: dress_crown_toe,
    LANDSLIDES: dress_landslides,
    BARE_BEFORE: dress_bare_before,
    NOT_OBSERVED: dress_not_observed,
    PROBABILITY: dress_probability,
    SCENES: lambda layer, day: None,  # of merged inventories; the file has its style
}
_ORDER = list(_DRESS)  # from the top
Group = tuple[str, str]
"""What the group of a result is called, and the scene it is of."""
_waiting: set[Any] = set()  # QGIS holds no reference to a Python post-processor


def load_result(
    context: QgsProcessingContext,
    inventory: Path,
    probability: Path | None = None,
    scene_date: str | None = None,
    copies: Mapping[str, str] | None = None,
) -> str:
    """Have the layers of a result loaded and dressed, where Processing was asked to load the inventory at all.

    Parameters
    ----------
    copies
        What `parts.write` made; a copy that is loaded stands for its layer of the inventory.

    Returns
    -------
    str
        The source of the polygons: the value of the algorithm's output, which the next step of a model opens.
    """
    polygons = source_of(inventory, LANDSLIDES)
    waiting = context.layersToLoadOnCompletion()
    project, result = None, str(uuid.uuid4())
    loaded = {PARTS[name]: path for name, path in (copies or {}).items() if path in waiting}
    day = day_of(scene_date)
    if str(inventory) in waiting:
        details = waiting.pop(str(inventory))
        project = details.project
        day = day or _day_of_file(polygons)
        waiting[polygons] = details
        for role, name in (
            (CROWN_TOE, tr("Crown and toe points")),
            (BARE_BEFORE, tr("Bare before the event")),
            (NOT_OBSERVED, tr("Not observed")),
            (SCENES, tr("Scenes")),
        ):
            source = source_of(inventory, role)
            if role not in loaded and _has_features(source):
                waiting[source] = QgsProcessingContext.LayerDetails(named(name, day), project)
    if not waiting:
        return polygons
    context.setLayersToLoadOnCompletion(waiting)
    origin = origin_in(inventory, probability) if project is not None else None
    name = (origin.name if origin is not None else None) or tr("Landslides")
    group = None if project is None else (title(name, day, origin), scene_key(name, day, origin))
    roles = {source_of(inventory, role): role for role in (CROWN_TOE, LANDSLIDES, BARE_BEFORE, NOT_OBSERVED, SCENES)}
    roles.update({path: role for role, path in loaded.items()})
    if probability is not None:
        roles[str(probability)] = PROBABILITY
    for source, role in roles.items():
        if source in waiting:
            _dress_later(context, source, role, day, result, group)
    return polygons


def _dress_later(
    context: QgsProcessingContext, source: str, role: str, day: QDate | None, result: str, group: Group | None
) -> None:
    # not the `groupName` that QGIS has since 3.32: it would put every result of one name into one group
    context.layerToLoadOnCompletionDetails(source).setPostProcessor(_Dresser(role, day, result, group))


class _Dresser(QgsProcessingLayerPostProcessorInterface):
    """Dresses one loaded layer, in the main thread."""

    def __init__(self, role: str, day: QDate | None, result: str, group: Group | None) -> None:
        super().__init__()
        self._role, self._day, self._result, self._group = role, day, result, group
        _waiting.add(self)

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        _waiting.discard(self)
        layer.setCustomProperty(ROLE, self._role)
        layer.setCustomProperty(RESULT, self._result)
        _DRESS[self._role](layer, self._day)
        if self._group is not None:
            project = context.project() or QgsProject.instance()
            _gather(project, layer, self._role, self._result, self._group)
            if not any(other._result == self._result for other in _waiting):
                _finish(project, self._result)


def _gather(project: QgsProject, layer: QgsMapLayer, role: str, result: str, named: Group) -> None:
    """Move a layer into the group of its result, at its place among the others."""
    root = project.layerTreeRoot()
    node = root.findLayer(layer.id())
    if node is None:
        return
    group = next((g for g in root.findGroups(True) if g.customProperty(RESULT) == result), None)
    if group is None:
        group = QgsLayerTreeGroup(named[0])
        group.setCustomProperty(RESULT, result)
        group.setCustomProperty(SCENE, named[1])
        parent = node.parent()
        while parent.customProperty(RESULT):  # QGIS adds above the active layer, which may be of an earlier result
            parent = parent.parent()
        parent.insertChildNode(0, group)
        hide_earlier(project, group)
    above = sum(_ORDER.index(n.layer().customProperty(ROLE)) < _ORDER.index(role) for n in group.findLayers())
    moved = node.clone()
    if role == PROBABILITY:
        order_legend(moved)  # the panel of layers reads the order of a legend only when the node arrives
    leave_out_empty(moved)
    moved.setExpanded(role == LANDSLIDES)
    active = iface is not None and iface.activeLayer() == layer
    group.insertChildNode(above, moved)
    node.parent().removeChildNode(node)
    if active:  # it was so through the node that is gone
        iface.setActiveLayer(layer)


def _finish(project: QgsProject, result: str) -> None:
    """Count the landslides of a result whose layers are all there, and let their points follow them."""
    nodes = [node for node in project.layerTreeRoot().findLayers() if node.layer() is not None]
    mine = [node for node in nodes if node.layer().customProperty(RESULT) == result]
    follow_within(node.layer() for node in mine)
    for node in mine:
        if node.layer().customProperty(ROLE) == LANDSLIDES:
            count_landslides(project, node)


def _has_features(source: str) -> bool:
    if not Path(source.partition("|")[0]).is_file():
        return False
    layer = QgsVectorLayer(source, "", "ogr")
    return layer.isValid() and layer.featureCount() != 0


def _day_of_file(polygons: str) -> QDate | None:
    layer = QgsVectorLayer(polygons, "", "ogr")
    return day_in(layer) if layer.isValid() else None
