"""A target with pseudo-masks, as a folder of patches that training opens like any other."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.adaptation.target import Target, image_files
from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.patches.cutting.folder import new_folder
from l4s_core.patches.table import write_sheet, write_table
from l4s_core.patches.types import IGNORE

GREY = 127  # of ignored pixels in PNG masks


def write_pseudo(folder: Path, target: Target, masks: npt.NDArray[np.uint8], domain: str | None = None) -> Path:
    """``img``, ``mask`` and ``patches.csv`` in ``folder``, which appears when all is written.

    Patches without a single labelled pixel are left out. The images are hard links where the file system has them,
    else copies.

    Parameters
    ----------
    masks : (patches, rows, cols) uint8, 1, 0 and 255.
    domain : name that all patches get; None is their own.
    """
    images = image_files(target)
    with new_folder(folder) as (made, _):
        for name in ("img", "mask"):
            (made / name).mkdir()
        rows = []
        for key, mask in zip(target.patches.keys, masks, strict=True):
            if (mask == IGNORE).all():
                continue
            image = images[key.id]
            _link(image, made / "img" / f"image_{key.id}{image.suffix}")
            _write_mask(made / "mask", key.id, mask, image)
            rows.append((key.id, domain or key.domain, key.block or ""))
        write_table(made, ("id", "domain", "block"), rows)
        missing = [name for name in L4S_NAMES if name not in target.patches.channels]
        of_l4s = any(image.suffix.lower() == ".h5" for image in images.values())
        write_sheet(
            made,
            {
                "missing_channels": missing if of_l4s else [],
                "level": target.patches.level,
                "ignored_grey": GREY,
                "what": "pseudo-labels: what a model said, not what anybody saw",
            },
        )
    return folder


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source.resolve(), target)
    except OSError:
        shutil.copyfile(source, target)


def _write_mask(folder: Path, patch_id: int, mask: npt.NDArray[np.uint8], image: Path) -> None:
    """In the layout of the image."""
    name = f"mask_{patch_id}"
    ending = image.suffix.lower()
    if ending == ".h5":
        import h5py

        h5: Any = h5py  # not annotated by the library

        with h5.File(folder / f"{name}.h5", "w") as file:
            file.create_dataset("mask", data=mask, compression="gzip", compression_opts=4)
    elif ending == ".png":
        from PIL import Image

        # the pictures of Landslide4Sense have white landslides; `ignored_grey` of the sheet says what grey is
        grey = np.select([mask == 1, mask == IGNORE], [np.uint8(255), np.uint8(GREY)], np.uint8(0))
        Image.fromarray(grey.astype(np.uint8)).save(folder / f"{name}.png")
    else:
        import rasterio

        with rasterio.open(image) as of_image:
            place = {"crs": of_image.crs, "transform": of_image.transform}
        rows, cols = mask.shape
        with rasterio.open(
            folder / f"{name}{image.suffix}", "w",
            driver="GTiff", height=rows, width=cols, count=1, dtype="uint8", compress="deflate", **place,
        ) as file:  # fmt: skip
            file.write(mask, 1)
