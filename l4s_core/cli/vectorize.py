"""``l4s vectorize``: the inventory again from a probability raster."""

from __future__ import annotations

from typing import Any

import click

from l4s_core.cli.options import event_of, event_options, from_fields, run_options
from l4s_core.cli.progress import CommandProgress
from l4s_core.detection.options import Inputs, OutlineOptions, Outputs, SceneOptions, TerrainOptions, option_names


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("probability")
@from_fields(Outputs, "output", required=True, help="Inventory: .gpkg, .geojson, .fgb or .shp.")
@click.option(
    "--scale",
    type=float,
    metavar="NUMBER",
    help="Stored value that means certainty: 100 for per cent, 255, 1000, 10000, 65535; 1 for a mask of 0 and 1. "
    "Default: as the file says, or 1 for floating-point numbers.",
)
@from_fields(
    OutlineOptions,
    "threshold",
    metavar=None,
    help="Probability from which a pixel is landslide. Default: the one in the raster's metadata.",
)
@from_fields(Inputs, "dem", help="Elevation as l4s-detect takes it, for the terrain gate and the terrain attributes.")
@from_fields(TerrainOptions, "dem_unit")
@from_fields(OutlineOptions, *option_names(OutlineOptions, "threshold", "runout", "crf"))
@from_fields(
    OutlineOptions,
    "crf",
    help="Let pixels that look alike and lie together agree, as l4s-detect --crf does. Needs --scene.",
)
@from_fields(
    OutlineOptions,
    "runout",
    help="Grow landslides down-slope over bare ground, as l4s-detect --runout does. Needs --dem and --scene.",
)
@click.option(
    "--scene", metavar="SCENE", help="The scene that PROBABILITY is of, as l4s-detect takes it, for --runout, --crf."
)
@from_fields(SceneOptions, "bands", "offset", "level")
@click.option(
    "--scene-scale", type=float, metavar="DN", help="Raw value of reflectance 1 in the scene, as l4s-detect --scale."
)
@click.option(
    "--extent",
    type=float,
    nargs=4,
    metavar="XMIN YMIN XMAX YMAX",
    help="Only this part, in the raster's own coordinates; polygons at its edge are marked as truncated.",
)
@event_options
@from_fields(Outputs, "keep_review")
@run_options
def vectorize(style: str, verbose: bool, **options: Any) -> None:
    """Outline the landslides of a PROBABILITY raster, without running the network again.

    PROBABILITY is what l4s-detect --probability wrote, or any single-band raster with values from 0 to 1 in a metric
    CRS; --scale is for others that do not say themselves what their values mean. With the options of the run that wrote
    it, the polygons are the same.

    \b
    Example:
      l4s vectorize probability.tif --threshold 0.5 --dem dem.tif -o slides_50.gpkg
    """
    from l4s_core.cli.run import run_command

    run_command(lambda progress: _vectorize(progress, options, style, verbose), style, debug=verbose)  # type: ignore[arg-type]


def _vectorize(progress: CommandProgress, options: dict[str, Any], style: str, verbose: bool) -> None:
    from l4s_core.cli.run_summary import print_table, say_warnings
    from l4s_core.detection.summary import summary
    from l4s_core.detection.vectorize import vectorize

    event = event_of(options)
    options["min_slope_deg"] = options["min_slope_deg"] or None
    inventory = vectorize(options.pop("probability"), options.pop("dem"), event=event, progress=progress, **options)
    facts = summary(inventory)
    if verbose:
        for name, value in inventory.run.items():
            progress.message(f"{name}: {value}")
    if style == "json":
        for warning in facts["warnings"]:
            progress.message(f"WARNING: {warning['text']}")
    progress.result(facts)
    if style != "json":
        print_table(facts)
        say_warnings(facts["warnings"])
