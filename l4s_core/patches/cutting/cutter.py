"""Choosing and writing the patches of a scene: all that show landslides, and some that do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.base.reasons import Reason
from l4s_core.base.words import plural
from l4s_core.patches.cutting.labels import Labeller
from l4s_core.patches.cutting.places import finer_blocks, plan_places
from l4s_core.patches.table import write_table
from l4s_core.patches.types import IGNORE
from l4s_core.patches.write import write_geotiff_patch, write_patch
from l4s_core.stack.stack import Stack

LEAST_BLOCKS, GOOD_BLOCKS = 3, 7  # for training, validation and test; enough for shares of 70, 15 and 15 %
COLUMNS = (
    "id", "domain", "block", "row", "col", "block_row", "block_col", "x_min", "y_max", "lon", "lat",
    "landslide_px", "ignored_px", "observed_share",
)  # fmt: skip


@dataclass(frozen=True)
class CutOptions:
    """Which patches are cut, and how they are labelled.

    Attributes
    ----------
    size, stride : pixels; stride None is ``size``, patches that do not overlap.
    all_touched, ignore_edge_px : see `labels.Labeller`. The default of 0 is what Landslide4Sense has. On inventories of
        China, Nepal and Papua New Guinea a band of one 10 m pixel takes 27 to 51 % of the landslide area away, and 43
        to 67 % of the landslides as a whole.
    negatives : patches without any landslide for each one with, drawn at random with ``seed``.
    negatives_only : patches without any landslide and no others, from all places that no polygon touches.
    most : no more than so many of these, drawn at random with ``seed``; None is all.
    min_landslide_px : a patch that shows fewer (and is touched by a landslide all the same) is left out.
    min_observed : share of its pixels, 0 to 1, that must be observed and mapped.
    block_km : side of the spatial blocks.
    domain : name of the data set; None is the name of the scene.
    start_id : id of the first patch.
    """

    size: int = 128
    stride: int | None = None
    all_touched: bool = False
    ignore_edge_px: float = 0.0
    negatives: float = 1.0
    negatives_only: bool = False
    most: int | None = None
    min_landslide_px: int = 1
    min_observed: float = 0.5
    block_km: float = 5.0
    domain: str | None = None
    start_id: int = 1
    seed: int = 0


@dataclass(frozen=True)
class CutPatch:
    """A patch that was kept; ``index`` is its place in the order of all places."""

    index: int
    landslide_px: int
    ignored_px: int
    observed_share: float


@dataclass
class Cutting:
    """What was kept, in the order of the ids, in how many blocks, and how many places were left out and why."""

    patches: list[CutPatch] = field(default_factory=list)
    left_out_small: int = 0
    left_out_unobserved: int = 0
    blocks: int = 0

    @property
    def with_landslide(self) -> int:
        """Patches with at least one landslide pixel."""
        return sum(patch.landslide_px > 0 for patch in self.patches)

    @property
    def landslide_px(self) -> int:
        """Landslide pixels in all patches (twice where patches overlap)."""
        return sum(patch.landslide_px for patch in self.patches)


class Cutter:
    """Cuts one stack. ``channels`` are read and written; without all of them a pixel is not observed.

    ``layout``: ``HDF5`` is that of Landslide4Sense, for its 14 channels; ``GeoTIFF`` takes any.

    Raises InputError for a scene that is smaller than a patch.
    """

    def __init__(
        self,
        stack: Stack,
        labeller: Labeller,
        channels: Sequence[str],
        options: CutOptions,
        progress: Progress,
        layout: Literal["HDF5", "GeoTIFF"] = "HDF5",
    ) -> None:
        self._stack = stack
        self._labeller = labeller
        self._channels = tuple(channels)
        self._layout = layout
        self._options = options
        self._progress = progress
        shape = self._shape = (int(stack.grid.shape[0]), int(stack.grid.shape[1]))
        self._block_px = round(options.block_km * 1000 / abs(stack.grid.resolution.x))
        try:
            self.places = plan_places(shape, options.size, options.stride or options.size, self._block_px)
        except ValueError:
            raise InputError(
                f"{stack.scene.source} has {shape[0]} x {shape[1]} pixels of 10 m, fewer than a patch of "
                f"{options.size}; take a larger scene or a smaller --size."
            ) from None

    def cut(self, folder: Path, work: Path) -> Cutting:
        """Write ``img``, ``mask`` and ``patches.csv`` to ``folder``; ``work`` is for files on the way, on its disk.

        Raises InputError when no patch shows a landslide, or with ``negatives_only`` when none could be cut.
        """
        rois = [place.roi(self._options.size) for place in self.places]
        touched = self._labeller.touched(rois)
        result = Cutting()
        if self._options.negatives_only:
            self._only_negatives(np.flatnonzero(~touched), work, result)
        else:
            self._both(touched, work, result)
        result.patches.sort(key=lambda patch: patch.index)
        self._finish(result, folder, work)
        result.blocks = len({self.places[patch.index].block for patch in result.patches})
        if result.blocks < LEAST_BLOCKS and not self._options.negatives_only:
            self._progress.message(self._too_few(result))
        return result

    def _only_negatives(self, candidates: npt.NDArray[np.intp], work: Path, result: Cutting) -> None:
        wanted = len(candidates) if self._options.most is None else self._options.most
        self._progress.stage("cutting patches without landslides", min(wanted, len(candidates)))
        self._draw(candidates, wanted, work, result)
        if not result.patches:
            raise InputError(
                f"No patch of {self._stack.scene.source} could be cut ({len(self.places) - len(candidates)} show a "
                f"landslide, {result.left_out_unobserved} are not observed); take a smaller --min-observed, or another "
                "scene."
            )

    def _both(self, touched: npt.NDArray[np.bool_], work: Path, result: Cutting) -> None:
        self._progress.stage("cutting patches with landslides", int(touched.sum()))
        for index in np.flatnonzero(touched).tolist():
            self._try(index, work, result, at_least=max(1, self._options.min_landslide_px))
            self._progress.advance()
        if not result.patches:
            raise InputError(
                f"No patch of {self._stack.scene.source} shows a landslide of the inventory ({result.left_out_small} "
                f"show too few pixels of one, {result.left_out_unobserved} are not observed); take smaller "
                "--min-landslide-px or --min-observed, or another scene."
            )
        self._negatives(np.flatnonzero(~touched), work, result)

    def _too_few(self, result: Cutting) -> str:
        """What to say when there are too few blocks for a split."""
        text = (
            f"WARNING: all {plural(len(result.patches), 'patch lies', 'patches lie')} in "
            f"{plural(result.blocks, 'block', 'blocks')}, and training splits by whole blocks: there is "
            + ("nothing to validate on" if result.blocks < 2 else "no test part")
        )
        finer = finer_blocks(
            self._shape,
            self._options.size,
            self._block_px,
            [self.places[patch.index] for patch in result.patches],
            LEAST_BLOCKS,
            GOOD_BLOCKS,
        )
        if finer is None:
            return f"{text}; cut further scenes into folders of their own, or take a smaller --size."
        km = finer[0] * abs(self._stack.grid.resolution.x) / 1000
        return f"{text}; cut again with --block-km {km:g}, which gives about {finer[1]} blocks."

    def _negatives(self, candidates: npt.NDArray[np.intp], work: Path, result: Cutting) -> None:
        positives = len(result.patches)
        wanted = round(self._options.negatives * positives)
        self._progress.stage("cutting patches without landslides", min(wanted, len(candidates)))
        found = self._draw(candidates, wanted, work, result)
        if found < wanted:
            self._progress.message(
                f"Found {plural(found, 'patch', 'patches')} without landslides where {wanted} were asked for "
                f"({positives} with landslides)."
            )

    def _draw(self, candidates: npt.NDArray[np.intp], wanted: int, work: Path, result: Cutting) -> int:
        """Write up to ``wanted`` of the places, drawn at random; how many were good enough."""
        before = len(result.patches)
        order = np.random.default_rng(self._options.seed).permutation(candidates).tolist()
        while order and (lacking := wanted - (len(result.patches) - before)) > 0:
            # as many as lack, one beside the other: compressed blocks of the bands hold several patches
            now, order = sorted(order[:lacking]), order[lacking:]
            for index in now:
                if self._try(index, work, result, at_least=0):
                    self._progress.advance()
        return len(result.patches) - before

    def _try(self, index: int, work: Path, result: Cutting, *, at_least: int) -> bool:
        """Read one place and write it if it is good enough."""
        self._progress.check()
        roi = self.places[index].roi(self._options.size)
        mapped = self._labeller.mapped(roi)
        if mapped.mean() < self._options.min_observed:
            result.left_out_unobserved += 1
            return False
        mask = self._labeller.mask(roi)
        if np.count_nonzero(mask == 1) < at_least:  # before the bands are read, which takes far longer
            result.left_out_small += 1
            return False
        values, reasons = self._stack.read_observed(self._channels, roi)
        seen = (reasons == Reason.OBSERVED) & np.isfinite(values).all(axis=0)
        mask[~seen] = IGNORE
        observed_share = float((seen & mapped).mean())
        if observed_share < self._options.min_observed:
            result.left_out_unobserved += 1
            return False
        landslide_px = int(np.count_nonzero(mask == 1))
        if landslide_px < at_least:
            result.left_out_small += 1
            return False
        if self._layout == "HDF5":
            write_patch(work, index, values, self._channels, mask)
        else:
            write_geotiff_patch(work, index, values, self._channels, mask, self._stack.grid[roi])
        result.patches.append(CutPatch(index, landslide_px, int(np.count_nonzero(mask == IGNORE)), observed_share))
        return True

    def _finish(self, result: Cutting, folder: Path, work: Path) -> None:
        """Number the patches in the order of their places: neighbouring ids are neighbouring places."""
        ending = ".h5" if self._layout == "HDF5" else ".tif"
        for kind, name in (("img", "image"), ("mask", "mask")):
            (folder / kind).mkdir()
            for number, patch in enumerate(result.patches, self._options.start_id):
                (work / kind / f"{name}_{patch.index}{ending}").rename(folder / kind / f"{name}_{number}{ending}")
        write_table(
            folder,
            COLUMNS,
            [self._row(number, patch) for number, patch in enumerate(result.patches, self._options.start_id)],
        )

    def _row(self, number: int, patch: CutPatch) -> list[object]:
        place, half = self.places[patch.index], self._options.size / 2
        transform = self._stack.grid.transform
        x, y = transform * (place.col, place.row)
        lon, lat = self._lon_lat(*(transform * (place.col + half, place.row + half)))
        return [
            number, self._options.domain or self._stack.scene.name, place.block, place.row, place.col,
            place.block_row, place.block_col, f"{x:.3f}", f"{y:.3f}", f"{lon:.6f}", f"{lat:.6f}",
            patch.landslide_px, patch.ignored_px, f"{patch.observed_share:.4f}",
        ]  # fmt: skip

    def _lon_lat(self, x: float, y: float) -> tuple[float, float]:
        from odc.geo.geom import point

        lon, lat = point(x, y, self._stack.grid.crs).to_crs("EPSG:4326").coords[0]
        return lon, lat
