"""A Sentinel-2 product as the archives deliver it: a .SAFE folder or a zip of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from odc.geo.geobox import GeoBox

from l4s_core.base.archive import FolderFiles, ProductFiles, ZipFiles
from l4s_core.base.decisions import Decision
from l4s_core.base.errors import InputError
from l4s_core.channels.registry import SENTINEL2_BANDS
from l4s_core.rasters.header import read_header, refuse_8bit, require_grid
from l4s_core.scene.naming import best_resolution, parse_file_name
from l4s_core.scene.safe_metadata import ProductMetadata, TileMetadata, parse_product, parse_tile
from l4s_core.scene.types import Asked, BandSource, ClassSource, Scene

# the second form is the naming before December 2016
PRODUCT_XML = re.compile(r"MTD_MSIL(1C|2A)\.xml|S2[A-Z]_(OPER|USER)_MTD_SAFL(1C|2A)_.*\.xml")
_TILE_XML = re.compile(r"MTD_TL\.xml|S2[A-Z]_(OPER|USER)_MTD_L(1C|2A)_TL_.*\.xml")
_IMAGE = re.compile(r"\.(jp2|tif|tiff)", re.IGNORECASE)
_OFFSET_SINCE = (4, 0)


def is_product_folder(folder: Path) -> bool:
    """True if the product's XML lies directly in the folder."""
    return any(PRODUCT_XML.fullmatch(p.name) for p in folder.iterdir() if p.is_file())


def open_safe_folder(folder: Path, *, granule: str | None, asked: Asked) -> Scene:
    """``granule``: which tile of an old product with several, by the name of its folder."""
    return _open(FolderFiles(folder), str(folder), _plain_name(folder.absolute().name), granule, asked)


def open_safe_zip(archive: Path, *, asked: Asked) -> Scene:
    """A zipped product, read in place."""
    return _open(ZipFiles(archive), str(archive), _plain_name(archive.name), None, asked)


def _plain_name(name: str) -> str:
    return re.sub(r"(\.SAFE)?(\.zip)?$", "", name, flags=re.IGNORECASE)


@dataclass(frozen=True)
class _Image:
    name: str
    band: str
    resolution_m: int


def _open(files: ProductFiles, source: str, name: str, granule: str | None, asked: Asked) -> Scene:
    root = _product_root(files)
    product = parse_product(files.read(root.xml), f"{root.xml} in {files.label}")
    if asked.level is not None and asked.level != product.level:
        raise InputError(
            f"{files.label} is {product.level} by its own metadata, not {asked.level}; leave --{asked.prefix}level out "
            f"or take the {asked.level} product."
        )
    tile_xml = _tile_xml(files, root.folder, granule)
    tile = parse_tile(files.read(tile_xml), f"{tile_xml} in {files.label}")
    tile_folder = tile_xml.rpartition("/")[0] + "/"

    images = _images(files, tile_folder)
    offsets, offset_note = _offsets(product, images, asked.offset)
    bands = {
        band: BandSource(
            name=band,
            path=files.path(images[band].name),
            offset=offsets[band],
            quantification=asked.scale or product.quantification,
            nodata=(0.0,),
        )
        for band in SENTINEL2_BANDS
        if band in images
    }
    if not bands:
        raise InputError(
            f"{files.label} has metadata but no band images in {tile_folder}IMG_DATA; the product is incomplete, "
            "fetch it again."
        )
    finest = min(bands, key=lambda band: images[band].resolution_m)
    classes, class_note = _classes(files, tile_folder, product)
    notes = [f"{product.level} product, processing baseline {product.baseline or 'not said'}.", offset_note]
    missing = [band for band in _expected(product) if band not in bands]
    if missing:
        notes.append(f"Not in the product although its level has them: {', '.join(missing)}.")
    if class_note:
        notes.append(class_note)
    grid = tile.grids.get(images[finest].resolution_m)
    if grid is None:
        raise InputError(f"{tile_xml} in {files.label} does not say where the {finest} image lies; fetch it again.")
    _check_image(files, images[finest], tile)
    return Scene(
        name=product.name or name,
        source=source,
        kind="SAFE",
        bands=bands,
        grid=grid,
        level=product.level,
        baseline=product.baseline,
        sensing_time=tile.sensing_time or product.start_time,
        cloud_classes=classes,
        sun_azimuth_deg=tile.sun_azimuth_deg,
        sun_zenith_deg=tile.sun_zenith_deg,
        notes=tuple(notes),
        decisions=_decisions(product, bands, asked),
    )


