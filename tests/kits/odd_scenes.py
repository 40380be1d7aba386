"""Odd and hostile scenes, by hand: what the factors of `forms` do not have. Each says what may become of it."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import h5py
import numpy as np
import rasterio
from affine import Affine
from rasterio.enums import ColorInterp

from forms_ground import BANDS, Ground, Layer
from forms_write import COMMON, Given

Bands = Mapping[str, np.ndarray]
EITHER = None
"""Read right or refused: both are good answers."""


class Odd(NamedTuple):
    """``tells`` is True where it has to be read, False where it has to be refused, None where either is right."""

    name: str
    tells: bool | None
    make: Callable[[Ground, Path], Given]


ODD: list[Odd] = []


def odd(tells: bool | None) -> Callable[[Callable[[Ground, Path], Given]], Callable[[Ground, Path], Given]]:
    """Take a maker into the list, named by its first line."""

    def take(make: Callable[[Ground, Path], Given]) -> Callable[[Ground, Path], Given]:
        ODD.append(Odd(str(make.__doc__).strip(), tells, make))
        return make

    return take


def numbers_of(
    ground: Ground, dtype: str = "uint16", scale: float = 10000, added: float = 0.0
) -> dict[str, np.ndarray]:
    """What is stored for every band; ``added`` is in reflectance."""
    return {
        name: np.round((layer.values / 10000 + added) * scale, 0 if dtype[0] in "iu" else 9).astype(dtype)
        for name, layer in ground.bands.items()
    }


def raster(
    path: Path, bands: Sequence[np.ndarray], ground: Ground, names: Sequence[str | None] = (), *,
    driver: str = "GTiff", transform: Affine | None = None, crs: str | None = "", mask: np.ndarray | None = None,
    tags: Mapping[str, str] | None = None, scales: float | None = None, offsets: float | None = None, **how: Any,
) -> Path:  # fmt: skip
    """A raster of (rows, cols) bands on the ground's grid."""
    path.parent.mkdir(parents=True, exist_ok=True)
    place = {"crs": ground.crs if crs == "" else crs} if crs is not None else {}
    with (
        rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True),
        rasterio.open(
            path, "w", driver=driver, height=bands[0].shape[0], width=bands[0].shape[1], count=len(bands),
            dtype=bands[0].dtype, transform=transform or ground.bands["B4"].transform, **place, **how,
        ) as out,
    ):  # fmt: skip
        out.write(np.stack(bands))
        for i, name in enumerate(names, 1):
            if name:
                out.set_band_description(i, name)
        if mask is not None:
            out.write_mask(mask)
        if tags:
            out.update_tags(**tags)
        if scales is not None:
            out.scales = (scales,) * len(bands)
        if offsets is not None:
            out.offsets = (offsets,) * len(bands)
    return path


def without(ground: Ground, gap: np.ndarray) -> Ground:
    """The ground with a gap, (rows, cols) bool."""
    bands = {n: Layer(np.where(gap, np.nan, layer.values), layer.transform) for n, layer in ground.bands.items()}
    return replace(ground, bands=bands)


def corner(ground: Ground, share: float = 0.3) -> np.ndarray:
    """A slanted edge as that of a swath, (rows, cols) bool."""
    rows, cols = np.mgrid[: ground.shape[0], : ground.shape[1]]
    gap: np.ndarray = rows + 2.0 * cols < share * 3 * ground.shape[0]
    return gap


def folder_of(ground: Ground, bands: Bands, folder: Path, **how: Any) -> Path:
    """A file per band: B2.tif and so on."""
    for name, data in bands.items():
        raster(folder / f"{name}.tif", [data], ground, **how)
    return folder


# ---- what a number means


@odd(True)
def _(ground: Ground, folder: Path) -> Given:
    """1000 added, and both sides of the swath -999 that nobody declares"""
    data, gap = numbers_of(ground, "int16", added=0.1), corner(ground) | corner(ground)[::-1, ::-1]
    for band in data.values():
        band[gap] = -999
    return Given(raster(folder / "a.tif", list(data.values()), ground, BANDS), without(ground, gap))


@odd(True)
def _(ground: Ground, folder: Path) -> Given:
    """nodata 65535 is declared, and the gaps hold 0"""
    data, gap = numbers_of(ground), corner(ground)
    for band in data.values():
        band[gap] = 0
    return Given(raster(folder / "a.tif", list(data.values()), ground, BANDS, nodata=65535), without(ground, gap))


