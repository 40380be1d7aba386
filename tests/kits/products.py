"""Small real Sentinel-2 products for tests: JP2 bands, with a real product's metadata or with a written one."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine

SAFE_BANDS = ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B09", "B10", "B11", "B12")
NATIVE_M = dict(zip(SAFE_BANDS, (60, 10, 10, 10, 20, 20, 20, 10, 20, 60, 60, 20, 20), strict=True))
REAL_L1C_0301 = "S2A_MSIL1C_20210908T042701_N0301_R133_T46RER_20210908T070248.SAFE"
REAL_L2A_0212 = "S2A_MSIL2A_20190212T192651_N0212_R013_T07HFE_20201007T160857.SAFE"
REAL_L2A_0509 = "S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157.SAFE"


def make_safe(
    root: Path,
    level: str = "L2A",
    baseline: str = "05.09",
    *,
    bands_dn: Mapping[str, np.ndarray] | None = None,
    scl: np.ndarray | None = None,
    size: int = 60,
    metadata: Path | None = None,
    offsets: Mapping[int, float] | None = None,
    quantification: float = 10000,
    leave_out: Sequence[str] = (),
    place: tuple[str, int, int] | None = None,
    zip: bool = False,
    seed: int = 0,
) -> Path:
    """Write a product under ``root`` and return its ``.SAFE`` folder or ``.SAFE.zip``.

    ``bands_dn``: canonical name ("B2") -> uint16 (rows, cols) at the native resolution; the others are random.
    ``size``: rows and columns of the 10 m grid, a multiple of 6. ``metadata``: a real ``.SAFE`` folder of XML whose
    level, baseline and place are then used. ``offsets``: band_id -> value, for written metadata. ``leave_out``: image
    names that are listed but not there, such as "B09". ``place``: CRS and upper left corner instead of the metadata's.
    """
    assert size % 6 == 0
    rng = np.random.default_rng(seed)
    if metadata is None:
        safe = _written_metadata(root, level, baseline, size, offsets, quantification)
    else:
        safe = _real_metadata(root, metadata, size)
        level = "L1C" if "MSIL1C" in safe.name else "L2A"
    tile_xml = next(safe.glob("GRANULE/*/MTD_TL.xml"))
    if place is not None:
        text = tile_xml.read_text()
        for tag, value in {"HORIZONTAL_CS_CODE": place[0], "ULX": place[1], "ULY": place[2]}.items():
            text = re.sub(f"<{tag}>.*?</{tag}>", f"<{tag}>{value}</{tag}>", text)
        tile_xml.write_text(text)
    crs, origin = _place(tile_xml.read_text())
    product_xml = next(safe.glob("MTD_MSIL*.xml")).read_text()
    native = {name: _native(name, bands_dn or {}, size, rng) for name in SAFE_BANDS}
    classes = rng.choice(np.array([4, 5, 8, 9], np.uint8), (size // 2, size // 2)) if scl is None else scl

    for image in re.findall(r"<IMAGE_FILE>(.*?)</IMAGE_FILE>", product_xml):
        kind, resolution = _kind_of(image, level)
        if kind in leave_out:
            continue
        side = size * 10 // resolution
        if kind == "SCL":
            data = _resize(classes, side)[None]
        elif kind == "TCI":
            data = rng.integers(0, 255, (3, side, side), dtype=np.uint8)
        elif kind in native:
            data = _resize(native[kind], side)[None]
        else:  # AOT, WVP
            data = rng.integers(50, 200, (1, side, side), dtype=np.uint16)
        write_jp2(safe / f"{image}.jp2", data, crs, origin, resolution)
    _write_masks(tile_xml, crs, origin, size)
    return zip_safe(safe) if zip else safe


def write_jp2(path: Path, data: np.ndarray, crs: str, origin: tuple[float, float], resolution: float) -> None:
    """(bands, rows, cols) as lossless JPEG 2000."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        path, "w", driver="JP2OpenJPEG", count=data.shape[0], height=data.shape[1], width=data.shape[2],
        dtype=data.dtype, crs=crs, transform=Affine(resolution, 0, origin[0], 0, -resolution, origin[1]),
        QUALITY="100", REVERSIBLE="YES",
    ) as out:  # fmt: skip
        out.write(data)


def write_tif(
    path: Path, data: np.ndarray, *, crs: str | None = "EPSG:32633",
    origin: tuple[float, float] = (499980, 5100000), resolution: float = 10, nodata: float | None = None,
    descriptions: Sequence[str | None] = (), tags: Mapping[str, str] | None = None, **more: object,
) -> Path:  # fmt: skip
    """(rows, cols) or (bands, rows, cols) as GeoTIFF."""
    data = data if data.ndim == 3 else data[None]
    place = {} if crs is None else {"transform": Affine(resolution, 0, origin[0], 0, -resolution, origin[1])}
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        path, "w", driver="GTiff", count=data.shape[0], height=data.shape[1], width=data.shape[2],
        dtype=data.dtype, crs=crs, nodata=nodata, **place, **more,
    ) as out:  # fmt: skip
        out.write(data)
        for i, text in enumerate(descriptions, 1):
            if text:
                out.set_band_description(i, text)
        if tags:
            out.update_tags(**tags)
    return path


