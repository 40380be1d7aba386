"""What a scene is and what a run over it would meet, without reading its pixels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l4s_core.base.errors import InputError
from l4s_core.detection.options import (
    CloudOptions,
    DetectOptions,
    Inputs,
    LookOptions,
    ModelOptions,
    TerrainOptions,
    sorted_out,
)

if TYPE_CHECKING:
    from odc.geo.geobox import GeoBox

    from l4s_core.base.event import Event
    from l4s_core.detection.opening import Look
    from l4s_core.inference.card import ModelCard
    from l4s_core.rasters.roi import ROI
    from l4s_core.scene.types import Scene


def inspect_scene(
    source: str | Path | Scene,
    dem: str | Path | None = None,
    *,
    event: Event | None = None,
    options: DetectOptions | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Facts of a scene for a dialog; all parameters are those of `detect`.

    Few pixels are read: samples of the bands, for what metadata cannot say and for what is suspicious, and a look at
    the DEM. A scene without ``dem`` is looked at without terrain; ``no_dem`` need not be said.

    Returns
    -------
    dict
        Everything can be written as JSON; what is not known is None.

        - ``source``, ``kind``, ``name``, ``level``, ``baseline``, ``sensing_time`` (ISO 8601), ``notes`` (sentences).
        - ``decisions``: what was settled about it, each ``subject``, ``value``, ``reason``, ``confidence``, ``option``
          and ``sentence`` (`base.decisions`). ``warnings``: what is suspicious about a few of its pixels, each ``id``
          and ``text``; clouds are not cut out, and a scene on the web is not looked at.
        - ``domain``: whether the model can be right on such a scene (`domain.judge`), from the same pixels:
          ``verdict`` (``ok``, ``warn``, ``refuse``), ``reasons`` (ids of the warnings, or what the problems say),
          ``windows`` that were compared with the training patches and ``windows_outside``, the share of these that are
          unlike them; None without a model and of a scene on the web.
        - ``bands``: name -> file, or number of the band in the one file of a raster. ``offset``: DN added to the
          values, None where bands differ.
        - ``before``: ``source``, ``name``, ``sensing_time`` and ``level`` of the scene before the event, and where its
          pixels are looked at ``offset``, ``notes`` and ``decisions``; None without one. ``more_before``: the same of
          each further one, from the earliest to the latest.
        - ``model``: its id; ``missing``: channels it needs that are not there; ``filled``: those it can do without;
          ``threshold``: from which probability a pixel is landslide.
        - ``crs``, ``rows``, ``cols``, ``pixel_m`` of the analysis grid; ``footprint``: [longitude, latitude] ring.
        - ``megapixels``: to be processed; ``tile_px``, ``overlap_px``: in windows of this size; ``area_km2``: what is
          mapped (the area, or the whole grid).
        - ``cloud_test``: the one that is taken.
        - ``seconds``: that a run is expected to take; ``seconds_known``: whether this computer was measured for it.
        - ``dem``: ``path``, ``tiles`` (the files that meet the scene), ``cover`` (share of the scene or area),
          ``notes``; None without one.
        - ``problems``: sentences, each a reason for which `detect` would refuse. Empty: it would begin.

    Raises
    ------
    TypeError
        An option has no such name.
    """
    from l4s_core.base.progress import Silent
    from l4s_core.channels.registry import needs_before
    from l4s_core.detection.opening import request_model
    from l4s_core.detection.request import Request, check_terrain
    from l4s_core.detection.run import SceneRun
    from l4s_core.detection.steps import time_of
    from l4s_core.terrain.source import refuse_missing

    ways, beside = sorted_out("inspect_scene", more, DetectOptions, Inputs)
    problems: list[str] = []
    asked = (options or DetectOptions()).but(**ways)
    if beside.pop("no_dem", False):
        _try(problems, lambda: check_terrain(dem, no_dem=True))
    request = Request(scene=source, dem=dem, event=event, options=asked, **beside)
    card = _try(problems, lambda: _card(asked.model))
    if card is not None and (_runs_elsewhere(asked.model) or asked.look != LookOptions()):
        model = _try(problems, lambda: request_model(request, Silent()))
        card = card if model is None else model.card  # with --adapt its input is another one
    found = SceneRun(request).look(card, problems)
    scene, grid = found.scene, found.grid
    facts: dict[str, Any] = {**dict.fromkeys(_FACTS), "source": str(source), "problems": problems}
    if card is not None:
        facts["model"] = card.id
    if found.options is not None:
        facts["threshold"] = found.options.threshold
    if scene is None:
        if dem is not None:
            _try(problems, lambda: refuse_missing(dem))
        return facts
    facts |= _of_scene(scene)
    if card is not None:
        facts |= _of_model(scene, found.before, card, dem is not None, problems)
    # a band that the model lacks is said already
    facts["cloud_test"] = _try(None if facts["missing"] else problems, lambda: _cloud_test(scene, asked.clouds))
    if found.before is not None:
        looked_at = found.looks_at_change or (card is not None and needs_before(card.channels))
        facts["before"] = _of_before(found.before, looked_at)
        facts["more_before"] = [_of_before(one, looked_at) for one in found.more_before]
    if grid is None:
        return facts
    _try(None, lambda: facts.update(_judged(scene, card, found.looks_at_change, asked.guard.force, problems)))
    facts |= _of_grid(grid)
    facts |= _of_windows(found, facts["pixel_m"])
    if card is not None:
        facts["seconds"], facts["seconds_known"] = time_of(request, card, found)
    if dem is not None:
        roi = None if found.area is None else found.area.roi
        facts["dem"] = _try(problems, lambda: _of_dem(dem, asked.terrain, grid, roi, problems))
    return facts


