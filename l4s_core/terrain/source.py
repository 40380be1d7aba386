"""Terrain from whatever the user has of it: a raster, a folder of tiles, several rasters, STAC items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from odc.geo.geobox import GeoBox

from l4s_core.base.errors import InputError
from l4s_core.base.joined import parts
from l4s_core.rasters.header import gdal_path, is_remote, shown, without_signature
from l4s_core.scene.stac_file import is_items
from l4s_core.scene.stac_item import Item, read_items
from l4s_core.terrain.folder import list_rasters
from l4s_core.terrain.mosaic import lattices, neighbours, write_vrt
from l4s_core.terrain.reach import Reach
from l4s_core.terrain.tile import NoTile, Tile, degree_in_name, need_tile, read_tile, state_of
from l4s_core.values.height import unit_of

_MANY = 500  # rasters in a folder from which on names say which to look at
_NAME_REACH_DEG = 6.0  # a tile named after one corner may be 5 degrees large (MERIT)


@dataclass(frozen=True)
class DemSource:
    """The elevation rasters that meet a grid.

    Attributes
    ----------
    rasters : what GDAL opens, finest pixels first; where the first has no value the next is asked.
    tiles : the files behind them, local paths or URLs.
    name : for the column ``dem_source``.
    source : as the user gave it, for messages.
    """

    rasters: tuple[str, ...]
    tiles: tuple[str, ...]
    name: str
    source: str


def open_dem_source(source: str | Path, grid: GeoBox, work: Path | None = None) -> DemSource:
    """What there is of a DEM on ``grid``.

    Parameters
    ----------
    source
        An elevation raster, a file or an ``http(s)://`` or ``s3://`` URL; a folder that is searched with its
        sub-folders; a STAC Item or ItemCollection (``.json``, file or URL, ``items.json#ID`` for one item of it); or
        several of these joined by ``;``.
    grid
        Only tiles that meet it, or the few pixels around it, are taken.
    work
        A folder for the virtual rasters, which has to live as long as they are read. Needed where there may be more
        than one tile.

    Raises
    ------
    InputError
        Something does not exist, holds no elevation rasters, none that meets the grid, one that is damaged and needed,
        or tiles in metres and in feet.
    """
    text = str(source)
    refuse_missing(text)
    sources = dem_parts(text)
    if len(sources) == 1 and not _is_several(sources[0]):
        path = gdal_path(sources[0])
        return DemSource((path,), _behind(path), _file_name(path), text)
    if work is None:
        raise ValueError("a folder for virtual rasters is needed for a DEM of several tiles")
    reach = Reach(grid)
    tiles = list({tile.path: tile for part in sources for tile in _tiles_of(part, reach)}.values())
    if not tiles:
        raise InputError(
            f"None of the elevation rasters in {text} overlaps the scene at all; give a DEM for this place."
        )
    _refuse_mixed_units(tiles)
    rasters = []
    for number, group in enumerate(lattices(tiles, reach.crosses_180)):
        beside = neighbours(group, tiles)
        if len(group) == 1 and not beside:
            rasters.append(group[0].path)
        else:
            rasters.append(str(write_vrt(group, beside, work / f"dem_{number}.vrt")))
    files = tuple(dict.fromkeys(file for tile in tiles for file in _behind(tile.path)))
    return DemSource(tuple(rasters), files, _name(sources, tiles), text)


def dem_parts(source: str) -> list[str]:
    """The single sources of a text that may join several by ``;``. Raises InputError where there is none."""
    found = parts(source)
    if not found:
        raise InputError("The DEM has no name; give an elevation raster or a folder of them.")
    return found


def refuse_missing(source: str | Path) -> None:
    """Raise InputError where a part of a DEM on this machine does not exist."""
    for part in dem_parts(str(source)):
        if not is_remote(part) and not is_items(part) and not part.startswith("/vsi") and not Path(part).exists():
            raise InputError(f"The DEM {part} does not exist; give an elevation raster or a folder of them.")


def dem_files(source: str | Path | None) -> list[str]:
    """Every file of this machine that a run with that DEM might read; an output must not replace one of them."""
    files: list[str] = []
    for part in [] if source is None else dem_parts(str(source)):
        if is_remote(part):
            continue
        files += list_rasters(Path(part)) if _is_folder(part) else [part.partition("#")[0], part]
    return files


def _is_several(part: str) -> bool:
    return is_items(part) or _is_folder(part)


def _is_folder(part: str) -> bool:
    # an Arc/Info grid is a folder too, but one raster
    return not is_remote(part) and Path(part).is_dir() and not (Path(part) / "hdr.adf").is_file()


def _tiles_of(part: str, reach: Reach) -> list[Tile]:
    """The tiles of one source that meet the grid."""
    if is_items(part):
        return _of_items(part, reach)
    if _is_folder(part):
        return _of_folder(Path(part), reach)
    tile = need_tile(gdal_path(part) if is_remote(part) else str(Path(part).absolute()))
    return [tile] if reach.meets(tile) else []


def _of_folder(folder: Path, reach: Reach) -> list[Tile]:
    paths = list_rasters(folder)
    if not paths:
        raise InputError(f"The folder {folder} has no elevation rasters (GeoTIFF, HGT, IMG, VRT ...); give another.")
    if len(paths) > _MANY:
        paths = [path for path in paths if reach.near(degree_in_name(Path(path).name), _NAME_REACH_DEG)]
    found = [read_tile(path, *state_of(path)) for path in paths]
    tiles = [tile for tile in found if isinstance(tile, Tile)]
    damaged = [tile for tile in found if isinstance(tile, NoTile) and tile.damaged]
    if paths and not tiles and not damaged:
        raise InputError(
            f"The folder {folder} has {len(paths)} rasters, but none with one band of heights; give the elevation "
            "rasters, not pictures."
        )
    meeting = [tile for tile in tiles if reach.meets(tile)]
    _refuse_damaged(folder, damaged, meeting, reach)
    return meeting


def _refuse_damaged(folder: Path, damaged: Sequence[NoTile], meeting: Sequence[Tile], reach: Reach) -> None:
    """A tile that cannot be opened matters if its name places it on the grid, or if without it the grid has gaps."""
    whole: bool | None = None
    for tile in damaged:
        place = degree_in_name(Path(tile.path).name)
        if place is not None and not reach.near(place, 1.0):
            continue
        if whole is None:
            whole = reach.covered_by(meeting)
        if not whole:
            raise InputError(
                f"The DEM tile {tile.path} {tile.why}, and without it the scene is not covered; fetch it again, or "
                f"take it out of {folder}."
            )


def _of_items(part: str, reach: Reach) -> list[Tile]:
    chosen = [item for item in read_items(part) if item.elevation is not None]
    if not chosen:
        raise InputError(
            f"{part} has no item of elevation (an asset named elevation or dem, or data in a collection of that kind); "
            "give items of a DEM."
        )
    near = [item for item in chosen if item.bbox is None or reach.meets_degrees(item.bbox)]
    found = [need_tile(_elevation(item)) for item in near]
    return [tile for tile in found if reach.meets(tile)]


def _elevation(item: Item) -> str:
    asset = item.elevation
    assert asset is not None  # only those with one are asked
    if not asset.href:
        raise InputError(
            f"{item.source}: asset {asset.key} is no file that can be read ({str(asset.fields['href'])[:100]}); http, "
            "https, s3 and, for an item on disk, local files can."
        )
    return asset.href


def _refuse_mixed_units(tiles: Sequence[Tile]) -> None:
    feet = [tile for tile in tiles if unit_of(tile.unit) in ("feet", "us survey feet")]
    others = [tile for tile in tiles if tile not in feet]
    if feet and others:
        raise InputError(
            f"The DEM has tiles in feet ({Path(feet[0].path).name}) and tiles that are not or do not say it "
            f"({Path(others[0].path).name}); give those of one unit."
        )


def _behind(path: str) -> tuple[str, ...]:
    """The files that are read when GDAL opens ``path``: of a virtual raster also those that it points to."""
    if not path.lower().endswith(".vrt") or not Path(path).is_file():
        return (shown(path),)
    import rasterio
    from rasterio.errors import RasterioError

    try:
        with rasterio.open(path) as src:
            return tuple(dict.fromkeys((path, *(shown(file) for file in src.files))))
    except RasterioError:  # said with the right words where it is opened to be read
        return (path,)


def _file_name(path: str) -> str:
    return Path(without_signature(shown(path))).name


def _name(parts: Sequence[str], tiles: Sequence[Tile]) -> str:
    if len(parts) == 1 and _is_folder(parts[0]):
        return Path(parts[0]).absolute().name
    names = [_file_name(tile.path) for tile in tiles]
    return names[0] if len(names) == 1 else f"{names[0]} + {len(names) - 1} more"
