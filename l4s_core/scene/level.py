"""Whether reflectance is that of the ground (Level-2A) or of the top of the atmosphere (Level-1C), told by the values.

Molecules scatter blue light into the sensor: at the top of the atmosphere no ground is darker in blue than 0.04, and
dense vegetation is brighter in blue than in green. Atmospheric correction takes both away. Water vapour takes away more
than half of B9 unless it is corrected. Each sign votes; where none speaks, or two contradict each other, the level is
not known.

The limits lie in the gaps of 89 excerpts whose level is known (``benchmarks/bright_ground.py --levels`` prints them).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.base.decisions import Confidence, Decision
from l4s_core.rasters.header import is_remote
from l4s_core.scene.types import BandSource, Level
from l4s_core.values.sample import sample_band

LOOKED_AT: tuple[str, ...] = ("B2", "B3", "B4", "B8", "B9")
"""Bands that have a say; B2 and B4 are needed, the others help."""

FLOOR = 0.04
"""B2 of the darkest hundredth of the pixels below it: corrected. Rayleigh scattering alone adds 0.058 at sea level and
0.041 at 3000 m; Level-1C excerpts have 0.049 and more, Level-2A ones with dark ground 0.001 to 0.036."""
VEGETATION_NDVI, VEGETATION_NIR = 0.6, 0.15
BLUE_GREEN_L2A, BLUE_GREEN_L1C = 0.85, 0.95
"""B2 / B3 of dense vegetation (its darkest tenth in B4): 0.09 to 0.76 corrected, 1.04 to 1.30 not."""
VAPOUR_L1C, VAPOUR_L2A = 0.90, 0.94
"""Median of B9 / B8: 0.31 to 0.84 at the top of the atmosphere, 0.97 to 1.09 corrected."""
DARK_SOIL, DARK_FOREST = (1.0, 1.12), (1.5, 1.0)
"""B2 / B4 and B2 / B3 of the darkest pixels in B4 above either pair: not corrected, where only visible bands tell.
Corrected soil has 0.4 to 0.8 and 0.6 to 0.9, corrected forest less than 0.9 of the second; 95 % of cloud has less than
1.4 and 1.1."""

SURE_DARK = (1.5, 1.2)
"""Both above these leave no doubt: 99 % of thin cloud has less than 1.5 and 1.16."""

_FEWEST = 9  # pixels from which a share of them is taken
_DARK_SHARE = 2.0  # per cent

_EVERY = 3  # pixel of a sample along each side: more tell nothing more

Values = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Vote:
    level: Level
    reason: str
    sure: bool = True


def level_of_files(bands: Mapping[str, BandSource]) -> Decision:
    """`level_from_values` of the bands of a scene that have the shape of its B2, from samples of their files.

    Files on the web are not read for it. Raises InputError for a file that cannot be decoded.
    """
    looked_at = [bands[name] for name in LOOKED_AT if name in bands]
    if any(is_remote(band.path) for band in looked_at):
        return _decision("not known", "files on the web are not read for it", "assumed")
    samples = {b.name: sample_band(b.path, b.index, b.nodata, f"band {b.name}") for b in looked_at}
    alike = {name: one for name, one in samples.items() if "B2" in samples and one.shape == samples["B2"].shape}
    pixels = {}
    for name, sample in alike.items():
        stored = np.concatenate([piece[::_EVERY, ::_EVERY].ravel() for piece in sample.pieces])
        pixels[name] = (stored + np.float32(bands[name].offset)) / np.float32(bands[name].quantification)
    return level_from_values(pixels)


def level_from_values(bands: Mapping[str, Values]) -> Decision:
    """The level that the pixels of a scene speak for.

    Parameters
    ----------
    bands : reflectance 0 to 1 (offset applied) of the same pixels, from many places of the scene, NaN or 0 where there
        is no data; B2 and B4, and B3, B8 and B9 where there are such. Pixels of 60 m are best: B9 has no smaller ones.

    Returns
    -------
    A decision on ``"level"`` whose value is ``"L1C"``, ``"L2A"`` or ``"not known"``; ``"sure"`` or ``"likely"``, and
    ``"assumed"`` where it is not known.
    """
    if not {"B2", "B4"} <= bands.keys():
        return _decision("not known", "that takes B2 and B4", "assumed")
    known = np.logical_and.reduce([np.isfinite(values) & (values > 0) for values in bands.values()])
    pixels = {name: values[known] for name, values in bands.items()}
    if pixels["B2"].size < _FEWEST:
        return _decision("not known", "there are too few pixels with data", "assumed")
    votes = list(_votes(pixels))
    levels = {vote.level for vote in votes}
    reason = "; ".join(vote.reason for vote in votes)
    if not votes:
        return _decision("not known", "there is neither dark ground nor dense vegetation to tell it by", "assumed")
    if len(levels) > 1:
        return _decision("not known", f"signs of both: {reason}", "assumed")
    return _decision(levels.pop(), reason, "sure" if any(vote.sure for vote in votes) else "likely")


def _votes(pixels: Mapping[str, Values]) -> Iterator[_Vote]:
    blue, red = pixels["B2"], pixels["B4"]
    floor = float(np.percentile(blue, 1))
    if floor < FLOOR:
        yield _Vote("L2A", f"the darkest blue is {floor:.3f}, less than the air alone adds")
    spoken = False
    if {"B3", "B8"} <= pixels.keys():
        ratio = _of_vegetation(pixels)
        if ratio is not None and (ratio < BLUE_GREEN_L2A or ratio > BLUE_GREEN_L1C):
            spoken = True
            yield _Vote("L2A" if ratio < 1 else "L1C", f"dense vegetation has {ratio:.2f} times as much blue as green")
    if {"B8", "B9"} <= pixels.keys():
        ratio = float(np.median(pixels["B9"] / pixels["B8"]))
        if ratio < VAPOUR_L1C or ratio > VAPOUR_L2A:
            spoken = True
            yield _Vote("L2A" if ratio > VAPOUR_L2A else "L1C", f"B9 is {ratio:.2f} of B8")
    if not spoken and floor >= FLOOR and "B3" in pixels:
        dark = red <= np.percentile(red, _DARK_SHARE)
        of_red, of_green = (float(np.median(blue[dark] / pixels[name][dark])) for name in ("B4", "B3"))
        if any(of_red > least[0] and of_green > least[1] for least in (DARK_SOIL, DARK_FOREST)):
            reason = f"the darkest ground has {of_red:.2f} times as much blue as red and {of_green:.2f} times as green"
            yield _Vote("L1C", reason, sure=of_red > SURE_DARK[0] and of_green > SURE_DARK[1])


def _of_vegetation(pixels: Mapping[str, Values]) -> float | None:
    """Median of B2 / B3 over the darkest tenth of dense vegetation in B4; None where there is too little of it."""
    red, nir = pixels["B4"], pixels["B8"]
    dense = (nir - red > VEGETATION_NDVI * (nir + red)) & (nir > VEGETATION_NIR)
    if np.count_nonzero(dense) < _FEWEST:
        return None
    dense &= red <= np.percentile(red[dense], 10)
    return float(np.median(pixels["B2"][dense] / pixels["B3"][dense]))


def _decision(value: str, reason: str, confidence: Confidence) -> Decision:
    return Decision("level", value, reason, confidence, "level")
