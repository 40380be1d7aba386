"""Numbers as a report writes them: as many digits as are known, with their unit."""

from __future__ import annotations

import math
import re
from typing import Any

UNKNOWN = "\N{EN DASH}"
_MINUS, _TIMES = "\N{MINUS SIGN}", "\N{MULTIPLICATION SIGN}"
_THIN = "\u202f"  # a narrow space that no line breaks at, between thousands and before a unit


def count(value: float) -> str:
    """``12 345``: whole, with narrow spaces between thousands."""
    return f"{round(value):,}".replace(",", _THIN)


def number(value: Any, digits: int = 3) -> str:
    """A number with so many significant digits, without an exponent where it is short; a dash where it is not known."""
    known = as_number(value)
    if known is None:
        return UNKNOWN
    if known == 0:
        return "0"
    size = math.floor(math.log10(abs(known)))
    if size >= 7 or size < -4:
        mantissa, _, exponent = f"{known:.{digits - 1}e}".partition("e")
        return f"{mantissa} {_TIMES} 10{_raised(int(exponent))}".replace("-", _MINUS)
    places = digits - 1 - size
    text = f"{round(known, places):,.{max(0, places)}f}".replace(",", _THIN)
    return text.replace("-", _MINUS)


def _raised(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def area(m2: Any) -> str:
    """Square metres below a hectare, hectares below ten square kilometres, else square kilometres."""
    known = as_number(m2)
    if known is None:
        return UNKNOWN
    if 0 < abs(known) < 10:  # slivers of files of others
        return f"{number(known, 2)}{_THIN}m²"
    if abs(known) < 10_000:
        return f"{count(known)}{_THIN}m²"
    if abs(known) < 10_000_000:
        return f"{number(known / 1e4)}{_THIN}ha"
    return f"{number(known / 1e6)}{_THIN}km²"


def percent(share: Any, digits: int = 1) -> str:
    """A share of 0 to 1 in per cent; what is not nothing is never written as 0."""
    known = as_number(share)
    if known is None:
        return UNKNOWN
    least = 10.0**-digits
    if 0 < 100 * known < least:
        return f"< {least:g}{_THIN}%"
    if 100 - least < 100 * known < 100:
        return f"> {100 - least:g}{_THIN}%"
    return f"{100 * known:.{digits}f}{_THIN}%"


def units(sentence: str) -> str:
    """A sentence of the terminal as the page writes numbers elsewhere: ``1,000 m2`` is ``1 000 m²``."""
    raised = re.sub(r"(?<=\d )(k?m)([23])\b", lambda found: found[1] + _raised(int(found[2])), sentence)
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", _THIN, raised)


def without_midnight(text: str) -> str:
    """A day that a format keeps as a moment is a day again: ``2019-12-24 00:00:00`` is ``2019-12-24``."""
    return re.sub(r"^(\d{4}-\d\d-\d\d)[ T]00:00:00(\.0+)?(Z|\+00:00)?$", r"\1", text)


def size(count_bytes: int) -> str:
    """``3.1 MB``, in thousands of bytes."""
    value = float(count_bytes)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{number(value)}{_THIN}{unit}"
        value /= 1000
    return f"{number(value)}{_THIN}TB"


def place(longitude: float, latitude: float) -> str:
    """Degrees of WGS 84, to about 100 m."""
    east, north = "E" if longitude >= 0 else "W", "N" if latitude >= 0 else "S"
    return f"{abs(latitude):.3f}°{_THIN}{north}, {abs(longitude):.3f}°{_THIN}{east}"


def as_number(value: Any) -> float | None:
    """A finite number, None for all else."""
    try:
        known = float(value)
    except (TypeError, ValueError):
        return None
    return known if math.isfinite(known) else None
