"""A comparison as a GeoPackage: the polygons with their verdicts, what was not compared, the scores, and styles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from l4s_core.base.errors import InputError
from l4s_core.base.outputs import check_ending, check_vector_name
from l4s_core.base.palette import palette
from l4s_core.base.partial import SQLITE_LEFTOVERS, partial_folder
from l4s_core.base.progress import Progress, Silent
from l4s_core.comparison.types import Comparison
from l4s_core.inventory.files.geopackage import GEOMETRY_COLUMN, add_styles
from l4s_core.inventory.files.styles import (
    Category,
    LayerStyle,
    hatch_qml,
    hatch_sld,
    point_qml,
    point_sld,
    qml_layer,
    rgba,
    sld_parameters,
)

COMPARED, POINTS, NOT_COMPARED, SCORES = "compared", "points", "not_compared", "scores"
"""Layers, and the table of the scores."""
_LABELS = {
    "true": "true: matched by a polygon of B",
    "partly true": "partly true: overlaps B without a match",
    "false": "false: only in A",
    "missed": "missed: only in B",
    "found": "outline of B, matched",
    "partly found": "outline of B, overlapped without a match",
    "left out": "left out",
}
_POINTS_OF = {"with a point": "true", "no point": "partly true"}  # verdict, and the one whose colour it has
_OUTLINES = {"found", "partly found", "left out"}
_EDGE = "#1a1a1a"
_TABLE = (
    "CREATE TABLE scores (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL, value REAL, low REAL, "
    "high REAL, text TEXT)"
)
_REGISTER = "INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES (?, 'attributes', ?, ?)"


def check_comparison_output(path: str | Path) -> None:
    """Raise InputError if `write_comparison` would refuse the name."""
    check_ending(path, (".gpkg",), "A comparison")
    check_vector_name(path)


def write_comparison(comparison: Comparison, path: str | Path, progress: Progress | None = None) -> Path:
    """Write a comparison to a GeoPackage, complete or not at all; a file that is there is replaced.

    Layers ``compared`` (polygons of both sides, see `Comparison.polygons`), ``points`` where the reference has points,
    ``not_compared``; table ``scores`` (name, value, low, high; in ``text`` the notes and the names of the files);
    styles that QGIS applies on opening.
    """
    import pyogrio

    path = Path(path)
    check_comparison_output(path)
    progress = progress or Silent()
    progress.stage("writing")
    layers = {COMPARED: (comparison.polygons, "MultiPolygon"), NOT_COMPARED: (comparison.not_compared, "MultiPolygon")}
    if comparison.compared_points is not None:
        layers[POINTS] = (comparison.compared_points, "Point")
    with partial_folder(path) as folder:
        file = folder / path.name
        for layer, (frame, kind) in layers.items():
            progress.check()
            pyogrio.write_dataframe(
                frame,
                file,
                layer=layer,
                driver="GPKG",
                geometry_type=kind,
                promote_to_multi=kind.startswith("Multi"),
                dataset_options={} if file.exists() else {"VERSION": "1.3"},  # the GDAL of QGIS 3.22 warns about 1.4
                layer_options={"GEOMETRY_NAME": GEOMETRY_COLUMN},
            )
        with closing(sqlite3.connect(file)) as database, database:
            database.execute(_TABLE)
            database.executemany(
                "INSERT INTO scores (name, value, low, high, text) VALUES (?, ?, ?, ?, ?)", list(_rows(comparison))
            )
            database.execute(_REGISTER, (SCORES, SCORES, "Scores with intervals of 95 %"))
            add_styles(database, {layer: STYLES[layer] for layer in layers})
        for ending in SQLITE_LEFTOVERS:
            path.with_name(path.name + ending).unlink(missing_ok=True)
    return path


def _rows(comparison: Comparison) -> Iterator[tuple[str, Any, Any, Any, str | None]]:
    facts = comparison.facts()
    for name in ("a", "b", "crs"):
        yield name, None, None, None, facts[name]
    for name in ("resolution_m", "least_iou"):
        yield name, facts[name], None, None, None
    for name, number in facts["counts"].items():
        yield name, number, None, None, None
    scores = {f"{name}.{what}": one for name, each in facts["scores"].items() for what, one in each.items()}
    scores |= {name: facts[name] for name in ("iou_pixels", "count_bias", "area_bias")}
    for unit in ("by_pixels", "by_area"):
        for one in facts[unit]:
            for key, score in one.items():
                if isinstance(score, dict):
                    scores[f"{unit}.{one['name']}.{key}"] = score
                elif key != "name":
                    yield f"{unit}.{one['name']}.{key}", score, None, None, None
    for key, value in (facts["points"] or {}).items():
        if isinstance(value, dict):
            scores[f"points.{key}"] = value
        else:
            yield f"points.{key}", value, None, None, None
    for name, score in scores.items():
        yield name, score["value"], score["low"], score["high"], None
    for note in facts["notes"]:
        yield "note", None, None, None, note


def check_not_input(path: str | Path, inputs: list[str | Path | None]) -> None:
    """Raise InputError where the file to be written is one that is read."""
    for one in inputs:
        if one is not None and Path(str(one).partition("|")[0]).resolve() == Path(path).resolve():
            raise InputError(f"{path} is an input of this comparison and must not be replaced; choose another name.")


def _qml(symbol: Element, category: Category) -> None:
    if category.value in _OUTLINES:
        line = "dash" if category.value == "left out" else "solid"
        qml_layer(
            symbol,
            "SimpleLine",
            line_color=rgba(category.colour),
            line_style=line,
            line_width="0.4",
            line_width_unit="MM",
        )
        return
    qml_layer(
        symbol,
        "SimpleFill",
        color=rgba(category.colour, 0.6),
        style="solid",
        outline_color=rgba(_EDGE),
        outline_style="solid",
        outline_width="0.2",
        outline_width_unit="MM",
        joinstyle="bevel",
    )


def _sld(rule: Element, category: Category) -> None:
    polygon = SubElement(rule, "se:PolygonSymbolizer")
    stroke = category.colour if category.value in _OUTLINES else _EDGE
    if category.value not in _OUTLINES:
        sld_parameters(SubElement(polygon, "se:Fill"), fill=category.colour, fill_opacity="0.6")
    sld_parameters(SubElement(polygon, "se:Stroke"), stroke=stroke, stroke_width="1")


_COLOURS = palette().verdict
STYLES: dict[str, LayerStyle] = {
    COMPARED: LayerStyle(
        "verdict",
        False,
        (
            *(Category(word, label, _COLOURS[word]) for word, label in _LABELS.items()),
            *(Category(word, f"{word} of the reference", _COLOURS[like]) for word, like in _POINTS_OF.items()),
        ),
        _qml,
        _sld,
        "verdict",
    ),
    POINTS: LayerStyle(
        "verdict",
        False,
        tuple(
            Category(word, f"point {word}", _COLOURS[colour], "circle")
            for word, colour in (("found", "true"), ("missed", "missed"), ("left out", "left out"))
        ),
        point_qml,
        point_sld,
        "verdict",
    ),
    NOT_COMPARED: LayerStyle(
        "", False, (Category("", "not compared", _COLOURS["left out"], angle_deg=135),), hatch_qml, hatch_sld
    ),
}
"""How QGIS shows the layers."""
