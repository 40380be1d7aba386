"""``l4s fetch``: download scenes and terrain that a search has found."""

from __future__ import annotations

from typing import Any

import click

from l4s_core.cli.options import run_options
from l4s_core.cli.progress import CommandProgress


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("items")
@click.option("-o", "--output", required=True, metavar="FOLDER", help="Where it goes; made if it is not there.")
@click.option("--id", "ids", multiple=True, metavar="ID", help="Of an item, as often as needed. Default: all chosen.")
@click.option(
    "--bands", default="ten", show_default=True, metavar="WHICH",
    help="ten (10 and 20 m), four (B2,B3,B4,B8), all, or names such as B2,B3,B4; the classes (SCL) come too.",
)  # fmt: skip
@click.option(
    "--parallel", type=click.IntRange(1, 16), default=3, show_default=True, metavar="N", help="Files at a time."
)
@click.option(
    "--local", multiple=True, metavar="HOST",
    help="A server of your own network (host or host:port) that files may come from; others there are refused.",
)  # fmt: skip
@run_options
def fetch(style: str, verbose: bool, **options: Any) -> None:
    """Download scenes and terrain of ITEMS (items.json of l4s search, or items.json#ID) into a folder.

    Give the command again after a stop: complete files stay, and one that was broken off goes on where it ended.

    \b
    Example:
      l4s fetch items.json -o wayanad
      l4s-detect --manifest wayanad/items.json --out-dir mapped
    """
    from l4s_core.cli.run import run_command

    run_command(lambda progress: _fetch(progress, options, style), style, debug=verbose)  # type: ignore[arg-type]


def _fetch(progress: CommandProgress, options: dict[str, Any], style: str) -> None:
    from pathlib import Path

    from l4s_core.base.errors import InputError

    try:
        from l4s_core.search.fetch import FetchOptions
        from l4s_core.search.fetch import fetch as fetch_items
    except ModuleNotFoundError as error:
        if error.name != "requests":
            raise
        raise InputError(
            "Fetching needs requests, which is not installed; install it with pip install requests."
        ) from error
    from l4s_core.search.account import account_of_environment
    from l4s_core.search.plan import bands_of

    how = FetchOptions(
        ids=options["ids"],
        bands=bands_of(options["bands"]),
        overwrite=options["overwrite"],
        parallel=options["parallel"],
        local=options["local"],
        account=account_of_environment(),
    )
    done = fetch_items(options["items"], Path(options["output"]).expanduser(), how, progress)
    facts = {
        "scenes": {name: str(path) for name, path in done.scenes.items()},
        "dem": None if done.dem is None else str(done.dem),
        "items": str(done.items),
        "bytes": done.size,
        "kept_bytes": done.kept,
    }
    progress.result(facts)
    if style != "json":
        for path in done.scenes.values():
            click.echo(f"{'Scene':<12}{path}")
        if done.dem is not None:
            click.echo(f"{'Terrain':<12}{done.dem}")
        kept = f", {done.kept / 1e6:,.0f} MB of it were there" if done.kept else ""
        click.echo(f"{'Size':<12}{done.size / 1e6:,.0f} MB{kept}")
        click.echo(f"{'Manifest':<12}{done.items}")
