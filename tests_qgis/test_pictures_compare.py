"""Two scenes compared: the swipe uncovers the scene before, the second map goes where the map goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dock_kit import Desktop, spin, until
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QEvent, QPointF, Qt
from qgis.PyQt.QtGui import QColor, QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget, QTextEdit

from qgis_plugin.layers.files import AFTER, BEFORE, PICTURE, WHEN
from qgis_plugin.pictures.compare import Compare
from qgis_plugin.pictures.compared import other_layers, other_picture
from qgis_plugin.pictures.layers import FALSE_COLOUR, TRUE_COLOUR

PLACE = QgsRectangle(500000, 1299000, 502000, 1300000)
DARK, BRIGHT = 40, 220


def picture(path: Path, value: int, when: str, kind: str = TRUE_COLOUR, *, visible: bool = True) -> QgsRasterLayer:
    """A picture of one grey value; QGIS draws bytes as they are."""
    from osgeo import gdal, osr

    gdal.UseExceptions()
    made = gdal.GetDriverByName("GTiff").Create(str(path), 200, 100, 3, gdal.GDT_Byte)
    made.SetGeoTransform((500000, 10, 0, 1300000, 0, -10))
    system = osr.SpatialReference()
    system.ImportFromEPSG(32643)
    made.SetProjection(system.ExportToWkt())
    for number in (1, 2, 3):
        made.GetRasterBand(number).Fill(value)
    made = None
    layer = QgsRasterLayer(str(path), path.stem)
    layer.setCustomProperty(PICTURE, kind)
    layer.setCustomProperty(WHEN, when)
    QgsProject.instance().addMapLayer(layer)
    QgsProject.instance().layerTreeRoot().findLayer(layer.id()).setItemVisibilityChecked(visible)
    return layer


@pytest.fixture
def desktop(qgis_app, qgis_new_project) -> Iterator[Desktop]:  # type: ignore[no-untyped-def]
    made = Desktop()
    made.window.show()
    until(lambda: made.canvas.width() > 200)
    yield made
    made.canvas.stopRendering()


@pytest.fixture
def two(desktop: Desktop, tmp_path: Path) -> tuple[QgsRasterLayer, QgsRasterLayer]:
    """A dark scene that is seen and a bright one before it, which is not; the map shows the middle of both."""
    after = picture(tmp_path / "after.tif", DARK, AFTER)
    before = picture(tmp_path / "before.tif", BRIGHT, BEFORE, visible=False)
    desktop.canvas.setLayers([after])
    desktop.canvas.setExtent(QgsRectangle(500800, 1299400, 501200, 1299600))
    desktop.canvas.refresh()
    until(lambda: abs(grey(desktop, 0.25) - DARK) < 5)
    return after, before


@pytest.fixture
def compare(desktop: Desktop) -> Iterator[Compare]:
    made = Compare(desktop, QAction("Swipe", desktop.window), QAction("Linked", desktop.window))
    yield made
    made.shut_down()
    spin(0)


def grey(desktop: Desktop, share: float) -> int:
    """What is seen at a share of the width of the map, a quarter down from the top."""
    image = desktop.canvas.grab().toImage()
    return QColor(image.pixel(int(image.width() * share), image.height() // 4)).green()


def swiping(compare: Compare) -> None:
    compare.swipe.setChecked(True)
    until(lambda: compare.tool.curtain is not None and compare.tool.curtain.image is not None)
    spin(50)


def test_the_swipe_uncovers_the_scene_before_as_far_as_it_is_dragged(
    desktop: Desktop, two: tuple[QgsRasterLayer, QgsRasterLayer], compare: Compare
) -> None:
    swiping(compare)
    assert abs(grey(desktop, 0.25) - BRIGHT) < 5
    assert abs(grey(desktop, 0.75) - DARK) < 5
    view = desktop.canvas.viewport()
    kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease)
    for kind, share in zip(kinds, (0.5, 0.2, 0.2), strict=True):
        at = QPointF(view.width() * share, view.height() / 2)
        left = Qt.MouseButton.LeftButton
        event = QMouseEvent(
            kind, at, QPointF(view.mapToGlobal(at.toPoint())), left, left, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(view, event)
    spin(50)
    assert abs(compare.tool.share - 0.2) < 0.02
    assert abs(grey(desktop, 0.1) - BRIGHT) < 5
    assert abs(grey(desktop, 0.3) - DARK) < 5


def test_keys_move_the_line_and_escape_gives_the_tool_back(
    desktop: Desktop, two: tuple[QgsRasterLayer, QgsRasterLayer], compare: Compare
) -> None:
    pan = QgsMapToolPan(desktop.canvas)
    desktop.canvas.setMapTool(pan)
    where = desktop.canvas.extent()
    swiping(compare)
    QTest.keyClick(desktop.canvas, Qt.Key.Key_Period)
    assert abs(compare.tool.share - 0.55) < 1e-9
    for _ in range(30):
        QTest.keyClick(desktop.canvas, Qt.Key.Key_Comma)
    assert compare.tool.share == 0
    place = desktop.canvas.extent()
    QTest.keyClick(desktop.canvas, Qt.Key.Key_Escape)
    assert not compare.swipe.isChecked()
    assert desktop.canvas.mapTool() is pan
    assert desktop.canvas.extent() == place == where
    until(lambda: abs(grey(desktop, 0.05) - DARK) < 5, 10)


def test_another_tool_ends_the_swipe_and_stays(
    desktop: Desktop, two: tuple[QgsRasterLayer, QgsRasterLayer], compare: Compare
) -> None:
    swiping(compare)
    pan = QgsMapToolPan(desktop.canvas)
    desktop.canvas.setMapTool(pan)
    assert not compare.swipe.isChecked()
    assert desktop.canvas.mapTool() is pan
    swiping(compare)  # and again
    assert compare.swipe.isChecked()


def test_the_other_side_follows_the_map(
    desktop: Desktop, two: tuple[QgsRasterLayer, QgsRasterLayer], compare: Compare
) -> None:
    swiping(compare)
    drawn: list[int] = []
    compare.tool.drawn.connect(lambda: drawn.append(1))
    desktop.canvas.setExtent(QgsRectangle(499000, 1299400, 499400, 1299600))  # beside both
    until(lambda: bool(drawn) and grey(desktop, 0.25) == 255)


def test_without_a_picture_it_says_what_to_do(desktop: Desktop, compare: Compare) -> None:
    compare.swipe.setChecked(True)
    assert not compare.swipe.isChecked()
    assert any("scene before" in text for text in desktop.messages())


def test_polygons_stay_above_and_the_pictures_of_the_map_go(two: tuple[QgsRasterLayer, QgsRasterLayer]) -> None:
    after, before = two
    polygons = QgsVectorLayer("Polygon?crs=EPSG:32643", "slides", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(PLACE))
    polygons.dataProvider().addFeature(feature)
    assert other_layers([polygons, after], before) == [polygons, before]
    assert other_layers([polygons, after], None) == [polygons, after]


def test_the_picture_of_the_kind_that_is_seen_is_taken(
    two: tuple[QgsRasterLayer, QgsRasterLayer], tmp_path: Path
) -> None:
    after, before = two
    false = picture(tmp_path / "false_before.tif", 9, BEFORE, FALSE_COLOUR)
    own = picture(tmp_path / "false_after.tif", 9, AFTER, FALSE_COLOUR)
    project = QgsProject.instance()
    assert other_picture(project, [after]) == before
    assert other_picture(project, [own]) == false
    project.removeMapLayers([before.id(), false.id()])
    assert other_picture(project, [after]) == own  # better than nothing


# ------------------------------------------------------------------------------------------------------- linked map


@pytest.fixture
def linked(desktop: Desktop, two: tuple[QgsRasterLayer, QgsRasterLayer], compare: Compare) -> Compare:
    compare.linked.setChecked(True)
    until(lambda: compare.dock.canvas.layers() == [two[1]])
    return compare


def at_one_place(desktop: Desktop, compare: Compare) -> bool:
    ours, map_ = compare.dock.canvas, desktop.canvas
    size = map_.mapUnitsPerPixel()
    near = ours.center().distance(map_.center()) < 2 * size
    return near and abs(ours.mapUnitsPerPixel() - size) < 0.01 * size


def test_both_maps_go_together(desktop: Desktop, linked: Compare) -> None:
    until(lambda: at_one_place(desktop, linked))
    desktop.canvas.setExtent(QgsRectangle(500100, 1299100, 500300, 1299200))
    until(lambda: at_one_place(desktop, linked))
    scale = desktop.canvas.scale()
    linked.dock.canvas.zoomByFactor(2)
    until(lambda: at_one_place(desktop, linked))
    assert abs(desktop.canvas.scale() - 2 * scale) < 0.05 * scale
    desktop.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    until(lambda: linked.dock.canvas.mapSettings().destinationCrs().authid() == "EPSG:4326")
    until(lambda: at_one_place(desktop, linked))


def test_moving_one_does_not_creep(desktop: Desktop, linked: Compare) -> None:
    """Each follows the other; nothing may be rounded away on the way."""
    until(lambda: at_one_place(desktop, linked))
    before = desktop.canvas.extent()
    for _ in range(10):
        linked.dock.refresh()
        spin(10)
    assert desktop.canvas.extent() == before


def test_its_picture_can_be_chosen(desktop: Desktop, linked: Compare, tmp_path: Path) -> None:
    mine = picture(tmp_path / "mine.tif", 128, "")
    mine.removeCustomProperty(PICTURE)
    linked.dock.picture.setLayer(mine)
    linked.dock.picture.activated.emit(linked.dock.picture.currentIndex())
    assert linked.dock.canvas.layers() == [mine]
    desktop.canvas.refreshAllLayers()
    spin(100)
    assert linked.dock.picture.currentLayer() == mine  # not put back
    QgsProject.instance().removeMapLayer(mine)
    until(lambda: linked.dock.picture.currentLayer() != mine and bool(linked.dock.canvas.layers()))


def test_closing_the_second_map_gives_its_room_to_the_map(
    desktop: Desktop, two: tuple[QgsRasterLayer, QgsRasterLayer], compare: Compare
) -> None:
    """Qt would give it to the layers panel, which was twice as wide then."""
    panel = QDockWidget("Layers", desktop.window)
    panel.setWidget(QTextEdit())
    desktop.window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, panel)
    desktop.window.resize(1366, 768)
    spin(100)
    desktop.window.resizeDocks([panel], [290], Qt.Orientation.Horizontal)
    spin(100)
    before = panel.width()
    for _ in range(2):
        compare.linked.setChecked(True)
        until(lambda: compare.dock.isVisible())
        spin(100)
        compare.linked.setChecked(False)
        spin(200)
        assert abs(panel.width() - before) <= 2


def test_closing_the_second_map_lets_the_button_go(desktop: Desktop, linked: Compare) -> None:
    linked.dock.close()
    assert not linked.linked.isChecked()
    linked.linked.setChecked(True)
    assert linked.dock.isVisible()
    linked.shut_down()
    assert desktop.window.findChild(type(linked.dock) if linked.dock else QAction, "L4SLinkedMap") is None
    desktop.canvas.setExtent(PLACE)  # nobody listens any more
    spin(50)
