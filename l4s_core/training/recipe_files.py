"""Recipes on disk: finding, reading, overriding."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from l4s_core.errors import InputError
from l4s_core.training.recipe import Recipe

LARGEST_BYTES = 200_000
_SWEEP = "sweep"


def installed_recipes() -> dict[str, Path]:
    """Names of the recipes that came with the package, and their files."""
    folder = Path(str(resources.files("l4s_core") / "recipes"))
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
        hint = f"did you mean {near[0]}? " if near else ""
        raise InputError(f"There is no recipe {text}; {hint}There are {', '.join(known)}, or give a YAML file.")
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


def load_recipe(name_or_path: str | Path, overrides: Sequence[str] = ()) -> Recipe:
    """The recipe with ``key.sub=value`` overrides applied.

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
    return make_recipe(apply_overrides(raw, overrides), str(path))


def is_sweep(name_or_path: str | Path) -> bool:
    """Whether the file holds a sweep."""
    return _SWEEP in read_yaml(find_recipe(name_or_path))


def load_sweep(name_or_path: str | Path, overrides: Sequence[str] = ()) -> dict[str, Recipe]:
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
        found[str(name)] = make_recipe(apply_overrides(merged, overrides), f"{path} ({name})")
    return found


def make_recipe(raw: Mapping[str, Any], source: str) -> Recipe:
    """Validate; the first thing that is wrong becomes one sentence."""
    try:
        return Recipe.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "recipe"
        if first["type"] == "extra_forbidden":
            raise InputError(f"The recipe {source} has the key {where}, which does not exist{_hint(where)}") from error
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise InputError(f"The recipe {source} cannot be used: {where}: {reason} (got {first['input']!r}).") from error


def apply_overrides(raw: Mapping[str, Any], overrides: Sequence[str]) -> dict[str, Any]:
    """``["train.batch=8", "loss=lovasz"]`` on a nested mapping; values are read as YAML. Raises InputError."""
    import yaml

    out = _merge(raw, {})
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
                if isinstance(inner, list):
                    inner = place[folder] = [dict(item) if isinstance(item, dict) else item for item in inner]
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


def _hint(where: str) -> str:
    known = list(_keys(Recipe, ""))
    stem = ".".join(part for part in where.split(".") if not part.isdigit())
    near = difflib.get_close_matches(stem, known, 1, 0.6)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; there are {', '.join(key for key in known if '.' not in key)}."


def _keys(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield prefix + name
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _keys(part, f"{prefix}{name}.")
