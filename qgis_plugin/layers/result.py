"""A result as a group of layers in a project, and the way back."""

from __future__ import annotations

import uuid

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate

from ..i18n_text import tr
from . import dates, smoothing
from .files import (
    BARE_BEFORE,
    CROWN_TOE,
    LANDSLIDES,
    NOT_OBSERVED,
    PROBABILITY,
    ROLE,
    ResultFiles,
    ResultProblem,
    open_landslides,
    open_probability,
    open_vector,
)
from .files import (
    RESULT as RESULT,
)
from .form import name_columns, set_form, set_widgets
from .legends import leave_out_empty
from .naming import SCENE, hide_earlier, scene_key, title
from .origin import origin_in
from .picture import register
from .points import follow_within
from .probability import order_legend, style_probability
from .symbols import style_bare_before, style_crown_toe, style_landslides, style_not_observed
from .tips import map_tip

_CRS_BEFORE = "l4s/crs_before"


def dress_landslides(layer: QgsVectorLayer, day: QDate | None = None) -> None:
    """Everything that makes a layer of landslides readable: colours, words, form, map tip, day."""
    register()
    style_landslides(layer)
    smoothing.refresh(layer)
    set_form(layer)
    layer.setMapTipTemplate(map_tip(layer))
    dates.show_on(layer, day)


def dress_crown_toe(layer: QgsVectorLayer, day: QDate | None = None) -> None:
    """Markers, words and day of the highest and lowest points."""
    style_crown_toe(layer)
    _dress(layer, day)


def dress_not_observed(layer: QgsVectorLayer, day: QDate | None = None) -> None:
    """Hatches, words and day of what could not be looked at."""
    style_not_observed(layer)
    _dress(layer, day)


def dress_bare_before(layer: QgsVectorLayer, day: QDate | None = None) -> None:
    """Outlines, words and day of what was bare before the event already."""
    style_bare_before(layer)
    _dress(layer, day)


def dress_probability(layer: QgsRasterLayer, day: QDate | None = None) -> None:
    """Colours, legend and day of the probability."""
    style_probability(layer)
    dates.show_on(layer, day)


def _dress(layer: QgsVectorLayer, day: QDate | None) -> None:
    name_columns(layer)
    set_widgets(layer)
    dates.show_on(layer, day)


def add_result(project: QgsProject, files: ResultFiles) -> QgsLayerTreeGroup:
    """Add what a run wrote as one group on top of the layers.

    Earlier results of the same scene are unchecked, other layers stay as they are. The CRS of the project is set only
    when it had no layer.

    Raises
    ------
    ResultProblem
        The inventory or the probability cannot be read; nothing was added.
    """
    landslides = open_landslides(files.inventory, tr("Landslides"))
    day = dates.day_of(files.scene_date) or dates.day_in(landslides)
    probability = None
    if files.probability is not None:
        probability = open_probability(files.probability, tr("Landslide probability"))
        dress_probability(probability, day)
    points = open_vector(files.inventory, CROWN_TOE, tr("Crown and toe points"))
    if points is not None:
        dress_crown_toe(points, day)
    unseen = open_vector(files.inventory, NOT_OBSERVED, tr("Not observed"))
    if unseen is not None:
        dress_not_observed(unseen, day)
    dress_landslides(landslides, day)
    older = open_vector(files.inventory, BARE_BEFORE, tr("Bare before the event"))
    if older is not None:
        dress_bare_before(older, day)

    layers = [layer for layer in (points, landslides, older, unseen, probability) if layer is not None]
    for layer in layers:
        layer.setName(dates.named(layer.name(), day))
    before = _fit_empty_project(project, landslides, probability)
    origin = origin_in(files.inventory, files.probability)
    group = _insert(project, title(files.name, day, origin), layers)
    group.setCustomProperty(SCENE, scene_key(files.name, day, origin))
    hide_earlier(project, group)
    if before is not None:
        group.setCustomProperty(_CRS_BEFORE, before)
    return group


def remove_result(group: QgsLayerTreeGroup, project: QgsProject | None = None) -> None:
    """Take a result out of the project again; files stay, and so do layers that the user moved into the group.

    Raises
    ------
    ResultProblem
        A layer of it has edits that are not saved; nothing was removed.
    """
    project = project or QgsProject.instance()
    ours = layers_of(group, project)
    for layer in ours:
        if isinstance(layer, QgsVectorLayer) and layer.isEditable() and layer.isModified():
            raise ResultProblem(
                tr("{layer} has edits that are not saved; save or discard them first.").format(layer=layer.name())
            )
    crs_before = group.customProperty(_CRS_BEFORE)
    project.removeMapLayers([layer.id() for layer in ours])
    if not group.children() and group.parent() is not None:
        group.parent().removeChildNode(group)
    if crs_before is not None and not project.mapLayers():
        project.setCrs(QgsCoordinateReferenceSystem.fromWkt(crs_before))


def layers_of(group: QgsLayerTreeGroup, project: QgsProject | None = None) -> list[QgsMapLayer]:
    """The layers of a result, wherever in the tree the user moved them."""
    project = project or QgsProject.instance()
    result = group.customProperty(RESULT)
    return [layer for layer in project.mapLayers().values() if result and layer.customProperty(RESULT) == result]


def _fit_empty_project(
    project: QgsProject, landslides: QgsVectorLayer, probability: QgsRasterLayer | None
) -> str | None:
    """Give a project without layers the CRS of the result; returns the one it had, None when it keeps its own."""
    if project.mapLayers():
        return None
    before = project.crs().toWkt()
    # GeoJSON is always in degrees; the grid that was worked on is in metres
    wanted = probability.crs() if probability is not None and landslides.crs().isGeographic() else landslides.crs()
    if wanted.isValid():
        project.setCrs(wanted)
    return before


def _insert(project: QgsProject, name: str, layers: list[QgsMapLayer]) -> QgsLayerTreeGroup:
    result = str(uuid.uuid4())
    group = project.layerTreeRoot().insertGroup(0, name)
    group.setCustomProperty(RESULT, result)
    counted: QgsLayerTreeLayer | None = None
    follow_within(layers)
    for layer in layers:
        layer.setCustomProperty(RESULT, result)
        project.addMapLayer(layer, False)
        node = QgsLayerTreeLayer(layer)
        role = layer.customProperty(ROLE)
        node.setExpanded(role == LANDSLIDES)  # the other legends are a click away: a small screen has few lines
        if role == LANDSLIDES:
            counted = node
        elif role == PROBABILITY:
            order_legend(node)
            # two scales of colour on one place are hard to read; the check mark brings it
            node.setItemVisibilityChecked(False)
        leave_out_empty(node)
        group.addChildNode(node)  # at last: the panel of layers reads the order of a legend only when the node arrives
    # Qt takes a row that has just arrived for the one that was in its place: where that was unfolded, the panel of
    # layers leaves the new one folded, although the node says otherwise. Only a change of the node reaches it then.
    group.setExpanded(False)
    group.setExpanded(True)
    if counted is not None:
        counted.setExpanded(False)
        counted.setExpanded(True)
        count_landslides(project, counted)
    return group


def count_landslides(project: QgsProject, node: QgsLayerTreeLayer) -> None:
    """Show how many landslides each class has; at last, when the project changes no more.

    The panel of layers counts in another thread, and there QGIS 3.40 makes the project's expression scope if it is not
    made yet; every layer that is added here meanwhile throws it away, and QGIS crashes. Made before, it is only copied.
    """
    project.createExpressionContextScope()
    node.setCustomProperty("showFeatureCount", 1)
