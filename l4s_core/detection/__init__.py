"""The main job: one scene and one DEM in, one inventory out, in steps that may also run in other processes.

open and check (`opening`) -> once for a scene (`prepare`) -> windows (`predict`) -> outlines and files (`finish`)
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from l4s_core.base.progress import Progress, Silent
from l4s_core.clouds.types import CloudMethod
from l4s_core.scene.types import Level, Scene

if TYPE_CHECKING:
    from l4s_core.base.event import Event
    from l4s_core.inference.open import Backend
    from l4s_core.inference.protocol import Arithmetic, Device
    from l4s_core.inventory.types import Inventory
    from l4s_core.terrain.reader import DemUnit
    from l4s_core.vectors.area import Area


def detect(
    scene: str | Path | Scene,
    dem: str | Path | None = None,
    *,
    output: str | Path | None = None,
    no_dem: bool = False,
    model: str | Path | None = None,
    threshold: float | None = None,
    mmu_m2: float = 1000.0,
    min_slope_deg: float | None = 5.0,
    simplify_m: float = 0.0,
    clouds: CloudMethod = "auto",
    mask_water: bool = False,
    bands: Mapping[str, int] | str | None = None,
    offset: float | None = None,
    level: Level | None = None,
    area: str | Path | Area | None = None,
    before: str | Path | Scene | None = None,
    dem_unit: DemUnit = "auto",
    allow_partial_dem: bool = False,
    event: Event | None = None,
    probability: str | Path | None = None,
    mask: str | Path | None = None,
    overview: str | Path | None = None,
    overwrite: bool = False,
    device: Device = "auto",
    backend: Backend = "auto",
    precision: Arithmetic = "auto",
    compile: bool = False,
    trust_pickle: bool = False,
    tile: int | None = None,
    overlap: int | None = None,
    origin: tuple[int, int] = (0, 0),
    threads: int | None = None,
    progress: Progress | None = None,
) -> Inventory:
    """Map the landslides in one Sentinel-2 scene.

    Parameters
    ----------
    scene : a .SAFE folder or zip, a folder of band files, a multi-band raster, a STAC Item, or an open `Scene`.
    dem : elevation raster of any CRS and resolution that covers the scene. Leaving it out must be said with ``no_dem``.
    output : .gpkg, .geojson, .fgb or .shp to write; None writes nothing.
    model : name of an installed model, path of a model file, a training run or an ensemble, see
        `inference.open.open_model`; None is the default model.
    threshold : probability from which a pixel is landslide; None is the model's own.
    mmu_m2 : minimum mapping unit in square metres.
    min_slope_deg : terrain gate, see `MaskOptions`; None switches it off.
    simplify_m : tolerance of outline simplification in metres, 0 for none.
    clouds : which cloud test, see `clouds.choose_cloud_mask`.
    mask_water : report open water as not observed.
    bands, offset, level : see `scene.open_scene`.
    area : vector file with polygons (see `vectors.area.read_area`): only what is inside them is mapped and counted.
        None is the whole scene.
    before : scene before the event. It sets ``scene_pre`` and ``date_min``; networks do not look at it.
    dem_unit : unit of the heights when the file does not say it.
    allow_partial_dem : go on when the DEM covers less than 95 % of the scene; the rest is not observed.
    probability, mask, overview : optional further outputs (GeoTIFF, GeoTIFF, PNG).
    overwrite : replace outputs that exist.
    device, backend, precision, compile, trust_pickle, threads : see `inference.open.open_model`.
    tile, overlap, origin : windows in pixels, None for the model's own.

    Returns
    -------
    Inventory
        With ``path`` set when it was written. ``run`` has every parameter and the shares of what was not observed.

    Raises
    ------
    InputError
        Something given cannot be used; nothing was written.
    Cancelled
        ``progress.check()`` said so; nothing was written.
    """
    from l4s_core.base.memory import give_back
    from l4s_core.base.outputs import work_folder
    from l4s_core.detection.finish import finish, write
    from l4s_core.detection.opening import open_request, request_model
    from l4s_core.detection.predict import predict_prepared
    from l4s_core.detection.prepare import prepare
    from l4s_core.detection.request import Outputs, Request, check_request
    from l4s_core.rasters.cache import small_cache

    started = time.monotonic()
    progress = progress or Silent()
    request = Request(
        scene=scene,
        dem=dem,
        model=model,
        threshold=threshold,
        mmu_m2=mmu_m2,
        min_slope_deg=min_slope_deg,
        simplify_m=simplify_m,
        clouds=clouds,
        mask_water=mask_water,
        bands=bands,
        offset=offset,
        level=level,
        area=area,
        before=before,
        dem_unit=dem_unit,
        allow_partial_dem=allow_partial_dem,
        event=event,
        device=device,
        backend=backend,
        precision=precision,
        compile=compile,
        trust_pickle=trust_pickle,
        tile=tile,
        overlap=overlap,
        origin=origin,
        threads=threads,
    )
    targets = [None if path is None else Path(path) for path in (output, probability, mask, overview)]
    outputs = Outputs(targets[0], targets[1], targets[2], targets[3], overwrite)
    check_request(request, outputs, no_dem=no_dem)
    progress.stage("opening the scene")
    net = request_model(request, progress)
    opened = open_request(request, net, outputs.paths(), progress)
    with ExitStack() as cleanup:
        cleanup.enter_context(small_cache())
        work = work_folder(next((path.parent for path in outputs.paths()), None))
        cleanup.callback(shutil.rmtree, work, ignore_errors=True)
        prepared = prepare(opened, work, progress)
        cleanup.callback(prepared.stack.close)
        give_back()
        raw, seen = work / "probability.tif", work / "observed.tif"
        done = predict_prepared(prepared, net, raw, seen, progress)
        ran_on = net.device
        del net  # outlines need the memory that the model and the blocks of the bands held
        prepared.stack.optical.close()
        give_back()
        made, inventory = finish(prepared, done, ran_on, raw, seen, progress)
        write(prepared, made, inventory, outputs, raw, seen, time.monotonic() - started, progress)
    return inventory
