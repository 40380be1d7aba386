"""What is seen when the mouse rests on a landslide: a small picture and what is known about it."""

from __future__ import annotations

from html import escape

from qgis.core import QgsVectorLayer

from ..i18n_text import tr
from .columns import column_of


def map_tip(layer: QgsVectorLayer) -> str:
    """HTML with QGIS expressions for the map tip of the landslides, from the columns that the layer has."""

    def column(name: str) -> str | None:
        found = column_of(layer.fields(), name)
        return None if found is None else f'"{found}"'

    rows: list[tuple[str, str]] = []

    def row(title: str, expression: str, *names: str) -> None:
        found = [column(name) for name in names]
        if None not in found:
            rows.append((title, expression.format(*found)))

    row(tr("Confidence"), "represent_value({0})", "conf_usgs")
    row(tr("Probability"), "format_number(100 * {0}, 0) || ' %'", "prob_mean")
    row(
        tr("Area"),
        "if({0} < 10000, format_number({0}, 0) || ' m²', format_number({0} / 10000, 2) || ' ha')",
        "area_m2",
    )
    row(tr("Length, width"), "format_number({0}, 0) || ' m, ' || format_number({1}, 0) || ' m'", "length_m", "width_m")
    row(tr("Mean slope"), "format_number({0}, 0) || '°'", "slope_mean")
    row(tr("Height difference"), "format_number({0}, 0) || ' m'", "relief_m")
    row(tr("Type of landslide"), "nullif(represent_value({0}), '')", "ls_type")
    row(tr("Review"), "represent_value({0})", "status")
    row(tr("Notes"), "{0}", "notes")
    lines = "".join(_line(title, expression) for title, expression in rows)
    # inside eval() a function that is not there, as without the plugin, is nothing instead of an error text
    picture = "[% coalesce(eval('l4s_picture(@layer_id, $id, $geometry)'), '') %]"
    # near the edge of the map QGIS cuts a tip off, so it is small; its own letters are large and with serifs
    style = "font-family: sans-serif; font-size: small"
    title = f"<b>[% {_safe(column('ls_id') or '$id')} %]</b>"
    return f'<div style="{style}">{title}<br>{picture}<table style="{style}">{lines}</table></div>'


def _line(title: str, expression: str) -> str:
    """A line of the table; none where there is no value."""
    start = f"<tr><td>{_text(title)}&nbsp;&nbsp;</td><td><b>"
    return f"[% coalesce('{start}' || {_safe(expression)} || '</b></td></tr>', '') %]"


def _text(words: str) -> str:
    """Words as part of a string in an expression, itself in HTML."""
    return escape(words).replace("'", "''")


def _safe(expression: str) -> str:
    """The value without markup: what a reviewer typed must not become HTML."""
    return f"replace(replace(to_string({expression}), '&', '&amp;'), '<', '&lt;')"
