"""Landslides (L4S): the QGIS plugin. QGIS shows and asks; a Python of its own does the work."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:
    """The plugin. QGIS is imported only here, so that ``backend`` and ``jobs`` can be used without it."""
    from .plugin import L4SPlugin

    return L4SPlugin(iface)
