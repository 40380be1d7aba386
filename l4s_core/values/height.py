"""What the stored values of an elevation raster mean: unit, scale, undeclared voids, and whether it is one at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from l4s_core.base.choices import DemUnit
from l4s_core.base.decisions import Decision
from l4s_core.base.errors import InputError
from l4s_core.values.fill import find_fills
from l4s_core.values.sample import Sample
from l4s_core.values.types import Declared, Meaning

LOWEST_M, HIGHEST_M = -500.0, 9000.0  # Dead Sea shore -430 m, Everest 8,849 m
UNIT_M = {
    "metres": 1.0, "feet": 0.3048, "us survey feet": 1200 / 3937, "decimetres": 0.1, "centimetres": 0.01,
    "millimetres": 0.001, "kilometres": 1000.0,
}  # fmt: skip
_WRITTEN = {
    "metres": ("m", "meter", "meters", "metre", "metres"),
    "feet": ("ft", "feet", "foot", "international foot", "international feet"),
    "us survey feet": ("us survey foot", "us survey feet", "us-ft", "ftus", "us_survey_foot", "foot_us"),
    "decimetres": ("dm", "decimeter", "decimeters", "decimetre", "decimetres"),
    "centimetres": ("cm", "centimeter", "centimeters", "centimetre", "centimetres"),
    "millimetres": ("mm", "millimeter", "millimeters", "millimetre", "millimetres"),
    "kilometres": ("km", "kilometer", "kilometers", "kilometre", "kilometres"),
}
_UNITS = {word: unit for unit, words in _WRITTEN.items() for word in words}
_OF_SLOPES = frozenset({"degree", "degrees", "deg", "°", "percent", "per cent", "%", "radian", "radians", "rad", "db"})
_DERIVED = re.compile(
    r"(?:^|[^a-z])(slope|aspect|hill[ _-]?shade|shaded[ _-]?relief|relief[ _-]?shading|roughness|ruggedness|curvature|"
    r"twi|tpi|tri|incidence)(?:[^a-z]|$)",
    re.IGNORECASE,
)
_DERIVED_MOST = 360.0  # aspects; slopes end at 90 and shades at 255
_ROUGH = 0.95  # correlation of neighbours; heights have 0.99 and more, slopes, aspects and shades 0.6 to 0.9
_FEWEST_PAIRS = 100
_LEAST_RELIEF_M = 15.0  # below, the noise of a DEM of a plain is as large as its relief
_VOIDS = (-32768.0, -32767.0, -9999.0, -99999.0, -999999.0, -999.0, 32767.0, 65535.0)
_ABSURD = 1e15  # 1e20, and the single-precision fill of some programs, -3.4e38
_MOST_VOIDS = 4
_LOOKED_AT_PX = 1_000_000
_BELOW_SEA_M = -40.0  # the shore of the Caspian Sea lies at -28


def unit_of(text: str) -> str | None:
    """The unit of `UNIT_M` that a word in metadata says; ``""`` where it says none, None where it is no unit of length
    but one of slopes or signals."""
    word = text.strip().lower()
    return None if word in _OF_SLOPES else _UNITS.get(word, "")


def refuse_derived(said: Sequence[str], sample: npt.NDArray[np.float64], stated: str, name: str) -> None:
    """InputError for what is made of heights: a slope, aspect or hillshade, by its unit or by its own words and values.

    Parameters
    ----------
    said : description, file name and whatever else speaks of the raster.
    sample : stored values.
    """
    if unit_of(stated) is None:
        raise InputError(
            f"The DEM {name} says that its values are in {stated}, so they are no heights; give elevation."
        )
    found = next((match for text in said if (match := _DERIVED.search(text))), None)
    known = sample[np.isfinite(sample)]
    if found is not None and known.size and known.min() >= -1 and known.max() <= _DERIVED_MOST:
        raise InputError(
            f"The DEM {name} is called {found.group(1).lower()} and holds values from {known.min():.3g} to "
            f"{known.max():.3g}, so it seems to be made of heights and not to hold them; give the elevation, or say "
            "--dem-unit metres if it does hold them."
        )


def refuse_rough(sample: npt.NDArray[np.float64], name: str) -> None:
    """InputError for what changes from pixel to pixel as heights do not: slopes, aspects and shades without a word.

    ``sample``: (rows, cols) stored values, neighbours as in the file.
    """
    known = sample[np.isfinite(sample)]
    if not known.size or known.min() < -1 or known.max() > _DERIVED_MOST:
        return
    low, high = np.percentile(known, [1, 99])
    if high - low < _LEAST_RELIEF_M:
        return
    alike = [_correlation(sample[1:], sample[:-1]), _correlation(sample[:, 1:], sample[:, :-1])]
    if np.mean(alike) < _ROUGH:
        raise InputError(
            f"The DEM {name} holds values from {known.min():.3g} to {known.max():.3g} that change from pixel to pixel "
            "as slopes, aspects and shades do, and heights do not; give the elevation, or say --dem-unit metres if it "
            "does hold heights."
        )


def _correlation(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    both = np.isfinite(one) & np.isfinite(other)
    if both.sum() < _FEWEST_PAIRS or one[both].std() == 0 or other[both].std() == 0:
        return 1.0
    return float(np.corrcoef(one[both], other[both])[0, 1])


def settle_height(
    sample: npt.NDArray[np.float64], declared: Declared, stated: str, given: DemUnit, name: str
) -> Meaning:
    """What the values mean in metres.

    Parameters
    ----------
    sample : (rows, cols) stored values, NaN where masked, declared nodata or not finite. What turns out to be void
        becomes NaN in it.
    stated : the unit that metadata says, see `unit_of`.
    given : as the user says it. Decimetres and centimetres are of the stored values, whatever scale the file has.

    Raises
    ------
    InputError
        Heights that do not exist on land, or nearly all far below the sea.
    """
    decisions: list[Decision] = []
    scale, offset = _to_metres(declared, stated, given, decisions)
    voids = _voids(sample, scale, offset)
    if voids:
        words = ", ".join(f"{value:.9g}" for value in voids)
        reason = "not declared, but apart from all heights; taken as no data"
        decisions.append(Decision("DEM nodata", words, reason, "sure"))
    meaning = Meaning(scale, offset, (*declared.nodata, *voids), tuple(decisions))
    known = sample[np.isfinite(sample)] * scale + offset
    if known.size:
        _check(known, meaning, given, name)
    return meaning


def _to_metres(declared: Declared, stated: str, given: DemUnit, decisions: list[Decision]) -> tuple[float, float]:
    """Metres per stored unit, and metres to add."""
    scale, offset = declared.scale or 1.0, declared.offset or 0.0
    own = unit_of(stated) or ""
    unit = own or "metres"
    if given != "auto":
        unit = "us survey feet" if given == "feet" and own == "us survey feet" else given
        if given not in ("metres", "feet"):
            scale, offset = 1.0, 0.0
        decisions.append(Decision("DEM unit", unit, "as given", "given"))
    elif unit != "metres":
        reason = f"the file says {stated.strip() or unit}; converted to metres"
        decisions.append(Decision("DEM unit", unit, reason, "stated", "dem-unit"))
    if (scale, offset) != (1.0, 0.0):
        words = f"x {scale:.9g}" + (f" {offset:+.9g}" if offset else "")
        decisions.append(Decision("DEM scale", words, f"as {declared.said_by} says", "stated", "dem-unit"))
    factor = UNIT_M[unit]
    return scale * factor, offset * factor


def _voids(sample: npt.NDArray[np.float64], scale: float, offset: float) -> tuple[float, ...]:
    """Stored values that are no heights though nothing declares so; they become NaN."""

    def impossible(value: float) -> bool:
        return not LOWEST_M <= value * scale + offset <= HIGHEST_M

    found = [value for value in _VOIDS if impossible(value) and (sample == value).any()]
    found += [float(v) for v in np.unique(sample[np.abs(sample) > _ABSURD])[:_MOST_VOIDS]]
    _remove(sample, found)
    found += _apart(sample)
    zeros = sample == 0.0
    if zeros.any():
        land = np.abs(sample[~zeros & np.isfinite(sample)] * scale + offset)
        # a coast has heights between 0 and 50 m beside its zeros; a void filled with 0 in the mountains has none
        if land.size and np.percentile(land, 1) > 50.0:
            sample[zeros] = np.nan
            found.append(0.0)
    return tuple(dict.fromkeys(found))


def _apart(sample: npt.NDArray[np.float64]) -> list[float]:
    """One value over connected ground far from all others, such as 9999 or -1 in the mountains; it becomes NaN."""
    step = max(1, int(np.sqrt(sample.size / _LOOKED_AT_PX)))
    some = sample[::step, ::step].astype(np.float32)
    fills = find_fills({"dem": Sample((some,), (some.shape[0], some.shape[1]), is_float=True)})
    # a stored value of double precision that float32 only comes near
    found = [
        float(v) for fill in fills.get("dem", ()) for v in np.unique(sample[sample.astype(np.float32) == fill])[:1]
    ]
    _remove(sample, found)
    return found


def _remove(sample: npt.NDArray[np.float64], values: Sequence[float]) -> None:
    for value in values:
        sample[sample == value] = np.nan


def _check(known: npt.NDArray[np.float64], meaning: Meaning, given: DemUnit, name: str) -> None:
    """``known``: (n,) metres."""
    low, high = (float(height) for height in np.percentile(known, [0.5, 99.5]))
    if low < LOWEST_M or high > HIGHEST_M:
        scaled = any(decision.subject == "DEM scale" for decision in meaning.decisions)
        also = f" once multiplied by {meaning.scale:g} as the file says" if scaled else ""
        raise InputError(
            f"The DEM {name} has heights from {low:.0f} to {high:.0f} m{also}, which do not exist on land; if they are "
            "in feet say --dem-unit feet (or decimetres, centimetres), else give a DEM in metres."
        )
    if given == "auto" and high < _BELOW_SEA_M:
        raise InputError(
            f"The DEM {name} has heights from {low:.0f} to {high:.0f} m, all below the sea, as depths counted "
            "downwards have; turn their sign, or say --dem-unit metres if the land lies there."
        )
