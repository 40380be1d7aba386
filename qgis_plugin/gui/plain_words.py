"""The backend's sentences for people who do not see its command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..i18n_text import tr


def plain(text: str, aoi: Any = None, *, table: bool = False) -> str:
    """Options by the names that they have in the panel; without the path of a temporary file of the area.

    ``table``: the bands can be corrected in a table, so a band that is missing may only have a name unknown here.
    """
    if aoi is not None:
        text = text.replace(f" {aoi}", "")
    for option, words in _fields().items():
        text = text.replace(option, words)
    if table:
        text = text.replace("choose another model", tr("correct the table of bands, or choose another model"))
    return text


def _fields() -> Mapping[str, str]:
    return {
        "--allow-partial-dem": tr("“The elevation may have gaps”"),
        "--no-dem": tr("“No elevation”"),
        "--overwrite": tr("“Replace existing files”"),
        "--offset": tr("“Offset”"),
        "--level": tr("“Level”"),
        "--clouds": tr("“Clouds”"),
        "--bands": tr("the table of bands"),
        "--device": tr("“Runs on”"),
        "--dem": tr("“Elevation”"),
    }
