"""``python -m l4s_core.synthetic make FOLDER`` and ``... compare INVENTORY TRUTH``: the two halves of the demo."""

from __future__ import annotations

import sys

import click

from l4s_core.base.errors import L4SError


@click.group()
def main() -> None:
    """A made-up Sentinel-2 scene with landslides whose truth is known."""


@main.command()
@click.argument("folder")
@click.option("--seed", type=click.IntRange(0), default=None, help="Another landscape. Default: that of the demo.")
def make(folder: str, seed: int | None) -> None:
    """Write product, DEM and truth into FOLDER and print the three paths, one a line."""
    from l4s_core.synthetic.demo_scene import SEED, make_demo

    inputs = make_demo(folder, seed=SEED if seed is None else seed)
    for path in (inputs.product, inputs.dem, inputs.truth):
        click.echo(str(path))


@main.command()
@click.argument("inventory")
@click.argument("truth")
def compare(inventory: str, truth: str) -> None:
    """Say how much of the TRUTH the INVENTORY has."""
    from l4s_core.synthetic.report import compare as run
    from l4s_core.synthetic.report import in_words

    click.echo(in_words(run(inventory, truth)))


if __name__ == "__main__":
    try:
        main()
    except L4SError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
