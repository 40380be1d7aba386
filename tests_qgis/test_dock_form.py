"""The form of the detection by itself: what it proposes, what it reads, and how an earlier run comes back into it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from dock_kit import Desktop, raster
from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer, QgsRectangle, QgsSettings, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox

from qgis_plugin.band_names import BANDS
from qgis_plugin.gui.detect_form import DetectForm
from qgis_plugin.gui.layer_or_file import LAYER, NONE, SEVERAL
from qgis_plugin.gui.plain_words import first_option, plain, with_way_out
from qgis_plugin.inputs import Incomplete, InputProblem
from qgis_plugin.jobs import DetectJob, InspectJob
from qgis_plugin.layers.files import PROBABILITY, ROLE
from qgis_plugin.proposals import looks_like_scene

TWELVE = [band for band in BANDS if band != "B10"]


@pytest.fixture
def active() -> list[QgsRasterLayer]:
    """The layer that is chosen in the panel of layers, in a list."""
    return []


@pytest.fixture
def form(qgis_app, qgis_new_project, active: list[QgsRasterLayer]) -> Iterator[DetectForm]:  # type: ignore[no-untyped-def]
    QgsSettings().remove("l4s")
    desktop = Desktop()
    made = DetectForm(desktop.canvas, desktop.window, lambda: active[0] if active else None)
    yield made
    made.shut_down()
    made.deleteLater()
    QgsSettings().remove("l4s")


def file_of(path: Path, bands: int = 1, **more: object) -> Path:
    raster(path, bands=bands, **more)  # type: ignore[arg-type]
    return path


def choose_preset(combo: QComboBox, words: str) -> None:
    """As a person does: the entry, and the signal of a person's choice."""
    index = next(i for i in range(combo.count()) if words in combo.itemText(i))
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


# --- bands


def test_a_preset_names_all_bands_at_once(form: DetectForm, tmp_path: Path) -> None:
    form.scene.input.set_path(file_of(tmp_path / "export.tif", 12))
    with pytest.raises(Incomplete, match="no name was recognised"):
        form.scene.scene()
    choose_preset(form.scene.choice.presets, "12 bands in order")
    assert form.scene.scene().bands == ",".join(TWELVE)
    form.scene.bands.set_band(3, "-")
    assert form.scene.choice.presets.currentText() == "As in the table below"
    assert form.scene.scene().bands == ",".join([*TWELVE[:2], "-", *TWELVE[3:]])
    combo = form.scene.bands.cellWidget(3, 1)
    assert combo.currentText() == "B4 red"


def test_the_bands_of_last_time_come_back_for_files_laid_out_alike(
    form: DetectForm, tmp_path: Path, qgis_new_project: None
) -> None:
    form.scene.input.set_path(file_of(tmp_path / "august.tif", 4))
    choose_preset(form.scene.choice.presets, "B4 B3 B2 B8")
    form.scene.remember()
    form.scene.input.set_path(file_of(tmp_path / "september.tif", 4))
    assert form.scene.scene().bands == "B4,B3,B2,B8", "the same layout"
    assert form.scene.choice.presets.currentText() in ("As last time", "B4 B3 B2 B8")
    form.scene.input.set_path(file_of(tmp_path / "other.tif", 4, names=["x", "y", "z", "a"]))
    with pytest.raises(Incomplete):
        form.scene.scene()
    form.scene.input.set_path(file_of(tmp_path / "named.tif", 4, names=["B8", "B4", "B3", "B2"]))
    assert form.scene.scene().bands == "B8,B4,B3,B2", "what the file says goes first"
    assert form.scene.choice.presets.currentText() == "As the file names them"


def test_a_mask_behind_the_bands_is_left_out(form: DetectForm, tmp_path: Path) -> None:
    form.scene.input.set_path(file_of(tmp_path / "export.tif", 5))
    choose_preset(form.scene.choice.presets, "B2 B3 B4 B8, then a mask")
    assert form.scene.scene().bands == "B2,B3,B4,B8,-"


