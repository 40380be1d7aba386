"""Weights between those of two runs, of which the second went on from the first."""

from __future__ import annotations

from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.inference.card import ModelCard
from l4s_core.inference.checkpoint import read_checkpoint, save_checkpoint


def blend(first: Path, second: Path, share: float, out: Path) -> ModelCard:
    """Write ``share`` * second + (1 - ``share``) * first as a checkpoint; its card is the second's, with other words.

    In between, a network keeps the accuracy of the later weights on the data they were trained on and that of the
    earlier ones on data that look otherwise (Wortsman et al., CVPR 2022, "Robust fine-tuning"). The threshold of the
    blend is not known: evaluate it.

    Parameters
    ----------
    first, second : ``.safetensors`` of two runs of the same network.
    share : of the second, 0 to 1.

    Raises
    ------
    InputError
        A file that cannot be used, other networks, or inputs that are normalised otherwise.
    """
    if not 0 <= share <= 1:
        raise InputError(f"The share of {second.name} in the blend must be from 0 to 1, not {share:g}.")
    a, b = read_checkpoint(first), read_checkpoint(second)
    if a.net.spec.model_copy(update={"weights": ""}) != b.net.spec.model_copy(update={"weights": ""}):
        raise InputError(f"{first} and {second} are other networks; blend two runs of one network.")
    if (a.card.channels, a.card.inputs) != (b.card.channels, b.card.inputs):
        raise InputError(f"{first} and {second} normalise their input differently; blend two runs of one input.")
    state, early = b.net.state_dict(), a.net.state_dict()
    for name, value in state.items():
        if value.is_floating_point():  # counters are those of the second
            value.copy_((share * value.double() + (1 - share) * early[name].double()).to(value.dtype))
    b.net.load_state_dict(state)
    words = f"{b.card.training_data}; weights {share:g} of {b.card.id} and {1 - share:g} of {a.card.id}"
    card = b.card.model_copy(update={"id": out.stem, "training_data": words, "figures": {}})
    return save_checkpoint(b.net, card, out)
