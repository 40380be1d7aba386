"""What the stored values of a raster of probabilities mean: certainty is 1, 100, 255, 1000, 10000 or 65535 in it.

Nothing in a whole number says which of them. What is given counts first, then the scale that the band declares;
floating-point numbers from 0 to 1 say it themselves. All else is asked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from l4s_core.base.decisions import Decision
from l4s_core.base.errors import InputError
from l4s_core.values.types import Declared, Meaning

_SLACK = 1e-3  # above 1, and around both ends: half precision, and sums of a softmax
_BELOW = 1e-6  # below 0: what arithmetic leaves of it; -1 as nodata among ten-thousandths is -1e-4
_APART = 0.2  # beyond 0 and 1: what a value must be at least to be no data and no probability
_MOST_FILLS = 2
_DIM = 0.0101  # a hundredth: per cent that are taken for ten-thousandths
_LEAST_CERTAIN = 0.5  # a raster of probabilities can hold one as likely as not
_LOWEST_LOGIT = -100.0
_USUAL = {100.0: "per cent", 255.0: "from 0 to 255", 1000.0: "per mille", 10000.0: "x 10000", 65535.0: "x 65535"}


@dataclass
class Seen:
    """What a raster holds if ``stored * scale + offset`` is the probability.

    ``lowest`` and ``highest`` of what lies from 0 to 1, whether anything lies ``between``, and the first few different
    values ``beyond``, the stored one and what it would be.
    """

    scale: float
    offset: float
    lowest: float = math.inf
    highest: float = -math.inf
    between: bool = False
    beyond: dict[float, float] = field(default_factory=dict)

    def add(self, stored: npt.NDArray[np.float64]) -> None:
        """A piece of the raster; NaN is no data."""
        stored = stored[~np.isnan(stored)]
        if not stored.size:
            return
        known = stored * self.scale + self.offset
        possible = (known >= -_BELOW) & (known <= 1 + _SLACK)
        inside = known[possible]
        if inside.size:
            self.lowest = min(self.lowest, float(inside.min()))
            self.highest = max(self.highest, float(inside.max()))
            self.between = self.between or bool(((inside > _SLACK) & (inside < 1 - _SLACK)).any())
        if inside.size < known.size and len(self.beyond) <= _MOST_FILLS:
            found = np.unique(stored[~possible])
            for value in (*found[: _MOST_FILLS + 1].tolist(), float(found[-1])):
                self.beyond[value] = value * self.scale + self.offset

    @property
    def ends(self) -> tuple[float, float]:
        """Of all values, those beyond among them."""
        values = [*([self.lowest, self.highest] if self.lowest <= self.highest else []), *self.beyond.values()]
        return min(values), max(values)


def first_guess(declared: Declared, dtype: str, given: float | None, source: str) -> tuple[float, float]:
    """Scale and offset to look at the values with: ``probability = stored * scale + offset``.

    ``given``: the stored value of certainty as the user says it.

    Raises
    ------
    InputError
        Whole numbers that nothing explains, a scale with which no probability is possible, a scale given that is none.
    """
    if given is not None:
        if not (math.isfinite(given) and given > 0):
            raise InputError(
                f"The scale {given:g} is no stored value of certainty; give a number above 0, such as 100 for per cent."
            )
        return 1 / given, 0.0
    whole = not dtype.startswith("float")
    if declared.scale is None:
        if whole:
            raise InputError(
                f"{source} holds values of type {dtype} and nothing says which of them means certainty; say --scale: "
                "100 for per cent, 1000 for per mille, 255, 10000 or 65535, 1 for a mask of 0 and 1."
            )
        return 1.0, 0.0
    scale, offset = declared.scale, declared.offset or 0.0
    if whole:
        limits = np.iinfo(dtype)
        largest = max(limits.max * scale, limits.min * scale) + offset
        if largest < _LEAST_CERTAIN:
            raise InputError(
                f"{source} says that its values are to be multiplied by {scale:g}, with which none of type {dtype} "
                f"comes above {largest:.2g}: a scale that a copy has kept from other values; say --scale, the stored "
                "value of certainty, such as 100 for per cent."
            )
    return scale, offset


def settle_probability(
    seen: Seen, declared: Declared, given: float | None, source: str, *, whole: bool = True
) -> Meaning:
    """What the values mean, after all of them were ``seen`` with the scale and offset of `first_guess`.

    ``whole``: they are all of the raster, not those of a piece of it.

    One or two values far from all probabilities are nodata that the file does not declare: nothing else is possible
    where everything else lies from 0 to 1.

    Raises
    ------
    InputError
        The values are no probabilities, or hardly above 0 by a scale that the file declares.
    """
    if not all(_is_fill(*value, seen) for value in seen.beyond.items()) or len(seen.beyond) > _MOST_FILLS:
        low, high = seen.ends
        raise InputError(
            f"{source} holds values from {low:g} to {high:g}{_scaled(seen)}; probabilities go from 0 to 1 "
            f"({_advice(seen, low, high)})."
        )
    if given is None and declared.scale is not None and whole and 0 < seen.highest < _DIM:
        raise InputError(
            f"{source} says that its values are to be multiplied by {seen.scale:g}, with which the largest is "
            f"{seen.highest:.2g}: a scale that a copy has kept from other values, or nothing is likely anywhere; say "
            f"--scale, the stored value of certainty ({1 / seen.scale:g} if the scale is right)."
        )
    decisions = [_scale_decision(seen, declared, given)]
    fills = tuple(sorted(seen.beyond))
    if fills:
        words = ", ".join(f"{value:.9g}" for value in fills)
        reason = "not declared; all else is from 0 to 1"
        decisions.append(Decision("fill", f"{words} taken for no data", reason, "sure"))
    if 0.0 in declared.nodata:
        reason = "the file declares it; ground of probability 0 counts as not observed"
        decisions.append(Decision("nodata", "0", reason, "stated"))
    return Meaning(seen.scale, seen.offset, (*declared.nodata, *fills), tuple(decisions))


def _is_fill(stored: float, value: float, seen: Seen) -> bool:
    """Whether a value that is no probability is no data, as nothing else is; without values between 0 and 1 something
    above 1 may as well be per cent."""
    if not math.isfinite(value) or seen.lowest > seen.highest:
        return False
    whole = stored == round(stored)  # a logit is none
    return (value < 0 and (whole or value <= -_APART)) or (value >= 1 + _APART and seen.between)


def _scale_decision(seen: Seen, declared: Declared, given: float | None) -> Decision:
    value = f"x {1 / seen.scale:.7g}"
    if given is not None:
        return Decision("scale", value, "as given", "given")
    if declared.scale is not None:
        return Decision("scale", value, f"as {declared.said_by} says", "stated")
    if not seen.between and (seen.lowest, seen.highest) == (0.0, 1.0):
        return Decision("scale", value, "it holds 0 and 1 alone, as a mask does and no probability", "likely", "scale")
    if seen.highest < _DIM:
        reason = f"nothing in it is above {max(seen.highest, 0):.2g}, so that nothing is likely anywhere"
        return Decision("scale", value, reason, "assumed", "scale")
    return Decision("scale", value, f"values from {seen.lowest:.3g} to {seen.highest:.3g}", "sure")


def _scaled(seen: Seen) -> str:
    if (seen.scale, seen.offset) == (1.0, 0.0):
        return ""
    return f" once multiplied by {seen.scale:g}" + (f" and added to {seen.offset:g}" if seen.offset else "")


def _advice(seen: Seen, low: float, high: float) -> str:
    if _LOWEST_LOGIT < low < 0:
        return "apply the logistic function to logits first, and declare what means nodata"
    if (seen.scale, seen.offset) != (1.0, 0.0) or low < 0:
        return "say --scale, the stored value of certainty, and declare what means nodata"
    usual = next((usual for usual in sorted(_USUAL) if high <= usual), None)
    if usual is None:
        return "divide by the value of certainty, and declare what means nodata"
    return f"say --scale {usual:g} if they are {_USUAL[usual]}, and declare what means nodata"
