"""What a review does to an inventory layer: each step is one command in QGIS's own undo stack."""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..i18n_text import tr
from ..layers.columns import column_of
from ..layers.form import set_form
from ..typed_paths import exists
from .attributes import MEASURED, OF_PROBABILITY, joined_uuids
from .order import ACCEPTED, EDITED, REJECTED, UNREVIEWED, Item
from .rule import ASSETS

REVIEW_TIME = "review_utc"
REJECT_REASON = "reject_reason"
MERGED = "merged_uuids"
_FROM_OUTLINE = ("area_m2", "perim_m", "compactness")  # that QGIS makes again
STALE_AFTER_REDRAW = tuple(name for name in MEASURED if name not in (*_FROM_OUTLINE, *OF_PROBABILITY, "amalg_flag"))
"""Measures that QGIS cannot make again from the outline alone: null until the backend has, which is better than a
value of another outline."""


_SAME_AREA = 1e-6
"""Share by which the area in the file may differ from that of the outline."""

_LISTED = (
    "uncert_mean",
    "status",
    "area_m2",
    "ls_id",
    "prob_mean",
    "ls_type",
    "reviewer",
    REJECT_REASON,
    "notes",
    *ASSETS,
)
"""The columns of an `Item`, in its order; assets of the three kinds are counted together."""


class ReviewProblem(Exception):
    """One sentence of why a step of the review could not be done; nothing was changed."""


def is_inventory(layer: object) -> bool:
    """Whether a layer can be reviewed: polygons with an id and a status."""
    if not isinstance(layer, QgsVectorLayer) or not layer.isValid():
        return False
    names = set(layer.fields().names())
    polygons = layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
    return polygons and {"ls_id", "status"} <= names


def items(layer: QgsVectorLayer, fids: Iterable[int] | None = None) -> list[Item]:
    """The polygons of the layer, or those of ``fids`` that are there; unsaved edits are included."""
    fields = layer.fields()
    columns = [column_of(fields, name) for name in _LISTED]
    places = [-1 if column is None else fields.indexOf(column) for column in columns]
    request = QgsFeatureRequest().setSubsetOfAttributes([place for place in places if place >= 0])
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    if fids is not None:
        request.setFilterFids(list(fids))
    found = []
    for feature in layer.getFeatures(request):
        values = feature.attributes()  # once: thousands of polygons are read at a time
        known = [None if place < 0 or _is_null(values[place]) else values[place] for place in places]
        uncertainty, status, area, name, probability = known[:5]
        kind, by, reason, notes = ("" if text is None else str(text) for text in known[5 : -len(ASSETS)])
        hits = [number for hit in known[-len(ASSETS) :] if (number := _number(hit)) is not None]
        found.append(
            Item(
                feature.id(),
                _number(uncertainty),
                UNREVIEWED if status is None else str(status),
                _number(area) or 0.0,
                "" if name is None else str(name),
                _number(probability),
                kind,
                by,
                reason,
                notes,
                sum(hits) if hits else None,
            )
        )
    return found


def judge(layer: QgsVectorLayer, fid: int, accept: bool, reviewer: str, reason: str | None = None) -> None:
    """Accept or reject a polygon; ``reason`` is what a rejected one is instead.

    Raises ReviewProblem when the layer cannot be edited or the polygon is gone.
    """
    feature = _feature(layer, fid)
    words = tr("Accept {name}") if accept else tr("Reject {name}")
    with _command(layer, words.format(name=_name(feature))):
        _sign(layer, _feature(layer, fid), ACCEPTED if accept else REJECTED, reviewer, reason)


def accept_all(layer: QgsVectorLayer, fids: Iterable[int], reviewer: str) -> int:
    """Accept many polygons in one step of undo; returns how many."""
    chosen = list(fids)
    with _command(layer, tr("Accept {count} landslides").format(count=len(chosen))):
        request = QgsFeatureRequest().setFilterFids(chosen).setFlags(QgsFeatureRequest.Flag.NoGeometry)
        for feature in list(layer.getFeatures(request)):
            _sign(layer, feature, ACCEPTED, reviewer)
    return len(chosen)


def annotate(layer: QgsVectorLayer, fid: int, column: str, value: str | None) -> None:
    """Set type or notes of a polygon; an empty text is no value. What was decided stays whose it is."""
    feature = _feature(layer, fid)
    if layer.fields().indexOf(column) < 0:
        raise ReviewProblem(tr("This inventory has no column {name}.").format(name=column))
    with _command(layer, tr("Describe {name}").format(name=_name(feature))):
        _set(layer, fid, column, value or None)


