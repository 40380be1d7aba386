"""The review of one inventory: which polygon is looked at, and what is done with it. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import (
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..i18n_text import tr
from . import edits
from .order import Count, Item, count, most_uncertain_first, neighbour, next_open

MARGIN = 1.0
"""Room around the polygon, in its own widths, on each side: enough to see what it lies in."""
LEAST_MARGIN_M = 150.0
"""At 10 m pixels, a closer view of a small polygon shows squares and nothing to judge it by."""


class ReviewSession(QObject):
    """Walks the polygons of one layer, most uncertain first.

    ``changed`` is sent when another polygon is current, or what is known of it or the count has changed; it also
    follows edits that were made elsewhere, such as an undo in QGIS's own menu.
    """

    changed = pyqtSignal()
    ended = pyqtSignal()

    def __init__(self, layer: QgsVectorLayer, reviewer: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layer = layer
        self._reviewer = reviewer
        self._order: list[Item] = []
        self.fid: int | None = None
        self._busy = False
        for signal in (
            layer.attributeValueChanged,
            layer.featureAdded,
            layer.featureDeleted,
            layer.geometryChanged,
            layer.afterCommitChanges,
            layer.afterRollBack,
        ):
            signal.connect(self._refresh)
        layer.willBeDeleted.connect(self._end)
        self._refresh()
        self.fid = next_open(self._order, None) if self._order else None
        if self.fid is None and self._order:
            self.fid = self._order[0].fid

    def close(self) -> None:
        """Let go of the layer; its edits stay as they are."""
        for signal in (
            self.layer.attributeValueChanged,
            self.layer.featureAdded,
            self.layer.featureDeleted,
            self.layer.geometryChanged,
            self.layer.afterCommitChanges,
            self.layer.afterRollBack,
        ):
            signal.disconnect(self._refresh)
        self.layer.willBeDeleted.disconnect(self._end)

    def count(self) -> Count:
        return count(self._order)

    def feature(self) -> QgsFeature | None:
        """The current polygon as it is now, unsaved edits included; None when there is none."""
        if self.fid is None:
            return None
        feature = self.layer.getFeature(self.fid)
        return feature if feature.isValid() else None

    def place(self) -> tuple[int, int]:
        """(1-based place of the current polygon in the order, number of polygons); place 0 when there is none."""
        fids = [item.fid for item in self._order]
        return (fids.index(self.fid) + 1 if self.fid in fids else 0, len(fids))

    def go(self, step: int) -> None:
        """To the next polygon of the order, reviewed or not."""
        self.fid = neighbour(self._order, self.fid, step)
        self.changed.emit()

    def go_open(self) -> bool:
        """To the next polygon that nobody has judged; False when all have been."""
        after = next_open(self._order, self.fid)
        if after is not None:
            self.fid = after
        self.changed.emit()
        return after is not None

    def judge(self, accept: bool) -> bool:
        """Accept or reject the current polygon and go to the next open one; False when that was the last."""
        self._edit(edits.judge, accept)
        return self.go_open()

    def redraw(self, corners: list[QgsPointXY], canvas: QgsMapCanvas) -> None:
        self._edit(edits.redraw, QgsGeometry.fromPolygonXY([self._to_layer(corners, canvas)]))

    def split(self, corners: list[QgsPointXY], canvas: QgsMapCanvas) -> int:
        """Cut the current polygon; returns the number of parts."""
        return len(self._edit(edits.split, self._to_layer(corners, canvas)))

    def merge(self, other: int) -> None:
        self._edit(edits.merge, [other])

    def undo(self) -> bool:
        done = edits.undo(self.layer)
        self._refresh()
        return done

    def save(self) -> None:
        """Write into the file; new polygons get their feature ids there, so the current one is found by ``ls_id``."""
        feature = self.feature()
        name = None if feature is None else feature["ls_id"]
        edits.save(self.layer)
        self._refresh()
        if name is not None and self.feature() is None:
            same = [f.id() for f in self.layer.getFeatures() if f["ls_id"] == name]
            self.fid = same[0] if same else neighbour(self._order, None, 1)
            self.changed.emit()

    def zoom(self, canvas: QgsMapCanvas) -> None:
        """The current polygon in the middle of the map with room around it."""
        feature = self.feature()
        if feature is None or not feature.hasGeometry():
            return
        settings = canvas.mapSettings()
        transform = QgsCoordinateTransform(self.layer.crs(), settings.destinationCrs(), QgsProject.instance())
        box: QgsRectangle = feature.geometry().boundingBox()
        metre = QgsUnitTypes.fromUnitToUnitFactor(QgsUnitTypes.DistanceUnit.DistanceMeters, self.layer.crs().mapUnits())
        room = max(box.width() * MARGIN, box.height() * MARGIN, LEAST_MARGIN_M * metre)
        canvas.setExtent(transform.transformBoundingBox(box.buffered(room)))
        canvas.refresh()

    def _edit(self, function: Callable[..., Any], *arguments: Any) -> Any:
        if self.fid is None:
            raise edits.ReviewProblem(tr("There is no polygon to review in this layer."))
        self._busy = True
        try:
            result = function(self.layer, self.fid, *arguments, self._reviewer())
        finally:
            self._busy = False
        self._refresh()
        return result

    def _refresh(self, *_: object) -> None:
        if self._busy:
            return
        self._order = most_uncertain_first(edits.items(self.layer))
        self.changed.emit()

    def _end(self) -> None:
        self.fid = None
        self._order = []
        self.ended.emit()

    def _to_layer(self, corners: list[QgsPointXY], canvas: QgsMapCanvas) -> list[QgsPointXY]:
        transform = QgsCoordinateTransform(
            canvas.mapSettings().destinationCrs(), self.layer.crs(), QgsProject.instance()
        )
        return [transform.transform(corner) for corner in corners]
