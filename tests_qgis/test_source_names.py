"""Every name of QGIS and Qt that the plugin uses exists in the QGIS at hand, and enums are written with their class.

What stands in an ``if hasattr(...)`` or its ``else`` may be missing: that is how two versions are told apart.

``Qt.AlignLeft`` is gone in PyQt6, ``Qt.AlignmentFlag.AlignLeft`` works in both; linters for QGIS plugins do not see it.
"""

from __future__ import annotations

import ast
import enum
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from qgis.PyQt.QtCore import Qt

PLUGIN = Path(__file__).resolve().parents[1] / "qgis_plugin"
FILES = sorted(path.relative_to(PLUGIN).as_posix() for path in PLUGIN.rglob("*.py"))
MISSING = object()
ENUM_CLASSES = (type(Qt.AlignmentFlag), enum.EnumMeta)  # sip's own in PyQt5, Python's in PyQt6


def imported(tree: ast.Module) -> dict[str, Any]:
    """Names that come from qgis, and what they are; missing ones too."""
    names: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level and node.module.split(".")[0] == "qgis":
            module = importlib.import_module(node.module)
            for alias in node.names:
                names[alias.asname or alias.name] = getattr(module, alias.name, MISSING)
    return names


def chain(node: ast.expr) -> list[str] | None:
    """["Qt", "AlignmentFlag", "AlignLeft"] of ``Qt.AlignmentFlag.AlignLeft``; None where no name is first."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else None


def told_apart(tree: ast.Module) -> set[int]:
    """The ids of the nodes inside an ``if`` that asks ``hasattr``."""
    return {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, (ast.If, ast.IfExp))
        and any(isinstance(part, ast.Name) and part.id == "hasattr" for part in ast.walk(node.test))
        for inner in ast.walk(node)
    }


def is_enum_class(thing: Any) -> bool:
    return isinstance(thing, ENUM_CLASSES)


def complaints(text: str) -> list[str]:
    """Names that do not exist and enum members without their class, each with its line."""
    tree = ast.parse(text)
    names = imported(tree)
    return sorted({f"{line}: {said}" for line, said in _complaints(tree, names)})


def _complaints(tree: ast.Module, names: dict[str, Any]) -> Iterator[tuple[int, str]]:
    for name, thing in names.items():
        if thing is MISSING:
            yield 0, f"{name} does not exist"
    either = told_apart(tree)
    for node in ast.walk(tree):
        parts = chain(node) if isinstance(node, ast.Attribute) else None
        if not parts or names.get(parts[0], MISSING) is MISSING:
            continue
        thing: Any = names[parts[0]]
        for index, part in enumerate(parts[1:], start=1):
            if not isinstance(thing, (type, ModuleType)):
                break  # an object: what it has is not known from its name
            value = getattr(thing, part, MISSING)
            if value is MISSING and id(node) in either:
                break
            if value is MISSING:
                yield node.lineno, f"{'.'.join(parts[: index + 1])} does not exist"
                break
            member = is_enum_class(type(value)) and not is_enum_class(thing)
            # QVariant.Int: PyQt6 has no such class, and QGIS puts the short names back
            if member and not isinstance(thing, ModuleType) and parts[0] != "QVariant":
                yield node.lineno, f"{'.'.join(parts[: index + 1])} lacks its class, {type(value).__name__}"
                break
            thing = value


@pytest.mark.parametrize("file", FILES)
def test_the_names_of_a_source_exist(file: str) -> None:
    assert complaints((PLUGIN / file).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("from qgis.core import Qgis\nif Qgis.QGIS_VERSION_INT > 4:\n    Qgis.NoSuchEnum", "Qgis.NoSuchEnum does not"),
        ("from qgis.PyQt.QtCore import Qt\nQt.AlignLeft", "Qt.AlignLeft lacks its class"),
        ("from qgis.PyQt.QtCore import Qt\nQt.AlignmentFlag.AlignNowhere", "Qt.AlignmentFlag.AlignNowhere does not"),
        ("from qgis.PyQt.QtWidgets import QFrame\nx.f(QFrame.StyledPanel)", "QFrame.StyledPanel lacks its class"),
        ("from qgis.core import QgsProcessing\nQgsProcessing.TypeRaster", "lacks its class"),
        ("from qgis.core import QgsNoSuchThing", "QgsNoSuchThing does not exist"),
        (
            "from qgis.core import QgsProject\nQgsProject.instance().x\nQgsProject.foo()",
            "QgsProject.foo does not exist",
        ),
    ],
)
def test_the_check_sees(code: str, said: str) -> None:
    assert [said in complaint for complaint in complaints(code)] == [True]


def test_the_check_lets_pass() -> None:
    code = """
from qgis.PyQt.QtCore import Qt, pyqtSignal, QSettings, QVariant
from qgis.core import QgsProcessing, QgsProcessingParameterNumber, Qgis
Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
QgsProcessing.SourceType.TypeVectorPolygon
QgsProcessingParameterNumber.Type.Double
Qgis.QGIS_VERSION.split("-")
Qgis.MessageLevel.Warning
QSettings().value("a")
QVariant.Int
if hasattr(Qgis, "NoSuchEnum"):
    Qgis.NoSuchEnum.Member
else:
    Qgis.AnotherOne.Member
"""
    assert complaints(code) == []
