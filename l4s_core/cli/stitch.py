"""``l4s stitch``: parse, call `stitch_patches`, report."""

from __future__ import annotations

from typing import Any

import click

from l4s_core.cli.options import run_options
from l4s_core.cli.progress import CommandProgress
from l4s_core.patches.open import PARTS


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("data")
@click.option("-o", "--output", required=True, metavar="FOLDER", help="Folder to make, with one for each part.")
@click.option(
    "--recipe",
    default="default",
    show_default=True,
    metavar="NAME",
    help="Recipe, or its YAML file, whose split says which patches are for training, validation and test.",
)
@click.option(
    "--side", type=click.IntRange(2, 8), default=2, show_default=True, metavar="N", help="Patches along each side."
)
@click.option("--part", type=click.Choice(PARTS), help="Which folder of a download. Default: TrainData.")
@run_options
def stitch(style: str, verbose: bool, **options: Any) -> None:
    """Join neighbouring training patches of Landslide4Sense to larger ones, which are nearer to what is mapped later.

    DATA is a folder of the training patches (HDF5 or 8-bit pictures). A larger patch holds patches of one part of the
    split only; where it lacks one there is no data.

    \b
    Example:
      l4s stitch Landslide4Sense/ --recipe default -o windows
      l4s train default --data windows/train --out runs/windows
    """
    from l4s_core.cli.run import run_command

    run_command(lambda progress: _stitch(progress, **options), style, debug=verbose)  # type: ignore[arg-type]


def _stitch(progress: CommandProgress, data: str, output: str, recipe: str, **options: Any) -> None:
    from l4s_core.base.words import plural
    from l4s_core.patches.split import NAMES
    from l4s_core.patches.stitching.stitch import stitch_patches
    from l4s_core.training.recipes.files import load_recipe

    done = stitch_patches(data, output, load_recipe(recipe).split, progress=progress, **options)
    for part in NAMES:
        if part not in done.windows:
            progress.message(f"{part}: the split of {recipe} leaves it none of these patches.")
            continue
        made = plural(done.windows[part], "larger patch", "larger patches")
        progress.message(f"{part}: {made} of {plural(done.patches[part], 'patch', 'patches')}.")
    progress.message(f"Written: {done.folder}.")
    progress.result({"output": str(done.folder), "patches": done.patches, "windows": done.windows})