def redraw(layer: QgsVectorLayer, fid: int, outline: QgsGeometry, reviewer: str) -> None:
    """Replace the outline of a polygon; ``outline`` is in the CRS of the layer."""
    feature = _feature(layer, fid)
    shape = whole_polygon(layer, outline)
    with _command(layer, tr("Redraw {name}").format(name=_name(feature))):
        _set_outline(layer, fid, shape)
        _sign(layer, _feature(layer, fid), EDITED, reviewer)


def split(layer: QgsVectorLayer, fid: int, line: list[QgsPointXY], reviewer: str) -> list[int]:
    """Cut a polygon along a line in the CRS of the layer; returns the feature ids of all parts.

    The largest part keeps the id, the others get ``-2``, ``-3`` ... behind it.
    """
    feature = _feature(layer, fid)
    parts = _cut(feature.geometry(), line)
    if len(parts) < 2:
        raise ReviewProblem(tr("The line does not cut the polygon; draw it from outside to outside."))
    parts.sort(key=lambda part: -part.area())
    name = _name(feature)
    taken = set(_ids(layer))
    with _command(layer, tr("Split {name}").format(name=name)):
        feature = _feature(layer, fid)  # anew: it has all columns now
        _set_outline(layer, fid, whole_polygon(layer, parts[0]))
        _sign(layer, _feature(layer, fid), EDITED, reviewer)
        made = [fid]
        for part in parts[1:]:
            fresh = QgsFeature(feature)
            fresh.setGeometry(whole_polygon(layer, part))
            for key in layer.primaryKeyAttributes():
                fresh.setAttribute(key, layer.dataProvider().defaultValue(key) or None)
            label = _free_id(name, taken)
            taken.add(label)
            fresh.setAttribute("ls_id", label)
            if layer.fields().indexOf("uuid") >= 0:  # files of older versions have none
                fresh.setAttribute("uuid", str(uuid.uuid4()))
            if layer.fields().indexOf(MERGED) >= 0:  # what was joined stays with the part that keeps its name
                fresh.setAttribute(MERGED, None)
            before = set(layer.allFeatureIds())
            if not layer.addFeature(fresh):
                raise ReviewProblem(tr("The parts of {name} could not be added to the layer.").format(name=name))
            new = next(iter(set(layer.allFeatureIds()) - before))
            _set_outline(layer, new, fresh.geometry())
            _sign(layer, _feature(layer, new), EDITED, reviewer)
            made.append(new)
    return made


def merge(layer: QgsVectorLayer, fid: int, others: Iterable[int], reviewer: str) -> None:
    """Join polygons to one that keeps the id and the attributes of ``fid``; ``merged_uuids`` has those of the others,
    as in a merged inventory."""
    feature = _feature(layer, fid)
    gone = [_feature(layer, other) for other in others if other != fid]
    if not gone:
        raise ReviewProblem(tr("Choose another polygon to merge with."))
    joined = QgsGeometry.unaryUnion([feature.geometry(), *(other.geometry() for other in gone)])
    shape = whole_polygon(layer, joined)
    has_uuids = layer.fields().indexOf("uuid") >= 0
    with _command(layer, tr("Merge into {name}").format(name=_name(feature)), *([MERGED] if has_uuids else [])):
        _set_outline(layer, fid, shape)
        _sign(layer, _feature(layer, fid), EDITED, reviewer)
        if has_uuids:
            texts = [value_of(one, name) for one in gone for name in ("uuid", MERGED)]
            _set(layer, fid, MERGED, joined_uuids(value_of(feature, MERGED), *texts))
        for other in gone:
            if not layer.deleteFeature(other.id()):
                raise ReviewProblem(tr("{name} could not be removed from the layer.").format(name=_name(other)))


def add(layer: QgsVectorLayer, outline: QgsGeometry, values: Mapping[str, Any], reviewer: str) -> int:
    """Add a polygon with these attributes, accepted with the reviewer's outline; returns its feature id.

    Sizes are made of the outline where ``values`` has none.
    """
    shape = whole_polygon(layer, outline)
    with _command(layer, tr("Add {name}").format(name=values["ls_id"])):
        fresh = QgsFeature(layer.fields())
        fresh.setGeometry(shape)
        for key in layer.primaryKeyAttributes():
            fresh.setAttribute(key, layer.dataProvider().defaultValue(key) or None)
        before = set(layer.allFeatureIds())
        if not layer.addFeature(fresh):
            raise ReviewProblem(tr("The outline could not be added to the layer."))
        fid = next(iter(set(layer.allFeatureIds()) - before))
        _set_outline(layer, fid, shape)
        for name, value in values.items():
            if value is not None:
                _set(layer, fid, name, value)
        _sign(layer, _feature(layer, fid), EDITED, reviewer)
    return fid


