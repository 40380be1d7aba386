"""The page of the Python functions and types: the public names, each with its docstring through mkdocstrings."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def public_names() -> list[tuple[str, str]]:
    """Name and whole path of each public name, in the order of ``l4s_core/__init__.pyi``."""
    tree = ast.parse((ROOT / "l4s_core" / "__init__.pyi").read_text(encoding="utf-8"))
    return [
        (alias.asname or alias.name, f"l4s_core.{node.module}.{alias.name}")
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]


def public_page() -> str:
    """Markdown with a directive of mkdocstrings for each name."""
    text = [
        "# Python reference",
        "",
        "What `import l4s_core` offers; [the page with examples](../python.md) says what to begin with. Everything",
        "below is written from the docstrings when the site is built.",
        "",
    ]
    for name, path in public_names():
        text += [f"::: {path}", "    options:", f'      heading: "{name}"', f'      toc_label: "{name}"', ""]
    return "\n".join(text)
