"""The products that Sentinel-2 scenes are kept in besides SAFE: how each names its files and its bands.

A new product is a row in `PRODUCTS`; docs/bands.md has a row for each, which a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from l4s_core.scene.types import Level

_SIGNS = re.compile(r"[\W_]+")
L2A_ORDER = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B11", "B12")
L1C_ORDER = (*L2A_ORDER[:10], "B10", *L2A_ORDER[10:])
LAND_ORDER = ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12")
_FORCE_NAMES = {
    "ultrablue": "B1", "blue": "B2", "green": "B3", "red": "B4", "rededge1": "B5", "rededge2": "B6", "rededge3": "B7",
    "broadnir": "B8", "nir": "B8A", "wvp": "B9", "cirrus": "B10", "swir1": "B11", "swir2": "B12", "blu": "B2",
    "grn": "B3", "re1": "B5", "re2": "B6", "re3": "B7", "bnr": "B8", "sw1": "B11", "sw2": "B12",
}  # fmt: skip
_DEA_NAMES = {
    "coastalaerosol": "B1", "blue": "B2", "green": "B3", "red": "B4", "rededge1": "B5", "rededge2": "B6",
    "rededge3": "B7", "nir1": "B8", "nir2": "B8A", "swir2": "B11", "swir3": "B12",
}  # fmt: skip
_DEA_PREFIXES = ("nbart", "nbar", "lambertian")
_DEA = {prefix + name: band for prefix in _DEA_PREFIXES for name, band in _DEA_NAMES.items()}


@dataclass(frozen=True)
class Product:
    """How one producer names things.

    Attributes
    ----------
    title : as people call it.
    file : matches the names of its files or of the folder they are in; None where only names of bands tell.
    names : folded name of a band -> band of Sentinel-2.
    tells : folded names that only this product has; `names` count where one of them is there or `file` matches.
    own : folded names that no other producer has, but another sensor's product of this one.
    foreign : folded names that only another sensor's product of this producer has -> that sensor.
    order : number of bands -> what they are, for files that do not describe them.
    level : of its reflectance, None where both occur.
    kinds : words in file names for kinds of reflectance of one band, the one to take first.
    """

    title: str
    file: re.Pattern[str] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    tells: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    foreign: Mapping[str, str] = field(default_factory=dict)
    order: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    level: Level | None = None
    kinds: tuple[str, ...] = ()


def _named(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _without(order: tuple[str, ...], *bands: str) -> tuple[str, ...]:
    return tuple(band for band in order if band not in bands)


PRODUCTS: tuple[Product, ...] = (
    Product(
        "FORCE BOA",
        _named(r"\d{8}_LEVEL\d_SEN2[A-L]_BOA"),
        _FORCE_NAMES,
        frozenset({"broadnir", "bnr"}),
        order={10: LAND_ORDER},
        level="L2A",
    ),
    Product("FORCE TOA", _named(r"\d{8}_LEVEL\d_SEN2[A-L]_TOA"), _FORCE_NAMES, order={10: LAND_ORDER}, level="L1C"),
    # sen2r keeps B8 where pixels are of 10 m and B8A where they are coarser
    Product(
        "sen2r BOA", _named(r"S2[A-D]2A_\d{8}_\d{3}_\w*_BOA_10"), order={11: _without(L2A_ORDER, "B8A")}, level="L2A"
    ),
    Product(
        "sen2r BOA", _named(r"S2[A-D]2A_\d{8}_\d{3}_\w*_BOA_[26]0"), order={11: _without(L2A_ORDER, "B8")}, level="L2A"
    ),
    Product(
        "sen2r TOA", _named(r"S2[A-D]1C_\d{8}_\d{3}_\w*_TOA_10"), order={12: _without(L1C_ORDER, "B8A")}, level="L1C"
    ),
    Product(
        "sen2r TOA", _named(r"S2[A-D]1C_\d{8}_\d{3}_\w*_TOA_[26]0"), order={12: _without(L1C_ORDER, "B8")}, level="L1C"
    ),
    Product(
        "Digital Earth Australia ARD",
        _named(r"ga_s2[a-d]m_"),
        _DEA,
        # blue, green, red and swir_2 (of another wavelength) are Landsat's too
        frozenset({name for name in _DEA if name.endswith(("nir1", "nir2", "swir3")) or "rededge" in name}),
        frozenset(_DEA),
        {prefix + name: "Landsat" for prefix in _DEA_PREFIXES for name in ("swir1", "nir", "panchromatic")},
        level="L2A",
    ),
    Product("HLS S30", _named(r"HLS[._]S30[._]"), level="L2A"),
    Product("Theia / MAJA", _named(r"SENTINEL2[A-D]_\d{8}-\d{6}-\d{3}_L2A_"), level="L2A", kinds=("FRE", "SRE")),
)


def folded(text: str) -> str:
    """``"NBART red-edge_1"`` -> ``"nbartrededge1"``."""
    return _SIGNS.sub("", text).lower()


def named_by_producer(text: str) -> str | None:
    """The band of a name that only one producer gives: ``"nbart_swir_3"`` -> B12, and ``"nbart_blue"`` with its kin."""
    name = folded(text)
    return next((p.names[name] for p in PRODUCTS if name in p.names and (name in p.tells or name in p.own)), None)


def product_of(names: Iterable[str | None], stems: Iterable[str]) -> Product | None:
    """Whose product it is by names of files and folders, else by names of bands that only one has."""
    stems = tuple(stems)
    by_file = (p for p in PRODUCTS if p.file is not None and any(p.file.search(stem) for stem in stems))
    if (found := next(by_file, None)) is not None:
        return found
    seen = {folded(name) for name in names if name}
    return next((product for product in PRODUCTS if product.tells & seen), None)


def foreign_name(names: Iterable[str | None]) -> tuple[str, str] | None:
    """A name of a band that a producer gives to another sensor's only, and that sensor."""
    for name in filter(None, names):
        for product in PRODUCTS:
            if sensor := product.foreign.get(folded(name)):
                return name, sensor
    return None
