"""Writing an inventory: the format by the extension, complete or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from l4s_core.base.errors import InputError, L4SError
from l4s_core.base.outputs import check_vector_name
from l4s_core.base.partial import SQLITE_LEFTOVERS, partial_folder
from l4s_core.base.progress import Progress, Silent
from l4s_core.inventory.files.exchange import beside, run_file, write_flatgeobuf, write_geojson, write_shapefile
from l4s_core.inventory.files.geopackage import write_geopackage
from l4s_core.inventory.ids import fill_uuids
from l4s_core.inventory.schema import BARE_BEFORE, LAYERS, layers_of
from l4s_core.inventory.types import Inventory

WRITERS: dict[str, Callable[[Inventory, Path, Progress], None]] = {
    ".gpkg": write_geopackage,
    ".geojson": write_geojson,
    ".fgb": write_flatgeobuf,
    ".shp": write_shapefile,
}
"""Extension -> what writes it."""

# what other programs or a crash leave beside an old file would be wrong for the new one
_STALE_SUFFIXES = (".qix", ".sbn", ".sbx", ".fix", ".idm", ".ind")


def check_output(path: Path, overwrite: bool = False) -> None:
    """Raise InputError if `write_inventory` would refuse the path: for calling before the work, not after."""
    suffix = path.suffix.lower()
    if suffix not in WRITERS:
        raise InputError(f"{path.name} has no extension for an inventory; give one of {', '.join(WRITERS)}.")
    check_vector_name(path)
    if path.is_dir():
        raise InputError(f"{path} is a folder; give the name of a file to write.")
    if not path.parent.is_dir():
        raise InputError(f"The folder {path.parent} does not exist; make it or choose another for {path.name}.")
    files = [path] if suffix == ".gpkg" else [*layer_files(path, older=True).values(), *_run_files(path)]
    found = [file for file in files if file.exists()]
    if found and not overwrite:
        raise InputError(f"{found[0]} exists already; say --overwrite to replace it, or choose another name.")


def check_merged_output(path: Path) -> None:
    """Raise InputError if a merged inventory cannot be written to the path, because of its format."""
    if path.suffix.lower() != ".gpkg":
        raise InputError(f"A merged inventory is written as .gpkg, which holds all its layers, not as {path.name}.")


def write_inventory(
    inventory: Inventory, path: Path, overwrite: bool = False, progress: Progress | None = None
) -> Path:
    """Write an inventory in the format that the extension says.

    - ``.gpkg``: layers ``landslides``, ``crown_toe``, ``not_observed`` in the CRS of the inventory, table ``run``
      (name, value, type) and QGIS styles; of a merged inventory ``scenes`` too, and this is the only format for it.
    - ``.geojson``: the landslides after RFC 7946 (longitude and latitude WGS 84, seven digits) with the run as foreign
      member ``l4s_run``; the other layers in ``<stem>.crown_toe.geojson`` and ``<stem>.not_observed.geojson``.
    - ``.fgb`` and ``.shp``: the landslides in the CRS of the inventory; the others in ``<stem>_crown_toe`` and
      ``<stem>_not_observed``, the run in ``<stem>_run.json``. A Shapefile has names of ten characters
      (`exchange.SHAPEFILE_NAMES`) and texts of 254 bytes; a message says what was shortened.

    The files are written in a hidden folder beside ``path``, read back, and moved when all are complete; with
    ``overwrite`` the old ones stay until then. Polygons of ``inventory`` that have no ``uuid`` (a file of an older
    version was read), or that of a larger one, are given one.

    Returns
    -------
    ``path``.

    Raises
    ------
    InputError : unknown extension, or not .gpkg for a merged inventory; a file exists and ``overwrite`` is False; the
        folder cannot be written.
    L4SError : writing failed, for instance because the disk is full; nothing was left or replaced.
    """
    check_output(path, overwrite)
    if inventory.scenes is not None:
        check_merged_output(path)
    else:
        fill_uuids(inventory.landslides)
    progress = progress or Silent()
    with partial_folder(path) as folder:
        unfinished = folder / path.name
        WRITERS[path.suffix.lower()](inventory, unfinished, progress)
        _read_back(inventory, unfinished)
        progress.check()
        remove_stale(path)
    return path


def layer_files(path: Path, *, older: bool = False) -> dict[str, Path]:
    """Layer -> the file it is in, of an inventory written to ``path``; with the layer of ground that was bare before if
    ``older``."""
    layers = [*LAYERS, BARE_BEFORE] if older else list(LAYERS)
    if path.suffix.lower() == ".gpkg":
        return dict.fromkeys(layers, path)
    return {layer: beside(path, layer) for layer in layers}


def _run_files(path: Path) -> list[Path]:
    return [run_file(path)] if path.suffix.lower() in (".fgb", ".shp") else []


def _read_back(inventory: Inventory, path: Path) -> None:
    """Some drivers write when they close, where a full disk raises nothing: count what is really in the files."""
    import pyogrio

    single = path.suffix.lower() == ".gpkg"
    for layer, file in (
        dict.fromkeys(layers_of(inventory), path)
        if single
        else layer_files(path, older=inventory.bare_before is not None)
    ).items():
        name = layer if single else None
        found = pyogrio.read_info(file, layer=name, force_feature_count=True)["features"]
        expected = inventory.rows(layer)
        if found != expected:
            raise L4SError(
                f"{path.name} was not written: only {found} of {expected} rows of {layer} arrived on the disk."
            )


def remove_stale(path: Path) -> None:
    """Take away what programs left beside the files that are replaced, of every layer of an inventory at ``path``."""
    for file in layer_files(path, older=True).values():
        for ending in SQLITE_LEFTOVERS if path.suffix.lower() == ".gpkg" else ():
            file.with_name(file.name + ending).unlink(missing_ok=True)
        for suffix in _STALE_SUFFIXES if path.suffix.lower() == ".shp" else ():
            file.with_suffix(suffix).unlink(missing_ok=True)
