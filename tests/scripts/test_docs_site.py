"""The pages of the documentation site: whole navigation, links that work there, and commands as they are."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest

import l4s_core
from docs_site.assemble import SiteError, assemble, relinked, spaced, with_others
from docs_site.commands import command_names, command_page
from docs_site.made import localise, problems
from docs_site.public_names import public_names
from l4s_core.base.docs import DOCS
from l4s_core.cli.main import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return assemble(tmp_path_factory.mktemp("site") / "docs").parent / "pages"


def test_every_page_that_a_message_names_is_in_the_site(pages: Path) -> None:
    named = {}
    for folder in ("l4s_core", "qgis_plugin"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func).rsplit(".", 1)[-1] == "page" and node.args:
                    given = node.args[0]
                    if isinstance(given, ast.Constant):
                        named[given.value] = path.name
                elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGE":
                    named[ast.literal_eval(node.value)] = path.name
    assert {"patches", "search", "qgis", "processing", "inventory"} <= set(named)
    assert [name for name in named if not (pages / f"{name.partition('#')[0]}.md").is_file()] == []


def test_every_option_of_every_command_is_on_its_page() -> None:
    for name in command_names():
        page, command = command_page(name), main.get_command(click.Context(main), name)
        below = list(command.commands.values()) if isinstance(command, click.Group) else []
        for each in [command, *below]:
            assert each is not None
            shown = [param for param in each.params if isinstance(param, click.Option) and not param.hidden]
            assert shown or below
            for param in shown:
                assert all(f"`{flag}" in page or f" {flag}" in page for flag in param.opts), (name, param.opts)
                assert _letters((param.help or "").split(DOCS)[0]) in _letters(page), (name, param.opts)


def _letters(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", text)


def test_the_python_page_has_the_public_names(pages: Path) -> None:
    names = [name for name, _ in public_names()]
    assert sorted(names) == sorted(name for name in l4s_core.__all__ if not name.startswith("_"))
    text = (pages / "reference" / "python.md").read_text(encoding="utf-8")
    for name, path in public_names():
        assert f"::: {path}\n" in text
        module, _, attribute = path.rpartition(".")
        assert getattr(l4s_core, name).__name__ == attribute
        assert (ROOT / f"{module.replace('.', '/')}.py").is_file()


@pytest.mark.parametrize(
    ("page", "link", "expected"),
    [
        ("docs/qgis.md", "search.md#accounts", "search.md#accounts"),
        ("docs/python.md", "../README.md", "index.md"),
        ("docs/models/a.md", "../../CONTRIBUTING.md#tests", "../contributing.md#tests"),
        ("CONTRIBUTING.md", "docs/design/house.md", "design/house.md"),
        ("CONTRIBUTING.md", "SECURITY.md", "security.md"),
        ("docs/design/a.md", "../images/x.png", "../images/x.png"),
        ("docs/index.md", "../CITATION.cff", "https://example.org/l4s/blob/main/CITATION.cff"),
        ("docs/index.md", "https://example.org", "https://example.org"),
        ("docs/index.md", "#here", "#here"),
    ],
)
def test_links_of_the_checkout_become_links_of_the_site(page: str, link: str, expected: str) -> None:
    assert relinked(f"a [word]({link}) `[code]({link})`", page) == f"a [word]({expected}) `[code]({link})`"
    assert relinked(f"```\n[code]({link})\n```\n", page) == f"```\n[code]({link})\n```\n"


def test_lists_and_tables_begin_after_an_empty_line() -> None:
    text = "Words\n- a\n- b\n  more\n- c\n\nWords\n1. a\n2. b\n\nOf\n2. no list\n\nWords\n| a |\n|---|\n"
    text += "```\nx\n- y\n```\n**Bold**\n- a"
    wanted = text.replace("Words\n", "Words\n\n").replace("**\n", "**\n\n")
    assert spaced(text) == wanted
    assert spaced(wanted) == wanted


def test_every_page_is_in_the_navigation_once(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("# A\n")
    whole = "nav:\n  - A: a.md\n  - Those:\n      - b.md\n\ntheme:\n"
    assert with_others(whole, tmp_path) == whole
    assert (
        with_others("nav:\n  - A: a.md\n\ntheme:\n", tmp_path)
        == "nav:\n  - A: a.md\n  - More:\n      - b.md\n\ntheme:\n"
    )
    with pytest.raises(SiteError, match=r"c\.md is in the navigation and not in docs/"):
        with_others("nav:\n  - A: a.md\n  - C: c.md\n\ntheme:\n", tmp_path)
    with pytest.raises(SiteError, match=r"a\.md is in the navigation twice"):
        with_others("nav:\n  - A: a.md\n  - B: b.md\n  - Again: a.md\n\ntheme:\n", tmp_path)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('<a href="other.html#there">', None),
        ('<a href="other.html">', None),
        ('<a href="https://example.org">', None),
        ('<script src="x.js"></script>', None),
        ('<a href="nowhere.html">', "no such page"),
        ('<a href="other.html#nowhere">', "no such heading"),
        ('<a href="#nowhere">', "no such heading"),
        ('<img src="nowhere.png">', "no such file"),
        ('<script src="https://example.org/x.js"></script>', "would be fetched from elsewhere"),
        ('<link rel="stylesheet" href="//example.org/x.css">', "would be fetched from elsewhere"),
        ('<script src="https://unpkg.com/iframe-worker/shim"></script>', None),
    ],
)
def test_what_is_wrong_with_a_built_page_is_found(tmp_path: Path, body: str, reason: str | None) -> None:
    (tmp_path / "x.js").write_text("")
    (tmp_path / "iframe-worker.js").write_text("")
    (tmp_path / "other.html").write_text('<h2 id="there">')
    (tmp_path / "page.html").write_text(body)
    localise(tmp_path)
    found = problems(tmp_path)
    assert len(found) == (reason is not None)
    assert all(reason in line and line.startswith("page.html: ") for line in found if reason)


def test_a_style_that_asks_elsewhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text(
        "a { background: url(b.png) } @font-face { src: url('https://example.org/f.woff') }"
    )
    assert problems(tmp_path) == ["a.css: https://example.org/f.woff (would be fetched from elsewhere)"]


def test_words_behind_a_colon_describe() -> None:
    griffe = pytest.importorskip("griffe", reason="mkdocstrings-python is not installed")
    from docs_site.house_docstrings import described

    text = "Do.\n\nParameters\n----------\nfirst, second : metres on the\n    ground.\nthird\n    More.\n\n"
    text += "Notes\n-----\nNo : entry."
    [_, parameters, notes] = griffe.Docstring(described(text), parser="numpy").parsed
    found = [(each.name, each.description) for each in parameters.value]
    assert found == [("first", "metres on the\nground."), ("second", "metres on the\nground."), ("third", "More.")]
    assert "No : entry." in str(notes.value.contents)