@dataclass(frozen=True)
class _Root:
    folder: str  # "" or ends with a slash
    xml: str


def _product_root(files: ProductFiles) -> _Root:
    found = [n for n in files.names if PRODUCT_XML.fullmatch(n.rpartition("/")[2])]
    if not found:
        seen = ", ".join(files.names[:6]) or "nothing"
        raise InputError(
            f"{files.label} has no MTD_MSIL1C.xml or MTD_MSIL2A.xml (it has {seen}{' ...' * (len(files.names) > 6)}); "
            "give a Sentinel-2 .SAFE product, or unpack the archive and give the folder with the bands."
        )
    depth = min(n.count("/") for n in found)
    top = [n for n in found if n.count("/") == depth]
    if len(top) > 1:
        raise InputError(f"{files.label} holds {len(top)} products ({', '.join(top)}); give one of them.")
    folder, _, _ = top[0].rpartition("/")
    return _Root(folder + "/" if folder else "", top[0])


def _tile_xml(files: ProductFiles, root: str, granule: str | None) -> str:
    prefix = f"{root}GRANULE/"
    found = [
        n
        for n in files.names
        if n.startswith(prefix) and n.count("/") == prefix.count("/") + 1 and _TILE_XML.fullmatch(n.rpartition("/")[2])
    ]
    if granule is not None:
        found = [n for n in found if n.split("/")[-2] == granule]
    if not found:
        raise InputError(f"{files.label} has no GRANULE/*/MTD_TL.xml; the product is incomplete, fetch it again.")
    if len(found) > 1:
        tiles = ", ".join(n.split("/")[-2] for n in found)
        raise InputError(
            f"{files.label} holds {len(found)} tiles ({tiles}); unpack it and give one folder under GRANULE."
        )
    return found[0]


def _images(files: ProductFiles, tile_folder: str) -> dict[str, _Image]:
    """By band, the file to read."""
    prefix = f"{tile_folder}IMG_DATA/"
    by_band: dict[str, dict[int, list[_Image]]] = {}
    for name in files.names:
        stem, dot, ending = name.rpartition(".")
        if not name.startswith(prefix) or not _IMAGE.fullmatch(dot + ending):
            continue
        said = parse_file_name(stem.rpartition("/")[2])
        if said.band is None:
            continue
        image = _Image(name, said.band, said.resolution_m or _native(said.band))
        by_band.setdefault(said.band, {}).setdefault(image.resolution_m, []).append(image)
    chosen = {}
    for band, resolutions in by_band.items():
        best = resolutions[best_resolution(band, resolutions)]
        if len(best) > 1:
            raise InputError(
                f"{files.label} has two files for band {band} ({', '.join(i.name for i in best)}); remove one."
            )
        chosen[band] = best[0]
    return chosen


def _native(band: str) -> int:
    return best_resolution(band, (10, 20, 60))


def _expected(product: ProductMetadata) -> tuple[str, ...]:
    if product.listed_bands:
        return product.listed_bands
    return tuple(b for b in SENTINEL2_BANDS if product.level == "L1C" or b != "B10")


def _decisions(product: ProductMetadata, bands: Mapping[str, BandSource], asked: Asked) -> tuple[Decision, ...]:
    """What the product's metadata settles, or the user against it. ``notes`` say it at more length."""
    unit, offset = asked.scale, asked.offset
    stated = "the product's metadata"
    return (
        Decision("scale", f"x {unit or product.quantification:g}", stated if unit is None else "as given",
                 "stated" if unit is None else "given", f"{asked.prefix}scale"),
        Decision("offset", _words(band.offset for band in bands.values()), stated if offset is None else "as given",
                 "stated" if offset is None else "given", f"{asked.prefix}offset"),
        Decision("level", product.level, stated, "stated"),
    )  # fmt: skip


