"""What an analyst decided about polygons: which are landslides, which are none, where nobody looked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from l4s_core.base.errors import InputError
from l4s_core.base.words import plural
from l4s_core.inventory.given import read_given
from l4s_core.rasters.roi import ROI
from l4s_core.tuning.types import LANDSLIDE, NO_LANDSLIDE

if TYPE_CHECKING:
    from odc.geo.geobox import GeoBox

YES, NO = ("accepted", "edited", "added"), ("rejected",)
"""Words of the column ``status``; whatever else stands there is no decision."""
BAND_M = 20.0
"""Around every polygon, which is not counted: outlines are known to a pixel or two."""
NOBODY, BAND = -1, -2


@dataclass(frozen=True, eq=False)
class Corrections:
    """Polygons that somebody decided on.

    Attributes
    ----------
    shapes : (polygons,) shapely, in ``crs``. verdicts : (polygons,) `LANDSLIDE` or `NO_LANDSLIDE`.
    others : (n,) those that nobody decided on. scene : that they were found in, as the file says; None: it does not.
    notes : sentences about what had to be done to read the file. sha256 : of the file.
    """

    shapes: npt.NDArray[np.object_]
    verdicts: npt.NDArray[np.uint8]
    others: npt.NDArray[np.object_]
    crs: Any
    path: Path
    scene: str | None
    notes: tuple[str, ...]
    sha256: str

    @property
    def landslides(self) -> int:
        """How many are landslides."""
        return int((self.verdicts == LANDSLIDE).sum())

    @property
    def rejected(self) -> int:
        """How many are none."""
        return int((self.verdicts == NO_LANDSLIDE).sum())

    def __len__(self) -> int:
        return len(self.shapes)

    def subset(self, kept: npt.NDArray[np.bool_]) -> Corrections:
        """Some of the polygons; ``others`` stay."""
        return Corrections(
            self.shapes[kept],
            self.verdicts[kept],
            self.others,
            self.crs,
            self.path,
            self.scene,
            self.notes,
            self.sha256,
        )

    def on(self, crs: Any) -> Corrections:
        """In another CRS; those without a place there are left out."""
        from geopandas.geoseries import GeoSeries

        moved = [np.asarray(GeoSeries(list(s), crs=self.crs).to_crs(crs).array) for s in (self.shapes, self.others)]
        known = [np.isfinite(shapely.bounds(each).reshape(-1, 4)).all(axis=1) for each in moved]
        return Corrections(
            moved[0][known[0]],
            self.verdicts[known[0]],
            moved[1][known[1]],
            crs,
            self.path,
            self.scene,
            self.notes,
            self.sha256,
        )


def read_corrections(path: str | Path, *, layer: str | None = None) -> Corrections:
    """The decisions in an inventory of ours or any other vector file with a column ``status``.

    ``accepted``, ``edited`` and ``added`` are landslides, ``rejected`` are none, in any case of letters. A polygon that
    was deleted is not in the file: nothing is known of its ground, so it counts as ground that nobody looked at.

    Raises
    ------
    InputError
        The file cannot be read (`inventory.given.read_given`), has no such column or no decision in it, or only
        decisions of one kind.
    """
    given = read_given(path, layer=layer)
    table = given.landslides
    column = next((name for name in table.columns if str(name).lower() == "status"), None)
    if column is None:
        raise InputError(
            f"{given.path} has no column status that says what was accepted and what rejected; review it in QGIS, or "
            "add the column."
        )
    words = np.array([str(word).strip().lower() for word in table[column]], dtype=object)
    yes, no = np.isin(words, YES), np.isin(words, NO)
    if not yes.any() and not no.any():
        raise InputError(
            f"None of the {plural(len(table), 'polygon', 'polygons')} in {given.path} is accepted, edited or rejected; "
            "review some first."
        )
    if not yes.any() or not no.any():
        there, lacking = ("landslides", "rejected ones") if yes.any() else ("rejected polygons", "landslides")
        raise InputError(
            f"{given.path} has only {there} among its {int(yes.sum() + no.sum())} decisions; a model is tuned by what "
            f"tells the two apart, so decide on some {lacking} too."
        )
    shapes = np.asarray(table.geometry.array, dtype=object)
    scenes = set(table["scene_post"].dropna().astype(str)) if "scene_post" in table else set()
    return Corrections(
        shapes[yes | no],
        np.where(yes, LANDSLIDE, NO_LANDSLIDE).astype(np.uint8)[yes | no],
        shapes[~(yes | no)],
        given.crs,
        given.path,
        scenes.pop() if len(scenes) == 1 else None,
        given.problems,
        _sha256(given.path),
    )


class CorrectionsOnGrid:
    """Which pixel belongs to which polygon, piece by piece of a grid."""

    def __init__(self, corrections: Corrections, grid: GeoBox) -> None:
        assert grid.crs is not None  # analysis_grid sees to it
        self.corrections = corrections.on(grid.crs.proj)
        self._grid = grid
        self._bands = shapely.buffer(self.corrections.shapes, BAND_M)
        self._tree = shapely.STRtree(self._bands)
        self._small_m2 = 4 * abs(float(grid.transform.determinant))

    def owners(self, roi: ROI) -> npt.NDArray[np.int32]:
        """(rows, cols) of a piece of the grid: the row of the polygon among the corrections, `NOBODY` or `BAND`.

        A pixel belongs to a polygon if its centre is inside, of a polygon without any centre those that it touches.
        Where polygons overlap it is a landslide.
        """
        from rasterio.features import rasterize

        part = self._grid[roi]
        shape, transform = (int(part.shape[0]), int(part.shape[1])), part.transform
        owners = np.full(shape, NOBODY, np.int32)
        near = np.sort(self._tree.query(shapely.box(*part.boundingbox.bbox)))
        if not near.size:
            return owners
        owners[rasterize([(self._bands[k], 1) for k in near], shape, transform=transform).astype(bool)] = BAND
        verdicts = self.corrections.verdicts[near]
        for kind in (NO_LANDSLIDE, LANDSLIDE):
            own = near[verdicts == kind]
            if own.size:
                pairs = [(self.corrections.shapes[k], int(k) + 1) for k in own]
                inside = rasterize(pairs, shape, transform=transform, dtype="int32")
                there = set(np.unique(inside).tolist())
                small = [pair for pair in pairs if pair[1] not in there and pair[0].area < self._small_m2]
                if small:  # between the centres
                    touched = rasterize(small, shape, transform=transform, dtype="int32", all_touched=True)
                    inside = np.where(inside == 0, touched, inside)
                owners[inside > 0] = inside[inside > 0] - 1
        return owners

    def undecided(self, roi: ROI) -> npt.NDArray[np.bool_]:
        """(rows, cols) bool: in a polygon that nobody decided on."""
        from rasterio.features import rasterize

        part = self._grid[roi]
        shape = int(part.shape[0]), int(part.shape[1])
        others = self.corrections.others
        own = others[shapely.intersects(others, shapely.box(*part.boundingbox.bbox))] if len(others) else []
        if not len(own):
            return np.zeros(shape, bool)
        return np.asarray(rasterize([(s, 1) for s in own], shape, transform=part.transform), dtype=bool)


def _sha256(path: Path) -> str:
    """Of a file; of a folder, of the names and sizes in it."""
    digest = hashlib.sha256()
    if path.is_dir():
        for each in sorted(path.iterdir()):
            digest.update(f"{each.name} {each.stat().st_size}\n".encode())
        return digest.hexdigest()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
