"""How mkdocstrings reads docstrings of this package: words behind ``name :`` describe; the signature has the type."""

from __future__ import annotations

import re
from typing import Any

import griffe

_SECTIONS = {"Parameters", "Other Parameters", "Attributes"}
_ENTRY = re.compile(r"^(\*{0,2}\w+(?:, \*{0,2}\w+)*)(?: : (.+))?$")


class HouseDocstrings(griffe.Extension):
    """Rewrites each docstring before it is parsed."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        if obj.docstring is not None:
            obj.docstring.value = described(obj.docstring.value)


def described(text: str) -> str:
    """``first, second : words`` of the sections that list names as numpydoc has descriptions: one below each name.

    Each has an entry of its own, because griffe takes type and default of the first for all of one.
    """
    lines: list[str] = []
    names: list[str] = []
    body: list[str] = []
    inside = False

    def end() -> None:
        for name in names:
            lines.extend([name, *body])
        names.clear()
        body.clear()

    given = text.splitlines()
    for line, below in zip(given, [*given[1:], ""], strict=True):
        heading = below.startswith("---")
        found = _ENTRY.match(line) if inside and not heading else None
        if heading or found is not None:
            end()
        if heading:
            inside = line.strip() in _SECTIONS
        if found is not None:
            names += found[1].split(", ")
            body += [f"    {found[2]}"] if found[2] else []
        else:
            (body if names else lines).append(line)
    end()
    return "\n".join(lines)
