"""What lies under the outlines on the map: pictures of the scenes, and the probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.report.frame import Box
from l4s_core.report.ground import Picture, probability_picture, scene_picture
from l4s_core.report.hashes import find_local, is_address
from l4s_core.report.words import as_number

if TYPE_CHECKING:
    from l4s_core.inventory.given import GivenInventory
    from l4s_core.scene.types import Scene

_MOST_SCENES = 6  # whose pictures a page can carry
_NO_SCENE = "none"


@dataclass(eq=False)
class Under:
    """Pictures, the widest first; ``notes`` for the caption of the map, ``problems`` for that of what is left out."""

    scene: list[Picture] = field(default_factory=list)
    probability: list[Picture] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def pictures_under(
    given: GivenInventory,
    boxes: Sequence[Box],
    crs: Any,
    sources: Sequence[str],
    scene: str | Path | None,
    probability: Path | None,
    progress: Progress,
) -> Under:
    """Make them. ``sources`` are the scenes that the inventory names; ``scene`` and ``probability`` what was given.

    Raises
    ------
    InputError
        What was given cannot be used. A scene that the inventory names is left out, and said.
    """
    under = Under()
    if scene is None:
        _named_scenes(given, boxes, crs, sources, progress, under)
    elif str(scene) != _NO_SCENE:
        from l4s_core.scene import open_scene

        _add(under, open_scene(scene), boxes, crs, progress)
        if not under.scene:
            raise InputError(f"The scene {scene} does not show the ground of the inventory; give another, or none.")
    under.scene.sort(key=lambda picture: -picture.metres_per_px)  # what is finer lies on top
    if probability is not None:
        progress.stage("probability")
        under.probability = probability_picture(probability, boxes, crs, progress)
        under.notes.append(f"Probability: {probability.name}, from 5 % on; less is clear.")
    return under


def _named_scenes(
    given: GivenInventory, boxes: Sequence[Box], crs: Any, sources: Sequence[str], progress: Progress, under: Under
) -> None:
    from l4s_core.scene import open_scene

    folders = [given.path.absolute().parent]
    found = [(name, find_local(name, folders)) for name in sources]
    if not sources:
        under.notes.append("No picture of a scene: the file does not name one.")
    elif len(found) > _MOST_SCENES:
        under.notes.append(f"No picture of a scene: {len(found)} are named; give one with --scene.")
        return
    for name, path in found:
        if path is None:
            why = "it is an address, which is only read when it is given" if is_address(name) else "it is not here"
            under.notes.append(f"No picture of the scene {name}: {why}.")
            continue
        try:
            opened = open_scene(path, **_as_asked(given.run))
            _add(under, opened, boxes, crs, progress)
        except InputError as error:
            under.problems.append(f"No picture of the scene {name}: {error}")


def _as_asked(run: Mapping[str, Any]) -> dict[str, Any]:
    """How the run was told to read its scene."""
    level = run.get("asked_level")
    return {
        "bands": str(run["asked_bands"]) if run.get("asked_bands") else None,
        "offset": as_number(run.get("asked_offset")),
        "scale": as_number(run.get("asked_scale")),
        "level": level if level in ("L1C", "L2A") else None,
    }


def _add(under: Under, scene: Scene, boxes: Sequence[Box], crs: Any, progress: Progress) -> None:
    progress.stage("picture of the scene")
    pictures, how = scene_picture(scene, boxes, crs, progress)
    under.scene += pictures
    when = "" if scene.sensing_time is None else f", {scene.sensing_time:%Y-%m-%d}"
    under.notes.append(f"Picture: {scene.name}{when}, {how}. Contains modified Copernicus Sentinel data.")
