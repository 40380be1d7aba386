"""How a result looks: colours on the map, words in the legend."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from layers_kit import SCENE_DATE, by_role, copied, detect, differing, drawn, pixels, wait_for
from qgis.core import (
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsLayerTreeGroup,
    QgsLayerTreeModel,
    QgsMapSettings,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsRenderContext,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QImage

from qgis_plugin.layers import ResultFiles, add_result
from qgis_plugin.layers.files import CROWN_TOE, LANDSLIDES, NOT_OBSERVED, PROBABILITY
from qgis_plugin.layers.following import Following
from qgis_plugin.layers.probability import RAMP, order_legend, show_threshold, style_probability
from qgis_plugin.layers.symbols import CONFIDENCE_COLOURS, POINTS_FROM_SCALE, STATUS_COLOURS


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, backend_python: Path, scenes: Path, qgis_app: object) -> Path:
    folder = tmp_path_factory.mktemp("made")
    detect(backend_python, scenes / "puthumala_2019", folder)
    return folder


@pytest.fixture
def group(made: Path, tmp_path: Path, qgis_new_project: None) -> QgsLayerTreeGroup:
    inventory = copied(made, tmp_path)
    files = ResultFiles(inventory, tmp_path / "probability.tif", SCENE_DATE, "puthumala_2019")
    return add_result(QgsProject.instance(), files)


def legend(layer_role: str, group: QgsLayerTreeGroup) -> list[str]:
    """The lines of the legend of a layer, as the layer panel shows them."""
    model = QgsLayerTreeModel(QgsProject.instance().layerTreeRoot())
    model.setFlag(QgsLayerTreeModel.Flag.ShowLegend)
    node = group.findLayer(by_role(group)[layer_role].id())
    return [str(item.data(Qt.ItemDataRole.DisplayRole)) for item in model.layerLegendNodes(node)]


def near(colour: QColor, of: str, by: int = 12) -> bool:
    wanted = QColor(of)
    pairs = ((colour.red(), wanted.red()), (colour.green(), wanted.green()), (colour.blue(), wanted.blue()))
    return all(abs(a - b) <= by for a, b in pairs)


def test_classes_are_those_of_the_model_where_it_has_its_own(
    made: Path, tmp_path: Path, qgis_new_project: None
) -> None:
    inventory = copied(made, tmp_path)
    own = "8:0.9 5:0.7 3:0.5 2:0.25 1:0"
    with closing(sqlite3.connect(inventory)) as file, file:
        file.execute("DELETE FROM run WHERE name = 'confidence_from'")
        file.execute("INSERT INTO run (name, value) VALUES ('confidence_from', ?)", (own,))
    layer = by_role(add_result(QgsProject.instance(), ResultFiles(inventory, None, SCENE_DATE, "own")))[LANDSLIDES]
    labels = {category.value(): category.label() for category in layer.renderer().categories()}
    assert "90 %" in labels["8"] and "70 to 90 %" in labels["5"] and "below 25 %" in labels["1"]
    listed = layer.editorWidgetSetup(layer.fields().indexOf("conf_usgs")).config()["map"]
    assert [next(iter(entry)) for entry in listed] == [labels[usgs] for usgs in "85321"]


def test_each_landslide_falls_into_the_category_of_its_confidence(group: QgsLayerTreeGroup) -> None:
    layer = by_role(group)[LANDSLIDES]
    renderer = layer.renderer()
    context = QgsRenderContext()
    context.setExpressionContext(QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer)))
    renderer.startRender(context, layer.fields())
    try:
        for feature in layer.getFeatures():
            context.expressionContext().setFeature(feature)
            symbol = renderer.symbolForFeature(feature, context)
            line = symbol.symbolLayer(0).subSymbol().symbolLayer(1).color().name()
            assert line == CONFIDENCE_COLOURS[feature["conf_usgs"]]
    finally:
        renderer.stopRender(context)


def test_polygons_are_drawn_in_their_colours_with_a_dark_edge(group: QgsLayerTreeGroup) -> None:
    layer = by_role(group)[LANDSLIDES]
    for feature in layer.getFeatures():
        box = feature.geometry().boundingBox()
        box.scale(1.5)
        seen = pixels(drawn([layer], box))
        assert any(near(colour, CONFIDENCE_COLOURS[feature["conf_usgs"]]) for colour in seen)
        assert any(near(colour, "#1a1a1a", 40) for colour in seen)


def test_legend_says_confidence_in_words_and_counts_what_is_there(group: QgsLayerTreeGroup) -> None:
    layer = by_role(group)[LANDSLIDES]
    keys = [item.ruleKey() for item in layer.renderer().legendSymbolItems()]
    legend(LANDSLIDES, group)  # the layer panel has the features counted
    wait_for(lambda: layer.featureCount(keys[0]) >= 0)
    values = [feature["conf_usgs"] for feature in layer.getFeatures()]
    # the limits of the default model, counted on polygons
    words = ("High (68 % and more)", "Confident (61 to 68 %)", "Likely (49 to 61 %)", "Probable (37 to 49 %)")
    words = (*words, "Possible (below 37 %)")
    wanted = [
        f"{text} [{values.count(value)}]"
        for text, value in zip(words, CONFIDENCE_COLOURS, strict=True)
        if value in values
    ]
    assert 0 < len(wanted) < len(CONFIDENCE_COLOURS)
    assert legend(LANDSLIDES, group) == wanted
    assert sum(layer.featureCount(key) for key in keys) == len(values) > 0
    reasons = {feature["reason"] for feature in by_role(group)[NOT_OBSERVED].getFeatures()}
    assert len(legend(NOT_OBSERVED, group)) == len(reasons), "nor other reasons than there are"


def test_legend_follows_the_review(group: QgsLayerTreeGroup) -> None:
    following = Following()
    layer = by_role(group)[LANDSLIDES]
    first, *others = (feature.id() for feature in layer.getFeatures())
    status = layer.fields().indexOf("status")
    layer.startEditing()
    layer.changeAttributeValue(first, status, "rejected")
    wait_for(lambda: any(line.startswith("Rejected") for line in legend(LANDSLIDES, group)))
    for fid in others[1:]:
        layer.changeAttributeValue(fid, status, "accepted")
    layer.changeAttributeValue(others[0], layer.fields().indexOf("conf_usgs"), None)
    counted = [f"Accepted [{len(others) - 1}]", "Rejected [1]", "Drawn by hand [1]"]
    wait_for(lambda: legend(LANDSLIDES, group) == counted)
    layer.rollBack()
    wait_for(lambda: not any(line.startswith(("Accepted", "Rejected")) for line in legend(LANDSLIDES, group)))
    following.shut_down()


@pytest.mark.parametrize("background", ["white", "#1e2d1e"])
def test_what_was_reviewed_is_seen_on_bright_and_dark_ground(group: QgsLayerTreeGroup, background: str) -> None:
    layer = by_role(group)[LANDSLIDES]
    feature = next(layer.getFeatures())
    box = feature.geometry().boundingBox()
    box.scale(1.5)
    layer.startEditing()
    status, confidence = (layer.fields().indexOf(name) for name in ("status", "conf_usgs"))
    seen: dict[str, set[tuple[int, ...]]] = {}
    for word in ("unreviewed", "accepted", "edited", "rejected", "drawn by hand"):
        layer.changeAttributeValue(feature.id(), status, word.replace("drawn by hand", "unreviewed"))
        layer.changeAttributeValue(feature.id(), confidence, None if word == "drawn by hand" else 8)
        colours = pixels(drawn([layer], box, background=background))
        wanted = STATUS_COLOURS.get(word, CONFIDENCE_COLOURS[8])
        assert sum(near(colour, wanted) for colour in colours) > 50, word
        seen[word] = {colour.getRgb()[:3] for colour in colours}
    layer.rollBack()
    assert len({frozenset(colours) for colours in seen.values()}) == 5


def test_a_rejected_polygon_becomes_a_grey_outline(group: QgsLayerTreeGroup) -> None:
    layer = by_role(group)[LANDSLIDES]
    features = list(layer.getFeatures())
    alone = [  # in the picture too, which shows more than the box of a long one
        feature
        for feature in features
        if sum(other.geometry().intersects(feature.geometry().boundingBox().scaled(4)) for other in features) == 1
    ]
    feature = alone[0]
    box = feature.geometry().boundingBox()
    before = drawn([layer], box)
    layer.startEditing()
    layer.changeAttributeValue(feature.id(), layer.fields().indexOf("status"), "rejected")
    after = drawn([layer], box)
    layer.rollBack()
    assert differing(before, after) > 1000
    colours = pixels(after)
    assert not any(near(colour, CONFIDENCE_COLOURS[feature["conf_usgs"]]) for colour in colours)
    assert all(max(c.getRgb()[:3]) - min(c.getRgb()[:3]) < 3 for c in colours)  # white and greys


def test_a_polygon_without_confidence_is_drawn_too(group: QgsLayerTreeGroup) -> None:
    layer = by_role(group)[LANDSLIDES]
    feature = next(layer.getFeatures())
    layer.startEditing()
    layer.changeAttributeValue(feature.id(), layer.fields().indexOf("conf_usgs"), None)
    image = drawn([layer], feature.geometry().boundingBox())
    layer.rollBack()
    assert any(near(colour, "#4dd2ff") for colour in pixels(image))


def test_labels_are_ready_but_off(group: QgsLayerTreeGroup) -> None:
    layer = by_role(group)[LANDSLIDES]
    assert not layer.labelsEnabled()
    assert layer.labeling().settings().fieldName == "ls_id"
    box = next(layer.getFeatures()).geometry().boundingBox()
    without = drawn([layer], box)
    layer.setLabelsEnabled(True)
    assert differing(without, drawn([layer], box)) > 20


def test_points_are_seen_only_from_near(group: QgsLayerTreeGroup) -> None:
    layer = by_role(group)[CROWN_TOE]
    assert layer.isInScaleRange(POINTS_FROM_SCALE / 2)
    assert not layer.isInScaleRange(POINTS_FROM_SCALE * 2)
    slide = next(by_role(group)[LANDSLIDES].getFeatures())
    box = slide.geometry().boundingBox().buffered(20)
    near_by = drawn([layer], box, (800, 800))
    assert any(near(colour, "#2166ac") for colour in pixels(near_by))
    assert any(near(colour, "#1b7837") for colour in pixels(near_by))
    from_far = drawn([layer], QgsRectangle(layer.extent()).buffered(10_000))
    assert all(colour == QColor("white") for colour in pixels(from_far))


def test_points_do_not_hide_the_smallest_landslide(group: QgsLayerTreeGroup) -> None:
    """At the scale from which they are seen, most of it is still to be seen."""
    layers = by_role(group)
    small = min(layers[LANDSLIDES].getFeatures(), key=lambda feature: feature["area_m2"])
    assert small["area_m2"] < 2500
    middle = small.geometry().boundingBox().center()
    metres_per_pixel = 0.99 * POINTS_FROM_SCALE * 0.0254 / QgsMapSettings().outputDpi()
    box = QgsRectangle.fromCenterAndSize(middle, 200 * metres_per_pixel, 100 * metres_per_pixel)
    alone = drawn([layers[LANDSLIDES]], box, (200, 100))
    marked = drawn([layers[CROWN_TOE], layers[LANDSLIDES]], box, (200, 100))
    white = QColor("white")
    of_it = [(a, b) for a, b in zip(pixels(alone), pixels(marked), strict=True) if a != white]
    changed = sum(a != b for a, b in of_it)
    assert 0 < changed < 0.35 * len(of_it)


def test_hatches_leave_what_is_below_visible(group: QgsLayerTreeGroup) -> None:
    layer = by_role(group)[NOT_OBSERVED]
    reasons = {feature["reason"] for feature in layer.getFeatures()}
    assert {"cloud", "cloud shadow"} <= reasons
    known = {category.value() for category in layer.renderer().categories()}
    assert reasons <= known
    for feature in layer.getFeatures():
        if feature["reason"] == "cloud":
            box = feature.geometry().boundingBox()
            break
    colours = pixels(drawn([layer], QgsRectangle(box.center().x(), box.center().y(), box.xMaximum(), box.yMaximum())))
    light = sum(colour.lightness() > 200 for colour in colours)
    assert 0.3 < light / len(colours) < 0.95
    assert layer.opacity() < 1


def test_every_reason_of_the_backend_has_a_hatch(group: QgsLayerTreeGroup, repository: Path) -> None:
    import re

    words = re.findall(
        r'Reason\.(\w+): "([^"]+)"', (repository / "l4s_core" / "base" / "reasons.py").read_text("utf-8")
    )
    known = {category.value() for category in by_role(group)[NOT_OBSERVED].renderer().categories()}
    assert {text for name, text in words if name != "OBSERVED"} <= known


def test_the_probability_is_a_check_mark_away(group: QgsLayerTreeGroup) -> None:
    layers = by_role(group)
    assert not group.findLayer(layers[PROBABILITY].id()).itemVisibilityChecked()
    assert group.findLayer(layers[LANDSLIDES].id()).itemVisibilityChecked()


def test_legend_of_the_probability_is_in_per_cent_from_high_to_low(group: QgsLayerTreeGroup) -> None:
    assert legend(PROBABILITY, group) == ["100 %", "80 %", "60 %", "40 %", "20 %"]
    layer = by_role(group)[PROBABILITY]
    show_threshold(layer, 0.4)
    assert legend(PROBABILITY, group) == ["100 %", "80 %", "60 %", "40 %", "below 40 %"]
    style_probability(layer)
    assert legend(PROBABILITY, group) == ["100 %", "80 %", "60 %", "40 %", "20 %"]


def strip(folder: Path, values: list[float], kind: str) -> QgsRasterLayer:
    """One row of pixels of 10 m with these values; -1 is nodata."""
    from osgeo import gdal, osr

    path = folder / f"{kind}.tif"
    nodata = 65535 if kind == "UInt16" else -1
    data = gdal.GetDriverByName("GTiff").Create(str(path), len(values), 1, 1, getattr(gdal, f"GDT_{kind}"))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32760)
    data.SetProjection(crs.ExportToWkt())
    # far south and east: coordinates of eight digits in front of the point
    data.SetGeoTransform((899_990.0, 10, 0, 9_999_990.0, 0, -10))
    import struct

    form = "H" if kind == "UInt16" else "f"
    numbers = [nodata if v < 0 else (round(v * 10_000) if kind == "UInt16" else v) for v in values]
    data.GetRasterBand(1).WriteRaster(0, 0, len(values), 1, struct.pack(f"<{len(values)}{form}", *numbers))
    data.GetRasterBand(1).SetNoDataValue(nodata)
    del data
    return QgsRasterLayer(str(path), kind, "gdal")


def row(layer: QgsRasterLayer) -> list[QColor]:
    """The colour of each pixel of a strip on white."""
    image: QImage = drawn([layer], layer.extent(), (layer.width() * 10, 10))
    return [image.pixelColor(x * 10 + 5, 5) for x in range(layer.width())]


@pytest.mark.parametrize("kind", ["UInt16", "Float32"])
def test_probability_is_clear_at_zero_and_without_data(qgis_app: object, tmp_path: Path, kind: str) -> None:
    layer = strip(tmp_path, [0.0, -1, 0.1, 0.4, 0.6, 1.0], kind)
    style_probability(layer)
    nothing, missing, some, opaque, more, full = row(layer)
    white = QColor("white")
    assert nothing == white == missing
    assert some != white and some.lightness() > 150
    for seen, percent in ((opaque, 40), (more, 60), (full, 100)):
        stop = next(stop for stop in RAMP if stop[0] == percent)
        assert near(seen, QColor(*stop[1:]).name(), 3)


@pytest.mark.parametrize("kind", ["UInt16", "Float32"])
def test_threshold_shows_at_once_exactly_what_reaches_it(qgis_app: object, tmp_path: Path, kind: str) -> None:
    layer = strip(tmp_path, [0.0, 0.2, 0.4199, 0.42, 0.4201, 0.9, 1.0, -1], kind)
    show_threshold(layer, 0.42)
    shown = [colour != QColor("white") for colour in row(layer)]
    assert shown == [False, False, False, True, True, True, True, False]
    show_threshold(layer, None)
    assert row(layer)[1] != QColor("white")


def test_order_of_the_legend_survives_saving(group: QgsLayerTreeGroup, tmp_path: Path) -> None:
    project = QgsProject.instance()
    order_legend(group.findLayer(by_role(group)[PROBABILITY].id()))
    assert project.write(str(tmp_path / "p.qgz"))
    project.clear()
    assert project.read(str(tmp_path / "p.qgz"))
    assert legend(PROBABILITY, project.layerTreeRoot().findGroups()[0])[0] == "100 %"
