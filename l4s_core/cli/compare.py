"""``l4s compare``: how well an inventory agrees with a reference."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from l4s_core.base.words import plural
from l4s_core.cli.options import run_options
from l4s_core.cli.progress import CommandProgress

if TYPE_CHECKING:
    from l4s_core.comparison.types import Agreement, Comparison, Score
    from l4s_core.inventory.given import GivenInventory

_ROWS = {
    "pixels": "Pixels",
    "objects_iou": "Polygons, IoU >= {iou:g}",
    "objects_any": "Polygons, any overlap",
    "objects_one_to_one": "Polygons, one to one",
    "area_iou": "Area, IoU >= {iou:g}",
    "area_any": "Area, any overlap",
    "boundary_1px": "Outlines, 1 px",
    "boundary_2px": "Outlines, 2 px",
}


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("-o", "--output", metavar="FILE", help="True, false and missed polygons as layers, with a style: .gpkg.")
@click.option("--aoi", "area", metavar="FILE", help="Compare only what lies in these polygons.")
@click.option("--observed-a", metavar="FILE", help="Polygons of the ground that A was mapped from.")
@click.option("--observed-b", metavar="FILE", help="Polygons of the ground that B was mapped from.")
@click.option("--layer-a", metavar="NAME", help="Which layer of A, or which file of a zip.")
@click.option("--layer-b", metavar="NAME", help="Which layer of B, or which file of a zip.")
@click.option("--crs-a", metavar="CRS", help="CRS of A, if its file does not say it: EPSG:32648.")
@click.option("--crs-b", metavar="CRS", help="CRS of B, if its file does not say it.")
@click.option(
    "--resolution", "resolution_m", type=float, default=10.0, show_default=True, metavar="M", help="Pixel in metres."
)
@click.option(
    "--iou", "least_iou", type=float, default=0.5, show_default=True, help="Intersection over union of a match."
)
@click.option(
    "--within",
    "within_m",
    type=click.FloatRange(0),
    default=50.0,
    show_default=True,
    metavar="M",
    help="A point of B is found in a polygon of A, or so near to one.",
)
@click.option(
    "--resamples",
    type=click.IntRange(0, 100_000),
    default=1000,
    show_default=True,
    help="Draws of blocks of the ground for the intervals; 0: none.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the draws.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@run_options
def compare(overwrite: bool, style: str, verbose: bool, as_json: bool, **options: Any) -> None:
    """Compare the inventory A with the reference B: pixels, polygons, outlines, by size.

    Both are vector files of any format and CRS. What either side did not observe is left out on both. Precision is the
    share of A that is right, recall the share of B that is found; behind each is its interval of 95 %.

    \b
    Example:
      l4s compare slides.gpkg reference.shp --aoi mapped.geojson -o comparison.gpkg
    """
    from l4s_core.cli.run import run_command

    quiet = "none" if as_json and style != "json" else style
    run_command(lambda progress: _compare(progress, overwrite, style, as_json, options), quiet, debug=verbose)  # type: ignore[arg-type]


def _compare(progress: CommandProgress, overwrite: bool, style: str, as_json: bool, options: dict[str, Any]) -> None:
    from l4s_core.base.outputs import check_outputs
    from l4s_core.comparison.compare import compare
    from l4s_core.comparison.write import check_comparison_output, check_not_input, write_comparison

    output = options.pop("output")
    if output is not None:
        check_comparison_output(output)
        check_outputs([output], overwrite=overwrite)
        check_not_input(output, [options[name] for name in ("a", "b", "area", "observed_a", "observed_b")])
    given = [_given(side, options.pop(side), options.pop(f"layer_{side}"), options.pop(f"crs_{side}")) for side in "ab"]
    found = compare(given[0], given[1], progress=progress, **options)
    if output is not None:
        write_comparison(found, output, progress)
    facts = found.facts() | {"output": output, "files": {"compared": None if output is None else _absolute(output)}}
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, allow_nan=False))
        return
    for note in (*found.notes, *(_sentences(found) if style == "json" else ())):
        progress.message(note)
    progress.result(facts)
    if style != "json":
        _print(found, output)


def _given(side: str, path: str, layer: str | None, crs: str | None) -> GivenInventory:
    """An inventory; what is wrong with it is said with the options that there are here."""
    from l4s_core.base.errors import InputError
    from l4s_core.inventory.given import read_given

    try:
        return read_given(path, layer=layer, crs=crs)
    except InputError as error:
        text = str(error).replace("--crs", f"--crs-{side}").replace("--layer", f"--layer-{side}")
        raise InputError(text) from error


def _absolute(path: str) -> str:
    return str(Path(path).absolute())


def _print(found: Comparison, output: str | None) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if found.scores:
        console.print(_table_of(found.scores, found.least_iou, Table(box=None, pad_edge=False)))
        sizes = Table("Size", "in A", "right", "in B", "found", box=None, pad_edge=False)
        for column in sizes.columns[1:]:
            column.justify = "right"
        for one in (*found.by_pixels, *found.by_area):
            sizes.add_row(one.name, f"{one.a:,}", said(one.precision_any), f"{one.b:,}", said(one.recall_any))
        console.print()
        console.print(sizes)
        console.print()
    counts = found.counts
    rows: list[tuple[str, str]] = [
        (
            "Polygons",
            f"{counts['a']:,} in A, {counts['b']:,} in B ({signed(found.count_bias)}); left out "
            f"{counts['a_left_out']:,} and {counts['b_left_out']:,}",
        ),
        (
            "Area",
            f"{counts['a_area_m2'] / 1e4:,.2f} ha in A, {counts['b_area_m2'] / 1e4:,.2f} ha in B "
            f"({signed(found.area_bias)})",
        ),
    ]
    if found.points is not None:
        points = found.points
        rows = [
            ("Points", f"{points['points']:,} in B, left out {points['left_out']:,}"),
            ("Found", f"{points['found']:,} in A or within {points['within_m']:g} m: {said(_score(points['recall']))}"),
            ("In polygons", f"{points['in_polygons']:,}: {said(_score(points['recall_in_polygons']))}"),
            ("Polygons", f"{counts['a']:,} in A, of which {points['a_with_points']:,} have found a point"),
        ]
    rows.append(("Intervals", _blocks(counts)))
    rows.append(("Written", output or "nothing"))
    for name, value in rows:
        click.echo(f"{name:<12}{value}")


def _sentences(found: Comparison) -> list[str]:
    """The scores for a log, which has no tables."""
    return [
        f"{_ROWS[name].format(iou=found.least_iou)}: precision {said(one.precision)}, recall {said(one.recall)}, "
        f"F1 {said(one.f1)}"
        for name, one in found.scores.items()
        if name in _ROWS
    ]


def _blocks(counts: dict[str, int | float]) -> str:
    from l4s_core.comparison.scores import LEAST_BLOCKS

    side = f"{counts['block_m'] / 1000:g} km"
    if counts["blocks"] < LEAST_BLOCKS:
        there = plural(int(counts["blocks"]), f"block of {side} has landslides", f"blocks of {side} have landslides")
        return f"none: only {there}, and it takes {LEAST_BLOCKS}"
    return f"95 %, of {counts['blocks']:,} blocks of {side} drawn again and again"


def _table_of(scores: dict[str, Agreement], least_iou: float, table: Any) -> Any:
    for name in ("", "precision", "recall", "F1"):
        table.add_column(name, justify="right" if name else "left", no_wrap=True)
    for name, title in _ROWS.items():
        one = scores[name]
        table.add_row(title.format(iou=least_iou), said(one.precision), said(one.recall), said(one.f1))
    return table


def said(score: Score) -> str:
    """``0.71 (0.65-0.77)``."""
    if score.value is None:
        return "-"
    if score.low is None or score.high is None:
        return f"{score.value:.3f}"
    return f"{score.value:.3f} ({score.low:.2f}-{score.high:.2f})"


def signed(score: Score) -> str:
    """``+12 % (-3 to +25)``."""
    if score.value is None:
        return "no bias known"
    interval = "" if score.low is None or score.high is None else f" ({score.low:+.0%} to {score.high:+.0%})"
    return f"{score.value:+.0%}{interval}"


def _score(facts: dict[str, Any]) -> Score:
    from l4s_core.comparison.types import Score

    return Score(**facts)
