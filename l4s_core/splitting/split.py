"""Landslides that were mapped as one, split along the flow."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress, Silent

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame
    from odc.geo.geobox import GeoBox

    from l4s_core.inventory.outline.ground import Ground
    from l4s_core.splitting.parts import Rules
    from l4s_core.terrain.reader import DemUnit

MIN_DROP_M = 10.0
"""Metres a crown stands above, and a toe lies below, the ground that joins it with the next: about twice the error that
Copernicus and SRTM DEMs have between places of one slope."""
DEFAULT_MMU_M2 = 1000.0
_OF_PROBABILITY = ("prob_mean", "prob_max", "uncert_mean", "conf_usgs", "truncated")
_REVIEWED = ("accepted", "edited")


@dataclass(frozen=True)
class Split:
    """What `split` did.

    Attributes
    ----------
    path : the file that was written.
    landslides, after : number of landslides before and after. split : how many of them were split; parts : into how
    many. area_m2 : of all, the same before and after. kept_reviewed : reviewed landslides that would have been split
        and were not. without_elevation : landslides that the DEM does not cover, which stay as they are.
    centre_lines : lines written. problems : sentences about what was odd in the input.
    """

    path: Path
    landslides: int
    after: int
    split: int
    parts: int
    area_m2: float
    kept_reviewed: int
    without_elevation: int
    centre_lines: int
    problems: tuple[str, ...] = ()

    def facts(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self) | {"path": str(self.path), "problems": list(self.problems)}


def split(
    inventory: str | Path,
    dem: str | Path,
    output: str | Path,
    *,
    layer: str | None = None,
    probability: str | Path | None = None,
    min_drop_m: float = MIN_DROP_M,
    mmu_m2: float | None = None,
    reviewed: bool = False,
    dem_unit: DemUnit = "auto",
    overwrite: bool = False,
    progress: Progress | None = None,
) -> Split:
    """Split landslides that were mapped as one along the flow inside of their outlines, and draw their centre lines.

    An outline that holds several crowns or several toes becomes that many landslides, each with one crown and one toe
    (`splitting.parts` has the rules). Together they are the outline, to a billionth of its area; the outline itself and
    its attributes are in the layer ``before_split``, from which `undo_split` puts them back. Landslides that are not
    split stay as they were, with all columns.

    Parameters
    ----------
    inventory : a GeoPackage of ours, which is copied with all that is in it, or any vector file of polygons.
    dem : elevation, as for `detect`.
    output : .gpkg to write.
    layer : which layer of a foreign file.
    probability : raster of the run: probability and confidence of the parts are measured on it. None: they keep those
        of the landslide they are parts of.
    min_drop_m : metres by which crowns, and toes, have to differ in height from the ground between them.
    mmu_m2 : the smallest part, square metres; None: the minimum mapping unit of the run, or 1000.
    reviewed : split landslides too that a reviewer has accepted or drawn. Rejected ones never are.

    Raises
    ------
    InputError
        Something given cannot be used; nothing was written.
    """
    from l4s_core.base.outputs import check_ending, check_outputs, check_vector_name, protect_inputs, work_folder
    from l4s_core.base.partial import partial_folder
    from l4s_core.inventory.files.whole import write_given
    from l4s_core.splitting.file import copy_inventory, is_ours
    from l4s_core.terrain.source import dem_files

    progress = progress or Silent()
    inventory, output = Path(inventory), Path(output)
    check_ending(output, (".gpkg",), "A split inventory")
    check_vector_name(output)
    check_outputs([output], overwrite=overwrite)
    protect_inputs([output], [inventory, probability, *dem_files(dem)])
    if not min_drop_m > 0:
        raise InputError(f"The least difference in height is {min_drop_m:g} m; give one above 0.")
    with ExitStack() as cleanup:
        ours = is_ours(inventory) and layer in (None, "landslides")
        folder = cleanup.enter_context(partial_folder(output))
        work = work_folder(output.parent)
        cleanup.callback(shutil.rmtree, work, ignore_errors=True)
        made = folder / output.name
        problems: tuple[str, ...] = ()
        progress.stage("reading")
        if ours:
            copy_inventory(inventory, made)
        else:
            from l4s_core.inventory.given import read_given

            given = read_given(inventory, layer=layer)
            problems = given.problems
            for problem in problems:
                progress.message(problem)
            write_given(given.landslides, given.not_observed, given.run, made)
        done = _Work(made, work, dem, probability, dem_unit, min_drop_m, mmu_m2, reviewed, progress).run()
        progress.check()
        from l4s_core.inventory.files.write import remove_stale

        remove_stale(output)
    return Split(output, *done, problems=problems)


@dataclass
class _Work:
    path: Path
    work: Path
    dem: str | Path
    probability: str | Path | None
    dem_unit: Any
    min_drop_m: float
    mmu_m2: float | None
    reviewed: bool
    progress: Progress
    pieces: list[Any] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    lines: list[tuple[int, int, Any, float]] = field(default_factory=list)
    kept_reviewed: int = 0
    without: int = 0
    crs: Any = None

    def run(self) -> tuple[int, int, int, int, float, int, int, int]:
        """The counts of `Split`, from ``landslides`` to ``centre_lines``."""
        from l4s_core.inventory.ids import fill_uuids
        from l4s_core.splitting.file import LANDSLIDES_LAYER, read_layer
        from l4s_core.splitting.write import named, write_all

        table = read_layer(self.path, LANDSLIDES_LAYER)
        lacked = "uuid" not in table or bool(table["uuid"].isna().any())
        fill_uuids(table)
        self._look(table)
        parents = np.array(self.parents, np.int64)
        made = self._measured(table, parents)
        named(table, made, parents)
        facts = self._facts(len(set(self.parents)), len(parents))
        write_all(self.path, table, made, parents, self.lines, self.crs, facts, lacked)
        gone = np.unique(parents)
        return (
            len(table),
            len(table) - gone.size + len(parents),
            int(gone.size),
            len(parents),
            float(self._area(table)),
            self.kept_reviewed,
            self.without,
            len(self.lines),
        )

    def _area(self, table: GeoDataFrame) -> float:
        from l4s_core.inventory.ids import areas_m2

        return float(areas_m2(table).sum())

    def _facts(self, split: int, parts: int) -> dict[str, Any]:
        from datetime import datetime, timezone

        from l4s_core.terrain.source import dem_files

        return {
            "split_landslides": split,
            "split_parts": parts,
            "split_min_drop_m": self.min_drop_m,
            "split_mmu_m2": float(self.mmu_m2 or DEFAULT_MMU_M2),
            "split_reviewed": int(self.reviewed),
            "split_dem": "; ".join(Path(str(file)).name for file in dem_files(self.dem)),
            "split_utc": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

    def _look(self, table: GeoDataFrame) -> None:
        """Find parts and centre lines of all landslides."""
        import shapely

        from l4s_core.inventory.files.geopackage import read_run
        from l4s_core.inventory.outline.ground import grounds
        from l4s_core.splitting.parts import Rules

        shapes = np.asarray(table.geometry.array, dtype=object)
        usable = ~shapely.is_missing(shapes)
        usable[usable] = shapely.is_valid(shapes[usable]) & (shapely.area(shapes[usable]) > 0)
        if not usable.all():
            self.progress.message(
                f"{int((~usable).sum())} landslides have an outline that crosses itself or none; they stay as they are."
            )
        if self.mmu_m2 is None:
            given = read_run(self.path).get("mmu_m2")
            self.mmu_m2 = float(given) if isinstance(given, int | float) and given > 0 else DEFAULT_MMU_M2
        which = np.flatnonzero(usable)
        if not which.size:
            return
        status = table["status"].astype(object) if "status" in table else None
        words = np.array([""] * len(table) if status is None else [str(word).strip().lower() for word in status])
        grid, here, heights, close = self._opened(table.iloc[which])
        rules = Rules(self.min_drop_m, self.mmu_m2, float(grid.resolution.x))
        self.progress.stage("flow", int(which.size))
        with ExitStack() as cleanup:
            cleanup.callback(close)
            for ground in grounds(here, grid, heights, self.progress):
                self._one(table, shapes, words, which, ground, rules, grid)

    def _opened(self, table: GeoDataFrame) -> tuple[GeoBox, npt.NDArray[np.object_], Any, Any]:
        """The grid, the outlines on it, what reads elevation, and what closes the DEM."""
        import shapely

        from l4s_core.detection.measure_grid import metric_grid_of
        from l4s_core.terrain.reader import open_dem
        from l4s_core.vectors.read import areas_of

        grid = metric_grid_of(table)
        assert grid.crs is not None  # metric_grid_of sees to it
        self.crs = grid.crs.proj
        here = np.asarray(table.to_crs(grid.crs.proj).geometry.array, dtype=object)
        for place in np.flatnonzero(~shapely.is_valid(here)):  # rounding in another CRS
            here[place] = areas_of(shapely.make_valid(here[place]))
        reader = open_dem(
            self.dem, grid, work=self.work, unit=self.dem_unit, allow_partial=True, what="area of the landslides"
        )
        for note in reader.notes:
            self.progress.message(note)
        return grid, here, reader.heights, reader.close

    def _one(
        self,
        table: GeoDataFrame,
        shapes: npt.NDArray[np.object_],
        words: npt.NDArray[np.str_],
        which: npt.NDArray[np.int64],
        ground: Ground,
        rules: Rules,
        grid: GeoBox,
    ) -> None:
        """Parts and lines of some landslides."""
        from l4s_core.splitting.centre import centre_lines
        from l4s_core.splitting.parts import parts
        from l4s_core.terrain.flow import pixel_graph

        known = np.isfinite(ground.z_m)
        bad = np.zeros(ground.which.size, bool)
        bad[ground.group[~known]] = True
        bad |= np.bincount(ground.group, minlength=bad.size) == 0
        self.without += int(bad.sum())
        good = ~bad[ground.group]
        rows, cols, z = ground.rows[good], ground.cols[good], ground.z_m[good]
        if not rows.size:
            return
        group = ground.group[good]
        label = parts(z, pixel_graph(rows, cols, group, rules.pixel_m), group, rules, self.progress)
        order = np.argsort(group, kind="stable")
        bounds = np.searchsorted(group[order], np.arange(bad.size + 1))
        several = np.zeros(bad.size, np.int64)
        np.maximum.at(several, group, label)
        for local in np.flatnonzero(several):
            own = order[bounds[local] : bounds[local + 1]]
            row = int(which[ground.which[local]])
            if words[row] == "rejected" or (words[row] in _REVIEWED and not self.reviewed):
                self.kept_reviewed += words[row] != "rejected"
                label[own] = 0
                continue
            found = self._cut(table, shapes[row], rows[own], cols[own], label[own], grid)
            if found is None:
                label[own] = 0
                continue
            # pieces of the outline have the numbers of their pixels; a line is found by them below
            number = {one: len(self.pieces) + n for n, one in enumerate(found)}
            self.pieces += found.values()
            self.parents += [row] * len(found)
            label[own] = [1 + number[one] for one in label[own].tolist()]
        key, joint = np.unique(np.stack([group, label]), axis=1, return_inverse=True)
        joint = joint.reshape(-1)
        a, b, c, d, e, f = tuple(grid.transform)[:6]
        places = np.stack([a * (cols + 0.5) + b * (rows + 0.5) + c, d * (cols + 0.5) + e * (rows + 0.5) + f], axis=1)
        graph = pixel_graph(rows, cols, joint, rules.pixel_m)
        self.progress.check()
        low, high = np.full(key.shape[1], np.inf), np.full(key.shape[1], -np.inf)
        np.minimum.at(low, joint, z)
        np.maximum.at(high, joint, z)
        for number_, line in centre_lines(z, graph, joint, places, rules.pixel_m).items():
            row, piece = int(which[ground.which[key[0, number_]]]), int(key[1, number_]) - 1
            self.lines.append((row, piece, line, float(high[number_] - low[number_])))

    def _cut(
        self,
        table: GeoDataFrame,
        outline: Any,
        rows: npt.NDArray[np.int64],
        cols: npt.NDArray[np.int64],
        label: npt.NDArray[np.int64],
        grid: GeoBox,
    ) -> dict[int, Any] | None:
        from affine import Affine

        from l4s_core.splitting.cut import cut

        top, left = rows.min() - 1, cols.min() - 1
        labels = np.full((int(np.ptp(rows)) + 3, int(np.ptp(cols)) + 3), -1, np.int64)
        labels[rows - top, cols - left] = label
        there, back = _movers(grid, table)
        found = cut(outline, labels, grid.transform * Affine.translation(int(left), int(top)), there, back)
        return None if found is None or set(found) != set(np.unique(label).tolist()) else found

    def _measured(self, table: GeoDataFrame, parents: npt.NDArray[np.int64]) -> GeoDataFrame:
        """The pieces with the columns of their parents, measured again."""
        import pandas as pd
        from geopandas.geoseries import GeoSeries

        from l4s_core.detection.measure import measured_on
        from l4s_core.inventory.outline.given import EXTREMES, MEASURED

        copied: Any = table.iloc[parents].reset_index(drop=True)
        rows: GeoDataFrame = copied.set_geometry(GeoSeries(self.pieces, index=copied.index, crs=table.crs))
        if not len(rows):
            return rows
        # some at a time, near ones together: a grid over a country would not fit into memory
        places = np.floor(rows.geometry.bounds[["minx", "miny"]].to_numpy() / (1 if rows.crs.is_geographic else 1e5))
        _, block = np.unique(places, axis=0, return_inverse=True)
        measures = []
        for one in np.unique(block):
            some: Any = rows[block.reshape(-1) == one]
            measured = measured_on(
                some, self.work, self.probability, self.dem, None, None, self.dem_unit, self.progress
            )
            measures.append(measured.drop(columns="geometry").set_index(some.index))
        found = pd.concat(measures).sort_index()
        kept = () if self.probability is not None else _OF_PROBABILITY
        for name in (*MEASURED, *EXTREMES):
            if name not in kept:
                rows[name] = found[name].to_numpy() if found[name].dtype != "Int32" else found[name].array
        if "grown_m2" in rows:  # nobody knows in which of the parts it lies
            rows["grown_m2"] = rows["grown_m2"].where(rows["grown_m2"] == 0)
        return rows


def _movers(grid: GeoBox, table: GeoDataFrame) -> tuple[Any, Any]:
    """What moves places from the CRS of the grid to that of a table, and back; None where they are the same."""
    from pyproj import Transformer

    assert grid.crs is not None  # metric_grid_of sees to it
    if table.crs == grid.crs.proj:
        return None, None

    def mover(one: Any, other: Any) -> Any:
        transformer = Transformer.from_crs(one, other, always_xy=True)
        return lambda xy: np.stack(transformer.transform(*xy.T), axis=1)

    return mover(grid.crs.proj, table.crs), mover(table.crs, grid.crs.proj)
