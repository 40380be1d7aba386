"""Where the documentation is read: an installed plugin has none beside it."""

from __future__ import annotations

from pathlib import Path

PLUGIN = Path(__file__).resolve().parent


def page(name: str) -> str:
    """The address of the page that ``docs/<name>.md`` becomes in the site below the homepage of ``metadata.txt``."""
    lines = (PLUGIN / "metadata.txt").read_text(encoding="utf-8").splitlines()
    homepage = next((line.split("=", 1)[1].strip() for line in lines if line.startswith("homepage=")), "")
    return f"{homepage}/docs/{name}.html"
