"""``l4s measure``: the attributes of polygons that somebody drew or edited."""

from __future__ import annotations

import json
from typing import Any

import click

from l4s_core.cli.options import from_fields, run_options
from l4s_core.cli.progress import CommandProgress
from l4s_core.detection.options import Inputs, Outputs, TerrainOptions


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("polygons")
@click.option("--layer", metavar="NAME", help="Which layer of POLYGONS. Default: the only one, or landslides.")
@click.option(
    "--probability", metavar="FILE", help="Probability raster of the run, as l4s-detect --probability wrote it."
)
@click.option("--scale", type=float, metavar="NUMBER", help="Stored value of certainty, as for l4s vectorize.")
@click.option("--uncertainty", metavar="FILE", help="Raster of l4s-detect --uncertainty-raster. Default: the entropy.")
@from_fields(Inputs, "dem", help="Elevation as l4s-detect takes it, for the terrain attributes.")
@from_fields(TerrainOptions, "dem_unit")
@from_fields(Outputs, "output", help="The polygons with their attributes: .gpkg, .geojson, .fgb or .shp.")
@click.option("--json", "as_json", is_flag=True, help="Print the attributes as JSON, in the order of the polygons.")
@run_options
def measure(style: str, verbose: bool, as_json: bool, **options: Any) -> None:
    """Measure POLYGONS as a run measures its own: area, length, terrain, probability, confidence.

    POLYGONS is a vector file of any CRS. Polygons may overlap; other columns stay as they are. Of polygons of a run,
    with its probability and DEM, the attributes are those of the run.

    \b
    Example:
      l4s measure drawn.gpkg --probability probability.tif --dem dem.tif -o measured.gpkg
    """
    from l4s_core.cli.run import run_command

    quiet = "none" if as_json else style
    run_command(lambda progress: _measure(progress, as_json, options), quiet, debug=verbose)  # type: ignore[arg-type]


def _measure(progress: CommandProgress, as_json: bool, options: dict[str, Any]) -> None:
    from l4s_core.base.errors import InputError
    from l4s_core.detection.measure import measure
    from l4s_core.inventory.outline.given import EXTREMES, MEASURED

    if options["output"] is None and not as_json:
        raise InputError("Nothing says where the attributes go; give --output, or --json to have them printed.")
    table = measure(options.pop("polygons"), progress=progress, **options)
    if as_json:
        click.echo(json.dumps({"polygons": plain_rows(table, (*MEASURED, *EXTREMES))}))
        return
    progress.result({"polygons": len(table), "area_m2": float(table["area_m2"].sum()), "output": options["output"]})
    if options.get("output"):
        click.echo(f"{len(table)} polygons, {table['area_m2'].sum() / 1e4:.2f} ha", err=True)


def plain_rows(table: Any, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows of a frame as JSON has them, null for what is not known."""
    import pandas as pd

    def plain(value: Any) -> Any:
        return None if pd.isna(value) else value.item() if hasattr(value, "item") else value

    columns = [[plain(value) for value in table[name]] for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
