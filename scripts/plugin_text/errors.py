"""What is wrong with strings or translations, in one sentence."""

from __future__ import annotations


class TextError(Exception):
    """A string or a translation file that cannot be used; the text says which and why."""
