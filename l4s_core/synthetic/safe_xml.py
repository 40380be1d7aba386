"""The XML of a Sentinel-2 product: product, tile, and the manifest, as far as software reads them.

Element names, order and attributes follow real products of baselines 02.12 (Level-2A), 03.01 (Level-1C) and 05.09
(Level-2A); quality reports, detector angles and gains are left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from odc.geo.geobox import GeoBox

from l4s_core.channels.registry import SENTINEL2_BANDS
from l4s_core.synthetic.safe_names import ProductNames, native_resolution_m

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
_PSD = "https://psd-14.sentinel2.eo.esa.int/PSD"
_CENTRE_NM = (442.7, 492.7, 559.8, 664.6, 704.1, 740.5, 782.8, 832.8, 864.7, 945.1, 1373.5, 1613.7, 2202.4)
_WIDTH_NM = (20, 65, 35, 30, 14, 14, 19, 105, 21, 19, 29, 90, 174)


@dataclass(frozen=True)
class SunAngles:
    """Mean sun position over the tile, degrees."""

    zenith_deg: float
    azimuth_deg: float


def has_offset(baseline: str) -> bool:
    """From processing baseline 04.00 on, DN carry an offset that the XML states."""
    return tuple(int(part) for part in baseline.split(".")) >= (4, 0)


def product_xml(names: ProductNames, images: Sequence[str], cloud_percent: float) -> str:
    """``MTD_MSIL1C.xml`` or ``MTD_MSIL2A.xml``; ``images`` are paths without extension."""
    digit = names.level[1:]
    root = f"Level-{digit}_User_Product"
    time = _utc(names.sensing)
    listed = "".join(f"<IMAGE_FILE>{image}</IMAGE_FILE>\n" for image in images)
    offsets = [f' band_id="{k}">-1000</' for k in range(13)]
    if names.level == "L1C":
        scale = '<QUANTIFICATION_VALUE unit="none">10000</QUANTIFICATION_VALUE>\n'
        tag, outer = "RADIO_ADD_OFFSET", "Radiometric_Offset_List"
    else:
        scale = (
            '<QUANTIFICATION_VALUES_LIST>\n<BOA_QUANTIFICATION_VALUE unit="none">10000</BOA_QUANTIFICATION_VALUE>\n'
            '<AOT_QUANTIFICATION_VALUE unit="none">1000.0</AOT_QUANTIFICATION_VALUE>\n'
            '<WVP_QUANTIFICATION_VALUE unit="cm">1000.0</WVP_QUANTIFICATION_VALUE>\n</QUANTIFICATION_VALUES_LIST>\n'
        )
        tag, outer = "BOA_ADD_OFFSET", "BOA_ADD_OFFSET_VALUES_LIST"
    if has_offset(names.baseline):
        scale += f"<{outer}>\n" + "".join(f"<{tag}{text}{tag}>\n" for text in offsets) + f"</{outer}>\n"
    return f"""{_HEAD}<n1:{root} xmlns:n1="{_PSD}/User_Product_Level-{digit}.xsd">
