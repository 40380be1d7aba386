"""`size_statistics`: what the sizes of an inventory's landslides say."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.base.words import plural
from l4s_core.inventory.given import GivenInventory, read_given
from l4s_core.statistics.amalgamation import Amalgamation, amalgamation
from l4s_core.statistics.areas import fit_areas
from l4s_core.statistics.types import AreaStatistics, finite

_MUCH_CUT = 0.05  # of the area in landslides that were cut off
_MUCH_SEVERAL = 0.2  # of the area in landslides that may be several


@dataclass(frozen=True)
class InventoryStatistics:
    """`AreaStatistics` of an inventory, which landslides may be several, and what was read.

    ``rejected`` were left out. ``truncated`` are cut by the edge of the scene or a cloud, so that they are larger than
    they look. ``problems`` are those of reading, ``notes`` those of ``areas`` and what else to bear in mind.
    """

    path: str
    areas: AreaStatistics
    amalgamation: Amalgamation
    rejected: int
    truncated: int
    problems: tuple[str, ...]
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As ``json.dumps`` takes it."""
        plain: dict[str, Any] = finite(asdict(self))
        return plain


def size_statistics(
    inventory: str | Path | GivenInventory,
    *,
    layer: str | None = None,
    crs: Any = None,
    resolution_m: float | None = None,
    mmu_m2: float | None = None,
    from_m2: float | None = None,
    draws: int = 200,
    confidence: float = 0.95,
    seed: int = 0,
    progress: Progress | None = None,
) -> InventoryStatistics:
    """Area-frequency fits, roll-over, event magnitude, completeness, volume and amalgamation of an inventory.

    Parameters
    ----------
    inventory : a vector file of landslides as polygons (`inventory.given.read_given`), or what was read of one. Those
        that a reviewer rejected are left out.
    layer, crs : which layer, and the CRS of a file that does not say it.
    resolution_m : metres, pixel size of what the landslides were mapped on. Inventories of l4s say it themselves.
    mmu_m2 : square metres, minimum mapping unit. Inventories of l4s say it themselves.
    from_m2, draws, confidence, seed : see `statistics.fit_areas`.

    Returns
    -------
    InventoryStatistics
        Areas are planar in a metric CRS.

    Raises
    ------
    InputError : the file cannot be read, or has no polygons.

    Examples
    --------
    >>> found = size_statistics("slides.gpkg")  # doctest: +SKIP
    >>> found.areas.power_law.exponent  # doctest: +SKIP
    """
    given = inventory if isinstance(inventory, GivenInventory) else read_given(inventory, layer=layer, crs=crs)
    slides = given.standing
    rejected = len(given.landslides) - len(slides)
    if not len(slides):
        points = given.points is not None and len(given.points) > 0
        why = (
            "has points, which have no area; give one with polygons"
            if points
            else f"has no landslides that were not rejected ({rejected} were)"
            if rejected
            else "has no polygons; give one with landslides"
        )
        raise InputError(f"{given.path} {why}.")
    resolution_m = resolution_m or _number(given, "grid_transform")
    mmu_m2 = _number(given, "mmu_m2") if mmu_m2 is None else mmu_m2
    if progress is not None:
        progress.stage("measuring")
    several = amalgamation(slides, resolution_m)
    areas = np.asarray(slides.geometry.area, np.float64)
    found = fit_areas(
        areas,
        resolution_m=resolution_m,
        mmu_m2=mmu_m2,
        seed=seed,
        from_m2=from_m2,
        draws=draws,
        confidence=confidence,
        progress=progress,
    )
    cut = _cut_off(given, slides)
    cut_share = float(areas[cut].sum() / areas.sum())
    return InventoryStatistics(
        str(given.path),
        found,
        several,
        rejected,
        int(cut.sum()),
        tuple(given.problems),
        (*_unknown(found), *found.notes, *_doubts(several, int(cut.sum()), cut_share)),
    )


def _number(given: GivenInventory, name: str) -> float | None:
    """A number of the run table; of the grid the side of a pixel."""
    words = str(given.run.get(name) or "").split()
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        return None
    if name == "grid_transform":
        return math.sqrt(abs(numbers[0] * numbers[4] - numbers[1] * numbers[3])) if len(numbers) == 6 else None
    return numbers[0] if len(numbers) == 1 and numbers[0] > 0 else None


def _cut_off(given: GivenInventory, slides: Any) -> np.ndarray[Any, np.dtype[np.bool_]]:
    if not given.ours or "truncated" not in slides:
        return np.zeros(len(slides), dtype=bool)
    import pandas as pd

    values: Any = pd.to_numeric(slides["truncated"], errors="coerce").to_numpy(np.float64, na_value=np.nan)
    return np.asarray(values == 1)


def _unknown(found: AreaStatistics) -> list[str]:
    lacking = [
        f"{what} ({option})"
        for what, option, value in (
            ("the pixel size", "--resolution", found.resolution_m),
            ("the minimum mapping unit", "--mmu", found.mmu_m2),
        )
        if value is None
    ]
    if not lacking:
        return []
    verb = "is" if len(lacking) == 1 else "are"
    kept = "" if found.from_m2 else ", so all sizes are fitted as if none had been missed"
    return [f"{' and '.join(lacking).capitalize()} {verb} not known{kept}."]


def _doubts(several: Amalgamation, cut: int, cut_share: float) -> list[str]:
    notes = []
    if several.area_share > _MUCH_SEVERAL:
        notes.append(
            f"{plural(several.flagged, 'landslide', 'landslides')} with {several.area_share:.0%} of the area may be "
            "several mapped as one: the tail is too heavy and volumes are too large then (Marc & Hovius 2015)."
        )
    if cut_share > _MUCH_CUT:
        notes.append(
            f"{plural(cut, 'landslide', 'landslides')} with {cut_share:.0%} of the area are cut off by the edge of the "
            "scene or by what was not observed, and count with what is seen of them."
        )
    return notes
