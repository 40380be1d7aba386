"""Where the documentation is read: an installed package has none beside it."""

from __future__ import annotations

DOCS = "https://example.org/l4s/docs"
"""Below the homepage that ``metadata.txt`` states, which a test compares."""


def page(name: str) -> str:
    """The address of ``docs/<name>.md``, for messages and help."""
    return f"{DOCS}/{name}.md"
