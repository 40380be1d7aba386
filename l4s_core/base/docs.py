"""Where the documentation is read: an installed package has none beside it.

Messages and help name a page by `page`, never by its place in the sources; a test looks for every page that is named.
"""

from __future__ import annotations

DOCS = "https://example.org/l4s/docs"
"""The site that ``scripts/docs`` builds, below the homepage that ``metadata.txt`` states, which a test compares."""


def page(name: str) -> str:
    """The address of the page that ``docs/<name>.md`` becomes, such as ``patches`` or ``models/l4s-lite-v4``."""
    return f"{DOCS}/{name}.html"
