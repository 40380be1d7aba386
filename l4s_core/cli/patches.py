"""``l4s patches``: cut labelled patches from a scene and an inventory."""

from __future__ import annotations

from typing import Any

import click

from l4s_core.cli.options import from_fields, run_options
from l4s_core.cli.progress import CommandProgress
from l4s_core.detection.options import BeforeOptions, CloudOptions, Inputs, SceneOptions, TerrainOptions


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("scene")
@click.option("--inventory", metavar="FILE", help="Landslide polygons: any vector file, in any CRS.")
@click.option("-o", "--output", required=True, metavar="FOLDER", help="Folder to make.")
@from_fields(Inputs, "dem", "no_dem")
@from_fields(Inputs, "before", help="Scene before the event, for channels such as pre:B4.")
@click.option(
    "--channels",
    metavar="NAMES",
    help="Channels to cut, with commas: bands, indices (NDVI ...), terrain (slope, curvature ...), and pre:B4 or "
    "pre:NDVI of the scene before. Written as GeoTIFFs. Default: those of the 14 of Landslide4Sense that there are, in "
    "its layout.",
)
@from_fields(TerrainOptions)
@click.option("--layer", metavar="NAME", help="Layer of the inventory, or file of a zip that holds several.")
@click.option("--where", metavar="SQL", help='Only polygons that fulfil this, such as "year = 2018".')
@click.option(
    "--mapped-area",
    metavar="FILE",
    help="Polygons of the area that the inventory covers; outside, pixels are ignored. Default: the whole scene.",
)
@click.option("--size", type=click.IntRange(16, 4096), default=128, show_default=True, metavar="PX", help="Patch size.")
@click.option("--stride", type=click.IntRange(1), metavar="PX", help="Distance between patches. Default: the size.")
@click.option("--all-touched", is_flag=True, help="Pixels that a polygon only touches are landslide, too.")
@click.option(
    "--ignore-edge",
    "ignore_edge_px",
    type=click.FloatRange(0, 64),
    default=0.0,
    show_default=True,
    metavar="PX",
    help="Ignore pixels nearer than this to an outline, on both sides. Costs small landslides.",
)
@click.option(
    "--negatives",
    type=click.FloatRange(0),
    default=1.0,
    show_default=True,
    metavar="RATIO",
    help="Patches without landslides for each patch with.",
)
@click.option(
    "--negatives-only",
    is_flag=True,
    help="Only patches without landslides, of all places that no polygon touches; without --inventory, of the scene.",
)
@click.option(
    "--most", type=click.IntRange(1), metavar="N", help="With --negatives-only: no more patches than this, at random."
)
@click.option(
    "--min-landslide-px",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    metavar="PX",
    help="Leave out patches that show fewer pixels of a landslide.",
)
@click.option(
    "--min-observed",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    metavar="SHARE",
    help="Leave out patches of which less was observed.",
)
@click.option(
    "--block-km",
    type=click.FloatRange(0, min_open=True),
    default=5.0,
    show_default=True,
    metavar="KM",
    help="Side of the spatial blocks by which patches are split.",
)
@click.option("--domain", metavar="NAME", help="Name of the data set. Default: the name of the scene.")
@click.option("--start-id", type=click.IntRange(1, 900_000_000), default=1, show_default=True, help="First patch id.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the choice of negatives.")
@from_fields(CloudOptions)
@from_fields(SceneOptions)
@from_fields(BeforeOptions)
@run_options
def patches(style: str, verbose: bool, **options: Any) -> None:
    """Cut a Sentinel-2 SCENE into training patches, labelled by the polygons of a landslide inventory.

    The folder has the layout of Landslide4Sense (HDF5; with --channels GeoTIFF), a table of the patches with their
    spatial blocks, a record of how it was made, and a preview.

    \b
    Examples:
      l4s patches scene_folder/ --dem dem.tif --inventory slides.gpkg -o patches
      l4s patches fields_folder/ --dem dem.tif --negatives-only --most 500 -o fields
    """
    from l4s_core.cli.run import run_command

    run_command(lambda progress: _patches(progress, options), style, debug=verbose)  # type: ignore[arg-type]


def _patches(progress: CommandProgress, options: dict[str, Any]) -> None:
    from dataclasses import fields

    from l4s_core.base.errors import InputError
    from l4s_core.base.words import plural
    from l4s_core.patches.cutting.cut import cut_patches
    from l4s_core.patches.cutting.cutter import CutOptions

    if options["most"] is not None and not options["negatives_only"]:
        raise InputError("--most is for --negatives-only; with landslides, --negatives says how many there are.")
    chosen = CutOptions(**{field.name: options.pop(field.name) for field in fields(CutOptions)})
    if options["channels"] is not None:
        options["channels"] = options["channels"].split(",")
    done = cut_patches(options=chosen, progress=progress, **options)
    counts = f"{plural(done.patches, 'patch', 'patches')} in {plural(done.blocks, 'block', 'blocks')}"
    progress.message(f"Written: {done.folder} ({counts}, {done.with_landslide} with landslides; look at preview.png).")
    progress.result(
        {
            "output": str(done.folder),
            "patches": done.patches,
            "blocks": done.blocks,
            "with_landslide": done.with_landslide,
            "landslide_px": done.landslide_px,
            "missing_channels": list(done.missing_channels),
        }
    )
