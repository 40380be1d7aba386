"""``l4s merge``: one inventory from those of many scenes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from l4s_core.base.words import plural
from l4s_core.cli.options import run_options
from l4s_core.cli.progress import CommandProgress


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("inventories", nargs=-1, required=True, metavar="INVENTORY.gpkg...")
@click.option("-o", "--output", required=True, metavar="FILE", help="Merged inventory: .gpkg.")
@run_options
def merge(inventories: tuple[str, ...], output: str, overwrite: bool, style: str, verbose: bool) -> None:
    """Merge the INVENTORIES of several scenes, as l4s-detect writes them, into one.

    A landslide that several scenes show becomes one polygon that names them all, no ground is counted twice, and
    not_observed is what none of the scenes observed. The inventories are not changed; what reviewers said in them is
    kept.

    \b
    Example:
      l4s merge scenes/*.gpkg -o inventory.gpkg
    """
    from l4s_core.cli.run import run_command

    paths = [Path(path) for path in inventories]
    run_command(lambda progress: _merge(progress, paths, Path(output), overwrite, style, verbose), style, debug=verbose)  # type: ignore[arg-type]


def _merge(
    progress: CommandProgress, paths: list[Path], output: Path, overwrite: bool, style: str, verbose: bool
) -> None:
    from l4s_core.base.errors import InputError
    from l4s_core.base.outputs import check_outputs, protect_inputs
    from l4s_core.inventory import write_inventory
    from l4s_core.inventory.files.write import check_merged_output, check_output
    from l4s_core.inventory.merging.merge import merge

    for path in paths:
        if path.is_dir():
            raise InputError(f"{path} is a folder; give the inventories in it ({path / '*.gpkg'}).")
    check_merged_output(output)
    check_output(output, overwrite)
    protect_inputs(check_outputs([output], overwrite=overwrite), paths)
    inventory = merge(paths, progress)
    progress.stage("writing")
    progress.check()
    inventory.path = write_inventory(inventory, output, overwrite, progress)
    if verbose:
        for name, value in inventory.run.items():
            progress.message(f"{name}: {value}")
    facts = merged_summary(inventory.run) | {"output": str(output), "files": {"landslides": str(output.absolute())}}
    progress.result(facts)
    if style != "json":
        _print_table(facts)


def merged_summary(run: Any) -> dict[str, Any]:
    """The few facts that the end of a merge is about, from the run table."""
    return {
        "polygons": run["landslides"],
        "area_m2": run["landslides_area_m2"],
        "rejected": run["rejected"],
        "scenes": run["merged_scenes"],
        "found_in_several": run["found_in_several"],
        "polygons_cut": run["polygons_cut"],
        "polygons_dropped": run["polygons_dropped"],
        "observed_share": run["share_observed"],
        "crs": run["crs"],
        "seconds": run["run_seconds"],
    }


def _print_table(facts: dict[str, Any]) -> None:
    rejected = f", and {facts['rejected']} rejected" if facts["rejected"] else ""
    observed = (
        "unknown" if facts["observed_share"] is None else f"{facts['observed_share']:.1%} of the area of all scenes"
    )
    cut, dropped = facts["polygons_cut"], facts["polygons_dropped"]
    overlaps = f"{cut} were cut where they lie on another, {dropped} had no ground of their own"
    for name, value in (
        ("Landslides", f"{facts['polygons']} in {plural(facts['scenes'], 'scene', 'scenes')}{rejected}"),
        ("Area", f"{facts['area_m2'] / 10000:.2f} ha"),
        ("In several", f"{facts['found_in_several']} were found in more than one scene"),
        *([("Overlaps", overlaps)] if facts["polygons_cut"] or facts["polygons_dropped"] else []),
        ("Observed", observed),
        ("Time", f"{facts['seconds']:.1f} s"),
        ("Written", facts["output"]),
    ):
        click.echo(f"{name:<12}{value}")
