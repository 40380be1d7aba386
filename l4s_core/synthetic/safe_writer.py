"""Write a Sentinel-2 product (.SAFE folder or zip) that GDAL's SENTINEL2 driver takes for a real one."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.channels.registry import SENTINEL2_BANDS
from l4s_core.scene.types import Level
from l4s_core.synthetic.safe_names import ProductNames, native_resolution_m, product_names
from l4s_core.synthetic.safe_xml import SunAngles, has_offset, manifest_xml, product_xml, tile_xml

_CLOUD_CLASSES = (8, 9, 10)


def write_safe(
    folder: str | Path,
    bands: Mapping[str, npt.NDArray[np.floating]],
    grid: GeoBox,
    *,
    level: Level = "L2A",
    baseline: str = "05.09",
    sensing_time: datetime,
    scl: npt.NDArray[np.uint8] | None = None,
    msk_classi: npt.NDArray[np.uint8] | None = None,
    sun: SunAngles | None = None,
    zip: bool = False,
) -> Path:
    """One single-granule product in compact naming.

    Parameters
    ----------
    folder : where the product goes; made if it is not there.
    bands : canonical band name -> (rows, cols) reflectance x 10000 at its native resolution, NaN = no data. DN are
        rounded and kept in 1 ... 65535, with 1000 added from baseline 04.00 on; no data is 0. Level-2A leaves B10 out.
    grid : the 10 m grid, UTM, north up; rows and columns in multiples of 6.
    level, baseline : ``"L1C"`` or ``"L2A"``; ``"02.12"``, ``"05.09"`` ...
    sensing_time : UTC.
    scl : Level-2A scene classes at 20 m.
    msk_classi : (3, rows, cols) 0/1 opaque cloud, cirrus, snow at 60 m; written from baseline 04.00 on.
    sun : mean sun angles for the tile metadata.
    zip : write ``<product>.SAFE.zip`` instead of a folder.

    Returns
    -------
    The ``.SAFE`` folder or the ``.SAFE.zip``.

    Raises
    ------
    InputError
        A band is unknown or has another shape than its resolution says, or the product exists.
    """
    _check_shapes(bands, grid, scl, msk_classi)
    names = product_names(grid, level, baseline, sensing_time)
    folder = Path(folder)
    target = folder / f"{names.product}.SAFE{'.zip' if zip else ''}"
    if target.exists():
        raise InputError(f"{target} exists already; remove it or choose another folder.")
    folder.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".safe-", dir=folder))
    try:
        safe = work / f"{names.product}.SAFE"
        _fill(safe, bands, grid, names, scl, msk_classi, sun or SunAngles(45.0, 150.0))
        if zip:
            _zip(safe, work / target.name, sensing_time)
        (work / target.name).rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def _check_shapes(
    bands: Mapping[str, npt.NDArray[np.floating]],
    grid: GeoBox,
    scl: npt.NDArray[np.uint8] | None,
    msk_classi: npt.NDArray[np.uint8] | None,
) -> None:
    rows, cols = int(grid.shape[0]), int(grid.shape[1])
    if rows % 6 or cols % 6:
        raise InputError(
            f"The grid has {rows} x {cols} pixels of 10 m; both must be multiples of 6 for the 60 m bands."
        )
    layers = [
        (name, values.shape, native_resolution_m(name)) for name, values in bands.items() if name in SENTINEL2_BANDS
    ]
    unknown = sorted(set(bands) - set(SENTINEL2_BANDS))
    if unknown:
        raise InputError(f"{', '.join(unknown)}: not Sentinel-2 bands; use the names {', '.join(SENTINEL2_BANDS)}.")
    if scl is not None:
        layers.append(("SCL", scl.shape, 20))
    if msk_classi is not None:
        layers.append(("MSK_CLASSI", msk_classi.shape[1:], 60))
    for name, shape, resolution in layers:
        expected = (rows * 10 // resolution, cols * 10 // resolution)
        if tuple(shape) != expected:
            raise InputError(
                f"{name} has {shape[0]} x {shape[1]} pixels; "
                f"at {resolution} m it must have {expected[0]} x {expected[1]}."
            )


def _fill(
    safe: Path,
    bands: Mapping[str, npt.NDArray[np.floating]],
    grid: GeoBox,
    names: ProductNames,
    scl: npt.NDArray[np.uint8] | None,
    msk_classi: npt.NDArray[np.uint8] | None,
    sun: SunAngles,
) -> None:
    offset = 1000 if has_offset(names.baseline) else 0
    images = []
    for name in SENTINEL2_BANDS:
        if name not in bands or (names.level == "L2A" and name == "B10"):
            continue
        values = np.asarray(bands[name], dtype=np.float64)
        seen = np.isfinite(values)
        dn = np.where(seen, np.clip(np.rint(np.where(seen, values, 0)) + offset, 1, 65535), 0).astype(np.uint16)
        image = names.image(name, native_resolution_m(name))
        _write_jp2(safe / f"{image}.jp2", dn[None], grid, native_resolution_m(name))
        images.append(image)
    if {"B2", "B3", "B4"} <= set(bands):
        images.append(names.image("TCI", 10))
        _write_jp2(safe / f"{images[-1]}.jp2", _true_colour(bands), grid, 10)
    cloud_percent = 0.0
    if scl is not None and names.level == "L2A":
        image = names.image("SCL", 20)
        _write_jp2(safe / f"{image}.jp2", scl[None], grid, 20)
        images.append(image)
        cloud_percent = 100 * float(np.isin(scl, _CLOUD_CLASSES).mean())
    masks = []
    if msk_classi is not None and has_offset(names.baseline):
        path = f"GRANULE/{names.granule}/QI_DATA/MSK_CLASSI_B00.jp2"
        _write_jp2(safe / path, msk_classi, grid, 60)
        masks.append(("MSK_CLASSI", path))
        cloud_percent = max(cloud_percent, 100 * float((msk_classi[:2].max(axis=0) > 0).mean()))
    (safe / names.metadata).write_text(product_xml(names, images, cloud_percent), encoding="utf-8")
    tile = tile_xml(names, grid, sun, masks, cloud_percent)
    (safe / "GRANULE" / names.granule / "MTD_TL.xml").write_text(tile, encoding="utf-8")
    (safe / "manifest.safe").write_text(manifest_xml(names, safe), encoding="utf-8")


def _true_colour(bands: Mapping[str, npt.NDArray[np.floating]]) -> npt.NDArray[np.uint8]:
    """(3, rows, cols) as in real products: reflectance 0 to 0.3558 becomes 1 to 255, no data 0."""
    rgb = np.stack([np.asarray(bands[name], dtype=np.float64) for name in ("B4", "B3", "B2")])
    seen = np.isfinite(rgb)
    return np.where(seen, np.clip(np.rint(np.where(seen, rgb, 0) / 3558 * 255), 1, 255), 0).astype(np.uint8)


def _write_jp2(path: Path, values: npt.NDArray[np.unsignedinteger], grid: GeoBox, resolution_m: int) -> None:
    import rasterio
    from affine import Affine

    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        path,
        "w",
        driver="JP2OpenJPEG",
        count=values.shape[0],
        height=values.shape[1],
        width=values.shape[2],
        dtype=values.dtype,
        crs=str(grid.crs),
        transform=Affine(resolution_m, 0, grid.affine.c, 0, -resolution_m, grid.affine.f),
        QUALITY="100",
        REVERSIBLE="YES",
    ) as dst:
        dst.write(values)


def _zip(safe: Path, target: Path, moment: datetime) -> None:
    """Entries sorted and dated alike, so that the same product gives the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in safe.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(safe.parent).as_posix(), moment.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            # JPEG 2000 does not get smaller
            entry.compress_type = zipfile.ZIP_STORED if path.suffix == ".jp2" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
