"""What stands in QGIS becomes paths, or a sentence that says what to do."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from dock_kit import raster
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)

from qgis_plugin.band_names import UNUSED, recognise
from qgis_plugin.gui.area_file import write_layer, write_rectangle
from qgis_plugin.inputs import Incomplete, InputProblem, dem_of, output_path, scene_file, scene_of

NAMES = [
    "B02",
    "T43PGN_20190822T051651_B08_10m",
    "T43PGN_20190822T051651_B8A_20m",
    "S2A_MSIL2A_B12",
    "B4_B3_ratio",
    "Copernicus_DEM_30m",
    "TCI_10m",
    "T43PGN_SCL_20m",
    "red",
    "red edge 1",
    "nir",
    "Band 4",
    "LC08_L2SP_144053_B4",
    "NDVI",
    "B10",
    "puthumala",
]


@pytest.mark.usefixtures("qgis_app")
def test_bands_are_recognised_as_the_backend_does(backend_python: Path) -> None:
    """Two pieces of code because QGIS loads nothing of the backend; they must agree. A number that QGIS puts before
    a description is not a name."""
    code = (
        "import json,sys;from l4s_core.scene.naming import band_in_text as b;"
        "print(json.dumps([b(n) for n in json.load(sys.stdin)]))"
    )
    names = [name for name in NAMES if name != "Band 4"]
    said = subprocess.run(
        [str(backend_python), "-c", code], input=json.dumps(names), capture_output=True, text=True, check=True
    )
    assert [None if recognise(n) == UNUSED else recognise(n) for n in names] == json.loads(said.stdout)
    assert recognise("Band 4") == recognise("Band 04") == UNUSED
    assert recognise("Band 1: B2") == "B2"


@pytest.mark.usefixtures("qgis_new_project")
def test_scenes(tmp_path: Path) -> None:
    many = raster(tmp_path / "stack.tif", bands=4, names=["B2", "B3", "slope", "B8"])
    scene = scene_of([many])
    assert (scene.path, scene.bands) == (tmp_path / "stack.tif", "B2,B3,-,B8")
    assert scene_of([many], {1: "B4", 4: "B8"}).bands == "B4,-,-,B8"
    with pytest.raises(InputProblem, match="B8 is chosen twice"):
        scene_of([many], {1: "B8", 4: "B8"})
    singles = [raster(tmp_path / f"{band}.tif") for band in ("B02", "B03", "hillshade")]
    scene = scene_of(singles)
    assert dict(scene.files) == {"B2": tmp_path / "B02.tif", "B3": tmp_path / "B03.tif"}
    assert scene.name == tmp_path.name, "not that of a band"
    item = json.loads(scene.materialise(tmp_path / "item").read_text())
    assert set(item["assets"]) == {"B2", "B3"}


@pytest.mark.usefixtures("qgis_new_project")
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda p: raster(p / "a.tif", bands=3, epsg=None), "no coordinate system.*Assign Projection"),
        (lambda p: raster(p / "a.tif", bands=3, kind="Byte"), "8-bit picture.*Sentinel-2 product"),
        (lambda p: raster(p / "a.tif"), "single band.*Several single-band layers"),
        (lambda p: QgsRasterLayer(str(p / "gone.tif"), "gone"), "cannot be read"),
        (
            lambda p: QgsRasterLayer("type=xyz&url=https://example.org/%7Bz%7D/%7Bx%7D/%7By%7D.png", "map", "wms"),
            "web map.*Download",
        ),
    ],
)
def test_layers_that_are_no_scene(tmp_path: Path, make, says: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputProblem, match=says):
        scene_of([make(tmp_path)])


@pytest.mark.usefixtures("qgis_new_project")
def test_elevation(tmp_path: Path) -> None:
    assert dem_of(raster(tmp_path / "dem.tif", kind="Float32")) == tmp_path / "dem.tif"
    with pytest.raises(InputProblem, match="3 bands"):
        dem_of(raster(tmp_path / "rgb.tif", bands=3))
    with pytest.raises(InputProblem, match="hillshade"):
        dem_of(raster(tmp_path / "shade.tif", kind="Byte"))
    with pytest.raises(Incomplete):
        dem_of(None)


@pytest.mark.usefixtures("qgis_new_project")
def test_one_part_of_a_product_stands_for_the_product(tmp_path: Path) -> None:
    """QGIS's browser adds products in parts of one resolution each."""
    product = tmp_path / "S2A_MSIL2A_20240801.SAFE"
    product.mkdir()
    (product / "MTD_MSIL2A.xml").write_text("<x/>")
    layer = QgsRasterLayer(f"SENTINEL2_L2A:{product}/MTD_MSIL2A.xml:10m:EPSG_32643", "10 m")
    assert scene_of([layer]).path == product / "MTD_MSIL2A.xml"
    (tmp_path / "a.zip").write_bytes(b"")
    zipped = QgsRasterLayer(f"SENTINEL2_L2A:/vsizip/{tmp_path}/a.zip/a.SAFE/MTD_MSIL2A.xml:10m:EPSG_32643", "10 m")
    assert scene_of([zipped]).path == tmp_path / "a.zip"


