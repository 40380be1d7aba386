"""Pictures under the outlines: what the satellite saw, how probable landslides are, and what is too much to be drawn.

Each comes as bytes of a WebP or PNG file in the CRS of the map, and is put into the page as it is.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
import shapely
from affine import Affine
from odc.geo.geobox import GeoBox
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.warp import reproject

from l4s_core.base.errors import InputError
from l4s_core.base.palette import as_rgb, palette
from l4s_core.base.progress import Progress
from l4s_core.pictures.composite import NODATA, composite, finest, place_in, read_pieces
from l4s_core.pictures.kinds import KINDS, bands_of
from l4s_core.pictures.stretch import gamma_of, shown, stretch_of
from l4s_core.rasters.header import gdal_options, gdal_reason
from l4s_core.rasters.validity import as_values
from l4s_core.report.frame import Box
from l4s_core.scene.types import Scene

RGBA = npt.NDArray[np.uint8]
LONG_SIDE_PX = 1400
_LEVELS = 32  # of probability, which a palette of a small PNG has
_FROM = 0.05  # what is less probable is left clear
_QUALITY = 80


@dataclass(frozen=True)
class Picture:
    """A picture of the page: ``uri`` has its bytes, ``box`` is left, bottom, right, top in metres of the map."""

    uri: str
    box: Box
    metres_per_px: float


def canvas(box: Box, crs: Any, finest_m: float) -> GeoBox:
    """The grid of a picture of a box: pixels as fine as the source has them, and no more than `LONG_SIDE_PX`."""
    width, height = box[2] - box[0], box[3] - box[1]
    pixel = max(finest_m, max(width, height) / LONG_SIDE_PX)
    cols, rows = max(1, round(width / pixel)), max(1, round(height / pixel))
    where = Affine(width / cols, 0, box[0], 0, -height / rows, box[3])
    return GeoBox((rows, cols), where, crs.to_wkt())


def scene_picture(scene: Scene, boxes: Sequence[Box], crs: Any, progress: Progress) -> tuple[list[Picture], str]:
    """A scene in true colour, or in false colour where it has not the bands; one contrast for all boxes.

    Returns
    -------
    list of Picture
        One for each box that it shows anything of.
    str
        How it is coloured, for people.

    Raises
    ------
    InputError
        Its bands make no picture, or cannot be read.
    """
    kind = next((KINDS[name] for name in ("true_colour", "false_colour") if bands_of(KINDS[name], scene.bands)), None)
    bands = None if kind is None else bands_of(kind, scene.bands)
    if kind is None or bands is None:
        raise InputError(f"{scene.source}: its bands ({' '.join(scene.bands)}) make no picture.")
    pieces = read_pieces(scene, bands)
    grid = finest(pieces)
    if any(place_in(grid, piece) is None for piece in pieces):
        raise InputError(f"{scene.source}: its bands lie differently and make no picture.")
    text = composite(pieces, grid)
    finest_m = abs(grid.affine.a) if grid.crs is not None and grid.crs.projected else 10.0
    values = []
    for box in boxes:
        progress.check()
        values.append(_warped(text, canvas(box, crs, finest_m), scene.source))
    named = dict(zip(bands, values[0], strict=True))
    stretch = stretch_of(named, top_of_atmosphere=scene.level == "L1C", sun_zenith_deg=scene.sun_zenith_deg)
    limits = [stretch.limits[band] for band in bands]
    gamma = gamma_of(list(values[0]), limits, stretch.land)
    pictures = []
    for box, part in zip(boxes, values, strict=True):
        seen = np.isfinite(part).all(axis=0)
        if not seen.any():
            continue
        colours = [shown(band, limit, gamma) for band, limit in zip(part, limits, strict=True)]
        rgba = np.dstack([*colours, np.where(seen, 255, 0).astype(np.uint8)])
        pictures.append(Picture(_webp(rgba), box, (box[2] - box[0]) / part.shape[2]))
    return pictures, f"{kind.title.lower()} ({', '.join(bands)})"


def probability_picture(path: Path, boxes: Sequence[Box], crs: Any, progress: Progress) -> list[Picture]:
    """A probability raster in the colours that QGIS shows it in, clear where nothing is likely or observed.

    Raises
    ------
    InputError
        It is no raster of probabilities (see `predict.external.open_probability`).
    """
    from l4s_core.predict.external import open_probability

    raster = open_probability(path)
    nodata = [value for value in raster.meaning.nodata if np.isfinite(value)]
    pictures = []
    for box in boxes:
        progress.check()
        grid = canvas(box, crs, abs(raster.grid.affine.a))
        stored = _read_band(path, raster.band, grid, nodata)
        values = stored * np.float32(raster.meaning.scale) + np.float32(raster.meaning.offset)
        pictures.append(Picture(_probability_png(values), box, (box[2] - box[0]) / values.shape[1]))
    return pictures


def small_outlines(shapes: Any, colours: Sequence[str], box: Box, crs: Any) -> Picture:
    """Polygons as a picture; ``colours`` (``#rrggbb``) of each, the first on top."""
    from rasterio.features import rasterize

    grid = canvas(box, crs, 1.0)
    known = list(dict.fromkeys(colours))
    value = {colour: number for number, colour in enumerate(known, 1)}
    numbers = [value[colour] for colour in colours][::-1]
    # corners that no pixel shows cost most of the time, where there are very many landslides
    plain = shapely.simplify(shapes[::-1], abs(grid.affine.a) / 8, preserve_topology=True)
    burnt = rasterize(
        zip(plain, numbers, strict=True),
        out_shape=tuple(int(n) for n in grid.shape),
        transform=grid.affine,
        dtype=np.uint8,
        all_touched=True,
    )
    return Picture(_indexed_png(burnt, [as_rgb(colour) for colour in known], 235), box, abs(grid.affine.a))


def _warped(text: str, grid: GeoBox, source: str) -> npt.NDArray[np.float32]:
    """(bands, rows, cols) reflectance x 10000, NaN where there is none."""
    return _on_grid(text, None, grid, [float(NODATA)], Resampling.bilinear, source)


def _read_band(path: Path, band: int, grid: GeoBox, nodata: Sequence[float]) -> npt.NDArray[np.float32]:
    """(rows, cols), NaN where there is nothing."""
    out: npt.NDArray[np.float32] = _on_grid(str(path), band, grid, nodata, Resampling.nearest, str(path))[0]
    return out


def _on_grid(
    opened: str, band: int | None, grid: GeoBox, nodata: Sequence[float], how: Resampling, said: str
) -> npt.NDArray[np.float32]:
    """Bands of a raster on a grid: read as coarse as the grid is, then warped."""
    assert grid.crs is not None
    try:
        with gdal_options(opened), rasterio.open(opened) as source:
            own = GeoBox.from_rio(source)
            window = _window(own, grid)
            bands = [band] if band is not None else list(source.indexes)
            out = np.full((len(bands), *(int(n) for n in grid.shape)), np.nan, np.float32)
            if window is None:
                return out
            rows, cols, factor = window
            shape = tuple(max(1, -(-(part.stop - part.start) // factor)) for part in (rows, cols))
            part = source.read(
                bands,
                window=((rows.start, rows.stop), (cols.start, cols.stop)),
                out_shape=(len(bands), *shape),
                resampling=Resampling.average if _affordable(rows, cols) else Resampling.nearest,
                masked=True,
            )
            stored = as_values(source.nodatavals[bands[0] - 1])
    except RasterioError as error:
        raise InputError(f"{said} cannot be read: the file is damaged or incomplete ({gdal_reason(error)}).") from error
    values = part.filled(0).astype(np.float32)
    hidden = np.ma.getmaskarray(part)
    for value in (*nodata, *stored):
        hidden = hidden | (part.data == value)
    values[hidden] = np.nan
    scale = (cols.stop - cols.start) / shape[1], (rows.stop - rows.start) / shape[0]
    place = own.affine * Affine.translation(cols.start, rows.start) * Affine.scale(*scale)
    reproject(
        values,
        out,
        src_transform=place,
        src_crs=str(own.crs),
        dst_transform=grid.affine,
        dst_crs=grid.crs.to_wkt(),
        src_nodata=np.nan,
        dst_nodata=np.nan,
        resampling=how,
    )
    return out


def _affordable(rows: slice, cols: slice) -> bool:
    """Whether all pixels are read for a mean; of a full tile levels of less resolution are taken as they are."""
    return int((rows.stop - rows.start) * (cols.stop - cols.start)) < 20_000_000


def _window(own: GeoBox, grid: GeoBox) -> tuple[slice, slice, int] | None:
    """Which pixels of a raster a grid shows, and how many of them fall on one of its; None: none."""
    if own.crs is None:
        return None
    around = grid.extent.to_crs(own.crs, resolution=max(grid.extent.boundingbox.span_x, 1.0) / 20)
    corners = shapely.get_coordinates(around.geom)
    x, y = ~own.affine * (corners[:, 0], corners[:, 1])
    rows, cols = (int(n) for n in own.shape)
    left, right = max(0, int(np.floor(x.min())) - 2), min(cols, int(np.ceil(x.max())) + 2)
    top, bottom = max(0, int(np.floor(y.min())) - 2), min(rows, int(np.ceil(y.max())) + 2)
    if left >= right or top >= bottom:
        return None
    coarse = min((x.max() - x.min()) / int(grid.shape[1]), (y.max() - y.min()) / int(grid.shape[0]))
    return slice(top, bottom), slice(left, right), max(1, int(coarse))


def _probability_png(values: npt.NDArray[np.float32]) -> str:
    stops, colours = zip(*palette().probability, strict=True)
    channels = np.array([as_rgb(colour) for colour in colours]).T
    levels = (np.arange(_LEVELS) + 0.5) / _LEVELS
    table = np.stack([np.interp(levels, stops, channel) for channel in channels], axis=1).astype(int)
    known = np.isfinite(values) & (values >= _FROM)
    level = np.clip(np.nan_to_num(values) * _LEVELS, 0, _LEVELS - 1).astype(np.uint8) + np.uint8(1)
    return _indexed_png(np.where(known, level, 0).astype(np.uint8), [tuple(row) for row in table.tolist()], 255)


def _indexed_png(values: npt.NDArray[np.uint8], colours: Sequence[tuple[int, ...]], opacity: int) -> str:
    """0 is clear, n the n-th colour."""
    from PIL import Image

    image = Image.fromarray(values, "P")
    image.putpalette([0, 0, 0, *(part for colour in colours for part in colour)])
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True, transparency=bytes([0] + [opacity] * len(colours)))
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def _webp(rgba: RGBA) -> str:
    from PIL import Image

    out = io.BytesIO()
    image = Image.fromarray(rgba, "RGBA")
    (image if (rgba[..., 3] < 255).any() else image.convert("RGB")).save(out, "WEBP", quality=_QUALITY, method=4)
    return "data:image/webp;base64," + base64.b64encode(out.getvalue()).decode()
