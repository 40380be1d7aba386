"""``l4s export``: a checkpoint as an ONNX file."""

from __future__ import annotations

from typing import Any

import click

from l4s_core.cli.options import from_fields, run_options
from l4s_core.cli.progress import CommandProgress
from l4s_core.detection.options import ModelOptions


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("source", metavar="RUN|CHECKPOINT")
@click.option("-o", "--output", required=True, metavar="FILE", help="ONNX file to write.")
@click.option(
    "--precision",
    type=click.Choice(["fp32", "fp16", "fp16-weights"]),
    default="fp32",
    show_default=True,
    help="fp16-weights halves the file; fp16 also computes in half precision, which is for GPUs.",
)
@click.option("--id", metavar="NAME", help="Id of the exported model. Default: the checkpoint's.")
@click.option(
    "--tile",
    type=click.IntRange(16, 4096),
    metavar="PX",
    help="Default window of the model; the only one for networks that are exported for one size (Swin). "
    "Default: the checkpoint's.",
)
@click.option(
    "--domain",
    type=click.IntRange(0),
    metavar="K",
    help="Whose statistics a network with cross-sensor normalisation uses. Default: 0, the first.",
)
@click.option("--check-data", metavar="DIR", help="Patches to compare file and network on. Default: made-up images.")
@from_fields(ModelOptions, "trust_pickle")
@run_options
def export(style: str, verbose: bool, **options: Any) -> None:
    """Write a trained network as an ONNX file with its model card.

    RUN|CHECKPOINT is the folder of a training run or a .safetensors file. The file is compared with the network before
    it is written: probabilities within 0.001 in fp32, the same mask on 99.9 % of the pixels in fp16.

    \b
    Examples:
      l4s export runs/unet -o unet.onnx
      l4s export runs/swin -o swin.onnx --tile 256 --precision fp16-weights --check-data TrainData
    """
    from l4s_core.cli.run import run_command

    run_command(lambda progress: _export(progress, style, **options), style, debug=verbose)  # type: ignore[arg-type]


def _export(
    progress: CommandProgress,
    style: str,
    source: str,
    output: str,
    overwrite: bool,
    check_data: str | None,
    **how: Any,
) -> None:
    from l4s_core.base.outputs import check_ending, check_outputs, protect_inputs
    from l4s_core.cli.run import StopAtStages
    from l4s_core.export.onnx import export_model
    from l4s_core.inference.open import find_model

    [path] = check_outputs([output], overwrite=overwrite)
    check_ending(path, (".onnx",), "The model")
    protect_inputs([path], [find_model(source)])
    made = export_model(source, path, check_data=check_data, progress=StopAtStages(progress), **how)
    facts = {
        "output": str(path),
        "id": made.card.id,
        "precision": made.card.precision,
        "tile_px": made.card.tile_px,
        "any_size": made.fixed_px is None,
        "size_multiple": made.card.size_multiple,
        "largest_difference": made.agreement.largest_difference,
        "same_mask": made.agreement.same_mask,
        "compared_pixels": made.agreement.pixels,
        "compared_on": "made-up images" if check_data is None else check_data,
        "megabytes": round(path.stat().st_size / 1e6, 1),
    }
    progress.result(facts)
    if style != "json":
        size = f"multiples of {made.card.size_multiple} px" if made.fixed_px is None else f"{made.fixed_px} px only"
        click.echo(f"Written:  {path} ({facts['megabytes']} MB, {made.card.precision}, {size})")
        click.echo(
            f"Compared: {made.agreement.pixels} pixels of {facts['compared_on']}; largest difference "
            f"{made.agreement.largest_difference:.1e}, same mask on {made.agreement.same_mask:.3%}"
        )
