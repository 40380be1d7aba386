"""Names inside a Sentinel-2 product: tile, product, granule, image files (compact naming, from December 2016 on).

Source: Sentinel-2 Products Specification Document, issue 14.9, sections 3.4 and 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.channels.registry import NATIVE_RESOLUTION_M
from l4s_core.scene.types import Level

_COLUMN_LETTERS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROW_LETTERS = "ABCDEFGHJKLMNPQRSTUV"
_LATITUDE_BANDS = "CDEFGHJKLMNPQRSTUVWXX"


@dataclass(frozen=True)
class ProductNames:
    """All names of one product that has a single granule."""

    level: Level
    baseline: str
    tile: str
    sensing: datetime
    generated: datetime
    relative_orbit: int
    absolute_orbit: int

    @property
    def product(self) -> str:
        """``S2A_MSIL2A_20230823T024551_N0509_R132_T51QUG_20230823T064551`` (without ``.SAFE``)."""
        return (
            f"S2A_MSI{self.level}_{_stamp(self.sensing)}_N{self.baseline.replace('.', '')}"
            f"_R{self.relative_orbit:03d}_T{self.tile}_{_stamp(self.generated)}"
        )

    @property
    def granule(self) -> str:
        """Folder under ``GRANULE/``."""
        return f"{self.level}_T{self.tile}_A{self.absolute_orbit:06d}_{_stamp(self.sensing)}"

    @property
    def metadata(self) -> str:
        """The product's own XML file."""
        return f"MTD_MSI{self.level}.xml"

    def long_id(self, kind: str) -> str:
        """Identifiers inside the XML: ``kind`` is ``TL`` (tile) or ``DS`` (datastrip)."""
        middle = f"A{self.absolute_orbit:06d}_T{self.tile}" if kind == "TL" else f"S{_stamp(self.sensing)}"
        return f"S2A_OPER_MSI_{self.level}_{kind}_2APS_{_stamp(self.generated)}_{middle}_N{self.baseline}"

    def image(self, name: str, resolution_m: int) -> str:
        """Path of an image from the product folder, without extension; ``name`` is ``B2``, ``B8A``, ``SCL`` ..."""
        short = f"B{int(name[1:]):02d}" if name[1:].isdigit() else name
        stem = f"T{self.tile}_{_stamp(self.sensing)}_{short}"
        if self.level == "L1C":
            return f"GRANULE/{self.granule}/IMG_DATA/{stem}"
        return f"GRANULE/{self.granule}/IMG_DATA/R{resolution_m}m/{stem}_{resolution_m}m"


def product_names(grid: GeoBox, level: Level, baseline: str, sensing_time: datetime) -> ProductNames:
    """Names for a product on ``grid``; orbit 132 and a processing time of four hours later are made up."""
    return ProductNames(
        level=level,
        baseline=baseline,
        tile=mgrs_tile(grid),
        sensing=sensing_time,
        generated=sensing_time + timedelta(hours=4),
        relative_orbit=132,
        absolute_orbit=42660,
    )


def native_resolution_m(name: str) -> int:
    """10, 20 or 60."""
    return round(NATIVE_RESOLUTION_M[name])


def mgrs_tile(grid: GeoBox) -> str:
    """The 100 km square of the military grid under the middle of ``grid``: ``"25TEK"``.

    Raises
    ------
    InputError
        The grid is not in a WGS 84 / UTM zone, as every Sentinel-2 tile is.
    """
    epsg = grid.crs.epsg if grid.crs is not None else None
    if epsg is None or not (32601 <= epsg <= 32660 or 32701 <= epsg <= 32760):
        raise InputError(f"A Sentinel-2 product lies in a WGS 84 / UTM zone, not in {grid.crs}; choose such a grid.")
    zone = epsg % 100
    box = grid.extent.boundingbox
    east, north = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    latitude = grid.extent.centroid.to_crs("EPSG:4326").coords[0][1]
    column = _COLUMN_LETTERS[(zone - 1) % 3][min(max(int(east // 100_000) - 1, 0), 7)]
    row = _ROW_LETTERS[(int(north // 100_000) + (0 if zone % 2 else 5)) % 20]
    band = _LATITUDE_BANDS[min(max(int((latitude + 80) // 8), 0), 20)]
    return f"{zone:02d}{band}{column}{row}"


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S")
