"""The panel "Find scenes" with the real backend and a catalogue that runs here."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from dock_kit import Desktop, spin, until
from find_kit import BANDS, EVENT, make_catalogue, requests, serving
from qgis.core import (
    QgsApplication,
    QgsAuthMethodConfig,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProject,
    QgsRectangle,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QSize, Qt
from qgis.PyQt.QtGui import QColor, QTextDocument

import qgis_plugin
from qgis_plugin.find.accounts import VARIABLE, account_variable
from qgis_plugin.find.catalogues import KNOWN, catalogue_of, is_address
from qgis_plugin.find.dock import FindDock, with_account
from qgis_plugin.find.harmless import harmless
from qgis_plugin.find.rows import AFTER, BEFORE
from qgis_plugin.find.thumbnails import Thumbnails, decoded, may_be_shown
from qgis_plugin.gui.area_group import DRAWN, VIEW
from qgis_plugin.inputs import InputProblem, dem_file
from qgis_plugin.settings import Settings


@pytest.fixture(scope="module")
def catalogue(
    tmp_path_factory, scenes: Path, backend_python: Path, qgis_app
) -> Iterator[tuple[str, Path, QgsRectangle]]:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("catalogue")
    box = make_catalogue(folder, scenes / "puthumala_2019")
    with serving(folder, backend_python) as address:
        yield address, folder, box


@pytest.fixture
def desktop(qgis_app, qgis_new_project, backend_python: Path, tmp_path: Path) -> Iterator[Desktop]:  # type: ignore[no-untyped-def]
    QgsSettings().remove("l4s")
    Settings().interpreter = backend_python
    Settings().root = tmp_path / "l4s"
    (tmp_path / "results").mkdir()
    Settings().remember("last_results", str(tmp_path / "results"))
    yield Desktop()
    QgsSettings().remove("l4s")


@pytest.fixture
def dock(desktop: Desktop) -> Iterator[FindDock]:
    made = FindDock(desktop, desktop.window)
    desktop.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, made)
    desktop.window.show()
    until(lambda: made.backend is not None)
    yield made
    made.shut_down()
    desktop.removeDockWidget(made)
    made.deleteLater()
    spin(0)


def ask(dock: FindDock, address: str, box: QgsRectangle) -> None:
    """Fill in the question, as a person does."""
    area = dock.question.area
    area.choose(DRAWN)
    here = dock.iface.mapCanvas().mapSettings().destinationCrs()
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    inside = box.buffered(-0.1 * box.height())  # a box is a little larger in another coordinate system
    area.set_rectangle(QgsCoordinateTransform(degrees, here, QgsProject.instance()).transformBoundingBox(inside))
    dock.question.date.setDate(QDate.fromString(EVENT, "yyyy-MM-dd"))
    dock.question.catalogue.setCurrentText(address)
    until(lambda: dock.searching.run.isEnabled())


def found(dock: FindDock, address: str, box: QgsRectangle) -> None:
    ask(dock, address, box)
    dock.searching.run.click()
    until(lambda: dock.task is None and dock.table.rowCount() > 0, 60)


def test_it_asks_for_what_is_missing(dock: FindDock, catalogue) -> None:  # type: ignore[no-untyped-def]
    address, _, box = catalogue
    until(lambda: "which day" in dock.missing.text())
    assert not dock.searching.run.isEnabled() and not dock.table.isVisible()
    ask(dock, address, box)
    assert not dock.missing.isVisible()
    dock.question.catalogue.setCurrentText("some catalogue")
    until(lambda: "https://" in dock.missing.text())
    dock.question.catalogue.setCurrentText(KNOWN[0].name)
    dock.question.level.setCurrentIndex(dock.question.level.findData("L1C"))
    until(lambda: "Level-1C" in dock.missing.text())
    dock.question.level.setCurrentIndex(0)
    dock.question.area.choose(VIEW)
    dock.iface.canvas.setExtent(QgsRectangle(-5e6, -5e6, 5e6, 5e6))
    until(lambda: "zoom to the place" in dock.missing.text())


def test_a_table_with_pictures_and_footprints(dock: FindDock, catalogue) -> None:  # type: ignore[no-untyped-def]
    address, _, box = catalogue
    found(dock, address, box)
    table = dock.table
    ids = [table.item(row, 0).toolTip() for row in range(table.rowCount())]
    assert ids == ["post_clear", "post_hazy", "pre_cloudy", "pre_clear"], (
        "those after the event first, the nearest first"
    )
    first = [table.item(0, column).text() for column in range(7)]
    assert first[:5] == ["2019-08-22", "after", "4 %", "100 %", "43PGN"] and first[6] == "L2A"
    assert first[5].endswith("MB")
    assert [row.id for row in table.chosen()] == ["post_clear", "pre_clear"], "what the search would take"
    assert "2 scenes after the event, 2 before it" in dock.summary.text() and "elevation: 1 tile" in dock.summary.text()

    [layer] = [one for one in QgsProject.instance().mapLayers().values() if isinstance(one, QgsVectorLayer)]
    assert layer.featureCount() == 4 and layer.crs().authid() == "EPSG:4326"
    assert {one["id"] for one in layer.getSelectedFeatures()} == {"post_clear", "pre_clear"}
    ground = layer.extent()
    assert ground.xMinimum() == pytest.approx(box.xMinimum()) and ground.yMaximum() == pytest.approx(box.yMaximum())
    layer.selectByExpression("id = 'post_hazy'")
    assert [row.id for row in table.chosen()] == ["post_hazy"], "a selection on the map is one in the table"
    table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert table.item(0, 2).text() == "48 %" and [row.id for row in table.chosen()] == ["post_hazy"]

    def middles() -> dict[str, QColor]:
        cells = [table.item(row, 0) for row in range(4)]
        return {cell.toolTip(): cell.icon().pixmap(40).toImage().pixelColor(20, 20) for cell in cells}

    until(lambda: all(colour.alpha() for colour in middles().values()))
    assert middles()["post_clear"].name() == "#3c6e3c" and middles()["pre_cloudy"].name() == "#d8d8d8"
    QgsProject.instance().removeMapLayer(layer.id())
    table.choose({"pre_clear"})  # the panel lives on without it
    assert "after the event" in dock.hint.text() and not dock.use.isEnabled()


def test_download_and_use(desktop: Desktop, catalogue, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    address, folder, box = catalogue
    plugin = qgis_plugin.classFactory(desktop)
    plugin.initGui()
    try:
        plugin.show_find()
        dock = plugin.find_dock
        until(lambda: dock.backend is not None)
        found(dock, address, box)
        assert not dock.fetching.run.isEnabled(), "no folder yet"
        dock.folder.set_text(str(tmp_path / "scenes"))
        dock.bands.setCurrentIndex(1)
        dock.fetching.run.click()
        until(lambda: dock.task is None, 60)
        assert any("Downloaded" in text for text in desktop.messages()), desktop.messages()
        for band in BANDS:
            ours = tmp_path / "scenes" / "post_clear" / f"{band}.tif"
            assert ours.read_bytes() == (folder / "files" / f"{band}.tif").read_bytes()
        assert dock.use.text() == "&Use these"
        dock.use.click()
        form = plugin.detect_dock.form
        assert form.scene.input.path_text() == str(tmp_path / "scenes/post_clear/post_clear.json")
        assert form.before.input.path_text() == str(tmp_path / "scenes/pre_clear/pre_clear.json")
        assert form.terrain.input.path_text() == str(tmp_path / "scenes/dem")
        assert form.happening.values()["event_date"] == EVENT and form.area.kind() == DRAWN
        until(lambda: plugin.detect_dock.panel.progress.run.isEnabled(), 60)
        assert "B2" in json.dumps(plugin.detect_dock.facts["bands"])
        assert plugin.detect_dock.facts["dem"]["cover"] > 0.99
    finally:
        plugin.unload()
        spin(50)


def test_use_without_download(desktop: Desktop, catalogue) -> None:  # type: ignore[no-untyped-def]
    """Bands stay where they are; what stands in the form is an item of its own, which outlives the panel."""
    address, _, box = catalogue
    plugin = qgis_plugin.classFactory(desktop)
    plugin.initGui()
    try:
        plugin.show_find()
        dock = plugin.find_dock
        until(lambda: dock.backend is not None)
        found(dock, address, box)
        assert dock.use.text() == "&Use these without download" and dock.use.isEnabled()
        dock.use.click()
        form = plugin.detect_dock.form
        scene, dem = Path(form.scene.input.path_text()), Path(form.terrain.input.path_text())
        assert json.loads(scene.read_text())["id"] == "post_clear"
        assert all(one["properties"]["l4s:role"] == "dem" for one in json.loads(dem.read_text())["features"])
        until(lambda: plugin.detect_dock.panel.progress.run.isEnabled(), 60)
    finally:
        plugin.unload()
        spin(50)
    assert scene.exists() and dem.exists()


def test_a_download_is_cancelled_and_goes_on(dock: FindDock, scenes, backend_python: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "slow"
    box = make_catalogue(folder, scenes / "puthumala_2019", files="slowly")
    with serving(folder, backend_python) as address:
        found(dock, address, box)
        dock.table.choose({"post_clear"})
        dock.folder.set_text(str(tmp_path / "scenes"))
        dock.fetching.run.click()
        until(lambda: dock.fetching.bar.maximum() > 1 and dock.fetching.bar.value() > 50, 30)
        dock.fetching.cancel.click()
        until(lambda: dock.task is None, 4)
        assert any("what was fetched stays" in text for text in dock.iface.messages())
        parts = list((tmp_path / "scenes").rglob(".*.part"))
        assert parts and not list((tmp_path / "scenes").rglob("post_clear.json"))
        dock.fetching.run.click()
        until(lambda: dock.task is None, 60)
        assert (tmp_path / "scenes/post_clear/B04.tif").read_bytes() == (folder / "files/B04.tif").read_bytes()
        assert any(line.get("from") for line in requests(folder)), "nothing began anew"
        assert not list((tmp_path / "scenes").rglob(".*.part*"))


def test_what_goes_wrong_is_one_sentence(dock: FindDock, catalogue) -> None:  # type: ignore[no-untyped-def]
    address, _, box = catalogue
    for manner, words in (("/closed", "status 403"), ("/huge", "more than 67 MB"), ("/away", "your own network")):
        ask(dock, address + manner, box)
        dock.searching.run.click()
        until(lambda: dock.task is None, 60)
        assert words in dock.missing.text(), dock.missing.text()
        assert dock.table.rowCount() == 0
    ask(dock, "http://127.0.0.1:9", box)
    dock.searching.run.click()
    until(lambda: dock.task is None, 60)
    assert "cannot be reached" in dock.missing.text() and "\n" not in dock.missing.text()


def test_a_user_name_and_a_password_become_a_header(qgis_app) -> None:  # type: ignore[no-untyped-def]
    manager = QgsApplication.authManager()
    if not manager.masterPasswordIsSet() and not manager.setMasterPassword("a password of the test", True):
        pytest.skip("this QGIS has no authentication database")
    config = QgsAuthMethodConfig("Basic")
    config.setName("basic")
    config.setConfig("username", "ana")
    config.setConfig("password", "secret")
    stored = manager.storeAuthenticationConfig(config)
    config = stored[1] if isinstance(stored, tuple) else config
    try:
        made = json.loads(account_variable(config.id(), "https://example.org", ["example.org"]))
        word = base64.b64encode(b"ana:secret").decode()
        assert made == {"headers": {"Authorization": f"Basic {word}"}, "hosts": ["example.org"]}
    finally:
        manager.removeAuthenticationConfig(config.id())


def test_an_account_of_qgis_goes_to_the_backend_and_nowhere_else(dock: FindDock, catalogue, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    address, _, box = catalogue
    manager = QgsApplication.authManager()
    if not manager.masterPasswordIsSet() and not manager.setMasterPassword("a password of the test", True):
        pytest.skip("this QGIS has no authentication database")
    if "APIHeader" not in manager.authMethodsKeys():
        pytest.skip("this QGIS (before 3.24) has no account that is a header")
    config = QgsAuthMethodConfig("APIHeader")
    config.setName("catalogue")
    config.setConfig("X-Key", "secret")
    stored = manager.storeAuthenticationConfig(config)
    config = stored[1] if isinstance(stored, tuple) else config
    try:
        text = account_variable(config.id(), address, ["127.0.0.1"])
        assert json.loads(text) == {"headers": {"X-Key": "secret"}, "hosts": ["127.0.0.1"]}
        assert account_variable("", address, ["127.0.0.1"]) == ""
        with pytest.raises(InputProblem):
            account_variable("nothere", address, ["127.0.0.1"])
        ask(dock, f"{address}/keyed", box)
        dock.searching.run.click()
        until(lambda: dock.task is None, 60)
        assert "status 403" in dock.missing.text()
        dock.question.account.setConfigId(config.id())
        found(dock, f"{address}/keyed", box)
        assert [row.id for row in dock.table.chosen()] == ["post_clear", "pre_clear"]
        connection = dock.backend.connection
        assert VARIABLE in with_account(connection, text).environment
        assert VARIABLE not in connection.environment and VARIABLE not in os.environ
        QgsProject.instance().write(str(tmp_path / "project.qgs"))
        project = (tmp_path / "project.qgs").read_text()
        assert "secret" not in project and config.id() not in project
        assert "secret" not in dock.searching.log.toPlainText()
    finally:
        manager.removeAuthenticationConfig(config.id())


@pytest.mark.parametrize(
    ("address", "may"),
    [("https://example.org/a.png", True), ("http://example.org/a.png", False), ("https://127.0.0.1/a.png", False),
     ("https://10.0.0.1/a", False), ("https://localhost/a", False), ("https://printer/a", False),
     ("file:///etc/passwd", False),
     ("https://2130706433/a", False), ("https://[::1]/a", False), ("s3://bucket/a.png", False),
     ("http://192.168.1.5:8080/a.png", True)],
)  # fmt: skip
def test_where_pictures_may_come_from(address: str, may: bool) -> None:
    assert may_be_shown(address, "192.168.1.5:8080") is may


def test_pictures_that_are_none(qgis_app, tmp_path: Path, catalogue) -> None:  # type: ignore[no-untyped-def]
    address, folder, _ = catalogue
    assert decoded(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", QSize(44, 44)) is None
    assert decoded(b"", QSize(44, 44)) is None and decoded(b"\x89PNG\r\n\x1a\n", QSize(44, 44)) is None
    (folder / "files" / "long.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 9_000_000)
    seen: list[str] = []
    pictures = Thumbnails(44)
    pictures.loaded.connect(lambda key, _picture: seen.append(key))
    pictures.load(
        [("long", f"{address}/files/long.png"), ("gone", f"{address}/files/none.png"),
         ("led away", f"{address}/away/x.png"), ("good", f"{address}/files/small_0.png")], address,
    )  # fmt: skip
    until(lambda: seen)
    spin(500)
    assert seen == ["good"]
    pictures.stop()


def test_markup_of_a_catalogue_is_seen_and_not_obeyed() -> None:
    assert harmless("S2A_43PGN") == "S2A_43PGN"
    shown = QTextDocument()
    for text in ("<img src='file:///etc/passwd'>", "a & b <b>c</b>"):
        assert Qt.mightBeRichText(harmless(text))
        shown.setHtml(harmless(text))
        assert shown.toPlainText() == text


def test_catalogues_and_terrain(tmp_path: Path) -> None:
    assert all(is_address(one.address) and one.address.startswith("https://") for one in KNOWN)
    assert catalogue_of(KNOWN[2].name) is KNOWN[2] and catalogue_of(KNOWN[2].address) is KNOWN[2]
    own = catalogue_of("https://stac.example.org/v1")
    assert own.account_hosts == ("stac.example.org",) and own.levels == ("L2A", "L1C")
    assert dem_file(str(tmp_path)) == tmp_path, "a folder of tiles"
    assert {AFTER, BEFORE} == {"after", "before"}
