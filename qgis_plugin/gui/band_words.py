"""The bands of Sentinel-2 and their usual orders in words."""

from __future__ import annotations

from ..band_names import UNUSED
from ..i18n_text import tr


def band_words(band: str) -> str:
    """``"B4"`` -> ``"B4 red"``."""
    words = {
        "B1": tr("coastal aerosol"),
        "B2": tr("blue"),
        "B3": tr("green"),
        "B4": tr("red"),
        "B5": tr("red edge 1"),
        "B6": tr("red edge 2"),
        "B7": tr("red edge 3"),
        "B8": tr("near infrared"),
        "B8A": tr("narrow near infrared"),
        "B9": tr("water vapour"),
        "B10": tr("cirrus"),
        "B11": tr("SWIR 1"),
        "B12": tr("SWIR 2"),
    }
    if band == UNUSED:
        return tr("not used")
    return f"{band} {words[band]}" if band in words else band


def order_words(key: str, bands: tuple[str, ...]) -> str:
    """What a preset is called: the bands themselves where they fit a line."""
    many = {
        "10_and_20_m": tr("Sentinel-2, 10 bands in order (10 and 20 m)"),
        "without_cirrus": tr("Sentinel-2, 12 bands in order (without B10)"),
        "all": tr("Sentinel-2, 13 bands in order"),
    }
    plain = key.rstrip("+")
    used = " ".join(band for band in bands if band != UNUSED)
    text = many.get(plain) or (tr("{bands} (red, green, blue)").format(bands=used) if plain == "colours" else used)
    return tr("{order}, then a mask").format(order=text) if key.endswith("+") else text
