"""``l4s train``: parse, call `train`, report."""

from __future__ import annotations

from typing import Any

import click

from l4s_core.base.docs import page
from l4s_core.cli.options import run_options
from l4s_core.cli.progress import CommandProgress


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("recipe")
@click.option(
    "--data",
    multiple=True,
    metavar="DIR[@WEIGHT]",
    help=f"Patches: Landslide4Sense HDF5, GeoTIFF or PNG folders (see {page('patches')}). Several are mixed; the "
    "weight is the share of the samples. Default: the recipe's data.",
)
@click.option(
    "--start", metavar="FILE", help="Weights to go on from: a run folder or .safetensors. Short for --set start=."
)
@click.option("--out", metavar="RUN", help="Folder of the run to write.")
@click.option("--resume", is_flag=True, help="Go on with the run in RUN; a sweep skips what is complete.")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Override a key, such as train.batch=8.")
@click.option("--show", is_flag=True, help="Print the recipe with the overrides, and train nothing.")
@click.option("--only", metavar="NAMES", help="Of a sweep: the entries to train, such as rgb,all.")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Short for --set train.seed=N.")
@click.option(
    "--steps", type=click.IntRange(1), metavar="N", help="Optimiser steps; of every stage, where there are several."
)
@click.option("--batch", type=click.IntRange(1), metavar="N", help="Short for --set train.batch=N.")
@click.option(
    "--workers", type=click.IntRange(0), metavar="N", help="Loader processes. Default: chosen by the machine."
)
@click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True, help="Where to train."
)
@click.option("--devices", type=click.IntRange(1), default=1, show_default=True, help="GPUs (or processes) per node.")
@click.option("--nodes", type=click.IntRange(1), default=1, show_default=True, help="Nodes of the job.")
@click.option("--strategy", metavar="NAME", help="Lightning's name of a distributed strategy. Default: ddp.")
@click.option("--i-know-it-leaks", is_flag=True, help="Allow a random split, whose scores are too good.")
@run_options
def train(style: str, verbose: bool, overwrite: bool, **options: Any) -> None:
    """Train a network by RECIPE on labelled patches.

    RECIPE is an installed recipe (l4s models lists them) or a YAML file. The run folder holds the best weights, the
    recipe, the split, the curves and a montage; score it with l4s evaluate, use it with l4s-detect --model RUN.

    \b
    Examples:
      l4s train baseline --data Landslide4Sense/ --out runs/baseline
      l4s train baseline --data Landslide4Sense/@0.8 --data fields/@0.2 --out runs/mixed
      l4s train kingdrone-segformer --data l4s_rgb/ --out runs/rgb --set channels=rgb --set normalisation=per-image
    """
    from l4s_core.cli.run import run_command

    def work(progress: CommandProgress) -> None:
        _train(progress, style, overwrite, **options)

    run_command(work, style, debug=verbose)  # type: ignore[arg-type]


def _train(
    progress: CommandProgress,
    style: str,
    overwrite: bool,
    recipe: str,
    data: tuple[str, ...],
    start: str | None,
    out: str | None,
    resume: bool,
    overrides: tuple[str, ...],
    show: bool,
    only: str | None,
    i_know_it_leaks: bool,
    **rest: Any,
) -> None:
    import json
    from pathlib import Path

    from l4s_core.base.errors import InputError
    from l4s_core.patches.mixture import parse_source
    from l4s_core.training.recipes.files import dump_recipe, is_sweep, load_recipe, load_sweep

    changes = list(overrides)
    steps = rest.pop("steps")
    short = {name: rest.pop(name) for name in ("seed", "batch", "workers")}
    changes += [f"train.{name}={value}" for name, value in short.items() if value is not None]
    if start is not None:
        changes.append(f"start={json.dumps(start)}")
    if i_know_it_leaks:
        changes.append("split.i_know_it_leaks=true")
    sweep = is_sweep(recipe)
    if only and not sweep:
        raise InputError(f"--only is for sweeps, and {recipe} is none; leave it out.")
    recipes = load_sweep(recipe, changes, steps=steps) if sweep else {"": load_recipe(recipe, changes, steps=steps)}
    if only:
        names = [name.strip() for name in only.split(",")]
        if unknown := [name for name in names if name not in recipes]:
            raise InputError(f"The sweep {recipe} has no {', '.join(unknown)}; there is {', '.join(recipes)}.")
        recipes = {name: recipes[name] for name in names}
    if show:
        click.echo("---\n".join(dump_recipe(each) for each in recipes.values()), nl=False)
        return
    sources = [parse_source(text) for text in data] or next(iter(recipes.values())).data
    if not sources or out is None:
        raise InputError("Say where the patches are (--data DIR) and which folder to write (--out RUN).")
    if overwrite:
        raise InputError("A run is never overwritten; use a new --out, or --resume to go on with it.")
    need_torch()
    from l4s_core.base.words import plural
    from l4s_core.training.hardware import Hardware, is_main_process
    from l4s_core.training.recipes.sweep import train_sweep
    from l4s_core.training.run import train as run_training

    hardware = Hardware(**rest)
    patches = Path(sources[0].path) if len(sources) == 1 and sources[0].plain else sources
    if sweep:
        results = train_sweep(recipes, patches, Path(out), resume=resume, hardware=hardware, progress=progress)
    else:
        results = {
            "": run_training(recipes[""], patches, Path(out), resume=resume, hardware=hardware, progress=progress)
        }
    if not is_main_process():
        return
    facts = {
        name: {"run": str(r.run), "steps": r.steps, "seconds": round(r.seconds, 1), **r.best, "warnings": r.warnings}
        for name, r in results.items()
    }
    progress.result(facts if sweep else facts[""])
    if style == "json":
        return
    for name, r in results.items():
        fact = facts[name]
        click.echo(
            f"{name + ': ' if name else ''}validation F1 {fact['f1']:.4f} (precision {fact['precision']:.4f}, recall "
            f"{fact['recall']:.4f}) at threshold {fact['threshold']:.2f}, {plural(r.steps, 'step', 'steps')} in "
            f"{fact['seconds']:.0f} s: {fact['run']}"
        )
        for sentence in r.warnings:
            click.echo(f"Warning: {sentence}")


def need_torch() -> None:
    """Raise InputError where a package that training needs is not installed."""
    from importlib.util import find_spec

    from l4s_core.base.errors import InputError

    if missing := [name for name in ("torch", "lightning", "torchmetrics") if find_spec(name) is None]:
        raise InputError(f"Training needs {', '.join(missing)}; install it with: pip install 'l4s[train]'.")
