"""Crown and toe follow their landslides: those of a rejected or removed one go, and those that an edit left behind.

The landslides are joined to the points by ``ls_id``, and the style asks the joined columns. The join is QGIS's own: it
knows unsaved edits, is kept in the project and needs no plugin.
"""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsCategorizedSymbolRenderer, QgsMapLayer, QgsVectorLayer, QgsVectorLayerJoinInfo

from .files import CROWN_TOE, LANDSLIDES, ROLE

_PREFIX = "slide_"
_JOINED = ("status", "area_m2", "z_min", "z_max")
_SAME_M = 0.5
"""Elevations of a point and of its landslide's end that differ by less are of the same place."""
_SEEN = (
    # one that was removed, or merged into another, has no row to join
    f'"{_PREFIX}area_m2" IS NOT NULL '
    f"AND coalesce(lower(\"{_PREFIX}status\"), '') <> 'rejected' "
    # after an edit the highest or lowest point may be another one; what was not measured anew is not known to be true
    f'AND coalesce(abs("z_m" - if("kind" = \'crown\', "{_PREFIX}z_max", "{_PREFIX}z_min")) < {_SAME_M}, '
    f"coalesce(lower(\"{_PREFIX}status\"), '') <> 'edited')"
)
SEEN_KIND = f"CASE WHEN {_SEEN} THEN \"kind\" ELSE '' END"
"""``kind`` of a point that is to be seen, else nothing."""


def follow(points: QgsVectorLayer, landslides: QgsVectorLayer) -> None:
    """Join the landslides to their points, which are styled already (`symbols.style_crown_toe`)."""
    if any(join.joinLayerId() == landslides.id() for join in points.vectorJoins()):
        return
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(landslides)
    join.setJoinFieldName("ls_id")
    join.setTargetFieldName("ls_id")
    join.setUsingMemoryCache(True)
    join.setPrefix(_PREFIX)
    # in the order of the layer: QGIS names the joined columns in that order and fills them in the order of this list
    join.setJoinFieldNamesSubset([name for name in landslides.fields().names() if name in _JOINED])
    points.addJoin(join)
    renderer = points.renderer()
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        renderer.setClassAttribute(SEEN_KIND)
    config = points.attributeTableConfig()
    config.update(points.fields())
    for index, column in enumerate(config.columns()):
        if column.name.startswith(_PREFIX):
            config.setColumnHidden(index, True)
    points.setAttributeTableConfig(config)


def follow_within(layers: Iterable[QgsMapLayer]) -> None:
    """The same among the layers of one result."""
    by_role = {layer.customProperty(ROLE): layer for layer in layers}
    if LANDSLIDES in by_role and CROWN_TOE in by_role:
        follow(by_role[CROWN_TOE], by_role[LANDSLIDES])
