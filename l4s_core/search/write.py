"""What was found as a manifest: an ItemCollection, or a table of scenes with the ItemCollection beside it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlparse

from l4s_core.base.errors import InputError
from l4s_core.base.event import Event
from l4s_core.base.outputs import check_outputs
from l4s_core.base.partial import partial_folder
from l4s_core.base.stamp import software, utc_now
from l4s_core.batch.manifest import BEFORE, EVENT, ROLE
from l4s_core.scene.products import LAND_ORDER
from l4s_core.scene.stac_item import Asset, item_of
from l4s_core.search.choose import share_of
from l4s_core.search.find import Found, Question
from l4s_core.search.own_network import is_plainly_local, server_of

_SCHEMES = ("http", "https", "s3")  # a link to a file of this machine has no business in an answer from the web


def output_files(output: str | Path, overwrite: bool) -> tuple[Path, Path | None]:
    """The ItemCollection and, if ``output`` is a table, the table: both are written.

    Raises InputError for another ending and what `check_outputs` refuses.
    """
    path = Path(output)
    ending = path.suffix.lower()
    if ending not in (".json", ".geojson", ".csv"):
        raise InputError(f"What is found is written as .json or .csv, not as {path.name}; rename it.")
    items = path.with_suffix(".items.json") if ending == ".csv" else path
    table = path if ending == ".csv" else None
    check_outputs([items, table], overwrite=overwrite)
    return items, table


def collection_of(found: Found, question: Question, *, listed: bool = False) -> dict[str, Any]:
    """The ItemCollection: scenes with their role, the scene before and the event in their properties, and terrain.

    ``listed``: all scenes that are clear enough are in it, with what a table of them shows (`FACTS`); those that were
    not chosen have the role ``other``.
    """
    features: dict[str, dict[str, Any]] = {}
    for pair in found.pairs:
        more: dict[str, Any] = {ROLE: "post"}
        if pair.pre is not None:
            more[BEFORE] = pair.pre.id
            features[pair.pre.id] = _feature(pair.pre.raw, {ROLE: "pre"})
        features[pair.post.id] = _feature(pair.post.raw, more | _event(question.event))
    if listed:
        features = _listed(found, question, features)
    for dem in found.dems:
        features[str(dem["id"])] = _feature(dem, {ROLE: "dem"})
    known = {server_of(address) for address in (question.stac, question.dem_stac or "")}
    for feature in features.values():
        feature["assets"] = {key: one for key, one in feature["assets"].items() if _may_be_read(one["href"], known)}
    return {
        "type": "FeatureCollection",
        "features": list(features.values()),
        "l4s:search": {"software": software(), "utc": utc_now(), "stac": question.stac},
    }


FACTS = ("l4s:when", "l4s:tile", "l4s:cloud", "l4s:cover", "l4s:bytes")


def _listed(found: Found, question: Question, chosen: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """All scenes in the order of time, chosen ones as they are."""
    features: dict[str, dict[str, Any]] = {}
    for when, scenes in (("before", found.before), ("after", found.after)):
        for one in scenes:
            feature = chosen.get(one.id) or _feature(one.raw, {ROLE: "other"})
            told = (when, one.tile, one.cloud, round(share_of(one, question.place.geometry), 4), _bytes_of(feature))
            feature["properties"] |= dict(zip(FACTS, told, strict=True))
            features[one.id] = feature
    return features


def _bytes_of(feature: Mapping[str, Any]) -> int | None:
    """What `l4s fetch` would fetch of a scene by itself; None where the catalogue does not say it."""
    wanted = [asset for asset in _assets_read(feature) if asset.band in LAND_ORDER]
    sizes = [size for asset in wanted if isinstance(size := asset.fields.get("file:size"), int)]
    return sum(sizes) if sizes and len(sizes) == len(wanted) else None


def write_found(collection: Mapping[str, Any], items: Path, table: Path | None) -> None:
    """Write both files, each complete or not at all, the table last."""
    last = table or items
    with partial_folder(last) as folder:
        (folder / items.name).write_text(json.dumps(collection, indent=1, ensure_ascii=False), encoding="utf-8")
        if table is not None:
            (folder / table.name).write_text(_table(collection, items.name), encoding="utf-8", newline="")


def download_bytes(collection: Mapping[str, Any]) -> int | None:
    """Size of the bands of the scenes to map and of the terrain, None where the catalogue does not say it."""
    sizes: list[Any] = [
        asset.fields.get("file:size")
        for feature in collection["features"]
        if feature["properties"].get(ROLE) not in ("pre", "other")
        for asset in _assets_read(feature)
    ]
    if not sizes or not all(isinstance(size, int) for size in sizes):
        return None
    return int(sum(sizes))


def _assets_read(feature: Mapping[str, Any]) -> list[Asset]:
    item = item_of(feature, "https://example.invalid/", is_named=False)
    if item.elevation is not None:
        return [item.elevation]
    bands: dict[str, Asset] = {}
    for asset in item.assets:
        # a band may be there as GeoTIFF and as JPEG 2000, and coarser: the first is the one that is read, or like it
        if asset.band is not None:
            bands.setdefault(asset.band, asset)
    return list(bands.values())


def _may_be_read(href: str, known: Collection[str]) -> bool:
    """Not a server of the own network, unless it is the one that was asked."""
    parts = urlparse(href)
    return parts.scheme == "s3" or server_of(href) in known or not is_plainly_local(parts.hostname or "localhost")


def _event(event: Event) -> dict[str, str]:
    values = {key: getattr(event, field) for field, key in EVENT.items()}
    return {key: value for key, value in values.items() if value is not None}


def _feature(raw: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """An item as it is kept: complete addresses, only those that can be read over the web."""
    links = [link for link in raw.get("links") or () if isinstance(link, Mapping) and link.get("rel") == "self"]
    base = next((str(link["href"]) for link in links if isinstance(link.get("href"), str)), "")
    assets = {}
    for key, asset in (raw.get("assets") or {}).items():
        if not isinstance(asset, Mapping) or not isinstance(asset.get("href"), str):
            continue
        href = urljoin(base, asset["href"])
        if urlparse(href).scheme in _SCHEMES:
            assets[key] = {**asset, "href": href}
    return {**raw, "links": links, "assets": assets, "properties": {**raw["properties"], **more}}


def _table(collection: Mapping[str, Any], items: str) -> str:
    """The same as `batch.manifest` reads it; scenes are named by the ItemCollection beside the table."""
    features = collection["features"]
    has_dem = any(feature["properties"].get(ROLE) == "dem" for feature in features)
    text = io.StringIO(newline="")
    out = csv.writer(text)
    out.writerow(["scene", "dem", "pre", *EVENT])
    for feature in features:
        properties = feature["properties"]
        if properties.get(ROLE) != "post":
            continue
        before = properties.get(BEFORE)
        out.writerow(
            [
                f"{items}#{feature['id']}",
                items if has_dem else "",
                "" if before is None else f"{items}#{before}",
                *(properties.get(key, "") for key in EVENT.values()),
            ]
        )
    return text.getvalue()
