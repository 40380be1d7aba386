"""Files: round trips, refusals, full disks, interruptions."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from inventory_kit import inventory_of, mask_of, plane, terrain_of
from l4s_core.base.errors import Cancelled, InputError, L4SError
from l4s_core.base.progress import Silent
from l4s_core.base.reasons import WORDS, Reason
from l4s_core.inventory import Inventory, check_output, read_inventory, write_inventory, write_mask
from l4s_core.inventory.files.exchange import SHAPEFILE_NAMES
from l4s_core.inventory.files.styles import STYLES
from l4s_core.inventory.schema import LAYERS

RUN = {
    "threshold": 0.5,
    "windows": 12,
    "clouds": "SCL of the product",
    "dem_path": None,
    "note": "Ütçü 斜面 0.5",
    "n": "7",
}
FORMATS = ["gpkg", "geojson", "fgb", "shp"]


@pytest.fixture(scope="module")
def inventory(tmp_path_factory) -> Inventory:
    rng = np.random.default_rng(3)
    probability = np.zeros((60, 70))
    for _ in range(12):
        r, c = rng.integers(5, 50, 2)
        probability[r : r + 6, c : c + 4] = rng.uniform(0.5, 1)
    probability[20:30, 60:70] = 0.9
    probability[23:26, 63:66] = 0
    probability[2, 2] = probability[3, 3] = 0.7
    observed = np.zeros((60, 70))
    observed[50:58, 3:20] = Reason.CLOUD
    observed[52:54, 20:24] = Reason.CLOUD_SHADOW
    terrain = terrain_of(plane((60, 70), 135))
    return inventory_of(tmp_path_factory.mktemp("inventory"), probability, observed, terrain, run=RUN)


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Inventory:
    return inventory_of(tmp_path_factory.mktemp("empty"), np.zeros((8, 9)), run=RUN)


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def same_rows(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    for name in ours.columns.drop("geometry"):
        a, b = ours[name], theirs[name]
        if pd.api.types.is_numeric_dtype(a.dtype):
            a, b = pd.to_numeric(a).astype("Float64"), pd.to_numeric(b).astype("Float64")
            assert a.isna().equals(b.isna()), name
            assert np.allclose(a.dropna().astype(float), b.dropna().astype(float), rtol=1e-9), name
        else:
            assert [None if pd.isna(v) else v for v in a] == [None if pd.isna(v) else v for v in b], name


@pytest.mark.parametrize("which", ["inventory", "empty"])
def test_geopackage_round_trip(tmp_path, which, request):
    ours = request.getfixturevalue(which)
    path = write_inventory(ours, tmp_path / "out.gpkg")
    back = read_inventory(path)
    for layer in LAYERS:
        a, b = getattr(ours, layer), getattr(back, layer)
        assert a.dtypes.equals(b.dtypes), layer
        assert a.crs == b.crs
        same_rows(a, b)
        assert shapely.equals(a.geometry.to_numpy(), b.geometry.to_numpy()).all()
        assert (b.geom_type == LAYERS[layer][1]).all()
    assert back.run == ours.run
    assert {name: type(value) for name, value in back.run.items()} == {n: type(v) for n, v in ours.run.items()}
    assert back.path == path
    assert names_in(tmp_path) == ["out.gpkg"]


def test_an_empty_geopackage_has_the_whole_schema(tmp_path, empty, inventory):
    nothing = write_inventory(empty, tmp_path / "empty.gpkg")
    full = write_inventory(inventory, tmp_path / "full.gpkg")
    for layer, (columns, geometry_type) in LAYERS.items():
        a, b = pyogrio.read_info(nothing, layer=layer), pyogrio.read_info(full, layer=layer)
        assert list(a["fields"]) == list(columns)
        assert list(a["dtypes"]) == list(b["dtypes"])
        assert a["geometry_type"] == geometry_type
        assert a["features"] == 0
        assert a["crs"] == "EPSG:32643"


def test_geopackage_is_version_1_3_and_its_tables_are_registered(tmp_path, inventory):
    path = write_inventory(inventory, tmp_path / "out.gpkg")
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (10300,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kinds = dict(database.execute("SELECT table_name, data_type FROM gpkg_contents"))
    database.close()
    assert kinds == dict.fromkeys(LAYERS, "features") | {"run": "attributes", "layer_styles": "attributes"}
    run = pyogrio.read_dataframe(path, layer="run")
    assert dict(zip(run["name"], run["value"], strict=True))["clouds"] == "SCL of the product"


def test_default_styles_are_stored_for_every_layer(tmp_path, inventory):
    path = write_inventory(inventory, tmp_path / "out.gpkg")
    with sqlite3.connect(path) as database:
        rows = database.execute(
            "SELECT f_table_name, f_geometry_column, styleQML, styleSLD FROM layer_styles WHERE useAsDefault"
        ).fetchall()
        columns = dict(database.execute("SELECT table_name, column_name FROM gpkg_geometry_columns"))
    database.close()
    assert {name: column for name, column, _, _ in rows} == columns
    for name, _, qml, sld in rows:
        labels = [c.get("label") for c in ElementTree.fromstring(qml).iter("category")]
        assert labels == [category.label for category in STYLES[name].categories]
        titles = [t.text for t in ElementTree.fromstring(sld).iter("{http://www.opengis.net/se}Title")]
        assert titles == labels


def test_styles_have_a_category_for_every_value():
    assert [c.label for c in STYLES["landslides"].categories] == [
        "8 high",
        "5 confident",
        "3 likely",
        "2 probable",
        "1 possible",
        "accepted",
        "accepted, new outline",
        "rejected: no landslide",
        "drawn by hand",
    ]
    assert {c.value for c in STYLES["not_observed"].categories} == {WORDS[r] for r in Reason if r}


@pytest.mark.parametrize("which", ["inventory", "empty"])
def test_geojson_follows_rfc_7946(tmp_path, which, request):
    ours = request.getfixturevalue(which)
    path = write_inventory(ours, tmp_path / "out.geojson")
    assert names_in(tmp_path) == ["out.crown_toe.geojson", "out.geojson", "out.not_observed.geojson"]
    document = json.loads(path.read_text())
    assert "crs" not in document
    assert document["l4s_run"] == ours.run
    assert len(document["features"]) == len(ours.landslides)
    expected = ours.landslides.to_crs(4326)
    for feature, (_, row) in zip(document["features"], expected.iterrows(), strict=True):
        assert list(feature["properties"]) == list(LAYERS["landslides"][0])
        assert feature["properties"]["ls_id"] == row.ls_id
        assert feature["properties"]["event_id"] is None
        shape = shapely.geometry.shape(feature["geometry"])
        assert shape.is_valid
        assert shapely.hausdorff_distance(shape, row.geometry) < 2e-7
        for polygon in shapely.get_parts(shape):
            assert polygon.exterior.is_ccw
            assert not any(ring.is_ccw for ring in polygon.interiors)
        coordinates = shapely.get_coordinates(shape)
        assert np.allclose(coordinates, np.round(coordinates, 7), atol=1e-12)
    unseen = json.loads((tmp_path / "out.not_observed.geojson").read_text())
    assert Counter(f["properties"]["reason"] for f in unseen["features"]) == Counter(ours.not_observed["reason"])


@pytest.mark.parametrize("which", ["inventory", "empty"])
@pytest.mark.parametrize("extension", ["fgb", "shp"])
def test_other_formats_round_trip(tmp_path, extension, which, request):
    ours = request.getfixturevalue(which)
    path = write_inventory(ours, tmp_path / f"out.{extension}")
    short = SHAPEFILE_NAMES if extension == "shp" else {}
    for layer in LAYERS:
        file = path if layer == "landslides" else tmp_path / f"out_{layer}.{extension}"
        back = pyogrio.read_dataframe(file)
        expected = getattr(ours, layer)
        assert back.crs == expected.crs
        assert len(back) == len(expected)
        assert set(back.columns) == {short.get(name, name) for name in expected.columns}
        back = back.rename(columns={b: a for a, b in short.items()})
        # FlatGeobuf orders by place
        keys = [name for name in ("ls_id", "kind", "reason", "area_m2") if name in expected]
        back, expected = (frame.sort_values(keys, ignore_index=True) for frame in (back, expected))
        same_rows(expected, back)
        assert all(a.equals(b) for a, b in zip(expected.geometry, back.geometry, strict=True))
    assert json.loads((tmp_path / "out_run.json").read_text(encoding="utf-8")) == ours.run


def test_shapefile_says_what_it_shortens(tmp_path, inventory):
    class Listener(Silent):
        def __init__(self):
            super().__init__()
            self.said = []

        def message(self, text):
            self.said.append(text)

    listener = Listener()
    notes = inventory.landslides.assign(notes="é" * 200)
    wordy = Inventory(notes, inventory.crown_toe, inventory.not_observed)
    path = write_inventory(wordy, tmp_path / "out.shp", progress=listener)
    assert any("uncert_mean" in text for text in listener.said)
    assert any("notes" in text for text in listener.said)
    assert set(pyogrio.read_dataframe(path)["notes"]) == {"é" * 127}
    assert all(
        len(name) <= 10 for columns, _ in LAYERS.values() for name in (SHAPEFILE_NAMES.get(c, c) for c in columns)
    )


@pytest.mark.parametrize("extension", FORMATS)
def test_existing_output_is_refused_and_untouched(tmp_path, inventory, empty, extension):
    path = write_inventory(inventory, tmp_path / f"out.{extension}")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(InputError, match="exists already"):
        write_inventory(empty, path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    write_inventory(empty, path, overwrite=True)
    assert len(pyogrio.read_dataframe(path, layer=pyogrio.list_layers(path)[0, 0])) == 0
    assert names_in(tmp_path) == sorted(before)


def test_a_file_beside_is_refused_too(tmp_path, empty):
    (tmp_path / "out.not_observed.geojson").write_text("mine")
    with pytest.raises(InputError, match="not_observed"):
        write_inventory(empty, tmp_path / "out.geojson")
    assert names_in(tmp_path) == ["out.not_observed.geojson"]


def test_overwriting_removes_stale_indexes(tmp_path, inventory, empty):
    write_inventory(inventory, tmp_path / "out.shp")
    (tmp_path / "out.qix").write_bytes(b"old index")
    write_inventory(empty, tmp_path / "out.shp", overwrite=True)
    assert "out.qix" not in names_in(tmp_path)
    write_inventory(inventory, tmp_path / "out.gpkg")
    (tmp_path / "out.gpkg-journal").write_bytes(b"left by a crash")
    write_inventory(inventory, tmp_path / "out.gpkg", overwrite=True)
    assert "out.gpkg-journal" not in names_in(tmp_path)
    assert len(read_inventory(tmp_path / "out.gpkg").landslides) == len(inventory.landslides)


@pytest.mark.parametrize("name", ["out.kml", "out", "out.gpkg.zip"])
def test_unknown_extensions_list_the_known_ones(tmp_path, empty, name):
    with pytest.raises(InputError, match=r"\.gpkg, \.geojson, \.fgb, \.shp") as caught:
        write_inventory(empty, tmp_path / name)
    assert caught.value.exit_code == 2
    assert not names_in(tmp_path)


def test_folders_that_cannot_be_written(tmp_path, empty):
    with pytest.raises(InputError, match="does not exist"):
        write_inventory(empty, tmp_path / "none" / "out.gpkg")
    (tmp_path / "folder.gpkg").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        check_output(tmp_path / "folder.gpkg", overwrite=True)
    if Path("/proc/self").is_dir():
        with pytest.raises(InputError, match="cannot be written"):
            write_inventory(empty, Path("/proc/out.gpkg"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_folder(tmp_path, empty):
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="cannot be written"):
        write_inventory(empty, tmp_path / "out.gpkg")
    tmp_path.chmod(0o700)


@pytest.fixture
def small_disk(tmp_path):
    """Mounts a disk of a given size."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = []

    def mount(size_kib: int) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", f"size={size_kib}k", "tmpfs", str(folder)]
        if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("a small disk can only be mounted by root, where mounting is allowed")
        mounted.append(folder)
        return folder

    try:
        yield mount
    finally:
        for place in mounted:
            subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("share", [0.02, 0.2, 0.4, 0.6, 0.8, 0.95])
