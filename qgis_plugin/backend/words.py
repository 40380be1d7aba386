"""The sentences of the backend in the user's language, without knowing Qt."""

from __future__ import annotations

from typing import Callable

_translator: Callable[[str], str] = str


def set_translator(translate: Callable[[str], str]) -> None:
    """Called once by the plugin; without it the sentences stay English."""
    global _translator
    _translator = translate


def tr(text: str) -> str:
    """``text`` translated; a literal, so that the tool that collects the strings finds it."""
    return _translator(text)
