"""A scene as pictures for a map: virtual rasters over its own files, one small raster, and what to show them with."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from odc.geo.geobox import GeoBox
from rasterio.enums import Resampling
from rasterio.errors import RasterioError

from l4s_core.base.errors import InputError
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress, Silent
from l4s_core.pictures.composite import NODATA, Piece, composite, finest, ndvi, place_in, read_pieces
from l4s_core.pictures.kinds import KINDS, NDVI_COLOURS, Kind, bands_of
from l4s_core.pictures.stretch import Limits, Stretch, Values, alike, gamma_of, shown, stretch_of
from l4s_core.rasters.header import gdal_options, gdal_reason
from l4s_core.scene.types import Scene

BANDS, NDVI, FACTS = "bands.vrt", "ndvi.vrt", "pictures.json"
_OVERVIEW, _NDVI_OVERVIEW = "overview.tif", "ndvi_overview.vrt"
FORMAT = 3
"""Of `FACTS`; another one is not read."""

SMALL_PX = 1400
"""Longest side of what is read to find a stretch, and of the overview that a larger scene gets."""

Small = npt.NDArray[np.int16]


@dataclass(frozen=True)
class _Plan:
    """Which pictures can be made: kind -> its bands; ``pieces``: every band of them once."""

    kinds: dict[str, tuple[str, ...]]
    pieces: dict[str, Piece]
    grid: GeoBox
    notes: tuple[str, ...]


def make_pictures(
    scene: Scene,
    folder: Path,
    kinds: Sequence[str] = tuple(KINDS),
    *,
    like: Path | None = None,
    png: bool = False,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Write the pictures of a scene into a folder, which is made if it is not there.

    Parameters
    ----------
    kinds : names of `KINDS`; those whose bands the scene lacks are left out, and said.
    like : folder of pictures of another scene, whose contrast these get too, so that the two compare.
    png : also a small PNG of each.

    Returns
    -------
    dict
        What `FACTS` in the folder has: ``format``, ``scene``, ``name``, ``sensing_time``, ``crs``, ``extent`` (xmin,
        ymin, xmax, ymax in it), ``land_share``, ``limits`` (band -> reflectance x 10000 shown as dark and bright),
        ``dark`` (band -> its 2nd percentile), ``notes``, and ``pictures``, each with ``kind``, ``title``, ``file``,
        ``bands`` (numbers in the file, for red, green and blue), ``names``, ``limits`` of these, ``gamma``,
        ``colours`` (of an index: value and colour) and ``png``. Files are named as in the folder.

    Raises
    ------
    InputError
        No picture can be made of the scene's bands; a file cannot be read; the folder holds pictures already
        (``overwrite``) or cannot be written; ``like`` holds none.
    """
    progress = progress or Silent()
    facts_file = folder / FACTS
    if facts_file.exists() and not overwrite:
        raise InputError(f"{folder} holds pictures already; say --overwrite to replace them, or choose another folder.")
    earlier = None if like is None else read_facts(like)
    plan = _plan(scene, kinds)
    with _folder_made(folder):
        return _made_in(folder, scene, plan, earlier, png, progress)


@contextmanager
def _folder_made(folder: Path) -> Iterator[None]:
    """Make a folder; where the block ends early and wrote nothing, a new one goes again."""
    new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder {folder} cannot be made ({error.strerror}); choose another.") from error
    try:
        yield
    except BaseException:
        if new:
            with suppress(OSError):
                folder.rmdir()
        raise


def _made_in(
    folder: Path, scene: Scene, plan: _Plan, earlier: dict[str, Any] | None, png: bool, progress: Progress
) -> dict[str, Any]:
    text = composite(list(plan.pieces.values()), plan.grid)
    small = _read_small(scene, text, plan, progress)
    values = {name: np.where(band == NODATA, np.nan, band).astype(np.float32) for name, band in small.items()}
    stretch = stretch_of(values, top_of_atmosphere=scene.level == "L1C", sun_zenith_deg=scene.sun_zenith_deg)
    limits = dict(stretch.limits) if earlier is None else alike(stretch, earlier["limits"], earlier["dark"])
    gammas = _gammas(plan, values, limits, stretch) | _gammas_in(earlier)
    facts = _facts(scene, plan, stretch, limits, gammas)
    with partial_folder(folder / FACTS) as work:
        _write_files(work, folder.absolute(), plan, small)
        if png:
            progress.stage("drawing")
            for picture in facts["pictures"]:
                picture["png"] = f"{picture['kind']}.png"
                _write_png(work / picture["png"], picture, plan, small)
        (work / FACTS).write_text(json.dumps(facts, indent=1), encoding="utf-8")
    return facts


