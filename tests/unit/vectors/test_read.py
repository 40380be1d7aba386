"""One reader for polygons of users: what it opens, what it never does, and what it makes of odd geometries."""

from __future__ import annotations

import http.server
import os
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.inventory.files.write import check_output
from l4s_core.vectors.area import read_area
from l4s_core.vectors.on_grid import read_polygons
from l4s_core.vectors.read import read_layer

SQUARE = shapely.box(500100, 4499500, 500300, 4499700)
GRID = GeoBox((90, 120), Affine(10, 0, 500000, 0, -10, 4500000), "EPSG:32633")


def write(path: Path, shapes: list = [SQUARE], crs: str = "EPSG:32633", **columns: list) -> Path:  # noqa: B006
    geopandas.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path)
    return path


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """An address, and what was asked of it."""
    asked: list[str] = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ear) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()
        thread.join()


def hostile(folder: Path, secret: Path, address: str) -> dict[str, bytes]:
    """Files that make GDAL open another one, ask a server or run a command; they do, see the first test."""
    layer = f"<OGRVRTLayer name='{secret.stem}'><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer>"
    vrt = f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"
    line = f"gdal vector convert {secret} --output-format stream streamed"
    command = f'{{"type": "gdal_streamed_alg", "command_line": "{line}"}}'
    return {
        "vrt": vrt.encode(),
        "padded vrt": b"\xef\xbb\xbf\n\n" + b" " * 500 + vrt.encode(),
        "remote vrt": vrt.replace(str(secret), f"/vsicurl/{address}/a.gpkg").encode(),
        "command": command.encode(),
        "wfs": f"<OGRWFSDataSource><URL>{address}/wfs</URL></OGRWFSDataSource>".encode(),
        "kml around it": f"<kml><!-- {vrt} --></kml>".encode(),
    }


def test_gdal_alone_would_open_the_other_file(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.gpkg")
    for kind in ("vrt", "command"):
        (tmp_path / "a.json").write_bytes(hostile(tmp_path, secret, "http://x")[kind])
        assert len(pyogrio.read_dataframe(tmp_path / "a.json")) == 1


@pytest.mark.parametrize("kind", ["vrt", "padded vrt", "remote vrt", "command", "wfs", "kml around it"])
@pytest.mark.parametrize("ending", ["vrt", "gpkg", "geojson", "kml", "shp", "gml"])
def test_no_file_names_another(tmp_path: Path, server: tuple[str, list[str]], kind: str, ending: str) -> None:
    address, asked = server
    path = tmp_path / f"given.{ending}"
    path.write_bytes(hostile(tmp_path, write(tmp_path / "secret.gpkg"), address)[kind])
    packed = tmp_path / "given.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, path.name)
    for given_path in (path, packed):
        for reader in (read_area, read_layer, lambda p: read_polygons(p, GRID, Silent())):
            with pytest.raises(InputError) as caught:
                reader(given_path)
            assert "\n" not in str(caught.value)
    assert not asked


@pytest.mark.parametrize(
    "address",
    ["/vsicurl/{}/a.gpkg", "{}/a.geojson", "/vsizip//vsicurl/{}/a.zip", "WFS:{}", "OAPIF:{}", "PG:dbname=x host=y",
     "MySQL:x", "GPKG:/tmp/x.gpkg", "/vsimem/x", "/vsistdin/"],
)  # fmt: skip
def test_addresses_are_refused(server: tuple[str, list[str]], address: str) -> None:
    for reader in (read_area, read_layer):
        with pytest.raises(InputError, match="no file on this machine"):
            reader(address.format(server[0]))
    assert not server[1]


def test_a_file_with_the_name_of_an_address_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(write(tmp_path / "a.gpkg"), tmp_path / "PG:a.gpkg")
    monkeypatch.chdir(tmp_path)
    assert read_layer("PG:a.gpkg").read == 1


def test_other_formats_are_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as database:
        database.execute("CREATE TABLE t (a)")
    (tmp_path / "a.csv").write_text('WKT\n"POINT (1 2)"\n')
    (tmp_path / "a.gml").write_text(
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><FeatureCollection>&a;</FeatureCollection>'
    )
    (tmp_path / "a.svg").write_text("<svg/>")
    for name in ("a.sqlite", "a.csv", "a.svg"):
        with pytest.raises(InputError, match="is no GeoPackage, GeoJSON"):
            read_layer(tmp_path / name)
    with pytest.raises(InputError, match="has a document type"):
        read_layer(tmp_path / "a.gml")


def test_a_gml_does_not_fetch_its_schema(tmp_path: Path, server: tuple[str, list[str]]) -> None:
    pyogrio.write_dataframe(
        geopandas.GeoDataFrame(geometry=[SQUARE], crs="EPSG:32633"), tmp_path / "a.gml", driver="GML"
    )
    for file in tmp_path.glob("a.*"):
        text = file.read_text() if file.suffix == ".gml" else ""
        file.unlink()
        if text:
            (tmp_path / "b.gml").write_text(text.replace("a.xsd", f"{server[0]}/a.xsd"))
    assert read_layer(tmp_path / "b.gml").geometries[0].equals(SQUARE)
    assert not server[1]


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "shp", "fgb", "kml", "gml", "gdb", "zip"])
def test_every_format_gives_the_same(tmp_path: Path, ending: str) -> None:
    degrees = geopandas.GeoSeries([SQUARE], crs="EPSG:32633").to_crs(4326)
    path = tmp_path / f"a.{ending if ending != 'zip' else 'shp'}"
    drivers = {"kml": "KML", "gml": "GML", "gdb": "OpenFileGDB"}
    table = geopandas.GeoDataFrame({"kind": ["slide"]}, geometry=degrees, crs=4326)
    try:
        pyogrio.write_dataframe(table, path, driver=drivers.get(ending))
    except Exception as error:
        pytest.skip(f"this GDAL does not write it: {error}")
    if ending == "zip":
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            for part in tmp_path.glob("a.[!z]*"):
                archive.write(part, part.name)
        path = tmp_path / "a.zip"
    found = read_layer(path, columns=["kind", "absent"])
    assert found.attributes.to_dict("list") == {"kind": ["slide"]}
    assert shapely.hausdorff_distance(found.geometries[0], degrees[0]) < 1e-6
    assert found.crs == "EPSG:4326"
    [place] = read_polygons(path, GRID, Silent()).geometries
    assert shapely.hausdorff_distance(place, SQUARE) < 0.2