def test_the_hint_says_which_bands_are_enough_for_the_model(form: DetectForm, tmp_path: Path) -> None:
    card = {"name": "one", "channels": ["B4", "B3", "B2", "B8"], "optional_channels": ["B8"]}
    form.fill({"models": [card, {"name": "all", "channels": list(BANDS)}], "default_model": "one"})
    hint = form.scene.choice.hint.text()
    assert "(B4, B3, B2) are enough" in hint and "near infrared (B8)" in hint, hint
    form.model.models.setCurrentIndex(form.model.models.findData("all"))
    assert "enough" not in form.scene.choice.hint.text()
    assert form.model.others_for(["B2", "B3", "B4"]) and not form.model.others_for(["B2", "B3"])


def test_files_with_names_that_say_nothing_are_told_one_by_one(form: DetectForm, tmp_path: Path) -> None:
    for name in ("one.tif", "two.tif", "three, four.tif", "notes.txt", "x_B08.tif"):
        file_of(tmp_path / name)
    form.scene.input.set_path(tmp_path)
    assert not form.scene.choice.isVisibleTo(form.scene)
    form.scene.ask_files()
    assert form.scene.bands.bands() == {"one.tif": "-", "two.tif": "-", "x_B08.tif": "B8"}
    assert not form.scene.choice.presets.isVisibleTo(form.scene), "files have no order"
    assert form.scene.bands_field() is form.scene.bands
    form.scene.bands.set_band("one.tif", "B4")
    form.scene.bands.set_band("two.tif", "B4")
    with pytest.raises(InputProblem, match="B4 is chosen twice"):
        form.scene.scene()
    form.scene.bands.set_band("two.tif", "B3")
    assert form.scene.scene().bands == "B4=one.tif,B3=two.tif,B8=x_B08.tif"
    form.scene.set_values(str(tmp_path), "B3=one.tif,B2=x_B08.tif")
    assert form.scene.scene().bands == "B3=one.tif,B2=x_B08.tif", "as an earlier run was told"
    form.scene.input.set_path(tmp_path.parent)
    assert not form.scene.choice.isVisibleTo(form.scene), "another folder is another question"


# --- what is proposed


def test_the_active_layer_is_taken_where_it_looks_like_a_scene(
    form: DetectForm, active: list[QgsRasterLayer], tmp_path: Path
) -> None:
    scene = raster(tmp_path / "scene.tif", bands=4, names=["B2", "B3", "B4", "B8"])
    picture = raster(tmp_path / "photo.tif", bands=3, kind="Byte")
    dem = raster(tmp_path / "dem.tif")
    result = raster(tmp_path / "result.tif", bands=4)
    result.setCustomProperty(ROLE, PROBABILITY)
    QgsProject.instance().addMapLayers([scene, picture, dem, result])
    for other in (picture, dem, result, None):
        assert not looks_like_scene(other)
        active[:] = [other] if other is not None else []
        form.scene.propose()
        assert form.scene.input.path_text() == "" and form.scene.input.layer() is None
    active[:] = [scene]
    form.scene.propose()
    assert form.scene.input.kind() == LAYER and form.scene.input.layer() is scene
    active[:] = [raster(tmp_path / "later.tif", bands=4)]
    form.scene.propose()
    assert form.scene.input.layer() is scene, "what is chosen stays"


def test_a_picture_of_a_scene_stands_for_its_scene(
    form: DetectForm, active: list[QgsRasterLayer], tmp_path: Path
) -> None:
    product = tmp_path / "S2A_MSIL2A.SAFE.zip"
    product.write_bytes(b"")
    picture = raster(tmp_path / "true_colour.tif", bands=3, kind="Byte")
    for name, value in (("picture", "true_colour"), ("when", "after"), ("scene", str(product))):
        picture.setCustomProperty(f"l4s/{name}", value)
    active[:] = [picture]
    form.scene.propose()
    assert form.scene.input.path_text() == str(product)


