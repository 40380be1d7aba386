"""One raster with several bands, and which band is which."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.channels.names import canonical_band
from l4s_core.rasters.header import RasterHeader, read_header, refuse_8bit, shown
from l4s_core.scene.loose import Known, LooseBand, header_claim, loose_scene
from l4s_core.scene.naming import band_in_text, common_band, level_in_names, time_in_names
from l4s_core.scene.types import Level, Scene

_BAND_TAGS = ("name", "band", "band_name", "bandname", "long_name", "common_name", "eo:common_name", "eo:bands")
_FILE_TAGS = ("eo:bands", "bands", "band_names", "bandnames")
_LEFT_OUT = frozenset({"-", "_", ""})


def open_raster(
    path: str, source: str, *, bands: Mapping[str, int] | str | None, offset: float | None, level: Level | None
) -> Scene:
    """``path`` is what GDAL opens, ``source`` what the user gave.

    Raises
    ------
    InputError
        The bands are not said and not recognised from descriptions or tags, or what is said does not fit the file;
        the message lists what the file has.
    """
    header = read_header(path, "the scene")
    refuse_8bit(header, "the scene")
    if bands is None:
        order, note = recognised(header)
    elif isinstance(bands, str):
        order, note = _from_list(header, bands), f"Bands as given: {bands}."
    else:
        order, note = _from_mapping(header, bands), "Bands as given."
    found = [LooseBand(name, header, header.bands[i - 1], header_claim(header, i - 1)) for name, i in order.items()]
    stem = Path(source).stem
    stated = level_in_names([stem])
    known = Known(
        name=stem,
        source=source,
        kind="raster",
        level=stated,
        level_from="from the file name" if stated else None,
        sensing_time=time_in_names([stem]),
        notes=(note,),
    )
    return loose_scene(found, known, offset=offset, level=level)


def _from_list(header: RasterHeader, text: str) -> dict[str, int]:
    """``"B2,B3,-,B8"``: one name per raster band, ``-`` leaves one out."""
    words = [w.strip() for w in (text.split(",") if "," in text else text.split())]
    if header.alpha is not None and len(words) == len(header.bands) + 1 and words[-1] in _LEFT_OUT:
        words.pop()  # the alpha band, which is no band
    if len(words) != len(header.bands):
        raise InputError(
            f"--bands names {len(words)} bands and {shown(header.path)} has {len(header.bands)}: {_seen(header)}; "
            "name every one, '-' for those to leave out."
        )
    order: dict[str, int] = {}
    for index, word in enumerate(words, 1):
        if word in _LEFT_OUT:
            continue
        _place(order, word, index)
    if not order:
        raise InputError(f"--bands leaves out every band of {shown(header.path)}; name at least one.")
    return order


def _from_mapping(header: RasterHeader, bands: Mapping[str, int]) -> dict[str, int]:
    order: dict[str, int] = {}
    for word, index in bands.items():
        if not 1 <= index <= len(header.bands):
            raise InputError(
                f"Band {word} is said to be number {index} of {shown(header.path)}, which has {len(header.bands)}: "
                f"{_seen(header)}; bands are counted from 1."
            )
        if index in order.values():
            raise InputError(f"Number {index} of {shown(header.path)} is said to be two bands; say each once.")
        _place(order, word, index)
    if not order:
        raise InputError(f"No band of {shown(header.path)} is named; it has {_seen(header)}.")
    return order


def _place(order: dict[str, int], word: str, index: int) -> None:
    band = canonical_band(word) or common_band(word)
    if band is None:
        raise InputError(f"--bands: {word!r} is not a Sentinel-2 band; use B1 ... B8, B8A, B9 ... B12, or '-'.")
    if band in order:
        raise InputError(f"--bands names {band} twice; '-' leaves a band out.")
    order[band] = index


def recognised(header: RasterHeader) -> tuple[dict[str, int], str]:
    names = _names_in_file_tags(header) or [_name_of_band(header, i) for i in range(len(header.bands))]
    order: dict[str, int] = {}
    left_out = []
    for index, name in enumerate(names, 1):
        if name is None:
            left_out.append(index)
        elif name in order:
            raise _ask(header, f"two of its bands (numbers {order[name]} and {index}) are described as {name}")
        else:
            order[name] = index
    if not order:
        raise _ask(header, "nothing in it says which band is which")
    note = f"Bands recognised from the file: {', '.join(f'{n} is number {i}' for n, i in order.items())}."
    if left_out:
        note += f" Left out: number {', '.join(map(str, left_out))}."
    return order, note


def _ask(header: RasterHeader, why: str) -> InputError:
    example = ",".join(["B2", "B3", "B4", "B8", *["-"] * 20][: max(len(header.bands), 1)])
    return InputError(
        f"{shown(header.path)}: {why} ({_seen(header)}); say it with --bands, one name per band of the file in its "
        f"order, '-' leaves one out, such as --bands {example}"
    )


def _seen(header: RasterHeader) -> str:
    return "; ".join(f"{b.index}: {b.description or 'no description'}, {b.dtype}" for b in header.bands)


def _name_of_band(header: RasterHeader, position: int) -> str | None:
    band = header.bands[position]
    tags = {key.lower(): value for key, value in band.tags.items()}
    for text in (band.description, *(tags.get(key) for key in _BAND_TAGS)):
        name = band_in_text(text) or (eo_band_name(_json(text)) if text else None)
        if name:
            return name
    return None


def _names_in_file_tags(header: RasterHeader) -> list[str | None] | None:
    """A list in the file's own tags that has one entry per band, as JSON (STAC ``eo:bands``) or with commas."""
    tags = {key.lower(): value for key, value in header.tags.items()}
    for key in _FILE_TAGS:
        text = tags.get(key)
        if not text:
            continue
        entries = _json(text)
        if not isinstance(entries, list):
            entries = [part for part in re.split(r"[,;\s]+", text.strip()) if part]
        if len(entries) != len(header.bands):
            continue
        names = [eo_band_name(entry) for entry in entries]
        if any(names):
            return names
    return None


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def eo_band_name(entry: object) -> str | None:
    """The band of one STAC band object, ``{"name": "B02", "common_name": "blue"}``, or of a plain name."""
    if isinstance(entry, list) and len(entry) == 1:
        entry = entry[0]
    if isinstance(entry, str):
        return band_in_text(entry)
    if isinstance(entry, dict):
        for key in ("name", "common_name", "eo:common_name"):
            value = entry.get(key)
            if isinstance(value, str) and (name := band_in_text(value)):
                return name
    return None
