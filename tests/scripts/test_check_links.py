"""Links between pages, and that ours lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_links import anchors, broken_links

ROOT = Path(__file__).resolve().parents[2]


def test_every_link_of_this_checkout_leads_somewhere() -> None:
    assert broken_links(ROOT) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[a](other.md)", None),
        ("[a](other.md#two-words-and-code)", None),
        ("[a](#here)", None),
        ('![a](folder/a%20b.png "a picture")', None),
        ("[a](https://example.org/nothing) [b](mailto:a@b.c)", None),
        ("`[a](nowhere.md)`\n\n```\n[a](nowhere.md)\n```", None),
        ("[a](nowhere.md)", "page.md: nowhere.md (no such file)"),
        ("[a](other.md#three)", "page.md: other.md#three (no such heading)"),
        ("[a](#there)", "page.md: #there (no such heading)"),
    ],
)
def test_what_is_broken(text: str, says: str | None, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a b.png").touch()
    (tmp_path / "other.md").write_text("# Two words, and `code`\n\n```\n# three\n```\n", encoding="utf-8")
    (tmp_path / "page.md").write_text(f"## Here\n\n{text}\n", encoding="utf-8")
    assert broken_links(tmp_path) == ([says] if says else [])


def test_pages_of_environments_and_builds_do_not_count(tmp_path: Path) -> None:
    for folder in (".venv-test", "dist", ".github"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.md").write_text("[a](nowhere.md)")
    assert broken_links(tmp_path) == [f"{Path('.github') / 'page.md'}: nowhere.md (no such file)"]


def test_headings_that_are_alike_are_numbered(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Tests\n## Tests\n## A [link](x.md)\n", encoding="utf-8")
    assert anchors(page) == {"tests", "tests-1", "a-link"}
