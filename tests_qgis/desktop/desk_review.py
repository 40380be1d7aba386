"""The review by clicks and keys: judge, say why, take back, list, add, split, merge, accept all above, save."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from desk_detect import INVENTORY
from hands import Report, Steps, click, counted, key, on_map, pause, picture, scroll, until, views, write
from looks import RESULTS, REVIEWER, landslides, message_button, rows, toolbar_button
from qgis.core import QgsCoordinateTransform, QgsGeometry, QgsPointXY, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QPoint
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox
from qgis.utils import iface, plugins


def review(report: Report) -> Steps:
    yield from click(message_button("Review") or toolbar_button("review"))
    plugin = plugins["landslides_l4s"]
    yield from until(lambda: plugin.review_dock is not None and plugin.review_dock.isVisible(), 10, "the review panel")
    dock = plugin.review_dock
    yield from write(dock.reviewer_edit, REVIEWER)
    yield from click(dock.start_button)
    yield from until(lambda: dock.session is not None, 10, "the review has begun")
    yield from pause(1.5)
    first = name(dock)
    yield from click(dock.buttons["accept"])
    report.check(
        "from a product to the first landslide that is judged", dock.session.count().done == 1, **counted.facts()
    )
    yield from pause(1)
    yield from views("10_review")
    judged = yield from judge(report, dock, first)
    yield from hide_and_list(report, dock)
    yield from add(report, dock)
    yield from cut_and_join(report, dock)
    yield from accept_above(report, dock)
    yield from save(report, dock, judged)


def name(dock: Any) -> str:
    return str(dock.session.feature()["ls_id"])


def attributes(dock: Any, ls_id: str) -> dict[str, Any]:
    layer = dock.session.layer
    feature = next(f for f in layer.getFeatures() if f["ls_id"] == ls_id)
    return {column: feature[column] for column in layer.fields().names()}


def judge(report: Report, dock: Any, first: str) -> Generator[None, None, dict[str, str]]:
    second = name(dock)
    yield from click(iface.mapCanvas(), QPoint(60, 60))  # the map has the focus: the key must work there
    yield from key("r")
    yield from pause(0.7)
    picture("11_why")
    report.check("a rejection asks why", "1" in dock.work.hint_label.text() and dock.work.hint_label.isVisible())
    yield from key("2")
    yield from pause(0.5)
    reason = attributes(dock, second)["reject_reason"]
    third = name(dock)
    yield from key("a")
    yield from pause(0.7)
    yield from key("u")
    yield from pause(0.7)
    report.check("undo goes back to the polygon", name(dock) == third, order=[first, second, third], now=name(dock))
    yield from key("a")
    yield from pause(0.7)
    report.check(
        "judged by click and by key, with a reason",
        dock.session.count().done == 3 and bool(reason),
        reason=str(reason),
    )
    return {first: "accepted", second: "rejected", third: "accepted"}


def hide_and_list(report: Report, dock: Any) -> Steps:
    yield from key("h")
    yield from pause(1)
    picture("12_hidden")
    hidden = dock.outlines.hidden
    yield from key("h")
    report.check("a key hides the outlines", hidden and not dock.outlines.hidden)
    yield from key("i")
    page = dock.work.list
    yield from until(page.table.isVisible, 5, "the list")
    everything = page.model.rowCount()
    yield from click(page.status_box)
    yield from key("R", "e", "j", "Return")
    yield from until(lambda: page.status_box.currentText() == "Rejected", 5, "the filter")
    yield from pause(0.5)
    rejected = page.model.rowCount()
    yield from click(page.status_box)
    yield from key("A", "l", "l", "Return")
    yield from pause(0.5)
    wanted = page.model.fid_at(everything - 1)
    page.table.scrollToBottom()
    area = page.table.visualRect(page.model.index(everything - 1, 0))
    yield from click(page.table.viewport(), area.center())
    yield from pause(0.7)
    yield from views("13_list")
    report.check(
        "the list filters and jumps",
        rejected == 1 and page.model.rowCount() == everything and dock.session.fid == wanted,
        rejected=rejected,
        all=everything,
    )
    yield from key("i")


def missed_place(layer: Any) -> QgsPointXY:
    """The likeliest pixel that is in no polygon, nor beside one."""
    picture = QgsRasterLayer(str(RESULTS / "puthumala_probability.tif"), "p")
    box, provider = picture.extent(), picture.dataProvider()
    known = QgsGeometry.unaryUnion([feature.geometry() for feature in layer.getFeatures()]).buffer(60, 5)
    block = provider.block(1, box, picture.width(), picture.height())
    places = sorted(
        (
            (block.value(row, column), row, column)
            for row in range(6, picture.height() - 6)
            for column in range(6, picture.width() - 6)
            if not block.isNoData(row, column) and block.value(row, column) > 0.1
        ),
        reverse=True,
    )
    size = box.width() / picture.width()
    for _, row, column in places:
        point = QgsPointXY(box.xMinimum() + (column + 0.5) * size, box.yMaximum() - (row + 0.5) * size)
        if not known.contains(QgsGeometry.fromPointXY(point)):
            return point
    raise AssertionError("every likely place is mapped")


def add(report: Report, dock: Any) -> Steps:
    layer, canvas = dock.session.layer, iface.mapCanvas()
    before, place = layer.featureCount(), missed_place(layer)
    known = {feature.id() for feature in layer.getFeatures()}
    canvas.setCenter(place)
    canvas.zoomScale(8000)
    yield from pause(1)
    yield from click(dock.buttons["add"])
    yield from until(lambda: dock.adding.active, 5, "the tool")
    yield from on_map(place)
    yield from until(lambda: dock.adding.candidate is not None, 40, "an outline")
    step, steps = dock.adding.step, len(dock.adding.candidate.outlines)
    yield from key("minus" if step else "plus")
    by_key = dock.adding.step
    yield from scroll(up=by_key < steps - 1, held="ctrl")
    by_wheel = dock.adding.step
    yield from pause(0.5)
    yield from views("14_add")
    report.check(
        "keys and wheel choose another outline",
        steps < 3 or (by_key != step and by_wheel != by_key),
        steps=steps,
        went=[step, by_key, by_wheel],
    )
    canvas.setFocus()
    yield from key("Return")
    yield from until(lambda: layer.featureCount() == before + 1, 10, "it is added")
    added = next(feature for feature in layer.getFeatures() if feature.id() not in known)
    facts = {c: added[c] for c in ("ls_id", "area_m2", "slope_mean", "prob_mean", "status", "reviewer", "notes")}
    report.check(
        "one click adds a landslide with its attributes",
        all(str(v) not in ("", "NULL") for v in facts.values()),
        **facts,
    )
    yield from key("Escape")
    yield from pause(0.3)
    report.check("Esc puts the tool down", not dock.adding.active)


def cut_and_join(report: Report, dock: Any) -> Steps:
    layer = dock.session.layer
    kept = [feature for feature in layer.getFeatures() if feature["status"] != "rejected"]
    largest = max(kept, key=lambda f: f["area_m2"] or 0)
    dock.session.jump(largest.id())
    yield from click(dock.buttons["zoom"])
    yield from pause(1)
    count, area = layer.featureCount(), largest["area_m2"]
    box = layer_box(largest.geometry())
    yield from click(dock.buttons["split"])
    middle = (box.yMinimum() + box.yMaximum()) / 2
    yield from on_map(QgsPointXY(box.xMinimum() - 40, middle))
    yield from on_map(QgsPointXY(box.xMaximum() + 40, middle))
    yield from on_map(QgsPointXY(box.xMaximum() + 40, middle), button=3)
    yield from until(lambda: layer.featureCount() > count, 10, "two polygons")
    parts = [f.id() for f in layer.getFeatures() if f.geometry().intersects(largest.geometry())]
    yield from until(lambda: all(measured(layer, fid) for fid in parts), 40, "both are measured")
    picture("15_split")
    total = sum(layer.getFeature(fid)["area_m2"] for fid in parts)
    report.check(
        "a split measures both parts", abs(total - area) < 0.02 * area, parts=len(parts), area_m2=[area, total]
    )
    other = next(fid for fid in parts if fid != dock.session.fid)
    point = layer.getFeature(other).geometry().pointOnSurface().asPoint()
    yield from click(dock.buttons["merge"])
    yield from on_map(point)
    yield from until(lambda: layer.featureCount() == count + len(parts) - 2, 10, "one polygon again")
    fid = dock.session.fid
    yield from until(lambda: measured(layer, fid), 40, "it is measured")
    picture("16_merged")
    joined = layer.getFeature(fid)
    report.check("a merge is measured", joined["area_m2"] > 0 and measured(layer, fid), area_m2=joined["area_m2"])


def layer_box(geometry: Any) -> Any:
    crs = iface.mapCanvas().mapSettings().destinationCrs()
    shape = QgsGeometry(geometry)
    shape.transform(QgsCoordinateTransform(landslides()[0].crs(), crs, QgsProject.instance()))
    return shape.boundingBox()


def measured(layer: Any, fid: int) -> bool:
    value = layer.getFeature(fid)["slope_mean"]
    return str(value) not in ("", "NULL", "None")


def accept_above(report: Report, dock: Any) -> Steps:
    done = dock.session.count().done
    yield from click(iface.mapCanvas(), QPoint(60, 60))
    yield from key("shift+a")
    yield from until(lambda: QApplication.activeModalWidget() is not None, 5, "the question")
    dialog: Any = QApplication.activeModalWidget()
    dialog.percent.setValue(40)
    yield from pause(0.4)
    picture("17_accept_above")
    yield from click(dialog.box.button(QDialogButtonBox.StandardButton.Ok))
    yield from pause(0.8)
    report.check(
        "all above a probability are accepted",
        dock.session.count().done > done,
        before=done,
        now=dock.session.count().done,
    )


def save(report: Report, dock: Any, judged: dict[str, str]) -> Steps:
    layer = dock.session.layer
    yield from click(dock.save_button)
    yield from pause(0.7)
    picture("18_saved")
    found = {ls_id: (status, who) for ls_id, status, who in rows(INVENTORY, "ls_id", "status", "reviewer")}
    missing = [n for n, s in judged.items() if n in found and found[n][1] != REVIEWER]
    report.check(
        "the review is in the file", not missing and any(s == "rejected" for s, _ in found.values()), rows=found
    )
    yield from click(dock.start_button)
    yield from until(lambda: dock.session is None, 5, "the review has ended")
    report.check("the layer is not edited any more", not layer.isEditable())
    yield from pause(1)
    yield from views("19_reviewed")
