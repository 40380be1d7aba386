"""``l4s report``: everything that is known of an inventory, as one page."""

from __future__ import annotations

from typing import Any

import click

from l4s_core.cli.options import run_options
from l4s_core.cli.progress import CommandProgress


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("inventory")
@click.option("-o", "--output", required=True, metavar="FILE", help="The page: .html.")
@click.option("--reference", metavar="FILE", help="Another inventory of the same ground, to measure accuracy against.")
@click.option(
    "--assets",
    multiple=True,
    metavar="FILE",
    help="Roads, buildings, points, of which the page says what is hit; several times for several.",
)
@click.option(
    "--scene",
    metavar="SCENE|none",
    help="Scene for the picture under the landslides. Default: the one that the inventory names, if it is still there.",
)
@click.option("--probability", metavar="FILE", help="Probability raster of the run, as a layer of the map.")
@click.option("--title", metavar="TEXT", help="Heading. Default: the event, or the name of the file.")
@click.option("--layer", metavar="NAME", help="Which layer of INVENTORY. Default: the only one, or landslides.")
@click.option("--crs", metavar="CRS", help="CRS of an INVENTORY that does not say its own, such as EPSG:32648.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written, and what is not available, as JSON.")
@run_options
def report(style: str, verbose: bool, as_json: bool, **options: Any) -> None:
    """Write everything that is known of an INVENTORY as one HTML page, to read, print or pass on.

    INVENTORY is any vector file of landslides: of l4s, merged, or of others. The page has a map to move in,
    sizes, confidence, what could not be seen, review, accuracy, warnings, parameters and checksums. It needs no
    network. To have a PDF, print it in a browser.

    \b
    Example:
      l4s report slides.gpkg -o report.html --probability probability.tif
    """
    from l4s_core.cli.run import run_command

    quiet = "none" if as_json else style
    run_command(lambda progress: _report(progress, as_json, options), quiet, debug=verbose)  # type: ignore[arg-type]


def _report(progress: CommandProgress, as_json: bool, options: dict[str, Any]) -> None:
    import json

    from l4s_core.report import words
    from l4s_core.report.make import write_report

    done = write_report(options.pop("inventory"), options.pop("output"), progress=progress, **options)
    facts = {
        "output": str(done.path),
        "files": {"report": str(done.path.absolute())},
        "polygons": done.landslides,
        "area_m2": done.area_m2,
        "on_map": done.on_map,
        "missing": list(done.missing),
        "problems": list(done.problems),
    }
    progress.result(facts)
    if as_json:
        click.echo(json.dumps(facts))
        return
    for problem in done.problems:
        progress.message(problem)
    click.echo(f"{words.count(done.landslides)} landslides, {words.area(done.area_m2)}; written: {done.path}", err=True)
    if done.missing:
        click.echo(f"Not available: {', '.join(done.missing)}.", err=True)
