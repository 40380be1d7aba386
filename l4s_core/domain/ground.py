"""What kind of ground a scene shows: bare, snow, shadow, cloud. Of the pixels that were observed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from l4s_core.base.choices import Level
from l4s_core.clouds import spectral
from l4s_core.domain.samples import LEAST_PX, Samples
from l4s_core.domain.types import Doubt

BARE_NDVI = 0.4
"""From which NDVI down ground counts as bare, as the evidence of the default model has it: fresh landslides have 0.2 to
0.3 in the middle and hardly any above 0.55, forest and meadow 0.65 and more."""
MUCH_BARE = 0.3
"""Share of the observed land; from about here on the default model takes bareness for no sign of a landslide."""
MOST = 0.5
"""Share of the observed pixels from which most of a scene is snow, shadow or cloud."""
_LAND_NIR = 500.0  # reflectance x 10000; water is darker

BARE, SNOW, SHADOW, CLOUD = "bare", "snow", "shadow", "cloud"


def kinds(samples: Samples, level: Level | None) -> npt.NDArray[np.uint8] | None:
    """(pixels,) the bits of `clouds.spectral.classify`, with its thresholds; None without blue, green, red and near
    infrared, which the visible bands alone are not enough for: three bands of brown autumn forest pass as cloud.

    What it asks for is reflectance at the surface, so Level-1C loses the light that molecules add (`rayleigh`,
    `transmittance`, for a sun 35 degrees from the zenith).
    """
    if not {*spectral.NEEDED, "B8"} <= set(samples.channels):
        return None
    bands = {}
    for name in spectral.bands_used(samples.channels):
        layer = samples.values[samples.channels.index(name)] / np.float32(10000)
        if level == "L1C":
            layer = (layer - np.float32(spectral.rayleigh(name, None))) / np.float32(spectral.transmittance(name, None))
        bands[name] = layer
    return spectral.classify(bands)


def clear_ground(samples: Samples, level: Level | None) -> Samples:
    """Without the pixels that are surely cloud, snow or water, which are no ground that can be compared."""
    found = kinds(samples, level)
    if found is None:
        return samples
    return samples.only((found & (spectral.SURE | spectral.SNOW | spectral.WATER)) == 0)


def without_snow(samples: Samples, level: Level | None) -> Samples:
    """Without the pixels that are snow; bright rock, which looks like cloud, stays."""
    found = kinds(samples, level)
    return samples if found is None else samples.only((found & spectral.SNOW) == 0)


def ground_shares(samples: Samples, level: Level | None) -> dict[str, float]:
    """Shares 0 to 1 of the pixels by kind, of those kinds that the bands can tell.

    ``bare``: NDVI below 0.4, of the land without snow (near infrared above 0.05). ``snow`` (needs B8 and B11:
    NDSI above 0.4, Hall, Riggs and Salomonson 1995), ``cloud`` (surely; snow too where B11 is missing) and ``shadow``
    (dark in near infrared and, where it is there, short-wave infrared, and no water) of all. Empty of fewer than
    `LEAST_PX`.
    """
    shares: dict[str, float] = {}
    if samples.values.shape[1] < LEAST_PX:
        return shares
    if "B4" in samples and "B8" in samples:
        red, near = without_snow(samples, level).together("B4", "B8")
        land = near > _LAND_NIR
        if int(land.sum()) >= LEAST_PX:
            red, near = red[land], near[land]
            shares[BARE] = float(np.mean((near - red) / np.maximum(near + red, 1.0) < BARE_NDVI))
    found = kinds(samples, level)
    if found is None:
        return shares
    seen = np.isfinite(samples.values[[samples.channels.index(name) for name in spectral.NEEDED]]).all(axis=0)
    if int(seen.sum()) < LEAST_PX:
        return shares
    found = found[seen]
    shares[CLOUD] = float(np.mean(found & spectral.SURE != 0))
    shares[SHADOW] = float(np.mean((found & spectral.DARK != 0) & (found & spectral.WATER == 0)))
    if "B11" in samples:
        shares[SNOW] = float(np.mean(found & spectral.SNOW != 0))
    return shares


def ground_doubts(
    shares: Mapping[str, float], *, compared: bool = False, known: Mapping[str, float] | None = None
) -> Iterator[Doubt]:
    """What is suspicious about the kinds of ground of a scene.

    ``compared``: a scene before the event says what was bare before. ``known``: the shares of what the model was
    trained on; what that had as much of is nothing new to it.
    """
    new = {kind: share for kind, share in shares.items() if share > (known or {}).get(kind, 0.0)}
    if not compared and (share := new.get(BARE, 0.0)) >= MUCH_BARE:
        yield Doubt(
            "bare-ground",
            f"{share:.0%} of the observed land is bare (NDVI below {BARE_NDVI:g}): without a scene before the event, "
            "rock, scree, gravel and fields cannot be told from landslides there, and the default model leaves them "
            "out; give a scene before with --pre.",
        )
    if (share := new.get(SNOW, 0.0)) >= MOST:
        yield Doubt(
            "snow",
            f"{share:.0%} of the observed ground is snow (NDSI above {spectral.SNOW_INDEX:g}), under which no "
            "landslide can be seen; take a scene of another season, or a cloud test that tells snow (--clouds).",
            certain=True,
        )
    if (share := new.get(CLOUD, 0.0)) >= MOST:
        yield Doubt(
            "cloud-or-snow",
            f"{share:.0%} of the observed ground is grey and bright like cloud or snow, and the cloud test took it for "
            "ground: what is marked there is no landslide; take another --clouds or a scene of another date.",
        )
    if (share := new.get(SHADOW, 0.0)) >= MOST:
        yield Doubt(
            "shadow",
            f"{share:.0%} of the observed ground is as dark as shadow (near infrared below "
            f"{spectral.DARK_NIR:g}): a low sun, cloud shadow or burnt ground; landslides in it look like "
            "the ground around them; take a scene with a higher sun.",
        )
