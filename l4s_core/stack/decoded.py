"""Bands of JPEG 2000 that a run reads more than once, unpacked once.

Unpacking JPEG 2000 takes some twenty times as long as deflate, half a minute of a core for a 10 m band of a full tile.
The copies hold the same numbers on the same grid; they lie in the run's own folder and go with it.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox
from rasterio.windows import Window

from l4s_core.base.progress import Progress
from l4s_core.base.threads import PinnedThreads, reader_threads
from l4s_core.rasters.cache import small_cache
from l4s_core.rasters.warp import GridReader
from l4s_core.rasters.write import RowWriter
from l4s_core.scene.types import Scene

LEAST_PX = 2048**2  # smaller bands are read again in a second or two
_ROWS = 256  # at a time


def decoded(scene: Scene, names: Collection[str], work: Path, progress: Progress) -> Scene:
    """The scene with those of the named bands that are large JPEG 2000 files replaced by copies in ``work``.

    Raises
    ------
    InputError
        A band cannot be decoded. L4SError: the disk is full.
    """
    with ExitStack() as open_files:
        bands = [_Band(scene, name, work, open_files) for name in names if name in scene.bands]
        slow = [band for band in bands if band.slow]
        if not slow:
            return scene
        rows = max(band.rows for band in slow)
        progress.stage("unpacking JPEG 2000", rows)
        for band in slow:
            band.begin()
        open_files.enter_context(small_cache(sum(band.reader.row_bytes() for band in slow)))
        threads = open_files.enter_context(PinnedThreads(min(len(slow), reader_threads())))
        groups = ([(band, top) for band in slow] for top in range(0, rows, _ROWS))
        for _ in threads.in_turn(lambda one: one[0].copy(one[1]), groups):
            progress.check()
            progress.advance(_ROWS)
    copies = {band.name: replace(scene.bands[band.name], path=str(band.path), index=1) for band in slow}
    return replace(scene, bands={**scene.bands, **copies})


class _Band:
    """One band and its copy, used by one thread at a time."""

    def __init__(self, scene: Scene, name: str, work: Path, open_files: ExitStack) -> None:
        band = scene.bands[name]
        self.name = name
        self.path = work / f"unpacked_{name}.tif"
        self._open_files = open_files
        self._index = band.index
        # the grid does not matter for what is read as it is stored
        self.reader = open_files.enter_context(
            GridReader(band.path, scene.grid, index=band.index, label=f"Band {name} of {scene.name}")
        )
        with self.reader.clear_errors():
            source = self.reader.source()
            large = source.driver.startswith("JP2") and source.width * source.height >= LEAST_PX
            self.slow = large and self.reader.plain()  # a copy has no mask
            self.rows, self._cols = int(source.height), int(source.width)
            self._dtype, self._nodata, self._grid = (
                source.dtypes[band.index - 1],
                source.nodata,
                GeoBox.from_rio(source),
            )

    def begin(self) -> None:
        self._copy = self._open_files.enter_context(
            RowWriter(self.path, self._grid, self._dtype, self._nodata, predictor=2)
        )

    def copy(self, top: int) -> None:
        """The rows from ``top`` on; they come in order."""
        count = min(_ROWS, self.rows - top)
        if count <= 0:
            return
        with self.reader.clear_errors():
            values: npt.NDArray[np.generic] = self.reader.source().read(
                self._index, window=Window(0, top, self._cols, count)
            )
        self._copy.write(values)
