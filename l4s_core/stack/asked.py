"""The channels that somebody asks a stack for, and the scene before the event that some of them are of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.channels.names import parse_channels
from l4s_core.channels.registry import is_before, is_terrain, measured, needs_before, stack_channels
from l4s_core.scene.before import open_before
from l4s_core.scene.types import Scene


def asked_channels(
    channels: Sequence[str],
    scene: Scene,
    grid: GeoBox,
    before: str | Path | Scene | None,
    progress: Progress,
    *,
    terrain: bool,
    bands: Mapping[str, int] | str | None = None,
    **told: Any,
) -> tuple[tuple[str, ...], Scene | None]:
    """The channels under their names, and the scene before the event, opened to be read.

    Parameters
    ----------
    channels : as somebody wrote them, see `parse_channels`.
    scene, grid : the scene that is mapped and the 10 m grid.
    before, bands, told : see `open_before`.
    terrain : whether there is a DEM.

    Raises
    ------
    InputError
        A channel is unknown, named twice or cannot be had; the scene before is of no use, or cannot be opened.
    """
    names = parse_channels(",".join(channels))
    if before is not None and not needs_before(names):
        raise InputError(
            "A scene before the event was given, but no channel of it was asked for; name some with --channels, such "
            "as pre:B4, or leave --pre out."
        )
    if before is not None:
        before = open_before(before, scene, grid, progress, bands=bands, pixels=True, **told)
    there = stack_channels(tuple(scene.bands), terrain, None if before is None else tuple(before.bands))
    if missing := [name for name in names if name not in there]:
        ways = ["leave that out of --channels"]
        if any(map(is_terrain, missing)):
            ways.append("give a DEM with --dem")
        if any(map(is_before, missing)) and before is None:
            ways.append("give the scene before the event with --pre")
        raise InputError(
            f"There is no {', '.join(missing)} for {scene.source} (there is {', '.join(measured(there))}); "
            f"{' or '.join(ways)}."
        )
    return names, before
