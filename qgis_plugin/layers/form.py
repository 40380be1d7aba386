"""Aliases, lists to choose from and the edit form of the layers of an inventory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import (
    NULL,
    QgsAttributeEditorContainer,
    QgsAttributeEditorField,
    QgsEditorWidgetSetup,
    QgsValueMapFieldFormatter,
    QgsVectorLayer,
)

from ..i18n_text import tr
from . import columns, domains
from .compat import TAB_LAYOUT, as_tab
from .cut_offs import cut_offs_of

_TIMES = ("run_utc", "review_utc")
_SAME_FOR_ALL = (
    "event_id",
    "scene_post",
    "scene_pre",
    "dem_source",
    "model_id",
    "model_sha",
    "software",
)
"""Read-only texts that one run writes into every polygon."""
_MOST_LISTED = 50
_DECIMALS = {
    "area_m2": 0,
    "perim_m": 0,
    "length_m": 0,
    "width_m": 0,
    "lw_ratio": 2,
    "compactness": 2,
    "z_min": 0,
    "z_max": 0,
    "relief_m": 0,
    "z_m": 0,
    "slope_mean": 1,
    "slope_max": 1,
    "aspect_mean": 0,
    "prob_mean": 2,
    "prob_max": 2,
    "uncert_mean": 2,
    "threshold": 2,
}


def name_columns(layer: QgsVectorLayer) -> None:
    """Give the columns of any layer of an inventory their words, and hide none."""
    words = columns.aliases()
    for index, column in enumerate(layer.fields().names()):
        alias = words.get(columns.full_name(column))
        if alias is not None:
            layer.setFieldAlias(index, alias)


def set_widgets(layer: QgsVectorLayer) -> None:
    """Give every column the widget that fits it: a list, a date, a number with its decimals."""
    for index, column in enumerate(layer.fields().names()):
        layer.setEditorWidgetSetup(index, _widget(layer, index, columns.full_name(column)))


def set_form(layer: QgsVectorLayer) -> None:
    """The edit form of the landslides: tabs, the first for the review; measures and origin are read-only.

    Call it again when the layer has a new column.
    """
    name_columns(layer)
    set_widgets(layer)
    config = layer.editFormConfig()
    config.setLayout(TAB_LAYOUT)
    config.clearTabs()
    for title, names in columns.tabs():
        tab = QgsAttributeEditorContainer(title, config.invisibleRootContainer())
        as_tab(tab)
        for name in names:
            column = columns.column_of(layer.fields(), name)
            if column is not None:
                tab.addChildElement(QgsAttributeEditorField(column, layer.fields().indexOf(column), tab))
        config.addTab(tab)
    for index, column in enumerate(layer.fields().names()):
        config.setReadOnly(index, columns.full_name(column) not in columns.EDITABLE)
        config.setLabelOnTop(index, column == "notes")
    layer.setEditFormConfig(config)
    layer.setDisplayExpression('"ls_id"')


def _widget(layer: QgsVectorLayer, index: int, name: str) -> QgsEditorWidgetSetup:
    if name == "fid":
        return QgsEditorWidgetSetup("Hidden", {})
    lists: dict[str, list[tuple[Any, str]]] = {
        "status": domains.statuses(),
        "conf_usgs": domains.confidences(cut_offs_of(layer)) if name == "conf_usgs" else [],
        "amalg_flag": domains.yes_no(),
        "truncated": domains.yes_no(),
        "reason": domains.reasons(),
        "kind": domains.ends(),
        "reject_reason": _or_nothing(domains.reject_reasons()),
        "ls_type": _or_nothing(domains.landslide_types()),
        "trigger": _or_nothing(domains.triggers()),
        "activity": _or_nothing(domains.activities()),
    }
    if name in lists:
        return QgsEditorWidgetSetup("ValueMap", {"map": [{label: str(value)} for value, label in lists[name]]})
    if name in columns.DATES:
        return _date(layer, index)
    if name in _TIMES:
        return _date(layer, index, "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ssZ")
    if name in _SAME_FOR_ALL:
        return _those_there(layer, index)
    if name == "notes":
        return QgsEditorWidgetSetup("TextEdit", {"IsMultiline": True, "UseHtml": False})
    if name in _DECIMALS:
        return QgsEditorWidgetSetup("Range", {"Precision": _DECIMALS[name], "AllowNull": True, **_LIMITS})
    return QgsEditorWidgetSetup("TextEdit", {"IsMultiline": False, "UseHtml": False})


_LIMITS = {"Min": -99_999.0, "Max": 999_999_999.0, "Step": 1.0, "Style": "SpinBox"}


def _date(
    layer: QgsVectorLayer, index: int, shown: str = "yyyy-MM-dd", stored: str = "yyyy-MM-dd"
) -> QgsEditorWidgetSetup:
    """A calendar; in most formats the column is a text like 2019-08-20."""
    kept_as_text = not layer.fields().at(index).isDateOrTime()
    return QgsEditorWidgetSetup(
        "DateTime",
        {
            "allow_null": True,
            "calendar_popup": True,
            "display_format": shown,
            "field_format": stored,
            "field_format_overwrite": kept_as_text,
            "field_iso_format": False,
        },
    )


def _those_there(layer: QgsVectorLayer, index: int, most_letters: int = 40) -> QgsEditorWidgetSetup:
    """A list of what the column holds: a text field that is read-only is white in every theme, a list is not."""
    there = sorted(str(value) for value in layer.uniqueValues(index, _MOST_LISTED) if value not in (None, NULL))
    short = [text if len(text) <= most_letters else f"{text[:12]}…" for text in there]
    labels = short if len(set(short)) == len(short) else there
    listed = _or_nothing(zip(there, labels))
    return QgsEditorWidgetSetup("ValueMap", {"map": [{label: value} for value, label in listed]})


def _or_nothing(values: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(QgsValueMapFieldFormatter.NULL_VALUE, tr("(not set)")), *values]
