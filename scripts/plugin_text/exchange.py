"""Lists of strings for translators, and what comes back from them: JSON, {English text: translation}."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from plugin_text.check import problems
from plugin_text.errors import TextError
from plugin_text.ts_file import Key


def to_json(keys: list[Key]) -> str:
    """A JSON object with every English text and an empty translation, to be filled in."""
    return json.dumps(dict.fromkeys(sorted({text for _, text in keys}), ""), ensure_ascii=False, indent=1)


def read_json(path: Path) -> dict[str, str]:
    """What a translator filled in; empty ones are skipped."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TextError(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise TextError(f"{path} must hold one object, {{English text: translation}}")
    return {text: translated for text, translated in found.items() if translated}


def merge(translations: Mapping[Key, str], new: Mapping[str, str]) -> dict[Key, str]:
    """The translations with the new ones put in, in every context that has the text.

    Raises
    ------
    TextError
        A text is not in the plugin (any more), or a translation loses a place, a tag or a shortcut.
    """
    known = {text for _, text in translations}
    strange = sorted(new.keys() - known)
    if strange:
        raise TextError(f"not texts of the plugin: {strange}")
    merged = {key: new.get(key[1], translated) for key, translated in translations.items()}
    wrong = list(problems(merged))
    if wrong:
        raise TextError("\n  ".join(["translations that would break something:", *wrong]))
    return merged
