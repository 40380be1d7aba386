"""A STAC Item as far as opening a scene or a DEM needs it.

STAC 1.0 (``eo:bands``, ``raster:bands``) and 1.1 (``bands``); no pystac, because the few fields that matter are read
from catalogues that follow the specification loosely.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlparse
from urllib.request import url2pathname

from l4s_core.base.errors import InputError
from l4s_core.channels.names import band_of_name
from l4s_core.channels.wavelengths import contradicts
from l4s_core.scene.layers import eo_band_name, texts_and_wavelength
from l4s_core.scene.products import named_by_producer
from l4s_core.scene.sensors import is_sentinel2, other_sensor
from l4s_core.scene.stac_file import read_features, split_id

_RESOLUTION = re.compile(r"[_-](10|20|60)m$", re.IGNORECASE)
_ELEVATION_KEYS = ("elevation", "dem", "dsm", "dtm", "data")
_ELEVATION_COLLECTION = re.compile(r"(?<![a-z])(dem|dsm|dtm|srtm|nasadem|elevation|3dep)(?![a-z])", re.IGNORECASE)
_NOT_DATA_ROLES = frozenset({"thumbnail", "overview", "visual", "metadata"})


@dataclass(frozen=True)
class Asset:
    """One file of an item. ``fields`` is the asset's JSON, ``bands`` its band objects, merged from all vocabularies."""

    key: str
    href: str
    fields: Mapping[str, Any]
    bands: tuple[Mapping[str, Any], ...]

    @property
    def band(self) -> str | None:
        """The Sentinel-2 band, if the asset is one single band of reflectance."""
        roles = self.fields.get("roles")
        if isinstance(roles, list) and _NOT_DATA_ROLES & {r for r in roles if isinstance(r, str)}:
            return None
        if len(self.bands) > 1:
            return None
        if self.bands and (name := eo_band_name(dict(self.bands[0]))):
            return name
        if len(self.bands) == 1 and (name := next(filter(None, map(named_by_producer, self.names)), None)):
            return name
        if self.contradiction is not None:
            return None
        return named_by_producer(self._plain_key) or (None if other_sensor(self.key) else band_of_name(self._plain_key))

    @property
    def names(self) -> tuple[str, ...]:
        """What its first band is called; none without band objects."""
        return texts_and_wavelength(dict(self.bands[0]))[0] if self.bands else ()

    @property
    def _plain_key(self) -> str:
        return _RESOLUTION.sub("", self.key.removesuffix("-jp2"))

    @property
    def contradiction(self) -> str | None:
        """What of the name and the wavelength of its band cannot both be Sentinel-2's, None where they can."""
        if len(self.bands) != 1:
            return None
        texts, nm = texts_and_wavelength(dict(self.bands[0]))
        name = next((band for text in (*texts, self._plain_key) if (band := band_of_name(text))), None)
        if name is None or nm is None or not contradicts(name, nm):
            return None
        return f"{name} at {nm:.0f} nm"

    @property
    def is_scl(self) -> bool:
        return _RESOLUTION.sub("", self.key).upper() == "SCL"

    @property
    def resolution_m(self) -> float | None:
        """Pixel size from the fields or the key, None where neither says it."""
        if match := _RESOLUTION.search(self.key):
            return float(match.group(1))
        for place in (self.fields, *self.bands):
            for key in ("gsd", "raster:spatial_resolution", "spatial_resolution"):
                if (value := _number(place.get(key))) is not None:
                    return value
        return None

    def raster_field(self, name: str) -> float | None:
        """``scale`` or ``offset`` of the first band, under the names of STAC 1.0 and 1.1."""
        places = (*self.bands[:1], self.fields)
        for place in places:
            for key in (f"raster:{name}", name):
                if (value := _number(place.get(key))) is not None:
                    return value
        return None


@dataclass(frozen=True)
class Item:
    """``source`` names the item, with ``#ID`` where it is one of several; ``bbox`` is (west, south, east, north) in
    degrees, None where it is not said."""

    id: str
    source: str
    collection: str
    properties: Mapping[str, Any]
    assets: tuple[Asset, ...]
    bbox: tuple[float, float, float, float] | None = None

    @property
    def _platform(self) -> list[str]:
        said = [self.properties.get(key) for key in ("platform", "constellation", "mission", "instruments")]
        words = [" ".join(map(str, value)) if isinstance(value, list) else value for value in said]
        return [word for word in words if isinstance(word, str)]

    @property
    def says_sentinel2(self) -> bool:
        """Whether its platform, collection or identifier is of Sentinel-2."""
        return any(map(is_sentinel2, (*self._platform, self.collection, self.id)))

    @property
    def other_sensor(self) -> str | None:
        """The sensor that the item says it is of, None where that is Sentinel-2's or is not said."""
        texts = self._platform
        if any(map(is_sentinel2, texts)):
            return None
        if not (is_sentinel2(self.collection) or is_sentinel2(self.id)):
            texts += [self.collection, self.id]
        texts += [text for asset in self.assets if len(asset.bands) == 1 for text in asset.names]
        return next(filter(None, map(other_sensor, texts)), None)

    @property
    def is_scene(self) -> bool:
        """Whether it has a band of Sentinel-2."""
        return any(asset.band is not None for asset in self.assets)

    @property
    def elevation(self) -> Asset | None:
        """The asset with heights, if the item is one of a DEM."""
        if self.is_scene:
            return None
        keys = {asset.key.lower(): asset for asset in self.assets}
        for key in _ELEVATION_KEYS:
            # every catalogue has assets named data: what they are, the collection says
            said = key != "data" or self.properties.get("l4s:role") == "dem"
            if key in keys and (said or _ELEVATION_COLLECTION.search(self.collection)):
                return keys[key]
        return None


