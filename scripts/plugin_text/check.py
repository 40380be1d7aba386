"""What a translation must keep of its original, so that the plugin works in every language."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping

from plugin_text.ts_file import Key


def problems(translations: Mapping[Key, str]) -> Iterator[str]:
    """One sentence for every translation that would break something or read wrongly. Untranslated ones are skipped."""
    for (_, text), translated in translations.items():
        if translated:
            for problem in _problems(text, translated):
                yield f"{text!r} -> {translated!r}: {problem}"


def unfinished(translations: Mapping[Key, str]) -> list[Key]:
    """What has no translation yet."""
    return [key for key, translated in translations.items() if not translated]


def _problems(text: str, translated: str) -> Iterator[str]:
    try:
        if _places(text) != _places(translated):
            yield "the places in { } differ"
    except ValueError:
        yield "the braces do not match"
    if _tags(text) != _tags(translated):
        yield "the HTML tags differ"
    if _mnemonics(text) != _mnemonics(translated):
        yield "one has a keyboard shortcut (&) and the other has not"
    if _margins(text) != _margins(translated):
        yield "they begin or end with different spaces or line ends"


def _places(text: str) -> Counter[str]:
    """{name:spec} of str.format(), however often."""
    return Counter(
        f"{name}!{conversion}:{spec}"
        for _, name, spec, conversion in string.Formatter().parse(text)
        if name is not None
    )


def _tags(text: str) -> Counter[str]:
    return Counter(re.findall(r"</?[a-zA-Z][^<>]*>", text))


def _mnemonics(text: str) -> int:
    """Letters with & before them; && is a plain ampersand, &lt; an entity."""
    return len(re.findall(r"&(?![a-z]+;|#|\s|$)", text.replace("&&", "")))


def _margins(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
