"""The list of polygons in the review: filter, sort, jump, and that the review walks it; with thousands of rows."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from qgis.core import QgsFeature, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from review_kit import inventory, square

from qgis_plugin.review.choice import NOT_MINE, OPEN, Choice, chosen
from qgis_plugin.review.dock import ReviewDock
from qgis_plugin.review.order import ACCEPTED, REJECTED, Item
from qgis_plugin.review.polygon_list import found_by_expression
from qgis_plugin.review.table_model import COLUMNS

MANY = 5_000


@pytest.fixture
def layer(qgis_new_project, tmp_path: Path) -> QgsVectorLayer:
    made = inventory(tmp_path / "slides.gpkg")
    QgsProject.instance().addMapLayer(made)
    return made


@pytest.fixture
def dock(qgis_iface, qgis_canvas, layer):
    made = ReviewDock(qgis_iface, qgis_iface.mainWindow())
    made.canvas.setDestinationCrs(layer.crs())
    made.reviewer_edit.setText("Ana")
    yield made
    made.shut_down()
    made.deleteLater()


def names(dock: ReviewDock) -> list[str]:
    model = dock.work.list.model
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def pick_filter(dock: ReviewDock, value: str) -> None:
    box = dock.work.list.status_box
    box.setCurrentIndex(box.findData(value))


def type_filter(dock: ReviewDock, text: str) -> None:
    dock.work.list.text_edit.setText(text)
    dock.work.list._filter()


def test_the_list_is_in_the_order_of_the_review_and_in_step_with_it(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    assert names(dock) == ["LS-0002", "LS-0003", "LS-0001", "LS-0004"]
    table = dock.work.list.table
    assert table.currentIndex().row() == 0
    dock.buttons["next"].click()
    assert table.currentIndex().row() == 1
    table.selectRow(3)
    assert dock.session.feature()["ls_id"] == "LS-0004"
    dock.buttons["accept"].click()
    status = dock.work.list.model.index(3, COLUMNS.index("status"))
    assert dock.work.list.model.data(status) == "Accepted"


def test_a_filter_on_status_leaves_out_what_is_judged_and_the_review_walks_what_is_left(
    dock: ReviewDock, layer
) -> None:
    dock.review(layer)
    pick_filter(dock, OPEN)
    dock.buttons["reject"].click()
    assert names(dock) == ["LS-0003", "LS-0001", "LS-0004"]
    assert dock.session.place() == (1, 3)
    pick_filter(dock, REJECTED)
    assert names(dock) == ["LS-0002"]
    assert dock.session.feature()["ls_id"] == "LS-0003", "a filter alone goes nowhere"
    dock.buttons["next"].click()
    assert dock.session.feature()["ls_id"] == "LS-0002"
    pick_filter(dock, "all")
    assert len(names(dock)) == 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0003", ["LS-0003"]),
        ("area_m2 > 20000", ["LS-0001", "LS-0004"]),
        ("\"uncert_mean\" > 0.6 and status = 'unreviewed'", ["LS-0002"]),
        ("$area > 80000", ["LS-0004"]),
        ("no such text", []),
        ("notes", []),
        ("area_m2 >", []),
    ],
)
def test_text_and_expressions_filter(dock: ReviewDock, layer, text: str, found: list[str]) -> None:
    dock.review(layer)
    type_filter(dock, text)
    assert names(dock) == found


def test_a_click_on_a_title_sorts_and_next_follows(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    dock.work.list.table.sortByColumn(COLUMNS.index("area"), Qt.SortOrder.DescendingOrder)
    assert names(dock)[:2] == ["LS-0004", "LS-0001"]
    dock.session.jump(next(f.id() for f in layer.getFeatures() if f["ls_id"] == "LS-0004"))
    dock.buttons["accept"].click()
    assert dock.session.feature()["ls_id"] == "LS-0001"


def test_what_another_person_decided_is_shown_found_and_kept(dock: ReviewDock, layer) -> None:
    dock.review(layer)
    dock.buttons["accept"].click()
    dock.buttons["reject"].click()
    dock.save_button.click()
    dock.stop()
    dock.reviewer_edit.setText("Ben")
    dock.review(layer)
    dock.session.jump(next(f.id() for f in layer.getFeatures() if f["ls_id"] == "LS-0002"))
    assert "accepted by Ana" in dock.work.name_label.text()
    dock.buttons["reject"].click()
    feature = next(f for f in layer.getFeatures() if f["ls_id"] == "LS-0002")
    assert (feature["status"], feature["reviewer"]) == (REJECTED, "Ben")
    assert feature["notes"].startswith("earlier accepted by Ana on 20")
    pick_filter(dock, NOT_MINE)
    assert names(dock) == ["LS-0003", "LS-0001", "LS-0004"], "what Ana decided, and what nobody did"
    dock.session.jump(next(f.id() for f in layer.getFeatures() if f["ls_id"] == "LS-0004"))
    for _ in range(3):
        dock.buttons["accept"].click()
    assert names(dock) == []
    assert {f["reviewer"] for f in layer.getFeatures()} == {"Ben"}


def test_every_choice_shows_exactly_what_it_says() -> None:
    generator = random.Random(3)
    statuses = ("unreviewed", ACCEPTED, REJECTED, "edited", "")
    items = [
        Item(
            fid,
            None,
            generator.choice(statuses),
            generator.random(),
            f"LS-{fid}",
            generator.choice((None, generator.random())),
            reviewer=generator.choice(("", "Ana", "Ben")),
        )
        for fid in range(300)
    ]
    for status in ("all", OPEN, ACCEPTED, "edited", REJECTED, NOT_MINE):
        for column in (None, "area", "probability", "reviewer"):
            for descending in (False, True):
                now = Choice(status, column=column, descending=descending)
                shown = chosen(items, now, "Ana")
                expected = {
                    item.fid
                    for item in items
                    if status == "all"
                    or (status == OPEN and item.status in ("unreviewed", ""))
                    or (status == NOT_MINE and (item.status in ("unreviewed", "") or item.reviewer != "Ana"))
                    or item.status == status
                }
                assert {item.fid for item in shown} == expected and len(shown) == len(expected)
                known = [item.area_m2 if column == "area" else item.probability for item in shown]
                if column in ("area", "probability"):
                    values = [value for value in known if value is not None]
                    assert values == sorted(values, reverse=descending)
                    assert known[len(values) :] == [None] * (len(known) - len(values)), "unknown ones are last"


def test_an_expression_about_other_columns_is_a_text(layer) -> None:
    assert found_by_expression(layer, "colour = 'red'") is None
    assert found_by_expression(layer, "status") is None
    assert found_by_expression(layer, "1 = 1") is None


@pytest.fixture
def many(qgis_new_project, tmp_path: Path) -> QgsVectorLayer:
    made = inventory(tmp_path / "many.gpkg")
    features = []
    for number in range(5, MANY + 1):
        feature = QgsFeature(made.fields())
        feature["ls_id"], feature["status"] = f"LS-{number:04d}", "unreviewed"
        feature["area_m2"], feature["prob_mean"] = 900.0, number / MANY
        feature["uncert_mean"] = 1 - number / MANY
        feature.setGeometry(square(50.0 * (number % 70), 4000 + 50.0 * (number // 70), 30))
        features.append(feature)
    assert made.dataProvider().addFeatures(features)[0]
    QgsProject.instance().addMapLayer(made)
    return made


@pytest.mark.timed
def test_thousands_of_polygons_stay_quick(qgis_iface, qgis_canvas, many, record_property) -> None:
    dock = ReviewDock(qgis_iface, qgis_iface.mainWindow())
    dock.reviewer_edit.setText("Ana")

    def timed(step) -> float:
        began = time.perf_counter()
        step()
        return time.perf_counter() - began

    try:
        seconds = {"start": timed(lambda: dock.review(many))}
        assert dock.work.list.model.rowCount() == MANY
        seconds["accept"] = min(timed(dock.buttons["accept"].click) for _ in range(3))
        seconds["next"] = min(timed(dock.buttons["next"].click) for _ in range(3))
        seconds["filter"] = timed(lambda: pick_filter(dock, OPEN))
        seconds["accept, filtered"] = min(timed(dock.buttons["accept"].click) for _ in range(3))
        seconds["expression"] = timed(lambda: type_filter(dock, "prob_mean > 0.5"))
        seconds["accept, expression"] = min(timed(dock.buttons["accept"].click) for _ in range(3))
        type_filter(dock, "")
        before = dock.session.count().accepted
        seconds["accept all"] = timed(lambda: dock.session.accept_above(0.0))
        assert dock.session.count().done == MANY - sum(1 for f in many.getFeatures() if f["prob_mean"] is None)
        seconds["undo all"] = timed(dock.buttons["undo"].click)
        assert dock.session.count().accepted == before
        record_property("seconds", {name: round(value, 3) for name, value in seconds.items()})
        for name in ("accept", "next", "accept, filtered"):
            assert seconds[name] < 0.5, (name, seconds)
        for name in ("accept all", "undo all"):
            assert seconds[name] < 10, (name, seconds)
    finally:
        dock.shut_down()
        dock.deleteLater()
