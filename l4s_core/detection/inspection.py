"""What a scene is and what a run over it would meet, without reading its pixels."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l4s_core.base.errors import InputError
from l4s_core.scene.types import Level, Scene

if TYPE_CHECKING:
    from odc.geo.geobox import GeoBox

    from l4s_core.inference.card import ModelCard
    from l4s_core.rasters.roi import ROI
    from l4s_core.terrain.reader import DemUnit


def inspect_scene(
    source: str | Path,
    dem: str | Path | None = None,
    *,
    area: str | Path | None = None,
    bands: Mapping[str, int] | str | None = None,
    offset: float | None = None,
    level: Level | None = None,
    model: str | Path | None = None,
    dem_unit: DemUnit = "auto",
) -> dict[str, Any]:
    """Facts of a scene for a dialog; all parameters are those of `detect`.

    Pixels are read only for what metadata cannot say: a sample where the offset has to be detected, and a look at the
    DEM.

    Returns
    -------
    dict
        Everything can be written as JSON; what is not known is None.

        - ``source``, ``kind``, ``name``, ``level``, ``baseline``, ``sensing_time`` (ISO 8601), ``notes`` (sentences).
        - ``bands``: name -> file, or number of the band in the one file of a raster. ``offset``: DN added to the
          values, None where bands differ.
        - ``model``: its id; ``missing``: channels it needs that are not there; ``filled``: those it can do without.
        - ``crs``, ``rows``, ``cols``, ``pixel_m`` of the analysis grid; ``footprint``: [longitude, latitude] ring.
        - ``megapixels``: to be processed; ``area_km2``: what is mapped (the area, or the whole grid).
        - ``cloud_test``: what ``--clouds auto`` takes.
        - ``dem``: ``path``, ``tiles`` (the files that meet the scene), ``cover`` (share of the scene or area),
          ``notes``; None without one.
        - ``problems``: sentences, each a reason for which `detect` would refuse. Empty: it would begin.
    """
    problems: list[str] = []
    facts: dict[str, Any] = {**dict.fromkeys(_FACTS), "source": str(source), "problems": problems}
    card = _try(problems, lambda: _card(model))
    scene = _try(problems, lambda: _open(source, bands, offset, level))
    if card is not None:
        facts["model"] = card.id
    if scene is None:
        return facts
    facts |= _of_scene(scene)
    if card is not None:
        facts |= _of_model(scene, card, dem is not None, problems)
    grid = _try(problems, lambda: _grid(scene))
    if grid is None:
        return facts
    facts |= _of_grid(grid)
    roi = None
    if area is not None:
        inside = _try(problems, lambda: _on_grid(area, grid))
        if inside is not None:
            roi = inside.roi
            facts["area_km2"] = inside.pixels * facts["pixel_m"] ** 2 / 1e6
            if card is not None:
                facts["megapixels"] = _megapixels(grid, card, roi)
    if dem is not None:
        facts["dem"] = _try(problems, lambda: _of_dem(dem, grid, roi, dem_unit, problems))
    return facts


_FACTS = (
    "source", "kind", "name", "level", "baseline", "sensing_time", "notes", "bands", "offset", "model", "missing",
    "filled", "crs", "rows", "cols", "pixel_m", "footprint", "megapixels", "area_km2", "cloud_test", "dem",
    "problems",
)  # fmt: skip


def _try(problems: list[str], look: Any) -> Any:
    """What ``look()`` gives, or None and one more problem."""
    try:
        return look()
    except InputError as error:
        problems.append(str(error))
        return None


def _card(model: str | Path | None) -> ModelCard:
    from l4s_core.inference.open import describe_model

    return describe_model(model)[0]


def _open(
    source: str | Path, bands: Mapping[str, int] | str | None, offset: float | None, level: Level | None
) -> Scene:
    from l4s_core.scene import open_scene

    return open_scene(source, bands=bands, offset=offset, level=level)


def _of_scene(scene: Scene) -> dict[str, Any]:
    from l4s_core.clouds.choose import first_possible

    offsets = {band.offset for band in scene.bands.values()}
    one_file = scene.kind == "raster"
    return {
        "source": scene.source,
        "kind": scene.kind,
        "name": scene.name,
        "level": scene.level,
        "baseline": scene.baseline,
        "sensing_time": None if scene.sensing_time is None else scene.sensing_time.isoformat(),
        "notes": list(scene.notes),
        "bands": {name: band.index if one_file else band.path for name, band in scene.bands.items()},
        "offset": offsets.pop() if len(offsets) == 1 else None,
        "cloud_test": first_possible(scene, tuple(scene.bands)),
    }


def _of_model(scene: Scene, card: ModelCard, has_dem: bool, problems: list[str]) -> dict[str, Any]:
    from l4s_core.channels.registry import TERRAIN_CHANNELS
    from l4s_core.predict.scene import level_problem
    from l4s_core.stack.stack import missing_problem

    there = (*scene.bands, *(TERRAIN_CHANNELS if has_dem else ()))
    found = level_problem(scene, card), missing_problem(scene.source, card.required_channels, there)
    problems += [problem for problem in found if problem is not None]
    return {
        "missing": [name for name in card.required_channels if name not in there],
        "filled": card.filled_channels(there),
    }


def _grid(scene: Scene) -> GeoBox:
    from l4s_core.rasters.grid import analysis_grid

    return analysis_grid(scene.grid)


def _of_grid(grid: GeoBox) -> dict[str, Any]:
    from pyproj import CRS

    rows, cols = (int(n) for n in grid.shape)
    crs = CRS.from_user_input(str(grid.crs))
    code = crs.to_authority(min_confidence=90)
    outline = grid.extent.segmented(max(grid.extent.boundingbox.span_x, grid.extent.boundingbox.span_y) / 8)
    ring = outline.to_crs("EPSG:4326").exterior.coords
    pixel = abs(float(grid.resolution.x))
    return {
        "crs": ":".join(code) if code else crs.to_wkt(),
        "rows": rows,
        "cols": cols,
        "pixel_m": pixel,
        "footprint": [[round(x, 6), round(y, 6)] for x, y in ring],
        "megapixels": round(rows * cols / 1e6, 2),
        "area_km2": rows * cols * pixel**2 / 1e6,
    }


def _on_grid(area: str | Path, grid: GeoBox) -> Any:
    from l4s_core.vectors.area import read_area

    return read_area(area).on(grid)


def _megapixels(grid: GeoBox, card: ModelCard, roi: ROI) -> float:
    from odc.geo.roi import roi_shape

    from l4s_core.predict.scene import plan_windows

    rows, cols = roi_shape(plan_windows(grid, card, tile=None, overlap=None, origin=(0, 0)).around(roi))
    return round(rows * cols / 1e6, 2)


def _of_dem(dem: str | Path, grid: GeoBox, roi: ROI | None, unit: DemUnit, problems: list[str]) -> dict[str, Any]:
    import tempfile

    from l4s_core.terrain.reader import DemReader, cover_problem
    from l4s_core.terrain.source import open_dem_source

    with tempfile.TemporaryDirectory(prefix=".l4s-") as work:
        reader = DemReader(open_dem_source(dem, grid, Path(work)), grid, unit)
        try:
            cover = reader.cover(roi)
        finally:
            reader.close()
    if problem := cover_problem(dem, cover, "scene" if roi is None else "area"):
        problems.append(problem)
    tiles = list(reader.source.tiles)
    return {"path": str(dem), "tiles": tiles, "cover": round(cover, 4), "notes": list(reader.notes)}
