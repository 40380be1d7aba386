"""A scene from the assets of a STAC Item."""

from __future__ import annotations

import re
from collections.abc import Sequence

from l4s_core.base.decisions import Decision
from l4s_core.base.errors import InputError
from l4s_core.base.xml import utc_time
from l4s_core.channels.registry import NATIVE_RESOLUTION_M
from l4s_core.rasters.header import is_remote, read_header, refuse_8bit
from l4s_core.scene.file_bands import refuse_other_pixels
from l4s_core.scene.loose import Claim, Known, LooseBand, loose_scene
from l4s_core.scene.stac_item import Asset, Item, read_item
from l4s_core.scene.types import Asked, ClassSource, Level, Scene

_REMOTE_DRIVERS = frozenset({"GTiff", "COG", "JP2OpenJPEG", "JP2KAK", "JP2ECW", "JP2MrSID", "JP2Grok"})
_OFFSET_SINCE = (4, 0)


def open_stac(source: str, *, asked: Asked) -> Scene:
    """``source`` is a path or an http(s) URL of one Item.

    Raises
    ------
    InputError
        No Item, no asset with a Sentinel-2 band, two assets for a band, an asset that cannot be opened, and all that
        `loose_scene` refuses.
    """
    item = read_item(source)
    if sensor := item.other_sensor:
        raise InputError(f"{source} is of {sensor}, as it says itself; only Sentinel-2 scenes can be used.")
    if clash := next((asset for asset in item.assets if asset.contradiction), None):
        raise InputError(
            f"{source}: asset {clash.key} is said to be {clash.contradiction}, which is no band of Sentinel-2, so its "
            "other bands may not be either; only Sentinel-2 scenes can be used."
        )
    by_band: dict[str, list[Asset]] = {}
    for asset in item.assets:
        if asset.band is not None:
            by_band.setdefault(asset.band, []).append(asset)
    if not by_band:
        keys = ", ".join(a.key for a in item.assets[:20]) or "none"
        raise InputError(
            f"{source} has no asset that says which Sentinel-2 band it is (assets: {keys}); give the bands as files in "
            "a folder, named like B02.tif."
        )
    chosen = {band: choose_asset(item, band, assets) for band, assets in by_band.items()}
    found = [_open(item, band, asset) for band, asset in chosen.items()]
    if not item.says_sentinel2:
        refuse_other_pixels(source, found, "give them as files in a folder and say which is which with --bands")
    scl = sorted((a for a in item.assets if a.is_scl and a.href), key=lambda a: a.resolution_m or 20)
    stated = _level(item)
    elevation = item.properties.get("view:sun_elevation")
    azimuth = item.properties.get("view:sun_azimuth")
    assets = ", ".join(asset.key for asset in chosen.values())
    known = Known(
        name=item.id,
        source=source,
        kind="STAC item",
        level=stated,
        level_from="as the item says" if stated else None,
        baseline=_baseline(item),
        sensing_time=utc_time(_text(item, "datetime")),
        cloud_classes=ClassSource("SCL", scl[0].href) if scl else None,
        sun_azimuth_deg=float(azimuth) if isinstance(azimuth, (int, float)) else None,
        sun_zenith_deg=90.0 - float(elevation) if isinstance(elevation, (int, float)) else None,
        decisions=(Decision("bands", ", ".join(chosen), f"assets {assets}", "stated"),),
    )
    return loose_scene(found, known, asked)


def choose_asset(item: Item, band: str, assets: Sequence[Asset]) -> Asset:
    """The asset at the band's own resolution, else the finest; of those a GeoTIFF rather than a JPEG 2000."""
    usable = [a for a in assets if a.href]
    if not usable:
        raise InputError(
            f"{item.source}: asset {assets[0].key} (band {band}) is no file that can be read "
            f"({str(assets[0].fields['href'])[:100]}); http, https, s3 and, for an item on disk, local files can."
        )
    native = NATIVE_RESOLUTION_M[band]

    def rank(asset: Asset) -> tuple[bool, float, bool]:
        size = asset.resolution_m or native
        return size != native, size, asset.href.lower().endswith(".jp2")

    ranked = sorted(usable, key=rank)
    if len(ranked) > 1 and rank(ranked[0]) == rank(ranked[1]):
        raise InputError(
            f"{item.source} has two assets for band {band} ({ranked[0].key} and {ranked[1].key}); remove one from the "
            "item, or give the bands as files in a folder."
        )
    return ranked[0]


def _open(item: Item, band: str, asset: Asset) -> LooseBand:
    header = read_header(asset.href, f"band {band}, asset {asset.key}")
    if is_remote(asset.href) and header.driver not in _REMOTE_DRIVERS:
        raise InputError(
            f"{item.source}: asset {asset.key} is of the format {header.driver}; on the web GeoTIFF and JPEG 2000 are "
            "read, download it and give it as a file."
        )
    refuse_8bit(header, f"band {band}, asset {asset.key}")
    if len(header.bands) != 1:
        raise InputError(
            f"{item.source}: asset {asset.key} is said to be band {band} but has {len(header.bands)} bands; download "
            "it and give it with --bands."
        )
    return LooseBand(band, header, header.bands[0], _claim(item, asset))


def _claim(item: Item, asset: Asset) -> Claim | None:
    """Scale and offset as the item says them; `loose_scene` checks the offset against the pixels."""
    scale = asset.raster_field("scale")
    quantification = round(1 / scale, 6) if scale is not None and 0 < scale < 1 else None
    applied = item.properties.get("earthsearch:boa_offset_applied")
    if applied is True:
        return Claim(0.0, quantification, "the item (earthsearch:boa_offset_applied)")
    offset = asset.raster_field("offset")
    if scale is not None and offset is not None and quantification is not None:
        return Claim(offset / scale, quantification, "the item (raster:bands)")
    baseline = re.fullmatch(r"(\d\d)\.(\d\d)", _baseline(item) or "")
    if baseline is not None:
        before = (int(baseline.group(1)), int(baseline.group(2))) < _OFFSET_SINCE
        return Claim(0.0 if before else -1000.0, quantification, "the item's processing baseline")
    return Claim(None, quantification, "the item") if quantification is not None else None


def _baseline(item: Item) -> str | None:
    return _text(item, "s2:processing_baseline") or _text(item, "processing:version")


def _level(item: Item) -> Level | None:
    told = " ".join(
        filter(None, [_text(item, "s2:product_type"), _text(item, "product:type"), _text(item, "processing:level")])
    )
    for words in (told, item.collection, item.id):
        plain = re.sub(r"[^0-9A-Z]", "", words.upper())
        found: list[Level] = []
        if re.search(r"L(EVEL)?1C|MSI1C", plain):
            found.append("L1C")
        if re.search(r"L(EVEL)?2A|MSI2A", plain):
            found.append("L2A")
        if len(found) == 1:
            return found[0]
    return None


def _text(item: Item, key: str) -> str | None:
    value = item.properties.get(key)
    return value if isinstance(value, str) else None
