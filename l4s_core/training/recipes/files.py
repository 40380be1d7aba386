"""Recipes on disk: finding, reading, overriding."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from l4s_core.base.errors import InputError
from l4s_core.training.recipes.errors import recipe_error
from l4s_core.training.recipes.recipe import Recipe

LARGEST_BYTES = 200_000
_SWEEP = "sweep"


def installed_recipes() -> dict[str, Path]:
    """Names of the recipes that came with the package, and their files."""
    folder = Path(str(resources.files("l4s_core.training") / "recipes"))
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def find_recipe(name_or_path: str | Path) -> Path:
    """The file of an installed recipe or of a path. Raises InputError, with the nearest name, when there is none."""
    known = installed_recipes()
    text = str(name_or_path)
    path = known.get(text) or Path(text)
    if path.is_dir() and (path / "recipe.yaml").is_file():
        path = path / "recipe.yaml"
    if not path.is_file():
        near = difflib.get_close_matches(text, known, 1, 0.4)
        hint = f"; did you mean {near[0]}?" if near else "."
        raise InputError(f"There is no recipe {text}{hint} Installed are {', '.join(known)}; a YAML file will do, too.")
    return path


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file; nothing in it is executed. Raises InputError."""
    import yaml

    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(f"{path} is larger than a recipe can be; give a recipe file.")
        text = path.read_text(encoding="utf-8")
        if "&" in text and any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text)):
            raise InputError(f"{path} has YAML aliases (*name), which recipes do not use; write the values out.")
        found = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The recipe {path} cannot be read ({error}).") from error
    except RecursionError as error:
        raise InputError(f"The recipe {path} is nested too deeply; give a recipe file.") from error
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" in line {where.line + 1}" if where else ""
        raise InputError(f"The recipe {path} is not valid YAML{line}; correct it.") from error
    if not isinstance(found, dict):
        raise InputError(f"The recipe {path} holds no keys; it must be a YAML mapping such as 'name: mine'.")
    return {str(key): value for key, value in found.items()}


def load_recipe(name_or_path: str | Path, overrides: Sequence[str] = (), *, steps: int | None = None) -> Recipe:
    """The recipe with ``key.sub=value`` overrides applied.

    ``steps``: length of every stage, whatever the recipe and its stages say.

    Raises
    ------
    InputError
        No such recipe, a key that does not exist (the nearest one is named), a value that does not fit, or a sweep,
        which is many recipes (see `load_sweep`).
    """
    path = find_recipe(name_or_path)
    raw = read_yaml(path)
    if _SWEEP in raw:
        raise InputError(f"{path} is a sweep of {len(raw[_SWEEP])} recipes; train it with l4s train, or name another.")
    return _overridden(raw, overrides, steps, str(path))


def is_sweep(name_or_path: str | Path) -> bool:
    """Whether the file holds a sweep."""
    return _SWEEP in read_yaml(find_recipe(name_or_path))


def load_sweep(
    name_or_path: str | Path, overrides: Sequence[str] = (), *, steps: int | None = None
) -> dict[str, Recipe]:
    """Entry name -> recipe, for a file whose ``sweep`` maps names to what differs from the rest of it."""
    path = find_recipe(name_or_path)
    raw = read_yaml(path)
    entries = raw.pop(_SWEEP, None)
    if not isinstance(entries, dict) or not entries:
        raise InputError(f"{path} holds no sweep; it needs a key 'sweep' with named changes.")
    found = {}
    for name, changes in entries.items():
        merged = _merge(raw, changes or {})
        merged["name"] = f"{raw.get('name', path.stem)}-{name}"
        found[str(name)] = _overridden(merged, overrides, steps, f"{path} ({name})")
    return found


def _overridden(raw: Mapping[str, Any], overrides: Sequence[str], steps: int | None, source: str) -> Recipe:
    changed = apply_overrides(raw, overrides)
    if steps is not None:
        named = [text for text in overrides if text.partition("=")[0].strip() in ("train.steps", "train.epochs")]
        if named:
            raise InputError(f"--steps {steps} and --set {named[0]} both say how long to train; leave one out.")
        changed = _with_length(changed, steps)
    return _blamed(raw, changed, overrides, source)


