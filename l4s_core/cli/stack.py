"""``l4s stack``: write the channels of a scene on one 10 m grid."""

from __future__ import annotations

from typing import Any

import click

from l4s_core.cli.options import from_fields, run_options
from l4s_core.cli.progress import CommandProgress
from l4s_core.detection.options import BeforeOptions, CloudOptions, Inputs, SceneOptions, TerrainOptions, option_names


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("scene")
@click.option("-o", "--output", required=True, metavar="FILE", help="Cloud-optimised GeoTIFF to write.")
@from_fields(Inputs, "dem", "no_dem")
@from_fields(TerrainOptions)
@from_fields(Inputs, "before", help="Scene before the event, for channels such as pre:B4.")
@click.option(
    "--channels",
    metavar="NAMES",
    help="Channels to write, with commas: bands, indices (NDVI ...), terrain (slope, curvature ...), and pre:B4 or "
    "pre:NDVI of the scene before. Default: those of the 14 of Landslide4Sense that there are.",
)
@click.option("--cut-clouds", is_flag=True, help="Set clouds, cloud shadow and snow to nodata as well.")
@from_fields(CloudOptions)
@from_fields(SceneOptions)
@from_fields(BeforeOptions)
@run_options
def stack(style: str, verbose: bool, **options: Any) -> None:
    """Write the channels of a Sentinel-2 SCENE on one 10 m grid, with slope and elevation.

    Bands are named B1 ... B12, slope, dem in the Landslide4Sense order, or are those of --channels; values are
    reflectance x 10000 (the +1000 offset of newer products removed), degrees and metres, nodata NaN.
    """
    from l4s_core.cli.run import run_command

    run_command(lambda progress: _stack(progress, **options), style, debug=verbose)  # type: ignore[arg-type]


def _stack(
    progress: CommandProgress,
    scene: str,
    output: str,
    dem: str | None,
    no_dem: bool,
    before: str | None,
    channels: str | None,
    cut_clouds: bool,
    overwrite: bool,
    clouds: Any,
    mask_water: bool,
    **how: Any,
) -> None:
    import tempfile
    from pathlib import Path

    from l4s_core.base.errors import InputError
    from l4s_core.base.outputs import TIFF, check_ending, check_outputs, protect_inputs
    from l4s_core.base.run_tag import run_tag
    from l4s_core.detection.request import check_terrain
    from l4s_core.detection.stack import open_stack
    from l4s_core.rasters.grid import analysis_grid
    from l4s_core.scene import check_readable, open_scene
    from l4s_core.stack.asked import asked_channels
    from l4s_core.stack.write import write_stack
    from l4s_core.terrain.source import dem_files

    [path] = check_outputs([output], overwrite=overwrite)
    check_ending(path, TIFF, "The stack")
    if not cut_clouds and (clouds != "auto" or mask_water):
        raise InputError("--clouds and --mask-water only matter with --cut-clouds; add it or leave them out.")
    check_terrain(dem, no_dem=no_dem)
    progress.stage("opening the scene")
    terrain = {name: how.pop(name) for name in option_names(TerrainOptions)}
    told = {name: how.pop(name) for name in option_names(BeforeOptions)}
    opened = open_scene(scene, **how)
    check_readable(opened)
    protect_inputs([path], [*dem_files(dem), *opened.files])
    if channels is None and before is not None:
        raise InputError("A scene before the event is looked at with --channels alone; add it, or leave --pre out.")
    names: tuple[str, ...] | None = None
    earlier = None
    if channels is not None:
        grid, bands = analysis_grid(opened.grid), how["bands"]
        asked = channels.split(",")
        told |= {"terrain": dem is not None, "bands": bands}
        names, earlier = asked_channels(asked, opened, grid, before, progress, **told)
        protect_inputs([path], [] if earlier is None else list(earlier.files))
    ways = {"clouds": clouds if cut_clouds else "none", "mask_water": mask_water, **terrain}
    with (
        tempfile.TemporaryDirectory(prefix=f".l4s-{run_tag()}", dir=path.parent) as work,
        open_stack(opened, dem, no_dem=no_dem, before=earlier, work=Path(work), progress=progress, **ways) as made,
    ):
        written = write_stack(made, path, Path(work), progress, channels=names, cut_out_unobserved=cut_clouds)
        shape = [int(n) for n in made.grid.shape]
    progress.message(f"Written: {path} ({' '.join(written)}).")
    progress.result({"output": str(path), "channels": written, "shape": shape})