def test_mixed_geometries(tmp_path: Path) -> None:
    """Points and lines are left out, of collections the polygons count, heights go, rows keep their attributes."""
    bow = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    flat = shapely.Polygon([(0, 0), (10, 0), (5, 0)])
    shapes = [
        shapely.force_3d(SQUARE, 7.0), SQUARE.centroid, SQUARE.exterior, None, shapely.Polygon(), bow, flat,
        shapely.MultiPolygon([SQUARE, shapely.box(0, 0, 5, 5)]),
        shapely.GeometryCollection([shapely.Point(1, 1), shapely.box(0, 0, 2, 2)]),
    ]  # fmt: skip
    path = write(tmp_path / "a.gpkg", shapes, number=list(range(len(shapes))))
    found = read_layer(path, columns=None)
    assert found.attributes["number"].tolist() == [0, 5, 7, 8]
    assert shapely.area(found.geometries).tolist() == [40000, 50, 40025, 4]
    assert not shapely.has_z(found.geometries).any() and shapely.is_valid(found.geometries).all()
    assert (found.read, found.no_polygons, found.repaired) == (9, 4, 2)
    as_drawn = read_layer(path, repair=False)
    assert (len(as_drawn.geometries), as_drawn.repaired, list(as_drawn.attributes)) == (5, 0, [])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(["square", "point", "empty", "none", "bow"]), min_size=1, max_size=6))
def test_counts_add_up(tmp_path_factory: pytest.TempPathFactory, kinds: list[str]) -> None:
    made = {"square": SQUARE, "point": SQUARE.centroid, "empty": shapely.Polygon(), "none": None,
            "bow": shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])}  # fmt: skip
    path = tmp_path_factory.mktemp("mixed") / "a.gpkg"
    pyogrio.write_dataframe(
        geopandas.GeoDataFrame({"n": np.arange(len(kinds))}, geometry=[made[k] for k in kinds], crs="EPSG:32633"),
        path, geometry_type="Unknown",
    )  # fmt: skip
    found = read_layer(path, columns=["n"])
    assert found.read == len(kinds)
    assert found.no_polygons + len(found.geometries) == found.read
    assert found.repaired == kinds.count("bow")
    assert [kinds[n] for n in found.attributes["n"]] == [k for k in kinds if k in ("square", "bow")]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere these names are read as they are")
@pytest.mark.parametrize("name", ["a;b.gpkg", "wow!/a.gpkg", "wow!.fgb"])
def test_names_that_would_be_taken_apart_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    shutil.copy(write(tmp_path / f"plain{Path(name).suffix}"), tmp_path / name)
    with pytest.raises(InputError, match="has a ! in its name"):
        read_layer(tmp_path / name)
    with pytest.raises(InputError, match="has a ! in its name"):
        check_output(tmp_path / name, overwrite=True)
    # what GDAL reads through a prefix of its own is not taken apart
    text = shutil.copy(write(tmp_path / "plain.geojson", crs="OGC:CRS84"), (tmp_path / name).with_suffix(".geojson"))
    assert len(read_layer(text).geometries) == 1


def test_points_are_said_to_be_none(tmp_path: Path) -> None:
    path = write(tmp_path / "p.gpkg", [SQUARE.centroid])
    with pytest.raises(InputError, match="no polygons"):
        read_area(path)
    with pytest.raises(InputError, match="no polygon among them"):
        read_polygons(path, GRID, Silent())
