"""A Scene from rasters that come without a product around them: band files, a multi-band raster, STAC assets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.channels.registry import SENTINEL2_BANDS
from l4s_core.rasters.header import BandHeader, RasterHeader, nodata_of, refuse_8bit, require_grid, shown
from l4s_core.scene.offset import OffsetFinding, detect_offset, sample_values
from l4s_core.scene.types import BandSource, ClassSource, Level, Scene, SceneKind

_UNIT_REFLECTANCE_MAX = 2.0  # bright cloud reaches about 1.6
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


def loose_scene(found: Sequence[LooseBand], known: Known, *, offset: float | None, level: Level | None) -> Scene:
    """Check the bands against each other, settle scale, offset and level, and say so in the notes.

    Raises
    ------
    InputError
        8-bit pictures, no georeference, different CRS, bands of different places, a file that cannot be decoded.
    """
    grid = _common_grid(found)
    sources = {band.name: _source(band) for band in sorted(found, key=lambda b: SENTINEL2_BANDS.index(b.name))}
    notes = list(known.notes)
    sources, unit_note = _unit_reflectance(found, sources)
    if unit_note:
        notes.append(unit_note)
    offsets, offset_note = _settle_offset(found, sources, offset, known.source)
    notes.append(offset_note)
    settled, level_note = _settle_level(known, sources, level)
    notes.append(level_note)
    return Scene(
        name=known.name,
        source=known.source,
        kind=known.kind,
        bands={name: replace(source, offset=offsets[name]) for name, source in sources.items()},
        grid=grid,
        level=settled,
        baseline=known.baseline,
        sensing_time=known.sensing_time,
        cloud_classes=known.cloud_classes,
        sun_azimuth_deg=known.sun_azimuth_deg,
        sun_zenith_deg=known.sun_zenith_deg,
        notes=tuple(notes),
    )


def _source(found: LooseBand) -> BandSource:
    return BandSource(
        name=found.name,
        path=found.header.path,
        index=found.band.index,
        quantification=(found.claim.quantification if found.claim else None) or _QUANTIFICATION,
        nodata=nodata_of(found.band),
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


def _unit_reflectance(
    found: Sequence[LooseBand], sources: Mapping[str, BandSource]
) -> tuple[dict[str, BandSource], str | None]:
    """Floating-point rasters may hold 0..1 instead of x 10000; the largest values tell."""
    open_question = [b.name for b in found if b.band.is_float and not (b.claim and b.claim.quantification)]
    if not open_question:
        return dict(sources), None
    largest = 0.0
    for name in open_question:
        values = sample_values(sources[name])
        if values.size:
            largest = max(largest, float(np.percentile(values, 99.9)))
        if largest > _UNIT_REFLECTANCE_MAX:
            return dict(sources), None
    unit = {n: replace(s, quantification=1.0) if n in open_question else s for n, s in sources.items()}
    return unit, f"Values are reflectance from 0 to 1 (largest {largest:.2f}), taken times 10000."


UNTOLD_OFFSET = "Whether 1000 is added to the values could not be told from them"
"""How the note of a scene begins whose offset was assumed."""


def _settle_offset(
    found: Sequence[LooseBand], sources: Mapping[str, BandSource], given: float | None, source: str
) -> tuple[dict[str, float], str]:
    """Offset by band and the sentence that says where it is from.

    What is given counts first. What metadata claims is checked against the pixels, because catalogues are known to be
    wrong about it in both directions (Element84/earth-search issues 66 and 71); clear pixels outweigh them.
    """
    if given is not None:
        return dict.fromkeys(sources, given), f"Offset {given:g} as given."
    claims = {b.name: b.claim.offset for b in found if b.claim is not None and b.claim.offset is not None}
    said_by = ", ".join(sorted({b.claim.said_by for b in found if b.claim is not None and b.name in claims}))
    dn = [s for s in sources.values() if s.quantification == _QUANTIFICATION]
    if not dn:
        if len(claims) == len(sources):
            return claims, f"Offset {_words(claims)} as {said_by} says."
        return dict.fromkeys(sources, 0.0), "Offset 0: the values are reflectance already."
    finding = detect_offset(dn)
    if finding.darkest and finding.largest <= 255:
        raise InputError(
            f"{source} has no value above {finding.largest:.0f}: it is an 8-bit picture stored in a wider type, not "
            "reflectance; give the bands themselves."
        )
    if len(claims) == len(sources):
        return _weigh(claims, said_by, finding)
    if finding.offset is None:
        return dict.fromkeys(sources, 0.0), (
            f"{UNTOLD_OFFSET} ({finding.evidence}); took none. Say "
            "--offset -1000 if the scene was processed with baseline 04.00 or later (from 2022 on)."
        )
    return dict.fromkeys(sources, finding.offset), _detected(finding)


def _weigh(claims: Mapping[str, float], said_by: str, finding: OffsetFinding) -> tuple[dict[str, float], str]:
    if finding.offset is None or all(abs(claim - finding.offset) < 50 for claim in claims.values()):
        return dict(claims), f"Offset {_words(claims)} as {said_by} says ({finding.evidence})."
    return dict.fromkeys(claims, finding.offset), (
        f"{_detected(finding)} ({said_by} says {_words(claims)}, which the values contradict.)"
    )


def _detected(finding: OffsetFinding) -> str:
    return (
        f"Offset {finding.offset:g} detected from the values ({finding.evidence}); say --offset if that is not right."
    )


def _words(offsets: Mapping[str, float]) -> str:
    return ", ".join(f"{v:g}" for v in sorted(set(offsets.values())))


def _settle_level(known: Known, sources: Mapping[str, BandSource], given: Level | None) -> tuple[Level | None, str]:
    if given is not None:
        if known.level is not None and known.level != given:
            return given, f"Level {given} as given, although {known.level_from} says {known.level}."
        return given, f"Level {given} as given."
    if known.level is not None:
        return known.level, f"Level {known.level} ({known.level_from})."
    if "B10" in sources:
        return "L1C", "Level L1C, because only that has B10."
    if known.cloud_classes is not None and known.cloud_classes.kind == "SCL":
        return "L2A", "Level L2A, because only that has a scene classification."
    return None, "The processing level (L1C or L2A) is not known; say it with --level."


def _crs_words(grid: GeoBox) -> str:
    epsg = None if grid.crs is None else grid.crs.epsg
    return f"EPSG:{epsg}" if epsg else str(grid.crs)[:60]
