"""The first step of a run: everything is opened and checked, and no pixel is read yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from odc.geo.geobox import GeoBox

from l4s_core.base.choices import Adaptation, Tta
from l4s_core.base.errors import InputError
from l4s_core.base.event import check_event_date
from l4s_core.base.outputs import protect_inputs
from l4s_core.base.progress import Progress
from l4s_core.channels.registry import PRE, is_before, needs_before, scene_channels
from l4s_core.detection.before import open_for_change
from l4s_core.detection.request import Request
from l4s_core.inference.card import ModelCard
from l4s_core.inference.open import open_model
from l4s_core.inference.protocol import Model
from l4s_core.inference.scene_normalised import scene_normalised
from l4s_core.inference.several import several
from l4s_core.inventory.outline.mask import check_options
from l4s_core.inventory.runout.spectra import runout_names
from l4s_core.inventory.types import MaskOptions
from l4s_core.predict.scene import level_problem, needs_whole_scene, plan_windows
from l4s_core.predict.windows import WindowPlan
from l4s_core.rasters.grid import analysis_grid
from l4s_core.rasters.roi import ROI
from l4s_core.rasters.virtual import files_behind
from l4s_core.refine.bands import band_names
from l4s_core.scene import check_readable, open_scene
from l4s_core.scene.types import Scene, scene_date
from l4s_core.stack.stack import missing_problem
from l4s_core.terrain.source import dem_files
from l4s_core.vectors.area import Area, AreaOnGrid, read_area


@dataclass(frozen=True, eq=False)
class Opened:
    """A request whose input has been looked at. Holds no open file and no model: it can go to another process.

    Attributes
    ----------
    area : where the area lies on the analysis grid, None for the whole scene.
    plan : the windows over the whole scene.
    card, model_sha256 : of the model.
    looks_at_change : whether the pixels of the scene before are compared after the windows.
    more_before : further scenes before, of the same dates or later than ``before``.
    """

    request: Request
    scene: Scene
    area: AreaOnGrid | None
    before: Scene | None
    plan: WindowPlan
    options: MaskOptions
    card: ModelCard
    model_sha256: str
    looks_at_change: bool = False
    more_before: tuple[Scene, ...] = ()

    @property
    def around(self) -> ROI | None:
        """The piece of the grid that the windows touching the area look at; None for the whole scene."""
        return None if self.area is None else self.plan.around(self.area.roi)

    @property
    def clouds_in(self) -> ROI | None:
        """The piece of the grid in which clouds have to be known; None for the whole scene."""
        return None if needs_whole_scene(self.card) else self.around


@dataclass(eq=False)
class Look:
    """What a request names, opened without reading pixels; None for what is not there or cannot be used.

    Attributes
    ----------
    grid : the analysis grid of the scene.
    area, before, plan, options, looks_at_change, more_before : as of `Opened`.
    """

    scene: Scene | None = None
    grid: GeoBox | None = None
    area: AreaOnGrid | None = None
    before: Scene | None = None
    plan: WindowPlan | None = None
    options: MaskOptions | None = None
    area_file: str | None = None
    looks_at_change: bool = False
    more_before: tuple[Scene, ...] = ()


def request_model(request: Request, progress: Progress) -> Model:
    """The model of a request, on the device and with the looks that it asks for. Raises InputError, see
    `inference.open.open_model` and `inference.several.several`."""
    asked, look = request.options.model, request.options.look
    model = open_model(
        asked.model,
        asked.device,
        asked.threads,
        backend=asked.backend,
        precision=asked.precision,
        compile=asked.compile,
        trust_pickle=asked.trust_pickle,
        progress=progress,
    )
    for name, value, words in (("tta", look.tta, get_args(Tta)), ("adapt", look.adapt, get_args(Adaptation))):
        if value not in words:
            raise InputError(f"--{name} cannot be {value!r}; choose one of {', '.join(words)}.")
    if look.adapt == "normalisation":
        model = scene_normalised(model, progress)
    return several(model, tta=look.tta, uncertainty=look.uncertainty, passes=look.passes)


def open_request(request: Request, model: Model, outputs: list[Path], progress: Progress) -> Opened:
    """Open what a request names and check that it can be used.

    Parameters
    ----------
    model : that of the request.
    outputs : files to be written, which must not be among what is read.

    Raises
    ------
    InputError
        Something given cannot be used.
    """
    found = look_at(request, model.card, progress, fixed_px=model.fixed_px)
    scene, plan, options = found.scene, found.plan, found.options
    assert scene is not None and plan is not None and options is not None  # it would have raised
    before = [file for one in (found.before, *found.more_before) if one is not None for file in one.files]
    inputs = [*dem_files(request.dem), found.area_file, *model.files, *scene.files, *before]
    protect_inputs(outputs, inputs)
    for note in scene.notes:
        progress.message(note)
    return Opened(
        request,
        scene,
        found.area,
        found.before,
        plan,
        options,
        model.card,
        model.sha256,
        found.looks_at_change,
        found.more_before,
    )


def look_at(
    request: Request,
    card: ModelCard | None,
    progress: Progress,
    *,
    fixed_px: int | None = None,
    problems: list[str] | None = None,
) -> Look:
    """Open what a request names, as far as it can be.

    Parameters
    ----------
    card : of its model; None where that cannot be opened.
    fixed_px : see `plan_windows`.
    problems : takes each reason for which a run would be refused; None raises the first.

    Raises
    ------
    InputError
        Something given cannot be used, and nobody collects the ``problems``.
    """
    found, asked = Look(), request.options
    with _noting(problems):
        given = request.scene
        found.scene = given if isinstance(given, Scene) else open_scene(given, **vars(asked.scene))
    scene = found.scene
    if scene is not None:
        level = None if card is None or asked.guard.force else level_problem(scene, card)
        refused = level and f"{level} To map it all the same, say --force."
        for problem in (refused, _no_dem_but_a_band(request.dem, scene)):
            with _noting(problems):
                if problem:
                    raise InputError(problem)
    area = None
    with _noting(problems):
        area = read_area(request.area) if isinstance(request.area, str | Path) else request.area
        found.area_file = None if area is None else area.path
    if scene is not None:
        with _noting(problems):
            found.grid = analysis_grid(scene.grid)
    if scene is not None and found.grid is not None:
        _look_around(request, scene, found.grid, area, card, found, progress, problems)
        if card is not None:
            with _noting(problems):
                found.plan = plan_windows(found.grid, card, **vars(asked.windows), fixed_px=fixed_px)
        with _noting(problems):
            check_readable(scene)
    if card is not None:
        with _noting(problems):
            options = mask_options(request, card)
            check_options(options)
            found.options = options
    if scene is not None and asked.outline.runout:
        with _noting(problems):
            if request.dem is None:
                raise InputError("Run-outs follow the terrain; give a DEM with --dem, or leave out --runout.")
            runout_names(tuple(scene.bands))
    if scene is not None and asked.outline.crf:
        with _noting(problems):
            band_names(tuple(scene.bands))
    return found


def _look_around(
    request: Request,
    scene: Scene,
    grid: GeoBox,
    area: Area | None,
    card: ModelCard | None,
    found: Look,
    progress: Progress,
    problems: list[str] | None,
) -> None:
    """The area, the scene before and the event, which have to be of the place and the time of the scene."""
    if area is not None:
        with _noting(problems):
            found.area = area.on(grid)
    looked_at = card is not None and needs_before(card.channels)
    if request.before is not None:
        with _noting(problems):
            here = grid if found.area is None else grid[found.area.roi]
            scenes, found.looks_at_change = open_for_change(request, scene, here, looked_at, progress)
            found.before, found.more_before = scenes[0], tuple(scenes[1:])
    elif request.options.change.change == "on":
        with _noting(problems):
            raise InputError("--change on needs the scene before the event; give it with --pre.")
    if card is not None and looked_at and (found.before or request.before is None):
        with _noting(problems):
            if problem := before_problem(found.before, card):
                raise InputError(problem)
    if request.event is not None:
        with _noting(problems):
            earliest = None if found.before is None else scene_date(found.before)
            check_event_date(request.event.event_date, earliest, scene_date(scene))


def before_problem(before: Scene | None, card: ModelCard) -> str | None:
    """Why a model that looks at the scene before the event cannot do so, in one sentence; None where it can, or need
    not."""
    required = [name for name in card.required_channels if is_before(name)]
    if before is not None:
        there = scene_channels(tuple(before.bands), PRE)
        return level_problem(before, card) or missing_problem(before.source, required, there)
    if not required:
        return None
    return (
        f"The model {card.id} looks at the scene before the event ({', '.join(required)}), and none was given; give it "
        "with --pre, or choose another model."
    )


def mask_options(request: Request, card: ModelCard) -> MaskOptions:
    """From probability to mask as a request and the card of its model have it."""
    asked = request.options.outline
    return MaskOptions(
        threshold=card.threshold if asked.threshold is None else asked.threshold,
        mmu_m2=asked.mmu_m2,
        min_slope_deg=None if request.dem is None else asked.min_slope_deg,
        simplify_m=asked.simplify_m,
        runout=asked.runout,
        hysteresis=asked.hysteresis,
        fill_holes_m2=asked.fill_holes_m2,
        crf=asked.crf,
    )


@contextmanager
def _noting(problems: list[str] | None) -> Iterator[None]:
    """What cannot be used is one more problem, or an error where nobody collects them."""
    try:
        yield
    except InputError as error:
        if problems is None:
            raise
        problems.append(str(error))


def _no_dem_but_a_band(dem: str | Path | None, scene: Scene) -> str | None:
    """Why a DEM cannot be used that is a band of the scene, whose values could be heights; None where it is none."""
    if dem is None or not Path(dem).is_file():
        return None
    given = Path(dem).resolve()
    name = next(
        (n for n, band in scene.bands.items() for file in files_behind(band.path) if Path(file).resolve() == given),
        None,
    )
    return name and f"{dem} is band {name} of the scene, not an elevation raster; give a DEM with --dem."
