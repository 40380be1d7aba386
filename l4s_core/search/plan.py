"""Which files of which items are fetched, and what they are called on the disk."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlparse

from l4s_core.base.errors import InputError
from l4s_core.batch.manifest import ROLE
from l4s_core.channels.names import canonical_band
from l4s_core.channels.registry import NATIVE_RESOLUTION_M
from l4s_core.scene.products import LAND_ORDER
from l4s_core.scene.stac import choose_asset
from l4s_core.scene.stac_item import Asset, Item, item_of
from l4s_core.search.addresses import NOWHERE, web_address

SETS: Mapping[str, tuple[str, ...]] = {
    "ten": LAND_ORDER,
    "four": ("B2", "B3", "B4", "B8"),
    "all": tuple(NATIVE_RESOLUTION_M),
}
DEM_FOLDER = "dem"
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # no names for files on Windows
_LONGEST = 100


@dataclass(frozen=True)
class File:
    """An asset to fetch: ``name`` is its path in the folder, with forward slashes."""

    key: str
    name: str
    url: str
    what: str
    size: int | None
    checksum: str | None


@dataclass(frozen=True)
class Planned:
    """An item with the files of it that are wanted."""

    raw: Mapping[str, Any]
    name: str
    is_dem: bool
    collection: str
    files: tuple[File, ...]


def bands_of(text: str) -> tuple[str, ...]:
    """The bands of ``"ten"``, ``"four"``, ``"all"`` or ``"B2,B3,B4"``. Raises InputError for anything else."""
    if text in SETS:
        return SETS[text]
    names = [part.strip() for part in text.split(",") if part.strip()]
    found = [canonical_band(name) for name in names]
    if not found or None in found:
        raise InputError(
            f"--bands {text} names no bands of Sentinel-2; say ten, four, all, or which, such as B2,B3,B4,B8,B11."
        )
    return tuple(dict.fromkeys(band for band in found if band is not None))


def plan(
    features: Sequence[Mapping[str, Any]], source: str, ids: Collection[str], bands: Sequence[str]
) -> list[Planned]:
    """What is fetched of the items of ``source``.

    ``ids``: of the items that are wanted; without any all but those that a search only lists.

    Raises
    ------
    InputError
        An item is not there, is neither a scene nor elevation, or has nothing that can be fetched.
    """
    by_id = {str(feature.get("id")): feature for feature in features}
    if missing := [name for name in ids if name not in by_id]:
        raise InputError(f"{source} has no item {missing[0]}; it has {len(by_id)}, choose of those.")
    wanted = [
        feature
        for name, feature in by_id.items()
        if (name in ids if ids else feature["properties"].get(ROLE) != "other")
    ]
    if not wanted:
        raise InputError(f"{source} holds nothing to fetch; say which items with --id.")
    used: set[str] = {DEM_FOLDER}
    return [_planned(feature, source, bands, used) for feature in wanted]


def file_name(text: str) -> str:
    """A plain name of a file for whatever an item is called."""
    plain = re.sub(r"[^0-9A-Za-z._-]+", "_", text)[:_LONGEST].strip("._-") or "scene"
    return f"{plain}_" if _DEVICES.fullmatch(plain) else plain


def _planned(raw: Mapping[str, Any], source: str, bands: Sequence[str], used: set[str]) -> Planned:
    item = item_of(raw, _address(raw, source), is_named=True)
    name = free = file_name(item.id)
    number = 1
    while free.lower() in used:
        number += 1
        free = f"{name}_{number}"
    used.add(free.lower())
    if (heights := item.elevation) is not None:
        files: tuple[File, ...] = (_file(item, heights, f"{DEM_FOLDER}/{free}{_ending(heights)}", "elevation"),)
        return Planned(raw, free, True, item.collection, files)
    chosen: list[tuple[str, Asset]] = []
    for band in bands:
        assets = [asset for asset in item.assets if asset.band == band]
        if assets:
            chosen.append((band, choose_asset(item, band, assets)))
    if not chosen:
        raise InputError(f"Item {item.id} of {source} has none of the bands {', '.join(bands)}; take it out.")
    classes = sorted((a for a in item.assets if a.is_scl and a.href), key=lambda a: a.resolution_m or 20)
    files = tuple(
        _file(item, asset, f"{free}/B{band[1:].zfill(2)}{_ending(asset)}", f"band {band}") for band, asset in chosen
    )
    if classes:
        files += (_file(item, classes[0], f"{free}/SCL{_ending(classes[0])}", "its classes"),)
    return Planned(raw, free, False, item.collection, files)


def _address(raw: Mapping[str, Any], source: str) -> str:
    """What links of an item are relative to: an address on the web, so that none of them is a file of this machine."""
    links = raw.get("links")
    for link in links if isinstance(links, list) else []:
        if (
            isinstance(link, dict)
            and link.get("rel") == "self"
            and str(link.get("href")).startswith(("http:", "https:"))
        ):
            return str(link["href"])
    return source if source.startswith(("http://", "https://")) else f"https://item{NOWHERE}/"


def _file(item: Item, asset: Asset, name: str, what: str) -> File:
    size, checksum = asset.fields.get("file:size"), asset.fields.get("file:checksum")
    return File(
        key=asset.key,
        name=name,
        url=web_address(item, asset),
        what=f"{what} of {item.id}",
        size=size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else None,
        checksum=checksum if isinstance(checksum, str) else None,
    )


def _ending(asset: Asset) -> str:
    ending = PurePosixPath(urlparse(asset.href).path).suffix.lower()
    return ".jp2" if ending == ".jp2" else ".tif"


def item_on_disk(planned: Planned, folder: Path, base: Path, more: Mapping[str, Any]) -> dict[str, Any]:
    """The item as it lies in ``folder``: its links are relative to ``base``, and it has only the files there."""
    assets = planned.raw["assets"]
    kept = {}
    for file in planned.files:
        path = folder / file.name
        fields = {key: value for key, value in assets[file.key].items() if key not in ("alternate", "storage:refs")}
        kept[file.key] = {**fields, "href": f"./{path.relative_to(base).as_posix()}"}
    return {
        **{key: planned.raw[key] for key in planned.raw if key != "links"},
        "links": [],
        "assets": kept,
        "properties": {**planned.raw["properties"], **more},
    }
