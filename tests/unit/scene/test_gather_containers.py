"""NetCDF, BEAM-DIMAP and ENVI: the same scene as in GeoTIFF; nothing in them leads out of them."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import h5py
import numpy as np
import pytest
import rasterio
from affine import Affine

from l4s_core.base.errors import InputError
from l4s_core.rasters.header import read_header
from l4s_core.scene import check_readable, open_scene
from l4s_core.scene.gather.netcdf import day_of
from l4s_core.scene.gather.scenes import one_each
from tiles_kit import NAMES, NORTH_UP, stack, write

CRS = rasterio.crs.CRS.from_epsg(32633)
Y = {"units": "metre", "standard_name": "projection_y_coordinate"}
X = {"units": "metre", "standard_name": "projection_x_coordinate"}


def read(scene) -> np.ndarray:
    layers = []
    for band in scene.bands.values():
        with rasterio.open(band.path) as src:
            layers.append(src.read(band.index))
    return np.stack(layers)


def write_cube(
    path: Path, data: np.ndarray, *, days: int = 1, band_dimension: bool = False, up: bool = False,
    attributes: bool = True, mapping: bool = True, names=NAMES, **packing,
) -> Path:  # fmt: skip
    """(bands, rows, cols) as a cube whose further dates hold one more in each pixel; ``up``: y ascends in the file."""
    rows, cols = data.shape[1:]
    dates = np.stack([data + day for day in range(days)], axis=1)  # band, time, y, x
    with h5py.File(path, "w") as file:

        def dimension(name, values, **more):
            found = file.create_dataset(name, data=values)
            found.make_scale(name)
            for key, value in more.items():
                found.attrs[key] = np.bytes_(value)
            return found

        t = dimension("time", 5 * np.arange(days), units="days since 2019-08-22 05:06:51")
        ys = NORTH_UP.f - 10 * (np.arange(rows) + 0.5)
        y = dimension("y", ys[::-1] if up else ys, **(Y if attributes else {}))
        x = dimension("x", NORTH_UP.c + 10 * (np.arange(cols) + 0.5), **(X if attributes else {}))
        crs = file.create_dataset("spatial_ref", data=np.int64(0))
        crs.attrs["crs_wkt"] = np.bytes_(CRS.to_wkt())
        if up:
            dates = dates[:, :, ::-1]
        if band_dimension:
            b = dimension("band", np.array(names, dtype=h5py.string_dtype()))
            variables = {"reflectance": (np.swapaxes(dates, 0, 1), (t, b, y, x))}
        else:
            variables = {name: (dates[i], (t, y, x)) for i, name in enumerate(names)}
        for name, (values, dimensions) in variables.items():
            variable = file.create_dataset(name, data=values)
            if mapping:
                variable.attrs["grid_mapping"] = np.bytes_("spatial_ref")
            for key, value in packing.items():
                variable.attrs[key] = value
            for i, scale in enumerate(dimensions):
                variable.dims[i].attach_scale(scale)
    return path


@pytest.mark.parametrize("band_dimension", [False, True])
@pytest.mark.parametrize("up", [False, True])
@pytest.mark.parametrize("attributes", [False, True])
@pytest.mark.parametrize("mapping", [False, True])
def test_a_cube_is_its_bands(band_dimension: bool, up: bool, attributes: bool, mapping: bool, tmp_path: Path) -> None:
    data = stack(dtype="int16")
    path = write_cube(
        tmp_path / "cube.nc", data, band_dimension=band_dimension, up=up, attributes=attributes, mapping=mapping
    )
    scene = open_scene(path, offset=0)
    check_readable(scene)
    assert tuple(scene.bands) == NAMES and scene.grid.crs.epsg == 32633
    # a raster that goes up is one too
    values = read(scene)
    assert scene.grid.transform == NORTH_UP or scene.grid.transform.e == 10
    north_up = values if scene.grid.transform.e < 0 else values[:, ::-1]
    assert np.array_equal(north_up, data)
    assert (
        scene.grid.extent.boundingbox == open_scene(write(tmp_path / "a.tif", data, NORTH_UP)).grid.extent.boundingbox
    )
    assert str(path) in scene.files and not any("NETCDF" in file or "<" in file for file in scene.files)


def test_several_dates_are_asked_for(tmp_path: Path) -> None:
    data = stack(dtype="int16")
    path = write_cube(tmp_path / "cube.nc", data, days=3)
    with pytest.raises(InputError, match=r"3 dates \(2019-08-22, 2019-08-27, 2019-09-01\); give .*cube\.nc#2019-09-01"):
        open_scene(path)
    days = ("2019-08-22", "2019-08-27", "2019-09-01")
    for number, day in enumerate(days):
        scene = open_scene(f"{path}#{day}", offset=0)
        assert np.array_equal(read(scene), data + number) and scene.name == f"cube_{day}"
    with pytest.raises(InputError, match="has nothing of 2020-01-01"):
        open_scene(f"{path}#2020-01-01")
    assert [one.name for one in one_each([str(path)])] == [
        f"cube_{d}" for d in ("2019-08-22", "2019-08-27", "2019-09-01")
    ]


def test_packing_of_a_cube(tmp_path: Path) -> None:
    more = {"scale_factor": 1e-4, "add_offset": -0.1, "_FillValue": np.int16(-1)}
    scene = open_scene(write_cube(tmp_path / "cube.nc", stack(dtype="int16") + 1000, **more))
    band = scene.bands["B2"]
    assert band.quantification == 10000 and band.offset == pytest.approx(-1000)
    header = read_header(band.path, "band B2")
    assert header.bands[0].scale == 1e-4 and header.bands[0].nodata == -1


def test_classes_of_a_cube(tmp_path: Path) -> None:
    data = stack(dtype="int16")
    path = write_cube(tmp_path / "cube.nc", data, names=("B2", "B3", "B4", "SCL"))
    scene = open_scene(path, offset=0)
    assert tuple(scene.bands) == ("B2", "B3", "B4")
    with rasterio.open(scene.cloud_classes.path) as src:
        assert src.count == 1 and np.array_equal(src.read(1), data[3])


@pytest.mark.parametrize(
    ("value", "units", "day"),
    [
        ("18130", "days since 1970-01-01", "2019-08-22"),
        ("1566450000", "seconds since 1970-01-01T00:00:00", "2019-08-22"),
        ("12", "hours since 2019-08-22 18:00", "2019-08-23"),
        ("3", "months since 2019", "3"),
        ("1e300", "days since 1970-01-01", "1e300"),
        ("", "", None),
    ],
)
def test_dates_of_cubes(value: str, units: str, day: str | None) -> None:
    assert day_of(value, units) == day


@pytest.mark.parametrize("how", ["link", "external", "virtual", "bomb"])
def test_a_cube_that_leads_out_of_itself(how: str, tmp_path: Path) -> None:
    path = write_cube(tmp_path / "cube.nc", stack(dtype="int16"))
    other = write_cube(tmp_path / "other.nc", stack(dtype="int16"))
    with h5py.File(path, "a") as file:
        if how == "link":
            file.create_group("deep")["B8A"] = h5py.ExternalLink(str(other), "B2")
        elif how == "external":
            file.create_dataset("B8A", (60, 80), "i2", external=[(str(other), 0, 9600)])
        elif how == "virtual":
            layout = h5py.VirtualLayout((60, 80), "i2")
            layout[:] = h5py.VirtualSource(str(other), "B2", (1, 60, 80))[0]
            file.create_virtual_dataset("B8A", layout)
        else:
            file.create_dataset("B8A", (40_000, 40_000), "i2", chunks=(40_000, 40_000), compression="gzip")
    with pytest.raises(InputError, match=r"points to|would unpack"):
        open_scene(path)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.6])
def test_a_cube_cut_short(share: float, tmp_path: Path) -> None:
    path = write_cube(tmp_path / "cube.nc", stack(dtype="int16"))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(InputError, match=r"damaged|completely"):
        open_scene(path)


def write_envi(path: Path, data: np.ndarray, names=()) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        path, "w", driver="ENVI", height=data.shape[1], width=data.shape[2], count=len(data), dtype=data.dtype,
        crs="EPSG:32633", transform=NORTH_UP,
    ) as out:  # fmt: skip
        out.write(data)
        for index, name in enumerate(names, 1):
            out.set_band_description(index, name)
    (path.parent / f"{path.name}.aux.xml").unlink(missing_ok=True)
    return path


@pytest.mark.parametrize("ending", [".img", ".dat", ".bsq", ""])
@pytest.mark.parametrize("given", ["values", "header", "folder"])
def test_envi_by_either_file(ending: str, given: str, tmp_path: Path) -> None:
    path = write_envi(tmp_path / f"scene{ending}", stack(), NAMES)
    source = {"values": path, "header": path.with_suffix(".hdr"), "folder": tmp_path}[given]
    assert np.array_equal(read(open_scene(source, offset=0)), stack())


def test_a_header_of_more_than_there_is(tmp_path: Path) -> None:
    path = write_envi(tmp_path / "scene.img", stack(), NAMES)
    header = path.with_suffix(".hdr")
    header.write_text(header.read_text().replace("samples = 80", "samples = 800000000"))
    with pytest.raises(InputError, match=r"where its header scene\.hdr speaks of"):
        open_scene(path)


def product(folder: Path) -> Path:
    for index, name in enumerate(NAMES):
        write_envi(folder / "S2A_MSIL2A_20190822T050651.data" / f"{name}.img", stack()[[index]])
        write_envi(folder / "S2A_MSIL2A_20190822T050651.data" / f"view_zenith_{name}.img", stack()[[index]])
    header = folder / "S2A_MSIL2A_20190822T050651.dim"
    header.write_text('<?xml version="1.0"?>\n<Dimap_Document name="x.dim"/>\n')
    return header


def test_a_product_of_snap(tmp_path: Path) -> None:
    header = product(tmp_path)
    for source in (header, header.with_suffix(".data"), tmp_path):
        scene = open_scene(source, offset=0)
        assert np.array_equal(read(scene), stack()) and scene.level == "L2A"
    assert len(one_each([str(header), str(header.with_suffix(".data"))])) == 1


def test_paths_in_a_product_of_snap_are_not_followed(tmp_path: Path) -> None:
    header = product(tmp_path / "one")
    other = product(tmp_path / "two").with_suffix(".data")
    header.write_text(f'<Dimap_Document><DATA_FILE_PATH href="{other}/B2.hdr"/></Dimap_Document>')
    assert all(str(tmp_path / "one") in band.path for band in open_scene(header, offset=0).bands.values())
    header.write_text('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Dimap_Document>&b;</Dimap_Document>')
    with pytest.raises(InputError, match="document type or entities"):
        open_scene(header)
    header.with_suffix(".data").rename(tmp_path / "gone")
    header.write_text("<Dimap_Document/>")
    with pytest.raises(InputError, match="is not beside it"):
        open_scene(header)


@pytest.fixture
def asked():
    """Paths that a server of this machine was asked for, and its address."""
    paths: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield paths, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize("name", ["B02.tif", "B02.img", "B02.jp2", "B02.dat"])
@pytest.mark.parametrize("kind", ["wms", "vrt", "json"])
def test_no_server_is_asked(name: str, kind: str, asked, tmp_path: Path) -> None:
    paths, address = asked
    texts = {
        "wms": f'<GDAL_WMS><Service name="TMS"><ServerUrl>{address}/${{z}}/${{x}}/${{y}}.png</ServerUrl></Service>'
        "<DataWindow><UpperLeftX>-20037508</UpperLeftX><UpperLeftY>20037508</UpperLeftY><LowerRightX>20037508"
        "</LowerRightX><LowerRightY>-20037508</LowerRightY><TileLevel>2</TileLevel></DataWindow>"
        "<Projection>EPSG:3857</Projection><BandsCount>1</BandsCount></GDAL_WMS>",
        "vrt": '<VRTDataset rasterXSize="9" rasterYSize="9"><VRTRasterBand dataType="UInt16" band="1"><SimpleSource>'
        f"<SourceFilename>/vsicurl/{address}/a.tif</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>",
        "json": f'{{"type": "Catalog", "stac_version": "1.0.0", "links": [{{"href": "{address}/a"}}]}}',
    }
    # beside a header, so that a driver for raw values would take it too
    write_envi(tmp_path / "real.img", stack()[[0]])
    (tmp_path / "B02.hdr").write_text((tmp_path / "real.hdr").read_text())
    for left in ("real.img", "real.hdr"):
        (tmp_path / left).unlink()
    (tmp_path / name).write_text(texts[kind])
    for source in (tmp_path / name, tmp_path):
        with pytest.raises(InputError):
            check_readable(open_scene(source, bands="B2" if source != tmp_path else None, offset=0))
    assert paths == []


def test_rows_that_go_up_in_tiles_and_cubes_agree(tmp_path: Path) -> None:
    data = stack()
    place = Affine(10, 0, NORTH_UP.c, 0, 10, NORTH_UP.f - 600)
    scene = open_scene(write(tmp_path / "up.tif", data[:, ::-1], place), offset=0)
    assert np.array_equal(read(scene)[:, ::-1], data)


def test_a_virtual_raster_executes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "real.tif", stack()[[0]], NORTH_UP, ("B2",))
    virtual = tmp_path / "B2.vrt"
    virtual.write_text(
        '<VRTDataset rasterXSize="80" rasterYSize="60"><SRS>EPSG:32633</SRS>'
        "<GeoTransform>499980, 10, 0, 5100000, 0, -10</GeoTransform>"
        '<VRTRasterBand dataType="UInt16" band="1" subClass="VRTDerivedRasterBand"><Description>B2</Description>'
        "<PixelFunctionType>ran.f</PixelFunctionType><PixelFunctionLanguage>Python</PixelFunctionLanguage>"
        f"<PixelFunctionCode>open({str(tmp_path / 'ran')!r}, 'w')\ndef f(*a, **k): pass\n</PixelFunctionCode>"
        f"<SimpleSource><SourceFilename>{tmp_path / 'real.tif'}</SourceFilename></SimpleSource>"
        "</VRTRasterBand></VRTDataset>"
    )
    with pytest.raises(InputError, match=r"B2\.vrt"):
        check_readable(open_scene(virtual))
    assert not (tmp_path / "ran").exists()
