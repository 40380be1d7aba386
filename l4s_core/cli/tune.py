"""``l4s tune``: a model fitted to corrected polygons."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from l4s_core.cli.options import from_fields, run_options
from l4s_core.cli.progress import CommandProgress
from l4s_core.detection.options import CloudOptions, GuardOptions, Inputs, ModelOptions, SceneOptions, TerrainOptions

if TYPE_CHECKING:
    from l4s_core.tuning.types import Tuned


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("model", required=False)
@click.option(
    "--scene", required=True, metavar="SCENE", help="In which the polygons were reviewed, as l4s-detect takes it."
)
@click.option(
    "--corrections",
    required=True,
    metavar="FILE",
    help="Reviewed inventory, or any vector file with a column status: accepted, edited, added, rejected.",
)
@click.option("--layer", metavar="NAME", help="Which layer of the corrections. Default: the only one, or landslides.")
@click.option(
    "-o",
    "--out",
    "output",
    required=True,
    metavar="FILE|RUN",
    help="The tuned model: .onnx; of a checkpoint .safetensors or a folder.",
)
@click.option("--id", metavar="TEXT", help="Of the tuned model.  [default: that of MODEL with -tuned]")
@click.option("--keep-anyway", is_flag=True, help="Write the model where it did not help, too.")
@from_fields(Inputs, "dem", help="Elevation as l4s-detect takes it, for models that look at terrain.")
@from_fields(Inputs, "before", help="Scene before the event, for models that look at it.")
@from_fields(SceneOptions)
@from_fields(TerrainOptions)
@from_fields(CloudOptions)
@from_fields(ModelOptions, "threads")
@from_fields(GuardOptions, "force", help="Look at a scene that l4s-detect would refuse, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
@run_options
def tune(style: str, verbose: bool, as_json: bool, **options: Any) -> None:
    """Fit the last numbers of MODEL to what was accepted, edited, added and rejected in one scene.

    MODEL is an installed one, an .onnx file, a checkpoint or a run; without it the default model is taken. Twenty to
    fifty decisions all over the scene are enough. Where the tuned model does no better on neighbourhoods that
    it has not seen, that is said and nothing is written.

    \b
    Example:
      l4s tune l4s-lite-v4 --scene scene/ --dem dem.tif --corrections reviewed.gpkg -o tuned.onnx
      l4s-detect scene/ --dem dem.tif --model tuned.onnx -o slides.gpkg
    """
    from l4s_core.cli.run import run_command

    quiet = "none" if as_json else style
    run_command(lambda progress: _tune(progress, as_json, options), quiet, debug=verbose)  # type: ignore[arg-type]


def _tune(progress: CommandProgress, as_json: bool, options: dict[str, Any]) -> None:
    from l4s_core.tuning.tune import tune

    found = tune(
        options.pop("model"),
        options.pop("scene"),
        options.pop("corrections"),
        options.pop("output"),
        progress=progress,
        **options,
    )
    facts = facts_of(found)
    if as_json:
        click.echo(json.dumps(facts))
        return
    for line in words_of(found):
        progress.message(line)
    progress.result(facts)


def facts_of(found: Tuned) -> dict[str, Any]:
    """Everything that was found, flat."""
    before, after = found.before, found.after
    return {
        **found.tuning.model_dump(exclude={"source_sha256", "corrections_sha256"}),
        "reason": found.reason,
        "output": None if found.path is None else str(found.path),
        "recall_before": found.scores_before.recall,
        "recall_after": found.scores_after.recall,
        "precision_before": found.scores_before.precision,
        "precision_after": found.scores_after.precision,
        "landslides_found_before": before.found,
        "landslides_found_after": after.found,
        "rejected_marked_before": before.still_marked,
        "rejected_marked_after": after.still_marked,
        "elsewhere_percent_before": round(found.elsewhere_before, 4),
        "elsewhere_percent_after": round(found.elsewhere_after, 4),
        "seconds": round(found.seconds, 1),
    }


def words_of(found: Tuned) -> list[str]:
    """The result in sentences."""
    from l4s_core.base.words import plural

    tuning, before, after = found.tuning, found.before, found.after
    was, now = found.scores_before, found.scores_after
    lines = [
        f"Recommended: {tuning.numbers} changed." if found.recommended else f"Not recommended. {found.reason}",
        f"F1 on {plural(tuning.blocks, 'neighbourhood', 'neighbourhoods')} that were left out: {tuning.f1_before:.3f} "
        f"before, {tuning.f1_after:.3f} after; difference {tuning.f1_after - tuning.f1_before:+.3f} "
        f"(95 %: {tuning.low:+.3f} to {tuning.high:+.3f})",
        f"Recall {_number(was.recall)} before, {_number(now.recall)} after; precision {_number(was.precision)} before, "
        f"{_number(now.precision)} after",
        f"Landslides found: {before.found} before, {after.found} after, of {before.landslides}; rejected polygons "
        f"still marked: {before.still_marked} before, {after.still_marked} after, of {before.rejected}",
        f"Ground that nobody decided on, marked: {found.elsewhere_before:.2f} % before, {found.elsewhere_after:.2f} % "
        "after",
    ]
    if found.path is None:
        lines.append("Nothing was written; MODEL stays as it is (--keep-anyway writes the tuned one).")
    else:
        lines.append(f"Written to {found.path} in {found.seconds:.0f} s")
    return lines


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"