def test_elevation_in_the_folder_of_the_scene_is_taken_and_said(form: DetectForm, tmp_path: Path) -> None:
    terrain = form.terrain
    one, two, none = (tmp_path / name for name in ("one", "two", "none"))
    for folder in (one, two, none):
        folder.mkdir()
        file_of(folder / "B04.tif")
    dem = file_of(one / "Copernicus_DEM_30m.tif", kind="Float32")
    file_of(one / "dem_hillshade.tif", kind="Byte")
    file_of(one / "dem_slope.tif", kind="Float32")
    for name in ("dsm.tif", "dtm.tif"):
        file_of(two / name, kind="Int16")
    form.scene.input.set_path(one)
    assert terrain.dem() == dem
    assert terrain.offered.text() == "Found beside the scene."
    terrain.input.set_path("")
    assert terrain.input.path_text() == "", "who empties the line wants it empty"
    assert "Copernicus_DEM_30m.tif" in terrain.offered.text()
    form.scene.input.set_path(two)
    assert terrain.input.path_text() == "", "of two a person chooses"
    links = re.findall(r'href="(\d)">([^<]+)<', terrain.offered.text())
    assert [name for _, name in links] == ["dsm.tif", "dtm.tif"]
    terrain.offered.linkActivated.emit(links[1][0])
    assert terrain.dem() == two / "dtm.tif"
    form.scene.input.set_path(one)
    assert terrain.dem() == two / "dtm.tif", "what a person chose stays"
    form.scene.input.set_path(none)
    assert terrain.dem() == two / "dtm.tif" and terrain.offered.text() == ""


def test_elevation_may_be_several_files_or_a_folder_of_tiles(form: DetectForm, tmp_path: Path) -> None:
    (tmp_path / "tiles").mkdir()
    one, two = (file_of(tmp_path / name, kind="Float32") for name in ("n43.tif", "n44.tif"))
    form.terrain.input.set_path(f"{one}; {two};{tmp_path / 'tiles'}")
    assert form.terrain.dem() == f"{one};{two};{tmp_path / 'tiles'}"
    form.terrain.input.set_path(f"{one};{tmp_path / 'gone.tif'}")
    with pytest.raises(Incomplete, match=r"gone\.tif is not there"):
        form.terrain.dem()
    form.terrain.input.set_path(f"{one};{file_of(tmp_path / 'B04.tif')}")
    with pytest.raises(InputProblem, match="band B4"):
        form.terrain.dem()


@pytest.mark.parametrize("name", ["B02", "T43PGN_20190822T050659_B08_10m", "red"])
def test_a_band_is_no_elevation(form: DetectForm, tmp_path: Path, name: str) -> None:
    form.terrain.input.set_path(file_of(tmp_path / f"{name}.tif"))
    with pytest.raises(InputProblem, match=r"band B\w+ of a Sentinel-2 scene") as said:
        form.terrain.dem()
    assert not isinstance(said.value, Incomplete), "it goes to the message bar"
    layer = raster(tmp_path / f"{name}.tif")
    QgsProject.instance().addMapLayer(layer)
    form.terrain.input.set_layer(layer)
    with pytest.raises(InputProblem, match="of a Sentinel-2 scene"):
        form.terrain.dem()


# --- the scene before


def test_one_scene_before_with_bands_of_its_own(form: DetectForm, tmp_path: Path) -> None:
    before = form.before
    assert before.values() == {}
    layer = raster(tmp_path / "before.tif", bands=4)
    QgsProject.instance().addMapLayer(layer)
    before.input.set_layer(layer)
    with pytest.raises(Incomplete):
        before.values()
    choose_preset(before.choice.presets, "B4 B3 B2 B8")
    assert before.values() == {"pre": str(tmp_path / "before.tif"), "pre_bands": "B4,B3,B2,B8", "change": "auto"}
    before.compare.setCurrentIndex(before.compare.findData("off"))
    assert before.values()["change"] == "off"
    before.input.choose(NONE)
    assert before.values() == {}


def test_several_scenes_before(form: DetectForm, tmp_path: Path) -> None:
    before = form.before
    before.input.choose(SEVERAL)
    with pytest.raises(Incomplete, match="Add the scenes"):
        before.values()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        before.several.add(str(tmp_path / name))
    before.several.add(str(tmp_path / "a"))
    assert before.values()["pre"] == f"{tmp_path / 'a'};{tmp_path / 'b'}"
    before.several.add_layer(raster(tmp_path / "photo.tif", bands=3, kind="Byte"))
    with pytest.raises(InputProblem, match="8-bit picture"):
        before.values()
    before.several.list.item(1).setSelected(True)
    before.several.remove_button.click()
    assert before.values()["pre"] == str(tmp_path / "a")
    (tmp_path / "x;y").mkdir()
    before.several.add(str(tmp_path / "x;y"))
    with pytest.raises(InputProblem, match="semicolon"):
        before.values()