def _offsets(
    product: ProductMetadata, images: Mapping[str, _Image], given: float | None
) -> tuple[dict[str, float], str]:
    said = product.offsets
    if given is not None:
        own = _words(said.values()) if said else "none"
        return dict.fromkeys(images, given), f"Offset {given:g} as given (the product's own metadata says {own})."
    if not said:
        note = "No add-offset in the product's metadata: values are used as they are."
        if _baseline_number(product.baseline) >= _OFFSET_SINCE:
            note += " Its processing baseline usually has one; say --offset -1000 if the result looks too bright."
        return dict.fromkeys(images, 0.0), note
    unsaid = [band for band in images if band not in said]
    if unsaid and len(set(said.values())) > 1:
        raise InputError(
            f"The metadata of {product.name or 'the product'} gives add-offsets ({_words(said.values())}) but none for "
            f"{', '.join(unsaid)}; say one for all bands with --offset."
        )
    common = next(iter(said.values()))
    note = f"Offset {_words(said.values())} from the product's metadata."
    if unsaid:
        note += f" It does not name {', '.join(unsaid)}; the same was taken."
    return {band: said.get(band, common) for band in images}, note


def _words(values: Iterable[float]) -> str:
    return ", ".join(f"{v:g}" for v in sorted(set(values)))


def _baseline_number(baseline: str | None) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", baseline or "")
    return (int(match.group(1)), int(match.group(2))) if match else (0, 0)


def _classes(files: ProductFiles, tile_folder: str, product: ProductMetadata) -> tuple[ClassSource | None, str | None]:
    """The scene classification of Level-2A, else the cloud mask raster that exists from baseline 04.00 on."""
    inside = [n for n in files.names if n.startswith(tile_folder)]
    if product.level == "L2A":
        scl = {}
        for name in inside:
            stem, dot, ending = name.rpartition(".")
            said = parse_file_name(stem.rpartition("/")[2])
            if said.is_scl and _IMAGE.fullmatch(dot + ending) and "/IMG_DATA/" in name:
                scl[said.resolution_m or 20] = name
        if scl:
            return ClassSource("SCL", files.path(scl[min(scl)])), None
    masks = [n for n in inside if n.endswith("/QI_DATA/MSK_CLASSI_B00.jp2")]
    if masks:
        return ClassSource("MSK_CLASSI", files.path(masks[0])), None
    if any(n.endswith("MSK_CLOUDS_B00.gml") for n in inside):
        return None, "The product's cloud mask is in the vector form used before baseline 04.00 and is not used."
    return None, "The product carries no cloud classification."


def _check_image(files: ProductFiles, image: _Image, tile: TileMetadata) -> None:
    """The grid of the metadata must be that of the pixels; a clipped or moved copy would map slides elsewhere."""
    what = f"band {image.band}"
    header = read_header(files.path(image.name), what)
    refuse_8bit(header, what)
    found = require_grid(header, what)
    said = tile.grids[image.resolution_m]
    if found.shape != said.shape or found.crs != said.crs or not found.transform.almost_equals(said.transform, 1e-3):
        raise InputError(
            f"{image.name} in {files.label} lies elsewhere than its metadata says ({_place(found)} against "
            f"{_place(said)}); the product was changed after delivery, give its bands as a folder of GeoTIFFs instead."
        )


def _place(grid: GeoBox) -> str:
    rows, cols = grid.shape
    epsg = grid.crs.epsg if grid.crs is not None else None
    return (
        f"{cols} x {rows} pixels of {grid.resolution.x:g} from ({grid.transform.c:g}, {grid.transform.f:g}) EPSG:{epsg}"
    )
