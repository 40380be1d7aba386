"""Write a piece of ground in a form, as the programs do it that people have it from."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import h5py
import numpy as np
import rasterio
import rasterio.shutil
from affine import Affine
from rasterio.crs import CRS
from rasterio.enums import ColorInterp

from forms import Form
from forms_ground import BANDS, COARSE, Ground, Layer, fill_value, shaped, stored
from products import make_safe

COMMON = dict(zip(BANDS, ("blue", "green", "red", "nir", "swir16", "swir22"), strict=True))
NANOMETRES = dict(zip(BANDS, (492.4, 559.8, 664.6, 832.8, 1613.7, 2202.4), strict=True))
_FORCE = ("BLUE", "GREEN", "RED", "REDEDGE1", "REDEDGE2", "REDEDGE3", "BROADNIR", "NIR", "SWIR1", "SWIR2")
_FORCE_BANDS = ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12")
_DEA = dict(zip(BANDS, ("blue", "green", "red", "nir_1", "swir_2", "swir_3"), strict=True))
_ENDINGS = {"GTiff": ".tif", "COG": ".tif", "JP2": ".jp2", "ENVI": ".img", "VRT": ".vrt"}
_GRANULE = "T43PFN_20190822T050651"


@dataclass(frozen=True)
class Given:
    """What is handed to the program: a path, the options that the form comes with, and the ground that they mean."""

    path: Path
    ground: Ground
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class _File:
    """One raster: bands as stored, their descriptions, and where they have no ground."""

    bands: tuple[str, ...]
    numbers: np.ndarray
    names: tuple[str | None, ...]
    transform: Affine
    there: np.ndarray


def write_form(ground: Ground, form: Form, folder: Path) -> Given:
    """Write ``ground`` into the empty ``folder`` as ``form`` has it."""
    if form.layout == "SAFE":
        return _safe(ground, form, folder)
    numbers, meaning = stored(shaped(ground, form), form)
    for band in numbers:
        gap = meaning.gaps(band)
        beneath = numbers[band][gap] // 2 + 1 if form.fill == "nowhere" else fill_value(form)
        numbers[band][gap] = beneath
    options: dict[str, Any] = {"offset": -1000.0} if form.offset == "1000 and --offset" else {}
    if form.layout == "NetCDF":
        path = _netcdf(meaning, numbers, form, folder / "openEO.nc")
    elif form.layout == "DIMAP":
        path = _dimap(meaning, numbers, form, folder)
    elif form.layout in ("folder", "folder per resolution", "zip", "STAC"):
        path = _one_file_a_band(meaning, numbers, form, folder)
    else:
        path, more = _stacks(meaning, numbers, form, folder)
        options |= more
    return Given(path, meaning, options)


def band_name(band: str, form: Form, number: int) -> str | None:
    """What the description of a band, or the key of an asset, says."""
    return {
        "B2": band,
        "B02": f"B{int(band[1:]):02}",
        "common": COMMON[band],
        "DEA": f"nbart_{_DEA[band]}",
        "EE median": f"{band}_median",
        "EE toBands": f"20190822T050651_20190822T051649_T43PFN_{band}",
        "Band 1": f"Band {number}",
        "Band_1": f"Band_{number}",
        "wavelength": f"{NANOMETRES[band]:.1f} Nanometers",
    }.get(form.names)


def file_stem(band: str, form: Form, number: int) -> str:
    """The name of a band's file without its ending."""
    two = f"B{int(band[1:]):02}"
    return {
        "HLS S30": f"HLS.S30.T43PFN.2019234T051649.v2.0.{two}",
        "granule": f"{_GRANULE}_{two}_{20 if band in COARSE else 10}m",
        "browser": f"2019-08-22-00_00_2019-08-22-23_59_Sentinel-2_L2A_{two}_(Raw)",
        "DEA": f"ga_s2am_nbart_3-2-1_43PFN_2019-08-22_final_band{two[1:]}",
    }.get(form.names) or band_name(band, form, number) or f"layer{number}"  # fmt: skip


