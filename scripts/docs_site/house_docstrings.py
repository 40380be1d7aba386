"""How mkdocstrings reads docstrings of this package: words behind ``name :`` describe; the signature has the type."""

from __future__ import annotations

import re
from typing import Any

import griffe

_SECTIONS = {"Parameters", "Other Parameters", "Attributes"}
_ENTRY = re.compile(r"^(\*{0,2}\w+(?:, \*{0,2}\w+)*) : (.+)$")


class HouseDocstrings(griffe.Extension):
    """Rewrites each docstring before it is parsed."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        if obj.docstring is not None:
            obj.docstring.value = described(obj.docstring.value)


def described(text: str) -> str:
    """``name : words`` of the sections that list names as numpydoc has a description: on a line of its own."""
    lines: list[str] = []
    inside = False
    given = text.splitlines()
    for line, below in zip(given, [*given[1:], ""], strict=True):
        if below.startswith("---"):
            inside = line.strip() in _SECTIONS
        found = _ENTRY.match(line) if inside else None
        lines += [line] if found is None else [found[1], f"    {found[2]}"]
    return "\n".join(lines)
