"""A small real product as it is downloaded, a zip of SAFE with JPEG 2000: a square of a scene that lies in files.

Runs in the Python of the backend, which can write JPEG 2000:  make_product.py SCENE FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import rasterio

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "kits"))
from products import NATIVE_M, SAFE_BANDS, make_safe

SIDE = 198  # pixels of 10 m, a multiple of 6; the landslides of Puthumala are in the east of the scene
CLOUD_DN, CLOUD, VEGETATION = 2200, 9, 4  # of B2: brighter is cloud; classes of SCL


def main(scene: Path, folder: Path) -> Path:
    bands: dict[str, np.ndarray] = {}
    for name in SAFE_BANDS:
        file = scene / f"{name}.tif"
        if not file.is_file():
            continue
        with rasterio.open(file) as source:
            east = source.width - SIDE
            data = source.read(1)[:SIDE, east:]
            place = (source.crs.to_string(), round(source.transform.c + 10 * east), round(source.transform.f))
        step = NATIVE_M[name] // 10
        blocks = data.reshape(SIDE // step, step, SIDE // step, step).mean(axis=(1, 3))
        bands["B" + name[1:].lstrip("0")] = np.clip(np.rint(blocks), 1, None)
    blue = bands["B2"].reshape(SIDE // 2, 2, SIDE // 2, 2).mean(axis=(1, 3))
    scl = np.where(blue > CLOUD_DN, CLOUD, VEGETATION).astype(np.uint8)
    return make_safe(folder, baseline="02.13", bands_dn=bands, scl=scl, size=SIDE, place=place, zip=True)


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), Path(sys.argv[2])))
