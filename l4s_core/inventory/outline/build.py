"""Everything from the mask to the inventory, in the order it has to happen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from l4s_core.base.machine import trim_memory
from l4s_core.base.progress import Progress
from l4s_core.base.run_tag import run_tag
from l4s_core.inventory.outline.codes import write_codes
from l4s_core.inventory.outline.landslides import CONFIDENCE_FROM, attributes, confidence_words, crown_toe
from l4s_core.inventory.outline.mask import Mask, make_mask, pixel_area_m2
from l4s_core.inventory.outline.polygons import both_layers
from l4s_core.inventory.outline.zones import zonal
from l4s_core.inventory.runout.grow import grow_runouts
from l4s_core.inventory.types import Bands, Inventory, MaskOptions, RunFacts, Terrain
from l4s_core.rasters.cache import small_cache

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

_DEM_ROW_BYTES = 16 * 1024**2  # of the blocks of a DEM of 30 m under a full tile


def outline(
    probability: Path,
    observed: Path,
    terrain: Terrain | None,
    facts: RunFacts,
    options: MaskOptions,
    run: Mapping[str, str | int | float | None],
    progress: Progress,
    *,
    uncertainty: Path | None = None,
    confidence_from: Mapping[int, float] | None = None,
    bands: Bands | None = None,
    decides: Path | None = None,
) -> tuple[Mask, Inventory]:
    """From a probability to the mask and the inventory: `make_mask`, `grow_runouts` where ``options.runout`` asks for
    it and ``bands`` are given, and `build_inventory`.

    ``decides`` is a probability on the same grid that the mask is made of, None that it is of ``probability``, of which
    the attributes are in any case.
    """
    with small_cache(_DEM_ROW_BYTES):  # the files are read once, from the top
        mask = make_mask(decides or probability, observed, options, terrain, progress)
        trim_memory()  # of the terrain gate
        if options.runout and terrain is not None and bands is not None:
            mask = grow_runouts(mask, bands, terrain, progress)
        return mask, build_inventory(
            probability,
            observed,
            mask,
            terrain,
            facts,
            options,
            run,
            progress,
            uncertainty=uncertainty,
            confidence_from=confidence_from,
        )


def build_inventory(
    probability: Path,
    observed: Path,
    mask: Mask,
    terrain: Terrain | None,
    facts: RunFacts,
    options: MaskOptions,
    run: Mapping[str, str | int | float | None],
    progress: Progress,
    *,
    uncertainty: Path | None = None,
    confidence_from: Mapping[int, float] | None = None,
) -> Inventory:
    """Polygons, attributes, crown and toe points and the area not observed.

    Parameters
    ----------
    probability, observed : the files that ``mask`` was made of.
    terrain : None leaves everything that needs elevation null.
    uncertainty : the model's own, 0 to 1, encoded as the probability is; None: the entropy of the probability.
    confidence_from : USGS class -> least mean probability; None: `landslides.CONFIDENCE_FROM`.
    run : what the run table holds; the counts of polygons and of what was dropped are added to it.

    Raises
    ------
    InputError : a file or a code in it cannot be used. ValueError : the grid is not in metres.
    """
    progress.stage("polygons")
    with TemporaryDirectory(prefix=f"l4s-{run_tag()}") as folder:
        codes = Path(folder) / "codes.tif"
        pieces = write_codes(codes, mask, observed, progress)
        polygons, hidden, pieces = both_layers(codes, pieces, mask.grid, options.simplify_m, progress)
    if options.simplify_m > 0:
        polygons = _off_the_unobserved(polygons, hidden)
    statistics = zonal(mask, probability, terrain, progress, pieces, uncertainty)
    landslides = attributes(polygons, statistics, mask.grid, facts, options, confidence_from)
    found: dict[str, str | int | float | None] = {
        "confidence_from": confidence_words(confidence_from or CONFIDENCE_FROM),
        "landslides": len(landslides),
        "landslides_area_m2": float(np.sum(landslides["area_m2"])),
        "dropped_small": mask.small.components,
        "dropped_small_pixels": mask.small.pixels,
        "dropped_flat": mask.flat.components,
        "dropped_flat_pixels": mask.flat.pixels,
    }
    if options.hysteresis is not None:
        found["joined_area_m2"] = mask.joined * pixel_area_m2(mask.grid)
    if options.fill_holes_m2 > 0:
        found["filled_area_m2"] = mask.filled * pixel_area_m2(mask.grid)
    if mask.grown is not None:
        found["grown_area_m2"] = mask.grown.size * pixel_area_m2(mask.grid)
    return Inventory(
        landslides,
        crown_toe(polygons, statistics, mask.grid),
        hidden,
        {**found, **run},
    )


def _off_the_unobserved(polygons: npt.NDArray[np.object_], hidden: GeoDataFrame) -> npt.NDArray[np.object_]:
    """Smoothed outlines may cross into what was not observed: cut that off. Nothing is said about ground not seen."""
    import shapely

    areas = np.asarray(hidden.geometry.values)
    if not len(areas):
        return polygons
    which, where = shapely.STRtree(areas).query(polygons, predicate="intersects")
    out = polygons.copy()
    for index in np.unique(which):
        cut = shapely.difference(polygons[index], shapely.union_all(areas[where[which == index]]))
        if not cut.is_empty and cut.area > 0:
            out[index] = cut
    return out
