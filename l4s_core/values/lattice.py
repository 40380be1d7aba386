"""The steps in which values are stored tell what they were multiplied with.

Sentinel-2 products hold reflectance in steps of 1/10000. Whatever such numbers are multiplied with, the steps stay as
long as nobody resamples: reflectance x 65535 then knows only every sixth or seventh whole number, reflectance from 0 to
1 only multiples of 0.0001. No scene has such gaps by chance.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_STEPS_PER_UNIT = 10_000
_LOOKED_AT = 20_000
_FEWEST_LEVELS = 60
_ON_IT = 0.98
_TOLERANCE = 0.02  # of a step; float32 of 0 to 2 is exact to 0.001
# the largest first: whatever lies on the steps of one lies on those of 1/10, 1/100 of it
_WHOLE_SCALES = (65535.0, 65536.0, 32767.0, 32768.0)
_SCALES = (*_WHOLE_SCALES, 10000.0, 1000.0, 100.0, 1.0)
_PICTURE_LEVELS = 256
_LARGEST = 65536
_DIVISORS = (255, 256, 3000, 4095, 4096, 32767, 32768, 65535, 65536)  # that numbers are divided by to come near 1


def scale_of_steps(values: npt.NDArray[np.float32]) -> float | None:
    """Stored value of reflectance 1 by the steps of ``values`` (n,); None where they tell nothing.

    Whole numbers on no coarser steps tell nothing: any resampling leaves them.
    """
    levels = _levels(values)
    if levels.size < _FEWEST_LEVELS:
        return None
    whole = bool((levels == np.round(levels)).all())
    for scale in _WHOLE_SCALES if whole else _SCALES:
        steps = levels * (_STEPS_PER_UNIT / scale)
        nearest = np.round(steps)
        if whole:
            back = nearest * (scale / _STEPS_PER_UNIT)
            on_it = (np.round(back) == levels) | (np.floor(back) == levels)
        else:
            on_it = np.abs(steps - nearest) < _TOLERANCE
        if on_it.mean() >= _ON_IT and np.unique(nearest).size >= _FEWEST_LEVELS:
            return scale
    return None


def odd_steps(values: npt.NDArray[np.float32]) -> str | None:
    """A clause about steps that no scale of reflectance has: values (n,) that were multiplied or divided by something
    that nobody knows; None where there are none such."""
    levels = _levels(values)
    if levels.size < _FEWEST_LEVELS:
        return None
    if (levels == np.round(levels)).all():
        step = int(np.gcd.reduce(np.abs(levels).astype(np.int64)))
        # tens, hundreds: rounded
        return None if step in (1, 10, 100, 1000) else f"all values are multiples of {step}"
    if scale_of_steps(values) is not None:
        return None
    for divisor in _DIVISORS:
        steps = levels * divisor
        nearest = np.round(steps)
        if nearest.max() > _LARGEST:
            break  # the halves and quarters that resampling leaves of large numbers
        if (np.abs(steps - nearest) < _TOLERANCE).mean() >= _ON_IT and np.unique(nearest).size >= _FEWEST_LEVELS:
            # what is left of a 16-bit export when it is divided by 65535 is reflectance
            known = scale_of_steps(nearest.astype(np.float32)) in _WHOLE_SCALES
            return None if known else f"all values are whole numbers divided by {divisor}"
    return None


def is_stretched_picture(values: npt.NDArray[np.float32]) -> bool:
    """Whether whole numbers are the 256 steps of a picture, of 8 bits or stretched to 16."""
    levels = _levels(values)
    if not levels.size or not (levels == np.round(levels)).all():
        return False
    if values.max() <= _PICTURE_LEVELS - 1 and values.min() >= 0:
        return True
    step = int(np.gcd.reduce(np.abs(levels).astype(np.int64)))
    return step >= _PICTURE_LEVELS - 1 and bool(levels.max() / step <= _PICTURE_LEVELS) and levels.size > 1


def _levels(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """The different ones of some of the values, without the largest, at which exports cut off."""
    levels: npt.NDArray[np.float64] = np.unique(values[:: max(values.size // _LOOKED_AT, 1)]).astype(np.float64)
    return levels[:-1] if levels.size > _FEWEST_LEVELS else levels
