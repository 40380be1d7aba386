"""Probability rasters, ours or others', as the two files that outlines are made of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from rasterio.errors import RasterioError

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.base.reasons import Reason
from l4s_core.rasters.grid import in_metres, true_to_scale
from l4s_core.rasters.roi import ROI, full_roi, placed, strips
from l4s_core.rasters.warp import to_window
from l4s_core.rasters.write import (
    PROBABILITY_NODATA,
    PROBABILITY_SCALE,
    encode_probability,
    observed_writer,
    probability_writer,
)

_LEAST_CERTAIN = 0.5  # a raster of probabilities can hold one as likely as not
Extent = tuple[float, float, float, float]


@dataclass(frozen=True)
class ProbabilityRaster:
    """A raster of probabilities.

    ``encoded``: it holds ten-thousandths as ours do. If not, stored value * ``scale`` + ``offset`` is the probability.
    ``nodata`` is a stored value; ``tags`` are its metadata.
    """

    path: Path
    grid: GeoBox
    encoded: bool
    nodata: float | None
    tags: Mapping[str, str]
    scale: float = 1.0
    offset: float = 0.0


def open_probability(path: str | Path) -> ProbabilityRaster:
    """Look at a probability raster without reading it.

    Ours are uint16 (value / 10000, nodata 65535); the band says that scale, in files of earlier versions only a tag.
    Others must be single-band rasters of 0 to 1: floating-point, or of any type with the scale of the band declared.

    Raises
    ------
    InputError
        It cannot be opened, has several bands, another type, no CRS, no place, or is not in metres on the ground.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError(f"{path} does not exist; give a probability raster, such as l4s-detect --probability writes.")
    try:
        with rasterio.open(path) as source:
            kind, nodata, tags = source.dtypes[0], source.nodata, source.tags()
            scale, offset = float(source.scales[0]), float(source.offsets[0])
            if source.count != 1:
                raise InputError(f"{path} has {source.count} bands; a probability raster has one.")
            if source.crs is None:
                raise InputError(f"{path} has no CRS; assign one (gdal_edit.py -a_srs) and try again.")
            if source.transform.is_identity:  # GDAL's word for none
                raise InputError(f"{path} does not say where its pixels lie (no geotransform); georeference it first.")
            grid = GeoBox.from_rio(source)
    except RasterioError as error:
        raise InputError(
            f"{path} cannot be opened as a raster ({str(error).splitlines()[0]}); give a GeoTIFF."
        ) from error
    plain = (scale, offset) == (1.0, 0.0)
    ten_thousandths = offset == 0 and math.isclose(scale, 1 / PROBABILITY_SCALE, rel_tol=1e-6)
    # files of earlier versions say their scale in a tag alone
    ours = ten_thousandths or (plain and math.isclose(_number(tags.get("scale")), 1 / PROBABILITY_SCALE, rel_tol=1e-6))
    encoded = kind == "uint16" and nodata == PROBABILITY_NODATA and ours
    if not encoded and not kind.startswith("float") and not plain:
        largest = max(np.iinfo(kind).max * scale, np.iinfo(kind).min * scale) + offset
        if largest < _LEAST_CERTAIN:
            raise InputError(
                f"{path} says that its values are to be multiplied by {scale:g}, with which none of type {kind} comes "
                f"above {largest:.2g}: a scale that a copy has kept from other values; set it right (gdal_edit.py "
                "-scale), or give the raster that it was made from."
            )
    if not encoded and plain and not kind.startswith("float"):
        raise InputError(
            f"{path} holds values of type {kind}; give probabilities from 0 to 1 as floating-point numbers (per cent "
            "divided by 100) or with the scale of the band, or a raster that l4s-detect --probability wrote."
        )
    crs = grid.crs
    if crs is None or not in_metres(crs):
        raise InputError(
            f"{path} is not in metres, so areas cannot be measured; warp it to its UTM zone (gdalwarp -t_srs)."
        )
    _check_scale(path, grid, crs)
    return ProbabilityRaster(path, grid, encoded, nodata, tags, scale, offset)


def _check_scale(path: Path, grid: GeoBox, crs: CRS) -> None:
    try:
        true = true_to_scale(grid, crs)
    except (ValueError, RuntimeError):  # nowhere on the earth; pyproj's errors are RuntimeErrors
        true = False
    if not true:
        raise InputError(
            f"A metre of {path} is not a metre on the ground (as in Web Mercator, or far from where its CRS is meant "
            "for), so lengths or areas would be wrong; warp it to its UTM zone (gdalwarp -t_srs)."
        )


