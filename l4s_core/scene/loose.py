"""A Scene from rasters that come without a product around them: band files, a multi-band raster, STAC assets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePath

from odc.geo.geobox import GeoBox

from l4s_core.base.decisions import Decision
from l4s_core.base.errors import InputError
from l4s_core.channels.registry import SENTINEL2_BANDS
from l4s_core.rasters.header import BandHeader, RasterHeader, refuse_8bit, require_grid, shown
from l4s_core.scene.cirrus import refuse_thermal
from l4s_core.scene.claims import no_offset_by_name
from l4s_core.scene.level import level_of_files
from l4s_core.scene.types import Asked, BandSource, ClassSource, Level, Scene, SceneKind
from l4s_core.values.declared import declared_nodata
from l4s_core.values.settle import settle_reflectance
from l4s_core.values.types import Declared, Meaning, StoredBand

_QUANTIFICATION = 10000.0


@dataclass(frozen=True)
class Claim:
    """What some metadata says about a band: DN to add (None: nothing said), DN per unit of reflectance, and who."""

    offset: float | None
    quantification: float | None
    said_by: str


@dataclass(frozen=True)
class LooseBand:
    """One band found in a raster."""

    name: str
    header: RasterHeader
    band: BandHeader
    claim: Claim | None = None

    @property
    def what(self) -> str:
        return f"band {self.name}"


def header_claim(header: RasterHeader, position: int) -> Claim | None:
    """Scale and offset in the file itself. A scale with no offset says nothing about the 1000 that may be added."""
    band = header.bands[position]
    if not 0 < band.scale < 1:
        return None
    offset = band.offset / band.scale if band.offset else None
    return Claim(offset, round(1 / band.scale, 6), f"the scale in {Path(shown(header.path)).name}")


@dataclass(frozen=True)
class Known:
    """What is known of the scene besides its bands."""

    name: str
    source: str
    kind: SceneKind
    level: Level | None = None
    level_from: str | None = None
    baseline: str | None = None
    sensing_time: datetime | None = None
    cloud_classes: ClassSource | None = None
    sun_azimuth_deg: float | None = None
    sun_zenith_deg: float | None = None
    notes: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()


def loose_scene(found: Sequence[LooseBand], known: Known, asked: Asked) -> Scene:
    """Check the bands against each other, settle scale, offset, fills and level, and say so in the decisions.

    Raises
    ------
    InputError
        8-bit pictures, no georeference, different CRS, bands of different places, a file that cannot be decoded, and
        what `settle_reflectance` refuses or asks.
    """
    grid = _common_grid(found)
    ordered = sorted(found, key=lambda b: SENTINEL2_BANDS.index(b.name))
    meanings = settle_reflectance(_with_names(list(map(_stored, ordered)), known), asked.values, known.source)
    sources = {band.name: _source(band, meanings[band.name]) for band in ordered}
    if asked.pixels:
        refuse_thermal(sources, known.source, f"leave B10 out with --{asked.prefix}bands if this one is")
    settled, about_level = _settle_level(known, sources, asked)
    decisions = (*known.decisions, *next(iter(meanings.values())).decisions, about_level)
    return Scene(
        name=known.name,
        source=known.source,
        kind=known.kind,
        bands=sources,
        grid=grid,
        level=settled,
        baseline=known.baseline,
        sensing_time=known.sensing_time,
        cloud_classes=known.cloud_classes,
        sun_azimuth_deg=known.sun_azimuth_deg,
        sun_zenith_deg=known.sun_zenith_deg,
        decisions=decisions,
        notes=(*known.notes, *(decision.sentence for decision in decisions if not _is_usual(decision))),
    )


def _is_usual(decision: Decision) -> bool:
    """Whether it needs no word: values x 10000, as in every product."""
    return (decision.subject, decision.value) == ("scale", f"x {_QUANTIFICATION:g}")


def _stored(found: LooseBand) -> StoredBand:
    nodata = declared_nodata(found.band)
    claim = found.claim
    if claim is None:
        return StoredBand(found.name, found.header.path, found.band.index, Declared(nodata=nodata))
    unit = claim.quantification or _QUANTIFICATION
    said = Declared(
        scale=None if claim.quantification is None else 1 / unit,
        offset=None if claim.offset is None else claim.offset / unit,
        nodata=nodata,
        said_by=claim.said_by,
    )
    return StoredBand(found.name, found.header.path, found.band.index, said)


def _with_names(bands: list[StoredBand], known: Known) -> list[StoredBand]:
    """The same with what names say of the offset, where nothing else says it."""
    if any(band.declared.offset is not None for band in bands):
        return bands
    said_by = no_offset_by_name([known.name, *(PurePath(shown(band.path)).name for band in bands)])
    if said_by is None:
        return bands
    return [
        replace(band, declared=replace(band.declared, offset=0.0, said_by=band.declared.said_by or said_by))
        for band in bands
    ]


def _source(found: LooseBand, meaning: Meaning) -> BandSource:
    unit = round(1 / meaning.scale, 6)
    return BandSource(
        name=found.name,
        path=found.header.path,
        index=found.band.index,
        offset=round(meaning.offset * unit, 6) or 0.0,
        quantification=unit,
        nodata=meaning.nodata,
    )


def _common_grid(found: Sequence[LooseBand]) -> GeoBox:
    """The finest band's grid, after all bands proved to be of one CRS and one place."""
    grids = {}
    for band in found:
        refuse_8bit(band.header, band.what)
        grids[band.name] = require_grid(band.header, band.what)
    finest = min(found, key=lambda b: abs(grids[b.name].resolution.x * grids[b.name].resolution.y))
    grid = grids[finest.name]
    for band in found:
        other = grids[band.name]
        if other.crs != grid.crs:
            raise InputError(
                f"{shown(band.header.path)} ({band.what}) is in {_crs_words(other)} and {shown(finest.header.path)} "
                f"({finest.what}) in {_crs_words(grid)}; all bands of a scene must share one coordinate system, "
                "reproject one of them."
            )
        if not other.extent.intersects(grid.extent):
            raise InputError(
                f"{shown(band.header.path)} ({band.what}) does not lie where {shown(finest.header.path)} "
                f"({finest.what}) lies; give bands of one scene."
            )
    return grid


def _settle_level(known: Known, bands: Mapping[str, BandSource], asked: Asked) -> tuple[Level | None, Decision]:
    option = f"{asked.prefix}level"
    given = asked.level
    if given is not None:
        against = known.level is not None and known.level != given
        reason = f"as given, although {known.level_from} says {known.level}" if against else "as given"
        return given, Decision("level", given, reason, "given", option)
    if known.level is not None:
        return known.level, Decision("level", known.level, known.level_from or "stated", "stated", option)
    if "B10" in bands:
        return "L1C", Decision("level", "L1C", "only that has B10", "sure", option)
    if known.cloud_classes is not None and known.cloud_classes.kind == "SCL":
        return "L2A", Decision("level", "L2A", "only that has a scene classification", "sure", option)
    if not asked.pixels:
        return None, Decision("level", "not known, L1C or L2A", "nothing says it", "assumed", option)
    # what the values speak for is said, but it is nobody's word: a model of the other level is not refused for it
    found = level_of_files(bands)
    unknown = found.value == "not known"
    value = "not known, L1C or L2A" if unknown else found.value
    reason = f"nothing says it; {found.reason}"
    return None, Decision("level", value, reason, "assumed" if unknown else "likely", option)


def _crs_words(grid: GeoBox) -> str:
    epsg = None if grid.crs is None else grid.crs.epsg
    return f"EPSG:{epsg}" if epsg else str(grid.crs)[:60]