def read_item(source: str) -> Item:
    """One Item from a path or an http(s) URL; ``items.json#ID`` names one of several.

    Raises
    ------
    InputError
        It cannot be fetched, is no JSON, no STAC Item, or has several and it is not said which.
    """
    items = read_items(source)
    if len(items) != 1:
        address = split_id(source)[0]
        raise InputError(
            f"{source} holds {len(items)} items; say which, such as {address}#{items[0].id}, or give all with "
            "--manifest."
        )
    return items[0]


def read_items(source: str) -> list[Item]:
    """The Item or the ItemCollection of a path or an http(s) URL; ``items.json#ID`` takes one item of it.

    Raises
    ------
    InputError
        It cannot be fetched, is no JSON, no Item or ItemCollection, or has no item of that name.
    """
    address, name = split_id(source)
    features = read_features(address)
    found = [f for f in features if name is None or f.get("id") == name]
    if name is not None and len(found) != 1:
        raise InputError(
            f"{address} has {len(found) or 'no'} items of the name {name} (it has {len(features)} items); name one of "
            "them."
        )
    several = len(features) > 1
    return [item_of(feature, address, is_named=several or name is not None) for feature in found]


def item_of(data: Mapping[str, Any], address: str, *, is_named: bool) -> Item:
    """An Item from its JSON; ``address`` is where that is from, ``is_named`` whether it is one of several there."""
    base = address if address.startswith(("http://", "https://")) else Path(address).absolute()
    name = str(data.get("id") or Path(urlparse(address).path).stem)
    return Item(
        id=name,
        source=f"{address}#{name}" if is_named else address,
        collection=str(data.get("collection") or ""),
        properties=data["properties"],
        assets=tuple(
            Asset(str(key), resolve(str(fields["href"]), base), fields, _bands(fields))
            for key, fields in data["assets"].items()
            if isinstance(fields, dict) and isinstance(fields.get("href"), str)
        ),
        bbox=_bbox(data.get("bbox")),
    )


def _bbox(value: Any) -> tuple[float, float, float, float] | None:
    """Of two dimensions; STAC also allows six numbers, with heights."""
    if not isinstance(value, list) or len(value) not in (4, 6):
        return None
    numbers = [_number(v) for v in value]
    if None in numbers:
        return None
    half = len(numbers) // 2
    west, south, east, north = (n for n in (*numbers[:2], *numbers[half : half + 2]) if n is not None)
    return west, south, east, north


def resolve(href: str, base: str | Path) -> str:
    """What GDAL opens for a link of an item at ``base``: a local path, ``/vsicurl/...`` or ``/vsis3/...``.

    A link that cannot be followed comes back as ``""``: another scheme, a GDAL prefix smuggled in as a path, or, in an
    item from the web, a file of this machine.
    """
    remote = isinstance(base, str)
    if remote and not urlparse(href).scheme:
        href = urljoin(str(base), href)
    parts = urlparse(href)
    if parts.scheme in ("http", "https"):
        return f"/vsicurl/{href}"
    if parts.scheme == "s3":
        return f"/vsis3/{parts.netloc}{parts.path}"
    if remote or href.startswith("/vsi"):
        return ""
    if parts.scheme == "file":
        return url2pathname(parts.path)
    if len(parts.scheme) > 1:  # one letter is a Windows drive
        return ""
    return str((Path(base).parent / href).resolve())


def _bands(fields: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Band objects; ``eo:bands`` and ``raster:bands`` describe the same bands in the same order."""
    lists = [v for key in ("bands", "eo:bands", "raster:bands") if isinstance(v := fields.get(key), list)]
    merged: list[dict[str, Any]] = []
    for entries in lists:
        for i, entry in enumerate(entries):
            if len(merged) <= i:
                merged.append({})
            if isinstance(entry, dict):
                merged[i] = {**entry, **merged[i]}
    return tuple(merged)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
