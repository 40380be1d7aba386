"""Probability rasters, ours or others', as the two files that outlines are made of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from l4s_core.rasters.validity import alpha_of, as_values, can_hold, plain_of, read_valid
from l4s_core.rasters.warp import to_window
from l4s_core.rasters.write import (
    PROBABILITY_NODATA,
    PROBABILITY_SCALE,
    encode_probability,
    observed_writer,
    probability_writer,
)
from l4s_core.values.probability import Seen, first_guess, settle_probability
from l4s_core.values.types import Declared, Meaning

_LIKELY_NOWHERE = PROBABILITY_SCALE // 100  # per cent that a copy has kept our scale with do not come above it
Extent = tuple[float, float, float, float]


@dataclass(frozen=True)
class ProbabilityRaster:
    """A raster of probabilities.

    ``encoded``: it holds ten-thousandths as ours do. If not, ``meaning`` says what its values are. ``band`` is their
    number in the file, ``plain`` whether the file has neither a mask nor an alpha band; ``tags`` are its metadata.
    ``given``: the stored value of certainty as the user says it.
    """

    path: Path
    grid: GeoBox
    encoded: bool
    meaning: Meaning
    tags: Mapping[str, str]
    band: int = 1
    plain: bool = True
    given: float | None = None


def open_probability(
    path: str | Path, scale: float | None = None, extent: Sequence[float] | None = None
) -> ProbabilityRaster:
    """Look at a probability raster, of one that is not ours at all values in an ``extent`` (None: everywhere).

    Ours are uint16 (value / 10000, nodata 65535); the band says that scale, in files of earlier versions only a tag.
    Others must be single-band rasters of 0 to 1: floating-point, or of any type with the scale of the band declared, or
    with ``scale`` (the stored value of certainty) given.

    Raises
    ------
    InputError
        It cannot be opened, has several bands, no CRS, no place, or is not in metres on the ground; or its values are
        no probabilities, or nothing says what they mean.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError(f"{path} does not exist; give a probability raster, such as l4s-detect --probability writes.")
    try:
        with rasterio.open(path) as source:
            tags = source.tags()
            alpha = alpha_of(source)
            bands = [index for index in source.indexes if alpha is None or index != alpha.index]
            if len(bands) != 1:
                raise InputError(f"{path} has {len(bands)} bands; a probability raster has one.")
            band = bands[0]
            plain = plain_of(source, band)
            kind, nodata = source.dtypes[band - 1], source.nodatavals[band - 1]
            stated = float(source.scales[band - 1]), float(source.offsets[band - 1])
            if source.crs is None:
                raise InputError(f"{path} has no CRS; assign one (gdal_edit.py -a_srs) and try again.")
            if source.transform.is_identity:  # GDAL's word for none
                raise InputError(f"{path} does not say where its pixels lie (no geotransform); georeference it first.")
            grid = GeoBox.from_rio(source)
    except RasterioError as error:
        raise InputError(
            f"{path} cannot be opened as a raster ({str(error).splitlines()[0]}); give a GeoTIFF."
        ) from error
    if kind.startswith("complex"):
        raise InputError(f"{path} holds complex numbers; give a raster of probabilities.")
    crs = grid.crs
    if crs is None or not in_metres(crs):
        raise InputError(
            f"{path} is not in metres, so areas cannot be measured; warp it to its UTM zone (gdalwarp -t_srs)."
        )
    _check_scale(path, grid, crs)
    told = stated != (1.0, 0.0)
    # files of earlier versions say their scale in a tag alone
    says = stated[0] if told else _number(tags.get("scale"))
    ours = stated[1] == 0 and math.isclose(says, 1 / PROBABILITY_SCALE, rel_tol=1e-6)
    ours = ours and (scale is None or scale == PROBABILITY_SCALE)
    if kind == "uint16" and nodata == PROBABILITY_NODATA and ours:
        own = Meaning(1 / PROBABILITY_SCALE, 0.0, (float(PROBABILITY_NODATA),))
        return ProbabilityRaster(path, grid, True, own, tags, band, plain, scale)
    declared = Declared(
        scale=stated[0] if told else None,
        offset=stated[1] if told else None,
        nodata=tuple(value for value in as_values(nodata) if can_hold(kind, value)),
        masked=not plain,
        said_by="its band" if told else "",
    )
    guess = first_guess(declared, kind, scale, str(path))
    meaning = Meaning(*guess, declared.nodata)
    raster = ProbabilityRaster(path, grid, False, meaning, tags, band, plain, scale)
    roi = full_roi(grid) if extent is None else extent_roi(raster, extent)
    seen = _look(raster, roi)
    return replace(raster, meaning=settle_probability(seen, declared, scale, str(path), whole=roi == full_roi(grid)))