def _blamed(raw: Mapping[str, Any], changed: Mapping[str, Any], overrides: Sequence[str], source: str) -> Recipe:
    """`make_recipe` of ``changed``; overrides are to blame only where ``raw`` is right without them."""
    try:
        return make_recipe(changed, source, overrides)
    except InputError:
        make_recipe(raw, source)
        rescues = [text for text in overrides if _fits_without(raw, overrides, text, source)]
        if len(rescues) == 1:
            make_recipe(changed, source, rescues)
        raise


def _fits_without(raw: Mapping[str, Any], overrides: Sequence[str], text: str, source: str) -> bool:
    try:
        make_recipe(apply_overrides(raw, [other for other in overrides if other != text]), source)
    except InputError:
        return False
    return True


def _with_length(raw: Mapping[str, Any], steps: int) -> dict[str, Any]:
    """``steps`` for the recipe, and for its stages by leaving out what they say themselves."""
    out = _merge(raw, {"train": {"steps": steps}})
    if isinstance(stages := out.get("stages"), list):
        out["stages"] = [_without_length(stage) if isinstance(stage, dict) else stage for stage in stages]
    return out


def _without_length(stage: Mapping[str, Any]) -> dict[str, Any]:
    train = stage.get("train")
    if not isinstance(train, dict):
        return dict(stage)
    return {**stage, "train": {key: value for key, value in train.items() if key not in ("steps", "epochs")}}


def make_recipe(raw: Mapping[str, Any], source: str, overrides: Sequence[str] = ()) -> Recipe:
    """Validate; the first thing that is wrong becomes one sentence, about the override that it comes from if it does.

    ``raw`` has the ``overrides`` applied already.
    """
    try:
        return Recipe.model_validate(raw)
    except ValidationError as error:
        raise recipe_error(error, source, overrides) from error


def apply_overrides(raw: Mapping[str, Any], overrides: Sequence[str]) -> dict[str, Any]:
    """``["train.batch=8", "loss=lovasz"]`` on a nested mapping; values are read as YAML.

    Raises InputError for what is no override, does not fit the mapping, or names a key a second time.
    """
    import yaml

    out = deepcopy(dict(raw))
    _refuse_twice(overrides)
    for text in overrides:
        key, separator, value = text.partition("=")
        if not separator or not key.strip():
            raise InputError(f"The override {text!r} is not of the form key=value, such as train.batch=8.")
        *folders, last = key.strip().split(".")
        place = out
        for folder in folders:
            inner: Any
            if isinstance(place, list):
                inner = place[int(folder)] if folder.isdigit() and int(folder) < len(place) else None
            else:
                inner = place.setdefault(folder, {})
            if not isinstance(inner, (dict, list)):
                raise InputError(f"The override {text!r} does not fit: {folder} is a value, not a group of keys.")
            place = inner  # type: ignore[assignment]
        if isinstance(place, list):
            raise InputError(f"The override {text!r} does not fit: name a key of item {last}, or give the whole list.")
        try:
            place[last] = yaml.safe_load(value)
        except yaml.YAMLError as error:
            raise InputError(f"The value of the override {text!r} is not valid YAML.") from error
        if key.strip() in ("train.steps", "train.epochs"):  # naming one length replaces the other
            place.pop("epochs" if last == "steps" else "steps", None)
    return out


def _refuse_twice(overrides: Sequence[str]) -> None:
    """The first of two would be dropped without a word, right or wrong."""
    said: dict[str, str] = {}
    for text in overrides:
        key = text.partition("=")[0].strip()
        if said.setdefault(key, text) != text:
            raise InputError(f"--set {said[key]} and --set {text} name the same key; leave one out.")


def dump_recipe(recipe: Recipe) -> str:
    """The recipe as YAML that `load_recipe` reads back to an equal one."""
    import yaml

    return str(yaml.safe_dump(recipe.model_dump(mode="json"), sort_keys=False, allow_unicode=True, width=100))


def _merge(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A deep copy of ``base`` with ``changes`` laid over it, mapping by mapping."""
    out = {key: _merge(value, {}) if isinstance(value, dict) else value for key, value in base.items()}
    for key, value in changes.items():
        inner = out.get(key)
        if isinstance(value, dict):
            out[key] = _merge(inner if isinstance(inner, dict) else {}, value)
        else:
            out[key] = value
        if key in ("steps", "epochs") and value is not None:
            out.pop("epochs" if key == "steps" else "steps", None)
    return out
