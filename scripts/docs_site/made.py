"""What is wrong with a built site: links that lead nowhere, and anything that would be asked from elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# what a browser fetches by itself when a page is opened; a link is only followed when somebody clicks it
_FETCHED = {"src", "poster", "data", "srcset"}
_FETCHED_RELATIONS = {"stylesheet", "icon", "preload", "preconnect", "dns-prefetch", "modulepreload", "manifest"}


_SHIM = "https://unpkg.com/iframe-worker/shim"


def localise(site: Path) -> None:
    """The one script that zensical's offline search asks for from elsewhere is taken from the site itself."""
    for path in sorted(site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        up = "../" * (len(path.relative_to(site).parts) - 1)
        path.write_text(text.replace(_SHIM, f"{up}iframe-worker.js"), encoding="utf-8")


@dataclass
class Page:
    """What one page names: ``links`` and ``fetched`` as (address), and its ``anchors``."""

    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.page.anchors |= {given[name] for name in ("id", "name") if given.get(name)}
        self.page.fetched += [given[name].split(" ")[0] for name in _FETCHED if given.get(name)]
        if tag == "link" and set(given.get("rel", "").split()) & _FETCHED_RELATIONS:
            self.page.fetched.append(given.get("href", ""))
        elif tag == "a" and given.get("href"):
            self.page.links.append(given["href"])


def read_page(path: Path) -> Page:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.page


def problems(site: Path) -> list[str]:
    """``page: address (reason)`` of each link that leads nowhere and each file that is not in the site."""
    pages = {path: read_page(path) for path in sorted(site.rglob("*.html"))}
    found = []
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        if name == "404.html":
            continue  # its links are those of the first page, from the root of a server
        for address in page.fetched:
            if urlsplit(address).scheme not in ("", "data") or address.startswith("//"):
                found.append(f"{name}: {address} (would be fetched from elsewhere)")
            elif urlsplit(address).scheme == "" and not _file(path, address).is_file():
                found.append(f"{name}: {address} (no such file)")
        for address in page.links:
            parts = urlsplit(address)
            if parts.scheme or address.startswith("//"):
                continue
            target = _file(path, address)
            if not target.is_file():
                found.append(f"{name}: {address} (no such page)")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                found.append(f"{name}: {address} (no such heading)")
    for path in sorted(site.rglob("*.css")):
        name = path.relative_to(site).as_posix()
        asked = re.findall(r"(?:url\(|@import\s+)['\"]?(https?:[^'\")\s]+)", path.read_text(encoding="utf-8"))
        found += [f"{name}: {address} (would be fetched from elsewhere)" for address in asked]
    return found


def _file(page: Path, address: str) -> Path:
    path = unquote(urlsplit(address).path)
    target = (page.parent / path).resolve() if path else page
    return target / "index.html" if target.is_dir() else target
