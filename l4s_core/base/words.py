"""Small parts of sentences."""

from __future__ import annotations


def plural(count: int, one: str, many: str) -> str:
    """The count and its noun: ``1 patch``, ``3 patches``."""
    return f"{count} {one if count == 1 else many}"
