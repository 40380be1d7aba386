"""Lays the pages of the site out in a folder, with links that work there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath

from docs_site.commands import command_names, command_page, index_page
from docs_site.public_names import public_page

ROOT = Path(__file__).resolve().parents[2]
TOP = {
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changes.md",
    "README.md": "index.md",
}
"""Pages at the top of the checkout, and where they are in the site; for the first page ``docs/index.md`` stands."""

_LINK = re.compile(r"(\]\(\s*<?)([^)>\s]+)(>?(?:\s+\"[^\"]*\")?\s*\))")
_CODE = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)[ \t]*$|`[^`\n]*`)", re.MULTILINE | re.DOTALL)
_COMMANDS = "COMMANDS"


class SiteError(Exception):
    """Something in ``docs/`` that does not fit together, in one sentence."""


def assemble(folder: Path) -> Path:
    """Write ``folder/pages`` and ``folder/mkdocs.yml`` anew; what was there is taken away.

    Returns
    -------
    Path
        The configuration, for zensical.

    Raises
    ------
    SiteError
        The navigation names a page that is not there, or one twice.
    """
    pages = folder / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs", pages, ignore=shutil.ignore_patterns("mkdocs.yml", ".*"))
    for page in sorted(pages.rglob("*.md")):
        here = "docs/" + page.relative_to(pages).as_posix()
        page.write_text(spaced(relinked(page.read_text(encoding="utf-8"), here)), encoding="utf-8")
    for name, target in TOP.items():
        if not (pages / target).exists():
            text = (ROOT / name).read_text(encoding="utf-8")
            (pages / target).write_text(spaced(relinked(text, name)), encoding="utf-8")
    commands = pages / "reference" / "commands"
    commands.mkdir(parents=True)
    (commands / "index.md").write_text(index_page(), encoding="utf-8")
    for name in command_names():
        (commands / f"{name}.md").write_text(command_page(name), encoding="utf-8")
    (pages / "reference" / "python.md").write_text(public_page(), encoding="utf-8")
    config = folder / "mkdocs.yml"
    text = with_commands((ROOT / "docs" / "mkdocs.yml").read_text(encoding="utf-8"))
    config.write_text(with_others(text, pages).replace("ROOT", str(ROOT)), encoding="utf-8")
    return config


def with_commands(text: str) -> str:
    """The configuration with one line for each command in place of the placeholder."""
    found = re.search(rf"^( *)- {_COMMANDS}$", text, re.MULTILINE)
    if found is None:
        raise SiteError(f"docs/mkdocs.yml has no line '- {_COMMANDS}' in its navigation.")
    lines = [f"{found[1]}- l4s {name}: reference/commands/{name}.md" for name in command_names()]
    return text[: found.start()] + "\n".join(lines) + text[found.end() :]


def with_others(text: str, pages: Path) -> str:
    """The configuration with the pages that it does not name under *More*, so that none is out of reach.

    Raises
    ------
    SiteError
        It names a page that is not there, or one twice.
    """
    named = re.findall(r"^\s*-\s+(?:[^#\n]*?:\s+)?([\w./-]+\.md)\s*$", text, re.MULTILINE)
    there = {page.relative_to(pages).as_posix() for page in pages.rglob("*.md")}
    problems = [f"{name} is in the navigation and not in docs/" for name in sorted(set(named) - there)]
    problems += [f"{name} is in the navigation twice" for name in sorted({n for n in named if named.count(n) > 1})]
    if problems:
        raise SiteError(f"docs/mkdocs.yml: {'; '.join(problems)}.")
    others = "".join(f"      - {name}\n" for name in sorted(there - set(named)))
    return re.sub(r"\n(?=theme:)", lambda _: f"  - More:\n{others}\n" if others else "\n", text, count=1)


def spaced(text: str) -> str:
    """Markdown in which lists and tables that follow a line of words begin after an empty one, as zensical needs it."""
    lines: list[str] = []
    fence = False
    for line in text.split("\n"):
        before = lines[-1] if lines else ""
        words = before != "" and not re.match(r"[ |>#]|[-*] |\d+\. |```|~~~", before)
        if re.match(r"\s*(```|~~~)", line):
            fence = not fence
        elif not fence and words and re.match(r"[-*] |1\. |\|", line):
            lines.append("")
        lines.append(line)
    return "\n".join(lines)


def relinked(text: str, page: str) -> str:
    """The Markdown of a page of the checkout with links for the site.

    Pages that are in the site are linked there, other files (sources, licences) where the repository is read.
    ``page`` is the path of the file in the checkout.
    """
    parts = _CODE.split(text)
    return "".join(
        part if number % 2 else _LINK.sub(lambda found: found[1] + _target(found[2], page) + found[3], part)
        for number, part in enumerate(parts)
    )


def _target(link: str, page: str) -> str:
    path, mark, anchor = link.partition("#")
    if not path or re.match(r"[a-z][a-z0-9+.-]*:", link, re.IGNORECASE):
        return link
    target = normpath(str(PurePosixPath(page).parent / path))
    if target in TOP:
        place = TOP[target]
    elif target.startswith("docs/"):
        place = target.removeprefix("docs/")
    else:
        return f"{repository()}/blob/main/{target}{mark}{anchor}"
    here = TOP.get(page, page.removeprefix("docs/"))
    return relpath(place, PurePosixPath(here).parent.as_posix()) + mark + anchor


def repository() -> str:
    """The address of the repository, from the one file that states it."""
    lines = (ROOT / "metadata.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)["repository"]
