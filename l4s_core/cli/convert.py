"""``l4s convert``: inventories as other programs and catalogues have them, both ways."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from l4s_core.base.words import plural
from l4s_core.cli.options import run_options
from l4s_core.cli.progress import CommandProgress

_FORMATS = ("inventory", "coolr", "usgs", "iffi", "geojson", "shp", "kml", "fgb", "geoparquet", "stac")


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("inventory")
@click.option(
    "-o", "--output", required=True, metavar="FILE",
    help="What is written. The ending says the format where --to does not; .gpkg is an inventory of l4s.",
)  # fmt: skip
@click.option("--to", type=click.Choice(_FORMATS), help="Format or catalogue.")
@click.option("--layer", metavar="NAME", help="Which layer of INVENTORY, or which file of a zip.")
@click.option("--crs", metavar="CRS", help="CRS of a file that does not say its own, such as EPSG:32648.")
@run_options
def convert(
    inventory: str,
    output: str,
    to: str | None,
    layer: str | None,
    crs: str | None,
    overwrite: bool,
    style: str,
    verbose: bool,
) -> None:
    """Write INVENTORY in the format of another program or catalogue, or that of others as an inventory of l4s.

    INVENTORY is a vector file, CSV or GeoParquet: of l4s, of NASA COOLR, the USGS, IFFI or of anybody. What the format
    does not hold is said at the end. With --to stac it may be a model file too.

    \b
    Example:
      l4s convert slides.gpkg --to coolr -o slides.csv
      l4s convert Landslides_2016.kmz -o inventory.gpkg
    """
    from l4s_core.cli.run import run_command

    def work(progress: CommandProgress) -> None:
        from l4s_core.exchange.convert import convert as run

        done = run(inventory, output, to=to, layer=layer, crs=crs, overwrite=overwrite, progress=progress)
        facts = asdict(done) | {
            "path": str(done.path), "polygons": done.landslides, "output": output,
            "files": {"landslides": str(Path(output).absolute())},
        }  # fmt: skip
        if style == "json":
            for text in (*done.problems, *done.losses):
                progress.message(text)
        progress.result(facts)
        if style != "json":
            _print(facts)

    run_command(work, style, debug=verbose)  # type: ignore[arg-type]


def _print(facts: dict[str, object]) -> None:
    click.echo(f"Read as {facts['read_as']}")
    for title, texts in (("In the file", facts["problems"]), ("Not in the result", facts["losses"])):
        if texts:
            click.echo(f"{title}:")
            for text in texts:  # type: ignore[attr-defined]
                click.echo(f"  - {text}")
    counts = [plural(int(str(facts["landslides"])), "landslide", "landslides")]
    if facts["points"]:
        counts.append(plural(int(str(facts["points"])), "point", "points"))
    click.echo(f"Written {facts['output']} ({', '.join(counts)})")