def zip_safe(safe: Path, archive: Path | None = None) -> Path:
    """The product zipped as the archives do it, with its folder at the root."""
    archive = archive or safe.with_name(safe.name + ".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(safe.rglob("*")):
            out.write(path, path.relative_to(safe.parent).as_posix())
    return archive


def _native(name: str, given: Mapping[str, np.ndarray], size: int, rng: np.random.Generator) -> np.ndarray:
    side = size * 10 // NATIVE_M[name]
    canonical = "B" + name[1:].lstrip("0")
    if canonical in given:
        assert given[canonical].shape == (side, side), (name, given[canonical].shape)
        return given[canonical].astype(np.uint16)
    return rng.integers(1100, 4000, (side, side), dtype=np.uint16)


def _resize(data: np.ndarray, side: int) -> np.ndarray:
    """Nearest, by whole factors."""
    if side >= data.shape[0]:
        return np.kron(data, np.ones((side // data.shape[0],) * 2, data.dtype))
    return data[:: data.shape[0] // side, :: data.shape[0] // side]


def _kind_of(image: str, level: str) -> tuple[str, int]:
    parts = image.rpartition("/")[2].split("_")
    if level == "L2A":
        return parts[-2], int(parts[-1].removesuffix("m"))
    return parts[-1], NATIVE_M.get(parts[-1], 10)


def _place(tile_xml: str) -> tuple[str, tuple[float, float]]:
    crs = re.search(r"<HORIZONTAL_CS_CODE>(.*?)<", tile_xml)
    x, y = re.search(r"<ULX>(.*?)<", tile_xml), re.search(r"<ULY>(.*?)<", tile_xml)
    assert crs and x and y
    return crs.group(1), (float(x.group(1)), float(y.group(1)))


def _real_metadata(root: Path, metadata: Path, size: int) -> Path:
    safe = root / metadata.name
    shutil.copytree(metadata, safe, copy_function=shutil.copyfile)
    for path in (safe, *safe.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    tile = next(safe.glob("GRANULE/*/MTD_TL.xml"))
    text = tile.read_text()
    for resolution in (10, 20, 60):
        text, n = re.subn(
            rf'(<Size resolution="{resolution}">\s*<NROWS>)\d+(</NROWS>\s*<NCOLS>)\d+(</NCOLS>)',
            rf"\g<1>{size * 10 // resolution}\g<2>{size * 10 // resolution}\g<3>",
            text,
        )
        assert n == 1
    tile.write_text(text)
    return safe


def _write_masks(tile_xml: Path, crs: str, origin: tuple[float, float], size: int) -> None:
    qi = tile_xml.parent / "QI_DATA"
    text = tile_xml.read_text()
    if "MSK_CLASSI" in text:
        write_jp2(qi / "MSK_CLASSI_B00.jp2", np.zeros((3, size // 6, size // 6), np.uint8), crs, origin, 60)
    if "MSK_CLOUDS" in text:
        qi.mkdir(exist_ok=True)
        (qi / "MSK_CLOUDS_B00.gml").write_text("<eop:Mask/>")


def _written_metadata(
    root: Path, level: str, baseline: str, size: int, offsets: Mapping[int, float] | None, quantification: float
) -> Path:
    modern = float(baseline) >= 4
    if offsets is None:
        offsets = dict.fromkeys(range(13), -1000) if modern else {}
    number = level[1:]
    time = "20230823T095559"
    name = f"S2B_MSI{level}_{time}_N{baseline.replace('.', '')}_R122_T33TWM_20230823T124759"
    tile = f"{level}_T33TWM_A033753_20230823T095553"
    safe = root / f"{name}.SAFE"
    folder = safe / "GRANULE" / tile
    folder.mkdir(parents=True)
    if level == "L1C":
        images = [f"IMG_DATA/T33TWM_{time}_{b}" for b in (*SAFE_BANDS, "TCI")]
        tags = ("RADIO_ADD_OFFSET", "Radiometric_Offset_List")
        quantity = f'<QUANTIFICATION_VALUE unit="none">{quantification:g}</QUANTIFICATION_VALUE>'
    else:
        images = [
            f"IMG_DATA/R{r}m/T33TWM_{time}_{b}_{r}m"
            for r in (10, 20, 60)
            for b in (*SAFE_BANDS, "SCL", "TCI")
            if b != "B10"
            and r >= {**NATIVE_M, "SCL": 20, "TCI": 10, "B01": 20}.get(b, 10)
            and not (b == "B08" and r > 10)
        ]
        tags = ("BOA_ADD_OFFSET", "BOA_ADD_OFFSET_VALUES_LIST")
        quantity = (
            f'<QUANTIFICATION_VALUES_LIST><BOA_QUANTIFICATION_VALUE unit="none">{quantification:g}'
            "</BOA_QUANTIFICATION_VALUE></QUANTIFICATION_VALUES_LIST>"
        )
    files = "".join(f"<IMAGE_FILE>GRANULE/{tile}/{i}</IMAGE_FILE>" for i in images)
    listed = "".join(f'<{tags[0]} band_id="{i}">{v:g}</{tags[0]}>' for i, v in offsets.items())
    listed = f"<{tags[1]}>{listed}</{tags[1]}>" if listed else ""
    (safe / f"MTD_MSI{level}.xml").write_text(f"""<?xml version="1.0" encoding="UTF-8"?>
<n1:Level-{number}_User_Product xmlns:n1="https://psd-14.sentinel2.eo.esa.int/PSD/User_Product_Level-{number}.xsd">
<n1:General_Info><Product_Info><PRODUCT_START_TIME>2023-08-23T09:55:59.024Z</PRODUCT_START_TIME>
<PRODUCT_STOP_TIME>2023-08-23T09:55:59.024Z</PRODUCT_STOP_TIME><PRODUCT_URI>{name}.SAFE</PRODUCT_URI>
<PROCESSING_LEVEL>Level-{number}</PROCESSING_LEVEL><PRODUCT_TYPE>S2MSI{number}</PRODUCT_TYPE>
<PROCESSING_BASELINE>{baseline}</PROCESSING_BASELINE><Query_Options completeSingleTile="true">
<PRODUCT_FORMAT>SAFE_COMPACT</PRODUCT_FORMAT></Query_Options><Product_Organisation><Granule_List>
<Granule granuleIdentifier="S2B_OPER_MSI_{level}_TL_2BPS_20230823T124759_A033753_T33TWM_N{baseline}"
 imageFormat="JPEG2000">{files}</Granule></Granule_List></Product_Organisation></Product_Info>
<Product_Image_Characteristics>{quantity}{listed}</Product_Image_Characteristics></n1:General_Info>
</n1:Level-{number}_User_Product>""")
    sizes = "".join(
        f'<Size resolution="{r}"><NROWS>{size * 10 // r}</NROWS><NCOLS>{size * 10 // r}</NCOLS></Size>'
        for r in (10, 20, 60)
    )
    places = "".join(
        f'<Geoposition resolution="{r}"><ULX>499980</ULX><ULY>5100000</ULY><XDIM>{r}</XDIM><YDIM>-{r}</YDIM>'
        "</Geoposition>"
        for r in (10, 20, 60)
    )
    mask = "MSK_CLASSI_B00.jp2" if modern else "MSK_CLOUDS_B00.gml"
    (folder / "MTD_TL.xml").write_text(f"""<?xml version="1.0" encoding="UTF-8"?>
<n1:Level-{number}_Tile_ID xmlns:n1="https://psd-14.sentinel2.eo.esa.int/PSD/S2_PDI_Level-{number}_Tile_Metadata.xsd">
<n1:General_Info><TILE_ID>S2B_OPER_MSI_{level}_TL_2BPS_20230823T124759_A033753_T33TWM_N{baseline}</TILE_ID>
<SENSING_TIME metadataLevel="Standard">2023-08-23T10:01:57.578328Z</SENSING_TIME></n1:General_Info>
<n1:Geometric_Info><Tile_Geocoding metadataLevel="Brief"><HORIZONTAL_CS_NAME>WGS84 / UTM zone 33N</HORIZONTAL_CS_NAME>
<HORIZONTAL_CS_CODE>EPSG:32633</HORIZONTAL_CS_CODE>{sizes}{places}</Tile_Geocoding>
<Tile_Angles><Mean_Sun_Angle><ZENITH_ANGLE unit="deg">37.25</ZENITH_ANGLE>
<AZIMUTH_ANGLE unit="deg">157.5</AZIMUTH_ANGLE>
</Mean_Sun_Angle></Tile_Angles></n1:Geometric_Info><n1:Quality_Indicators_Info><Pixel_Level_QI>
<MASK_FILENAME type="{mask.split("_B00")[0]}">GRANULE/{tile}/QI_DATA/{mask}</MASK_FILENAME></Pixel_Level_QI>
</n1:Quality_Indicators_Info></n1:Level-{number}_Tile_ID>""")
    return safe
