"""One raster with several bands, and which band is which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from l4s_core.base.decisions import Decision
from l4s_core.base.errors import InputError
from l4s_core.channels.names import band_of_name
from l4s_core.rasters.header import RasterHeader, read_header, refuse_8bit, shown
from l4s_core.scene.class_band import with_class_band
from l4s_core.scene.loose import Known, LooseBand, header_claim, loose_scene
from l4s_core.scene.naming import level_in_names, time_in_names
from l4s_core.scene.recognise import recognise, seen
from l4s_core.scene.types import Asked, Scene

_LEFT_OUT = frozenset({"-", "_", ""})


def open_raster(path: str, source: str, *, bands: Mapping[str, int] | str | None, asked: Asked) -> Scene:
    """``path`` is what GDAL opens, ``source`` what the user gave.

    Raises
    ------
    InputError
        The bands are not said and not recognised from descriptions or tags, or what is said does not fit the file;
        the message lists what the file has.
    """
    header = read_header(path, "the scene")
    refuse_8bit(header, "the scene")
    stem = Path(source).stem
    stated = level_in_names([stem])
    level_from = "from the file name" if stated else None
    if bands is None:
        found_by = recognise(header, [stem, Path(source).absolute().parent.name])
        order, decision = found_by.order, replace(found_by.decision, option=f"{asked.prefix}bands")
        if stated is None:
            stated, level_from = found_by.level, found_by.level_from
    else:
        order = _from_list(header, bands) if isinstance(bands, str) else _from_mapping(header, bands)
        numbers = ", ".join(map(str, order.values()))
        decision = Decision("bands", ", ".join(order), f"number {numbers} of the file, as given", "given")
    found = [LooseBand(name, header, header.bands[i - 1], header_claim(header, i - 1)) for name, i in order.items()]
    known = Known(
        name=stem,
        source=source,
        kind="raster",
        level=stated,
        level_from=level_from,
        sensing_time=time_in_names([stem]),
        decisions=(decision,),
    )
    scene = loose_scene(found, known, asked)
    return with_class_band(scene, header) if asked.pixels else scene


def _from_list(header: RasterHeader, text: str) -> dict[str, int]:
    """``"B2,B3,-,B8"``: one name per raster band, ``-`` leaves one out."""
    words = [w.strip() for w in (text.split(",") if "," in text else text.split())]
    if header.alpha is not None and len(words) == len(header.bands) + 1 and words[-1] in _LEFT_OUT:
        words.pop()  # the alpha band, which is no band
    if len(words) != len(header.bands):
        raise InputError(
            f"--bands names {len(words)} bands and {shown(header.path)} has {len(header.bands)}: {seen(header)}; "
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
                f"{seen(header)}; bands are counted from 1."
            )
        if index in order.values():
            raise InputError(f"Number {index} of {shown(header.path)} is said to be two bands; say each once.")
        _place(order, word, index)
    if not order:
        raise InputError(f"No band of {shown(header.path)} is named; it has {seen(header)}.")
    return order


def _place(order: dict[str, int], word: str, index: int) -> None:
    band = band_of_name(word)
    if band is None:
        raise InputError(f"--bands: {word!r} is not a Sentinel-2 band; use B1 ... B8, B8A, B9 ... B12, or '-'.")
    if band in order:
        raise InputError(f"--bands names {band} twice; '-' leaves a band out.")
    order[band] = index
