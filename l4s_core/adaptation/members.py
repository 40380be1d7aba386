"""The networks of an adaptation: from a recipe, a run or a checkpoint to what its students follow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from l4s_core.adaptation.types import AdaptOptions, Member, Method
from l4s_core.base.errors import InputError
from l4s_core.inference.card import FixedNormalisation, InputGroup, RelativeBrightness
from l4s_core.inference.checkpoint import Header, read_header
from l4s_core.inference.installed import installed_models
from l4s_core.inference.open import BEST, find_model
from l4s_core.training.recipes.files import apply_overrides, load_recipe, make_recipe
from l4s_core.training.recipes.recipe import NetworkOptions, Recipe

_SPEC = tuple(NetworkOptions.model_fields)
SHORT_STEPS = 400
"""Trainings of fewer steps keep the weights of the last step: a moving average would still be the weights before."""


def members_of(names: Sequence[str], method: Method, options: AdaptOptions) -> list[Member]:
    """The networks that were named, each a RECIPE or a MODEL; of a method with defaults, its own where none is.

    Raises InputError for what is neither, is an exported model, or is several where the method takes one.
    """
    chosen, joining = (tuple(names), options.join) if names else method.paper
    if not chosen:
        raise InputError("Give the model to adapt: a RUN folder, a .safetensors checkpoint, or a recipe.")
    if method.networks == "one" and (len(chosen) > 1 or joining):
        raise InputError(f"The method {options.method} adapts one network; several are for progressive.")
    members: list[Member] = []
    for name in (*chosen, *joining):
        from_round = 2 if name in joining and name not in chosen else 1
        member = _member(name, method, options, from_round)
        taken = {one.name for one in members}
        unique = next(
            text for text in (member.name, *(f"{member.name}-{k}" for k in range(2, 99))) if text not in taken
        )
        members.append(Member(unique, member.recipe, member.model, from_round))
    return members


def _member(name: str, method: Method, options: AdaptOptions, from_round: int) -> Member:
    path = Path(name).expanduser()
    if name in installed_models() or (path.suffix.lower() in (".onnx", ".yaml", ".yml") and _is_model(name)):
        raise InputError(
            f"{name} is an exported model, whose layers are joined together and cannot be trained; give the run folder "
            "or the .safetensors that it was made from."
        )
    if not (path.is_dir() or path.suffix.lower() == ".safetensors"):
        recipe = load_recipe(name, options.overrides)
        recipe = method.source_recipe(recipe) if from_round == 1 else recipe
        return Member(recipe.name, with_length(recipe, options.source_steps, options.seed), None, from_round)
    if from_round > 1:
        raise InputError(
            f"{name} is trained already, so it can take part from the first round on; give recipes to --join."
        )
    file = find_model(path)
    header = read_header(file)
    beside = file.parent / "recipe.yaml"
    recipe = load_recipe(beside) if file.name == BEST and beside.is_file() else recipe_of(header, file)
    bare = recipe.model_dump(mode="json") | {"data": [], "start": None}
    recipe = make_recipe(apply_overrides(bare, options.overrides), str(file), options.overrides)
    return Member(header.card.id, recipe, file.resolve(), from_round)


def _is_model(name: str) -> bool:
    """Whether a file is a model; a .yaml may be a recipe as well."""
    if not name.lower().endswith((".yaml", ".yml")):
        return True
    path = Path(name)
    return path.is_file() and "l4s-ensemble" in path.read_text(encoding="utf-8", errors="replace")[:500]


def recipe_of(header: Header, file: Path) -> Recipe:
    """A recipe for a checkpoint that none is known of: its network and input, a usual loss and a low learning rate."""
    spec, card = header.network, header.card
    raw: dict[str, Any] = {
        "name": card.id,
        "summary": f"made for {card.id}, of which no recipe is known",
        "network": {name: value for name, value in spec.model_dump().items() if name in _SPEC}
        | {"cross_sensor_norm": spec.cross_sensor_norm > 0, "weights": "none"},
        "normalisation": [{"channels": group.channels, "normalisation": _kind(group)} for group in card.inputs],
        "levels": list(card.levels),
        "loss": "soft_ce(smoothing=0.04) + lovasz",
        "optimiser": {"name": "adamw", "lr": 3e-4, "weight_decay": 0.01},
        "augment": {"flips": True, "rotations": True, "channel_dropout": dict.fromkeys(card.optional_channels, 0.2)},
        "train": {"steps": 500, "batch": 16},
    }
    if len(card.inputs) == 1:
        raw |= {"channels": card.inputs[0].channels, "normalisation": _kind(card.inputs[0])}
    return make_recipe(raw, str(file))


def _kind(group: InputGroup) -> str:
    norm = group.normalisation
    if isinstance(norm, FixedNormalisation):
        return "dataset"
    if isinstance(norm, RelativeBrightness):
        return "relative-brightness"
    return "separated" if norm.block_px is None else "per-image"


def with_length(recipe: Recipe, steps: int | None, seed: int) -> Recipe:
    """The recipe with a seed, and with ``steps`` in all its stages unless None."""
    raw = recipe.model_dump(mode="json")
    raw["train"]["seed"] = seed
    if steps is not None:
        raw["train"] |= {"steps": steps, "epochs": None}
        raw["train"]["check_every"] = None if steps < 4 else min(raw["train"]["check_every"] or steps, -(-steps // 4))
        if steps < SHORT_STEPS:
            raw["train"]["average"] = None
        if raw["schedule"]["warmup_steps"] is not None:
            raw["schedule"]["warmup_steps"] = min(raw["schedule"]["warmup_steps"], steps // 10)
        for stage in raw["stages"]:
            if stage["train"] is not None:
                stage["train"] |= {"steps": None, "epochs": None}
    return make_recipe(raw, recipe.name)
