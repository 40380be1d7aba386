"""``l4s adapt``: parse, call `adapt`, report."""

from __future__ import annotations

from typing import Any

import click

from l4s_core.adaptation.methods import METHODS
from l4s_core.base.docs import page
from l4s_core.cli.options import run_options
from l4s_core.cli.progress import CommandProgress

_METHODS = "; ".join(f"{name}: {entry.summary}" for name, entry in METHODS.items())


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("models", nargs=-1, metavar="MODEL|RECIPE...")
@click.option("--source", metavar="DIR", help=f"Labelled patches to train on beside (see {page('patches')}).")
@click.option(
    "--target", required=True, metavar="DIR|SCENE", help="Where to adapt to: patches without labels, or a scene."
)
@click.option("--dem", metavar="FILE|FOLDER", help="Elevation for a scene, where the model looks at terrain.")
@click.option("--no-dem", is_flag=True, help="Go without terrain, where the model can.")
@click.option("--method", required=True, type=click.Choice(list(METHODS)), help=f"{_METHODS}.")
@click.option("--out", required=True, metavar="RUN", help="Folder of the run to write.")
@click.option(
    "--rounds", type=click.IntRange(1, 20), metavar="N", help="How many rounds. Default: those of the method."
)
@click.option("--steps", type=click.IntRange(1), metavar="N", help="Optimiser steps of each training in a round. "
              "Default: 500; with recipes in progressive, as they say.")  # fmt: skip
@click.option("--source-steps", type=click.IntRange(1), metavar="N", help="Optimiser steps on the source that a RECIPE "
              "begins with. Default: as it says.")  # fmt: skip
@click.option("--target-share", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.5,
              show_default=True, metavar="SHARE", help="Share of the samples that are of the target.")  # fmt: skip
@click.option("--join", multiple=True, metavar="RECIPE", help="With progressive: joins in the second round.")
@click.option("--labels", metavar="DIR", help="Labelled patches of the target to score every round on. They are never "
              "trained on; may be the target itself.")  # fmt: skip
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override a key of the recipe, such as train.batch=8.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, metavar="N", help="Of everything random.")
@click.option("--resume", is_flag=True, help="Go on with the run in RUN; finished rounds are not repeated.")
@click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True, help="Where to train."
)
@run_options
def adapt(style: str, verbose: bool, overwrite: bool, **options: Any) -> None:
    """Adapt a model to a region of which there are no labels.

    MODEL is a RUN folder or a .safetensors checkpoint; a RECIPE is first trained on the source. Several are an ensemble
    (progressive; without any, the networks of the paper). The run ends with report.html and, unless what was learned
    has collapsed, with an ordinary model that l4s-detect --model RUN takes.

    \b
    Examples:
      l4s adapt runs/unet --source TrainData --target my_patches --method self-training --out runs/here
      l4s adapt baseline --source TrainData --target scene/ --dem dem.tif --method pseudo-label --out runs/here
    """
    from l4s_core.cli.run import run_command

    run_command(lambda progress: _adapt(progress, style, overwrite, **options), style, debug=verbose)  # type: ignore[arg-type]


def _adapt(
    progress: CommandProgress,
    style: str,
    overwrite: bool,
    models: tuple[str, ...],
    source: str | None,
    target: str,
    out: str,
    device: Any,
    overrides: tuple[str, ...],
    **rest: Any,
) -> None:
    from l4s_core.adaptation.types import AdaptOptions
    from l4s_core.base.errors import InputError
    from l4s_core.cli.train import need_torch

    if overwrite:
        raise InputError("A run is never overwritten; use a new --out, or --resume to go on with it.")
    need_torch()
    from l4s_core.adaptation.adapt import adapt as run_adaptation
    from l4s_core.training.hardware import Hardware

    given = {name: rest.pop(name) for name in ("dem", "no_dem", "labels", "resume")}
    options = AdaptOptions(overrides=overrides, **rest)
    done = run_adaptation(models, source, target, out, options, hardware=Hardware(device), progress=progress, **given)
    progress.result(done.facts())
    if style == "json":
        return
    first, last = done.rounds[0], done.rounds[-1]
    agreement = "" if last.summary.agreement is None else f", agreement {last.summary.agreement:.2f} (IoU)"
    click.echo(f"Marked in the target: {first.summary.share:.2%} before, {last.summary.share:.2%} after{agreement}.")
    if first.scores and last.scores:
        click.echo(
            f"On the labelled patches: F1 {_number(first.scores['f1'])} before, {_number(last.scores['f1'])} after."
        )
    if done.recommended:
        click.echo(f"The adapted model: {done.run} (l4s-detect --model {done.run})")
    else:
        click.echo("Not recommended; keep the source model.")
        for reason in done.reasons:
            click.echo(f"  {reason}")
    click.echo(f"Report: {done.report}")


def _number(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.3f}"