# --- advanced, and questions of the backend


def test_advanced_fields_show_what_was_found(form: DetectForm) -> None:
    form.set_known(
        {
            "level": "L2A",
            "decisions": [
                {"subject": "offset", "value": "-1000", "confidence": "stated"},
                {"subject": "scale", "value": "x 10000", "confidence": "sure"},
            ],
            "before": {"name": "then", "sensing_time": "2018-01-02T10:00:00", "level": "L1C"},
        }
    )
    scene, before = form.advanced.scene, form.advanced.before
    assert form.advanced.isCollapsed()
    assert scene.level.currentText() == "L2A (by the file)"
    assert scene.offset.currentText() == "-1000 (by the file)"
    assert scene.scale.text() == "10000 (found in the values)"
    assert before.level.currentText() == "L1C (by the file)" and before.offset.currentText() == "found by the run"
    assert form.before.known.text() == "Before: then, 2018-01-02"
    values = form.advanced.values()
    assert all(values[name] is None for name in ("level", "offset", "scale", "pre_level", "pre_offset", "pre_scale"))
    assert (values["dem_unit"], values["coregister"]) == ("auto", "auto")


def test_every_advanced_answer_comes_back(form: DetectForm) -> None:
    asked = {
        "level": "L1C", "offset": -0.1, "scale": 1.0, "pre_level": "L2A", "pre_offset": -1000.0, "pre_scale": 65535.0,
        "dem_unit": "decimetres", "coregister": "off", "hysteresis": 0.125, "fill_holes_m2": 1200.0, "crf": True,
    }  # fmt: skip
    form.advanced.set_values(asked)
    assert form.advanced.values() == asked
    form.advanced.set_values({})
    assert form.advanced.values() == {
        **dict.fromkeys(asked),
        "dem_unit": "auto",
        "coregister": "auto",
        "fill_holes_m2": 0.0,
        "crf": False,
    }


def test_every_option_that_the_panel_says_has_words_and_a_field(form: DetectForm) -> None:
    fields = {field.name: field for field in dataclasses.fields(DetectJob)}
    odd: dict[str, object] = {
        name: {"bool": True, "float": 0.5, "str": "x"}.get(str(field.type), "1") for name, field in fields.items()
    }
    odd.update(dict.fromkeys(("threshold", "offset", "scale", "pre_offset", "pre_scale", "hysteresis"), 0.5))
    job = DetectJob(**odd)  # type: ignore[arg-type]
    options = {word.partition("=")[0] for word in job.arguments() if word.startswith("--")}
    # nothing asks for these
    written = {"--output", "--probability", "--device", "--event-id", "--trigger", "--keep-review", "--overview"}
    written |= {"--uncertainty", "--tta", "--adapt", "--force"}  # the toolbox does
    assert len(options) > 25
    for option in sorted(options - written):
        assert form.has_field(option), option
        assert "--" not in plain(f"say {option} if it is not."), option
        assert first_option(f"say {option} 3", form.has_field) == option


def test_sentences_speak_of_fields(form: DetectForm) -> None:
    assert (
        plain("say --dem-unit feet (or x), else --dem.") == "say “Unit of elevation”: “Feet” (or x), else “Elevation”."
    )
    assert plain("with --change off, or --pre-offset -1000.") == (
        "with “Compare”: “Never: its date alone”, or “Offset, scene before” -1000."
    )
    assert plain("a higher --threshold or a larger --mmu, --overlap, --scale") == (
        "a higher “Threshold” or a larger “Minimum area”, overlap of the windows (command line), “Scale”"
    )
    assert plain("a--dem and ---dem stay") == "a--dem and ---dem stay"


def test_what_to_add_where_a_band_is_missing() -> None:
    text = "x lacks B4, B8A, which the model needs (there is B2); choose another model."
    folder = with_way_out(text, ["B4", "B8A", "slope"], table=False, folder=True, others=False)
    assert folder.endswith("; add B04.tif, B8A.tif to the folder.")
    assert with_way_out(text, ["B4"], table=True, folder=False, others=True).endswith(
        "; correct the table of bands or choose another model."
    )
    assert with_way_out(text, ["B4"], table=False, folder=False, others=False).endswith(
        "; choose a scene that has them."
    )