@odd(True)
def _(ground: Ground, folder: Path) -> Given:
    """a nodata value that the type cannot hold, in the metadata of a .vrt"""
    data, gap = numbers_of(ground), corner(ground)
    for band in data.values():
        band[gap] = 0
    tif = raster(folder / "a.tif", list(data.values()), ground, BANDS)
    rasterio.shutil.copy(tif, folder / "a.vrt", driver="VRT")
    text = (folder / "a.vrt").read_text()
    text = re.sub(r"(<VRTRasterBand[^>]*>)", r"\1<NoDataValue>-9999</NoDataValue>", text)
    (folder / "a.vrt").write_text(text)
    return Given(folder / "a.vrt", without(ground, gap))


@odd(True)
def _(ground: Ground, folder: Path) -> Given:
    """below 0 by the atmospheric correction, in water and shadow"""
    data = {name: layer.values - 150 for name, layer in ground.bands.items()}
    meant = replace(ground, bands={n: Layer(v, ground.bands[n].transform) for n, v in data.items()})
    return Given(raster(folder / "a.tif", [v.astype("int16") for v in data.values()], ground, BANDS), meant)


@odd(True)
def _(ground: Ground, folder: Path) -> Given:
    """reflectance 0 to 1 with clouds of 1.3 and a declared nodata of -1"""
    data, gap = numbers_of(ground, "float32", 1.0), corner(ground)
    bright = np.zeros(ground.shape, bool)
    bright[2:9, 100:120] = True
    for band in data.values():
        band[bright], band[gap] = 1.3, -1
    meant = {n: Layer(np.where(bright, 13000, layer.values), layer.transform) for n, layer in ground.bands.items()}
    meant_ground = without(replace(ground, bands=meant), gap)
    return Given(raster(folder / "a.tif", list(data.values()), ground, BANDS, nodata=-1), meant_ground)


@odd(EITHER)
def _(ground: Ground, folder: Path) -> Given:
    """the scale 0.0001 is declared, and the values are 0 to 1 already"""
    data = numbers_of(ground, "float32", 1.0)
    return Given(raster(folder / "a.tif", list(data.values()), ground, BANDS, scales=0.0001), ground)


@odd(EITHER)
def _(ground: Ground, folder: Path) -> Given:
    """an offset of -0.1 is declared, and nothing was added"""
    data = numbers_of(ground)
    path = raster(folder / "a.tif", list(data.values()), ground, BANDS, scales=0.0001, offsets=-0.1)
    return Given(path, ground)


@odd(EITHER)
def _(ground: Ground, folder: Path) -> Given:
    """reflectance 0 to 1 of values to which 1000 had been added"""
    return Given(
        raster(folder / "a.tif", list(numbers_of(ground, "float32", 1.0, 0.1).values()), ground, BANDS), ground
    )


