"""One scene, start to end."""

from __future__ import annotations

import inspect
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l4s_core.base.progress import Progress, Silent
from l4s_core.detection.options import DetectOptions, Inputs, Outputs, fields_of, sorted_out

if TYPE_CHECKING:
    from l4s_core.base.event import Event
    from l4s_core.detection.opening import Look, Opened
    from l4s_core.detection.prepare import Prepared
    from l4s_core.detection.request import Request
    from l4s_core.inference.card import ModelCard
    from l4s_core.inference.protocol import Model
    from l4s_core.inventory.outline.mask import Mask
    from l4s_core.inventory.types import Inventory
    from l4s_core.predict.block import BlockRows
    from l4s_core.predict.types import ScenePrediction
    from l4s_core.scene.types import Scene


class SceneRun:
    """A scene in steps: `open`, `prepare`, `predict`, `finish`, `write`, each once and in this order.

    Workers that share a scene take the same steps: one opens and prepares it and gives away `portable`, each predicts
    some `rows` of what it was given (`going_on`), and the last puts them together (`assemble`) and goes on with
    `finish`. `look` opens as much as can be used, for `inspect_scene`.

    Use it as a context: leaving it closes what is open.

    Attributes
    ----------
    work : folder for temporary files; None makes one beside the outputs, which is removed in the end.
    """

    def __init__(
        self,
        request: Request,
        outputs: Outputs | None = None,
        progress: Progress | None = None,
        *,
        work: Path | None = None,
    ) -> None:
        self.request, self.outputs, self.progress = request, outputs or Outputs(), progress or Silent()
        self.work = work
        self._started = time.monotonic()
        self._cleanup = ExitStack()
        self._model: Model | None = None
        self._opened: Opened | None = None
        self._prepared: Prepared | None = None
        self._ran_on = ""
        self._prediction: ScenePrediction | None = None
        self._mask: Mask | None = None

    @classmethod
    def going_on(
        cls,
        prepared: Prepared,
        outputs: Outputs | None = None,
        progress: Progress | None = None,
        *,
        work: Path | None = None,
    ) -> SceneRun:
        """A run after its second step, with what another process prepared."""
        run = cls(prepared.opened.request, outputs, progress, work=work)
        run._opened = prepared.opened
        run._take(prepared)
        return run

    def __enter__(self) -> SceneRun:
        return self

    def __exit__(self, *error: object) -> None:
        self._cleanup.close()

    @property
    def opened(self) -> Opened:
        """What the first step found."""
        assert self._opened is not None, "open() comes first"
        return self._opened

    @property
    def prepared(self) -> Prepared:
        """What the second step made."""
        assert self._prepared is not None, "prepare() comes first"
        return self._prepared

    @property
    def prediction(self) -> ScenePrediction:
        """What the third step wrote."""
        assert self._prediction is not None, "predict() or assemble() comes first"
        return self._prediction

    def look(self, card: ModelCard | None, problems: list[str]) -> Look:
        """What `open` would find, with every reason for which it would refuse; see `opening.look_at`."""
        from l4s_core.detection.opening import look_at

        return look_at(self.request, card, self.progress, problems=problems)

    def open(self, later: Sequence[str] = ()) -> Opened:
        """The model, and everything that the request names, looked at. ``later`` are names of `Outputs` that another
        process will write. Raises InputError."""
        from l4s_core.base.whole_run import tell_plan
        from l4s_core.detection.opening import open_request, request_model
        from l4s_core.detection.request import check_layers
        from l4s_core.detection.steps import steps_of

        self.progress.stage("opening the scene")
        self._model = request_model(self.request, self.progress)
        check_layers(self._model, Outputs.of(**{**vars(self.outputs), **{name: name for name in later}}))
        self._opened = open_request(self.request, self._model, self.outputs.paths(), self.progress)
        tell_plan(self.progress, steps_of(self.request, self._model.card, self._opened, self.outputs))
        return self._opened

    def prepare(self) -> Prepared:
        """What is made once for a scene: its stack with the cloud mask, the references of the normalisation. Raises
        InputError."""
        from l4s_core.base.machine import trim_memory
        from l4s_core.base.outputs import work_folder
        from l4s_core.detection.prepare import prepare
        from l4s_core.rasters.cache import small_cache

        self._cleanup.enter_context(small_cache())
        if self.work is None:
            self.work = work_folder(next((path.parent for path in self.outputs.paths()), None))
            self._cleanup.callback(shutil.rmtree, self.work, ignore_errors=True)
        assert self._model is not None, "open() comes first"
        self._take(prepare(self.opened, self._model, self.work, self.progress))
        trim_memory()
        return self.prepared

    def portable(self) -> Prepared:
        """What other processes go on with; says what runs, once for all of them."""
        from l4s_core.predict.scene import say_what_runs

        assert self._model is not None
        say_what_runs(self.prepared.stack, self._model.card, self._model.device, self.progress)
        return self.prepared.portable(self.progress)

    def rows(self, number: int, count: int, options: Callable[[], DetectOptions]) -> BlockRows | None:
        """One of about ``count`` blocks of the rows, by a model with the ``options`` of this process; None where there
        are not so many. Raises InputError where the model is another than that of the first step."""
        from l4s_core.detection.opening import request_model
        from l4s_core.detection.predict import blocks_of, predict_rows

        blocks = blocks_of(self.prepared, count)
        if number >= len(blocks):
            return None
        model = request_model(replace(self.request, options=options()), Silent())
        return predict_rows(self.prepared, model, blocks[number], self.progress)

    def predict(self) -> None:
        """The model over all windows."""
        from l4s_core.base.machine import trim_memory
        from l4s_core.detection.predict import predict_prepared

        assert self._model is not None and self.work is not None
        self._prediction = predict_prepared(self.prepared, self._model, self.work, self.progress)
        self._ran_on = self._model.device
        self._model = None  # outlines need the memory that the model and the blocks of the bands held
        self.prepared.stack.optical.close()
        trim_memory()

    def assemble(self, blocks: Sequence[BlockRows]) -> None:
        """What `predict` gives, out of the `rows` of all blocks in their order."""
        from l4s_core.detection.predict import assemble_blocks

        assert self.work is not None
        self._prediction = assemble_blocks(self.prepared, blocks, self.work, self.progress)
        self._ran_on = "; ".join(dict.fromkeys(block.device for block in blocks))

    def finish(self) -> Inventory:
        """Mask and outlines, with a scene before of what is new. Raises InputError where nothing was observed."""
        from l4s_core.detection.finish import finish

        change = None
        if self.opened.looks_at_change:
            from l4s_core.detection.change import look_at_change

            assert self.work is not None
            change = look_at_change(self.prepared, self.prediction, self.work, self.progress)
            self._prediction = change.prediction
        self._mask, inventory = finish(self.prepared, self.prediction, self._ran_on, self.progress, change)
        return inventory

    def write(self, inventory: Inventory, seconds: float | None = None) -> None:
        """All outputs, at once; sets ``inventory.path``. ``seconds`` is how long the run took; None: since it was made
        here."""
        from l4s_core.detection.finish import write

        assert self._mask is not None, "finish() comes first"
        taken = time.monotonic() - self._started if seconds is None else seconds
        write(self.prepared, self._mask, inventory, self.outputs, self.prediction, taken, self.progress)

    def _take(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._cleanup.callback(prepared.stack.close)


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
        (``probability``, ``uncertainty_raster``, ``mask``, ``overview``, ``overwrite``), such as ``threshold=0.6,
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
    asked = (options or DetectOptions()).but(**ways)
    outputs = Outputs.of(output=output, **files).with_uncertainty(asked.look.uncertainty)
    check_outputs_of(outputs)
    check_terrain(dem, no_dem=beside.pop("no_dem", False))
    request = Request(scene=scene, dem=dem, event=event, options=asked, **beside)
    return map_scene(request, outputs, progress or Silent())


def map_scene(request: Request, outputs: Outputs, progress: Progress) -> Inventory:
    """What `detect` does, of a request. Raises the same errors."""
    with SceneRun(request, outputs, progress) as run:
        run.open()
        run.prepare()
        run.predict()
        inventory = run.finish()
        run.write(inventory)
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