def _ordered(bands: Sequence[str], form: Form) -> list[str]:
    if form.order == "RGB first":
        return sorted(bands, key=("B4", "B3", "B2", "B8", "B11", "B12").index)
    if form.order == "alphabetical":
        return sorted(bands, key=lambda band: str(band_name(band, form, 0) or band))
    if form.order == "infrared first":
        return sorted(bands, key=("B8", "B12", "B11", "B4", "B3", "B2").index)
    return list(bands)


def _one_file_a_band(ground: Ground, numbers: Mapping[str, np.ndarray], form: Form, folder: Path) -> Path:
    place = folder / "scene"
    assets = {}
    for number, band in enumerate(ground.bands, 1):
        where = place / f"R{20 if band in COARSE else 10}m" if form.layout == "folder per resolution" else place
        layer = ground.bands[band]
        transform = layer.transform
        if form.grid == "rounded" and number % 2:
            transform = Affine(*(round(v, 7 if form.crs != "degrees" else 12) for v in transform[:6]))
        named = (band_name(band, form, number),) if form.layout == "zip" else (None,)
        file = _File((band,), numbers[band][None], named, transform, ~ground.gaps(band))
        path = _write(file, form, where / f"{file_stem(band, form, number)}{_ENDINGS[form.format]}", ground.crs, number)
        assets[band] = _asset(band, path.name, form, number)
    if form.layout == "STAC":
        item = {
            "type": "Feature", "stac_version": "1.0.0", "id": "S2A_43PFN_20190822_0_L2A", "links": [],
            "collection": "sentinel-2-l2a", "geometry": None, "bbox": [76.1, 11.4, 76.2, 11.6],
            "properties": {"datetime": "2019-08-22T05:16:49Z", "platform": "sentinel-2a"},
            "assets": {str(band_name(band, form, 0)): asset for band, asset in assets.items()},
        }  # fmt: skip
        (place / "item.json").write_text(json.dumps(item))
        return place / "item.json"
    if form.layout == "zip":
        archive = folder / "download.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
            for path in sorted(place.rglob("*")):
                out.write(path, path.relative_to(place).as_posix())
        shutil.rmtree(place)
        return archive
    return place


def _asset(band: str, href: str, form: Form, number: int) -> dict[str, Any]:
    asset: dict[str, Any] = {"href": href, "type": "image/tiff; application=geotiff", "roles": ["data"]}
    asset["eo:bands"] = [{"name": f"B{int(band[1:]):02}", "common_name": COMMON[band]}]
    raster: dict[str, Any] = {}
    if form.said != "nothing":
        raster = {"scale": 1 / float(form.scale), "offset": 0.0 if form.offset == "none" else -0.1}
    if form.fill == "declared" and not np.isnan(fill_value(form)):
        raster["nodata"] = fill_value(form)
    return asset | ({"raster:bands": [raster]} if raster else {})


def _stacks(ground: Ground, numbers: Mapping[str, np.ndarray], form: Form, folder: Path) -> tuple[Path, dict[str, Any]]:
    """One multi-band file (in tiles, or not), or one for each resolution."""
    groups = {"": list(ground.bands)}
    if form.layout == "stack per resolution":
        groups = {"_10m": [b for b in BANDS if b not in COARSE], "_20m": list(COARSE)}
    place = folder / "scene"
    options: dict[str, Any] = {}
    path = place
    for ending, bands in groups.items():
        order = _ordered(bands, form)
        layers: list[str | None] = list(order)
        if form.names == "FORCE":
            layers = [band if band in bands else None for band in _FORCE_BANDS]
        elif form.names == "sen2r":
            layers = [f"B{n}" if f"B{n}" in bands else None for n in (1, 2, 3, 4, 5, 6, 7, 8, "8A", 11, 12)]
        data = np.stack([numbers[b] if b else numbers["B8"] for b in layers])
        names = tuple(band_name(b, form, i) if b else None for i, b in enumerate(layers, 1))
        if form.names == "FORCE":
            names = _FORCE
        if form.names == "none and --bands":
            options["bands"] = ",".join(b or "-" for b in layers)
        stem = {
            "FORCE": "20190822_LEVEL2_SEN2A_BOA", "sen2r": "S2A2A_20190822_019_Puthumala_BOA_10",
        }.get(form.names, f"S2A_scene_20190822{ending}")  # fmt: skip
        file = _File(
            tuple(b or "" for b in layers), data, names, ground.bands[bands[0]].transform, ~ground.gaps(bands[0])
        )
        path = _tiled(file, form, place, stem, ground.crs)
    return (path if form.layout == "one file" and form.tile == "whole" else place), options


