"""Whether a band that is called B10 is Sentinel-2's cirrus band; Landsat's of that number is a temperature."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.scene.types import BandSource
from l4s_core.values.sample import sample_band

_VISIBLE = ("B2", "B3", "B4")
_FEWEST_PX = 100
# reflectance. Water vapour takes what the ground sends back at 1375 nm: a clear lowland has 0.001 to 0.005, dry
# mountains a tenth of their brightness, thick high cloud up to 0.3 where it is 0.6 and more in visible light
_BRIGHT = 0.1
_OF_VISIBLE = 0.5
# temperatures are hundreds of kelvin that differ by a few
_EVEN = 0.1
_DARK = 0.02


def refuse_thermal(bands: Mapping[str, BandSource], source: str, how: str) -> None:
    """InputError where the pixels of B10 are as bright as the ground, or even where the ground is not.

    Reads samples of B10 and one visible band; without either, or without enough pixels, nothing can be told and nothing
    is. ``how`` says what to do.
    """
    visible = next((bands[name] for name in _VISIBLE if name in bands), None)
    if "B10" not in bands or visible is None:
        return
    cirrus, light = _reflectance(bands["B10"]), _reflectance(visible)
    if min(cirrus.size, light.size) < _FEWEST_PX:
        return
    low, middle, high = np.percentile(cirrus, (2, 50, 98))
    ground_low, ground, ground_high = np.percentile(light, (2, 50, 98))
    is_bright = middle > _BRIGHT and middle > _OF_VISIBLE * ground
    is_even = middle > _DARK and high - low < _EVEN * middle and ground_high - ground_low > 2 * _EVEN * ground
    if is_bright or is_even:
        raise InputError(
            f"{source}: its B10 is no cirrus band (its median is {middle:.3g} of reflectance, that of {visible.name} "
            f"{ground:.3g}); Landsat's B10 is a temperature, and only Sentinel-2 scenes can be used; {how}."
        )


def _reflectance(band: BandSource) -> npt.NDArray[np.float32]:
    values = sample_band(band.path, band.index, band.nodata, f"band {band.name}").values
    return (values + np.float32(band.offset)) / np.float32(band.quantification)
