"""Public catalogues of Sentinel-2 that can be searched: addresses, and what is peculiar to each."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlparse

EARTH_SEARCH = "https://earth-search.aws.element84.com/v1"
LEVELS = ("L2A", "L1C")


@dataclass(frozen=True)
class Catalogue:
    """A STAC API.

    Attributes
    ----------
    levels : of the scenes that it has.
    dem_address : of the catalogue with the elevation, None where it is the same.
    account_hosts : servers that an account for it may be shown to; those below them count too.
    needs_account : for the files; to search is free everywhere.
    """

    name: str
    address: str
    levels: tuple[str, ...] = LEVELS
    dem_address: str | None = None
    account_hosts: tuple[str, ...] = ()
    needs_account: bool = False


KNOWN = (
    Catalogue("Earth Search (Element 84)", EARTH_SEARCH, levels=("L2A",)),
    Catalogue("Planetary Computer", "https://planetarycomputer.microsoft.com/api/stac/v1", levels=("L2A",)),
    Catalogue(
        "Copernicus Data Space",
        "https://stac.dataspace.copernicus.eu/v1",
        dem_address=EARTH_SEARCH,
        account_hosts=("dataspace.copernicus.eu",),
        needs_account=True,
    ),
)


def catalogue_of(text: str) -> Catalogue:
    """The catalogue of a name in the list or of an address that was typed."""
    text = text.strip()
    for one in KNOWN:
        if text in (one.name, one.address):
            return one
    host = urlparse(text).hostname or ""
    return Catalogue(text, text, account_hosts=(host,) if host else ())


def is_address(text: str) -> bool:
    """Whether it can be asked at all."""
    parts = urlparse(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)