def _tiled(file: _File, form: Form, place: Path, stem: str, crs: str) -> Path:
    ending = _ENDINGS[form.format]
    if form.tile == "whole":
        return _write(file, form, place / f"{stem}{ending}", crs, 0)
    rows, cols = file.numbers.shape[1:]
    half, lap = (rows // 4 * 2, cols // 4 * 2), 2 if form.tile == "overlapping" else 0
    path = place
    for i, (top, bottom) in enumerate(((0, half[0] + lap), (half[0] - lap, rows))):
        for j, (left, right) in enumerate(((0, half[1] + lap), (half[1] - lap, cols))):
            piece = replace(
                file,
                numbers=file.numbers[:, top:bottom, left:right],
                there=file.there[top:bottom, left:right],
                transform=file.transform @ Affine.translation(left, top),
            )
            name = f"{stem}_{i + 1}_{j + 1}" if form.tile != "Earth Engine" else f"{stem}-{top:010}-{left:010}"
            path = _write(piece, form, place / f"{name}{ending}", crs, 0)
    return path


def _turned(file: _File, form: Form) -> _File:
    """The same pixels in another order of rows and columns."""
    rows, cols = file.there.shape
    if form.rows == "from south":
        flip = Affine(1, 0, 0, 0, -1, rows)
        return replace(file, numbers=file.numbers[:, ::-1], there=file.there[::-1], transform=file.transform @ flip)
    if form.rows == "turned":
        turn = Affine(0, -1, cols, 1, 0, 0)
        numbers, there = np.rot90(file.numbers, axes=(1, 2)), np.rot90(file.there)
        return replace(file, numbers=numbers, there=there, transform=file.transform @ turn)
    return file


def _write(file: _File, form: Form, path: Path, crs: str, number: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = _turned(file, form)
    if form.format == "ENVI":
        return _envi(file, form, path, crs)
    if form.format == "GTiff":
        _geotiff(file, form, path, crs)
    else:
        beside = path.parent / "source" if form.format == "VRT" else path.parent
        beside.mkdir(exist_ok=True)
        plain = beside / f"{path.stem}{'.tif' if form.format == 'VRT' else '.work.tif'}"
        _geotiff(file, form, plain, crs)
        driver = {"JP2": "JP2OpenJPEG"}.get(form.format, form.format)
        lossless = {"QUALITY": "100", "REVERSIBLE": "YES"} if form.format == "JP2" else {}
        rasterio.shutil.copy(plain, path, driver=driver, **lossless)
        if form.format != "VRT":
            rasterio.shutil.delete(plain)
    _say_crs(path, form, crs, number)
    return path


def _geotiff(file: _File, form: Form, path: Path, crs: str) -> None:
    alpha = form.mask == "alpha"
    count, rows, cols = file.numbers.shape
    nodata = fill_value(form) if form.fill == "declared" else None
    how = {"photometric": "minisblack", **({"alpha": "yes"} if alpha else {})}
    with (
        rasterio.Env(GDAL_TIFF_INTERNAL_MASK=form.mask == "internal"),
        rasterio.open(
            path, "w", driver="GTiff", height=rows, width=cols, count=count + alpha, dtype=form.dtype, crs=crs,
            transform=file.transform, nodata=nodata, **how,
        ) as out,
    ):  # fmt: skip
        out.write(file.numbers, list(range(1, count + 1)))
        for i, name in enumerate(file.names, 1):
            if name:
                out.set_band_description(i, name)
        if form.said != "nothing":
            out.scales = (1 / float(form.scale),) * (count + alpha)
            out.offsets = (0.0 if form.offset == "none" else -0.1,) * (count + alpha)
        if alpha:
            most = {"uint16": 65535, "int16": 32767}.get(form.dtype, 255)  # as gdalwarp -dstalpha has it
            out.write(np.where(file.there, most, 0).astype(form.dtype), count + 1)
            out.colorinterp = [ColorInterp.gray, *[ColorInterp.undefined] * (count - 1), ColorInterp.alpha]
        elif form.mask != "none":
            out.write_mask(file.there)


def crs_words(crs: str, form: str) -> str:
    """A CRS as one of the texts that programs write."""
    known = CRS.from_string(crs)
    if form == "WKT1":
        return re.sub(r',AUTHORITY\["[^"]*","[^"]*"\]', "", known.to_wkt(version="WKT1_GDAL"))
    if form == "WKT2":
        return known.to_wkt(version="WKT2_2019")
    if form == "ESRI":
        return known.to_wkt(version="WKT1_ESRI")
    if form == "PROJ":
        return known.to_proj4()
    return crs


def _say_crs(path: Path, form: Form, crs: str, number: int) -> None:
    """In another file beside it, as GDAL and ESRI's programs do, or in the text of a .vrt."""
    said = ("EPSG", "WKT1", "ESRI", "WKT2", "PROJ")[number % 5] if form.crs == "one form each" else form.crs
    if said not in ("WKT1", "WKT2", "ESRI", "PROJ"):
        return
    text = f"<SRS>{escape(crs_words(crs, said))}</SRS>"
    if path.suffix == ".vrt":
        path.write_text(re.sub(r"<SRS[^>]*>.*?</SRS>", lambda _: text, path.read_text(), flags=re.DOTALL))
        return
    beside = path.with_name(path.name + ".aux.xml")
    inner = ""
    if beside.exists():
        inner = beside.read_text().removeprefix("<PAMDataset>").strip().removesuffix("</PAMDataset>")
        inner = re.sub(r"<SRS[^>]*>.*?</SRS>", "", inner, flags=re.DOTALL)
    beside.write_text(f"<PAMDataset>{text}{inner}</PAMDataset>")


def _envi(file: _File, form: Form, path: Path, crs: str) -> Path:
    count, rows, cols = file.numbers.shape
    nodata = fill_value(form) if form.fill == "declared" else None
    with rasterio.open(
        path, "w", driver="ENVI", height=rows, width=cols, count=count, dtype=form.dtype, crs=crs,
        transform=file.transform, nodata=nodata,
    ) as out:  # fmt: skip
        out.write(file.numbers)
    header = path.with_suffix(".hdr")
    text = re.sub(r"band names = \{.*?\}\n?", "", header.read_text(), flags=re.DOTALL)
    names = [name or f"Band {i}" for i, name in enumerate(file.names, 1)]
    if count == 1:
        names = [path.stem]
    if form.names == "wavelength":
        names = [f"Band {i}" for i in range(1, count + 1)]
        lengths = ", ".join(f"{NANOMETRES[band]}" for band in file.bands)
        text += f"wavelength units = Nanometers\nwavelength = {{{lengths}}}\n"
    text += f"band names = {{{', '.join(names)}}}\n"
    if form.said != "nothing":
        gain, offset = 1 / float(form.scale), 0.0 if form.offset == "none" else -0.1
        text += f"data gain values = {{{', '.join([f'{gain:.10g}'] * count)}}}\n"
        text += f"data offset values = {{{', '.join([f'{offset:g}'] * count)}}}\n"
    header.write_text(text)
    path.with_name(path.name + ".aux.xml").unlink(missing_ok=True)
    return path


def _dimap(ground: Ground, numbers: Mapping[str, np.ndarray], form: Form, folder: Path) -> Path:
    """As SNAP saves: NAME.dim and NAME.data/ with an ENVI file per band, angles and quality among them."""
    name = "S2A_MSIL2A_20190822T050651_N0213_R019_T43PFN_20190822T090509_resampled"
    data = folder / f"{name}.data"
    written = replace(form, layout="one file", format="ENVI", names="B2")
    for i, band in enumerate(ground.bands, 1):
        layer = ground.bands[band]
        file = _File((band,), numbers[band][None], (band,), layer.transform, ~ground.gaps(band))
        _write(file, written, data / f"{band}.img", ground.crs, i)
    plain = Form(dtype="float32", format="ENVI", rows=form.rows)
    for kind in ("view_zenith_mean", "sun_zenith", "quality_aot"):
        flat = np.full((1, *layer.values.shape), 4.2, np.float32)
        file = _File((kind,), flat, (kind,), layer.transform, np.ones(layer.values.shape, bool))
        _write(file, plain, data / f"{kind}.img", ground.crs, 0)
    path = folder / f"{name}.dim"
    path.write_text(
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n<Dimap_Document name="x.dim"><Metadata_Id>'
        '<METADATA_FORMAT version="2.12.1">DIMAP</METADATA_FORMAT></Metadata_Id></Dimap_Document>\n'
    )
    return path


def _netcdf(ground: Ground, numbers: Mapping[str, np.ndarray], form: Form, path: Path) -> Path:
    """As openEO and xarray save: a variable per band, x and y of the centres of pixels, one date."""
    layer: Layer = ground.bands["B4"]
    rows, cols = layer.values.shape
    t = layer.transform
    north_up = form.rows == "from north"
    with h5py.File(path, "w") as out:
        out.attrs["Conventions"] = np.bytes_("CF-1.9")

        def dimension(name: str, values: np.ndarray, **attributes: str) -> h5py.Dataset:
            made = out.create_dataset(name, data=values)
            made.make_scale(name)
            for key, value in attributes.items():
                made.attrs[key] = np.bytes_(value)
            return made

        y = t.f + t.e * (np.arange(rows) + 0.5)
        time = dimension("t", np.array([18130], "i4"), standard_name="time", units="days since 1970-01-01", axis="T")
        down = dimension("y", y if north_up else y[::-1], standard_name="projection_y_coordinate", units="m")
        along = dimension("x", t.c + t.a * (np.arange(cols) + 0.5), standard_name="projection_x_coordinate", units="m")
        words = crs_words(ground.crs, "WKT2" if form.crs == "WKT2" else "WKT1")
        if form.crs in ("EPSG", "next zone"):
            words = CRS.from_string(ground.crs).to_wkt()
        crs = out.create_dataset("crs", data=np.int32(0))
        crs.attrs["crs_wkt"] = crs.attrs["spatial_ref"] = np.bytes_(words.encode())
        for i, band in enumerate(ground.bands, 1):
            data = numbers[band] if north_up else numbers[band][::-1]
            fill = np.dtype(form.dtype).type(fill_value(form)) if form.fill == "declared" else None
            made = out.create_dataset(str(band_name(band, form, i)), data=data[None], fillvalue=fill)
            made.attrs["grid_mapping"] = np.bytes_("crs")
            if fill is not None:
                made.attrs["_FillValue"] = np.array([fill], form.dtype)
            if form.said != "nothing":
                made.attrs["scale_factor"] = 1 / float(form.scale)
                made.attrs["add_offset"] = 0.0 if form.offset == "none" else -0.1
            for axis, scale in enumerate((time, down, along)):
                made.dims[axis].attach_scale(scale)
    return path


def _safe(ground: Ground, form: Form, folder: Path) -> Given:
    """A product with JP2 bands, the square at the top left of the ground, where the kit's product lies."""
    side = min(ground.shape) // 6 * 6
    square = {
        band: Layer(layer.values[:side, :side], Affine(10, 0, 499980, 0, -10, 5100000))
        for band, layer in ground.bands.items()
    }
    numbers, meaning = stored(shaped(Ground(ground.name, square, "EPSG:32633"), form), form)
    for band in numbers:
        numbers[band][meaning.gaps(band)] = 0
    added = form.offset != "none"
    product = make_safe(
        folder, "L2A", "05.09" if added else "02.12", bands_dn=numbers, size=side, leave_out=("B09",), zip=False
    )
    return Given(product, meaning)
