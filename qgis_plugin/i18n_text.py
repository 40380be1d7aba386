"""Translation of the strings that people read."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

CONTEXT = "L4S"


def tr(text: str) -> str:
    """The text in the language of QGIS. Call it with a literal, and fill places with ``.format()`` afterwards."""
    return QCoreApplication.translate(CONTEXT, text)
