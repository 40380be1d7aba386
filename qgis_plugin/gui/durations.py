"""Times and sizes in words."""

from __future__ import annotations

from ..i18n_text import tr


def duration(seconds: float) -> str:
    """``42`` -> ``"42 s"``, ``200`` -> ``"3 min"``, ``5000`` -> ``"1 h 23 min"``."""
    if seconds < 90:
        return tr("{seconds} s").format(seconds=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 90:
        return tr("{minutes} min").format(minutes=minutes)
    return tr("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def area(square_metres: float) -> str:
    """Hectares, from a hundred of them square kilometres."""
    if square_metres < 1e6:
        return tr("{area} ha").format(area=f"{square_metres / 1e4:.1f}")
    return tr("{area} km²").format(area=f"{square_metres / 1e6:.2f}")
