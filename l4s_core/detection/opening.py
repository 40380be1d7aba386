"""The first step of a run: everything is opened and checked, and no pixel is read yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.base.event import check_event_date
from l4s_core.base.outputs import protect_inputs
from l4s_core.base.progress import Progress
from l4s_core.detection.request import Request
from l4s_core.inference.card import ModelCard
from l4s_core.inference.open import open_model
from l4s_core.inference.protocol import Model
from l4s_core.inventory.outline.mask import check_options
from l4s_core.inventory.types import MaskOptions
from l4s_core.predict.scene import level_problem, needs_whole_scene, plan_windows
from l4s_core.predict.windows import WindowPlan
from l4s_core.rasters.grid import analysis_grid
from l4s_core.rasters.roi import ROI
from l4s_core.scene import check_readable, open_scene
from l4s_core.scene.before import open_before
from l4s_core.scene.types import Scene, scene_date
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
    """

    request: Request
    scene: Scene
    area: AreaOnGrid | None
    before: Scene | None
    plan: WindowPlan
    options: MaskOptions
    card: ModelCard
    model_sha256: str

    @property
    def around(self) -> ROI | None:
        """The piece of the grid that the windows touching the area look at; None for the whole scene."""
        return None if self.area is None else self.plan.around(self.area.roi)

    @property
    def clouds_in(self) -> ROI | None:
        """The piece of the grid in which clouds have to be known; None for the whole scene."""
        return None if needs_whole_scene(self.card) else self.around


def request_model(request: Request, progress: Progress) -> Model:
    """The model of a request, on the device that it asks for. Raises InputError, see `inference.open.open_model`."""
    asked = request.options.model
    return open_model(
        asked.model,
        asked.device,
        asked.threads,
        backend=asked.backend,
        precision=asked.precision,
        compile=asked.compile,
        trust_pickle=asked.trust_pickle,
        progress=progress,
    )


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
    card = model.card
    scene, area, before, asked = request.scene, request.area, request.before, request.options
    if not isinstance(scene, Scene):
        scene = open_scene(scene, **vars(asked.scene))
    if problem := level_problem(scene, card) or _no_dem_but_a_band(request.dem, scene):
        raise InputError(problem)
    if area is not None and not isinstance(area, Area):
        area = read_area(area)
    grid = analysis_grid(scene.grid)
    part = None if area is None else area.on(grid)
    if before is not None:
        before = open_before(before, scene, grid if part is None else grid[part.roi], progress, bands=asked.scene.bands)
    if request.event is not None:
        earliest = None if before is None else scene_date(before)
        check_event_date(request.event.event_date, earliest, scene_date(scene))
    plan = plan_windows(grid, card, **vars(asked.windows), fixed_px=model.fixed_px)
    check_readable(scene)
    inputs = [*dem_files(request.dem), None if area is None else area.path, *model.files, *scene.files]
    protect_inputs(outputs, [*inputs, *(() if before is None else before.files)])
    for note in scene.notes:
        progress.message(note)
    options = MaskOptions(
        threshold=card.threshold if asked.outline.threshold is None else asked.outline.threshold,
        mmu_m2=asked.outline.mmu_m2,
        min_slope_deg=None if request.dem is None else asked.outline.min_slope_deg,
        simplify_m=asked.outline.simplify_m,
    )
    check_options(options)
    return Opened(request, scene, part, before, plan, options, card, model.sha256)


def _no_dem_but_a_band(dem: str | Path | None, scene: Scene) -> str | None:
    """Why a DEM cannot be used that is a band of the scene, whose values could be heights; None where it is none."""
    if dem is None or not Path(dem).is_file():
        return None
    given = Path(dem).resolve()
    name = next((name for name, band in scene.bands.items() if Path(band.path).resolve() == given), None)
    return name and f"{dem} is band {name} of the scene, not an elevation raster; give a DEM with --dem."
