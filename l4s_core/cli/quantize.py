"""``l4s quantize``: an ONNX model in 8-bit integers, with what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from l4s_core.cli.options import run_options
from l4s_core.cli.progress import CommandProgress

if TYPE_CHECKING:
    from l4s_core.inference.card import Quantisation


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("model", metavar="NAME|FILE")
@click.option(
    "--data",
    required=True,
    metavar="DIR",
    help="Folder of labelled patches like what the model is for. It is calibrated on up to 64 of them, and checked on "
    "those of other places.",
)
@click.option("-o", "--output", required=True, metavar="FILE", help="ONNX file to write.")
@click.option("--id", metavar="NAME", help="Id of the new model. Default: that of the model with -int8.")
@click.option("--threads", type=click.IntRange(1), metavar="N", help="Threads of the model. Default: all cores.")
@run_options
def quantize(style: str, verbose: bool, **options: Any) -> None:
    """Write an ONNX model that computes in 8-bit integers, and measure what that costs.

    NAME|FILE is an installed model or an .onnx file. Weights shrink to a quarter of fp32; whether it is faster depends
    on the CPU, and is measured too. Precision, recall, F1 and IoU before and after are printed and stand in the card of
    the new model (l4s models FILE).

    \b
    Example:
      l4s quantize l4s-lite-v0 --data TrainData -o lite-int8.onnx
    """
    from l4s_core.cli.run import run_command

    run_command(lambda progress: _quantize(progress, style, **options), style, debug=verbose)  # type: ignore[arg-type]


def _quantize(
    progress: CommandProgress, style: str, model: str, output: str, overwrite: bool, data: str, **how: Any
) -> None:
    from l4s_core.base.outputs import check_ending, check_outputs, protect_inputs
    from l4s_core.export.int8 import quantise_model
    from l4s_core.inference.open import find_model

    [path] = check_outputs([output], overwrite=overwrite)
    check_ending(path, (".onnx",), "The model")
    protect_inputs([path], [find_model(model)])
    made = quantise_model(model, data, path, progress=progress, **how)
    facts = {
        "output": str(path),
        "id": made.card.id,
        "megabytes": round(path.stat().st_size / 1e6, 1),
        "speed": round(made.speed, 2),
        **made.quantisation.model_dump(),
    }
    progress.result(facts)
    if style != "json":
        faster = "" if made.speed > 1.05 else "; not faster here, so there is nothing to gain but the smaller file"
        click.echo(f"Written:  {path} ({facts['megabytes']} MB, int8)")
        click.echo(losses(made.quantisation))
        click.echo(f"Speed:    {made.speed:.2f} times that of the model it was made from, on this computer{faster}")


def losses(found: Quantisation) -> str:
    """What quantising cost, as lines for people."""
    lines = [
        f"Checked:  {found.checked_on} patches of {found.patches}, of other places than the {found.calibrated_on} "
        f"calibrated on; threshold {found.threshold:g}",
        f"          {'':<10}{'precision':>10}{'recall':>10}{'F1':>10}{'IoU':>10}",
    ]
    for name, scores in (("before", found.before), ("after", found.after)):
        values = (scores.precision, scores.recall, scores.f1, scores.iou)
        lines.append(f"          {name:<10}" + "".join(f"{'-' if v is None else f'{v:.3f}':>10}" for v in values))
    return "\n".join(lines)
