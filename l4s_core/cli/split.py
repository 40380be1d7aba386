"""``l4s split``: landslides that were mapped as one, along the flow."""

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
@from_fields(Inputs, "dem", help="Elevation as l4s-detect takes it: the flow is told by it.")
@from_fields(TerrainOptions, "dem_unit")
@click.option("-o", "--output", required=True, metavar="FILE", help="The split inventory: .gpkg.")
@click.option("--layer", metavar="NAME", help="Which layer of INVENTORY. Default: the only one, or landslides.")
@click.option(
    "--probability", metavar="FILE", help="Probability raster of the run, for the probability and confidence of parts."
)
@click.option(
    "--min-drop",
    "min_drop_m",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    metavar="M",
    help="How far crowns, and toes, differ in height from the ground between them.",
)
@click.option(
    "--mmu",
    "mmu_m2",
    type=click.FloatRange(min=0, min_open=True),
    metavar="M2",
    help="The smallest part. Default: the minimum mapping unit of the run, or 1000.",
)
@click.option("--reviewed", is_flag=True, help="Split, or undo, what was reviewed too.")
@click.option("--undo", is_flag=True, help="Put the outlines back that were split in INVENTORY. Needs no --dem.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@run_options
def split(style: str, verbose: bool, as_json: bool, **options: Any) -> None:
    """Split the landslides of INVENTORY that were mapped as one: one crown and one toe each.

    INVENTORY is a GeoPackage of l4s or any vector file of polygons; it is not changed. The parts are the outline,
    without a gap; the outline before is in the layer before_split, the way from each crown to its toe in centre_lines.
    Landslides that are not split stay as they are.

    \b
    Examples:
      l4s split slides.gpkg --dem dem.tif -o split.gpkg
      l4s split --undo split.gpkg -o slides_again.gpkg
    """
    from l4s_core.cli.run import run_command

    quiet = "none" if as_json else style
    run_command(lambda progress: _split(progress, as_json, options), quiet, debug=verbose)  # type: ignore[arg-type]


def _split(progress: CommandProgress, as_json: bool, options: dict[str, Any]) -> None:
    from l4s_core.base.errors import InputError
    from l4s_core.splitting.split import split
    from l4s_core.splitting.undo import undo_split

    inventory, dem, output = options.pop("inventory"), options.pop("dem"), options.pop("output")
    if options.pop("undo"):
        done = undo_split(
            inventory, output, reviewed=options["reviewed"], overwrite=options["overwrite"], progress=progress
        )
        facts = done.facts()
        words = f"{plural(done.landslides, 'landslide is', 'landslides are')} whole again, of {done.parts} parts" + (
            f"; {done.kept} stay split, because parts of them were reviewed" if done.kept else ""
        )
    else:
        if dem is None:
            raise InputError("Nothing says where the ground is high; give the elevation with --dem.")
        found = split(inventory, dem, output, progress=progress, **options)
        facts = found.facts()
        words = f"{found.split} of {plural(found.landslides, 'landslide', 'landslides')} split into {found.parts}" + (
            f"; {plural(found.kept_reviewed, 'reviewed one', 'reviewed ones')} left" if found.kept_reviewed else ""
        )
    if as_json:
        click.echo(json.dumps(facts))
        return
    progress.result({**facts, "polygons": facts.get("after", facts["landslides"]), "output": output})
    click.echo(f"{words}. Written to {output}", err=True)
