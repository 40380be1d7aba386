"""Everything from the mask to the inventory, in the order it has to happen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import rasterio

from l4s_core.inventory.landslides import attributes, crown_toe
from l4s_core.inventory.mask import NOT_OBSERVED, Mask
from l4s_core.inventory.model import Inventory, MaskOptions, RunFacts, Terrain
from l4s_core.inventory.polygons import not_observed, polygonise
from l4s_core.inventory.zones import zonal
from l4s_core.progress import Progress
from l4s_core.reasons import Reason


def build_inventory(
    probability: Path,
    observed: Path,
    mask: Mask,
    terrain: Terrain | None,
    facts: RunFacts,
    options: MaskOptions,
    run: Mapping[str, str | int | float | None],
    progress: Progress,
) -> Inventory:
    """Polygons, attributes, crown and toe points and the area not observed.

    Parameters
    ----------
    probability, observed : the files that ``mask`` was made of.
    terrain : None leaves everything that needs elevation null.
    run : what the run table holds; the counts of polygons and of what was dropped are added to it.

    Raises
    ------
    InputError : a file or a code in it cannot be used. ValueError : the grid is not in metres.
    """
    progress.stage("polygons")
    polygons = polygonise(mask, options.simplify_m, progress)
    statistics = zonal(mask, probability, terrain, progress)
    landslides = attributes(polygons, statistics, mask.grid, facts, options)
    progress.stage("area not observed")
    with rasterio.open(observed) as source:
        reasons = source.read(1)
    # a pixel without a probability was not looked at, whatever the other file says
    reasons[(mask.array == NOT_OBSERVED) & (reasons == Reason.OBSERVED)] = Reason.NO_DATA
    found: dict[str, str | int | float | None] = {
        "landslides": len(landslides),
        "landslides_area_m2": float(np.sum(landslides["area_m2"])),
        "dropped_small": mask.small.components,
        "dropped_small_pixels": mask.small.pixels,
        "dropped_flat": mask.flat.components,
        "dropped_flat_pixels": mask.flat.pixels,
    }
    return Inventory(
        landslides,
        crown_toe(polygons, statistics, mask.grid),
        not_observed(reasons, mask.grid, progress),
        {**found, **run},
    )