def test_a_question_unfolds_its_field(form: DetectForm) -> None:
    assert form.advanced.isCollapsed()
    assert form.show_field("--pre-scale", focus=False)
    assert not form.advanced.isCollapsed()
    assert not form.show_field("--jobs", focus=False)


# --- reading


def test_all_that_is_read_is_a_job(form: DetectForm, tmp_path: Path) -> None:
    form.scene.input.set_path(file_of(tmp_path / "scene.tif", 3, names=["B4", "B3", "B2"]))
    form.terrain.input.choose(NONE)
    form.before.input.set_path(file_of(tmp_path / "then.tif", 3, names=["B4", "B3", "B2"]))
    form.outputs.inventory.set_text(str(tmp_path / "x.gpkg"))
    form.outputs.probability.set_text(str(tmp_path / "p.tif"))
    form.options.threshold_kind.setCurrentIndex(form.options.threshold_kind.findData("own"))
    form.options.threshold.setValue(37.5)
    entered = form.read(tmp_path)
    assert not entered.problems
    job = DetectJob(scene="s", **entered.values)
    assert job.threshold == 0.375
    assert (job.pre, job.pre_bands, job.dem) == (str(tmp_path / "then.tif"), "B4,B3,B2", None)
    known = {field.name for field in dataclasses.fields(InspectJob)}
    asked = InspectJob(scene="s", **{k: v for k, v in entered.values.items() if k in known}).arguments()
    assert f"--pre={tmp_path / 'then.tif'}" in asked and not any(word.startswith("--threshold") for word in asked)


# --- the area


def click(canvas: QgsMapCanvas, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    """A real click on the map at a place in its coordinates."""
    at = canvas.mapSettings().mapToPixel().transform(x, y)
    QTest.mouseClick(canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, QPoint(round(at.x()), round(at.y())))


def test_a_polygon_is_drawn_by_clicks_and_goes_after_the_run(form: DetectForm, tmp_path: Path) -> None:
    area, canvas = form.area, form.area._canvas
    canvas.resize(400, 400)
    canvas.show()
    canvas.setExtent(QgsRectangle(620000, 1270000, 624000, 1274000))
    area.choose("polygon")
    with pytest.raises(Incomplete, match="polygon on the map"):
        area.area(tmp_path)
    area.draw.click()
    assert "right click ends" in area.note.text()
    corners = [(621000, 1271000), (623000, 1271000), (622000, 1273000)]
    for x, y in corners:
        click(canvas, x, y)
    click(canvas, *corners[-1], Qt.MouseButton.RightButton)
    assert not area.draw.isChecked() and canvas.mapTool() not in area._tools.values()
    layer = QgsVectorLayer(str(area.area(tmp_path)), "area", "ogr")
    (feature,) = layer.getFeatures()
    assert feature.geometry().area() == pytest.approx(2000 * 2000 / 2, rel=0.05)
    assert layer.crs().authid() == "EPSG:32643"
    assert area._band is not None and area._band.fillColor().alpha() == 0, "what lies below has to be seen"
    area.has_run()
    assert area._band is None and "still chosen" in area.note.text()
    assert area.area(tmp_path / "again").is_file()
    area.choose("drawn")
    with pytest.raises(Incomplete):
        area.area(tmp_path)
    area.choose("polygon")
    assert area._band is not None, "who comes back to it sees it"


def test_an_outline_that_crosses_itself_is_mended(form: DetectForm, tmp_path: Path) -> None:
    form.area.choose("polygon")
    bow = [QgsPointXY(*xy) for xy in ((0, 0), (100, 100), (100, 0), (0, 100))]
    form.area.set_polygon(bow)
    layer = QgsVectorLayer(str(form.area.area(tmp_path)), "area", "ogr")
    parts = [feature.geometry() for feature in layer.getFeatures()]
    assert all(part.isGeosValid() for part in parts)
    assert sum(part.area() for part in parts) == pytest.approx(5000), "both wings"
    form.area.set_polygon([QgsPointXY(0, 0), QgsPointXY(100, 100), QgsPointXY(50, 50)])
    with pytest.raises(Incomplete):
        form.area.area(tmp_path)
