"""The area that was searched, to be mapped as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import QgsGeometry
from qgis.PyQt import sip

from ..gui.area_group import DRAWN, VIEW, AreaGroup


@dataclass(frozen=True)
class SearchedArea:
    """An outline with its coordinate system, or the polygons of a layer, all or those selected."""

    kind: str
    outline: Any = None
    crs: Any = None
    layer: Any = None

    def apply(self, group: AreaGroup) -> None:
        """Choose it in the form of a detection; a layer that is gone leaves that as it is."""
        if self.outline is not None:
            group.set_drawn(self.kind, self.outline, self.crs)
        elif self.layer is not None and not sip.isdeleted(self.layer):
            group.layers.setLayer(self.layer)
            group.choose(self.kind)


def searched_area(group: AreaGroup, canvas: Any) -> SearchedArea:
    """What stands in the group now: what the map shows later is something else."""
    if group.kind() == VIEW:
        return SearchedArea(DRAWN, QgsGeometry.fromRect(canvas.extent()), canvas.mapSettings().destinationCrs())
    drawn = group.drawn()
    return SearchedArea(group.kind(), layer=group.layers.currentLayer()) if drawn is None else SearchedArea(*drawn)