def extent_roi(raster: ProbabilityRaster, extent: Sequence[float]) -> ROI:
    """The pixels that an extent (xmin, ymin, xmax, ymax in the CRS of the raster) touches.

    Raises
    ------
    InputError
        The extent is empty or lies outside the raster.
    """
    left, bottom, right, top = extent
    said = " ".join(f"{value:.10g}" for value in extent)
    if not all(map(math.isfinite, extent)) or left >= right or bottom >= top:
        raise InputError(f"The extent {said} is empty; give XMIN YMIN XMAX YMAX.")
    corners = [~raster.grid.transform * xy for xy in ((left, top), (right, top), (left, bottom), (right, bottom))]
    spans = []
    for axis, length in ((1, raster.grid.shape[0]), (0, raster.grid.shape[1])):
        ends = [corner[axis] for corner in corners]
        # a millionth of a pixel: an edge that lies on one between pixels must not take in the next
        first, last = math.floor(min(ends) + 1e-6), math.ceil(max(ends) - 1e-6)
        spans.append(slice(max(first, 0), min(last, int(length))))
    if any(span.start >= span.stop for span in spans):
        raise InputError(f"The extent {said} lies outside {raster.path}; move it there.")
    return spans[0], spans[1]


def take_in(
    raster: ProbabilityRaster, roi: ROI | None, probability: Path, observed: Path, progress: Progress
) -> GeoBox:
    """Write a piece of a probability raster (None: all of it) as our two files, and give their grid.

    Without a value a pixel is not observed (no data).

    Raises
    ------
    InputError
        There are values that are no probabilities, or the file is damaged.
    """
    roi = full_roi(raster.grid) if roi is None else roi
    largest = 0
    grid = raster.grid[roi]
    pieces = strips(grid)
    progress.stage("reading the probability", len(pieces))
    with (
        probability_writer(probability, grid) as new_probability,
        observed_writer(observed, grid) as new_observed,
        rasterio.open(raster.path) as source,
    ):
        for piece in pieces:
            progress.check()
            try:
                values = source.read(1, window=to_window(placed(piece, roi)))
            except RasterioError as error:
                raise InputError(f"{raster.path} is damaged or incomplete ({error}); make it again.") from error
            encoded = _checked(values, raster)
            known = encoded[encoded != PROBABILITY_NODATA]
            largest = max(largest, int(known.max())) if known.size else largest
            new_probability.write(encoded)
            new_observed.write(
                np.where(encoded == PROBABILITY_NODATA, Reason.NO_DATA, Reason.OBSERVED).astype(np.uint8)
            )
            progress.advance()
    if raster.encoded and largest == 1:  # a ten-thousandth, or what is left of 0 to 1 in whole numbers
        raise InputError(
            f"{raster.path} holds 0 and 1 alone: a copy whose probabilities were cut to whole numbers (gdal_translate "
            "-unscale needs -ot Float32); give the raster that it was made from."
        )
    return grid


def _number(text: str | None) -> float:
    try:
        return math.nan if text is None else float(text)
    except ValueError:
        return math.nan


def _checked(values: npt.NDArray[Any], raster: ProbabilityRaster) -> npt.NDArray[np.uint16]:
    if raster.encoded:
        known = values[values != PROBABILITY_NODATA]
        if known.size and known.max() > PROBABILITY_SCALE:
            raise InputError(
                f"{raster.path} holds {known.max()}, above {PROBABILITY_SCALE} for certainty; it is no probability "
                "raster of l4s."
            )
        encoded: npt.NDArray[np.uint16] = values
        return encoded
    hidden = values == raster.nodata  # the stored value, before the scale
    values = (values * raster.scale + raster.offset).astype(np.float32)
    values[hidden] = np.nan
    known = values[~np.isnan(values)]
    slack = 0.0 if (raster.scale, raster.offset) == (1.0, 0.0) else 1e-6  # scaling is off in the last digits
    if known.size and not (known.min() >= -slack and known.max() <= 1 + slack):
        raise InputError(
            f"{raster.path} holds values from {known.min():g} to {known.max():g}; probabilities go from 0 to 1 (divide "
            "percentages by 100, and declare what means nodata)."
        )
    return encode_probability(values)