def others(layer: QgsVectorLayer, box: QgsRectangle) -> list[QgsGeometry]:
    """The outlines in a box, in the CRS of the layer, of all that was not rejected: ground that is a landslide's."""
    request = QgsFeatureRequest().setFilterRect(box)
    return [
        QgsGeometry(feature.geometry())
        for feature in layer.getFeatures(request)
        if value_of(feature, "status") != REJECTED and feature.hasGeometry()
    ]


def fill(layer: QgsVectorLayer, fid: int, measured: Mapping[str, Any]) -> None:
    """Put what the backend measured into a polygon, edited or saved; `undo` takes it back with the step before."""
    if layer.isEditable():
        layer.beginEditCommand(measured_text())
        for name, value in measured.items():
            _set(layer, fid, name, value)
        layer.endEditCommand()
        return
    columns = {column_of(layer.fields(), name): value for name, value in measured.items()}
    changes = {layer.fields().indexOf(name): value for name, value in columns.items() if name is not None}
    if not layer.dataProvider().changeAttributeValues({fid: changes}):
        raise ReviewProblem(tr("What was measured could not be written into {layer}.").format(layer=layer.name()))
    layer.triggerRepaint()


def is_out_of_date(layer: QgsVectorLayer, fid: int) -> bool:
    """Whether the measures of a polygon are missing, or those of another outline."""
    feature = layer.getFeature(fid)
    if not feature.isValid() or not feature.hasGeometry():
        return False
    area, outline = _number(value_of(feature, "area_m2")), feature.geometry().area()
    metric = layer.crs().mapUnits() == QgsUnitTypes.DistanceUnit.DistanceMeters
    same = metric and area is not None and math.isclose(area, outline, rel_tol=_SAME_AREA)
    return not same or value_of(feature, "z_min") is None


def undo(layer: QgsVectorLayer) -> bool:
    """Take back the last step, with what was measured meanwhile; False when there is none."""
    if not undo_measured(layer):
        return False
    layer.undoStack().undo()
    return True


def undo_measured(layer: QgsVectorLayer) -> bool:
    """Take back what was measured since the last step of a person; False, and nothing is done, without such a step."""
    stack = layer.undoStack()
    if stack is None or all(stack.text(place) == measured_text() for place in range(stack.index())):
        return False
    while stack.undoText() == measured_text():
        stack.undo()
    return True


def measured_text() -> str:
    """What `fill` is called in QGIS's undo stack."""
    return tr("Measure again")


def save(layer: QgsVectorLayer, *, end: bool = False) -> None:
    """Write the edits into the file, and ``end`` the edit mode. Raises ReviewProblem; the edits are kept then."""
    # a file that was moved or removed is still open here, and takes edits that nobody would find again
    file = layer.source().partition("|")[0] if layer.providerType() == "ogr" else ""
    gone = Path(file).is_absolute() and not file.startswith("/vsi") and not exists(file)
    if layer.isEditable() and (gone or not layer.commitChanges(end)):
        errors = [tr("{path} is not there.").format(path=file)] if gone else layer.commitErrors()
        why = errors[-1].strip() if errors else tr("unknown reason")
        words = tr("The review could not be saved ({why}). Nothing is lost: free the file or the disk and save again.")
        raise ReviewProblem(words.format(why=why))


@contextmanager
def _command(layer: QgsVectorLayer, text: str, *columns: str) -> Iterator[None]:
    """One entry of the undo stack; taken back whole when something in it fails. ``columns`` of text are made where the
    layer lacks them."""
    if not layer.isEditable() and (layer.readOnly() or not layer.startEditing()):
        words = tr("{layer} cannot be edited; save it as a GeoPackage in a folder of your own and review that.")
        raise ReviewProblem(words.format(layer=layer.name()))
    layer.beginEditCommand(text)
    try:
        _add_columns(layer, columns)
        yield
    except Exception:
        layer.destroyEditCommand()
        raise
    layer.endEditCommand()


def _add_columns(layer: QgsVectorLayer, more: Iterable[str] = ()) -> None:
    """What files of older versions lack; part of the step that needs it, so that one undo takes it back too."""
    wanted = (REVIEW_TIME, REJECT_REASON, *more)
    missing = [name for name in wanted if column_of(layer.fields(), name) is None]
    for name in missing:
        layer.addAttribute(QgsField(name, QVariant.String))
    if missing:
        set_form(layer)


