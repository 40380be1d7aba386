"""Whether two recipes train the same weights, and where they differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from l4s_core.base.errors import InputError
from l4s_core.training.recipes.files import load_recipe
from l4s_core.training.recipes.recipe import Recipe

RESUME_IGNORES = {"workers"}  # of `TrainOptions`: what may differ between the parts of one run
NAMED = 4


def recipe_fingerprint(recipe: Recipe) -> str:
    """Changes when the recipe would train other weights."""
    return hashlib.sha256(json.dumps(_fields(recipe), sort_keys=True).encode()).hexdigest()


def other_recipe(out: Path, recipe: Recipe) -> InputError:
    """The error for a run in ``out`` that another recipe made; it names the keys that differ."""
    try:
        differences = _differences(_fields(load_recipe(out / "recipe.yaml")), _fields(recipe))
    except InputError:  # lost or edited: the fingerprint alone tells
        differences = []
    named = ", ".join(f"{key} was {_short(old)} and is {_short(new)}" for key, old, new in differences[:NAMED])
    if len(differences) > NAMED:
        named += f" and {len(differences) - NAMED} more"
    return InputError(
        f"The run in {out} was made with another recipe ({named or 'its recipe.yaml does not show where'}); resume it "
        "with the same one, or use a new --out."
    )


def _fields(recipe: Recipe) -> dict[str, Any]:
    fields = recipe.model_dump(
        mode="json", exclude={"summary", "paper", "notes", "data"}
    )  # the patches have a print of their own
    if fields["start"] is None:  # runs of recipes that did not know these keys go on
        del fields["start"]
    if fields["distil"] is None:
        del fields["distil"]
    for name in ("radiometry", "reference"):
        if not getattr(recipe, name).active:
            del fields[name]
    if not fields["split"]["never_train"]:
        del fields["split"]["never_train"]
    for train_options in [fields["train"], *(stage["train"] for stage in fields["stages"] if stage["train"])]:
        for name in RESUME_IGNORES:
            train_options.pop(name, None)
        if train_options.get("average") is None:
            train_options.pop("average", None)
    return fields


def _differences(old: Any, new: Any) -> list[tuple[str, Any, Any]]:
    a, b = dict(_flat(old, "")), dict(_flat(new, ""))
    return [(key, a.get(key), b.get(key)) for key in dict.fromkeys([*a, *b]) if a.get(key) != b.get(key)]


def _flat(value: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """(dotted key, value) of nested mappings, and of lists of mappings."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        value = {str(place): item for place, item in enumerate(value)}
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _flat(inner, f"{prefix}.{key}" if prefix else key)
    else:
        yield prefix, value


def _short(value: Any) -> str:
    text = "not set" if value is None else json.dumps(value) if not isinstance(value, str) else value
    return text if len(text) <= 60 else text[:57] + "..."
