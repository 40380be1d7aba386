"""``l4s statistics``: what the sizes of an inventory's landslides say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from l4s_core.cli.options import run_options
from l4s_core.cli.progress import CommandProgress

if TYPE_CHECKING:
    from l4s_core.statistics.inventory import InventoryStatistics
    from l4s_core.statistics.types import Estimate


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("inventory", metavar="INVENTORY")
@click.option("-o", "--output", metavar="FILE", help="Picture of the area-frequency distribution: .png.")
@click.option("--layer", metavar="NAME", help="Which layer of INVENTORY, or which file of a zip.")
@click.option("--crs", metavar="CRS", help="CRS of INVENTORY, if its file does not say it: EPSG:32648.")
@click.option(
    "--resolution",
    "resolution_m",
    type=click.FloatRange(0, min_open=True),
    metavar="M",
    help="Pixel that was mapped on, in metres. Default: what the inventory says.",
)
@click.option(
    "--mmu",
    "mmu_m2",
    type=click.FloatRange(0),
    metavar="M2",
    help="Minimum mapping unit in square metres. Default: what the inventory says.",
)
@click.option(
    "--from",
    "from_m2",
    type=click.FloatRange(0),
    metavar="M2",
    help="Smallest area that is fitted. Default: the minimum mapping unit, or four pixels.",
)
@click.option(
    "--draws",
    type=click.IntRange(0, 100_000),
    default=200,
    show_default=True,
    metavar="N",
    help="Bootstrap samples for intervals and goodness of fit; 0: neither.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the draws.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@run_options
def statistics(overwrite: bool, style: str, verbose: bool, as_json: bool, output: str | None, **options: Any) -> None:
    """Fit the area-frequency distribution of INVENTORY, and say what follows from it.

    INVENTORY is a vector file of landslides as polygons, of any format and CRS. Rejected landslides are left out.
    Behind each estimate stands its interval of 95 %.

    \b
    Example:
      l4s statistics slides.gpkg -o sizes.png
    """
    from l4s_core.cli.run import run_command

    quiet = "none" if as_json and style != "json" else style
    run_command(
        lambda progress: _statistics(progress, overwrite, style, as_json, output, options),
        quiet,  # type: ignore[arg-type]
        debug=verbose,
    )


def _statistics(
    progress: CommandProgress, overwrite: bool, style: str, as_json: bool, output: str | None, options: dict[str, Any]
) -> None:
    from l4s_core.base.outputs import check_ending, check_outputs, protect_inputs
    from l4s_core.scoring.figure import new_figure
    from l4s_core.statistics.figure import save_size_figure
    from l4s_core.statistics.inventory import size_statistics

    inventory = options.pop("inventory")
    if output is not None:
        check_ending(output, (".png",), "The picture")
        protect_inputs(check_outputs([output], overwrite=overwrite), [inventory.partition("|")[0]])
        new_figure(1, 1)  # without matplotlib the run ends before it begins
    found = size_statistics(inventory, progress=progress, **options)
    if output is not None:
        progress.stage("drawing")
        save_size_figure(found.areas, Path(output), Path(found.path).name)
    if as_json and style != "json":
        click.echo(json.dumps(found.to_json(), allow_nan=False))
        return
    notes = [("Note", note) for note in (*found.problems, *found.notes)]
    for name, value in (*rows(found), *notes, *([("Written", output)] if output is not None else [])):
        if style == "json":  # the log of a program that calls
            progress.message(f"{name}: {value}" if name else f"  {value}")
        else:
            click.echo(f"{name:<18}{value}")
    progress.result(summary(found) | {"output": output})


def summary(found: InventoryStatistics) -> dict[str, Any]:
    """The few facts that the end of a run is about; None for what is not known."""
    areas = found.areas
    gamma = areas.fit("inverse gamma")
    law = areas.power_law
    tail = areas.magnitude.from_tail
    return {
        "polygons": areas.n,
        "area_m2": areas.total_m2,
        "tail_exponent": None if gamma is None else gamma.tail_exponent.value,
        "power_law_exponent": None if law is None else law.exponent.value,
        "power_law_from_m2": None if law is None else law.x_min_m2.value,
        "rollover_m2": None if areas.rollover.area_m2 is None else areas.rollover.area_m2.value,
        "rollover_cause": areas.rollover.cause,
        "magnitude": areas.magnitude.from_count,
        "magnitude_from_tail": None if tail is None else tail.value,
        "complete_from_m2": areas.completeness.complete_from_m2,
        "maybe_several": found.amalgamation.flagged,
        "notes": [*found.problems, *found.notes],
    }


def rows(found: InventoryStatistics) -> list[tuple[str, str]]:
    """What is printed: a name, or nothing where a row goes on, and words."""
    areas = found.areas
    rejected = f" ({found.rejected} rejected are left out)" if found.rejected else ""
    lines = [
        ("Landslides", f"{areas.n:,}, {areas.total_m2 / 1e4:,.2f} ha{rejected}"),
        ("Areas", f"{areas.smallest_m2:,.0f} to {areas.largest_m2:,.0f} m2, median {areas.median_m2:,.0f}"),
        ("Fitted", f"{areas.n_fitted:,}" + (f" from {areas.from_m2:,.0f} m2 on" if areas.from_m2 else "")),
    ]
    for fit in areas.fits:
        names = ", ".join(f"{name.removesuffix('_m2')} {said(each)}" for name, each in fit.parameters.items())
        lines.append((fit.name[0].upper() + fit.name[1:], f"tail {said(fit.tail_exponent)}; {names}"))
        lines.append(("", _goodness(fit.goodness.distance, fit.goodness.p_value) + f", AIC {fit.aic:,.1f}"))
    if areas.power_law is not None:
        law = areas.power_law
        lines.append(("Power law", f"{said(law.exponent)} from {said(law.x_min_m2)} m2 on, {law.n_tail:,} landslides"))
        lines.append(("", _goodness(law.goodness.distance, law.goodness.p_value)))
    lines.append(("Roll-over", areas.rollover.sentence))
    tail = areas.magnitude.from_tail
    from_tail = "" if tail is None else f"; {said(tail)} by the tail, with what is missing"
    lines.append(("Magnitude", f"{areas.magnitude.from_count:.2f} by number{from_tail}"))
    complete = areas.completeness
    if complete.complete_from_m2 is not None:
        lacking = f", {complete.missing:,.0f} smaller ones are missing" if complete.missing else ""
        lines.append(("Complete", f"from {complete.complete_from_m2:,.0f} m2 on against Malamud et al. 2004{lacking}"))
    for each in areas.volumes:
        first = "Volume, estimated" if each is areas.volumes[0] else ""
        low, high = each.volume_m3.low or 0.0, each.volume_m3.high or 0.0
        interval = f" ({low:.2g} to {high:.2g})" if each.volume_m3.low is not None else ""
        by = each.source.split(",")[0]
        lines.append((first, f"{each.volume_m3.value:.2g} m3{interval}, {each.relation} ({by})"))
    several = found.amalgamation
    share = f"{several.flagged:,} landslides with {several.area_share:.0%} of the area"
    lines.append(("Maybe several", f"{share}, {several.of_largest} of the ten largest ({several.told_by})"))
    return lines


def said(estimate: Estimate) -> str:
    """A number with its interval, at three digits."""

    def short(value: float) -> str:
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"

    if estimate.low is None or estimate.high is None:
        return short(estimate.value)
    return f"{short(estimate.value)} ({short(estimate.low)} to {short(estimate.high)})"


def _goodness(distance: float, p_value: float | None) -> str:
    return f"off by up to {distance:.1%}" + ("" if p_value is None else f", p = {p_value:.2f}")