@odd(EITHER)
def _(ground: Ground, folder: Path) -> Given:
    """one band x 10000 as whole numbers, the others 0 to 1"""
    data: dict[str, np.ndarray] = numbers_of(ground, "float32", 1.0)
    data["B4"] = numbers_of(ground)["B4"]
    return Given(folder_of(ground, data, folder / "scene"), ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """a picture of 0 to 255 in 16 bits"""
    data = {n: np.clip(v // 12, 1, 255).astype("uint16") for n, v in numbers_of(ground).items()}
    return Given(raster(folder / "a.tif", list(data.values()), ground, BANDS), ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """decibel of a radar"""
    data = [(-25 + layer.values / 400).astype("float32") for layer in ground.bands.values()]
    return Given(raster(folder / "a.tif", data, ground, BANDS), ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """indices of -1 to 1 that are called after bands"""
    data = [((layer.values - 1500) / (layer.values + 1500)).astype("float32") for layer in ground.bands.values()]
    return Given(raster(folder / "a.tif", data, ground, BANDS), ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """standardised values, mean 0 and deviation 1"""
    data = [((a.values - a.values.mean()) / a.values.std()).astype("float32") for a in ground.bands.values()]
    return Given(raster(folder / "a.tif", data, ground, BANDS), ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """each band stretched from 0 to 65535 by its own least and largest value"""
    data = []
    for layer in ground.bands.values():
        low, high = np.percentile(layer.values, (0, 100))
        data.append(np.round((layer.values - low) / (high - low) * 65535).astype("uint16"))
    return Given(raster(folder / "a.tif", data, ground, BANDS), ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """nothing but a mask that hides everything"""
    data = list(numbers_of(ground).values())
    return Given(raster(folder / "a.tif", data, ground, BANDS, mask=np.zeros(ground.shape, bool)), ground)


# ---- where there is no ground


@odd(True)
def _(ground: Ground, folder: Path) -> Given:
    """a mask and an undeclared fill elsewhere"""
    data, gap, other = numbers_of(ground, "int16"), corner(ground), corner(ground)[::-1, ::-1]
    for band in data.values():
        band[gap], band[other] = 1, -9999
    path = raster(folder / "a.tif", list(data.values()), ground, BANDS, mask=~gap)
    return Given(path, without(ground, gap | other))


@odd(True)
def _(ground: Ground, folder: Path) -> Given:
    """only one of the bands has an alpha of its own: a .vrt of gray and alpha files"""
    data, gap = numbers_of(ground), corner(ground)
    for name, band in data.items():
        path = raster(
            folder / "scene" / f"{name}.tif", [band, np.where(gap, 0, 65535).astype("uint16")], ground,
            photometric="minisblack", alpha="yes",
        )  # fmt: skip
        with rasterio.open(path, "r+") as out:
            out.colorinterp = [ColorInterp.gray, ColorInterp.alpha]
    return Given(folder / "scene", without(ground, gap))


@odd(True)
def _(ground: Ground, folder: Path) -> Given:
    """the gaps of one band are larger than those of the others"""
    data = numbers_of(ground)
    small, large = corner(ground, 0.15), corner(ground, 0.3)
    for name, band in data.items():
        band[large if name == "B12" else small] = 0
    return Given(folder_of(ground, data, folder / "scene", nodata=0), without(ground, large))


@odd(True)
def _(ground: Ground, folder: Path) -> Given:
    """1000 added, and single pixels all over the scene that hold 1"""
    data, spots = numbers_of(ground, added=0.1), np.random.default_rng(2).random(ground.shape) < 0.03
    for band in data.values():
        band[spots] = 1
    return Given(raster(folder / "a.tif", list(data.values()), ground, BANDS), without(ground, spots))


@odd(True)
def _(ground: Ground, folder: Path) -> Given:
    """a value below all others on scattered dark pixels is ground"""
    data = {name: layer.values.copy() for name, layer in ground.bands.items()}
    spots = np.random.default_rng(3).random(ground.shape) < 0.002
    for number, band in enumerate(data.values()):
        band[spots] = 25 + number  # one value in all bands is no ground
    meant = replace(ground, bands={n: Layer(v, ground.bands[n].transform) for n, v in data.items()})
    return Given(raster(folder / "a.tif", [v.astype("uint16") for v in data.values()], ground, BANDS), meant)


# ---- which band is which


@odd(True)
def _(ground: Ground, folder: Path) -> Given:
    """an Earth Engine export with classes and probabilities of clouds among the bands"""
    data = numbers_of(ground, "float64")
    more = {
        "SCL": np.full(ground.shape, 5.0), "QA60": np.zeros(ground.shape), "MSK_CLDPRB": np.full(ground.shape, 2.0),
        "AOT": np.full(ground.shape, 90.0), "WVP": np.full(ground.shape, 900.0), "NDVI": np.full(ground.shape, 0.4),
    }  # fmt: skip
    order = ["AOT", "B11", "B12", "B2", "B3", "B4", "B8", "MSK_CLDPRB", "NDVI", "QA60", "SCL", "WVP"]
    everything = {**data, **more}
    return Given(raster(folder / "a.tif", [everything[n] for n in order], ground, order), ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """two bands of the same name"""
    data = numbers_of(ground)
    path = raster(folder / "a.tif", [*data.values(), data["B4"]], ground, [*BANDS, "B4"])
    return Given(path, ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """all thirteen bands in the order of the product, without names"""
    data = numbers_of(ground)
    order = ["B2", "B2", "B3", "B4", "B4", "B8", "B8", "B8", "B8", "B2", "B2", "B11", "B12"]
    return Given(raster(folder / "a.tif", [data[n] for n in order], ground), ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """files called 1.tif to 6.tif"""
    data = numbers_of(ground)
    for number, band in enumerate(data.values(), 1):
        raster(folder / "scene" / f"{number}.tif", [band], ground)
    return Given(folder / "scene", ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """Landsat 8 files of Collection 2, SR_B2 to SR_B7"""
    names = dict(zip(BANDS, ("SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B6", "SR_B7"), strict=True))
    for name, band in numbers_of(ground).items():
        stem = f"LC08_L2SP_145052_20190822_20200827_02_T1_{names[name]}"
        raster(folder / "scene" / f"{stem}.TIF", [(band / 10000 + 0.2) / 2.75e-5], ground)
    return Given(folder / "scene", ground)


@odd(EITHER)
def _(ground: Ground, folder: Path) -> Given:
    """a stack of Landsat 8, SR_B2 to SR_B7 as Earth Engine exports it"""
    names = ["SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B6", "SR_B7"]
    data = [(layer.values / 10000 + 0.2) / 2.75e-5 for layer in ground.bands.values()]
    return Given(raster(folder / "a.tif", data, ground, names), ground)


@odd(EITHER)
def _(ground: Ground, folder: Path) -> Given:
    """HLS of Landsat: B05 is near infrared, B06 and B07 short waves, B10 thermal"""
    data = numbers_of(ground, "int16")
    names = {"B2": "B02", "B3": "B03", "B4": "B04", "B8": "B05", "B11": "B06", "B12": "B07"}
    stem = "HLS.L30.T43PFN.2019234T051015.v2.0"
    for name, band in data.items():
        raster(folder / "scene" / f"{stem}.{names[name]}.tif", [band], ground, nodata=-9999, scales=0.0001)
    raster(folder / "scene" / f"{stem}.B10.tif", [np.full(ground.shape, 2600, "int16")], ground, nodata=-9999)
    return Given(folder / "scene", ground)


@odd(EITHER)
def _(ground: Ground, folder: Path) -> Given:
    """wavelengths of Landsat 8 in micrometres"""
    path = raster(folder / "a.img", list(numbers_of(ground).values()), ground, driver="ENVI")
    header = path.with_suffix(".hdr")
    lengths = "0.482, 0.5614, 0.6546, 0.8647, 1.6089, 2.2007"
    header.write_text(header.read_text() + f"wavelength units = Micrometers\nwavelength = {{{lengths}}}\n")
    return Given(path, ground)


@odd(True)
def _(ground: Ground, folder: Path) -> Given:
    """wavelengths of Sentinel-2 in micrometres, the longest first, the numbers with the other byte first"""
    data = numbers_of(ground)
    path = raster(folder / "a.img", [data[n] for n in BANDS[::-1]], ground, driver="ENVI", interleave="bil")
    header = path.with_suffix(".hdr")
    lengths = ", ".join(str(v) for v in (2.2024, 1.6137, 0.8328, 0.6646, 0.5598, 0.4924))
    path.write_bytes(np.fromfile(path, "<u2").astype(">u2").tobytes())
    text = header.read_text().replace("byte order = 0", "byte order = 1")
    header.write_text(text + f"wavelength units = Micrometers\nwavelength = {{{lengths}}}\n")
    path.with_name("a.img.aux.xml").unlink(missing_ok=True)
    return Given(path, ground)


@odd(True)
def _(ground: Ground, folder: Path) -> Given:
    """names in small letters, endings in capitals, and an index beside them"""
    for name, band in numbers_of(ground).items():
        raster(folder / "scene" / f"{name.lower()}.TIF", [band], ground)
    raster(folder / "scene" / "ndvi.tif", [np.zeros(ground.shape, "float32")], ground)
    return Given(folder / "scene", ground)


# ---- what belongs together


@odd(True)
def _(ground: Ground, folder: Path) -> Given:
    """what computers leave beside the bands: ._B2.tif, Thumbs.db, pyramids, pictures, a text"""
    place = folder_of(ground, numbers_of(ground), folder / "scene")
    for name in ("._B2.tif", "._B4.tif", "Thumbs.db", ".DS_Store", "B2.tif.ovr"):
        (place / name).write_bytes(b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X" + bytes(40))
    (place / "B2.tif.ovr").unlink()
    with rasterio.open(place / "B4.tif", "r+") as src:
        src.build_overviews([2, 4])
    raster(place / "quicklook.tif", [np.zeros(ground.shape, "uint8")] * 3, ground)
    (place / "README.txt").write_text("B2 B3 B4")
    return Given(place, ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """two dates of a tile in one folder"""
    for day in ("20190822T050651", "20190901T050651"):
        for name, band in numbers_of(ground).items():
            raster(folder / "scene" / f"T43PFN_{day}_B{int(name[1:]):02}.tif", [band], ground)
    return Given(folder / "scene", ground)


@odd(EITHER)
def _(ground: Ground, folder: Path) -> Given:
    """tiles of an export of which one is missing"""
    gap = np.zeros(ground.shape, bool)
    for top in (0, 48):
        for left in (0, 64):
            if (top, left) == (48, 0):
                gap[top : top + 48, left : left + 64] = True
                continue
            data = [band[top : top + 48, left : left + 64] for band in numbers_of(ground).values()]
            place = ground.bands["B4"].transform @ Affine.translation(left, top)
            raster(folder / "scene" / f"S2-{top:010}-{left:010}.tif", data, ground, BANDS, transform=place)
    return Given(folder / "scene", without(ground, gap))


@odd(EITHER)
def _(ground: Ground, folder: Path) -> Given:
    """tiles of every band on its own: B2-0000000000-0000000064.tif"""
    for name, band in numbers_of(ground).items():
        for left in (0, 64):
            place = ground.bands["B4"].transform @ Affine.translation(left, 0)
            path = folder / "scene" / f"{name}-0000000000-{left:010}.tif"
            raster(path, [band[:, left : left + 64]], ground, transform=place)
    return Given(folder / "scene", ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """two exports in one folder, each in two tiles"""
    for stem in ("before", "after"):
        for left in (0, 64):
            data = [band[:, left : left + 64] for band in numbers_of(ground).values()]
            place = ground.bands["B4"].transform @ Affine.translation(left, 0)
            raster(folder / "scene" / f"{stem}-0000000000-{left:010}.tif", data, ground, BANDS, transform=place)
    return Given(folder / "scene", ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """bands of two UTM zones"""
    data = numbers_of(ground)
    place = folder_of(ground, data, folder / "scene")
    raster(place / "B4.tif", [data["B4"]], ground, crs="EPSG:32644")
    return Given(place, ground)


@odd(EITHER)
def _(ground: Ground, folder: Path) -> Given:
    """two dates in one NetCDF"""
    rows, cols = ground.shape
    t = ground.bands["B4"].transform
    path = folder / "a.nc"
    folder.mkdir(parents=True, exist_ok=True)
    with h5py.File(path, "w") as out:
        axes = {
            "t": np.array([18130, 18140], "i4"), "y": t.f + t.e * (np.arange(rows) + 0.5),
            "x": t.c + t.a * (np.arange(cols) + 0.5),
        }  # fmt: skip
        for axis, values in axes.items():
            out.create_dataset(axis, data=values).make_scale(axis)
        out["t"].attrs["units"] = np.bytes_("days since 1970-01-01")
        out.create_dataset("crs", data=np.int32(0)).attrs["crs_wkt"] = np.bytes_(
            rasterio.crs.CRS.from_string(ground.crs).to_wkt()
        )
        for name, band in numbers_of(ground, "int16").items():
            made = out.create_dataset(name, data=np.stack([band, band[::-1]]))
            made.attrs["grid_mapping"] = np.bytes_("crs")
            for i, axis in enumerate(axes):
                made.dims[i].attach_scale(out[axis])
    return Given(path, without(ground, np.ones(ground.shape, bool)))


# ---- where it lies


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """no coordinate system"""
    return Given(raster(folder / "a.tif", list(numbers_of(ground).values()), ground, BANDS, crs=None), ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """coordinates of a building site"""
    local = 'LOCAL_CS["site",UNIT["metre",1],AXIS["x",EAST],AXIS["y",NORTH]]'
    return Given(raster(folder / "a.tif", list(numbers_of(ground).values()), ground, BANDS, crs=local), ground)


@odd(EITHER)
def _(ground: Ground, folder: Path) -> Given:
    """a datum as ESRI names it: D_WGS_1984, WGS_1984_UTM_Zone_43N"""
    words = rasterio.crs.CRS.from_string(ground.crs).to_wkt(version="WKT1_ESRI")
    place = folder_of(ground, numbers_of(ground), folder / "scene")
    for number, path in enumerate(sorted(place.glob("*.tif"))):
        if number % 2:
            with rasterio.open(path, "r+") as out:
                out.crs = rasterio.crs.CRS.from_wkt(words)
    return Given(place, ground)


# ---- damaged and hostile


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """a file of no bytes"""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.tif").touch()
    return Given(folder / "a.tif", ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """a file of which half has arrived"""
    path = raster(folder / "a.tif", list(numbers_of(ground).values()), ground, BANDS)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return Given(path, ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """a zip whose names lead out of the folder"""
    place = folder_of(ground, numbers_of(ground), folder / "bands")
    with zipfile.ZipFile(folder / "a.zip", "w") as out:
        for path in place.iterdir():
            out.write(path, f"../../{path.name}")
    shutil.rmtree(place)
    return Given(folder / "a.zip", ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """a .vrt whose pixels are on a server"""
    place = folder_of(ground, numbers_of(ground), folder / "scene")
    rasterio.shutil.copy(place / "B2.tif", place / "B2.vrt", driver="VRT")
    text = (place / "B2.vrt").read_text()
    where = '<SourceFilename relativeToVRT="0">/vsicurl/http://127.0.0.1:9/B2.tif</SourceFilename>'
    text = re.sub(r"<SourceFilename[^>]*>.*?</SourceFilename>", where, text)
    (place / "B2.vrt").write_text(text)
    (place / "B2.tif").unlink()
    return Given(place, ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """a NetCDF whose variables are links to another file"""
    folder.mkdir(parents=True, exist_ok=True)
    with h5py.File(folder / "secret.h5", "w") as out:
        for name, band in numbers_of(ground).items():
            out.create_dataset(name, data=band)
    place = folder / "inner"
    place.mkdir()
    with h5py.File(place / "a.nc", "w") as out:
        for name in BANDS:
            out[name] = h5py.ExternalLink("../secret.h5", f"/{name}")
    return Given(place / "a.nc", ground)


@odd(EITHER)
def _(ground: Ground, folder: Path) -> Given:
    """a .dim whose bands are said to lie elsewhere"""
    outside = raster(folder / "outside" / "B2.img", [numbers_of(ground)["B2"]], ground, driver="ENVI")
    place = folder / "product"
    (place / "a.data").mkdir(parents=True)
    files = "".join(
        f'<Data_File><DATA_FILE_PATH href="../outside/{outside.stem}.hdr"/><BAND_INDEX>{i}</BAND_INDEX></Data_File>'
        for i in range(6)
    )
    (place / "a.dim").write_text(
        f'<?xml version="1.0"?><Dimap_Document name="a.dim"><Data_Access>{files}</Data_Access></Dimap_Document>'
    )
    return Given(place / "a.dim", without(ground, np.ones(ground.shape, bool)))


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """a .dim that grows without end as it is read"""
    folder.mkdir(parents=True, exist_ok=True)
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "x" * 10}">' for i in range(10))
    (folder / "a.dim").write_text(
        f'<?xml version="1.0"?><!DOCTYPE d [{entities}]><Dimap_Document>&a9;</Dimap_Document>'
    )
    return Given(folder / "a.dim", ground)


@odd(False)
def _(ground: Ground, folder: Path) -> Given:
    """an ENVI header that says more rows than the file has"""
    path = raster(folder / "a.img", list(numbers_of(ground).values()), ground, driver="ENVI")
    header = path.with_suffix(".hdr")
    header.write_text(re.sub(r"lines\s*=\s*\d+", "lines = 100000000", header.read_text()))
    return Given(path, ground)


@odd(EITHER)
def _(ground: Ground, folder: Path) -> Given:
    """a STAC Item of Landsat, with the common names of bands"""
    place = folder / "landsat"
    assets = {}
    for name, band in numbers_of(ground).items():
        key = {"B8": "nir08"}.get(name, COMMON[name])
        path = raster(place / f"{key}.tif", [((band / 10000 + 0.2) / 2.75e-5).astype("uint16")], ground, nodata=0)
        assets[key] = {
            "href": path.name, "type": "image/tiff", "roles": ["data"],
            "eo:bands": [{"name": f"OLI_{name}", "common_name": key}],
            "raster:bands": [{"scale": 2.75e-05, "offset": -0.2, "nodata": 0}],
        }  # fmt: skip
    item = {
        "type": "Feature", "stac_version": "1.0.0", "id": "LC08_L2SP_145052_20190822_02_T1", "links": [],
        "collection": "landsat-c2-l2", "geometry": None, "bbox": [76.1, 11.4, 76.2, 11.6], "assets": assets,
        "properties": {"datetime": "2019-08-22T05:10:15Z", "platform": "landsat-8", "instruments": ["oli", "tirs"]},
    }  # fmt: skip
    (place / "item.json").write_text(json.dumps(item))
    return Given(place / "item.json", ground)