def _look(raster: ProbabilityRaster, roi: ROI) -> Seen:
    """All values of a piece, as its meaning so far scales them."""
    seen = Seen(raster.meaning.scale, raster.meaning.offset)
    with rasterio.open(raster.path) as source:
        for piece in strips(raster.grid[roi]):
            seen.add(_stored(source, placed(piece, roi), raster))
    return seen


def _stored(source: Any, roi: ROI, raster: ProbabilityRaster) -> npt.NDArray[np.float64]:
    """(rows, cols) values of a piece, NaN where there is no data."""
    try:
        return read_valid(source, raster.band, raster.meaning.nodata, window=to_window(roi))
    except RasterioError as error:
        raise InputError(f"{raster.path} is damaged or incomplete ({error}); make it again.") from error


def _theirs(source: Any, roi: ROI, raster: ProbabilityRaster) -> npt.NDArray[np.uint16]:
    """(rows, cols) of a piece of somebody else's, encoded as ours."""
    values = _stored(source, roi, raster) * raster.meaning.scale + raster.meaning.offset
    return encode_probability(values.astype(np.float32))


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
        One of ours holds values that are no probabilities, or, read whole, hardly any; or the file is damaged.
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
            encoded = (_own if raster.encoded else _theirs)(source, placed(piece, roi), raster)
            known = encoded[encoded != PROBABILITY_NODATA]
            largest = max(largest, int(known.max())) if known.size else largest
            new_probability.write(encoded)
            new_observed.write(
                np.where(encoded == PROBABILITY_NODATA, Reason.NO_DATA, Reason.OBSERVED).astype(np.uint8)
            )
            progress.advance()
    if raster.encoded and raster.given is None:
        _check_ours(raster, largest, whole=roi == full_roi(raster.grid))
    return grid


def _check_ours(raster: ProbabilityRaster, largest: int, *, whole: bool) -> None:
    if whole and largest == 1:  # a ten-thousandth, or what is left of 0 to 1 in whole numbers
        raise InputError(
            f"{raster.path} holds 0 and 1 alone: a copy whose probabilities were cut to whole numbers (gdal_translate "
            "-unscale needs -ot Float32); give the raster that it was made from."
        )
    if whole and 1 < largest <= _LIKELY_NOWHERE:
        raise InputError(
            f"{raster.path} holds nothing above {largest / PROBABILITY_SCALE:g}: nothing is likely anywhere, or a copy "
            f"has kept our scale for other values; say --scale {PROBABILITY_SCALE} if it is right, --scale 100 for per "
            "cent."
        )


def _number(text: str | None) -> float:
    try:
        return math.nan if text is None else float(text)
    except ValueError:
        return math.nan


def _own(source: Any, roi: ROI, raster: ProbabilityRaster) -> npt.NDArray[np.uint16]:
    """(rows, cols) of a piece of one of ours."""
    try:
        values: npt.NDArray[np.uint16] = source.read(raster.band, window=to_window(roi))
        if not raster.plain:
            values[np.isnan(read_valid(source, raster.band, window=to_window(roi)))] = PROBABILITY_NODATA
    except RasterioError as error:
        raise InputError(f"{raster.path} is damaged or incomplete ({error}); make it again.") from error
    known = values[values != PROBABILITY_NODATA]
    if known.size and known.max() > PROBABILITY_SCALE:
        raise InputError(
            f"{raster.path} holds {known.max()}, above {PROBABILITY_SCALE} for certainty; it is no probability "
            "raster of l4s."
        )
    return values
