"""A batch from Python."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from l4s_core.base.errors import InputError
from l4s_core.base.event import Event
from l4s_core.base.progress import Progress
from l4s_core.batch.collect import Defaults, absolute, absolute_each, jobs_of_scenes
from l4s_core.batch.job import BatchOptions
from l4s_core.batch.manifest import read_manifest
from l4s_core.batch.run import BatchResult, run_batch
from l4s_core.batch.scene import ENDINGS
from l4s_core.batch.workers import Workers
from l4s_core.detection.options import DetectOptions, sorted_out


def detect_batch(
    scenes: str | Path | Sequence[str | Path] = (),
    dem: str | Path | None = None,
    *,
    out: str | Path,
    manifest: str | Path | None = None,
    no_dem: bool = False,
    before: str | Path | None = None,
    area: str | Path | None = None,
    event: Event | None = None,
    options: DetectOptions | None = None,
    save: Sequence[str] = (),
    jobs: int | None = None,
    scheduler: str | None = None,
    resume: bool = False,
    overwrite: bool = False,
    merge: bool = True,
    progress: Progress | None = None,
    command: Sequence[str] | None = None,
    **more: Any,
) -> BatchResult:
    """Map the landslides in many Sentinel-2 scenes, each in a process of its own.

    Parameters
    ----------
    scenes : one or several as `detect` takes them, or patterns such as ``scenes/*.SAFE.zip``.
    dem : elevation raster, or folder of tiles, for scenes that have none of their own.
    out : folder of the results, see docs/batch.md.
    manifest : CSV file or STAC ItemCollection that lists the scenes, instead of ``scenes``; see
        `batch.manifest.read_manifest`.
    no_dem : scenes without a DEM go without terrain.
    before : scene before the event, or several joined by ``;``; for one scene only, a manifest has a column for it.
    area, event : as for `detect`; for scenes that have none of their own.
    options : how all scenes are mapped; what ``more`` says counts before it.
    save : further outputs of each scene: ``probability``, ``uncertainty``, ``mask``, ``overview``; with a method of
        ``uncertainty``, that comes with the probability.
    jobs : scenes at a time; None is one, or all workers of a cluster.
    scheduler : ``local`` or the address of a Dask scheduler, to work on a cluster; None is processes of this computer.
    resume, overwrite, merge, command : see `batch.run.run_batch`.
    more : any field of the groups of `DetectOptions`, such as ``threshold=0.6``, see `detection.options`.

    Returns
    -------
    BatchResult
        Scenes that failed are listed in it and raise nothing.

    Raises
    ------
    InputError
        Nothing could be started.
    Cancelled, L4SError
        See `batch.run.run_batch`.
    TypeError
        An option has no such name.
    """
    if manifest is not None and scenes:
        raise InputError("Both scenes and a manifest were given; leave one of them out.")
    if jobs is not None and jobs < 1:
        raise InputError(f"{jobs} scenes at a time are not possible; give jobs=1 or more.")
    [ways] = sorted_out("detect_batch", more, DetectOptions)
    if unknown := set(save) - set(ENDINGS):
        raise InputError(f"There is no output {', '.join(sorted(unknown))} to save; choose from {', '.join(ENDINGS)}.")
    if isinstance(scenes, str | Path):
        scenes = [scenes]
    if dem is not None and no_dem:
        raise InputError("Both a DEM and --no-dem were given; leave one of them out.")
    defaults = Defaults(
        dem=None if dem is None else absolute_each(str(dem)),
        no_dem=no_dem,
        before=None if before is None else absolute_each(str(before)),
        area=None if area is None else absolute(str(area)),
        event=event or Event(),
    )
    if manifest is not None:
        found = read_manifest(manifest, defaults)
    else:
        found = jobs_of_scenes([str(scene) for scene in scenes], defaults)
    if before is not None and len(found) > 1:
        raise InputError(
            "A scene before the event belongs to one scene; name it in the column pre of a manifest, a row for each "
            "scene."
        )
    detect = (options or DetectOptions()).but(**ways)
    if detect.look.uncertainty is not None and "probability" in save and "uncertainty" not in save:
        save = [*save, "uncertainty"]
    return run_batch(
        found,
        BatchOptions(detect=_absolute_model(detect), save=tuple(save)),
        Path(out),
        _workers(jobs, scheduler),
        progress,
        resume=resume,
        overwrite=overwrite,
        merge=merge,
        command=command,
    )


def _workers(jobs: int | None, scheduler: str | None) -> Workers:
    if scheduler is None:
        from l4s_core.batch.processes import ProcessWorkers

        return ProcessWorkers(jobs or 1)
    from l4s_core.batch.cluster.dask_workers import DaskWorkers

    return DaskWorkers(scheduler, jobs)


def _absolute_model(options: DetectOptions) -> DetectOptions:
    """Workers are not in the folder from which a model is named; names of installed models stay."""
    from l4s_core.inference.installed import installed_models

    name = options.model.model
    if name is None or str(name) in installed_models() or not Path(name).exists():
        return options
    return options.but(model=str(Path(name).absolute()))
