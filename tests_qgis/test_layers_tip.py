"""What is seen when the mouse rests on a landslide."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from layers_kit import SCENE_DATE, by_role, copied, detect, pixels, scene_picture, vectorize
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QImage

from qgis_plugin.layers import ResultFiles, add_result, register, unregister
from qgis_plugin.layers.files import LANDSLIDES, PROBABILITY
from qgis_plugin.layers.picture import SIZE, imagery


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, backend_python: Path, scenes: Path, qgis_app: object) -> Path:
    folder = tmp_path_factory.mktemp("made")
    detect(backend_python, scenes / "puthumala_2019", folder)
    return folder


@pytest.fixture
def project(qgis_new_project: None) -> Iterator[QgsProject]:
    register()
    yield QgsProject.instance()
    register()


@pytest.fixture
def layer(project: QgsProject, made: Path, tmp_path: Path) -> QgsVectorLayer:
    inventory = copied(made, tmp_path)
    return by_role(add_result(project, ResultFiles(inventory, None, SCENE_DATE, "puthumala_2019")))[LANDSLIDES]


def tip(layer: QgsVectorLayer, feature: QgsFeature) -> str:
    """The map tip as QGIS fills it in."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    return QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)


def rows(html: str) -> dict[str, str]:
    found = re.findall(r"<tr><td>(.*?)&nbsp;&nbsp;</td><td><b>(.*?)</b></td></tr>", html)
    return dict(found)


def picture_in(html: str) -> QImage:
    encoded = re.search(r'src="data:image/png;base64,([^"]+)"', html)
    assert encoded, html[:300]
    return QImage.fromData(base64.b64decode(encoded.group(1)), "PNG")


def test_attributes_are_in_words_with_units(layer: QgsVectorLayer) -> None:
    feature = next(layer.getFeatures())
    html = tip(layer, feature)
    assert "[%" not in html
    assert f"<b>{feature['ls_id']}</b>" in html
    said = rows(html)
    assert said["Area"] == f"{feature['area_m2'] / 10_000:.2f} ha"
    assert said["Probability"] == f"{feature['prob_mean'] * 100:.0f} %"
    assert said["Review"] == "Not reviewed yet"
    assert said["Height difference"] == f"{feature['relief_m']:.0f} m"
    assert said["Confidence"].split()[0] in ("High", "Confident", "Likely", "Probable", "Possible")


def test_what_is_not_known_takes_no_line(layer: QgsVectorLayer) -> None:
    feature = next(layer.getFeatures())
    assert not {"Notes", "Type of landslide"} & set(rows(tip(layer, feature)))
    feature["ls_type"], feature["slope_mean"], feature["status"] = "debris flow", None, "accepted"
    said = rows(tip(layer, feature))
    assert said["Type of landslide"] == "Debris flow"
    assert said["Review"] == "Accepted"
    assert "Mean slope" not in said


def test_notes_do_not_become_markup(layer: QgsVectorLayer) -> None:
    feature = next(layer.getFeatures())
    feature["notes"] = "<img src=x> it's 5 & more"
    html = tip(layer, feature)
    assert "<img src=x>" not in html
    assert rows(html)["Notes"] == "&lt;img src=x> it's 5 &amp; more"


def test_without_imagery_there_is_no_picture(layer: QgsVectorLayer) -> None:
    html = tip(layer, next(layer.getFeatures()))
    assert "<img" not in html
    assert rows(html)


def test_picture_shows_the_scene_and_the_outline(
    project: QgsProject, layer: QgsVectorLayer, scenes: Path, tmp_path: Path
) -> None:
    project.addMapLayer(scene_picture(scenes / "puthumala_2019", tmp_path))
    image = picture_in(tip(layer, next(layer.getFeatures())))
    assert image.size() == SIZE
    colours = pixels(image)
    assert sum(c.red() > 230 and c.green() > 200 and c.blue() < 60 for c in colours) > 100  # the outline
    assert len({c.rgb() for c in colours}) > 1000  # a picture, not a plain area
    assert sum(c.green() > c.red() for c in colours) > len(colours) * 0.4  # forest around


@pytest.mark.timed
def test_pictures_of_two_landslides_differ_and_come_quickly(
    project: QgsProject, layer: QgsVectorLayer, scenes: Path, tmp_path: Path
) -> None:
    project.addMapLayer(scene_picture(scenes / "puthumala_2019", tmp_path))
    taken, seen = [], set()
    for feature in layer.getFeatures():
        begin = time.perf_counter()
        html = tip(layer, feature)
        taken.append(time.perf_counter() - begin)
        seen.add(re.search(r"base64,([^\"]+)", html).group(1))
    assert len(seen) == layer.featureCount() > 1
    assert min(taken) < 0.15  # the others may have met a busy computer
    begin = time.perf_counter()
    tip(layer, feature)
    assert time.perf_counter() - begin < 0.1


def test_a_new_outline_is_a_new_picture(
    project: QgsProject, layer: QgsVectorLayer, scenes: Path, tmp_path: Path
) -> None:
    project.addMapLayer(scene_picture(scenes / "puthumala_2019", tmp_path))
    feature = next(layer.getFeatures())
    before = picture_in(tip(layer, feature))
    feature.setGeometry(feature.geometry().buffer(40, 4))
    assert picture_in(tip(layer, feature)) != before


def test_the_scene_is_preferred_to_the_probability(
    project: QgsProject, made: Path, scenes: Path, tmp_path: Path
) -> None:
    inventory = copied(made, tmp_path)
    group = add_result(project, ResultFiles(inventory, tmp_path / "probability.tif", SCENE_DATE, "p"))
    layers = by_role(group)
    box = next(layers[LANDSLIDES].getFeatures()).geometry().boundingBox()
    assert imagery(project, layers[LANDSLIDES], box) is layers[PROBABILITY]
    scene = project.addMapLayer(scene_picture(scenes / "puthumala_2019", tmp_path))
    assert imagery(project, layers[LANDSLIDES], box) is scene
    far = box
    far.setXMinimum(box.xMinimum() + 1e5)
    far.setXMaximum(box.xMaximum() + 2e5)
    assert imagery(project, layers[LANDSLIDES], far) is None


def test_a_map_tip_outlives_the_plugin(layer: QgsVectorLayer) -> None:
    unregister()
    html = tip(layer, next(layer.getFeatures()))
    assert "[%" not in html and "l4s_picture" not in html
    assert rows(html)


@pytest.mark.parametrize("suffix", [".geojson", ".shp"])
def test_degrees_and_short_names_make_no_difference(
    project: QgsProject, made: Path, backend_python: Path, scenes: Path, tmp_path: Path, suffix: str
) -> None:
    scene = scenes / "puthumala_2019"
    inventory = vectorize(
        backend_python, made / "probability.tif", tmp_path / f"s{suffix}", "--dem", scene / "Copernicus_DEM_30m.tif"
    )
    layer = by_role(add_result(project, ResultFiles(inventory, None, None, "s")))[LANDSLIDES]
    project.addMapLayer(scene_picture(scene, tmp_path))
    html = tip(layer, next(layer.getFeatures()))
    assert {"Area", "Probability", "Mean slope", "Length, width"} <= set(rows(html))
    assert len({c.rgb() for c in pixels(picture_in(html))}) > 500
