"""Colours and classes of an inventory, from ``palette.json``: a copy of the one that the package l4s reads."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=1)
def palette() -> dict[str, Any]:
    """The file, as its own keys name what is in it; colours are ``#rrggbb``, probabilities 0 to 1."""
    path = Path(__file__).resolve().parents[1] / "palette.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def confidence_from() -> dict[int, float]:
    """Class of confidence (``conf_usgs``) and the least mean probability in it, from high to low."""
    return {one["usgs"]: one["lowest"] for one in palette()["confidence"]}


def confidence_colours() -> dict[int, str]:
    """Class of confidence and its colour, from high to low."""
    return {one["usgs"]: one["colour"] for one in palette()["confidence"]}
