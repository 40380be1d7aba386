"""Do the links between the pages lead somewhere? Prints those that do not, and ends with 1 if there are any.

    python scripts/check_links.py [FOLDER]

Looks at every Markdown file that is not in a hidden or built folder: relative links and pictures must exist, and ``#``
must name a heading. Addresses on the web are not asked.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

BUILT = {"build", "dist", "runs", "demo-output", "ci-artefacts", "node_modules"}
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(\s*<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)


def pages(folder: Path) -> Iterator[Path]:
    """The Markdown files of a checkout; hidden folders do not count, but for .github."""
    for path in sorted(folder.rglob("*.md")):
        parts = path.relative_to(folder).parts[:-1]
        if not any((part.startswith(".") and part != ".github") or part in BUILT for part in parts):
            yield path


def anchors(page: Path) -> set[str]:
    """The ``#`` names that GitHub gives to the headings of a page."""
    found: set[str] = set()
    for heading in _HEADING.findall(_without_blocks(page.read_text(encoding="utf-8"))):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        name = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        number = 0
        while (one := f"{name}-{number}" if number else name) in found:
            number += 1
        found.add(one)
    return found


def broken_links(folder: Path) -> list[str]:
    """``page: link (reason)`` of each link that leads nowhere."""
    found = []
    for page in pages(folder):
        for link in _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8"))):
            if re.match(r"[a-z][a-z0-9+.-]*:", link, re.IGNORECASE):
                continue
            path, _, anchor = unquote(link).partition("#")
            target = (page.parent / path) if path else page
            if not target.exists():
                found.append(f"{page.relative_to(folder)}: {link} (no such file)")
            elif anchor and target.suffix == ".md" and anchor not in anchors(target):
                found.append(f"{page.relative_to(folder)}: {link} (no such heading)")
    return found


def _without_blocks(text: str) -> str:
    return re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)


if __name__ == "__main__":
    broken = broken_links(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1])
    for line in broken:
        print(line)
    sys.exit(bool(broken))
