"""``l4s exposure``: what landslides hit, and what lies below them."""

from __future__ import annotations

import json
from typing import Any

import click

from l4s_core.base.words import plural
from l4s_core.cli.options import from_fields, run_options
from l4s_core.cli.progress import CommandProgress
from l4s_core.detection.options import Inputs, TerrainOptions


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("inventory")
@click.option(
    "--assets",
    multiple=True,
    metavar="FILE",
    help="Roads, buildings, fields, points: any vector file and CRS; several times for several. FILE|layername=NAME "
    "takes one layer.",
)
@click.option("-o", "--output", metavar="FILE", help="Landslides with the numbers, and the assets that are hit: .gpkg.")
@from_fields(Inputs, "dem", help="Elevation as l4s-detect takes it, to look downstream.")
@from_fields(TerrainOptions, "dem_unit")
@click.option(
    "--downstream",
    "downstream_m",
    type=click.FloatRange(min=0, min_open=True),
    metavar="M",
    help="Also what lies within this distance along the flow from each toe; needs --dem.",
)
@click.option(
    "--width",
    "width_m",
    type=click.FloatRange(min=0, min_open=True),
    default=20.0,
    show_default=True,
    metavar="M",
    help="How wide the way down is.",
)
@click.option("--layer", metavar="NAME", help="Which layer of INVENTORY. Default: the only one, or landslides.")
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON.")
@run_options
def exposure(style: str, verbose: bool, as_json: bool, **options: Any) -> None:
    """Count the assets that the landslides of INVENTORY hit, and measure how much of them.

    INVENTORY is any vector file of polygons; what a reviewer rejected does not count. The numbers are given by file,
    kind of geometry and confidence, for each landslide and for each asset.

    \b
    Example:
      l4s exposure slides.gpkg --assets roads.gpkg --assets houses.shp --dem dem.tif --downstream 500 -o exposed.gpkg
    """
    from l4s_core.cli.run import run_command

    quiet = "none" if as_json else style
    run_command(lambda progress: _exposure(progress, as_json, style, options), quiet, debug=verbose)  # type: ignore[arg-type]


def _exposure(progress: CommandProgress, as_json: bool, style: str, options: dict[str, Any]) -> None:
    from l4s_core.base.errors import InputError
    from l4s_core.exposure.expose import exposure

    output = options["output"]
    if output is None and not as_json:
        raise InputError("Nothing says where the numbers go; give --output, or --json to have them printed.")
    found = exposure(options.pop("inventory"), list(options.pop("assets")), progress=progress, **options)
    facts = found.facts()
    if as_json:
        click.echo(json.dumps(facts))
        return
    progress.result({name: value for name, value in facts.items() if name != "slides"})
    if style == "json":
        return
    for row in facts["by_class"]:
        if row["conf_usgs"] == "all":
            amount = "" if row["unit"] == "points" else f", {row['amount']:,.0f} {row['unit']}"
            click.echo(
                f"{row['file']}: {plural(row['assets'], row['kind'], row['kind'] + 's')} {row['where']}{amount}, by "
                f"{plural(row['slides'], 'landslide', 'landslides')}"
            )
    click.echo(f"Written to {output}", err=True)
