"""The list of polygons: filter, sort, jump; the review walks what it shows, in its order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsExpressionNode,
    QgsFeatureRequest,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ..i18n_text import tr
from . import choice
from .choice import Choice, chosen
from .order import ACCEPTED, EDITED, REJECTED
from .session import ReviewSession
from .table_model import COLUMNS, PolygonModel

TYPING_MS = 250
_WIDTHS = {"name": 66, "area": 66, "probability": 82, "status": 120, "kind": 120, "reviewer": 80, "reason": 110}


class PolygonList(QWidget):
    """``picked`` brings the feature id of the row that was clicked; ``changed`` that other rows are shown."""

    picked = pyqtSignal(int)
    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: ReviewSession | None = None
        self._choice = Choice()
        self._seen: tuple[object, ...] = ()
        self._ours = False
        self.status_box = QComboBox()
        for value, text in (
            (choice.ALL, tr("All")),
            (choice.OPEN, tr("Not reviewed yet")),
            (ACCEPTED, tr("Accepted")),
            (EDITED, tr("Accepted, new outline")),
            (REJECTED, tr("Rejected")),
            (choice.NOT_MINE, tr("Not decided by me")),
        ):
            self.status_box.addItem(text, value)
        self.status_box.setToolTip(tr("Which polygons are listed. Next and Back go through the list."))
        self.status_box.currentIndexChanged.connect(self._filter)
        self.text_edit = QLineEdit()
        self.text_edit.setClearButtonEnabled(True)
        self.text_edit.setPlaceholderText(tr("Text or expression"))
        self.text_edit.setToolTip(
            tr("Part of a name, type, reviewer, reason or note; or an expression of QGIS: area_m2 > 5000")
        )
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._filter)
        self.text_edit.textChanged.connect(lambda _text: self._typing.start())
        self.model = PolygonModel(self)
        self.model.sort_wanted.connect(self._sort)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.table.setWordWrap(False)
        header = self.table.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)  # the order of the review, till a column is clicked
        self.table.setSortingEnabled(True)
        for index, column in enumerate(COLUMNS):
            self.table.setColumnWidth(index, _WIDTHS[column])
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        row = QHBoxLayout()
        row.addWidget(self.status_box)
        row.addWidget(self.text_edit, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 4, 0, 0)
        outer.setSpacing(4)
        outer.addLayout(row)
        outer.addWidget(self.table, 1)

    def show_session(self, session: ReviewSession | None) -> None:
        """List the polygons of this review, and mark its current one."""
        self._session = session
        if session is None:
            self._seen = ()
            self.model.show([])
            return
        session.items()  # reads what has changed
        seen = (session, session.version, self._choice, session.reviewer())
        if seen != self._seen:
            self._fill(session)
            self._seen = seen
        self._mark(session.fid)

    def _fill(self, session: ReviewSession) -> None:
        now = self._choice
        if now.text:
            fids = found_by_expression(session.layer, now.text)
            if fids is not None:
                now = replace(now, text="", fids=fids)
        shown = chosen(session.items(), now, session.reviewer())
        self._ours = True
        self.model.show(shown)
        self._ours = False
        plain = now == Choice()
        session.walk(None if plain else [item.fid for item in shown], narrowed=now.narrows)

    def _mark(self, fid: int | None) -> None:
        row = self.model.row_of(fid)
        self._ours = True
        if row is None:
            self.table.clearSelection()
        elif self.table.currentIndex().row() != row or not self.table.selectionModel().hasSelection():
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0))
        self._ours = False

    def _row_changed(self, now: object, _before: object) -> None:
        fid = None if self._ours else self.model.fid_at(now.row())  # type: ignore[attr-defined]
        if fid is not None:
            self.picked.emit(fid)

    def _filter(self, *_: object) -> None:
        self._typing.stop()
        self._choose(replace(self._choice, status=self.status_box.currentData(), text=self.text_edit.text().strip()))

    def _sort(self, column: str | None, descending: bool) -> None:
        self._choose(replace(self._choice, column=column, descending=descending))

    def _choose(self, now: Choice) -> None:
        if now != self._choice:
            self._choice = now
            self.show_session(self._session)
            self.changed.emit()


def found_by_expression(layer: QgsVectorLayer, text: str) -> Collection[int] | None:
    """Feature ids that an expression of QGIS is true for; None when the text is no expression about the layer.

    A bare word is a text to look for, even where a column is called so.
    """
    expression = QgsExpression(text)
    root = expression.rootNode()
    if expression.hasParserError() or root is None or root.nodeType() == QgsExpressionNode.NodeType.ntColumnRef:
        return None
    columns = expression.referencedColumns() - {QgsFeatureRequest.ALL_ATTRIBUTES}
    if not columns <= set(layer.fields().names()) or not (columns or expression.needsGeometry()):
        return None
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    if not expression.prepare(context):
        return None
    request = QgsFeatureRequest(expression, context).setSubsetOfAttributes(columns, layer.fields())
    if not expression.needsGeometry():
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    return {feature.id() for feature in layer.getFeatures(request)}