<n1:General_Info>
<Product_Info>
<PRODUCT_START_TIME>{time}</PRODUCT_START_TIME>
<PRODUCT_STOP_TIME>{time}</PRODUCT_STOP_TIME>
<PRODUCT_URI>{names.product}.SAFE</PRODUCT_URI>
<PROCESSING_LEVEL>Level-{digit}</PROCESSING_LEVEL>
<PRODUCT_TYPE>S2MSI{digit}</PRODUCT_TYPE>
<PROCESSING_BASELINE>{names.baseline}</PROCESSING_BASELINE>
<GENERATION_TIME>{_utc(names.generated)}</GENERATION_TIME>
<PREVIEW_IMAGE_URL>Not applicable</PREVIEW_IMAGE_URL>
<PREVIEW_GEO_INFO>Not applicable</PREVIEW_GEO_INFO>
<Datatake datatakeIdentifier="GS2A_{names.sensing:%Y%m%dT%H%M%S}_{names.absolute_orbit:06d}_N{names.baseline}">
<SPACECRAFT_NAME>Sentinel-2A</SPACECRAFT_NAME>
<DATATAKE_TYPE>INS-NOBS</DATATAKE_TYPE>
<DATATAKE_SENSING_START>{time}</DATATAKE_SENSING_START>
<SENSING_ORBIT_NUMBER>{names.relative_orbit}</SENSING_ORBIT_NUMBER>
<SENSING_ORBIT_DIRECTION>DESCENDING</SENSING_ORBIT_DIRECTION>
</Datatake>
<Query_Options completeSingleTile="true">
<PRODUCT_FORMAT>SAFE_COMPACT</PRODUCT_FORMAT>
</Query_Options>
<Product_Organisation>
<Granule_List>
<Granule datastripIdentifier="{names.long_id("DS")}" granuleIdentifier="{names.long_id("TL")}" imageFormat="JPEG2000">
{listed}</Granule>
</Granule_List>
</Product_Organisation>
</Product_Info>
<Product_Image_Characteristics>
<Special_Values>
<SPECIAL_VALUE_TEXT>NODATA</SPECIAL_VALUE_TEXT>
<SPECIAL_VALUE_INDEX>0</SPECIAL_VALUE_INDEX>
</Special_Values>
<Special_Values>
<SPECIAL_VALUE_TEXT>SATURATED</SPECIAL_VALUE_TEXT>
<SPECIAL_VALUE_INDEX>65535</SPECIAL_VALUE_INDEX>
</Special_Values>
<Image_Display_Order>
<RED_CHANNEL>3</RED_CHANNEL>
<GREEN_CHANNEL>2</GREEN_CHANNEL>
<BLUE_CHANNEL>1</BLUE_CHANNEL>
</Image_Display_Order>
{scale}<Spectral_Information_List>
{_spectral_information()}</Spectral_Information_List>
</Product_Image_Characteristics>
</n1:General_Info>
<n1:Quality_Indicators_Info>
<Cloud_Coverage_Assessment>{cloud_percent:.6f}</Cloud_Coverage_Assessment>
</n1:Quality_Indicators_Info>
</n1:{root}>
"""


def tile_xml(
    names: ProductNames, grid: GeoBox, sun: SunAngles, masks: Sequence[tuple[str, str]], cloud_percent: float
) -> str:
    """``MTD_TL.xml``; ``grid`` is the 10 m grid, ``masks`` are (type, path from the product folder)."""
    digit = names.level[1:]
    root = f"Level-{digit}_Tile_ID"
    assert grid.crs is not None
    epsg = int(grid.crs.epsg or 0)
    rows, cols = int(grid.shape[0]), int(grid.shape[1])
    sizes = "".join(
        f'<Size resolution="{m}">\n<NROWS>{rows * 10 // m}</NROWS>\n<NCOLS>{cols * 10 // m}</NCOLS>\n</Size>\n'
        for m in (10, 20, 60)
    )
    places = "".join(
        f'<Geoposition resolution="{m}">\n<ULX>{round(grid.affine.c)}</ULX>\n<ULY>{round(grid.affine.f)}</ULY>\n'
        f"<XDIM>{m}</XDIM>\n<YDIM>-{m}</YDIM>\n</Geoposition>\n"
        for m in (10, 20, 60)
    )
    files = "".join(f'<MASK_FILENAME type="{kind}">{path}</MASK_FILENAME>\n' for kind, path in masks)
    zone = f"{epsg % 100:02d}{'N' if epsg < 32700 else 'S'}"
    return f"""{_HEAD}<n1:{root} xmlns:n1="{_PSD}/S2_PDI_Level-{digit}_Tile_Metadata.xsd">