def _sign(layer: QgsVectorLayer, before: QgsFeature, status: str, reviewer: str, reason: str | None = None) -> None:
    """Who decided what and when; what another person had decided is kept in the notes.

    ``before`` is the polygon as it was: with the old value, QGIS need not read every polygon again at an undo, which
    takes 2 ms each.
    """
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    values: dict[str, str | None] = {"status": status, "reviewer": reviewer, REVIEW_TIME: now, REJECT_REASON: reason}
    earlier = earlier_decision(before, reviewer)
    if earlier is not None:
        values["notes"] = "; ".join(str(text) for text in (value_of(before, "notes"), earlier) if text)
    for name, value in values.items():
        column = column_of(layer.fields(), name)
        if column is None or (value is None and value_of(before, name) is None):
            continue
        index = layer.fields().indexOf(column)
        if not layer.changeAttributeValue(before.id(), index, value, before.attribute(index)):
            raise ReviewProblem(tr("The column {name} could not be changed.").format(name=name))


def earlier_decision(feature: QgsFeature, reviewer: str) -> str | None:
    """What somebody else decided about a polygon, as the notes keep it; None where nobody did.

    English in every language of QGIS, like what a merge writes into the notes.
    """
    status, other = value_of(feature, "status"), value_of(feature, "reviewer")
    if status in (None, UNREVIEWED) or not other or str(other) == reviewer:
        return None
    day = str(value_of(feature, REVIEW_TIME) or "")[:10]
    why = value_of(feature, REJECT_REASON)
    return f"earlier {status} by {other}{f' on {day}' if day else ''}{f' ({why})' if why else ''}"


def _set(layer: QgsVectorLayer, fid: int, name: str, value: Any) -> None:
    column = column_of(layer.fields(), name)
    index = -1 if column is None else layer.fields().indexOf(column)
    if index >= 0 and not layer.changeAttributeValue(fid, index, value):
        raise ReviewProblem(tr("The column {name} could not be changed.").format(name=name))


def _set_outline(layer: QgsVectorLayer, fid: int, shape: QgsGeometry) -> None:
    if not layer.changeGeometry(fid, shape):
        raise ReviewProblem(tr("The outline could not be changed."))
    area, perimeter = shape.area(), shape.length()
    metric = layer.crs().mapUnits() == QgsUnitTypes.DistanceUnit.DistanceMeters
    _set(layer, fid, "area_m2", area if metric else None)
    _set(layer, fid, "perim_m", perimeter if metric else None)
    _set(layer, fid, "compactness", 4 * math.pi * area / perimeter**2 if perimeter else None)
    for name in STALE_AFTER_REDRAW:
        _set(layer, fid, name, None)


def whole_polygon(layer: QgsVectorLayer, shape: QgsGeometry) -> QgsGeometry:
    """``shape`` as valid polygons of the layer's kind. Raises ReviewProblem when nothing is left of it."""
    valid = shape if shape.isGeosValid() else shape.makeValid()
    pieces = [
        part
        for part in valid.asGeometryCollection()
        if part.type() == QgsWkbTypes.GeometryType.PolygonGeometry and part.area() > 0
    ]
    if not pieces:
        raise ReviewProblem(tr("What was drawn has no area; draw the outline again with at least three corners."))
    joined = QgsGeometry.unaryUnion(pieces)
    if QgsWkbTypes.isMultiType(layer.wkbType()):
        joined.convertToMultiType()
    elif joined.isMultipart() and not joined.convertToSingleType():
        raise ReviewProblem(tr("The parts do not touch, and this layer only takes single polygons."))
    return joined


def _cut(shape: QgsGeometry, line: list[QgsPointXY]) -> list[QgsGeometry]:
    """All parts of a (multi)polygon cut along a line, each a polygon."""
    if len(line) < 2:
        return [shape]
    blade = QgsGeometry.fromPolylineXY(line)
    found: list[QgsGeometry] = []
    for part in shape.asGeometryCollection():
        lines = QgsGeometry.unaryUnion([QgsGeometry(part.constGet().boundary()), blade])
        pieces = QgsGeometry.polygonize([lines]).asGeometryCollection()
        found.extend(piece for piece in pieces if part.contains(piece.pointOnSurface()))
    return found


def _feature(layer: QgsVectorLayer, fid: int) -> QgsFeature:
    feature = layer.getFeature(fid)
    if not feature.isValid():
        raise ReviewProblem(tr("The polygon is not in the layer any more; choose the next one."))
    return feature


def _name(feature: QgsFeature) -> str:
    return str(value_of(feature, "ls_id") or feature.id())


def _ids(layer: QgsVectorLayer) -> Iterator[str]:
    request = QgsFeatureRequest().setSubsetOfAttributes(["ls_id"], layer.fields())
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    for feature in layer.getFeatures(request):
        yield str(value_of(feature, "ls_id"))


def _free_id(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def value_of(feature: QgsFeature, name: str) -> Any:
    """The value of a column; None when it is null or not there."""
    column = column_of(feature.fields(), name)
    value = None if column is None else feature[column]
    return None if _is_null(value) else value


def _is_null(value: Any) -> bool:
    return value is None or (isinstance(value, QVariant) and value.isNull())


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None
