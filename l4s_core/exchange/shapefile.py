"""What a Shapefile has no room for."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from l4s_core.base.words import plural

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

_NAME, _TEXT_BYTES = 10, 254


def for_shapefile(table: GeoDataFrame, leave: Collection[str], losses: list[str]) -> GeoDataFrame:
    """A table whose columns fit: names of ten characters, each another; texts of 254 bytes; times as text.

    Parameters
    ----------
    leave : columns that the writer of inventories shortens itself.
    losses : gets a sentence for each that was changed.
    """
    import pandas as pd

    out = table.copy()
    geometry = table.geometry.name
    names: dict[str, str] = {}
    taken = {str(name)[:_NAME].lower() for name in leave}
    for name in table.columns:
        if name == geometry or name in leave:
            continue
        column = table[name]
        if pd.api.types.is_datetime64_any_dtype(column):  # a date of a Shapefile has no time of day
            out[name] = column.map(lambda moment: moment.isoformat(), na_action="ignore").astype(object)
        elif column.dtype == object or pd.api.types.is_string_dtype(column):
            texts = column.astype(object)
            long = texts.map(lambda text: isinstance(text, str) and len(text.encode()) > _TEXT_BYTES)
            if long.any():
                out[name] = texts.map(
                    lambda text: text.encode()[:_TEXT_BYTES].decode(errors="ignore") if isinstance(text, str) else text
                )
                were = plural(int(long.sum()), "text of {0} was", "texts of {0} were").format(name)
                losses.append(f"{were} cut at {_TEXT_BYTES} bytes.")
        short, number = str(name)[:_NAME], 1
        while short.lower() in taken:
            number += 1
            short = f"{str(name)[: _NAME - len(str(number)) - 1]}_{number}"
        taken.add(short.lower())
        if short != name:
            names[str(name)] = short
    if names:
        losses.append("Names were cut: " + ", ".join(f"{name} is {short}" for name, short in names.items()) + ".")
    renamed: GeoDataFrame = out.rename(columns=names)
    return renamed
