"""Texts of a catalogue where Qt guesses whether a text is markup, which could load files and pages."""

from __future__ import annotations

from html import escape


def harmless(text: str) -> str:
    """The text for a tooltip or the message bar; markup in it is seen, not obeyed."""
    return f"<span>{escape(text)}</span>" if "<" in text or "&" in text else text
