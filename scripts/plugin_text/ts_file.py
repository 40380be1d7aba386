"""Qt's translation source files (.ts)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from pathlib import Path

from plugin_text.errors import TextError
from plugin_text.extract import Source

Key = tuple[str, str]  # context and text


def read_ts(path: Path) -> dict[Key, str]:
    """Context and text -> translation, empty where there is none yet. Nothing where there is no file."""
    if not path.is_file():
        return {}
    try:
        root = ET.parse(path).getroot()  # a file of this repository, not of a stranger
    except ET.ParseError as error:
        raise TextError(f"{path} is not a translation file: {error}") from error
    found: dict[Key, str] = {}
    for context in root.iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            found[name, message.findtext("source", "")] = message.findtext("translation", "")
    return found


def write_ts(path: Path, language: str, sources: Iterable[Source], translations: Mapping[Key, str]) -> None:
    """Write every marked string with its translation, or as unfinished.

    Strings that are gone are dropped, and lines of the sources are not stated: both would only fill version history.
    """
    files: dict[Key, set[str]] = {}
    for source in sources:
        files.setdefault((source.context, source.text), set()).add(source.file)
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for context, text in sorted(files):
        if context not in contexts:
            contexts[context] = ET.SubElement(root, "context")
            ET.SubElement(contexts[context], "name").text = context
        message = ET.SubElement(contexts[context], "message")
        for file in sorted(files[context, text]):
            ET.SubElement(message, "location", filename=f"../{file}")
        ET.SubElement(message, "source").text = text
        translated = translations.get((context, text), "")
        target = ET.SubElement(message, "translation")
        target.text = translated
        if not translated:
            target.set("type", "unfinished")
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")