<n1:General_Info>
<TILE_ID metadataLevel="Brief">{names.long_id("TL")}</TILE_ID>
<DATASTRIP_ID metadataLevel="Standard">{names.long_id("DS")}</DATASTRIP_ID>
<SENSING_TIME metadataLevel="Standard">{_utc(names.sensing)}</SENSING_TIME>
</n1:General_Info>
<n1:Geometric_Info>
<Tile_Geocoding metadataLevel="Brief">
<HORIZONTAL_CS_NAME>WGS84 / UTM zone {zone}</HORIZONTAL_CS_NAME>
<HORIZONTAL_CS_CODE>EPSG:{epsg}</HORIZONTAL_CS_CODE>
{sizes}{places}</Tile_Geocoding>
<Tile_Angles metadataLevel="Standard">
<Mean_Sun_Angle>
<ZENITH_ANGLE unit="deg">{sun.zenith_deg}</ZENITH_ANGLE>
<AZIMUTH_ANGLE unit="deg">{sun.azimuth_deg}</AZIMUTH_ANGLE>
</Mean_Sun_Angle>
</Tile_Angles>
</n1:Geometric_Info>
<n1:Quality_Indicators_Info metadataLevel="Standard">
<Image_Content_QI>
<CLOUDY_PIXEL_PERCENTAGE>{cloud_percent:.6f}</CLOUDY_PIXEL_PERCENTAGE>
</Image_Content_QI>
<Pixel_Level_QI geometry="FULL_RESOLUTION">
{files}</Pixel_Level_QI>
</n1:Quality_Indicators_Info>
</n1:{root}>
"""


def manifest_xml(names: ProductNames, folder: Path) -> str:
    """``manifest.safe``: every file below ``folder`` with its size and SHA3-256."""
    digit = names.level[1:]
    objects = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        inside = path.relative_to(folder).as_posix()
        mime = "text/xml" if path.suffix == ".xml" else "application/octet-stream"
        digest = hashlib.sha3_256(path.read_bytes()).hexdigest()
        objects.append(
            f'<dataObject ID="{inside.replace("/", "-")}">\n'
            f'<byteStream mimeType="{mime}" size="{path.stat().st_size}">\n'
            f'<fileLocation href="./{inside}" locatorType="URL"/>\n'
            f'<checksum checksumName="SHA3-256">{digest}</checksum>\n</byteStream>\n</dataObject>\n'
        )
    return f"""{_HEAD}<xfdu:XFDU xmlns:safe="http://www.esa.int/safe/sentinel/1.1" \
xmlns:xfdu="urn:ccsds:schema:xfdu:1" \
version="esa/safe/sentinel/1.1/sentinel-2/msi/archive_l{digit.lower()}_user_product">
<informationPackageMap>
<xfdu:contentUnit textInfo="SENTINEL-2 MSI Level-{digit} User Product" unitType="Product_Level-{digit}"/>
</informationPackageMap>
<metadataSection>
<metadataObject ID="acquisitionPeriod" category="DMD" classification="DESCRIPTION">
<metadataWrap mimeType="text/xml" textInfo="Acquisition Period" vocabularyName="Sentinel-SAFE">
<xmlData><safe:acquisitionPeriod><safe:startTime>{_utc(names.sensing)}</safe:startTime></safe:acquisitionPeriod>\
</xmlData>
</metadataWrap>
</metadataObject>
</metadataSection>
<dataObjectSection>
{"".join(objects)}</dataObjectSection>
</xfdu:XFDU>
"""


def _spectral_information() -> str:
    return "".join(
        f'<Spectral_Information bandId="{k}" physicalBand="{name}">\n'
        f"<RESOLUTION>{native_resolution_m(name)}</RESOLUTION>\n<Wavelength>\n"
        f'<MIN unit="nm">{round(centre - width / 2)}</MIN>\n<MAX unit="nm">{round(centre + width / 2)}</MAX>\n'
        f'<CENTRAL unit="nm">{centre}</CENTRAL>\n</Wavelength>\n</Spectral_Information>\n'
        for k, (name, centre, width) in enumerate(zip(SENTINEL2_BANDS, _CENTRE_NM, _WIDTH_NM, strict=True))
    )


def _utc(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
