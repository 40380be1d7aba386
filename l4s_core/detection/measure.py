"""The attributes of polygons that somebody gives, from the rasters of a run."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress, Silent

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame
    from odc.geo.geobox import GeoBox

    from l4s_core.inventory.outline.mask import Mask
    from l4s_core.inventory.types import Terrain
    from l4s_core.rasters.roi import ROI
    from l4s_core.terrain.reader import DemUnit


def measure(
    polygons: str | Path | GeoDataFrame,
    probability: str | Path | None = None,
    dem: str | Path | None = None,
    *,
    layer: str | None = None,
    output: str | Path | None = None,
    uncertainty: str | Path | None = None,
    scale: float | None = None,
    dem_unit: DemUnit = "auto",
    overwrite: bool = False,
    progress: Progress | None = None,
) -> GeoDataFrame:
    """Measure polygons as a run measures its own: size, form, terrain, probability, confidence.

    Of the polygons of a run, with its probability and its DEM, the attributes are those of the run.

    Parameters
    ----------
    polygons : a vector file, of which ``layer`` is read (None: the only one, or ``landslides``), or a GeoDataFrame.
        Any CRS; it is measured on the 10 m grid of ``probability``, or without one in metres of the polygons' place.
    probability : what `detect` wrote, or another raster as `vectorize` takes it with ``scale``; None leaves what needs
        it null.
    dem : elevation; None leaves the terrain null.
    uncertainty : what ``l4s-detect --uncertainty-raster`` wrote; None takes the entropy of the probability.
    output : .gpkg, .geojson, .fgb or .shp to write; None writes nothing.

    Returns
    -------
    GeoDataFrame of the polygons in their order and CRS, with their own columns; those of `outline.given.MEASURED` are
    new, and `outline.given.EXTREMES` (in that CRS) are added to the frame, not to the file. Null is what is not known.
    ``grown_m2`` stays as it is.

    Raises
    ------
    InputError
        Something given cannot be used; nothing was written.
    """
    from l4s_core.base.outputs import check_ending, check_outputs, check_vector_name, protect_inputs, work_folder
    from l4s_core.inventory.files.write import WRITERS
    from l4s_core.terrain.source import dem_files

    progress = progress or Silent()
    check_ending(output, tuple(WRITERS), "inventory")
    check_vector_name(output)
    outputs = check_outputs([output], overwrite=overwrite)
    table = read_polygons(polygons, layer)
    named = polygons if isinstance(polygons, str | Path) else None
    protect_inputs(outputs, [named, probability, uncertainty, *dem_files(dem)])
    if probability is None and dem is None:
        progress.message("Neither a probability nor a DEM is given: only sizes and forms are measured.")
    with ExitStack() as cleanup:
        work = work_folder(outputs[0].parent if outputs else None)
        cleanup.callback(shutil.rmtree, work, ignore_errors=True)
        found = measured_on(table, work, probability, dem, uncertainty, scale, dem_unit, progress)
    merged: GeoDataFrame = table.assign(**{name: found[name].to_numpy() for name in found.columns[:-1]})  # type: ignore[assignment]
    if outputs:
        write_polygons(merged, outputs[0], progress)
    return merged


def measured_on(
    table: GeoDataFrame,
    work: Path,
    probability: str | Path | None,
    dem: str | Path | None,
    uncertainty: str | Path | None,
    scale: float | None,
    dem_unit: DemUnit,
    progress: Progress,
) -> GeoDataFrame:
    """`MEASURED` and `EXTREMES` of a table of polygons, in their order and CRS; ``work`` is for temporary files."""
    from l4s_core.detection.measure_grid import around, metric_grid_of, piece_of, reached_grid
    from l4s_core.detection.vectorize import confidence_of
    from l4s_core.inventory.outline.given import measure_given
    from l4s_core.predict.external import open_probability
    from l4s_core.rasters.roi import placed
    from l4s_core.terrain.reader import open_dem

    if not len(table):
        probability = dem = None
    raster = None if probability is None else open_probability(probability, scale)
    whole = metric_grid_of(table) if raster is None else raster.grid
    here = table.to_crs(whole.crs.proj if whole.crs is not None else None)
    shapes = np.asarray(here.geometry.values, dtype=object)
    if raster is None:
        on_it, reached = False, whole
    else:
        on_it, reached = reached_grid(whole, here.total_bounds)
        if not on_it:
            progress.message(f"No polygon lies on {raster.path.name}: probabilities stay empty.")
    crop = around(reached, here.total_bounds) if len(shapes) else (slice(0, 1), slice(0, 1))
    with ExitStack() as cleanup:
        terrain: Terrain | None = None
        if dem is not None:
            heights = open_dem(
                dem, reached, work=work, unit=dem_unit, allow_partial=True, roi=crop, what="area of the polygons"
            )
            cleanup.callback(heights.close)
            for note in heights.notes:
                progress.message(note)

            def terrain(roi: ROI) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
                return heights.terrain(placed(roi, crop))

        own = None if raster is None or not on_it else piece_of(raster, whole, reached, crop, work, "p", progress)
        unsure = None
        if uncertainty is not None and own is not None:
            of_it = open_probability(uncertainty)
            if of_it.grid != whole:
                raise InputError(f"{uncertainty} is not on the grid of {probability}; give both of one run.")
            unsure = piece_of(of_it, whole, reached, crop, work, "u", progress)
        found = measure_given(
            shapes,
            _mask(own, reached[crop]),
            own,
            terrain,
            progress,
            uncertainty=unsure,
            confidence_from=None if raster is None else confidence_of(raster.path, raster.tags),
        )
    return _back(found, table)


def read_polygons(polygons: str | Path | GeoDataFrame, layer: str | None) -> GeoDataFrame:
    """Polygons with an area and their columns."""
    from geopandas.geodataframe import GeoDataFrame

    from l4s_core.vectors.read import read_layer

    if isinstance(polygons, GeoDataFrame):
        if polygons.crs is None:
            raise InputError("The polygons have no CRS; set it (set_crs) and try again.")
        return polygons
    found = read_layer(polygons, layer=layer, columns=None, what="file of polygons")
    if found.crs is None:
        raise InputError(f"{polygons} has no CRS, so its polygons cannot be placed; assign one and try again.")
    return GeoDataFrame(found.attributes, geometry=list(found.geometries), crs=found.crs)


def _mask(probability: Path | None, grid: GeoBox) -> Mask:
    import rasterio

    from l4s_core.inventory.outline.mask import NOT_OBSERVED, Mask
    from l4s_core.rasters.write import PROBABILITY_NODATA

    array = np.zeros([int(n) for n in grid.shape], np.uint8)
    if probability is not None:
        with rasterio.open(probability) as source:
            array[source.read(1) == PROBABILITY_NODATA] = NOT_OBSERVED
    return Mask(array, grid)


def _back(found: GeoDataFrame, table: GeoDataFrame) -> GeoDataFrame:
    """Crown and toe in the CRS of the polygons."""
    from geopandas.array import points_from_xy

    for end in ("crown", "toe"):
        x, y = found[f"{end}_x"].to_numpy(), found[f"{end}_y"].to_numpy()
        known = np.isfinite(x)
        if known.any():
            moved = points_from_xy(x[known], y[known], crs=found.crs).to_crs(table.crs)
            x, y = x.copy(), y.copy()
            x[known], y[known] = moved.x, moved.y
            found[f"{end}_x"], found[f"{end}_y"] = x, y
    return found


def write_polygons(table: GeoDataFrame, path: Path, progress: Progress) -> None:
    """A file of the polygons with their columns; complete or not at all."""
    import pyogrio

    from l4s_core.base.partial import partial_folder
    from l4s_core.inventory.files.exchange import SHAPEFILE_NAMES
    from l4s_core.inventory.files.write import remove_stale
    from l4s_core.inventory.outline.given import EXTREMES

    progress.stage("writing")
    progress.check()
    kind = path.suffix.lower()
    out = table.drop(columns=list(EXTREMES))
    if kind == ".shp":
        out = out.rename(columns=SHAPEFILE_NAMES)
    elif kind == ".geojson":
        out = out.to_crs("OGC:CRS84")
    options = {".gpkg": {"layer": "landslides", "dataset_options": {"VERSION": "1.3"}}}
    with partial_folder(path) as folder:
        pyogrio.write_dataframe(out, folder / path.name, promote_to_multi=kind != ".shp", **options.get(kind, {}))
        remove_stale(path)
