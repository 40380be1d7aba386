"""The forms in which people hold the elevation of a place, and what has to be read from each.

Feet that nothing tells are none of them: they are heights that exist on land, and no reader can know.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
import rasterio.shutil
from affine import Affine
from rasterio.enums import ColorInterp
from rasterio.warp import Resampling, calculate_default_transform, reproject

from forms_choice import Choice, Levels, Outcome, all_but, these, too_large, tried
from l4s_core.detection.stack import open_stack
from l4s_core.rasters.roi import full_roi

FACTORS: dict[str, tuple[str, ...]] = {
    "format": ("GTiff", "COG", "ENVI", "HFA", "AAIGrid", "VRT"),
    "dtype": ("float32", "float64", "int16", "uint16", "int32"),
    "unit": ("m", "m said", "ft said", "0.1 m said", "cm"),
    "fill": ("nowhere", "declared", "-32768", "-9999", "-32767", "0", "nan", "1e20", "-3.4e38", "65535"),
    "mask": ("none", "internal", "alpha"),
    "tile": ("one file", "folder of halves", "halves and companions"),
    "crs": ("degrees", "UTM", "compound"),
    "rows": ("from north", "from south", "turned"),
}
_WHOLE = ("int16", "uint16", "int32")


@dataclass(frozen=True)
class DemForm:
    """One level of every factor of `FACTORS`; the defaults are those of a usual download."""

    format: str = "GTiff"
    dtype: str = "float32"
    unit: str = "m"
    fill: str = "nowhere"
    mask: str = "none"
    tile: str = "one file"
    crs: str = "degrees"
    rows: str = "from north"

    def __str__(self) -> str:
        return f"DEM of {DEM_FORMS.words(self)}"


def _only(factor: str, *levels: str) -> Levels:
    return all_but(FACTORS, factor, *levels)


DEM_FORMS = Choice(
    DemForm(),
    FACTORS,
    (
        *(these(dtype=dtype, fill=too_large(dtype, FACTORS["fill"])) for dtype in _WHOLE),
        these(format="AAIGrid", dtype=("float64", "uint16", "int16")),
        these(format="AAIGrid") | _only("unit", "m", "cm"),
        these(format=("ENVI", "HFA")) | _only("unit", "m", "cm"),
        these(format="AAIGrid") | _only("fill", "nowhere", "-9999", "-32768"),
        _only("format", "GTiff", "COG") | _only("mask", "none"),
        these(fill=("declared", "nowhere")) | _only("mask", "none"),
        these(format=("COG", "HFA", "AAIGrid", "ENVI", "VRT")) | _only("tile", "one file"),
        these(format=("ENVI", "HFA", "AAIGrid"), crs="compound"),
        these(format=("ENVI", "HFA", "AAIGrid", "COG")) | _only("rows", "from north"),
        these(mask="alpha") | _only("tile", "one file"),
        _only("rows", "from north") | _only("tile", "one file"),
        these(unit="0.1 m said", crs="compound"),  # GDAL loses the scale when it writes such a file
        these(dtype=("int16", "uint16"), unit="cm"),
    ),
)


def dem_tells(form: DemForm) -> bool | None:
    """Whether the file says all, or its values do; None where they need not."""
    if form.unit == "cm":
        return None
    plain = form.mask != "none" or form.fill in ("nowhere", "declared", "-32768", "-9999", "nan", "-3.4e38", "-32767")
    return True if plain and form.rows != "turned" else None


_FACTOR = {"m": 1.0, "m said": 1.0, "ft said": 0.3048, "0.1 m said": 0.1, "cm": 0.01}


def judge_dem(scene: Path, heights: Path, form: DemForm, folder: Path) -> Outcome:
    """Write the elevation of a scene in a form, and compare what is read with what the plainest form gives.

    Parameters
    ----------
    scene : a folder of bands.
    heights : a DEM in degrees that covers most of it.
    folder : where to write; it must not be there. It is removed unless something went wrong.
    """
    with rasterio.open(heights) as src:
        values, transform, crs = src.read(1).astype(np.float64), src.transform, "EPSG:4326"
    if form.crs == "UTM":
        values, transform, crs = _warped(values, transform, crs, "EPSG:32643")
    there = np.ones(values.shape, bool)
    if form.fill != "nowhere" or form.mask != "none":
        there[: values.shape[0] // 3, : values.shape[1] // 4] = False
    factor = _FACTOR[form.unit]
    numbers = values / factor
    numbers = (np.round(numbers) if form.dtype in _WHOLE else numbers).astype(form.dtype)
    meaning = np.where(there, numbers.astype(np.float64) * factor, np.nan)
    folder.mkdir(parents=True)
    plain = folder / "plain.tif"
    with rasterio.open(
        plain, "w", driver="GTiff", height=values.shape[0], width=values.shape[1], count=1, dtype="float32", crs=crs,
        transform=transform, nodata=np.nan,
    ) as out:  # fmt: skip
        out.write(meaning.astype(np.float32), 1)
    given = _write(numbers, there, transform, crs, form, folder / "dem")
    outcome = tried(form, dem_tells(form), lambda: _difference(_read(scene, given), _read(scene, plain)))
    if outcome.verdict in ("same", "refused"):
        shutil.rmtree(folder)
    return outcome


def _warped(
    values: npt.NDArray[np.float64], transform: Affine, crs: str, to: str
) -> tuple[npt.NDArray[np.float64], Affine, str]:
    rows, cols = values.shape
    box = rasterio.transform.array_bounds(rows, cols, transform)
    new, width, height = calculate_default_transform(crs, to, cols, rows, *box, resolution=30)
    inner = new @ Affine.translation(2, 2)
    out = np.full((height - 4, width - 4), np.nan)
    reproject(
        values, out, src_transform=transform, src_crs=crs, dst_transform=inner, dst_crs=to,
        resampling=Resampling.nearest, src_nodata=np.nan, dst_nodata=np.nan,
    )  # fmt: skip
    assert not np.isnan(out).any()
    return out, inner, to


def _read(scene: Path, dem: Path) -> npt.NDArray[np.float32]:
    with open_stack(scene, dem, clouds="none", offset=0.0, allow_partial_dem=True) as stack:
        values: npt.NDArray[np.float32] = stack.read_observed(("dem",), full_roi(stack.grid))[0][0]
    return values


def _difference(found: npt.NDArray[np.float32], expected: npt.NDArray[np.float32]) -> str:
    """Empty where heights agree to a decimetre and gaps to a pixel of the DEM along their edge."""
    apart = np.abs(found - expected)
    lost = np.isnan(found) != np.isnan(expected)
    if np.nanmax(apart, initial=0.0) > 0.1:
        return f"heights differ by up to {np.nanmax(apart):.1f} m, in {np.mean(apart > 0.1):.1%} of the pixels"
    return f"{lost.mean():.1%} of the heights are there or not" if lost.mean() > 0.02 else ""


def _write(numbers: np.ndarray, there: np.ndarray, transform: Affine, crs: str, form: DemForm, folder: Path) -> Path:
    folder.mkdir()
    declared = float("nan") if form.dtype.startswith("float") else 0.0 if form.dtype == "uint16" else -32768.0
    fill = declared if form.fill == "declared" else 1.0 if form.fill == "nowhere" else float(form.fill)
    numbers = np.where(there, numbers, np.array(fill).astype(form.dtype)).astype(form.dtype)
    if form.rows == "from south":
        transform = transform @ Affine(1, 0, 0, 0, -1, numbers.shape[0])
        numbers, there = numbers[::-1], there[::-1]
    elif form.rows == "turned":
        transform = transform @ Affine(0, -1, numbers.shape[1], 1, 0, 0)
        numbers, there = np.rot90(numbers), np.rot90(there)
    nodata = declared if form.fill == "declared" else None
    if form.tile == "one file":
        ending = {"ENVI": ".img", "HFA": ".img", "AAIGrid": ".asc", "VRT": ".vrt"}.get(form.format, ".tif")
        return _one(numbers, there, transform, crs, form, nodata, folder / f"dem{ending}")
    half = numbers.shape[1] // 2
    for name, cols in (("N11E076_west", slice(0, half)), ("N11E076_east", slice(half, None))):
        left = transform @ Affine.translation(cols.start, 0)
        _one(numbers[:, cols], there[:, cols], left, crs, form, nodata, folder / f"{name}_DEM.tif")
        if form.tile == "halves and companions":
            plain = DemForm(dtype="uint16")
            count = np.full(numbers[:, cols].shape, 7, np.uint16)
            _one(count, there[:, cols], left, crs, plain, None, folder / f"{name}_NUM.tif")
            (folder / f"._{name}_DEM.tif").write_bytes(b"\x00\x05\x16\x07" + bytes(60))
            (folder / f"{name}_QL.png").write_bytes(b"\x89PNG\r\n")
    return folder


def _one(
    numbers: np.ndarray, there: np.ndarray, transform: Affine, crs: str, form: DemForm, nodata: float | None, path: Path
) -> Path:
    alpha = form.mask == "alpha"
    straight = form.format == "GTiff"
    first = path if straight else path.with_name("work.tif")
    place = "EPSG:4326+5773" if form.crs == "compound" else crs
    with (
        rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True),
        rasterio.open(
            first, "w", driver="GTiff", height=numbers.shape[0], width=numbers.shape[1], count=1 + alpha,
            dtype=numbers.dtype, crs=place, transform=transform, nodata=nodata, photometric="minisblack",
            **({"alpha": "yes"} if alpha else {}),
        ) as out,
    ):  # fmt: skip
        out.write(numbers, 1)
        if form.unit.endswith("said"):
            out.units = ("ft" if form.unit == "ft said" else "m",) * out.count
        if form.unit == "0.1 m said":
            out.scales = (0.1,) * out.count
        if alpha:
            out.write(np.where(there, 255, 0).astype(numbers.dtype), 2)
            out.colorinterp = [ColorInterp.gray, ColorInterp.alpha]
        elif form.mask == "internal":
            out.write_mask(there)
    if not straight:
        rasterio.shutil.copy(first, path, driver=form.format)
        if form.format != "VRT":
            rasterio.shutil.delete(first)
    return path
