"""``l4s review``: what a reviewer should look at next."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any

import click

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=_SETTINGS)
def review() -> None:
    """Help with the review of an inventory."""


@review.command("next", context_settings=_SETTINGS)
@click.argument("inventory", metavar="INVENTORY.gpkg")
@click.option(
    "-n", "--count", type=click.IntRange(1), default=10, show_default=True, metavar="N", help="How many at most."
)
@click.option("--all", "take_all", is_flag=True, help="All that nobody has judged.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, a list in the order of the review.")
def review_next(inventory: str, count: int, take_all: bool, as_json: bool) -> None:
    """List the landslides of INVENTORY that are most worth a look, and that nobody has judged.

    First comes what is uncertain, large and in the way of something: the order of the review panel in QGIS. What is in
    the way is counted by l4s exposure, whose result INVENTORY may be.

    \b
    Example:
      l4s review next slides.gpkg -n 20
    """
    from l4s_core.cli.run import run_command

    run_command(lambda _: _next(inventory, None if take_all else count, as_json), "none")


def _next(inventory: str, count: int | None, as_json: bool) -> None:
    from l4s_core.inventory.review_next import review_next

    found = review_next(inventory, count=count)
    if as_json:
        click.echo(json.dumps([_plain(asdict(one)) for one in found]))
        return
    if not found:
        click.echo("All landslides have been judged.")
        return
    click.echo(f"{'landslide':<14}{'worth':>8}{'uncertainty':>13}{'area (m2)':>12}{'assets':>8}  inside")
    for one in found:
        shown = [
            "-" if one.worth is None else f"{one.worth:.3f}",
            "-" if one.uncertainty is None else f"{one.uncertainty:.3f}",
            f"{one.area_m2:.0f}",
            "-" if one.assets is None else str(one.assets),
        ]
        click.echo(
            f"{one.ls_id or one.fid!s:<14}{shown[0]:>8}{shown[1]:>13}{shown[2]:>12}{shown[3]:>8}  "
            f"{one.x:.6g} {one.y:.7g}"
        )


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Without NaN, which JSON does not have."""
    return {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in facts.items()}
