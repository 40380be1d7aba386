"""``l4s submission``: the ZIP that the Landslide4Sense competition takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from l4s_core.cli.options import patch_model_options, run_options
from l4s_core.cli.progress import CommandProgress

if TYPE_CHECKING:
    from l4s_core.scoring.submission import Submission


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("model", metavar="RUN|MODEL", required=False)
@click.option("--data", metavar="DIR", help="Folder of patches (img/); masks are not needed.")
@click.option(
    "--part",
    type=click.Choice(["TrainData", "ValidData", "TestData"]),
    help="Which folder under --data; needed where that is the competition's download.",
)
@click.option("-o", "--output", metavar="FILE", help="ZIP to write.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Probability from which a pixel is landslide. Default: the model's own.",
)
@click.option("--check", metavar="FILE", help="Only check this ZIP, whoever made it; no model is needed.")
@click.option("--any-size", is_flag=True, help="Take patches that are not 128 x 128.")
@click.option("--allow-gaps", is_flag=True, help="Take numbers that are not 1 to N without a gap.")
@patch_model_options
@run_options
def submission(style: str, verbose: bool, check: str | None, **options: Any) -> None:
    """Predict patches into a competition ZIP: mask_1.h5 ... mask_N.h5 at its root.

    RUN|MODEL is the folder of a training run, an installed model, a model file or an ensemble. What was written is
    opened again and checked before it appears.

    \b
    Examples:
      l4s submission runs/unet --data ValidData -o submission.zip
      l4s submission --check submission.zip
    """
    from l4s_core.cli.run import run_command

    def work(progress: CommandProgress) -> None:
        if check is None:
            _write(progress, style, **options)
        else:
            _check(progress, style, check, **options)

    run_command(work, style, debug=verbose)  # type: ignore[arg-type]


def _check(progress: CommandProgress, style: str, path: str, any_size: bool, allow_gaps: bool, **others: Any) -> None:
    from l4s_core.base.errors import InputError
    from l4s_core.scoring.submission import check_submission

    if others["model"] or others["data"] or others["output"]:
        raise InputError("--check looks at a ZIP that exists; leave the model, --data and -o out.")
    found = check_submission(Path(path), any_size=any_size, allow_gaps=allow_gaps, progress=progress)
    _report(progress, style, found, path, "Checked")


def _write(
    progress: CommandProgress,
    style: str,
    model: str | None,
    data: str | None,
    part: Any,
    output: str | None,
    threshold: float | None,
    any_size: bool,
    allow_gaps: bool,
    device: Any,
    backend: Any,
    batch: int,
    trust_pickle: bool,
    overwrite: bool,
) -> None:
    from l4s_core.base.errors import InputError
    from l4s_core.base.outputs import check_ending, check_outputs
    from l4s_core.inference.open import open_model
    from l4s_core.patches.open import open_patches, require_part
    from l4s_core.scoring.submission import write_submission

    if model is None or data is None or output is None:
        raise InputError("Give a RUN or MODEL, its patches with --data and the ZIP with -o, or a ZIP with --check.")
    check_ending(output, (".zip",), "The submission")
    [path] = check_outputs([output], overwrite=overwrite)
    progress.stage("opening the patches and the model")
    require_part(Path(data), part)
    patches = open_patches(Path(data), part=part)
    opened = open_model(model, device, backend=backend, trust_pickle=trust_pickle, progress=progress)
    progress.message(f"Device: {opened.device}.")
    found = write_submission(
        opened,
        patches,
        path,
        threshold=threshold,
        any_size=any_size,
        allow_gaps=allow_gaps,
        batch=batch,
        progress=progress,
    )
    _report(progress, style, found, output, "Written")


def _report(progress: CommandProgress, style: str, found: Submission, path: str, done: str) -> None:
    share = found.landslide_pixels / found.pixels
    progress.result(
        {
            "output": path,
            "masks": len(found.numbers),
            "first": found.numbers[0],
            "last": found.numbers[-1],
            "shape": list(found.shape),
            "landslide_share": share,
        }
    )
    if style != "json" and (style != "none" or done == "Checked"):  # a check has no other result than its words
        rows, cols = found.shape
        click.echo(
            f"{done}: {path}: {len(found.numbers)} masks (mask_{found.numbers[0]}.h5 to mask_{found.numbers[-1]}.h5) "
            f"of {rows} x {cols} pixels, {share:.2%} landslide"
        )