def read_facts(folder: Path) -> dict[str, Any]:
    """What is known of the pictures in a folder. Raises InputError where it holds none."""
    try:
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        if facts["format"] == FORMAT:
            numbers = [*facts["dark"].values(), *(value for pair in facts["limits"].values() for value in pair)]
            numbers += _gammas_in(facts).values()
            if all(math.isfinite(value) for value in numbers) and all(
                len(two) == 2 for two in facts["limits"].values()
            ):
                return dict(facts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        pass
    raise InputError(f"{folder} holds no pictures of l4s picture; give the folder that it wrote.")


def _plan(scene: Scene, kinds: Sequence[str]) -> _Plan:
    wanted = {name: bands_of(KINDS[name], scene.bands) for name in kinds}
    notes = [f"{KINDS[name].title} is left out: {_needs(KINDS[name], scene)}." for name, b in wanted.items() if not b]
    found = {name: bands for name, bands in wanted.items() if bands}
    if not found:
        raise InputError(f"{scene.source}: no picture can be made; {_needs(KINDS[kinds[0]], scene)}.")
    names = list(dict.fromkeys(band for bands in found.values() for band in bands))
    pieces = {piece.name: piece for piece in read_pieces(scene, names)}
    # the bands of a scene are of one place and one coordinate system, but rows may run the other way
    grid = pieces[names[0]].grid
    elsewhere = {name for name, piece in pieces.items() if place_in(grid, piece) is None}
    for name, bands in list(found.items()):
        if elsewhere.intersection(bands):
            other = ", ".join(band for band in bands if band in elsewhere)
            notes.append(f"{KINDS[name].title} is left out: {other} is turned against the other bands.")
            del found[name]
    if not found:
        raise InputError(f"{scene.source}: no picture can be made, because its bands lie differently; {notes[-1]}")
    used = {name: piece for name, piece in pieces.items() if any(name in bands for bands in found.values())}
    return _Plan(found, used, finest(list(used.values())), tuple(notes))


def _needs(kind: Kind, scene: Scene) -> str:
    ways = " or ".join(" ".join(choice) for choice in (kind.choices[0], *kind.choices[-1:])[: len(kind.choices)])
    return f"it needs {ways}, and there are {' '.join(scene.bands)}"


def _read_small(scene: Scene, text: str, plan: _Plan, progress: Progress) -> dict[str, Small]:
    """Every band of a plan, not longer than `SMALL_PX`, from the resolution levels that its file has."""
    rows, cols = (int(n) for n in plan.grid.shape)
    factor = max(1.0, max(rows, cols) / SMALL_PX)
    # a whole power of two is a resolution level of JPEG 2000 and of most overviews
    factor = 1.0 if factor <= 1 else 2.0 ** int(np.ceil(np.log2(factor)))
    shape = max(1, -(-rows // int(factor))), max(1, -(-cols // int(factor)))
    progress.stage("looking at the scene", len(plan.pieces))
    small: dict[str, Small] = {}
    try:
        with gdal_options(text), rasterio.Env(GDAL_NUM_THREADS="ALL_CPUS"), rasterio.open(text) as source:
            for number, name in enumerate(plan.pieces, 1):
                progress.check()
                small[name] = source.read(number, out_shape=shape, resampling=Resampling.nearest)
                progress.advance()
    except RasterioError as error:
        raise InputError(
            f"A band of {scene.name} cannot be read: the file is damaged or incomplete ({gdal_reason(error)}); fetch "
            "it again."
        ) from error
    return small


def _gammas(plan: _Plan, values: dict[str, Values], limits: dict[str, Limits], stretch: Stretch) -> dict[str, float]:
    """Of each picture in colours of bands."""
    return {
        kind: gamma_of([values[name] for name in bands], [limits[name] for name in bands], stretch.land)
        for kind, bands in plan.kinds.items()
        if not KINDS[kind].index
    }


def _gammas_in(earlier: dict[str, Any] | None) -> dict[str, float]:
    """Of the pictures that these are to be like."""
    pictures = [] if earlier is None else earlier["pictures"]
    return {str(one["kind"]): float(one["gamma"]) for one in pictures if one["gamma"] is not None}


def _facts(
    scene: Scene, plan: _Plan, stretch: Stretch, limits: dict[str, Limits], gammas: dict[str, float]
) -> dict[str, Any]:
    box = plan.grid.extent.boundingbox
    numbers = {name: number for number, name in enumerate(plan.pieces, 1)}
    crs = plan.grid.crs
    assert crs is not None  # a scene without one is refused
    pictures = []
    for kind, bands in plan.kinds.items():
        index = KINDS[kind].index
        pictures.append(
            {
                "kind": kind,
                "title": KINDS[kind].title,
                "file": NDVI if index else BANDS,
                "bands": [1] if index else [numbers[band] for band in bands],
                "names": list(bands),
                "limits": None if index else [list(limits[band]) for band in bands],
                "gamma": None if index else gammas[kind],
                "colours": [list(stop) for stop in NDVI_COLOURS] if index else None,
                "png": None,
            }
        )
    return {
        "format": FORMAT,
        "scene": scene.source,
        "name": scene.name,
        "sensing_time": None if scene.sensing_time is None else scene.sensing_time.isoformat(),
        "crs": f"EPSG:{crs.epsg}" if crs.epsg else crs.to_wkt(),
        "extent": [box.left, box.bottom, box.right, box.top],
        "land_share": round(stretch.land_share, 4),
        "limits": {name: list(pair) for name, pair in limits.items()},
        "dark": dict(stretch.dark),
        "notes": [*plan.notes, *scene.notes],
        "pictures": pictures,
    }


def _write_files(work: Path, folder: Path, plan: _Plan, small: dict[str, Small]) -> None:
    pieces = list(plan.pieces.values())
    shape = next(iter(small.values())).shape
    overview = None if shape == tuple(plan.grid.shape) else _OVERVIEW
    if overview is not None:
        _write_overview(work / overview, plan, small)
    if any(not KINDS[kind].index for kind in plan.kinds):
        (work / BANDS).write_text(composite(pieces, plan.grid, overview), encoding="utf-8")
    if "ndvi" in plan.kinds:
        two = [plan.pieces[name] for name in plan.kinds["ndvi"]]
        # drawn small it is made of the overview, as it is of the bands where it is drawn large
        if overview is not None:
            coarse = _coarse_grid(plan.grid, shape)
            numbers = {name: number for number, name in enumerate(plan.pieces, 1)}
            path = str(folder / overview)
            of = [Piece(p.name, path, numbers[p.name], NODATA, 1.0, 0.0, coarse) for p in two]
            (work / _NDVI_OVERVIEW).write_text(ndvi(of[0], of[1], coarse), encoding="utf-8")
        text = ndvi(two[0], two[1], plan.grid, None if overview is None else _NDVI_OVERVIEW)
        (work / NDVI).write_text(text, encoding="utf-8")


def _coarse_grid(grid: GeoBox, shape: tuple[int, ...]) -> GeoBox:
    rows, cols = (int(n) for n in grid.shape)
    scale = grid.affine.scale(cols / shape[1], rows / shape[0])
    return GeoBox((shape[0], shape[1]), grid.affine * scale, grid.crs)


def _write_overview(path: Path, plan: _Plan, small: dict[str, Small]) -> None:
    first = next(iter(small.values()))
    grid = _coarse_grid(plan.grid, first.shape)
    assert grid.crs is not None
    how = {"driver": "GTiff", "dtype": "int16", "count": len(small), "nodata": NODATA, "crs": grid.crs.to_wkt()}
    layout = {"tiled": True, "blockxsize": 256, "blockysize": 256, "compress": "deflate", "predictor": 2, "zlevel": 6}
    size = {"height": first.shape[0], "width": first.shape[1], "transform": grid.affine, "interleave": "band"}
    with rasterio.open(path, "w", **how, **layout, **size) as out:
        for number, (name, band) in enumerate(small.items(), 1):
            out.write(band, number)
            out.set_band_description(number, name)


def _write_png(path: Path, picture: dict[str, Any], plan: _Plan, small: dict[str, Small]) -> None:
    """What is seen is opaque, the rest transparent."""
    from PIL import Image

    bands = [np.where(small[name] == NODATA, np.nan, small[name]).astype(np.float32) for name in picture["names"]]
    seen = np.isfinite(np.stack(bands)).all(axis=0)
    if picture["colours"]:
        colours = _index_colours(bands[0], bands[1], picture["colours"])
    else:
        pairs = zip(bands, picture["limits"], strict=True)
        colours = np.stack([shown(band, (low, high), picture["gamma"]) for band, (low, high) in pairs], axis=-1)
    rgba = np.dstack([colours, np.where(seen, 255, 0).astype(np.uint8)])
    Image.fromarray(rgba, "RGBA").save(path)


def _index_colours(
    near_infrared: npt.NDArray[np.float32], red: npt.NDArray[np.float32], colours: list[list[Any]]
) -> npt.NDArray[np.uint8]:
    from l4s_core.base.palette import as_rgb

    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.nan_to_num((near_infrared - red) / (near_infrared + red))
    stops = [float(stop) for stop, _ in colours]
    channels = np.array([as_rgb(colour) for _, colour in colours]).T
    return np.stack([np.interp(values, stops, channel) for channel in channels], axis=-1).astype(np.uint8)
