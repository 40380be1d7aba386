"""``l4s search``: find scenes before and after an event, and terrain, in a STAC API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from l4s_core.cli.options import event_of, event_options, run_options
from l4s_core.cli.progress import CommandProgress

if TYPE_CHECKING:
    from l4s_core.search.find import Found


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--bbox", nargs=4, type=float, metavar="W S E N", help="Box in degrees; W > E crosses the 180th meridian."
)
@click.option("--aoi", "area", metavar="FILE", help="Vector file with polygons, of any CRS, instead of a box.")
@click.option(
    "-o", "--output", required=True, metavar="FILE",
    help="items.json for --manifest, or scenes.csv (with scenes.items.json beside it, which it names).",
)  # fmt: skip
@event_options
@click.option(
    "--days", type=click.IntRange(1), default=60, show_default=True, metavar="N",
    help="Days before and after the event.",
)  # fmt: skip
@click.option("--days-before", type=click.IntRange(1), metavar="N", help="Days before it, if not as many.")
@click.option("--days-after", type=click.IntRange(1), metavar="N", help="Days after it, if not as many.")
@click.option(
    "--max-cloud", type=click.FloatRange(0, 100), default=50, show_default=True, metavar="%",
    help="Clouds of a scene, as its catalogue says.",
)  # fmt: skip
@click.option(
    "--per-tile", type=click.IntRange(1), default=1, show_default=True, metavar="N",
    help="Scenes after the event for each tile: the clearest over the area, then those that add most to it.",
)  # fmt: skip
@click.option(
    "--list", "listed", is_flag=True,
    help="Write all scenes that are clear enough, before and after; those not chosen are not mapped.",
)  # fmt: skip
@click.option("--all", "take_all", is_flag=True, help="All scenes after the event that are clear enough.")
@click.option(
    "--level", type=click.Choice(["L1C", "L2A"]), default="L2A", show_default=True,
    help="Processing level of the scenes.",
)  # fmt: skip
@click.option("--stac", metavar="URL", help="STAC API. Default: Earth Search of Element 84.")
@click.option("--collection", metavar="ID", help="Of the scenes. Default: sentinel-2-l2a, or -l1c with --level L1C.")
@click.option("--dem-stac", metavar="URL", help="STAC API of the terrain, if it is another.")
@click.option("--dem-collection", metavar="ID", default="cop-dem-glo-30", show_default=True, help="Of the terrain.")
@click.option("--no-dem", is_flag=True, help="Look for no terrain.")
@click.option(
    "--limit", type=click.IntRange(1), default=5000, show_default=True, metavar="N",
    help="Items to look at, before and after the event each.",
)  # fmt: skip
@click.option(
    "--timeout", "timeout_s", type=click.FloatRange(1), default=60, show_default=True, metavar="S",
    help="Seconds to wait for an answer.",
)  # fmt: skip
@run_options
def search(style: str, verbose: bool, **options: Any) -> None:
    """Find Sentinel-2 scenes before and after an event, and terrain, for l4s-detect --manifest.

    Nothing is downloaded: the scenes are read over the web where they are, or l4s fetch gets them. Scenes of the day of
    the event are left out, because they may show what was before it or after.

    \b
    Example:
      l4s search --bbox 76.0 11.4 76.3 11.6 --event-date 2024-07-30 -o items.json
      l4s-detect --manifest items.json --out-dir mapped/
    """
    from l4s_core.cli.run import run_command

    run_command(lambda progress: _search(progress, options, style), style, debug=verbose)  # type: ignore[arg-type]


def _search(progress: CommandProgress, options: dict[str, Any], style: str) -> None:
    from l4s_core.base.errors import InputError
    from l4s_core.search.account import account_of_environment
    from l4s_core.search.catalogue import EARTH_SEARCH
    from l4s_core.search.find import Question, find
    from l4s_core.search.place import place_of_area, place_of_box
    from l4s_core.search.write import collection_of, download_bytes, output_files, write_found

    items, table = output_files(options["output"], options["overwrite"])
    bbox, area = options["bbox"], options["area"]
    if (bbox is None) == (area is None):
        raise InputError("Say where: with --bbox WEST SOUTH EAST NORTH, or with --aoi FILE, one of them.")
    event = event_of(options)
    if event.event_date is None:
        raise InputError("Say when: with --event-date YYYY-MM-DD.")
    question = Question(
        place=place_of_box(*bbox) if area is None else place_of_area(area),
        event=event,
        days_before=options["days_before"] or options["days"],
        days_after=options["days_after"] or options["days"],
        max_cloud=options["max_cloud"],
        level=options["level"],
        stac=options["stac"] or EARTH_SEARCH,
        collection=options["collection"],
        dem_stac=options["dem_stac"],
        dem_collection=None if options["no_dem"] else options["dem_collection"],
        per_tile=None if options["take_all"] else options["per_tile"],
        limit=options["limit"],
        timeout_s=options["timeout_s"],
        account=account_of_environment(),
    )
    found = find(question, progress)
    collection = collection_of(found, question, listed=options["listed"])
    write_found(collection, items, table)
    facts = _facts(found, download_bytes(collection)) | {"output": str(table or items), "items": str(items)}
    progress.result(facts)
    if style != "json":
        _print(facts)


def _facts(found: Found, size: int | None) -> dict[str, Any]:
    return {
        "scenes": [
            {
                "tile": pair.post.tile,
                "post": pair.post.id,
                "post_date": pair.post.when.date().isoformat(),
                "post_cloud": pair.post.cloud,
                "post_orbit": pair.post.orbit,
                "pre": None if pair.pre is None else pair.pre.id,
                "pre_date": None if pair.pre is None else pair.pre.when.date().isoformat(),
                "pre_cloud": None if pair.pre is None else pair.pre.cloud,
                "pre_orbit": None if pair.pre is None else pair.pre.orbit,
            }
            for pair in found.pairs
        ],
        "tiles_without": found.without,
        "covered_share": round(found.covered, 4),
        "found": {"after": len(found.after), "before": len(found.before)},
        "dem_items": len(found.dems),
        "download_bytes": size,
    }


def _print(facts: Mapping[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("Tile", "After", "Cloud", "Orbit", "Before", "Cloud", "Orbit"):
        table.add_column(name, justify="right" if name == "Cloud" else "left", no_wrap=True)
    for scene in facts["scenes"]:
        cells = [scene["tile"]]
        for when in ("post", "pre"):
            cloud, orbit = scene[f"{when}_cloud"], scene[f"{when}_orbit"]
            cells += [
                scene[f"{when}_date"] or "none",
                "" if cloud is None else f"{cloud:.0f} %",
                "" if orbit is None else f"R{orbit:03d}",
            ]
        table.add_row(*cells)
    console = Console()
    console.print(table)
    for tile, why in facts["tiles_without"].items():
        click.echo(f"Tile {tile} has no scene: {why}.")
    size = facts["download_bytes"]
    for name, value in (
        ("Scenes", str(len(facts["scenes"]))),
        ("Covered", f"{facts['covered_share']:.1%} of the area"),
        ("Terrain", f"{facts['dem_items']} tiles" if facts["dem_items"] else None),
        ("Size", None if size is None else f"{size / 1e6:,.0f} MB to read over the web"),
        ("Written", facts["output"]),
    ):
        if value is not None:
            click.echo(f"{name:<12}{value}")
