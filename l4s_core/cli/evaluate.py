"""``l4s evaluate``: score a model on labelled patches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from l4s_core.cli.options import from_fields, patch_model_options, run_options
from l4s_core.cli.progress import CommandProgress
from l4s_core.detection.options import LookOptions

if TYPE_CHECKING:
    from l4s_core.scoring.types import Evaluation


def _threshold(ctx: click.Context, param: click.Parameter, value: str | None) -> float | str | None:
    if value is None or value == "best":
        return value
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 < number < 1:
        raise click.BadParameter(f"{value!r} is neither a number above 0 and below 1 nor the word best.")
    return number


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("model", metavar="RUN|MODEL")
@click.option(
    "--data",
    "folders",
    required=True,
    multiple=True,
    metavar="DIR",
    help="Folder of labelled patches (img/ and mask/). Several are scored one after another, each for itself.",
)
@click.option(
    "--part",
    type=click.Choice(["TrainData", "ValidData", "TestData"]),
    help="Which folder under --data, where that is the competition's download. Default: TrainData.",
)
@click.option(
    "--split",
    type=click.Choice(["train", "validation", "test", "all"]),
    help="Patches of that split of the RUN. Default: its test patches, else its validation patches; all for a MODEL.",
)
@click.option(
    "--threshold",
    callback=_threshold,
    metavar="P|best",
    help="Probability from which a pixel is landslide; best takes the one with the highest F1 here, which is "
    "optimistic. Default: the model's own.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="JSON to write, with a PNG of the same name beside it. Default: evaluation-SPLIT.json in the RUN folder, "
    "evaluation.json here for a MODEL. With several --data, the name of each set is added.",
)
@patch_model_options
@from_fields(LookOptions, "tta")
@click.option("--bootstrap", type=click.IntRange(0, 100_000), default=2000, show_default=True, metavar="N",
              help="Resampled splits for the confidence intervals; 0 for none.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the resampling.")
@run_options
def evaluate(style: str, verbose: bool, **options: Any) -> None:
    """Score a model on labelled patches.

    RUN|MODEL is the folder of a training run, an installed model, a model file or an ensemble. Precision, recall, F1
    and IoU are those of the landslide class, from pixels counted over the whole split, with confidence intervals, by
    region, and by threshold.

    \b
    Examples:
      l4s evaluate runs/unet --data TrainData
      l4s evaluate l4s-lite-v0 --data TrainData --split all -o lite.json
    """
    from l4s_core.cli.run import run_command

    run_command(lambda progress: _evaluate(progress, style, **options), style, debug=verbose)  # type: ignore[arg-type]


def _evaluate(
    progress: CommandProgress,
    style: str,
    model: str,
    folders: tuple[str, ...],
    part: Any,
    split: Any,
    threshold: Any,
    output: str | None,
    device: Any,
    backend: Any,
    batch: int,
    trust_pickle: bool,
    tta: Any,
    bootstrap: int,
    seed: int,
    overwrite: bool,
) -> None:
    from l4s_core.base.outputs import check_ending, check_outputs
    from l4s_core.inference.open import find_model, open_model
    from l4s_core.inference.several import several
    from l4s_core.inference.views import views_of
    from l4s_core.patches.open import open_patches
    from l4s_core.scoring.evaluate import evaluate as score
    from l4s_core.scoring.predict import check_channels, needed_statistics
    from l4s_core.scoring.report import table
    from l4s_core.scoring.splits import choose_split, is_run

    check_ending(output, (".json",), "The evaluation")
    progress.stage("opening the patches and the model")
    find_model(model)
    sets = {name: open_patches(Path(path), part=part, expect_masks=True) for name, path in _named(folders).items()}
    chosen = {name: choose_split(patches, model, split) for name, patches in sets.items()}
    paths = {}
    for name, one in chosen.items():
        usual = Path(model) / f"evaluation-{one.split}.json" if is_run(model) else Path("evaluation.json")
        path = Path(output) if output is not None else usual
        paths[name] = path if len(sets) == 1 else path.with_stem(f"{path.stem}-{name}")
    check_outputs([one for path in paths.values() for one in (path, path.with_suffix(".png"))], overwrite=overwrite)
    plain = open_model(model, device, backend=backend, trust_pickle=trust_pickle, progress=progress)
    opened = several(plain, tta=tta)
    looks = [] if tta == "none" else [f"Probabilities are means over {len(views_of(tta))} views (--tta {tta})."]
    for patches in sets.values():
        check_channels(opened.card, patches)
    progress.message(f"Device: {opened.device}.")
    facts, tables = {}, []
    for name, one in chosen.items():
        result = score(
            opened,
            one.patches,
            threshold=threshold,
            batch=batch,
            bootstrap=bootstrap,
            seed=seed,
            progress=progress,
            split=one.split,
            trained_on=one.trained_on,
            # of the whole folder: the split is a part of the same places
            statistics=needed_statistics(opened.card, sets[name], progress),
            notes=[*looks, *one.notes],
        )
        drawn = _write(result, paths[name])
        facts[name] = _facts(result, paths[name], drawn)
        tables.append(f"{table(result)}\nWritten: {paths[name]}" + (f", {drawn}" if drawn else ""))
    if None in [one["picture"] for one in facts.values()]:
        progress.message("No picture was drawn: matplotlib is not installed (pip install 'l4s[train]').")
    progress.result(facts if len(sets) > 1 else next(iter(facts.values())))
    if style != "json":  # the table is the result, not progress
        click.echo("\n\n".join(tables))


def _named(folders: tuple[str, ...]) -> dict[str, str]:
    """The folders by their own names, numbered where two have the same one."""
    found: dict[str, str] = {}
    for folder in folders:
        name = Path(folder).resolve().name
        number = sum(Path(other).resolve().name == name for other in found.values())
        found[name if not number else f"{name}-{number + 1}"] = folder
    return found


def _write(result: Evaluation, path: Path) -> Path | None:
    """The evaluation and its picture; the picture's path, None where there is no library to draw it with."""
    from importlib.util import find_spec

    from l4s_core.base.partial import partial_folder

    picture = path.with_suffix(".png")
    with partial_folder(path) as folder:
        (folder / path.name).write_text(result.model_dump_json(indent=1) + "\n", encoding="utf-8")
        if find_spec("matplotlib") is None:
            return None
        from l4s_core.scoring.plots import plot_evaluation

        plot_evaluation(result, folder / picture.name)
    return picture


def _facts(result: Evaluation, path: Path, picture: Path | None) -> dict[str, Any]:
    interval = result.widest
    return {
        "output": str(path),
        "picture": None if picture is None else str(picture),
        "split": result.data.split,
        "patches": result.data.patches,
        "threshold": result.threshold,
        "optimistic": result.optimistic,
        **result.scores.model_dump(),
        "f1_interval": None if interval is None else interval.f1,
        "average_precision": result.average_precision,
        "notes": result.notes,
    }