def test_a_full_disk_is_said_and_leaves_nothing(small_disk, inventory, tmp_path, extension, share):
    roomy = tmp_path / "roomy"
    roomy.mkdir()
    write_inventory(inventory, roomy / f"out.{extension}")
    pages = sum(-(-file.stat().st_size // 4096) for file in roomy.iterdir())
    disk = small_disk(4 * max(1, int(share * pages)))
    with pytest.raises(L4SError, match="is full") as caught:
        write_inventory(inventory, disk / f"out.{extension}")
    assert "\n" not in str(caught.value)
    assert not names_in(disk)


def test_a_full_disk_keeps_the_old_file(small_disk, inventory, empty):
    disk = small_disk(600)
    path = write_inventory(empty, disk / "out.gpkg")
    (disk / "other").write_bytes(bytes(600 * 1024 - path.stat().st_size - 100 * 1024))
    before = path.read_bytes()
    with pytest.raises(L4SError, match="is full"):
        write_inventory(inventory, path, overwrite=True)
    assert path.read_bytes() == before
    assert names_in(disk) == ["other", "out.gpkg"]


def test_a_mask_on_a_full_disk(small_disk):
    noise = np.random.default_rng(0).choice(np.array([0, 1, 255], np.uint8), (600, 600))
    disk = small_disk(40)
    with pytest.raises(L4SError, match="is full"):
        write_mask(mask_of(noise), disk / "mask.tif")
    assert not names_in(disk)


class _Interrupting(Silent):
    """Ctrl-C while the files are being finished."""

    def __init__(self, error):
        super().__init__()
        self.error = error

    def check(self):
        raise self.error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), Cancelled("stopped")])
@pytest.mark.parametrize("extension", FORMATS)
def test_an_interruption_leaves_nothing(tmp_path, inventory, extension, error):
    with pytest.raises(type(error)):
        write_inventory(inventory, tmp_path / f"out.{extension}", progress=_Interrupting(error))
    assert not names_in(tmp_path)


def test_reading_what_is_no_inventory(tmp_path, inventory):
    with pytest.raises(InputError, match="does not exist"):
        read_inventory(tmp_path / "none.gpkg")
    (tmp_path / "text.gpkg").write_text("no database")
    with pytest.raises(InputError, match="is no GeoPackage by its content"):
        read_inventory(tmp_path / "text.gpkg")
    pyogrio.write_dataframe(inventory.landslides, tmp_path / "other.gpkg", layer="landslides")
    with pytest.raises(InputError, match="crown_toe and no not_observed and no run"):
        read_inventory(tmp_path / "other.gpkg")


def test_extension_in_capitals(tmp_path, inventory):
    path = write_inventory(inventory, tmp_path / "OUT.GPKG")
    assert len(read_inventory(path).landslides) == len(inventory.landslides)
