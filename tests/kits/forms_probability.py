"""The forms in which programs leave a probability of landslide, and what `l4s vectorize` has to make of each.

An undeclared 0 where nobody looked is none of them: it is a probability.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
from affine import Affine
from rasterio.enums import ColorInterp

import l4s_core
from forms_choice import Choice, Levels, Outcome, all_but, these, too_large, tried
from forms_run import Result, difference

FACTORS: dict[str, tuple[str, ...]] = {
    "format": ("GTiff", "COG", "ENVI", "VRT"),
    "dtype": ("float32", "float64", "uint8", "uint16", "int16", "int32"),
    "scale": ("1", "100", "255", "1000", "10000", "65535"),
    "said": ("nothing", "in the file"),
    "fill": ("nowhere", "declared", "255", "65535", "-1", "-9999", "nan"),
    "mask": ("none", "internal", ".msk", "alpha"),
    "rows": ("from north", "from south", "turned"),
    "other": ("nothing", "mask before it", "1.0000001"),
}
_WHOLE = ("uint8", "uint16", "int16", "int32")
_MOST = {"uint8": 255, "uint16": 65535, "int16": 32767, "int32": 2**31 - 1}


@dataclass(frozen=True)
class ProbabilityForm:
    """One level of every factor of `FACTORS`."""

    format: str = "GTiff"
    dtype: str = "float32"
    scale: str = "1"
    said: str = "nothing"
    fill: str = "nowhere"
    mask: str = "none"
    rows: str = "from north"
    other: str = "nothing"

    def __str__(self) -> str:
        return f"probability of {PROBABILITY_FORMS.words(self)}"


def _only(factor: str, *levels: str) -> Levels:
    return all_but(FACTORS, factor, *levels)


PROBABILITY_FORMS = Choice(
    ProbabilityForm(),
    FACTORS,
    (
        these(dtype=_WHOLE, scale="1"),
        these(dtype="uint8", scale=("1000", "10000", "65535")),
        these(dtype="int16", scale="65535"),
        these(scale="1", said="in the file"),
        these(format="ENVI", said="in the file"),
        *(these(dtype=dtype, fill=too_large(dtype, FACTORS["fill"])) for dtype in _WHOLE),
        these(dtype="uint8", scale="255", fill=("255", "declared")),
        these(scale="65535", fill=("65535", "declared")),
        these(scale=("255", "1000", "10000", "65535"), fill="255"),  # a probability
        _only("format", "GTiff", "COG") | _only("mask", "none"),
        these(format="COG", mask=".msk"),
        these(fill="declared") | _only("mask", "none"),
        these(format=("ENVI", "COG"), rows="turned"),
        these(dtype=_WHOLE, other="1.0000001"),
        these(mask="alpha", other="mask before it"),
    ),
)  # fmt: skip


def probability_tells(form: ProbabilityForm) -> bool | None:
    """Whether a form says all that is needed; None where a question is as good an answer."""
    told = form.scale == "1" or form.said != "nothing"
    fills = ("nowhere", "declared", "nan")
    return True if told and (form.mask != "none" or form.fill in fills) and form.other == "nothing" else None


def judge_probability(
    probability: np.ndarray, transform: Affine, crs: str, form: ProbabilityForm, folder: Path
) -> Outcome:
    """Write a probability, (rows, cols) 0..1, in a form, outline it, and compare with the plainest form.

    ``folder`` must not be there; it is removed unless something went wrong.
    """
    folder.mkdir(parents=True)
    scale = float(form.scale)
    there = np.ones(probability.shape, bool)
    if form.fill != "nowhere" or form.mask != "none":
        there[: there.shape[0] // 2, : there.shape[1] // 3] = False
    numbers = probability * scale
    if form.dtype in _WHOLE:
        numbers = np.round(numbers)
        numbers = np.minimum(numbers, _MOST[form.dtype] - (form.scale == "65535"))
    meaning = np.where(there, np.minimum(numbers / scale, 1.0), np.nan)
    if form.other == "1.0000001":
        numbers = np.where(numbers > 0.9 * scale, 1.0000001 * scale, numbers)
        meaning = np.where(there, np.minimum(numbers / scale, 1.0), np.nan)
    plain = folder / "plain.tif"
    _write(meaning.astype(np.float32)[None], np.ones_like(there), transform, crs, ProbabilityForm(), np.nan, plain)
    declared = float("nan") if form.dtype.startswith("float") else float(_MOST[form.dtype])
    if form.fill != "nowhere":
        fill = declared if form.fill == "declared" else float(form.fill)
        numbers = np.where(there, numbers, np.array(fill).astype(form.dtype))
    else:
        numbers = np.where(there, numbers, 0.95 * scale)  # certain beneath the mask
    bands = [numbers]
    if form.other == "mask before it":
        bands = [np.where(there & (meaning > 0.35), 1, 0), numbers]
    data = np.stack(bands).astype(form.dtype)
    if form.rows == "from south":
        transform = transform @ Affine(1, 0, 0, 0, -1, there.shape[0])
        data, there = data[:, ::-1], there[::-1]
    elif form.rows == "turned":
        transform = transform @ Affine(0, -1, there.shape[1], 1, 0, 0)
        data, there = np.rot90(data, axes=(1, 2)), np.rot90(there)
    nodata = declared if form.fill == "declared" else None
    path = folder / ("p.img" if form.format == "ENVI" else "p.vrt" if form.format == "VRT" else "p.tif")
    _write(data, there, transform, crs, form, nodata, path)
    outcome = tried(form, probability_tells(form), lambda: difference(_outlined(path), _outlined(plain)))
    if outcome.verdict in ("same", "refused"):
        shutil.rmtree(folder)
    return outcome


def _outlined(path: Path) -> Result:
    inventory = l4s_core.vectorize(path, threshold=0.35)
    slides, hidden = inventory.landslides, inventory.not_observed
    return Result(slides.union_all(), hidden.union_all(), slides.area.sum())


def _write(
    data: np.ndarray, there: np.ndarray, transform: Affine, crs: str, form: ProbabilityForm, nodata: float | None,
    path: Path,
) -> None:  # fmt: skip
    alpha = form.mask == "alpha"
    first = path if form.format == "GTiff" else path.with_name("work.tif")
    with (
        rasterio.Env(GDAL_TIFF_INTERNAL_MASK=form.mask == "internal"),
        rasterio.open(
            first, "w", driver="GTiff", height=data.shape[1], width=data.shape[2], count=len(data) + alpha,
            dtype=data.dtype, crs=crs, transform=transform, nodata=nodata, photometric="minisblack",
            **({"alpha": "yes"} if alpha else {}),
        ) as out,
    ):  # fmt: skip
        out.write(data, list(range(1, len(data) + 1)))
        if form.said != "nothing":
            out.scales = (1 / float(form.scale),) * out.count
        if alpha:
            most = {"uint16": 65535, "int16": 32767}.get(form.dtype, 255)
            out.write(np.where(there, most, 0).astype(data.dtype), len(data) + 1)
            out.colorinterp = [*[ColorInterp.gray] * len(data), ColorInterp.alpha]
        elif form.mask != "none":
            out.write_mask(there)
    if first != path:
        rasterio.shutil.copy(first, path, driver=form.format)
        if form.format != "VRT":
            rasterio.shutil.delete(first)
