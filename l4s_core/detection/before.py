"""Whether the pixels of the scene before are looked at, and the scene opened accordingly."""

from __future__ import annotations

from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress, Silent
from l4s_core.change.evidence import usable_bands
from l4s_core.detection.request import Request
from l4s_core.scene.before import open_before
from l4s_core.scene.types import Scene


def open_for_change(
    request: Request, scene: Scene, grid: GeoBox, model_looks: bool, progress: Progress
) -> tuple[Scene, bool]:
    """The scene before, and whether it is compared with ``scene`` after the windows.

    Parameters
    ----------
    grid : where ``scene`` is mapped.
    model_looks : whether the model reads the scene before itself; ``--change auto`` then leaves that to it.

    Raises
    ------
    InputError
        The scene before cannot be used, see `open_before`; with ``--change on`` also where the two scenes have no bands
        to compare. What only its pixels are needed for says that ``--change off`` does without.
    """
    assert request.before is not None
    asked = request.options.change.change
    given = {"bands": request.options.scene.bands, **vars(request.options.earlier)}

    def opened(pixels: bool, told: Progress) -> Scene:
        assert request.before is not None
        return open_before(request.before, scene, grid, told, pixels=pixels, **given)

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
