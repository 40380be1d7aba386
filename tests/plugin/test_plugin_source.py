"""What the sources of the plugin must keep to, so that it runs in every QGIS from 3.22 on, looked up without QGIS.

Names of QGIS and Qt are looked up in ``tests_qgis/test_source_names.py``, where they exist.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin_text.extract import sources_of

PLUGIN = Path(__file__).resolve().parents[2] / "qgis_plugin"
FILES = sorted(path.relative_to(PLUGIN).as_posix() for path in PLUGIN.rglob("*.py"))

QT_FREE = ("backend/", "jobs.py")


def parse(text: str) -> ast.Module:
    return ast.parse(text, feature_version=(3, 9))


def complaints(text: str, qt_free: bool = False) -> list[str]:
    """What keeps a source from running everywhere, with the line."""
    tree = parse(text)
    return sorted({f"{line}: {said}" for line, said in _complaints(tree, qt_free)})


def _complaints(tree: ast.Module, qt_free: bool) -> Iterator[tuple[int, str]]:
    annotations = {id(part) for node in ast.walk(tree) for whole in _annotations(node) for part in ast.walk(whole)}
    for node in ast.walk(tree):
        for module in _modules(node):
            top = module.split(".", 1)[0]
            if top in ("PyQt5", "PyQt6", "PySide2", "PySide6", "sip"):
                yield node.lineno, f"{module}: Qt comes from qgis.PyQt"
            if top in ("l4s_core", "qgis_plugin", "landslides_l4s"):
                yield node.lineno, f"{module}: the plugin imports its own parts relatively, and l4s_core never"
            if qt_free and top == "qgis":
                yield node.lineno, f"{module}: this part knows no QGIS"
        if isinstance(node, ast.Attribute) and node.attr == "exec_":
            yield node.lineno, "exec_(): exec() works in PyQt5 and PyQt6"
        # vermin does not see them all: | between types where it is worked out, not just read: list[int | None] at
        # module level, a cast, a base class
        if _is_union(node) and id(node) not in annotations and _names_a_type(node):
            yield node.lineno, "X | Y outside an annotation: not in Python 3.9"
        if list(_annotations(node)) and "annotations" not in _future(tree):
            yield node.lineno, "from __future__ import annotations is missing"


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module or ""]
    return []


def _annotations(node: ast.AST) -> Iterator[ast.expr]:
    for name in ("annotation", "returns"):
        found = getattr(node, name, None)
        if isinstance(found, ast.expr):
            yield found


def _future(tree: ast.Module) -> set[str]:
    return {
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
        for alias in node.names
    }


def _is_union(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr)


def _names_a_type(node: ast.AST) -> bool:
    """One side is None or a builtin type; flags of Qt, which are or-ed as well, never are."""
    builtin = {"int", "str", "float", "bool", "bytes", "dict", "list", "tuple", "set", "Path"}
    assert isinstance(node, ast.BinOp)
    sides = [side.value if isinstance(side, ast.Subscript) else side for side in (node.left, node.right)]
    return any(
        (isinstance(side, ast.Constant) and side.value is None) or (isinstance(side, ast.Name) and side.id in builtin)
        for side in sides
    )


@pytest.mark.parametrize("file", FILES)
def test_a_source_runs_in_every_qgis(file: str) -> None:
    text = (PLUGIN / file).read_text(encoding="utf-8")
    assert complaints(text, qt_free=file.startswith(QT_FREE)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("from PyQt5.QtCore import Qt", "Qt comes from qgis.PyQt"),
        ("def f():\n import sip", "Qt comes from qgis.PyQt"),
        ("import l4s_core.base.words", "l4s_core never"),
        ("from qgis_plugin.jobs import DetectJob", "relatively"),
        ("dialog.exec_()", "exec()"),
        ("Event = dict[str, int] | None", "outside an annotation"),
        ("x = cast(int | str, y)", "outside an annotation"),
        ("isinstance(x, int | str)", "outside an annotation"),
        ("def f(x: int): pass", "from __future__"),
    ],
)
def test_the_check_sees(text: str, said: str) -> None:
    assert [said in complaint for complaint in complaints(text)] == [True]


def vermin(path: Path) -> subprocess.CompletedProcess[str]:
    """What needs a newer Python than 3.9 in a file or folder, by the program vermin; 0 when nothing does."""
    command = [
        sys.executable,
        "-c",
        "from vermin import main; main()",
        "-t=3.9-",
        "--no-tips",
        "--violations",
        str(path),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_python_3_9_has_everything_that_is_used() -> None:
    done = vermin(PLUGIN)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "text",
    [
        "zip(a, b, strict=True)",
        "from dataclasses import dataclass\n@dataclass(frozen=True, slots=True)\nclass A: pass",
        "from itertools import pairwise",
        "import datetime\nnow = datetime.UTC",
        "import tomllib",
        "match 1:\n    case 1: pass",
    ],
)
def test_vermin_sees(text: str, tmp_path: Path) -> None:
    (tmp_path / "new.py").write_text(f"{text}\n")
    assert vermin(tmp_path / "new.py").returncode != 0


def test_the_check_lets_pass() -> None:
    text = """
from __future__ import annotations
from .words import tr
from qgis.PyQt.QtCore import Qt
def f(x: int | None, y: list[str | None]) -> dict[str, int | str]:
    z: int | None = None
    return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
dialog.exec()
"""
    assert complaints(text) == []
    assert complaints("from qgis.core import Qgis", qt_free=True) == ["1: qgis.core: this part knows no QGIS"]
    with pytest.raises(SyntaxError):
        complaints("match x:\n  case 1: pass")


def test_every_text_to_translate_is_written_out() -> None:
    assert sources_of(PLUGIN), "a TextError names the place where it is not"


def test_every_picture_that_is_named_exists() -> None:
    """A name without a file shows nothing in QGIS, and nobody is told."""
    there = {path.stem for path in (PLUGIN / "icons").glob("*.svg")}
    text = "\n".join((PLUGIN / file).read_text(encoding="utf-8") for file in FILES)
    text = re.sub(r"getThemeIcon\([^)]*\)", "", text)  # QGIS's own
    named = set(re.findall(r"""["'/](\w+)\.svg["']|\bICON = "(\w+)"|\b_add\("(\w+)\"""", text))
    assert {name for names in named for name in names if name} - there == set()
    assert len(named) >= 3, "the plugin names its pictures in another way now: look for it"
