"""One scene, start to end."""

from __future__ import annotations

import inspect
import shutil
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l4s_core.base.progress import Progress, Silent
from l4s_core.detection.options import DetectOptions, Inputs, Outputs, fields_of, sorted_out

if TYPE_CHECKING:
    from l4s_core.base.event import Event
    from l4s_core.detection.request import Request
    from l4s_core.inventory.types import Inventory
    from l4s_core.scene.types import Scene


def detect(
    scene: str | Path | Scene,
    dem: str | Path | None = None,
    *,
    output: str | Path | None = None,
    event: Event | None = None,
    options: DetectOptions | None = None,
    progress: Progress | None = None,
    **more: Any,
) -> Inventory:
    """Map the landslides in one Sentinel-2 scene.

    Parameters
    ----------
    scene : a .SAFE folder or zip, a folder of band files, a multi-band raster, a STAC Item, or an open `Scene`.
    dem : elevation raster of any CRS and resolution that covers the scene. Leaving it out must be said with ``no_dem``.
    output : .gpkg, .geojson, .fgb or .shp to write; None writes nothing.
    event : what is known about the event.
    options : how it is done; what ``more`` says counts before it.
    more : any field of the groups of `DetectOptions`, and of `Inputs` (``no_dem``, ``before``, ``area``) and `Outputs`
        (``probability``, ``uncertainty``, ``mask``, ``overview``, ``overwrite``), such as ``threshold=0.6,
        clouds="none"``. What each means is said in `detection.options`. ``min_slope_deg=None`` switches the terrain
        gate off.

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
    TypeError
        An option has no such name.
    """
    from l4s_core.detection.request import Request, check_outputs_of, check_terrain

    ways, beside, files = sorted_out("detect", more, DetectOptions, Inputs, Outputs)
    outputs = Outputs.of(output=output, **files)
    check_outputs_of(outputs)
    check_terrain(dem, no_dem=beside.pop("no_dem", False))
    request = Request(scene=scene, dem=dem, event=event, options=(options or DetectOptions()).but(**ways), **beside)
    return map_scene(request, outputs, progress or Silent())


def map_scene(request: Request, outputs: Outputs, progress: Progress) -> Inventory:
    """What `detect` does, of a request. Raises the same errors."""
    from l4s_core.base.memory import give_back
    from l4s_core.base.outputs import work_folder
    from l4s_core.detection.finish import finish, write
    from l4s_core.detection.opening import open_request, request_model
    from l4s_core.detection.predict import predict_prepared
    from l4s_core.detection.prepare import prepare
    from l4s_core.detection.request import check_layers
    from l4s_core.rasters.cache import small_cache

    started = time.monotonic()
    progress.stage("opening the scene")
    net = request_model(request, progress)
    check_layers(net, outputs)
    opened = open_request(request, net, outputs.paths(), progress)
    with ExitStack() as cleanup:
        cleanup.enter_context(small_cache())
        work = work_folder(next((path.parent for path in outputs.paths()), None))
        cleanup.callback(shutil.rmtree, work, ignore_errors=True)
        prepared = prepare(opened, work, progress)
        cleanup.callback(prepared.stack.close)
        give_back()
        prediction = predict_prepared(prepared, net, work, progress)
        ran_on = net.device
        del net  # outlines need the memory that the model and the blocks of the bands held
        prepared.stack.optical.close()
        give_back()
        made, inventory = finish(prepared, prediction, ran_on, progress)
        write(prepared, made, inventory, outputs, prediction, time.monotonic() - started, progress)
    return inventory


def _with_options(function: Any) -> inspect.Signature:
    """The signature of a function with every option in the place of ``**more``, for ``help()`` and completion."""
    own = [p for p in inspect.signature(function).parameters.values() if p.kind is not p.VAR_KEYWORD]
    named = {p.name for p in own}
    more = [
        inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=field.type)
        for group in (Inputs, Outputs, DetectOptions)
        for field in fields_of(group)
        if field.name not in named
    ]
    return inspect.signature(function).replace(parameters=[*own, *more])


detect.__signature__ = _with_options(detect)  # type: ignore[attr-defined]
