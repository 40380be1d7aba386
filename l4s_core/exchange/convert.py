"""An inventory as others want it, or that of others as ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import shapely

from l4s_core.base.errors import InputError
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress, Silent
from l4s_core.base.stamp import software, utc_now
from l4s_core.base.words import plural
from l4s_core.exchange.catalogue import CATALOGUES, Catalogue, catalogue
from l4s_core.exchange.kml import write_kml
from l4s_core.exchange.read import PARQUET, Read, read_any
from l4s_core.exchange.rules import as_column, objects, written
from l4s_core.exchange.shapefile import for_shapefile
from l4s_core.inventory.files.exchange import SHAPEFILE_NAMES, beside, run_file
from l4s_core.inventory.files.write import write_inventory
from l4s_core.inventory.given import POINTS
from l4s_core.inventory.schema import BARE_BEFORE, LANDSLIDES, LAYERS

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame

    from l4s_core.inventory.types import Inventory

ENDINGS: dict[str, tuple[str, ...]] = {
    "inventory": (".gpkg",),
    "geojson": (".geojson",),
    "shp": (".shp",),
    "kml": (".kml", ".kmz"),
    "fgb": (".fgb",),
    "geoparquet": PARQUET,
    "stac": (".json",),
    **{name: catalogue(name).endings for name in CATALOGUES},
}
"""Format -> the endings of its files."""
FORMATS = tuple(ENDINGS)
LOSSES: dict[str, tuple[str, ...]] = {
    "inventory": (),
    "geojson": ("Coordinates are WGS 84 with seven digits, a centimetre.",),
    "shp": (
        "Names of columns have ten characters, texts 254 bytes; layers stand in files of their own.",
        "Empty texts and no text are the same.",
    ),
    "kml": (
        "Coordinates are WGS 84 with seven digits, a centimetre; crown and toe points are not written.",
        "What was not observed stands in a file of its own; the run is not in the file.",
    ),
    "fgb": ("Rows are in the order of their place.",),
    "geoparquet": (),
}
"""Format -> what is always lost in it."""
_NAMED = 6


@dataclass(frozen=True)
class Converted:
    """What was written.

    Attributes
    ----------
    path : the file; others may stand beside it. format : of `FORMATS`. read_as : what the source was, in words.
    landslides, points : rows written with an outline, and with a place only.
    problems : sentences about the source. losses : sentences about what the format does not hold.
    """

    path: Path
    format: str
    read_as: str
    landslides: int
    points: int
    problems: tuple[str, ...]
    losses: tuple[str, ...]


def convert(
    source: str | Path,
    output: str | Path,
    *,
    to: str | None = None,
    layer: str | None = None,
    crs: Any = None,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> Converted:
    """Write an inventory in the format of another program or catalogue, or that of others as an inventory of ours.

    Parameters
    ----------
    source : GeoPackage, GeoJSON, Shapefile (zipped too), FlatGeobuf, KML, KMZ, GML, CSV with longitude and latitude, or
        GeoParquet; of this package, of COOLR, the USGS or IFFI, or of anybody. Of ``stac`` also a model file.
    output : what is written; its ending says the format where ``to`` is None.
    to : ``inventory`` (GeoPackage of ours), ``coolr``, ``usgs``, ``iffi``, ``geojson``, ``shp``, ``kml``, ``fgb``,
        ``geoparquet`` or ``stac``.
    layer, crs : as of `inventory.given.read_given`.

    Returns
    -------
    Converted, whose ``losses`` say what the format does not hold. Landslides that a reviewer rejected are not written
    into catalogues.

    Raises
    ------
    InputError
        Something cannot be read or written; nothing was written.
    """
    from l4s_core.base.outputs import check_outputs, check_vector_name, protect_inputs

    progress = progress or Silent()
    path, target = Path(str(source).partition("|")[0]), Path(output)
    kind = _format(to, target)
    check_vector_name(target)
    check_outputs([target], overwrite=overwrite)
    protect_inputs([target], [path])
    if kind == "stac":
        from l4s_core.exchange.stac import write_item

        return write_item(Path(source), target, progress)
    progress.stage("reading")
    found = read_any(Path(source), layer=layer, crs=crs)
    progress.check()
    progress.stage("writing")
    if kind in CATALOGUES:
        return _to_catalogue(found, catalogue(kind), target, progress)
    losses = [
        *LOSSES[kind],
        *_not_taken(found, path),
        *_to_file(found, kind, target, _run(found, path), overwrite, progress),
    ]
    return Converted(
        target,
        kind,
        found.format,
        len(found.inventory.landslides),
        0 if found.points is None else len(found.points),
        found.problems,
        tuple(losses),
    )


def _format(to: str | None, target: Path) -> str:
    ending = target.suffix.lower()
    if to is None:
        to = next((kind for kind, endings in ENDINGS.items() if ending in endings), None)
        if to is None:
            known = ", ".join(dict.fromkeys(one for endings in ENDINGS.values() for one in endings))
            raise InputError(f"{target.name} has no ending of a format; give one of {known}.")
    if to not in ENDINGS:
        raise InputError(f"'{to}' is no format; they are {', '.join(FORMATS)}.")
    if ending not in ENDINGS[to]:
        raise InputError(f"{to} is written as {' or '.join(ENDINGS[to])}, not as {target.name}; rename it.")
    return to


def _run(found: Read, source: Path) -> dict[str, Any]:
    """Of an inventory of ours its own, else where it is from."""
    if found.inventory.run:
        return dict(found.inventory.run)
    slides = found.inventory.landslides
    return {
        "converted_from": source.name,
        "converted_sha256": digest_of(source),
        "converted_as": found.format,
        "converted_problems": json.dumps(list(found.problems)),
        "landslides": len(slides),
        "landslides_area_m2": float(slides["area_m2"].sum()),
        "software": software(),
        "run_utc": utc_now(),
        "warnings": "[]",
    }


def _to_file(
    found: Read, kind: str, target: Path, run: dict[str, Any], overwrite: bool, progress: Progress
) -> list[str]:
    """Write it; what else is lost, as sentences."""
    inventory, losses = replace_run(found.inventory, run), list[str]()
    messages = _Collected(progress, losses)
    points = found.points
    with partial_folder(target) as folder:
        unfinished = folder / target.name
        if kind == "shp":
            inventory.landslides = for_shapefile(inventory.landslides, set(LANDSLIDES), losses)
            if points is not None:
                renamed = cast("GeoDataFrame", points.rename(columns=SHAPEFILE_NAMES))
                points = for_shapefile(renamed, set(), losses)
        if kind == "geojson":
            _without_infinity(inventory.landslides, losses)
        if kind in ("inventory", "geojson", "shp", "fgb"):
            write_inventory(inventory, unfinished, True, messages)
            _write_points(points, kind, unfinished)
        elif kind == "kml":
            write_kml(_all_rows(inventory.landslides, points), unfinished, target.stem)
            if len(inventory.not_observed):
                write_kml(inventory.not_observed, beside(unfinished, "not_observed"), "not observed")
            if inventory.bare_before is not None and len(inventory.bare_before):
                write_kml(inventory.bare_before, beside(unfinished, BARE_BEFORE), "bare before")
        else:
            _write_parquet(inventory, points, unfinished)
        progress.check()
        if kind != "inventory":
            _clear_beside(target, folder, overwrite)
    return list(dict.fromkeys(losses))


def _without_infinity(table: GeoDataFrame, losses: list[str]) -> None:
    """In place: JSON has no infinite numbers."""
    for name in table.columns:
        if table[name].dtype.kind != "f":
            continue
        endless = np.isinf(table[name].to_numpy(np.float64))
        if endless.any():
            table.loc[endless, name] = np.nan
            losses.append(f"{plural(int(endless.sum()), 'infinite number', 'infinite numbers')} of {name}.")


def _not_taken(found: Read, source: Path) -> list[str]:
    """The layers of an inventory of ours that are read nowhere but in a GeoPackage of their own kind."""
    from l4s_core.vectors.features import layer_names

    if not found.inventory.run or source.suffix.lower() != ".gpkg":
        return []
    taken = {*LAYERS, BARE_BEFORE, POINTS, "run", "layer_styles"}
    left = [name for name in layer_names(source, what="inventory") if name not in taken]
    if not left:
        return []
    return [f"{plural(len(left), 'more layer or table', 'more layers and tables')} of the file: {', '.join(left)}."]


def _clear_beside(target: Path, folder: Path, overwrite: bool) -> None:
    """Of files beside ``target`` that would be read with it: replaced or removed where ``overwrite`` says so, else none
    is touched. The run of the same inventory may stand there already."""
    made = {file.name for file in folder.iterdir()}
    layers = (*(name for name in LAYERS if name != "landslides"), BARE_BEFORE, POINTS)
    parts = (".shp", ".shx", ".dbf", ".prj", ".cpg") if target.suffix.lower() == ".shp" else (target.suffix,)
    others = [beside(target, name).with_suffix(part) for name in layers for part in parts]
    for file in [*others, run_file(target)]:
        new = folder / file.name
        if not file.exists() or (new.exists() and digest_of(new) == digest_of(file)):
            continue
        if file == run_file(target) and file.name not in made:
            continue
        if not overwrite:
            raise InputError(f"{file} exists already; say --overwrite to replace it, or choose another name.")
        if file.name not in made:
            file.unlink()


def replace_run(inventory: Inventory, run: dict[str, Any]) -> Inventory:
    """The same layers in another `Inventory`, with this run."""
    return replace(inventory, run=run, path=None)


def _all_rows(slides: GeoDataFrame, points: GeoDataFrame | None) -> GeoDataFrame:
    import pandas as pd

    if points is None or not len(points):
        return slides
    both: GeoDataFrame = points if not len(slides) else pd.concat([slides, points], ignore_index=True)  # type: ignore[assignment]
    return both


def _write_points(points: GeoDataFrame | None, kind: str, path: Path) -> None:
    """Rows with a place and no outline: a layer ``points`` of the GeoPackage, else a file beside."""
    import pyogrio

    if points is None or not len(points):
        return
    if kind == "inventory":
        pyogrio.write_dataframe(
            points, path, layer=POINTS, driver="GPKG", geometry_type="Point", layer_options={"GEOMETRY_NAME": "geom"}
        )
        return
    table = points.to_crs("OGC:CRS84") if kind == "geojson" else points
    pyogrio.write_dataframe(table, beside(path, POINTS))


def _write_parquet(inventory: Inventory, points: GeoDataFrame | None, path: Path) -> None:
    layers: dict[str, GeoDataFrame | None] = {
        "landslides": inventory.landslides, "crown_toe": inventory.crown_toe, POINTS: points,
        "not_observed": inventory.not_observed, BARE_BEFORE: inventory.bare_before,
    }  # fmt: skip
    try:
        for name, table in layers.items():
            if table is not None and (len(table) or name == "landslides"):
                table.to_parquet(beside(path, name), compression="zstd")
    except ImportError as error:
        raise InputError("GeoParquet needs pyarrow, which is not installed; pip install 'l4s[parquet]'.") from error
    text = json.dumps(dict(inventory.run), indent=2, ensure_ascii=False, allow_nan=False)
    run_file(path).write_text(text + "\n", encoding="utf-8")


def _to_catalogue(found: Read, one: Catalogue, target: Path, progress: Progress) -> Converted:
    import pyogrio
    from geopandas.geodataframe import GeoDataFrame

    losses = list(one.losses)
    slides = found.inventory.landslides
    rejected = np.array([str(word or "").strip().lower() == "rejected" for word in objects(slides, "status")], bool)
    if rejected.any():
        losses.append(f"{plural(int(rejected.sum()), 'rejected landslide was', 'rejected landslides were')} left out.")
    slides = slides[~rejected]
    points = found.points
    if one.geometry == "Point":
        table = _all_rows(_inside(slides), points)
    else:
        table = slides
        if points is not None and len(points):
            losses.append(f"{plural(len(points), 'row has', 'rows have')} no outline and cannot be in it.")
    table = cast("GeoDataFrame", table.reset_index(drop=True))
    losses += _unplaced(table, one)
    inside = table.geometry.to_crs("OGC:CRS84")
    where = shapely.point_on_surface(np.asarray(inside.array, object))
    places = np.column_stack([shapely.get_x(where), shapely.get_y(where)])
    columns = {field.name: as_column(written(one, field, table, places)) for field in one.fields}
    moved = inside if target.suffix.lower() in (".csv", ".geojson") else table.geometry.to_crs(one.crs)
    out = GeoDataFrame(columns, geometry=moved.array, crs=moved.crs)
    with partial_folder(target) as folder:
        unfinished = folder / target.name
        if target.suffix.lower() == ".csv":
            out.drop(columns="geometry").to_csv(unfinished, index=False, lineterminator="\r\n")
        else:
            if target.suffix.lower() == ".shp":
                out = for_shapefile(out, set(), losses)
            shapefile = target.suffix.lower() == ".shp"
            pyogrio.write_dataframe(
                out,
                unfinished,
                geometry_type=one.geometry.removeprefix("Multi") if shapefile else one.geometry,
                promote_to_multi=one.geometry == "MultiPolygon" and not shapefile,
                **({"layer_options": {"ENCODING": "UTF-8"}} if shapefile else {}),
            )
        progress.check()
    count = 0 if one.geometry == "Point" else len(out)
    return Converted(target, one.name, found.format, count, len(out) - count, found.problems, tuple(losses))


def _inside(slides: GeoDataFrame) -> GeoDataFrame:
    """Points inside the outlines."""
    from geopandas.geoseries import GeoSeries

    points = shapely.point_on_surface(np.asarray(slides.geometry.array, object))
    return cast("GeoDataFrame", slides.set_geometry(GeoSeries(points, index=slides.index, crs=slides.crs)))


def _unplaced(table: GeoDataFrame, one: Catalogue) -> list[str]:
    """The columns with something in them that the catalogue has no field for."""
    helps = {"status", "ls_id"} if "ls_id" not in one.columns_kept else {"status"}
    geometry = table.geometry.name
    left = [
        str(name)
        for name in table.columns
        if name != geometry and name not in one.columns_kept | helps and table[name].notna().any()
    ]
    if not left:
        return []
    more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
    return [f"It has no field for {', '.join(left[:_NAMED])}{more}."]


class _Collected:
    """A `Progress` whose messages are kept: what a writer shortens is a loss."""

    def __init__(self, progress: Progress, kept: list[str]) -> None:
        self._kept = kept
        self.stage: Callable[..., None] = progress.stage
        self.advance, self.check = progress.advance, progress.check

    def message(self, text: str) -> None:
        self._kept.append(text)


def digest_of(path: Path) -> str | None:
    """SHA-256 of a file; None where there is none."""
    if not path.is_file():
        return None
    digest = sha256()
    with path.open("rb") as source:
        while block := source.read(2**20):
            digest.update(block)
    return digest.hexdigest()
