"""From a scene and a DEM to a stack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.clouds import choose_cloud_mask
from l4s_core.clouds.part import cloud_mask_of_part
from l4s_core.clouds.types import CloudMethod
from l4s_core.rasters.grid import analysis_grid
from l4s_core.rasters.roi import ROI
from l4s_core.scene.types import Scene
from l4s_core.stack.optical import OpticalReader
from l4s_core.stack.samples import SamplingReader
from l4s_core.stack.sources import SceneSource, TerrainSource, before_source
from l4s_core.stack.stack import Stack
from l4s_core.stack.types import ChannelSource
from l4s_core.terrain.reader import DemUnit, open_dem


def open_stack(
    scene: Scene,
    dem: str | Path | None,
    required: Sequence[str],
    work: Path,
    progress: Progress,
    *,
    before: Scene | None = None,
    kept: Scene | None = None,
    clouds: CloudMethod = "auto",
    mask_water: bool = False,
    dem_unit: DemUnit = "auto",
    allow_partial_dem: bool = False,
    area: ROI | None = None,
    clouds_in: ROI | None = None,
    threads: int | None = None,
    sample_step: int | None = None,
) -> Stack:
    """The lazy stack of a scene on its 10 m grid.

    ``dem`` is anything that `open_dem_source` understands; ``required`` are the channels without which a pixel is not
    observed; ``work`` is a folder for temporary files that must live as long as the stack. ``before`` is the scene
    before the event, whose channels are ``pre:B4`` and so on; ``kept`` is ``scene`` without files in ``work``, where it
    has some (`decoded.decoded`). ``area`` is the piece of the
    grid that the run is about, which the DEM has to cover, and ``clouds_in`` the piece in which clouds have to be
    known; None: the whole grid. ``threads`` are those of a cloud network; None: all cores. Every ``sample_step``-th
    pixel of what a cloud test reads of the whole scene is kept in `Stack.samples`. Notes on the DEM and the cloud test
    go to ``progress.message``.
    """
    grid = analysis_grid(scene.grid)
    terrain = None
    if dem is not None:
        what = "scene" if area is None else "area"
        terrain = open_dem(dem, grid, work=work, unit=dem_unit, allow_partial=allow_partial_dem, roi=area, what=what)
        for note in terrain.notes:
            progress.message(note)
    optical = OpticalReader(scene, grid)
    samples: dict[str, npt.NDArray[np.float32]] = {}
    if clouds_in is None:
        sampling = None if sample_step is None else SamplingReader(optical, sample_step)
        mask = choose_cloud_mask(scene, sampling or optical, clouds, work, progress, threads=threads)
        samples = {} if sampling is None else sampling.samples()
    else:
        mask = cloud_mask_of_part(scene, optical, clouds, clouds_in, work, progress, threads=threads)
    progress.message(f"Clouds: {mask.name}.")
    if mask_water and not mask.finds_water:
        raise InputError(
            f"--mask-water needs a cloud test that finds water, and {mask.name} does not; choose --clouds builtin "
            "(with B8 in the scene), or product for Level-2A."
        )
    sources: list[ChannelSource] = [SceneSource(optical, kept=kept)]
    if terrain is not None:
        sources.append(TerrainSource(terrain))
    if before is not None:
        sources.append(before_source(before, grid))
    return Stack(sources, mask, required, water_is_observed=not mask_water, samples=samples)
