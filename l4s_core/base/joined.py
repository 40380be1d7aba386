"""Several sources in one text, such as the tiles of a DEM or the scenes before an event."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

SEPARATOR = ";"


def parts(text: str) -> list[str]:
    """The sources that a text joins by ``;``, in their order; of a path that exists as it stands, itself."""
    if text and Path(text).exists():
        return [text]
    return [part.strip() for part in text.split(SEPARATOR) if part.strip()]


def joined(sources: Iterable[str]) -> str | None:
    """Sources as one text; None where there is none."""
    return SEPARATOR.join(sources) or None
