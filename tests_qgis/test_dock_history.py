"""Runs of the past: kept, listed, read from inventories, and used again."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from dock_kit import Desktop, raster, until
from layers_kit import run_backend
from qgis.core import QgsProject, QgsSettings

from qgis_plugin import history
from qgis_plugin.gui.area_group import POLYGON, WHOLE
from qgis_plugin.gui.detect_form import DetectForm
from qgis_plugin.gui.history_dialog import HistoryDialog
from qgis_plugin.gui.layer_or_file import NONE, SEVERAL
from qgis_plugin.gui.use_again import use_again
from qgis_plugin.history import PastRun, all_runs, area_in, remember, remembered, run_of
from qgis_plugin.jobs import DetectJob
from qgis_plugin.layers import ResultFiles, add_result
from qgis_plugin.layers.files import LANDSLIDES, ROLE
from qgis_plugin.plugin import L4SPlugin
from qgis_plugin.settings import Settings

FACTS = {"scene": "puthumala", "model": "one", "threshold": 0.4, "polygons": 7, "area_m2": 12345.0}


@pytest.fixture(autouse=True)
def empty(qgis_app: object, qgis_new_project: None) -> Iterator[None]:
    QgsSettings().remove("l4s")
    yield
    QgsSettings().remove("l4s")


@pytest.fixture
def form() -> Iterator[DetectForm]:
    desktop = Desktop()
    made = DetectForm(desktop.canvas, desktop.window)
    made.fill({"models": [{"name": "one"}, {"name": "other", "id": "other-v2"}], "default_model": "one"})
    yield made
    made.shut_down()
    made.deleteLater()


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory, backend_python: Path, scenes: Path, qgis_app: object) -> Path:
    """An inventory that was asked for with as much as possible that is not the default."""
    folder = tmp_path_factory.mktemp("strict")
    scene = scenes / "puthumala_2019"
    corners = "[[[76.10, 11.49], [76.14, 11.49], [76.14, 11.51], [76.10, 11.51], [76.10, 11.49]]]"
    (folder / "area.geojson").write_text(f'{{"type": "Polygon", "coordinates": {corners}}}')
    run_backend(
        backend_python,
        *("detect", scene, "--dem", scene / "Copernicus_DEM_30m.tif", "--aoi", folder / "area.geojson"),
        *("--threshold", "0.45", "--mmu", "700", "--min-slope", "0", "--simplify", "12", "--clouds", "builtin"),
        *("--mask-water", "--offset", "0", "--scale", "10000", "--level", "L2A", "--dem-unit", "metres"),
        *("--event-id", "Puthumala", "--event-date", "2019-08-08", "--trigger", "rainfall", "--allow-partial-dem"),
        *("-o", folder / "strict.gpkg"),
    )
    return folder / "strict.gpkg"


def job(folder: Path, **more: Any) -> DetectJob:
    return DetectJob(scene=folder / "scene", dem=folder / "dem.tif", output=folder / "out.gpkg", **more)


def read(form: DetectForm, folder: Path) -> dict[str, Any]:
    """What the form would run, without the names of results."""
    entered = form.read(folder)
    scene = entered.scene
    assert scene is not None, entered.problems
    values = {**entered.values, "scene": scene.path, "bands": scene.bands}
    return {name: value for name, value in values.items() if name not in ("output", "probability", "overwrite")}


def add(inventory: Path) -> Any:
    group = add_result(QgsProject.instance(), ResultFiles(inventory, None, None, "x"))
    return next(node.layer() for node in group.findLayers() if node.layer().customProperty(ROLE) == LANDSLIDES)


# --- what is kept


def test_a_run_is_kept_with_all_that_was_asked(tmp_path: Path) -> None:
    asked = job(tmp_path, threshold=0.4, pre="a;b", runout=True, pre_scale=255.0, clouds="none", change="off")
    remember(asked, FACTS, [("B4", tmp_path / "r.tif")], ("Polygon ((0 0, 1 0, 1 1, 0 0))", "EPSG:32643"))
    (run,) = remembered()
    assert (run.name, run.model, run.threshold, run.count, run.area_m2) == ("puthumala", "one", 0.4, 7, 12345.0)
    assert run.output == str(tmp_path / "out.gpkg") and not run.there
    assert run.files == {"B4": str(tmp_path / "r.tif")}
    assert run.area == ("Polygon ((0 0, 1 0, 1 1, 0 0))", "EPSG:32643")
    again = DetectJob(output=asked.output, **run.values)
    assert (
        again.arguments() == DetectJob(**{**vars(asked), "scene": str(asked.scene), "dem": str(asked.dem)}).arguments()
    )


def test_the_latest_go_first_and_the_oldest_go(tmp_path: Path) -> None:
    for number in range(35):
        remember(DetectJob(scene="s", dem=None, output=tmp_path / f"{number}.gpkg"), FACTS, (), None)
    remember(DetectJob(scene="s", dem=None, output=tmp_path / "20.gpkg"), FACTS, (), None)
    runs = remembered()
    assert len(runs) == 30
    assert [Path(run.output).stem for run in runs[:3]] == ["20", "34", "33"], "a file that was replaced is there once"
    history.forget()
    assert remembered() == []


@pytest.mark.parametrize(
    "text", ["{", "[1, null]", '{"a": 1}', '[{"when": 1, "output": "x"}]', '[{"when": "x"}]', "", "null"]
)
def test_settings_that_cannot_be_read_are_no_history(text: str) -> None:
    QgsSettings().setValue("l4s/history", text)
    assert remembered() == []


def test_a_row_of_another_version_is_read_as_far_as_it_goes() -> None:
    QgsSettings().setValue("l4s/history", '[{"when": "2026", "output": "x", "new": 1, "values": 3, "area": [1, 2]}]')
    assert remembered() == [PastRun("2026", "x")]


# --- from an inventory


def test_an_inventory_fills_the_form(form: DetectForm, strict: Path, scenes: Path, tmp_path: Path) -> None:
    run = run_of(add(strict))
    assert run is not None and run.lost == ()
    assert run.count is not None and run.threshold == 0.45
    said = use_again(form, run)
    assert said == [f"The model {run.model} is not installed: the default one is chosen."]
    values = read(form, tmp_path)
    wanted = {
        "scene": scenes / "puthumala_2019", "dem": scenes / "puthumala_2019" / "Copernicus_DEM_30m.tif",
        "threshold": 0.45, "mmu_m2": 700.0, "min_slope_deg": 0.0, "simplify_m": 12.0, "clouds": "builtin",
        "mask_water": True, "runout": False, "offset": 0.0, "scale": 10000.0, "level": "L2A", "dem_unit": "metres",
        "event_id": "Puthumala", "event_date": "2019-08-08", "trigger": "rainfall", "allow_partial_dem": True,
        "pre_offset": None, "model": "one",
    }  # fmt: skip
    assert {name: values[name] for name in wanted} == wanted
    assert form.area.kind() == POLYGON
    outline = area_in(values["aoi"])
    assert outline is not None and outline[1] == "EPSG:4326"


def test_the_same_run_from_the_form_gives_the_same_inventory(
    form: DetectForm, strict: Path, tmp_path: Path, backend_python: Path
) -> None:
    """The way back is complete: what the form then runs finds the same polygons."""
    run = run_of(add(strict))
    assert run is not None
    form.fill({"models": [{"name": run.model}], "default_model": run.model})
    assert use_again(form, run) == []
    made = tmp_path / "again.gpkg"
    values = {**read(form, tmp_path), "output": made}
    run_backend(backend_python, *DetectJob(**values).arguments())

    def outlines(path: Path) -> list[bytes]:
        with closing(sqlite3.connect(path)) as database:
            return sorted(row[0] for row in database.execute("SELECT geom FROM landslides"))

    assert outlines(made) == outlines(strict) != []


def test_what_is_gone_is_said(form: DetectForm, strict: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copy(strict, tmp_path / "moved.gpkg"))
    with closing(sqlite3.connect(moved)) as database, database:
        for name in ("scene_source", "dem_path", "area_source"):
            database.execute("UPDATE run SET value = '/gone/' || name WHERE name = ?", (name,))
    run = run_of(add(moved))
    assert run is not None
    said = " ".join(use_again(form, run))
    for words in ("The scene /gone/scene_source", "The elevation /gone/dem_path", "draw it again"):
        assert words in said
    assert form.scene.input.path_text() == "" and form.terrain.input.kind() == NONE and form.area.kind() == WHOLE
    assert form.options.mmu.value() == 700, "the rest is filled in"


def test_the_list_has_runs_and_inventories_of_the_project(strict: Path, tmp_path: Path) -> None:
    add(strict)
    remember(job(tmp_path), FACTS, (), None)
    runs = all_runs(QgsProject.instance())
    assert {run.output for run in runs} == {str(strict), str(tmp_path / "out.gpkg")}
    assert [run.when for run in runs] == sorted((run.when for run in runs), reverse=True)
    remember(DetectJob(scene="s", dem=None, output=strict), FACTS, (), None)
    assert len(all_runs(QgsProject.instance())) == 2, "one that is kept is not listed twice"


# --- the form and the window


def test_the_form_comes_back_as_it_was(form: DetectForm, tmp_path: Path) -> None:
    raster(tmp_path / "scene.tif", bands=4)
    raster(tmp_path / "then.tif", bands=4)
    raster(tmp_path / "heights.tif", kind="Float32")
    form.scene.set_values(str(tmp_path / "scene.tif"), "B4,B3,B2,B8")
    form.terrain.input.set_path(tmp_path / "heights.tif")
    form.before.set_values(str(tmp_path / "then.tif"), "off", "B2,B3,B4,-")
    form.advanced.set_values({"offset": -0.1, "scale": 1.0, "pre_level": "L1C", "coregister": "on"})
    form.options.set_values({"threshold": 0.3, "mmu_m2": 300, "runout": True})
    form.model.choose("other-v2")
    before = read(form, tmp_path)
    remember(DetectJob(output=tmp_path / "x.gpkg", **before), FACTS, (), None)
    raster(tmp_path / "other.tif", bands=2)
    form.scene.set_values(str(tmp_path / "other.tif"), "B4,B3")
    form.terrain.input.choose(NONE)
    form.before.set_values(None, "auto", None)
    form.advanced.set_values({})
    form.options.set_values({"threshold": None, "mmu_m2": 1000, "runout": False})
    form.model.choose("one")
    assert read(form, tmp_path) != before
    assert use_again(form, remembered()[0]) == []
    assert read(form, tmp_path) == before


def test_layers_come_back_as_layers_or_as_their_folder(form: DetectForm, tmp_path: Path) -> None:
    layers = [raster(tmp_path / f"B0{number}.tif") for number in (2, 3, 4)]
    files = {f"B{number}": str(tmp_path / f"B0{number}.tif") for number in (2, 3, 4)}
    run = PastRun("2026-01-01", "x", values={"scene": "/tmp/gone.json", "dem": None}, files=files)
    assert use_again(form, run) == []
    assert form.scene.input.path_text() == str(tmp_path), "their folder"
    QgsProject.instance().addMapLayers(layers)
    assert use_again(form, run) == []
    assert form.scene.input.kind() == SEVERAL
    assert dict(form.scene.scene().files) == {band: Path(path) for band, path in files.items()}
    QgsProject.instance().clear()
    (tmp_path / "B03.tif").unlink()
    assert "not in this project" in use_again(form, run)[0]


def test_the_window_lists_and_hands_on(tmp_path: Path) -> None:
    there = tmp_path / "there.gpkg"
    there.write_bytes(b"")
    runs = [
        PastRun("2026-11-29T08:00:00+00:00", str(there), "puthumala", "one", 0.375, 7),
        PastRun("2026-11-28T08:00:00+00:00", "/gone/x.gpkg", "other"),
    ]
    dialog = HistoryDialog(runs)
    texts = [dialog.table.item(0, column).text() for column in range(1, 6)]
    assert texts == ["puthumala", "one", "37.5 %", "7", "there.gpkg"]
    assert dialog.open_button.isEnabled() and dialog.use_button.isEnabled()
    wanted: list[PastRun] = []
    opened: list[PastRun] = []
    dialog.wanted.connect(wanted.append)
    dialog.opened.connect(opened.append)
    dialog.open_button.click()
    dialog.table.selectRow(1)
    assert not dialog.open_button.isEnabled()
    dialog.use_button.click()
    assert (wanted, opened) == ([runs[1]], [runs[0]])
    assert not HistoryDialog(runs, {str(there)}).open_button.isEnabled(), "it is on the map"
    assert HistoryDialog([]).note.text() and not HistoryDialog([]).use_button.isEnabled()


def test_the_menu_of_an_inventory_leads_to_the_form(strict: Path, backend_python: Path) -> None:
    Settings().interpreter = backend_python
    desktop = Desktop()
    plugin = L4SPlugin(desktop)
    plugin.initGui()
    layer = add(strict)
    other = raster(strict.parent / "other.tif")
    QgsProject.instance().addMapLayer(other)
    actions = [action for action, of in desktop.layer_actions if of is layer]
    assert len(actions) == 1 and {of for _, of in desktop.layer_actions} == {layer}
    desktop.active = layer
    actions[0].trigger()
    dock = plugin.detect_dock
    assert dock is not None and dock._again is not None, "the form waits for the models that the backend knows"
    until(lambda: dock.backend is not None)
    assert dock.form.options.mmu.value() == 700
    plugin.unload()
    assert desktop.layer_actions == []
    desktop.window.deleteLater()
    QgsProject.instance().clear()
