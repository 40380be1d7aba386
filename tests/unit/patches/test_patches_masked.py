"""Patches that say by a mask, an alpha band or a nodata value of each band what was not observed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
import rasterio

from l4s_core.base.errors import InputError
from l4s_core.patches.geotiff import geotiff_reader
from l4s_core.patches.hdf5 import Hdf5Reader

NAMES = ("B2", "B4", "dem")


def write(path: Path, values: np.ndarray, valid: np.ndarray | None, way: str, **profile: Any) -> Path:
    alpha = way == "alpha"
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=way == "mask"), rasterio.open(
        path, "w", driver="GTiff", height=12, width=9, count=len(values) + alpha, dtype=values.dtype, crs="EPSG:32633",
        transform=rasterio.Affine(10, 0, 0, 0, -10, 0), photometric="minisblack", **profile,
    ) as out:  # fmt: skip
        out.write(values, list(range(1, len(values) + 1)))
        for i, name in enumerate(NAMES[: len(values)], 1):
            out.set_band_description(i, name)
        if alpha:
            out.write(np.where(valid, 255, 0).astype(values.dtype), len(values) + 1)
            out.set_band_description(len(values) + 1, "alpha")
        elif valid is not None:
            out.write_mask(valid)
    return path


@pytest.mark.parametrize("way", ["mask", ".msk", "alpha"])
def test_masked_is_not_observed(tmp_path: Path, way: str) -> None:
    rng = np.random.default_rng(3)
    values, valid = rng.integers(300, 4000, (3, 12, 9)).astype("uint16"), rng.random((12, 9)) > 0.4
    path = write(tmp_path / "image_1.tif", values, valid, way, nodata=values[0, 0, 0])
    reader = geotiff_reader(path, None)
    assert reader.channels == NAMES
    expected = np.where(valid & (values != values[0, 0, 0]), values, np.nan)
    np.testing.assert_array_equal(reader.read_image(path), expected.astype("float32"))
    labels = rng.integers(0, 2, (1, 12, 9)).astype("uint8")
    mask = write(tmp_path / "mask_1.tif", labels, valid, way)
    np.testing.assert_array_equal(reader.read_mask(mask), np.where(valid, labels[0], 255))


def test_a_mask_beside_a_patch_that_points_elsewhere_is_not_opened(tmp_path: Path) -> None:
    path = write(tmp_path / "image_1.tif", np.full((3, 12, 9), 700, "uint16"), None, "none")
    other = write(tmp_path / "secret.tif", np.full((1, 12, 9), 1, "uint8"), None, "none")
    (tmp_path / "image_1.tif.msk").write_text(
        f'<VRTDataset rasterXSize="9" rasterYSize="12"><VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
        f"<SourceFilename>{other}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>"
    )
    with pytest.raises(InputError, match=r"image_1\.tif\.msk"):
        geotiff_reader(path, None)


def test_numbers_that_no_product_stores_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "image_1.tif", np.full((3, 12, 9), 700_000, "float32"), None, "none")
    with pytest.raises(InputError, match="go up to 7e\\+05"):
        geotiff_reader(path, None)
    with h5py.File(tmp_path / "image_1.h5", "w") as file:  # raw, not divided
        file["img"] = np.full((16, 16, 14), 700.0)
    with pytest.raises(InputError, match="published means"):
        Hdf5Reader().read_image(tmp_path / "image_1.h5")
