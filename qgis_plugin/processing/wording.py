"""Sentences of the command line for people who fill in a form."""

from __future__ import annotations

import re

from ..i18n_text import tr

_OPTION = re.compile(r"--[a-z][a-z-]*")


def labels() -> dict[str, str]:
    """Option of the command line -> the label of the parameter that fills it."""
    return {
        "--aoi": tr("Area: polygons"),
        "--allow-partial-dem": tr("Go on if the DEM does not cover the scene"),
        "--bands": tr("Bands of a raster with several bands, in its order"),
        "--clouds": tr("Clouds"),
        "--dem": tr("Elevation (DEM)"),
        "--dem-unit": tr("Unit of the heights"),
        "--device": tr("Runs on"),
        "--event-date": tr("Event: date"),
        "--force": tr("Map it even if the model does not suit"),
        "--jobs": tr("Scenes at a time"),
        "--extent": tr("Rectangle"),
        "--level": tr("Processing level"),
        "--mask-water": tr("Leave out open water"),
        "--min-slope": tr("Minimum slope (degrees)"),
        "--mmu": tr("Minimum area (square metres)"),
        "--manifest": tr("… or a table of them"),
        "--model": tr("Model"),
        "--offset": tr("Added to the stored values"),
        "--change": tr("Map new landslides only"),
        "--coregister": tr("Move the scene before to fit"),
        "--pre": tr("Scene before the event"),
        "--pre-level": tr("Processing level of the scene before"),
        "--pre-offset": tr("Added to the stored values of the scene before"),
        "--runout": tr("Grow landslides along their run-out"),
        "--hysteresis": tr("Lower threshold beside landslides (probability, 0 to 1)"),
        "--crf": tr("Pixels that look alike agree (CRF)"),
        "--uncertainty": tr("Tell how sure the model is by"),
        "--tta": tr("Average the probability over"),
        "--adapt": tr("Use the statistics of the scene"),
        "--fill-holes": tr("Fill holes up to (square metres)"),
        "--resume": tr("Go on with what is in the folder"),
        "--simplify": tr("Smooth outlines by (metres)"),
        "--threshold": tr("Threshold (probability, 0 to 1)"),
    }


def in_words(sentence: str) -> str:
    """``"say it with --level"`` -> ``"say it with “Processing level”"``; an option without a parameter stays."""
    known = labels()
    return _OPTION.sub(lambda m: f"“{known[m.group()]}”" if m.group() in known else m.group(), sentence)
