"""What a scene of a batch is made from: every file that is read, sidecars included, and whether it stayed the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l4s_core.base.errors import InputError
from l4s_core.base.joined import parts
from l4s_core.base.xml import parse_xml
from l4s_core.batch.fingerprint import Fingerprint, fingerprint, state
from l4s_core.batch.job import BatchOptions, SceneJob
from l4s_core.rasters.header import is_remote, without_signature
from l4s_core.rasters.virtual import files_behind, is_virtual
from l4s_core.scene.types import Scene

if TYPE_CHECKING:
    from l4s_core.vectors.area import Area


@dataclass(frozen=True)
class SceneInputs:
    """What was found when a scene was opened.

    Attributes
    ----------
    scene : the open scene.
    dem_tiles, footprint : see `SceneResult`.
    states : every file that will be read, and its `fingerprint.state` before it is.
    """

    scene: Scene
    dem_tiles: tuple[str, ...]
    footprint: Mapping[str, Any]
    states: Mapping[str, tuple[Any, ...]]

    def fingerprints(self) -> dict[str, Fingerprint]:
        """Of all files, after they were read.

        Raises
        ------
        InputError
            One is not what it was when the scene was opened.
        """
        # what makes a link valid for an hour is no part of what lies there, and has no place in a journal
        found = {without_signature(source): fingerprint(source) for source in self.states}
        for source, before in self.states.items():
            if state(source) != before:
                raise InputError(
                    f"{without_signature(source)} was changed or replaced while it was read, so the result would be of "
                    "neither; run this scene again when the file is complete (--resume)."
                )
        return found


def open_inputs(job: SceneJob, options: BatchOptions, work: Path, area: Area | None = None) -> SceneInputs:
    """Open the scene of a job and find all files behind it. ``work`` is a folder for temporary files.

    ``area`` is the job's, where it was read already.

    Raises
    ------
    OutsideArea
        The scene shows nothing of the area.
    InputError
        As `open_scene`, `read_area` and the opening of the DEM raise it.
    """
    from l4s_core.rasters.grid import analysis_grid
    from l4s_core.scene import open_scene
    from l4s_core.vectors.area import read_area

    scene = open_scene(job.scene, **vars(options.detect.scene))
    grid = analysis_grid(scene.grid)
    assert grid.crs is not None  # analysis_grid sees to it
    if job.area is not None:  # before the terrain, which may be there for the area only
        (area or read_area(job.area)).meets(grid)
    footprint = {"crs": grid.crs.to_wkt(), "bounds": [float(v) for v in grid.extent.boundingbox.bbox]}
    tiles = () if job.dem is None else dem_tiles(job.dem, footprint, work)
    files = [*_scene_files(scene), *tiles]
    for before in parts(job.before or ""):
        files += _before_files(before, options)
    if job.area is not None:
        files += area_files(job.area)
    return SceneInputs(scene, tiles, footprint, {file: state(file) for file in with_sidecars(map(_plain, files))})


def dem_tiles(dem: str, footprint: Mapping[str, Any], work: Path) -> tuple[str, ...]:
    """The files of a DEM that cover a footprint (see `SceneResult.footprint`), in order. Raises InputError."""
    from odc.geo.geobox import GeoBox

    from l4s_core.rasters.grid import RESOLUTION_M
    from l4s_core.terrain.source import open_dem_source

    grid = GeoBox.from_bbox(tuple(footprint["bounds"]), footprint["crs"], resolution=RESOLUTION_M)
    folder = work / ".tiles"
    folder.mkdir(exist_ok=True)
    try:
        return tuple(map(str, open_dem_source(dem, grid, folder).tiles))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _scene_files(scene: Scene) -> Iterator[str]:
    source = Path(scene.source)
    in_archive = False
    for path in (*scene.files, *(files_behind(scene.cloud_classes.path) if scene.cloud_classes else ())):
        if path.startswith("/vsizip/"):
            in_archive = True  # the archive is the source
        elif not Path(path).is_dir():
            yield path
    tiled = any(is_virtual(band.path) for band in scene.bands.values())
    if not in_archive and (source.is_dir() or tiled):
        # a band or tile that is added or the metadata of a product change the scene as well
        yield from (str(p) for p in sorted(source.rglob("*MTD_*.xml")) if source.is_dir())
        bands = [file for band in scene.bands.values() for file in files_behind(band.path)]
        yield from sorted({f"{_band_folder(Path(band))}/" for band in bands})


def _band_folder(band: Path) -> Path:
    return next((folder for folder in band.parents if folder.name == "IMG_DATA"), band.parent)


def _before_files(before: str, options: BatchOptions) -> list[str]:
    from l4s_core.scene.before import open_earlier

    with suppress(InputError):  # what is wrong with it `detect` says
        return list(_scene_files(open_earlier(before, _bands_of_before(options))))
    return [before]


def _bands_of_before(options: BatchOptions) -> Mapping[str, int] | str | None:
    told = options.detect.earlier.pre_bands
    return options.detect.scene.bands if told is None else told


def area_files(area: str) -> list[str]:
    """The files behind an area as `vectors.area.read_area` takes it."""
    return with_sidecars([area.partition("|")[0]])


def _plain(path: str) -> str:
    """The address of what GDAL reads over the web, and local paths in full."""
    if path.startswith("/vsicurl/"):
        return path.removeprefix("/vsicurl/")
    if path.startswith("/vsis3/"):
        return "s3://" + path.removeprefix("/vsis3/")
    if path.startswith(("http://", "https://", "s3://", "/vsi")):
        return path
    return str(Path(path).absolute()) + ("/" if path.endswith("/") else "")


_SHAPEFILE_PARTS = (".shx", ".dbf", ".prj")
_RASTERS = frozenset({".tif", ".tiff", ".jp2", ".img", ".vrt", ".hgt", ".dem", ".asc", ".bil", ".adf"})
_SAYS_NOTHING = frozenset({"PAMDataset", "PAMRasterBand", "Metadata", "MDI"})


def with_sidecars(files: Iterable[str]) -> list[str]:
    """Files, each once, and what is there now beside them and read with them."""
    return list(dict.fromkeys(own for file in files for own in (file, *_sidecars(file))))


def _sidecars(file: str) -> list[str]:
    if is_remote(file) or file.startswith("/vsi") or file.endswith(("/", "\\")):
        return []
    path = Path(file)
    ending = path.suffix.lower()
    if ending == ".shp":
        return [str(part) for part in map(path.with_suffix, _SHAPEFILE_PARTS) if part.exists()]
    if ending == ".gpkg":  # what a program that has it open (QGIS) has not written into it yet
        journal = Path(f"{file}-wal")
        return [str(journal)] if journal.exists() and journal.stat().st_size else []
    if ending in _RASTERS or (path / "hdr.adf").is_file():
        return _beside_raster(file)
    return []


def _beside_raster(file: str) -> list[str]:
    """What GDAL reads with a raster, such as an ``.aux.xml`` with another nodata, a world file, external overviews."""
    import rasterio
    from rasterio.errors import RasterioError

    try:
        with rasterio.open(file) as source:
            found = [str(Path(name).absolute()) for name in source.files]
    except RasterioError:  # said with the right words where it is opened to be read
        return []
    return [name for name in found if Path(name).is_file() and not _is_statistics(name)]


def _is_statistics(file: str) -> bool:
    """Whether a file is what programs that look at a raster (QGIS) write beside it, which changes nothing."""
    if not file.lower().endswith(".aux.xml"):
        return False
    try:
        elements = list(parse_xml(Path(file).read_bytes(), file).iter())
    except (OSError, InputError):
        return False
    named = [element.get("key", "") for element in elements if element.tag == "MDI"]
    inside = {id(part) for element in elements if element.tag == "Histograms" for part in element.iter()}
    return all(element.tag in _SAYS_NOTHING or id(element) in inside for element in elements) and all(
        name.startswith("STATISTICS_") for name in named
    )
