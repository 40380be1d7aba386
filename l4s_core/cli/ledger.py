"""``l4s ledger``: the landslides of one place over the years."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from l4s_core.cli.options import from_fields, run_options
from l4s_core.cli.progress import CommandProgress
from l4s_core.detection.options import Outputs

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=_SETTINGS)
def ledger() -> None:
    """Follow landslides over the years: new, unchanged, reactivated, revegetated."""


@ledger.command("update", context_settings=_SETTINGS)
@click.argument("old", metavar="OLD.gpkg")
@click.argument("new", metavar="NEW.gpkg")
@click.option("-o", "--output", required=True, metavar="FILE", help="Ledger: .gpkg; it may be OLD, with --overwrite.")
@run_options
def ledger_update(old: str, new: str, output: str, overwrite: bool, style: str, verbose: bool) -> None:
    """Say what became of the landslides of OLD, an inventory or a ledger, by NEW, a later inventory of the same ground.

    Every landslide keeps its uuid. What matches is unchanged or reactivated, what nothing matches is new, and what is
    not found where NEW looked is revegetated. Nothing is overwritten: outlines that are replaced stay in the file, with
    a history, and the update can be undone.

    \b
    Example:
      l4s ledger update slides_2019.gpkg slides_2021.gpkg -o ledger.gpkg
      l4s ledger update ledger.gpkg slides_2023.gpkg -o ledger.gpkg --overwrite
    """
    from l4s_core.cli.run import run_command

    run_command(lambda progress: _update(progress, old, new, output, overwrite, style), style, debug=verbose)  # type: ignore[arg-type]


def _update(progress: CommandProgress, old: str, new: str, output: str, overwrite: bool, style: str) -> None:
    from l4s_core.ledger.update import update_ledger

    done = update_ledger(old, new, output, overwrite=overwrite, progress=progress)
    facts = {
        "polygons": done.landslides, "revegetated": done.revegetated, "update_no": done.number, "counts": done.counts,
        "output": output, "files": {"landslides": str(Path(output).absolute())},
    }  # fmt: skip
    progress.result(facts)
    if style != "json":
        click.echo(f"Update {done.number}: {done.landslides} landslides, {done.revegetated} revegetated")
        for word, count in done.counts.items():
            click.echo(f"  {word:<20}{count:>8}")
        click.echo(f"Written {output}")


@ledger.command("undo", context_settings=_SETTINGS)
@click.argument("path", metavar="LEDGER.gpkg")
@click.option("-o", "--output", metavar="FILE", help="Write it here. Default: LEDGER, of which a copy stays (~).")
@from_fields(Outputs, "overwrite")
def ledger_undo(path: str, output: str | None, overwrite: bool) -> None:
    """Take the last update of LEDGER back: the file is what it was before it. The last five can be undone."""
    from l4s_core.cli.run import run_command

    def work(_: CommandProgress) -> None:
        from l4s_core.ledger.undo import undo_ledger

        written, number = undo_ledger(path, output, overwrite=overwrite)
        click.echo(f"Update {number} is undone: {written}")

    run_command(work, "none")


@ledger.command("show", context_settings=_SETTINGS)
@click.argument("path", metavar="LEDGER.gpkg")
@click.option("--uuid", "wanted", metavar="UUID", help="The history of one landslide: its uuid, or its ls_id.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def ledger_show(path: str, wanted: str | None, as_json: bool) -> None:
    """Show the updates of LEDGER, or the history of one landslide."""
    from l4s_core.cli.run import run_command

    run_command(lambda _: _show(path, wanted, as_json), "none")


def _show(path: str, wanted: str | None, as_json: bool) -> None:
    from l4s_core.base.errors import InputError
    from l4s_core.cli.measure import plain_rows
    from l4s_core.ledger.file import HISTORY, UPDATES
    from l4s_core.ledger.undo import read_history

    history, updates, _ = read_history(path)
    if wanted is not None:
        rows = history[(history["uuid"] == wanted) | (history["ls_id"] == wanted)]
        if not len(rows):
            raise InputError(f"{path} has no landslide {wanted}; give a uuid or an ls_id of it.")
        _print(plain_rows(rows, tuple(HISTORY)), as_json, "history")
        return
    shown = plain_rows(updates, tuple(UPDATES))
    for row in shown:
        counts = history[history["update_no"] == row["update_no"]]["what"].value_counts()
        row["counts"] = {str(word): int(count) for word, count in counts.items()}
    _print(shown, as_json, "updates")


def _print(rows: list[dict[str, Any]], as_json: bool, name: str) -> None:
    if as_json:
        click.echo(json.dumps({name: rows}))
        return
    for row in rows:
        if name == "updates":
            found = ", ".join(f"{count} {word}" for word, count in row["counts"].items())
            click.echo(f"{row['update_no']}  {row['date'] or row['utc']}  {row['new_file']}: {found}")
        else:
            area = "" if row["area_m2"] is None else f"  {row['area_m2']:.0f} m2"
            related = f"  ({row['related']})" if row["related"] else ""
            click.echo(f"{row['update_no']}  {row['file']}  {row['what']}{area}{related}")
