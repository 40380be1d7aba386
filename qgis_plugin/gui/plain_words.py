"""The backend's sentences for people who do not see its command line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..i18n_text import tr

_OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]*[a-z])(?: ([a-z]+)\b)?")
_CHOOSE = "choose another model"  # the backend's advice where a model lacks a band


def plain(text: str, aoi: Any = None) -> str:
    """Options by the names that they have in the panel; without the path of a temporary file of the area."""
    if aoi is not None:
        text = text.replace(f" {aoi}", "")
    fields, answers = _fields(), _answers()

    def named(found: re.Match[str]) -> str:
        option, word = found.group(1), found.group(2)
        words = fields.get(option)
        if words is None:
            return found.group()
        if word is None:
            return words
        answer = answers.get(f"{option} {word}")
        return f"{words} {word}" if answer is None else f"{words}: {answer}"

    return _OPTION.sub(named, text)


def first_option(text: str, known: Any) -> str | None:
    """The first option of the command line in a sentence of the backend for which ``known(option)`` is true."""
    return next((found.group(1) for found in _OPTION.finditer(text) if known(found.group(1))), None)


def with_way_out(text: str, missing: Sequence[str], *, table: bool, folder: bool, others: bool) -> str:
    """A sentence that a band is missing, with what helps here.

    ``table``: the bands can be corrected. ``folder``: the scene is a folder with a file for each band. ``others``:
    another installed model needs less.
    """
    if _CHOOSE not in text:
        return text
    ways = []
    if table:
        ways.append(tr("correct the table of bands"))
    elif folder:
        files = ", ".join(f"B{name[1:].zfill(2)}.tif" for name in missing if re.fullmatch(r"B\d{1,2}A?", name))
        if files:
            ways.append(tr("add {files} to the folder").format(files=files))
    if others or not ways:
        ways.append(tr("choose another model") if others else tr("choose a scene that has them"))
    return text.replace(_CHOOSE, tr(" or ").join(ways))


def _fields() -> Mapping[str, str]:
    return {
        "--allow-partial-dem": tr("“The elevation may have gaps”"),
        "--aoi": tr("“Area to map”"),
        "--bands": tr("the table of bands"),
        "--change": tr("“Compare”"),
        "--clouds": tr("“Clouds”"),
        "--coregister": tr("“Shift of scene before”"),
        "--dem": tr("“Elevation”"),
        "--dem-unit": tr("“Unit of elevation”"),
        "--device": tr("“Runs on”"),
        "--event-date": tr("the date of the event"),
        "--force": tr("the tool “Detect landslides” with “Map it even if the model does not suit”"),
        "--level": tr("“Level”"),
        "--manifest": tr("the tool “Detect landslides in many scenes”"),
        "--mask-water": tr("“Leave out open water”"),
        "--min-slope": tr("“Minimum slope”"),
        "--mmu": tr("“Minimum area”"),
        "--hysteresis": tr("“Lower threshold”"),
        "--fill-holes": tr("“Fill holes up to”"),
        "--crf": tr("“Pixels that look alike agree (CRF)”"),
        "--model": tr("“Model”"),
        "--no-dem": tr("“No elevation”"),
        "--offset": tr("“Offset”"),
        "--out-dir": tr("the tool “Detect landslides in many scenes”"),
        "--overlap": tr("overlap of the windows (command line)"),
        "--overwrite": tr("“Replace existing files”"),
        "--pre": tr("“Scene before the event”"),
        "--pre-bands": tr("the table of bands of the scene before"),
        "--pre-level": tr("“Level, scene before”"),
        "--pre-offset": tr("“Offset, scene before”"),
        "--pre-scale": tr("“Scale, scene before”"),
        "--probability": tr("“Save the probability too”"),
        "--runout": tr("“Follow run-outs”"),
        "--scale": tr("“Scale”"),
        "--simplify": tr("“Smooth outlines”"),
        "--threshold": tr("“Threshold”"),
        "--uncertainty": tr("the way to tell the uncertainty (toolbox, command line)"),
        "--tta": tr("the views that are averaged (toolbox, command line)"),
        "--adapt": tr("the statistics of the scene (toolbox, command line)"),
        "--tile": tr("size of the windows (command line)"),
    }


def _answers() -> Mapping[str, str]:
    """A value behind an option -> what stands in the list of the panel."""
    return {
        "--change auto": tr("“Where possible (automatic)”"),
        "--change on": tr("“Always”"),
        "--change off": tr("“Never: its date alone”"),
        "--clouds auto": tr("“Find them (automatic)”"),
        "--clouds product": tr("“As marked in the product”"),
        "--clouds csmask": tr("“Find them with a network”"),
        "--clouds builtin": tr("“Find them by colour”"),
        "--clouds none": tr("“There are none”"),
        "--dem-unit metres": tr("“Metres”"),
        "--dem-unit feet": tr("“Feet”"),
        "--dem-unit decimetres": tr("“Decimetres”"),
        "--dem-unit centimetres": tr("“Centimetres”"),
    }
