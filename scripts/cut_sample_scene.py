"""Cut the sample scene in ``examples`` out of a folder of band files and its DEM.

    python scripts/cut_sample_scene.py SCENE DEM examples/puthumala --window 0:200,181:581

Values are those of the source (digital numbers, metres); only the extent and the packing of the files change. The DEM
keeps its own grid and gets a rim of two of its pixels, as far as the source has one, so that slopes at the border of
the scene have neighbours.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import rasterio
from odc.geo.geobox import GeoBox
from rasterio.warp import transform_bounds
from rasterio.windows import Window, from_bounds

from l4s_core.scene import open_scene

RIM_PX = 2
PACKING = {"driver": "GTiff", "tiled": True, "blockxsize": 256, "blockysize": 256, "compress": "deflate", "zlevel": 9}


def cut_scene(scene: Path, dem: Path, target: Path, rows: slice, cols: slice) -> None:
    """Write the bands of ``scene`` at ``rows`` and ``cols`` of its 10 m grid, and its part of ``dem``, to ``target``.

    Raises
    ------
    ValueError
        A band is not on the 10 m grid, so that the same window of it would be another place.
    """
    opened = open_scene(scene)
    target.mkdir(parents=True, exist_ok=True)
    part = opened.grid[rows, cols]
    window = Window.from_slices(rows, cols)
    for band in opened.bands.values():
        with rasterio.open(band.path) as source:
            if (source.shape, source.transform) != (opened.grid.shape, opened.grid.transform):
                raise ValueError(f"{band.path} is not on the grid of the scene")
        copy_window(Path(band.path), target / Path(band.path).name, window, predictor=2)
    copy_window(dem, target / dem.name, around(dem, part), predictor=3)


def around(raster: Path, grid: GeoBox) -> Window:
    """The pixels of ``raster`` that ``grid`` needs, with the rim."""
    with rasterio.open(raster) as source:
        bounds = transform_bounds(str(grid.crs), source.crs, *grid.boundingbox.bbox)
        exact = from_bounds(*bounds, transform=source.transform)
        top, left = int(exact.row_off) - RIM_PX, int(exact.col_off) - RIM_PX
        height, width = int(exact.height) + 2 * RIM_PX + 2, int(exact.width) + 2 * RIM_PX + 2
        return Window(left, top, width, height).intersection(Window(0, 0, source.width, source.height))


def copy_window(source: Path, target: Path, window: Window, *, predictor: int) -> None:
    """The first band of ``source`` inside ``window`` as a GeoTIFF of the same values."""
    with rasterio.open(source) as src:
        profile = PACKING | {
            "count": 1,
            "dtype": src.dtypes[0],
            "nodata": src.nodata,
            "crs": src.crs,
            "height": window.height,
            "width": window.width,
            "transform": src.window_transform(window),
            "predictor": predictor,
        }
        with rasterio.open(target, "w", **profile) as out:
            out.write(src.read(1, window=window), 1)
            if src.descriptions[0]:
                out.set_band_description(1, src.descriptions[0])


def part(text: str) -> tuple[slice, slice]:
    """``"0:200,181:581"`` -> rows and columns."""
    rows, cols = (slice(*map(int, axis.split(":"))) for axis in text.split(","))
    return rows, cols


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scene", type=Path, help="a folder of band files, all on 10 m")
    parser.add_argument("dem", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--window", type=part, required=True, metavar="ROWS,COLS", help="as 0:200,181:581")
    asked = parser.parse_args()
    cut_scene(asked.scene, asked.dem, asked.target, *asked.window)
