"""Whether the pixels of the scene before are looked at, and the scene opened accordingly."""

from __future__ import annotations

from pathlib import Path

from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.base.joined import parts
from l4s_core.base.progress import Progress, Silent
from l4s_core.change.evidence import usable_bands
from l4s_core.detection.request import Request
from l4s_core.scene.before import open_before
from l4s_core.scene.types import Scene


def open_for_change(
    request: Request, scene: Scene, grid: GeoBox, model_looks: bool, progress: Progress
) -> tuple[list[Scene], bool]:
    """The scenes before, the earliest first, and whether they are compared with ``scene`` after the windows.

    Parameters
    ----------
    grid : where ``scene`` is mapped.
    model_looks : whether the model reads the scene before itself; ``--change auto`` then leaves that to it.

    Raises
    ------
    InputError
        A scene before cannot be used, see `open_before`; with ``--change on`` also where the scenes have no bands to
        compare. What only its pixels are needed for says that ``--change off`` does without.
    """
    assert request.before is not None
    sources = _sources(request.before)
    if len(sources) > 1 and model_looks:
        raise InputError("The model looks at one scene before the event, and several were given with --pre; give one.")
    opened = [_open_one(source, request, scene, grid, model_looks, progress) for source in sources]
    looks = [looked_at for _, looked_at in opened]
    if len(set(looks)) > 1:
        unlike = next(before.source for before, looked_at in opened if not looked_at)
        raise InputError(f"{unlike} cannot be compared with {scene.source}; leave it out of --pre.")
    # one without a date first: it may be the earliest, and then nothing says when
    dated = sorted(
        (before for before, _ in opened), key=lambda one: (one.sensing_time is not None, one.sensing_time or 0)
    )
    return dated, looks[0]


def _sources(before: str | Path | Scene) -> list[str | Path | Scene]:
    return [*parts(before)] or [before] if isinstance(before, str) else [before]


def _open_one(
    source: str | Path | Scene, request: Request, scene: Scene, grid: GeoBox, model_looks: bool, progress: Progress
) -> tuple[Scene, bool]:
    asked = request.options.change.change
    given = {"bands": request.options.scene.bands, **vars(request.options.earlier)}

    def opened(pixels: bool, told: Progress) -> Scene:
        return open_before(source, scene, grid, told, pixels=pixels, **given)

    if asked == "off" or (asked == "auto" and model_looks):
        return opened(model_looks, progress), False
    first = opened(model_looks, Silent())
    if not usable_bands(tuple(first.bands), tuple(scene.bands)):
        why = (
            f"{first.source} has {', '.join(first.bands)} and {scene.source} {', '.join(scene.bands)}: they are "
            "compared in B4 and B8, or in B3 and B4"
        )
        if asked == "on":
            raise InputError(f"{why}; give a scene before with these, or leave --change on away.")
        before = opened(model_looks, progress)
        progress.message(f"WARNING: only the date of the scene before the event is used, because {why}.")
        return before, False
    try:
        return opened(True, progress), True
    except InputError as error:
        raise InputError(
            f"{error} Its pixels tell new landslides from old; with --change off its date is taken alone."
        ) from error