_FACTS = (
    "source", "kind", "name", "level", "baseline", "sensing_time", "notes", "decisions", "bands", "offset", "before",
    "more_before", "model", "missing", "filled", "threshold", "crs", "rows", "cols", "pixel_m", "footprint",
    "megapixels", "tile_px", "overlap_px", "area_km2", "cloud_test", "seconds", "seconds_known", "dem", "warnings",
    "domain", "problems",
)  # fmt: skip


def _try(problems: list[str] | None, look: Any) -> Any:
    """What ``look()`` gives, or None and, where somebody wants to know, one more problem."""
    try:
        return look()
    except InputError as error:
        if problems is not None:
            problems.append(str(error))
        return None


def _card(asked: ModelOptions) -> ModelCard:
    from l4s_core.inference.open import describe_model

    return describe_model(asked.model, trust_pickle=asked.trust_pickle)[0]


def _runs_elsewhere(asked: ModelOptions) -> bool:
    """Whether something is said of where or in what the model runs, which this machine may not have."""
    usual = ModelOptions()
    named = ("device", "backend", "precision", "compile")
    return any(getattr(asked, name) != getattr(usual, name) for name in named)


def _of_before(scene: Scene, looked_at: bool) -> dict[str, Any]:
    """``looked_at``: whether pixels are, else nothing was settled about them."""
    names = ("source", "name", "sensing_time", "level", *(("offset", "notes", "decisions") if looked_at else ()))
    return {name: value for name, value in _of_scene(scene).items() if name in names}


def _of_scene(scene: Scene) -> dict[str, Any]:
    offsets = {band.offset for band in scene.bands.values()}
    from l4s_core.rasters.virtual import virtual_name

    one_file = scene.kind == "raster"
    return {
        "source": scene.source,
        "kind": scene.kind,
        "name": scene.name,
        "level": scene.level,
        "baseline": scene.baseline,
        "sensing_time": None if scene.sensing_time is None else scene.sensing_time.isoformat(),
        "notes": list(scene.notes),
        "decisions": [{**one.plain(), "sentence": one.sentence} for one in scene.decisions],
        "bands": {
            name: band.index if one_file else virtual_name(band.path) or band.path for name, band in scene.bands.items()
        },
        "offset": offsets.pop() if len(offsets) == 1 else None,
    }


def _judged(scene: Scene, card: ModelCard | None, compared: bool, force: bool, problems: list[str]) -> dict[str, Any]:
    """What is suspicious about a few pixels, and whether the model can be right on such a scene."""
    from l4s_core.detection.sanity.scene import judge_scene
    from l4s_core.domain.types import verdict_of
    from l4s_core.rasters.header import is_remote

    if any(is_remote(band.path) for band in scene.bands.values()):
        return {"warnings": []}
    verdict, beside = judge_scene(scene, card, compared=compared)
    # a level that the model is not for is a problem already, unless that was forced
    said = [doubt for doubt in verdict.doubts if force or doubt.id != "level" or not doubt.certain]
    refusal = replace(verdict, doubts=tuple(said)).refusal(scene.source)
    if refusal and not force:
        problems.append(refusal)
        said = [doubt for doubt in said if not doubt.certain]
    return {
        "warnings": [doubt.plain() for doubt in (*beside, *said)],
        "domain": None if card is None else verdict_of(verdict.rows()),
    }


def _cloud_test(scene: Scene, asked: CloudOptions) -> str:
    from l4s_core.clouds.choose import chosen_method

    return chosen_method(scene, tuple(scene.bands), asked.clouds)


def _of_model(
    scene: Scene, before: Scene | None, card: ModelCard, has_dem: bool, problems: list[str]
) -> dict[str, Any]:
    from l4s_core.channels.registry import is_before, stack_channels
    from l4s_core.stack.stack import missing_problem

    there = stack_channels(tuple(scene.bands), has_dem, None if before is None else tuple(before.bands))
    own = [name for name in card.required_channels if not is_before(name)]  # the others are `before_problem`'s
    if problem := missing_problem(scene.source, own, there):
        problems.append(problem)
    return {
        "missing": [name for name in card.required_channels if name not in there],
        "filled": card.filled_channels(there),
    }


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


def _of_windows(found: Look, pixel_m: float) -> dict[str, Any]:
    """What is mapped of the grid, and in which windows."""
    from odc.geo.roi import roi_shape

    facts: dict[str, Any] = {}
    if found.area is not None:
        facts["area_km2"] = found.area.pixels * pixel_m**2 / 1e6
    if found.plan is not None:
        facts |= {"tile_px": found.plan.tile, "overlap_px": found.plan.overlap}
        if found.area is not None:
            rows, cols = roi_shape(found.plan.around(found.area.roi))
            facts["megapixels"] = round(rows * cols / 1e6, 2)
    return facts


def _of_dem(
    dem: str | Path, terrain: TerrainOptions, grid: GeoBox, roi: ROI | None, problems: list[str]
) -> dict[str, Any]:
    import tempfile

    from l4s_core.base.run_tag import run_tag
    from l4s_core.terrain.reader import DemReader, cover_problem
    from l4s_core.terrain.source import open_dem_source

    with tempfile.TemporaryDirectory(prefix=f".l4s-{run_tag()}") as work:
        reader = DemReader(open_dem_source(dem, grid, Path(work)), grid, terrain.dem_unit)
        try:
            cover = reader.cover(roi)
        finally:
            reader.close()
    problem = cover_problem(dem, cover, "scene" if roi is None else "area")
    if problem and not (terrain.allow_partial_dem and cover):
        problems.append(problem)
    tiles = list(reader.source.tiles)
    return {"path": str(dem), "tiles": tiles, "cover": round(cover, 4), "notes": list(reader.notes)}
