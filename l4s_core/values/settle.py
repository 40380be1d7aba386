"""Scale, offset and nodata of all bands of a scene: what is given counts first, then metadata, then clear values.

Metadata is checked against the values, because catalogues are known to be wrong about the offset in both directions
(Element84/earth-search issues 66 and 71) and files keep a scale that was applied already. Where the values leave no
doubt about the offset they outweigh it; a scale that contradicts them is asked. So is whatever nothing tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.base.decisions import Decision
from l4s_core.base.errors import InputError
from l4s_core.values.fill import fill_decision, find_fills
from l4s_core.values.lattice import is_stretched_picture
from l4s_core.values.offset import OFFSET_DN, OffsetFinding, added_to_some, tell_offset
from l4s_core.values.sample import Sample, sample_bands
from l4s_core.values.scale import BandValues, as_read, problem, speaks_against, tell_scale, uneven
from l4s_core.values.types import GivenValues, Meaning, StoredBand

_DN = 10000.0  # reflectance 1 in Sentinel-2 products
_FEWEST_PX = 100
_NO_GROUND = 5.0  # reflectance
_SAME_OFFSET = 0.005  # reflectance
_PARTS = 4  # along each side, of a scene that is looked at as a whole
_FEWEST_PARTS = 2
_LOWEST_DN = -2000.0  # fills such as -9999 are below anything that a sensor or an offset can give


def settle_reflectance(bands: Sequence[StoredBand], given: GivenValues, source: str) -> dict[str, Meaning]:
    """What the stored values of each band mean, by name; all carry the decisions of the whole scene.

    Raises
    ------
    InputError
        Values that are no reflectance, contradict what metadata says, or tell too little: the sentence names the
        option. A file cannot be decoded.
    """
    return _Scene(bands, given, source).settled()


@dataclass
class _Scene:
    bands: Sequence[StoredBand]
    given: GivenValues
    source: str

    def settled(self) -> dict[str, Meaning]:
        nodata = {band.name: band.declared.nodata or (0.0,) for band in self.bands}
        if not self.given.pixels:
            return self._unread(nodata)
        samples = {name: sample.without((0.0,)) for name, sample in sample_bands(self.bands).items()}
        fills = find_fills(samples)
        for name, some in fills.items():
            nodata[name] = (*nodata[name], *some)
            samples[name] = samples[name].without(some)
        self.samples = samples
        self.values = {name: _reflecting(sample) for name, sample in samples.items()}
        self._refuse_pictures()
        self.stats = {name: BandValues.of(v) for name, v in self.values.items() if v.size >= _FEWEST_PX}
        units, scale_decisions = self._units()
        offsets, offset_decision = self._offsets(units)
        decisions = [*scale_decisions, offset_decision, fill_decision(fills)]
        told = tuple(decision for decision in decisions if decision is not None)
        return {
            name: Meaning(1 / units[name], round(offsets[name], 9), nodata[name], told)
            for name in (b.name for b in self.bands)
        }

    def _unread(self, nodata: Mapping[str, tuple[float, ...]]) -> dict[str, Meaning]:
        return {
            band.name: Meaning(band.declared.scale or 1 / _DN, band.declared.offset or 0.0, nodata[band.name])
            for band in self.bands
        }

    def _option(self, name: str) -> str:
        return f"{self.given.prefix}{name}"

    def _refuse_pictures(self) -> None:
        there = {name: values for name, values in self.values.items() if values.size >= _FEWEST_PX and name != "B10"}
        # a declared scale is an answer, and it is compared with the values where it is used
        told = self.given.scale is not None or all(band.declared.scale is not None for band in self.bands)
        if there and not told and all(is_stretched_picture(values) for values in there.values()):
            largest = max(float(values.max()) for values in there.values())
            what = f"has no value above {largest:.0f}" if largest <= 255 else "has 256 steps of values and no more"
            raise InputError(
                f"{self.source} {what}: it is an 8-bit picture stored in a wider type, not reflectance; give the bands "
                "themselves."
            )

    # --- scale ---------------------------------------------------------------------------------------------------

    def _units(self) -> tuple[dict[str, float], list[Decision]]:
        """Stored value of reflectance 1 by band."""
        if self.given.scale is not None:
            self._refuse_absurd(self.given.scale)
            against = speaks_against(self.stats, self.given.scale) if self.stats else None
            value, option = f"x {self.given.scale:g}", self._option("scale")
            decision = Decision("scale", value, "as given", "given", option, against)
            return dict.fromkeys((band.name for band in self.bands), self.given.scale), [decision]
        units = {band.name: 1 / band.declared.scale for band in self.bands if band.declared.scale is not None}
        units = {name: round(unit, 6) for name, unit in units.items()}
        decisions = []
        if units:
            said_by = ", ".join(sorted({band.declared.said_by for band in self.bands if band.name in units}))
            self._check_declared(units, said_by)
            decisions.append(Decision("scale", _times(units.values()), f"as {said_by} says", "stated"))
        for group in self._groups([band.name for band in self.bands if band.name not in units]):
            found = tell_scale({name: self.stats[name] for name in group if name in self.stats})
            if found.unit is None:
                raise self._unknown_scale(found.reason)
            units |= dict.fromkeys(group, found.unit)
            decisions.append(
                Decision("scale", _times([found.unit]), found.reason, found.confidence, self._option("scale"))
            )
        seen = {name: stats.scaled(1 / units[name]) for name, stats in self.stats.items()}
        if len(set(units.values())) > 1 and (why := uneven(seen)):
            raise self._unknown_scale(why)
        return units, decisions

    def _refuse_absurd(self, scale: float) -> None:
        """A scale with which the middle of a band shines; nobody who says it knows better."""
        shining = [name for name, stats in self.stats.items() if stats.median > _NO_GROUND * scale]
        if shining:
            name = shining[0]
            middle = as_read(self.stats[name].median / scale)
            raise InputError(
                f"With --{self._option('scale')} {scale:g} the middle of {name} in {self.source} would have a "
                f"reflectance of {middle}, and no ground is brighter than 1; leave the option "
                "out, or say the stored value of reflectance 1, such as 10000."
            )

    def _groups(self, names: Sequence[str]) -> list[list[str]]:
        """Bands that are stored in one way: all where one scale explains all, else reflectance from 0 to 1 apart from
        larger numbers."""
        if tell_scale({name: self.stats[name] for name in names if name in self.stats}).unit is not None:
            return [list(names)] if names else []
        small = [n for n in names if n in self.stats and not self.stats[n].whole and self.stats[n].largest <= 2]
        large = [n for n in names if n in self.stats and n not in small]
        rest = [n for n in names if n not in self.stats]
        groups = [group for group in (small, large) if group]
        if not groups:
            return [rest] if rest else []
        groups[-1] = groups[-1] + rest
        return groups

    def _check_declared(self, units: Mapping[str, float], said_by: str) -> None:
        stats = {}
        for band in self.bands:
            if band.name in units and band.name in self.stats:
                # an offset that the values contradict is another question
                offset = (
                    band.declared.offset if band.declared.offset is not None and abs(band.declared.offset) > 0.11 else 0
                )
                stats[band.name] = self.stats[band.name].scaled(1 / units[band.name], offset or 0)
        if stats and (why := problem(stats, 1.0)):
            raise InputError(
                f"The values of {self.source} contradict {said_by}: {why}; say --{self._option('scale')}, the stored "
                "value of reflectance 1, such as 10000, or 1 where it was applied already."
            )

    def _unknown_scale(self, why: str) -> InputError:
        return InputError(
            f"The values of {self.source} fit no known scale of reflectance without doubt ({why}); say "
            f"--{self._option('scale')}, the stored value of reflectance 1, such as 10000, 65535 or 1. Digital "
            "numbers, radiance, indices and decibels are no reflectance and cannot be used."
        )

    # --- offset --------------------------------------------------------------------------------------------------

    def _offsets(self, units: Mapping[str, float]) -> tuple[dict[str, float], Decision]:
        """In reflectance, by band."""
        names = [band.name for band in self.bands]
        if self.given.offset is not None:
            against = self._against_offset(self.given.offset, units)
            value, option = f"{self.given.offset:g}", self._option("offset")
            decision = Decision("offset", value, "as given", "given", option, against)
            return {name: self.given.offset / units[name] for name in names}, decision
        said = {band.name: band.declared.offset for band in self.bands if band.declared.offset is not None}
        said_by = ", ".join(sorted({band.declared.said_by for band in self.bands if band.name in said}))
        found = self._told_offset(units)
        option = self._option("offset")
        if len(said) == len(names):
            usual = all(-0.11 <= offset <= 0.01 for offset in said.values())
            told = None if found.offset is None or not usual else found.offset / _DN
            if told is None or all(abs(offset - told) < _SAME_OFFSET for offset in said.values()):
                reason = f"as {said_by} says; {found.evidence}"
                return said, Decision("offset", _stored(said, units), reason, "stated", option)
            offsets = dict.fromkeys(names, told)
            reason = f"{found.evidence}; {said_by} says {_stored(said, units)}, which the values contradict"
            return offsets, Decision("offset", _stored(offsets, units), reason, "likely", option)
        if found.offset is not None:
            self._refuse_halves(units)
            if found.offset == 0 and (some := added_to_some(found)):
                raise InputError(
                    f"1000 seems to be added to the values of {', '.join(some)} of {self.source} and not to those of "
                    f"other bands ({found.evidence}; {some[0]} {found.darkest[some[0]]:.0f}): bands of products of "
                    f"several baselines; give those of one product, or say --{option} 0 if it is added to none."
                )
            offsets = dict.fromkeys(names, found.offset / _DN)
            return offsets, Decision("offset", _stored(offsets, units), found.evidence, "likely", option)
        if not self.stats:
            offsets = dict.fromkeys(names, 0.0)
            return offsets, Decision("offset", "0", "no valid pixels were found", "assumed", option)
        added = sorted({f"{-OFFSET_DN / _DN * units[name]:g}" for name in names})
        raise InputError(
            f"Whether {' or '.join(added)} is added to the values of {self.source} (products of baseline 04.00 and "
            f"later, from 2022 on) could not be told from them ({found.evidence}); say --{option} -{added[0]} if it "
            f"is, --{option} 0 if not."
        )

    def _told_offset(self, units: Mapping[str, float]) -> OffsetFinding:
        return tell_offset({name: self.values[name] * np.float32(_DN / units[name]) for name in self.values})

    def _against_offset(self, offset: float, units: Mapping[str, float]) -> str | None:
        found = self._told_offset(units)
        if found.offset is None or any(
            abs(offset / unit - found.offset / _DN) < _SAME_OFFSET for unit in units.values()
        ):
            return None
        told = dict.fromkeys(units, found.offset / _DN)
        return f"the values speak for {_stored(told, units)}: {found.evidence}"

    def _refuse_halves(self, units: Mapping[str, float]) -> None:
        """Part of a mosaic has the offset and part has not: no offset is right for both."""
        told: list[float | None] = []
        shapes = {len(sample.pieces) for sample in self.samples.values()}
        for k in range(min(shapes, default=0)):
            sides = 1 if max(shapes) > 1 else _PARTS
            for row, col in np.ndindex(sides, sides):
                part = {
                    name: _part(sample.pieces[k], row, col, sides) * np.float32(_DN / units[name])
                    for name, sample in self.samples.items()
                }
                told.append(tell_offset(part).offset)
        added, plain = told.count(OFFSET_DN), told.count(0.0)
        if min(added, plain) >= _FEWEST_PARTS:
            raise InputError(
                f"1000 seems to be added to the values in a part of {self.source} and not in another (in {added} of "
                f"{len(told)} places, not in {plain}): a mosaic of products of several baselines, for which no offset "
                f"is right; take 1000 off where it is, or say --{self._option('offset')} 0 or -1000 if it is the same "
                "everywhere."
            )


def _part(piece: npt.NDArray[np.float32], row: int, col: int, sides: int) -> npt.NDArray[np.float32]:
    """(n,) values of one of ``sides`` x ``sides`` parts of a piece, see `_reflecting`."""
    rows, cols = piece.shape
    part = piece[rows * row // sides : rows * (row + 1) // sides, cols * col // sides : cols * (col + 1) // sides]
    found: npt.NDArray[np.float32] = part[np.isfinite(part) & (part >= _LOWEST_DN)]
    return found


def _reflecting(sample: Sample) -> npt.NDArray[np.float32]:
    """(n,) values that something reflected; what a sensor or an offset cannot give is fill."""
    values = sample.values
    found: npt.NDArray[np.float32] = values[values >= _LOWEST_DN]
    return found


def _times(units: Iterable[float]) -> str:
    return ", ".join(f"x {unit:g}" for unit in sorted(set(units)))


def _stored(offsets: Mapping[str, float], units: Mapping[str, float]) -> str:
    return ", ".join(f"{value:g}" for value in sorted({round(v * units[name], 4) for name, v in offsets.items()}))
