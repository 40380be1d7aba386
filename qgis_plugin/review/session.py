"""The review of one inventory: which polygon is looked at, and what is done with it. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from qgis.core import QgsCoordinateTransform, QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..i18n_text import tr
from . import edits
from .order import Count, Item, count, most_worth_a_look_first, neighbour, next_open

MANY = 300
"""From so many changed polygons on, reading the whole layer is quicker than asking for each."""


class ReviewSession(QObject):
    """Walks the polygons of one layer: most worth a look first, or as the list that is shown says (`walk`).

    ``changed`` is sent when another polygon is current, or what is known of it or the count has changed; it also
    follows edits that were made elsewhere, such as an undo in QGIS's own menu. Only what changed is read again.
    """

    changed = pyqtSignal()
    ended = pyqtSignal()
    outlined = pyqtSignal(list)
    """Feature ids of polygons that have got another outline: what follows from it is to be measured again."""

    def __init__(self, layer: QgsVectorLayer, reviewer: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layer = layer
        self.reviewer = reviewer
        self.version = 0  # goes up whenever polygons were read again
        self.last_rejected: int | None = None
        self._items: dict[int, Item] = {}
        self._order: list[Item] = []
        self._walk: list[int] | None = None
        self._narrowed = False
        self._stale: set[int] | None = None  # None: all
        self._redrawn: set[int] = set()
        self._busy = False
        self._measures = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.changed)
        self._moved_elsewhere: set[int] = set()
        self._later.timeout.connect(self._measure_moved)
        self._signals = (
            (layer.editCommandStarted, self._began),
            (layer.editCommandEnded, self._began),
            (layer.attributeValueChanged, self._touched),
            (layer.featureAdded, self._touched),
            (layer.featureDeleted, self._touched),
            (layer.geometryChanged, self._moved),
            (layer.afterCommitChanges, self._all_touched),
            (layer.afterRollBack, self._all_touched),
            (layer.willBeDeleted, self._end),
        )
        for signal, slot in self._signals:
            signal.connect(slot)
        order = self.order()
        self.fid: int | None = next_open(order, None) if order else None
        if self.fid is None and order:
            self.fid = order[0].fid

    def close(self) -> None:
        """Let go of the layer; its edits stay as they are."""
        self._later.stop()
        for signal, slot in self._signals:
            signal.disconnect(slot)

    # --- what there is

    def items(self) -> list[Item]:
        """All polygons, those that are most worth a look first."""
        self._read()
        return self._order

    def order(self) -> list[Item]:
        """The polygons that the review walks, in its order."""
        self._read()
        if self._walk is None:
            return self._order
        return [self._items[fid] for fid in self._walk if fid in self._items]

    def walk(self, fids: Iterable[int] | None, *, narrowed: bool = False) -> None:
        """Go through these polygons in this order; None for all, in the order of the review.

        ``narrowed`` says that somebody chose them: then those that are judged already are gone through too.
        """
        self._walk = None if fids is None else list(fids)
        self._narrowed = narrowed

    @property
    def walks_all(self) -> bool:
        """Whether it goes through all polygons in its own order."""
        return self._walk is None

    def count(self) -> Count:
        return count(self.items())

    def feature(self) -> QgsFeature | None:
        """The current polygon as it is now, unsaved edits included; None when there is none."""
        if self.fid is None:
            return None
        feature = self.layer.getFeature(self.fid)
        return feature if feature.isValid() else None

    def place(self) -> tuple[int, int]:
        """(1-based place of the current polygon in the order, number of polygons); place 0 when it is not in it."""
        fids = [item.fid for item in self.order()]
        return (fids.index(self.fid) + 1 if self.fid in fids else 0, len(fids))

    def open_above(self, probability: float) -> list[Item]:
        """Polygons that nobody has judged with at least this mean probability (0 to 1)."""
        return [
            item
            for item in self.items()
            if item.open and item.probability is not None and item.probability >= probability
        ]

    # --- going about

    def go(self, step: int) -> None:
        """To the next polygon of the order, reviewed or not."""
        self.fid = neighbour(self.order(), self.fid, step)
        self.changed.emit()

    def jump(self, fid: int) -> None:
        """To this polygon."""
        self._read()
        if fid != self.fid and fid in self._items:
            self.fid = fid
            self.changed.emit()

    def _after(self) -> int | None:
        """The polygon to go to once the current one is judged; None when that is the last."""
        order = self.order()
        after = next_open(order, self.fid)
        if after in (None, self.fid) and self._narrowed:
            after = neighbour(order, self.fid, 1)
        return None if after == self.fid else after

    # --- deciding

    def judge(self, accept: bool, reason: str | None = None) -> bool:
        """Accept or reject the current polygon and go to the next open one; False when that was the last."""
        after, judged = self._after(), self.fid
        self._edit(edits.judge, accept, self.reviewer(), reason)
        self.last_rejected = None if accept else judged
        if after is not None:
            self.fid = after
        self.changed.emit()
        return after is not None

    def give_reason(self, reason: str) -> None:
        """Say why the polygon was rejected that was rejected last; still one step of undo."""
        fid = self.last_rejected
        if fid is None:
            return
        self._busy = True
        try:
            stack = self.layer.undoStack()
            measured_since = stack.undoText() == edits.measured_text()  # of another polygon: that is kept
            if self.layer.isModified() and stack.canUndo() and not measured_since:
                stack.undo()
            edits.judge(self.layer, fid, False, self.reviewer(), reason)
        finally:
            self._busy = False
        self.changed.emit()

    def accept_above(self, probability: float) -> int:
        """Accept all that nobody has judged from this mean probability (0 to 1) on; returns how many."""
        chosen = [item.fid for item in self.open_above(probability)]
        if chosen:
            self._run(lambda: edits.accept_all(self.layer, chosen, self.reviewer()))
            self.fid = next_open(self.order(), self.fid) or self.fid
            self.changed.emit()
        return len(chosen)

    def annotate(self, fid: int, column: str, value: str) -> None:
        """Type or notes of a polygon."""
        self._run(lambda: edits.annotate(self.layer, fid, column, value))

    def redraw(self, corners: list[QgsPointXY], canvas: QgsMapCanvas) -> None:
        self._edit(edits.redraw, QgsGeometry.fromPolygonXY([self._to_layer(corners, canvas)]), self.reviewer())
        self.outlined.emit([self.fid])

    def split(self, corners: list[QgsPointXY], canvas: QgsMapCanvas) -> int:
        """Cut the current polygon; returns the number of parts."""
        made = self._edit(edits.split, self._to_layer(corners, canvas), self.reviewer())
        self.outlined.emit(made)
        return len(made)

    def merge(self, other: int) -> None:
        self._edit(edits.merge, [other], self.reviewer())
        self.outlined.emit([self.fid])

    def undo(self) -> bool:
        """Take back the last step and go to the polygon that it was about; False when there is none."""
        self._read()
        self._run(lambda: edits.undo_measured(self.layer), emit=False)
        measured = set(self._items) if self._stale is None else set(self._stale)
        self._read()
        self._redrawn = set()
        done = self._run(lambda: edits.undo(self.layer), emit=False)
        touched = set(self._items) if self._stale is None else self._stale
        redrawn = self._redrawn
        self._read()
        about = [item.fid for item in self.items() if item.fid in touched]
        moved = [fid for fid in about if fid in redrawn]
        if moved:
            self.fid = moved[0]
        elif about and self.fid not in about:  # of many that were accepted at once the current one stays
            self.fid = about[0]
        self.changed.emit()
        # the answer may have come after later steps; of an outline that stays it is wanted again
        again = sorted(fid for fid in measured - redrawn if fid in self._items)
        if again:
            self.outlined.emit(again)
        return done

    def save(self) -> None:
        """Write into the file; new polygons get their feature ids there, so the current one is found by ``ls_id``."""
        feature = self.feature()
        name = None if feature is None else feature["ls_id"]
        edits.save(self.layer)
        self.last_rejected = None
        if name is not None and self.feature() is None:
            same = [item.fid for item in self.items() if item.name == name]
            self.fid = same[0] if same else neighbour(self.order(), None, 1)
        self.changed.emit()

    # --- keeping in step with the layer

    def _edit(self, function: Callable[..., Any], *arguments: Any) -> Any:
        fid = self.fid
        if fid is None:
            raise edits.ReviewProblem(tr("There is no polygon to review in this layer."))
        return self._run(lambda: function(self.layer, fid, *arguments))

    def _run(self, step: Callable[[], Any], *, emit: bool = True) -> Any:
        """An edit of our own: what it changes is told once, at its end."""
        self.last_rejected = None
        self._busy = True
        try:
            return step()
        finally:
            self._busy = False
            if emit:
                self.changed.emit()

    def _began(self, text: str = "") -> None:
        """A command of the undo stack has begun, or, without a name, ended."""
        self._measures = text == edits.measured_text()

    def _touched(self, fid: int, *_: object) -> None:
        if self._stale is not None:
            self._stale.add(fid)
        self._tell()

    def _moved(self, fid: int, *_: object) -> None:
        self._redrawn.add(fid)
        if not self._busy:
            self._moved_elsewhere.add(fid)
        self._touched(fid)

    def _measure_moved(self) -> None:
        """Measure outlines that were changed elsewhere, by QGIS's own tools or its redo, as those of the review."""
        moved, self._moved_elsewhere = self._moved_elsewhere, set()
        if self.layer.undoStack().canRedo():
            return  # the answer would be a step of its own, and there would be nothing to redo any more
        wanted = [fid for fid in sorted(moved) if edits.is_out_of_date(self.layer, fid)]
        if wanted:
            self.outlined.emit(wanted)

    def _all_touched(self, *_: object) -> None:
        self._stale = None
        self._tell()

    def _tell(self) -> None:
        """Say later, and once, that something changed: an undo of a thousand decisions sends thousands of signals."""
        if not self._busy:
            if not self._measures:  # an answer of the backend is no step of a person
                self.last_rejected = None
            self._later.start()

    def _read(self) -> None:
        stale = self._stale
        if stale is not None and not stale:
            return
        if stale is None or len(stale) > MANY:
            self._items = {item.fid: item for item in edits.items(self.layer)}
        else:
            for fid in stale:
                self._items.pop(fid, None)
            self._items.update((item.fid, item) for item in edits.items(self.layer, stale))
        self._stale = set()
        self._order = most_worth_a_look_first(self._items.values())
        self.version += 1

    def _end(self) -> None:
        self._later.stop()
        self.fid = None
        self._items, self._order, self._stale = {}, [], set()
        self.ended.emit()

    def _to_layer(self, corners: list[QgsPointXY], canvas: QgsMapCanvas) -> list[QgsPointXY]:
        transform = QgsCoordinateTransform(
            canvas.mapSettings().destinationCrs(), self.layer.crs(), QgsProject.instance()
        )
        return [transform.transform(corner) for corner in corners]
