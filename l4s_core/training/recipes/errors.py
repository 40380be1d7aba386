"""What pydantic finds wrong with a recipe, as one sentence that blames whoever wrote it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from l4s_core.base.errors import InputError
from l4s_core.training.recipes.recipe import Recipe

_LONGEST = 60
_WORDS = {
    "missing": "is missing",
    "literal_error": "must be one of {expected}",
    "greater_than": "must be above {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be below {lt}",
    "less_than_equal": "must be at most {le}",
    "too_short": "must have at least {min_length} items",
    "too_long": "must have at most {max_length} items",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "may have letters, digits, '.', '_' and '-' only",
    "finite_number": "must be a finite number",
}
_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "a text",
    "list": "a list, such as [a, b]",
    "tuple": "a list, such as [a, b]",
    "dict": "a group of keys",
    "model": "a group of keys",
}


def recipe_error(error: ValidationError, source: str, overrides: Sequence[str] = ()) -> InputError:
    """The first thing that is wrong, with key, value and what is allowed.

    ``overrides`` are those of ``--set`` that were laid over the recipe in ``source``; one of the key in question is
    named instead of the file.
    """
    first = error.errors()[0]
    # members of a union are in the path too, such as tuple[str, ...]
    parts = [str(part) for part in first["loc"] if "[" not in str(part)]
    where = ".".join(parts)
    at_fault = [text for text in overrides if _concerns(text.partition("=")[0].strip(), where)]
    blame = " and ".join(f"--set {text}" for text in at_fault) or f"The recipe {source}"
    if first["type"] == "extra_forbidden":
        return InputError(f"{blame} has the key {where}, which does not exist{_hint(where)}")
    return InputError(f"{blame} cannot be used: {_reason(dict(first), where)}.")


def _reason(first: Mapping[str, Any], where: str) -> str:
    kind = str(first["type"])
    if kind == "value_error":  # our own words, which say the value where it matters
        text = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
        return f"{where}: {text}" if where else text
    context = {name: _plain(value) for name, value in first.get("ctx", {}).items()}
    if kind in _WORDS:
        words = _WORDS[kind].format(**context)
    else:
        name = next((name for name in _KINDS if kind.startswith(name)), None)
        words = f"must be {_KINDS[name]}" if name else str(first["msg"]).replace("Input should", "must")
    return f"{where} {words}" + ("" if kind == "missing" else f", not {_short(first['input'])}")


def _concerns(key: str, where: str) -> bool:
    """Whether the override of ``key`` can be what is wrong at ``where``; without a place, any can."""
    return not where or f"{where}.".startswith(f"{key}.") or f"{key}.".startswith(f"{where}.")


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value).replace("'", "").replace(" or ", ", ")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def _hint(where: str) -> str:
    known = list(_keys(Recipe, ""))
    stem = ".".join(part for part in where.split(".") if not part.isdigit())
    near = difflib.get_close_matches(stem, known, 1, 0.6)
    if near:
        return f"; did you mean {near[0]}?"
    folder, _, _ = stem.rpartition(".")
    beside = [key for key in known if key.rpartition(".")[0] == folder]
    return f"; there are {', '.join(beside or [key for key in known if '.' not in key])}."


def _keys(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield prefix + name
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _keys(part, f"{prefix}{name}.")
