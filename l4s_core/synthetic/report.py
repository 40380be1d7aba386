"""Compare an inventory of the made-up scene with its truth, in numbers a newcomer can read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

FOUND_SHARE = 0.5
SMALLEST_VISIBLE_PX = 10


@dataclass(frozen=True)
class Comparison:
    """What was found of what is there.

    ``visible`` counts slides of which at least `SMALLEST_VISIBLE_PX` pixels (1000 m2, the default minimum mapping
    unit) could be observed; of those ``touched`` overlap a polygon, and ``found`` are covered to at least
    `FOUND_SHARE`. ``precision`` and ``recall`` are of observed area, 0 to 1, ``precision`` None without polygons.
    """

    polygons: int
    area_ha: float
    observed_share: float
    slides: int
    visible: int
    touched: int
    found: int
    false_polygons: int
    precision: float | None
    recall: float


def compare(inventory: str | Path, truth: str | Path) -> Comparison:
    """Read the GeoPackage of a run (layers ``landslides`` and ``not_observed``) and the truth raster.

    Raises
    ------
    InputError
        One of the files cannot be read or is not what a run writes.
    """
    import rasterio
    from rasterio.errors import RasterioError

    from l4s_core.inventory.files.read import read_inventory

    read = read_inventory(Path(inventory))
    landslides, hidden = read.landslides, read.not_observed
    try:
        with rasterio.open(truth) as src:
            ids = src.read(1)
            transform, crs, pixel_m2 = src.transform, src.crs, abs(src.transform.a * src.transform.e)
    except RasterioError as error:
        raise InputError(f"{truth} cannot be read ({error}); make the scene again.") from error

    def burn(frame: GeoDataFrame) -> npt.NDArray[np.int32]:
        # 0 where there is none, else 1 + the row of the frame
        from rasterio.features import rasterize

        shapes = [(shape, k + 1) for k, shape in enumerate(frame.to_crs(crs).geometry)]
        if not shapes:
            return np.zeros(ids.shape, np.int32)
        return np.asarray(rasterize(shapes, out_shape=ids.shape, transform=transform, dtype="int32"), np.int32)

    polygon = burn(landslides)
    observed = burn(hidden) == 0
    numbers = [int(k) for k in np.unique(ids) if k]
    visible = [k for k in numbers if np.count_nonzero((ids == k) & observed) >= SMALLEST_VISIBLE_PX]
    shares = [float((polygon[(ids == k) & observed] > 0).mean()) for k in visible]
    hit = (polygon > 0) & (ids > 0) & observed
    drawn = np.count_nonzero((polygon > 0) & observed)
    right = np.unique(polygon[(ids > 0) & (polygon > 0)])
    return Comparison(
        polygons=len(landslides),
        area_ha=round(float(np.count_nonzero(polygon)) * pixel_m2 / 10_000, 2),
        observed_share=float(observed.mean()),
        slides=len(numbers),
        visible=len(visible),
        touched=sum(share > 0 for share in shares),
        found=sum(share >= FOUND_SHARE for share in shares),
        false_polygons=len(landslides) - len(right),
        precision=float(np.count_nonzero(hit) / drawn) if drawn else None,
        recall=float(np.count_nonzero(hit) / max(int(np.count_nonzero((ids > 0) & observed)), 1)),
    )


def in_words(result: Comparison) -> str:
    """The comparison as a few plain sentences."""
    lines = [
        f"Found {result.polygons} landslide polygons, {result.area_ha:.1f} ha together.",
        f"{result.observed_share:.0%} of the scene could be observed; "
        "the rest is cloud, cloud shadow or outside the swath.",
        f"The scene was made with {result.slides} landslides; {result.visible} of them can be seen.",
        f"Of those, {result.touched} are touched by a polygon and {result.found} are covered to at least half.",
    ]
    if result.precision is not None:
        lines.append(
            f"{result.false_polygons} polygons lie where there is no landslide. By area, {result.precision:.0%} of "
            f"what was drawn is landslide, and {result.recall:.0%} of the visible landslide area was drawn."
        )
    return "\n".join(lines)
