"""The ground that is written in all forms, and what a reader has to find in each of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from rasterio.warp import Resampling, calculate_default_transform, reproject
from rasterio.windows import Window

from forms import Form

BANDS = ("B2", "B3", "B4", "B8", "B11", "B12")
COARSE = ("B11", "B12")  # 20 m in the product


@dataclass(frozen=True, eq=False)
class Layer:
    """One band as stored, or what it means. ``values``: (rows, cols) float64; NaN where there is no ground."""

    values: np.ndarray
    transform: Affine


@dataclass(frozen=True, eq=False)
class Ground:
    """A piece of a scene: reflectance x 10000 of every band on its grid, without offset and without gaps.

    ``there``: (rows, cols) of the finest grid, False where a form with a fill or a mask has no ground.
    """

    name: str
    bands: Mapping[str, Layer]
    crs: str
    there: np.ndarray = field(default_factory=lambda: np.ones((0, 0), bool))

    @property
    def shape(self) -> tuple[int, int]:
        rows, cols = self.bands["B4"].values.shape
        return rows, cols

    def gaps(self, band: str) -> np.ndarray:
        """Where a band has no ground, (rows, cols) on its own grid."""
        step = self.shape[0] // self.bands[band].values.shape[0]
        return ~self.there[::step, ::step]


def read_ground(folder: Path, rows: slice, cols: slice, added: float = 0.0) -> Ground:
    """A window of a folder of 10 m bands; ``added`` is the offset that its values carry (DN)."""
    window = Window.from_slices(rows, cols)
    bands = {}
    for band in BANDS:
        path = next(p for p in (folder / f"{band}.tif", folder / f"B{int(band[1:]):02}.tif") if p.is_file())
        with rasterio.open(path) as src:
            values = src.read(1, window=window).astype(np.float64) - added
            bands[band] = Layer(values, src.window_transform(window))
            crs = src.crs.to_string()
    return Ground(folder.name, bands, crs)


def shaped(ground: Ground, form: Form) -> Ground:
    """The ground on the grids of the form, in its CRS, with its gaps; rows still from north to south."""
    if form.crs == "degrees":
        ground = _warped(ground, "EPSG:4326")
    elif form.crs == "next zone":
        epsg = int(ground.crs.rpartition(":")[2])
        ground = _warped(ground, f"EPSG:{epsg + 1}")
    if form.layout in ("folder per resolution", "stack per resolution", "SAFE"):
        coarse = {band: _halved(layer) for band, layer in ground.bands.items() if band in COARSE}
        ground = replace(ground, bands={**ground.bands, **coarse})
    return replace(ground, there=_there(ground.shape, form))


def _there(shape: tuple[int, int], form: Form) -> np.ndarray:
    """Gaps in blocks of two pixels, so that bands of 20 m have the same."""
    there = np.ones(shape, bool)
    if form.fill == "nowhere" and form.mask == "none":
        return there
    rows, cols = np.mgrid[: shape[0], : shape[1]] // 2 * 2
    if form.edge == "corner":
        there[(rows < shape[0] // 4) & (cols < shape[1] // 3)] = False
    else:
        there[rows + 2.5 * cols < 0.9 * shape[0]] = False
    return there


def _halved(layer: Layer) -> Layer:
    rows, cols = layer.values.shape
    blocks = layer.values.reshape(rows // 2, 2, cols // 2, 2)
    return Layer(np.round(blocks.mean((1, 3))), layer.transform @ Affine.scale(2))


def _warped(ground: Ground, crs: str) -> Ground:
    """Nearest neighbours in another CRS, an inner piece that has no empty corners."""
    rows, cols = ground.shape
    fine = ground.bands["B4"].transform
    box = rasterio.transform.array_bounds(rows, cols, fine)
    transform, width, height = calculate_default_transform(ground.crs, crs, cols, rows, *box)
    inner = transform @ Affine.translation(8, 8)
    size = (height - 16) // 2 * 2, (width - 16) // 2 * 2
    bands = {}
    for name, layer in ground.bands.items():
        values = np.full(size, np.nan)
        reproject(
            layer.values, values, src_transform=layer.transform, src_crs=ground.crs, dst_transform=inner,
            dst_crs=crs, resampling=Resampling.nearest, src_nodata=np.nan, dst_nodata=np.nan,
        )  # fmt: skip
        assert not np.isnan(values).any()
        bands[name] = Layer(values, inner)
    return replace(ground, bands=bands, crs=crs)


def stored(ground: Ground, form: Form) -> tuple[dict[str, np.ndarray], Ground]:
    """Numbers as the form stores them, without the gaps, and the ground that these numbers mean.

    Whole numbers round and cut; what is lost so is lost for every reader, so the meaning is taken back from them.
    """
    dtype, scale = np.dtype(form.dtype), float(form.scale)
    added = 0.0 if form.offset == "none" else 0.1
    numbers, meaning = {}, {}
    for band, layer in ground.bands.items():
        values = (layer.values / 10000 + added) * scale
        if dtype.kind in "iu":
            limits = np.iinfo(dtype)
            values = np.clip(np.round(values), 2, min(limits.max, 65534 if scale == 65535 else limits.max))
        numbers[band] = values.astype(dtype)
        back = (numbers[band].astype(np.float64) / scale - added) * 10000
        meaning[band] = replace(layer, values=np.where(ground.gaps(band), np.nan, back))
    return numbers, replace(ground, bands=meaning)


def fill_value(form: Form) -> float:
    """The stored value of the gaps."""
    if form.fill == "declared":
        return float("nan") if form.dtype.startswith("float") else 0.0 if form.dtype == "uint16" else -9999.0
    return float(form.fill)


def fingerprint(ground: Ground) -> str:
    """The same for the same numbers in the same place."""
    digest = hashlib.sha256(ground.crs.encode())
    for band in sorted(ground.bands):
        layer = ground.bands[band]
        digest.update(band.encode() + layer.values.astype(np.float32).tobytes())
        digest.update(np.round(np.array(layer.transform[:6]), 9).tobytes())
    return digest.hexdigest()
