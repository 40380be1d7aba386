"""``l4s ensemble``: several models as one."""

from __future__ import annotations

from typing import Any

import click

from l4s_core.cli.options import from_fields, run_options
from l4s_core.cli.progress import CommandProgress
from l4s_core.detection.options import ModelOptions


def _weights(ctx: click.Context, param: click.Parameter, value: str | None) -> list[float] | None:
    if value is None:
        return None
    try:
        return [float(part) for part in value.split(",")]
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a list of numbers such as 1,1,2.") from None


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("models", nargs=-1, required=True, metavar="MODEL...")
@click.option("-o", "--output", required=True, metavar="FILE", help="Ensemble to write: .onnx or .yaml.")
@click.option("--weights", callback=_weights, metavar="W,W,...", help="One number for each model. Default: all equal.")
@click.option("--id", metavar="NAME", help="Id of the ensemble. Default: the file's name.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    metavar="P",
    help="Probability from which a pixel is landslide. Default: the weighted mean of the models' own.",
)
@from_fields(ModelOptions, "trust_pickle")
@run_options
def ensemble(style: str, verbose: bool, **options: Any) -> None:
    """Write the mean of several models' probabilities as one model.

    MODEL is an installed model, an .onnx file, a .safetensors checkpoint or the folder of a training run. An .onnx
    ensemble holds its members; a .yaml ensemble names them, relative to itself, and is refused when one of them has
    changed. Use either with l4s-detect --model.

    \b
    Examples:
      l4s ensemble runs/a runs/b runs/c -o mean.onnx
      l4s ensemble a.onnx b.onnx l4s-lite-v0 --weights 2,2,1 -o mean.yaml
    """
    from l4s_core.cli.run import run_command

    run_command(lambda progress: _ensemble(progress, style, **options), style, debug=verbose)  # type: ignore[arg-type]


def _ensemble(
    progress: CommandProgress, style: str, models: tuple[str, ...], output: str, overwrite: bool, **how: Any
) -> None:
    from l4s_core.base.outputs import check_ending, check_outputs, protect_inputs
    from l4s_core.export.make_ensemble import make_ensemble
    from l4s_core.inference.ensemble_file import ENDINGS
    from l4s_core.inference.open import find_model

    [path] = check_outputs([output], overwrite=overwrite)
    check_ending(path, (".onnx", *ENDINGS), "The ensemble")
    protect_inputs([path], [find_model(name) for name in models])
    card = make_ensemble(models, path, progress=progress, **how)
    progress.result(
        {
            "output": str(path),
            "id": card.id,
            "members": [member.model_dump() for member in card.members],
            "channels": card.channels,
            "tile_px": card.tile_px,
            "threshold": card.threshold,
        }
    )
    if style != "json":
        for member in card.members:
            click.echo(f"{member.weight:7.1%}  {member.id}  {member.sha256[:12]}")
        click.echo(f"Written: {path} (threshold {card.threshold:.3g}, tiles of {card.tile_px} px)")