@pytest.mark.usefixtures("qgis_app")
def test_typed_paths(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"x")
    raster(tmp_path / "one.tif")
    for text, says in (
        ("", "Choose"),
        (str(tmp_path / "one.tif"), "one.tif has a single band. Choose the whole product"),
        (str(tmp_path / "none.zip"), "is not there"),
        (str(tmp_path / ("x" * 300 + ".zip")), "is not there"),
        (str(tmp_path / "photo.png"), "picture"),
    ):
        with pytest.raises(InputProblem, match=says):
            scene_file(text)


@pytest.mark.usefixtures("qgis_new_project")
def test_results_replace_nothing_of_the_project(tmp_path: Path) -> None:
    project = QgsProject.instance()

    def check(name: str, overwrite: bool = False) -> Path:
        return output_path(str(tmp_path / name), (".gpkg",), overwrite=overwrite, project=project)

    assert check("new.gpkg") == tmp_path / "new.gpkg"
    with pytest.raises(InputProblem, match="has to end with"):
        check("new.txt")
    with pytest.raises(InputProblem, match=r"folder .* is not there"):
        check("nowhere/new.gpkg")
    area = write_rectangle(QgsRectangle(0, 0, 10, 10), QgsCoordinateReferenceSystem("EPSG:32643"), tmp_path)
    with pytest.raises(InputProblem, match="exists already"):
        check("area.gpkg")
    assert check("area.gpkg", overwrite=True) == area
    layer = QgsVectorLayer(f"{area}|layername=area", "area", "ogr")
    project.addMapLayer(layer)
    with pytest.raises(InputProblem, match="open in this project"):
        check("area.gpkg", overwrite=True)
    assert layer.startEditing()
    with pytest.raises(InputProblem, match="being edited"):
        check("area.gpkg", overwrite=True)
    layer.rollBack()
    area.unlink()
    with pytest.raises(InputProblem, match="open in this project"):  # two layers would share the new file
        check("area.gpkg")
    with pytest.raises(InputProblem, match="Nothing can be saved in /proc"):
        output_path("/proc/slides.gpkg", (".gpkg",), overwrite=False, project=project)
    with pytest.raises(InputProblem, match=r"Nothing can be saved in .*too long"):
        check("x" * 300 + ".gpkg")


@pytest.mark.usefixtures("qgis_new_project")
def test_areas(tmp_path: Path) -> None:
    layer = QgsVectorLayer("MultiPolygonZ?crs=EPSG:4326", "fields", "memory")
    for x in (1, 2):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(f"MultiPolygonZ((({x} 0 5,{x}.5 0 5,{x}.5 1 5,{x} 0 5)))"))
        layer.dataProvider().addFeature(feature)
    with pytest.raises(Incomplete, match="Nothing is selected"):
        write_layer(layer, tmp_path / "a", selected=True)
    layer.selectByIds([2])
    for selected, count in ((False, 2), (True, 1)):
        path = write_layer(layer, tmp_path / str(count), selected=selected)
        made = QgsVectorLayer(f"{path}|layername=area", "area", "ogr")
        assert (made.featureCount(), made.crs().authid()) == (count, "EPSG:4326")
        del made
    layer.startEditing()
    layer.deleteFeatures([1])
    unsaved = QgsVectorLayer(f"{write_layer(layer, tmp_path / 'e', selected=False)}|layername=area", "area", "ogr")
    assert unsaved.featureCount() == 1, "the edits that are seen on the map count"
    layer.rollBack()
    with pytest.raises(InputProblem, match="no coordinate system"):
        nowhere = QgsVectorLayer("Polygon", "x", "memory")
        nowhere.setCrs(QgsCoordinateReferenceSystem())
        write_layer(nowhere, tmp_path / "n", selected=False)
    with pytest.raises(InputProblem, match="no polygons"):
        write_layer(QgsVectorLayer("Polygon?crs=EPSG:4326", "x", "memory"), tmp_path / "z", selected=False)
