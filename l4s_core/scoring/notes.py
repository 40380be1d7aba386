"""What a reader of scores must know, in sentences."""

from __future__ import annotations

from l4s_core.inference.card import FixedNormalisation, ModelCard
from l4s_core.scoring.types import Evaluation

FEW_UNITS = 20  # with fewer, a percentile interval is much too narrow


def notes_on(evaluation: Evaluation, card: ModelCard) -> list[str]:
    """Sentences on an evaluation of the model with that card; the one that matters most comes first."""
    data, scores, said = evaluation.data, evaluation.scores, []
    if data.trained_on:
        said.append(trained_on_note(data.trained_on, data.patches, data.split))
    elif not data.trained_on_known:
        said.append(
            f"It is not known whether {card.id} was trained on these patches: its card does not say on which it was, "
            f'only "{card.training_data.rstrip(".")}".'
        )
    if evaluation.optimistic:
        said.append("The threshold was chosen on the patches that are scored with it, so the scores are optimistic.")
    if not data.absolute_scale and any(isinstance(group.normalisation, FixedNormalisation) for group in card.inputs):
        said.append(
            f"The brightness of these patches is only known up to a factor, but {card.id} takes absolute values: its "
            "scores here are not those on real reflectance."
        )
    if filled := [name for name in card.optional_channels if name not in data.channels]:
        said.append(f"The patches have no {', '.join(filled)}; {card.id} can do without and gets its fill value there.")
    if not evaluation.pixels.landslide:
        said.append("No landslide is labelled in these patches: recall has no answer.")
    elif not scores.tp + scores.fp:
        said.append("Nothing was predicted at this threshold: precision has no answer.")
    if evaluation.pixels.unobserved:
        said.append(
            f"{evaluation.pixels.unobserved} pixels have no data; the landslides among them are counted as missed."
        )
    shown = evaluation.widest
    if shown is not None and shown.units < FEW_UNITS:
        plural = "patches" if shown.unit == "patch" else f"{shown.unit}s"
        said.append(f"{shown.units} {plural} are few for an interval: take it as a rough, too narrow one.")
    return said


def trained_on_note(seen: int, patches: int, split: str) -> str:
    """The warning that ``seen`` of the patches were trained on."""
    return (
        f"WARNING: the model was trained on {seen} of these {patches} patches (split: {split}); the scores say nothing "
        "about other places."
    )
