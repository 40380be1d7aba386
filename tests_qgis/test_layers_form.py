"""Words, lists and the edit form of the landslides, filled in and saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from layers_kit import SCENE_DATE, by_role, copied, detect, vectorize
from qgis.core import NULL, QgsApplication, QgsLayerTreeGroup, QgsProject, QgsVectorLayer
from qgis.gui import QgsAttributeForm, QgsDoubleSpinBox, QgsGui
from qgis.PyQt.QtCore import QDate
from qgis.PyQt.QtWidgets import QComboBox, QDateTimeEdit, QLineEdit, QPlainTextEdit, QTabWidget, QWidget

from qgis_plugin.layers import ResultFiles, add_result, domains
from qgis_plugin.layers.columns import EDITABLE, REVIEWED
from qgis_plugin.layers.cut_offs import cut_offs_of
from qgis_plugin.layers.files import CROWN_TOE, LANDSLIDES, NOT_OBSERVED
from qgis_plugin.layers.palette import confidence_from as palette_limits


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, backend_python: Path, scenes: Path, qgis_app: object) -> Path:
    folder = tmp_path_factory.mktemp("made")
    detect(backend_python, scenes / "puthumala_2019", folder)
    QgsGui.editorWidgetRegistry().initEditors()
    return folder


@pytest.fixture
def group(made: Path, tmp_path: Path, qgis_new_project: None) -> QgsLayerTreeGroup:
    inventory = copied(made, tmp_path)
    return add_result(QgsProject.instance(), ResultFiles(inventory, None, SCENE_DATE, "puthumala_2019"))


@pytest.fixture
def layer(group: QgsLayerTreeGroup) -> Iterator[QgsVectorLayer]:
    layer = by_role(group)[LANDSLIDES]
    yield layer
    if layer.isEditable():
        layer.rollBack()


def entries(layer: QgsVectorLayer, column: str) -> dict[str, str]:
    """Label -> value of the list of a column."""
    setup = layer.editorWidgetSetup(layer.fields().indexOf(column))
    assert setup.type() == "ValueMap"
    return {label: value for entry in setup.config()["map"] for label, value in entry.items()}


def text_of(layer: QgsVectorLayer, column: str, value: object) -> str:
    """A value as the attribute table shows it."""
    index = layer.fields().indexOf(column)
    setup = layer.editorWidgetSetup(index)
    formatter = QgsApplication.fieldFormatterRegistry().fieldFormatter(setup.type())
    return formatter.representValue(layer, index, setup.config(), None, value)


def form_of(layer: QgsVectorLayer, fid: int) -> QgsAttributeForm:
    form = QgsAttributeForm(layer, layer.getFeature(fid))
    form.resize(700, 420)
    form.show()
    QgsApplication.processEvents()
    return form


def field(form: QgsAttributeForm, kind: type[QWidget], column: str) -> QWidget:
    """The widget of a column."""
    for widget in form.findChildren(kind):
        if widget.objectName() == column and widget.isVisibleTo(form):
            return widget
    raise AssertionError(f"no {kind.__name__} for {column}")


def test_every_column_has_words_and_measures_a_unit(group: QgsLayerTreeGroup) -> None:
    for role in (LANDSLIDES, CROWN_TOE, NOT_OBSERVED):
        layer = by_role(group)[role]
        for index, column in enumerate(layer.fields().names()):
            alias = layer.attributeAlias(index)
            assert alias and alias != column, column
            for ending, unit in (("_m2", "(m²)"), ("_m", "(m)")):
                if column.endswith(ending):
                    assert alias.endswith(unit), column
            if column.startswith(("slope", "aspect")):
                assert "°" in alias


def test_tabs_hold_every_column_once(layer: QgsVectorLayer) -> None:
    config = layer.editFormConfig()
    assert [tab.name() for tab in config.tabs()] == ["Review", "Measures", "Terrain", "Confidence", "Origin"]
    columns = [element.name() for tab in config.tabs() for element in tab.children()]
    assert sorted(columns) == sorted(set(layer.fields().names()) - {"fid"})
    assert [element.name() for element in config.tabs()[0].children()][: len(REVIEWED)] == list(REVIEWED)


def test_only_what_a_reviewer_says_can_be_typed(layer: QgsVectorLayer) -> None:
    config = layer.editFormConfig()
    for index, column in enumerate(layer.fields().names()):
        assert config.readOnly(index) == (column not in EDITABLE), column
    locked = set(layer.fields().names()) - set(EDITABLE)
    assert {"area_m2", "prob_mean", "conf_usgs", "model_sha", "date_max", "z_max"} <= locked


def test_status_of_the_file_is_in_the_list(layer: QgsVectorLayer) -> None:
    assert list(entries(layer, "status").values()) == ["unreviewed", "accepted", "edited", "rejected"]
    assert {feature["status"] for feature in layer.getFeatures()} == {"unreviewed"}
    assert text_of(layer, "status", "unreviewed") == "Not reviewed yet"


def test_numbers_and_flags_are_shown_in_words(layer: QgsVectorLayer) -> None:
    limits = cut_offs_of(layer)
    assert limits is not None and limits != palette_limits(), "the default model has its own"
    assert [text_of(layer, "conf_usgs", value) for value in (8, 5, 3, 2, 1)] == [
        words for _, words in domains.confidences(limits)
    ]
    assert text_of(layer, "truncated", 1) == "Yes"
    assert text_of(layer, "amalg_flag", 0) == "No"
    assert {feature["conf_usgs"] for feature in layer.getFeatures()} <= {8, 5, 3, 2, 1}


def test_origin_is_shown_as_it_is_and_a_checksum_short(layer: QgsVectorLayer) -> None:
    feature = next(layer.getFeatures())
    for column in ("scene_post", "dem_source", "model_id", "software"):
        assert text_of(layer, column, feature[column]) == feature[column]
    assert text_of(layer, "scene_pre", NULL) == "(not set)"
    checksum = feature["model_sha"]
    assert text_of(layer, "model_sha", checksum) == f"{checksum[:12]}…"


def test_types_are_the_32_of_hungr_and_may_stay_open(layer: QgsVectorLayer) -> None:
    listed = entries(layer, "ls_type")
    assert len(listed) == 33
    assert listed["Debris flow"] == "debris flow"
    assert text_of(layer, "ls_type", NULL) == "(not set)"
    for column in ("trigger", "activity"):
        assert "(not set)" in entries(layer, column)


def test_labels_of_a_list_are_told_apart() -> None:
    for values in (domains.landslide_types(), domains.triggers(), domains.activities(), domains.statuses()):
        assert len({label for _, label in values}) == len({value for value, _ in values}) == len(values)


def test_points_and_reasons_are_shown_in_words(group: QgsLayerTreeGroup) -> None:
    layers = by_role(group)
    assert text_of(layers[CROWN_TOE], "kind", "crown") == "Crown (highest point)"
    assert text_of(layers[NOT_OBSERVED], "reason", "cloud shadow") == "Cloud shadow"


def test_a_review_filled_into_the_form_is_saved(layer: QgsVectorLayer) -> None:
    fid = next(layer.getFeatures()).id()
    assert layer.startEditing()
    form = form_of(layer, fid)
    assert form.findChildren(QTabWidget)[0].count() == 5
    for column, words in (("status", "Accepted"), ("ls_type", "Debris flow"), ("trigger", "Rainfall")):
        combo = field(form, QComboBox, column)
        assert combo.isEnabled()
        combo.setCurrentIndex(combo.findText(words))
    field(form, QPlainTextEdit, "notes").setPlainText("reaches the road; 道路まで")
    field(form, QLineEdit, "reviewer").setText("Zoë")
    assert form.save()
    assert layer.commitChanges()
    fresh = QgsVectorLayer(layer.source(), "again", "ogr").getFeature(fid)
    assert fresh["status"] == "accepted"
    assert fresh["ls_type"] == "debris flow"
    assert fresh["trigger"] == "rainfall"
    assert fresh["activity"] == NULL
    assert fresh["notes"] == "reaches the road; 道路まで"
    assert fresh["reviewer"] == "Zoë"
    assert layer.featureCount() > 1


def test_opening_and_saving_the_form_changes_nothing(layer: QgsVectorLayer) -> None:
    feature = next(layer.getFeatures())
    before = feature.attributes()
    layer.startEditing()
    form = form_of(layer, feature.id())
    tabs = form.findChildren(QTabWidget)[0]
    for index in range(tabs.count()):
        tabs.setCurrentIndex(index)
    assert form.save()
    assert not layer.isModified()
    assert layer.getFeature(feature.id()).attributes() == before


def test_measures_are_shown_rounded_and_locked(layer: QgsVectorLayer) -> None:
    feature = next(layer.getFeatures())
    layer.startEditing()
    layer.changeAttributeValue(feature.id(), layer.fields().indexOf("area_m2"), 123_456_789.4)
    form = form_of(layer, feature.id())
    area = form.findChild(QgsDoubleSpinBox, "area_m2")
    assert area.value() == 123_456_789
    assert not area.isEnabled() or area.isReadOnly()
    probability = form.findChild(QgsDoubleSpinBox, "prob_mean")
    assert probability.decimals() == 2
    assert probability.value() == pytest.approx(feature["prob_mean"], abs=0.006)


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
def test_dates_are_dates_in_the_form(
    made: Path, backend_python: Path, tmp_path: Path, qgis_new_project: None, suffix: str
) -> None:
    inventory = vectorize(
        backend_python, made / "probability.tif", tmp_path / f"dated{suffix}", "--event-date", "2019-08-08"
    )
    group = add_result(QgsProject.instance(), ResultFiles(inventory, None, None, "dated"))
    layer = by_role(group)[LANDSLIDES]
    assert layer.editorWidgetSetup(layer.fields().indexOf("event_date")).type() == "DateTime"
    form = form_of(layer, next(layer.getFeatures()).id())
    shown = [edit for edit in form.findChildren(QDateTimeEdit) if edit.text() == "2019-08-08"]
    assert [edit.date() for edit in shown] == [QDate(2019, 8, 8)], [
        (edit.text(), edit.parent().objectName()) for edit in form.findChildren(QDateTimeEdit)
    ]
    assert shown[0].calendarPopup()


def test_a_landslide_is_called_by_its_id(layer: QgsVectorLayer) -> None:
    assert layer.displayExpression() == '"ls_id"'
