"""Texts of several polygons in one cell."""

from __future__ import annotations

from collections.abc import Iterable

SEPARATOR = "; "


def joined(texts: Iterable[str | None]) -> str | None:
    """Those that are there, each once, in their order: ``A; B``; None where there are none."""
    return SEPARATOR.join(dict.fromkeys(text for text in texts if text)) or None
