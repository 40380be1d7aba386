"""KML: landslides in WGS 84, coloured by confidence, with all columns and the time in which they happened."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely

from l4s_core.base.palette import palette
from l4s_core.exchange.rules import as_column, objects

if TYPE_CHECKING:
    import pandas as pd
    from geopandas.geodataframe import GeoDataFrame

_OPACITY = "8c"  # that of the style of QGIS, 0.55
_HAND = "by hand"
_SCHEMA = "l4s"
# what XML 1.0 cannot hold
_CONTROLS = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}


def write_kml(table: GeoDataFrame, path: Path, name: str) -> None:
    """Write polygons or points; ``.kmz`` is the same, zipped.

    Colours are those of the classes of ``conf_usgs``, of reviewed ones those of ``status`` (`base.palette`). Columns
    are typed ``SchemaData``, which Google Earth shows and GDAL reads back; ``date_min`` and ``date_max`` are the time
    span.
    """
    flat = table.to_crs("OGC:CRS84")
    if path.suffix.lower() == ".kmz":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("doc.kml", "w") as out:
            _write(flat, out, name)
        return
    with path.open("wb") as out:
        _write(flat, out, name)


def _write(table: GeoDataFrame, out: IO[bytes], name: str) -> None:
    geometry = table.geometry.name
    columns = {str(column): as_column(objects(table, column)) for column in table.columns if column != geometry}
    out.write(_head(columns, name).encode())
    texts = {column: _texts(values) for column, values in columns.items()}
    styles = _styles_of(table)
    shapes = shapely.force_2d(np.asarray(table.geometry.array, object))
    titles = [texts[column] for column in ("ls_id", "Name", "name", "uuid") if column in texts]
    for row, shape in enumerate(shapes):
        if shape is None or shape.is_empty:
            continue
        title = next((values[row] for values in titles if values[row]), None)
        out.write("".join(_placemark(row, shape, texts, styles[row], title)).encode())
    out.write(b"</Folder></Document></kml>\n")


def _head(columns: dict[str, Any], name: str) -> str:
    colours = {f"conf{one.usgs}": one.colour for one in palette().confidence}
    colours |= {f"status_{_word(status)}": colour for status, colour in palette().status.items()}
    kinds = {"i": "int", "f": "double"}
    fields = "".join(
        f"<SimpleField name={quoteattr(column)} type={quoteattr(kinds.get(values.dtype.kind, 'string'))}/>"
        for column, values in columns.items()
    )
    styles = "".join(
        f'<Style id="{key}"><LineStyle><color>ff1a1a1a</color><width>1</width></LineStyle>'
        f"<PolyStyle><color>{_kml_colour(colour)}</color></PolyStyle></Style>"
        for key, colour in colours.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f'<name>{_text(name)}</name>{styles}<Schema name="{_SCHEMA}" id="{_SCHEMA}">{fields}</Schema>'
        f"<Folder><name>{_text(name)}</name>\n"
    )


def _placemark(
    row: int, shape: Any, texts: dict[str, list[str | None]], style: str, title: str | None
) -> Iterator[str]:
    yield "<Placemark>"
    if title:
        yield f"<name>{title}</name>"
    begin, end = (texts.get(column, [None] * (row + 1))[row] for column in ("date_min", "date_max"))
    if begin or end:
        yield "<TimeSpan>"
        yield f"<begin>{begin}</begin>" if begin else ""
        yield f"<end>{end}</end>" if end else ""
        yield "</TimeSpan>"
    yield f"<styleUrl>#{style}</styleUrl>"
    yield f'<ExtendedData><SchemaData schemaUrl="#{_SCHEMA}">'
    for column, values in texts.items():
        value = values[row]
        if value is not None:
            yield f"<SimpleData name={quoteattr(column)}>{value}</SimpleData>"
    yield "</SchemaData></ExtendedData>"
    yield from _geometry(shape)
    yield "</Placemark>\n"


def _geometry(shape: Any) -> Iterator[str]:
    if shape.geom_type == "Point":
        yield f"<Point><coordinates>{shape.x:.7f},{shape.y:.7f}</coordinates></Point>"
        return
    parts = shape.geoms if shape.geom_type == "MultiPolygon" else [shape]
    yield "<MultiGeometry>"
    for part in parts:
        yield f"<Polygon><outerBoundaryIs>{_ring(part.exterior)}</outerBoundaryIs>"
        for hole in part.interiors:
            yield f"<innerBoundaryIs>{_ring(hole)}</innerBoundaryIs>"
        yield "</Polygon>"
    yield "</MultiGeometry>"


def _ring(ring: Any) -> str:
    places = " ".join(f"{x:.7f},{y:.7f}" for x, y in shapely.get_coordinates(ring).tolist())
    return f"<LinearRing><coordinates>{places}</coordinates></LinearRing>"


def _styles_of(table: GeoDataFrame) -> list[str]:
    """As in QGIS: what a review said, else the class of confidence."""
    known = {_word(status) for status in palette().status}
    styles = []
    for status, confidence in zip(objects(table, "status"), objects(table, "conf_usgs"), strict=True):
        word = _word(str(status or ""))
        if word in ("rejected", "edited") or (word == "accepted" and confidence is not None and word in known):
            styles.append(f"status_{word}")
        elif confidence is None or int(confidence) not in (1, 2, 3, 5, 8):
            styles.append(f"status_{_word('drawn by hand')}")
        else:
            styles.append(f"conf{int(confidence)}")
    return styles


def _texts(values: pd.Series) -> list[str | None]:
    whole = values.dtype.kind == "i"
    return [
        None if missing else _text(str(int(value) if whole else value))
        for value, missing in zip(values.astype(object), values.isna(), strict=True)
    ]


def _text(text: str) -> str:
    return escape(text.translate(_CONTROLS))


def _word(text: str) -> str:
    return text.strip().lower().replace(" ", "_")


def _kml_colour(colour: str) -> str:
    """``#rrggbb`` as KML has it: opacity, blue, green, red."""
    return _OPACITY + colour[5:7] + colour[3:5] + colour[1:3]
