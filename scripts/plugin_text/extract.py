"""The translatable strings in Python sources.

Qt's own pylupdate5 puts what it finds in a free function ``tr("...")`` into the context ``@default``, where
``QCoreApplication.translate("L4S", ...)`` does not look at run time; hence this one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plugin_text.errors import TextError

CONTEXT = "L4S"  # that of the free function tr()


@dataclass(frozen=True)
class Source:
    """One place where a string is marked: its context, the text, the file and the line."""

    context: str
    text: str
    file: str
    line: int


def sources_of(folder: Path) -> list[Source]:
    """All marked strings of the Python files in a folder, by file and line.

    Raises
    ------
    TextError
        ``tr()`` has something else than a literal, which would never be translated.
    """
    found: list[Source] = []
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        found += _in_tree(ast.parse(path.read_text(encoding="utf-8"), str(path)), name, "")
    return found


def _in_tree(node: ast.AST, file: str, klass: str) -> Iterator[Source]:
    if isinstance(node, ast.ClassDef):
        klass = node.name
    if isinstance(node, ast.Call):
        found = _marked(node, file, klass)
        if found:
            yield found
    for child in ast.iter_child_nodes(node):
        yield from _in_tree(child, file, klass)


def _marked(call: ast.Call, file: str, klass: str) -> Source | None:
    """``tr("text")``, ``self.tr("text")`` or ``...translate("context", "text")``."""
    function = call.func
    if isinstance(function, ast.Name) and function.id == "tr":
        context, arguments = CONTEXT, call.args
    elif isinstance(function, ast.Attribute) and function.attr == "tr" and _is_self(function.value):
        context, arguments = klass, call.args
    elif isinstance(function, ast.Attribute) and function.attr == "translate" and _is_application(function.value):
        if len(call.args) > 1 and isinstance(call.args[1], ast.Name):
            return None  # inside tr() itself
        context, arguments = _literal(call.args[:1], file, call), call.args[1:]
    else:
        return None
    return Source(context, _literal(arguments[:1], file, call), file, call.lineno)


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def _is_application(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("QCoreApplication", "QApplication", "QgsApplication")


def _literal(arguments: list[ast.expr], file: str, call: ast.Call) -> str:
    if arguments and isinstance(arguments[0], ast.Constant) and isinstance(arguments[0].value, str):
        return arguments[0].value
    raise TextError(
        f'{file}:{call.lineno}: the text to translate must be written out there; put .format() behind tr("...")'
    )
