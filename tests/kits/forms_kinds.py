"""The three kinds of raster that the program is given, each with its forms and with what judges one of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import rasterio
from rasterio.windows import Window

from forms import FORMS
from forms_choice import Choice, Outcome
from forms_dem import DEM_FORMS, judge_dem
from forms_ground import read_ground
from forms_probability import PROBABILITY_FORMS, judge_probability
from forms_run import Judge, models_of_forms

CROP = slice(90, 186), slice(150, 278)
"""Rows and columns of examples/puthumala with the largest landslides: 96 x 128 pixels."""


class Kind(NamedTuple):
    """``judge`` writes a form and compares what is made of it with the plainest form."""

    forms: Choice[Any]
    judge: Callable[[Any], Outcome]


def scenes(bands: Path, work: Path, crop: tuple[slice, slice] = CROP, added: float = 0.0) -> Kind:
    """Scenes; ``bands`` is a folder of 10 m bands to whose values ``added`` was added."""
    work.mkdir(parents=True)
    return Kind(FORMS, Judge(read_ground(bands, *crop, added), models_of_forms(work), work).judge)


def dems(bands: Path, heights: Path, work: Path, crop: tuple[slice, slice] = CROP) -> Kind:
    """Elevation of a scene; ``heights`` is in degrees."""
    scene = work / "scene"
    scene.mkdir(parents=True)
    for name in ("B02", "B03", "B04"):
        values, transform, crs = _band(bands / f"{name}.tif", crop)
        with rasterio.open(
            scene / f"{name}.tif", "w", driver="GTiff", height=values.shape[0], width=values.shape[1], count=1,
            dtype=values.dtype, crs=crs, transform=transform, nodata=0,
        ) as out:  # fmt: skip
            out.write(values, 1)
    number = itertools.count()
    return Kind(DEM_FORMS, lambda form: judge_dem(scene, heights, form, work / f"{next(number):05}"))


def probabilities(bands: Path, work: Path, crop: tuple[slice, slice] = CROP) -> Kind:
    """Probabilities, here how bright red is."""
    red, transform, crs = _band(bands / "B04.tif", crop)
    probability = 1 / (1 + np.exp((900.0 - red) / 150))
    number = itertools.count()
    return Kind(
        PROBABILITY_FORMS,
        lambda form: judge_probability(probability, transform, crs, form, work / f"{next(number):05}"),
    )


def _band(path: Path, crop: tuple[slice, slice]) -> tuple[np.ndarray, Any, str]:
    window = Window.from_slices(*crop)
    with rasterio.open(path) as src:
        return src.read(1, window=window), src.window_transform(window), src.crs.to_string()
