"""Statistics of the scene in the place of those of the training data, without training."""

from __future__ import annotations

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.inference.card import FixedNormalisation, InputGroup, ModelCard, SceneStatistics
from l4s_core.inference.combine import combine
from l4s_core.inference.ensemble import EnsembleModel
from l4s_core.inference.protocol import KeepsBatchStatistics, Model
from l4s_core.inference.wrappers import ModelWrapper


class SceneNormalised(ModelWrapper):
    """A model whose card asks for the statistics of the scene where it had those of the training data.

    ``(x / divide - mean) / std`` brings training data to mean 0 and standard deviation 1; so does ``(x - mean of the
    scene) / (standard deviation of the scene)`` with those of the scene, channel by channel ("separated" normalisation,
    Zhao et al., CDCEO 2022).
    """

    def __init__(self, inside: Model) -> None:
        super().__init__(inside)
        self.card = scene_card(inside.card)


def scene_card(card: ModelCard) -> ModelCard:
    """The card with `SceneStatistics` for every group of inputs with statistics of training data."""
    inputs = [
        group.model_copy(update={"normalisation": SceneStatistics(kind="scene-statistics")})
        if has_statistics(group)
        else group
        for group in card.inputs
    ]
    return card.model_copy(update={"inputs": inputs})


def has_statistics(group: InputGroup) -> bool:
    """Whether a group is normalised by fixed statistics: more than a change of unit."""
    norm = group.normalisation
    return isinstance(norm, FixedNormalisation) and (any(norm.mean) or any(std != 1 for std in norm.std))


def scene_channels_of(card: ModelCard) -> list[str]:
    """The channels that are normalised with the statistics of the scene."""
    return [
        name
        for name in card.channels
        if any(name in group.channels for group in card.inputs if isinstance(group.normalisation, SceneStatistics))
    ]


def scene_normalised(model: Model, progress: Progress | None = None) -> Model:
    """The model with the statistics of the scene that it will look at; says what that means for it.

    Its batch statistics, of a checkpoint that has them, are re-estimated when the scene is prepared
    (`predict.batch_statistics`).

    Raises
    ------
    InputError
        Neither its input nor its file has statistics that could be those of the scene.
    """
    card = model.card
    found = _normalised(model)
    changed = [name for name in card.channels if any(name in group.channels for group in _changed(model))]
    layers = model.batch_layers if isinstance(model, KeepsBatchStatistics) else 0
    relative = any(not isinstance(group.normalisation, FixedNormalisation) for group in card.inputs)
    if not changed and not layers and not relative:
        raise InputError(
            f"The card of {card.id} has no statistics of its training data, and its file no batch statistics, so there "
            "is nothing that --adapt normalisation could take from the scene; leave it away."
        )
    if progress is not None:
        progress.message(_words(card, changed, layers, relative))
    return found


def _normalised(model: Model) -> Model:
    if not isinstance(model, EnsembleModel):
        return SceneNormalised(model) if _changed(model) else model
    if not _changed(model):
        return model
    members = [_normalised(member) for member in model.members]
    combined = combine(
        members, model.combined.weights, id=model.card.id, threshold=model.card.threshold, mixed=True
    )  # fixed statistics of members are behind the input that they share
    return EnsembleModel(members, combined, model.sha256, model.path)


def _changed(model: Model) -> list[InputGroup]:
    """The groups of inputs that get the statistics of the scene; of an ensemble, those of its members."""
    if isinstance(model, EnsembleModel):
        return [group for member in model.members for group in _changed(member)]
    return [group for group in model.card.inputs if has_statistics(group)]


def _words(card: ModelCard, changed: list[str], layers: int, relative: bool) -> str:
    said = []
    if changed:
        said.append(f"{' '.join(changed)} are normalised with the statistics of the scene")
    if relative:
        said.append("what the model is fed relative to the scene is so already")
    said.append(
        f"the statistics of {layers} batch normalisations are re-estimated on it"
        if layers
        else "batch statistics stay (of an ONNX file they are part of the weights; a checkpoint has them)"
    )
    return f"Adapted to the scene, {card.id}: {'; '.join(said)}."
