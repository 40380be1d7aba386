"""A stack from the names of its files, for programs and for ``l4s stack``."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l4s_core.base.progress import Progress, Silent
from l4s_core.detection.options import BeforeOptions, CloudOptions, SceneOptions, TerrainOptions, sorted_out

if TYPE_CHECKING:
    from l4s_core.scene.types import Scene
    from l4s_core.stack.stack import Stack


@contextmanager
def open_stack(
    scene: str | Path | Scene,
    dem: str | Path | None = None,
    *,
    no_dem: bool = False,
    before: str | Path | Scene | None = None,
    required: Sequence[str] = (),
    work: Path | None = None,
    progress: Progress | None = None,
    **more: Any,
) -> Iterator[Stack]:
    """The channels of a scene on its 10 m grid, while a ``with`` block lasts. What is not read costs nothing.

    Parameters
    ----------
    scene, dem, no_dem : as for `detect`.
    before : scene before the event, for channels such as ``pre:B4``.
    required : channels without which a pixel counts as not observed, such as ``("B4", "B3", "B2")``.
    work : folder for temporary files; None makes one and removes it.
    more : fields of `SceneOptions`, `BeforeOptions`, `TerrainOptions`, `CloudOptions`, such as ``clouds="none"``.

    Raises
    ------
    InputError
        Something given cannot be used.
    TypeError
        An option has no such name.
    """
    from l4s_core.base.outputs import work_folder
    from l4s_core.detection.request import check_terrain
    from l4s_core.rasters.grid import analysis_grid
    from l4s_core.scene import check_readable, open_scene
    from l4s_core.scene.before import open_before
    from l4s_core.scene.types import Scene
    from l4s_core.stack.open import open_stack as open_channels

    progress = progress or Silent()
    groups = SceneOptions, BeforeOptions, TerrainOptions, CloudOptions
    of_scene, earlier, of_terrain, of_clouds = sorted_out("open_stack", more, *groups)
    check_terrain(dem, no_dem=no_dem)
    opened = scene if isinstance(scene, Scene) else open_scene(scene, **of_scene)
    check_readable(opened)
    with ExitStack() as cleanup:
        if work is None:
            work = work_folder(None)
            cleanup.callback(shutil.rmtree, work, ignore_errors=True)
        for note in opened.notes:
            progress.message(note)
        if before is not None and not isinstance(before, Scene):
            grid, bands = analysis_grid(opened.grid), of_scene.get("bands")
            before = open_before(before, opened, grid, progress, bands=bands, pixels=True, **earlier)
        stack = open_channels(opened, dem, required, work, progress, before=before, **of_terrain, **of_clouds)
        cleanup.callback(stack.close)
        yield stack
