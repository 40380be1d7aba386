"""GeoJSON, FlatGeobuf and Shapefile: one layer to a file, so the other layers stand beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l4s_core.base.progress import Progress
from l4s_core.inventory.schema import BARE_BEFORE, LAYERS, TEXT, layers_of
from l4s_core.inventory.types import Inventory

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

SHAPEFILE_NAMES: dict[str, str] = {
    "compactness": "compact",
    "aspect_mean": "aspect_mn",
    "uncert_mean": "uncert_mn",
    "reject_reason": "reject_why",
}
"""Columns whose names are longer than the ten characters a Shapefile has, and their names there."""
_SHAPEFILE_TEXT_BYTES = 254


def beside(path: Path, layer: str) -> Path:
    """The file of a layer: ``path`` is that of the landslides, the others carry the layer's name after the stem."""
    if layer == "landslides":
        return path
    between = "." if path.suffix.lower() == ".geojson" else "_"
    return path.with_name(f"{path.stem}{between}{layer}{path.suffix}")


def run_file(path: Path) -> Path:
    """The JSON file of the run's parameters beside a format that has no place for them."""
    return path.with_name(f"{path.stem}_run.json")


def write_geojson(inventory: Inventory, path: Path, progress: Progress) -> None:
    """RFC 7946: WGS 84, right-handed rings, seven digits; the run is the foreign member ``l4s_run``."""
    extra = json.dumps({"type": "FeatureCollection", "l4s_run": dict(inventory.run)}, allow_nan=False)
    for layer in layers_of(inventory):
        # CRS84 is WGS 84 with longitude first: with EPSG:4326 early pyogrio writes latitude first
        frame = getattr(inventory, layer).to_crs("OGC:CRS84")
        options = {"RFC7946": "YES", "WRITE_NAME": "NO", "WRITE_BBOX": "NO", "COORDINATE_PRECISION": "7"}
        options |= {"NATIVE_DATA": extra, "NATIVE_MEDIA_TYPE": "application/vnd.geo+json"}
        _write(frame, beside(path, layer), layer, "GeoJSON", options)


def write_flatgeobuf(inventory: Inventory, path: Path, progress: Progress) -> None:
    """With a spatial index; it orders the rows by place, so sort by ``ls_id`` after reading."""
    for layer in layers_of(inventory):
        _write(getattr(inventory, layer), beside(path, layer), layer, "FlatGeobuf", {})
    _write_run(inventory, path)


def write_shapefile(inventory: Inventory, path: Path, progress: Progress) -> None:
    """UTF-8; names and texts that a Shapefile has no room for are shortened, and a message says which."""
    shortened = ", ".join(f"{name} is {short}" for name, short in SHAPEFILE_NAMES.items())
    progress.message(f"A Shapefile has column names of ten characters: {shortened}.")
    for layer, (columns, _) in layers_of(inventory).items():
        frame = getattr(inventory, layer)
        long = [
            name
            for name, kind in columns.items()
            if kind == TEXT and any(_bytes(text) > _SHAPEFILE_TEXT_BYTES for text in frame[name].dropna())
        ]
        for name in long:
            frame = frame.assign(**{name: frame[name].map(_cut, na_action="ignore")})
            progress.message(f"A Shapefile has texts of {_SHAPEFILE_TEXT_BYTES} bytes: {name} was cut.")
        _write(
            frame.rename(columns=SHAPEFILE_NAMES), beside(path, layer), layer, "ESRI Shapefile", {"ENCODING": "UTF-8"}
        )
    _write_run(inventory, path)


def _write(frame: GeoDataFrame, path: Path, layer: str, driver: str, options: dict[str, Any]) -> None:
    import pyogrio

    geometry_type = {**LAYERS, BARE_BEFORE: LAYERS["landslides"]}[layer][1]
    if driver == "ESRI Shapefile":
        geometry_type = geometry_type.removeprefix("Multi")
    pyogrio.write_dataframe(
        frame,
        path,
        driver=driver,
        geometry_type=geometry_type,
        promote_to_multi=geometry_type.startswith("Multi"),
        layer_options=options,
    )


def _write_run(inventory: Inventory, path: Path) -> None:
    text = json.dumps(dict(inventory.run), indent=2, ensure_ascii=False, allow_nan=False)
    run_file(path).write_text(text + "\n", encoding="utf-8")


def _bytes(text: str) -> int:
    return len(text.encode())


def _cut(text: str) -> str:
    return text.encode()[:_SHAPEFILE_TEXT_BYTES].decode(errors="ignore")
