"""What the plugin asks of the backend: one frozen dataclass per command, filled by the dock and by the toolbox.

``arguments()`` is what follows ``python -m l4s_core.cli.main``; `Connection.run` adds ``--progress json``. Only the
standard library is used here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Union

PathLike = Union[str, Path]
Extent = tuple[float, float, float, float]

_BAND = re.compile(r"B0?([1-9]|1[0-2]|8A)", re.IGNORECASE)
_LEVEL = re.compile(r"MSI(L1C|L2A)", re.IGNORECASE)
_TIME = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?!\d)")


@dataclass(frozen=True)
class _Looked:
    """What is looked at. A dataclass puts the fields of the last base first: see the order of the bases below."""

    scene: PathLike
    dem: PathLike | None


@dataclass(frozen=True)
class _OneScene(_Looked):
    """What a run over one scene cannot do without."""

    output: PathLike


@dataclass(frozen=True)
class _ManyScenes:
    """What a run over many scenes is about."""

    out_dir: PathLike
    scenes: tuple[PathLike, ...] = ()
    manifest: PathLike | None = None
    dem: PathLike | None = None


@dataclass(frozen=True)
class _Rules:
    """How scenes are mapped, one or many.

    Parameters
    ----------
    pre
        Scene before the event; several joined by ``;``.
    bands
        Bands of a multi-band raster in its own order, ``"B2,B3,-,B8"``, or of a folder, ``"B4=red.tif,B3=green.tif"``.
    offset
        DN added to the raw values, -1000 or 0; None lets the backend find out.
    scale
        Raw value of reflectance 1; None lets the backend find out.
    pre_bands, pre_offset, pre_scale, pre_level
        The same of the scene before.
    change, coregister
        ``auto``, ``on`` or ``off``: whether the pixels of the scene before are looked at, and moved to fit.
    threshold
        Probability from 0 to 1; None takes the model's own.
    uncertainty
        ``tta``, ``ensemble`` or ``mc-dropout``; written beside the probability where that is.
    tta
        ``none``, ``flips``, ``scales`` or ``all``: views of each window.
    adapt
        ``none`` or ``normalisation``: the statistics of the scene.
    event_date
        ``YYYY-MM-DD``.
    force
        Map a scene on which the model would certainly be wrong.
    """

    pre: PathLike | None = None
    aoi: PathLike | None = None
    bands: str | None = None
    offset: float | None = None
    scale: float | None = None
    level: str | None = None
    pre_bands: str | None = None
    pre_offset: float | None = None
    pre_scale: float | None = None
    pre_level: str | None = None
    change: str = "auto"
    coregister: str = "auto"
    model: str | None = None
    threshold: float | None = None
    mmu_m2: float = 1000.0
    min_slope_deg: float = 5.0
    simplify_m: float = 0.0
    runout: bool = False
    hysteresis: float | None = None
    fill_holes_m2: float = 0.0
    crf: bool = False
    uncertainty: str | None = None
    tta: str = "none"
    adapt: str = "none"
    clouds: str = "auto"
    mask_water: bool = False
    device: str = "auto"
    event_id: str | None = None
    event_date: str | None = None
    trigger: str | None = None
    allow_partial_dem: bool = False
    dem_unit: str = "auto"
    force: bool = False

    def _rules(self, dem: PathLike | None) -> list[str]:
        return [
            *_terrain(dem, self.dem_unit, self.allow_partial_dem),
            *_option("--pre", self.pre),
            *_option("--aoi", self.aoi),
            *_option("--bands", self.bands),
            *_option("--offset", self.offset),
            *_option("--scale", self.scale),
            *_option("--level", self.level),
            *_option("--pre-bands", self.pre_bands),
            *_option("--pre-offset", self.pre_offset),
            *_option("--pre-scale", self.pre_scale),
            *_option("--pre-level", self.pre_level),
            *_option("--change", self.change),
            *_option("--coregister", self.coregister),
            *_option("--model", self.model),
            *_option("--threshold", self.threshold),
            *_option("--mmu", self.mmu_m2),
            *_option("--min-slope", self.min_slope_deg),
            *_option("--simplify", self.simplify_m),
            *_flag("--runout", self.runout),
            *_option("--hysteresis", self.hysteresis),
            *_option("--fill-holes", self.fill_holes_m2),
            *_flag("--crf", self.crf),
            *_option("--uncertainty", self.uncertainty),
            *_option("--tta", self.tta),
            *_option("--adapt", self.adapt),
            *_option("--clouds", self.clouds),
            *_flag("--mask-water", self.mask_water),
            *_option("--device", self.device),
            *_option("--event-id", self.event_id),
            *_option("--event-date", self.event_date),
            *_option("--trigger", self.trigger),
            *_flag("--force", self.force),
        ]


@dataclass(frozen=True)
class DetectJob(_Rules, _OneScene):
    """``l4s detect``: the landslides of a scene.

    Parameters
    ----------
    scene
        What `l4s_core.scene.open_scene` opens: product folder, zip or XML, folder of bands, raster, STAC Item.
    dem
        Elevation raster; None goes without terrain.
    output
        Inventory: .gpkg, .geojson, .fgb or .shp.
    keep_review
        An inventory (.gpkg) of which the new one keeps what people said; it may be ``output``.
    """

    probability: PathLike | None = None
    keep_review: PathLike | None = None
    overview: PathLike | None = None
    overwrite: bool = False

    def arguments(self) -> list[str]:
        return [
            "detect",
            _path(self.scene),
            *_option("--output", self.output),
            *self._rules(self.dem),
            *_option("--probability", self.probability),
            *_option("--keep-review", self.keep_review),
            *_option("--overview", self.overview),
            *_flag("--overwrite", self.overwrite),
        ]


@dataclass(frozen=True)
class InspectJob(_Rules, _Looked):
    """``l4s inspect``: what a scene is and why `DetectJob` would be refused, as JSON; the fields are its own."""

    def arguments(self) -> list[str]:
        """Without ``--progress``: `Connection.ask` wants one answer. What changes nothing in it is not asked about."""
        plain = _Rules()
        asked = replace(self, **{name: getattr(plain, name) for name in _UNASKED})
        return ["inspect", _path(self.scene), "--json", *asked._rules(self.dem)]


# rules of the outlines; where it runs, which would open the model; what is written into the polygons; gaps in the
# elevation, which are told as a share
_UNASKED = (
    "threshold", "mmu_m2", "min_slope_deg", "simplify_m", "hysteresis", "fill_holes_m2", "crf", "uncertainty", "tta",
    "adapt", "device", "event_id", "trigger", "allow_partial_dem",
)  # fmt: skip


@dataclass(frozen=True)
class StackJob:
    """``l4s stack``: the 14 channels on one 10 m grid. ``clouds`` None leaves clouds in, else names the test."""

    scene: PathLike
    dem: PathLike | None
    output: PathLike
    clouds: str | None = None
    bands: str | None = None
    offset: float | None = None
    level: str | None = None
    overwrite: bool = False
    mask_water: bool = False
    allow_partial_dem: bool = False
    dem_unit: str = "auto"

    def arguments(self) -> list[str]:
        cut = self.clouds is not None or self.mask_water
        return [
            "stack",
            _path(self.scene),
            *_option("--output", self.output),
            *_terrain(self.dem, self.dem_unit, self.allow_partial_dem),
            *_flag("--cut-clouds", cut),
            *(_option("--clouds", self.clouds or "none") if cut else []),
            *_flag("--mask-water", self.mask_water),
            *_option("--bands", self.bands),
            *_option("--offset", self.offset),
            *_option("--level", self.level),
            *_flag("--overwrite", self.overwrite),
        ]


@dataclass(frozen=True)
class VectorizeJob:
    """``l4s vectorize``: the inventory from a probability raster, without the network.

    ``threshold`` None takes the one that the raster was made with; without ``dem`` there is no terrain gate; ``extent``
    is xmin, ymin, xmax, ymax in the raster's CRS. ``runout`` and ``crf`` need the ``scene`` that the raster is of; it
    is read as ``bands``, ``offset``, ``scene_scale`` and ``level`` say.
    """

    probability: PathLike
    output: PathLike
    threshold: float | None = None
    mmu_m2: float = 1000.0
    dem: PathLike | None = None
    min_slope_deg: float = 5.0
    simplify_m: float = 0.0
    hysteresis: float | None = None
    fill_holes_m2: float = 0.0
    runout: bool = False
    crf: bool = False
    scene: PathLike | None = None
    bands: str | None = None
    offset: float | None = None
    scene_scale: float | None = None
    level: str | None = None
    extent: Extent | None = None
    keep_review: PathLike | None = None
    overwrite: bool = False
    dem_unit: str = "auto"

    def arguments(self) -> list[str]:
        extent = [] if self.extent is None else ["--extent", *(repr(float(v)) for v in self.extent)]
        gate: list[str] = []
        if self.dem is not None:
            gate = [*_terrain(self.dem, self.dem_unit, False), *_option("--min-slope", self.min_slope_deg)]
        return [
            "vectorize",
            _path(self.probability),
            *_option("--output", self.output),
            *_option("--threshold", self.threshold),
            *_option("--mmu", self.mmu_m2),
            *gate,
            *_option("--simplify", self.simplify_m),
            *_option("--hysteresis", self.hysteresis),
            *_option("--fill-holes", self.fill_holes_m2),
            *_flag("--runout", self.runout),
            *_flag("--crf", self.crf),
            *_option("--scene", self.scene),
            *_option("--bands", self.bands),
            *_option("--offset", self.offset),
            *_option("--scene-scale", self.scene_scale),
            *_option("--level", self.level),
            *extent,
            *_option("--keep-review", self.keep_review),
            *_flag("--overwrite", self.overwrite),
        ]


@dataclass(frozen=True)
class BatchJob(_Rules, _ManyScenes):
    """``l4s detect --out-dir``: many scenes, an inventory of each and a merged one.

    Parameters
    ----------
    scenes, manifest
        Files and folders as `DetectJob.scene`, or the table that lists them; one of the two.
    dem
        Raster, folder of tiles, or several joined by ``;``; for scenes that the manifest gives none. None: these go
        without terrain.
    jobs
        Scenes at a time.
    save
        What else is written for each scene: ``probability``, ``mask``, ``overview``.
    resume
        Go on with what is in the folder.
    """

    jobs: int = 1
    save: tuple[str, ...] = ()
    resume: bool = False

    def arguments(self) -> list[str]:
        return [
            "detect",
            *(_path(scene) for scene in self.scenes),
            *_option("--out-dir", self.out_dir),
            *_option("--manifest", self.manifest),
            f"--jobs={self.jobs}",
            *(f"--save={kind}" for kind in self.save),
            *self._rules(self.dem),
            *_flag("--resume", self.resume),
        ]


@dataclass(frozen=True)
class MergeJob:
    """``l4s merge``: one inventory from those of several scenes."""

    inventories: tuple[PathLike, ...]
    output: PathLike
    overwrite: bool = False

    def arguments(self) -> list[str]:
        return [
            "merge",
            *map(_path, self.inventories),
            *_option("--output", self.output),
            *_flag("--overwrite", self.overwrite),
        ]


@dataclass(frozen=True)
class SplitJob:
    """``l4s split``: landslides that were mapped as one, along the flow. ``mmu_m2`` None is that of the run."""

    inventory: PathLike
    dem: PathLike
    output: PathLike
    layer: str | None = None
    probability: PathLike | None = None
    min_drop_m: float = 10.0
    mmu_m2: float | None = None
    reviewed: bool = False
    overwrite: bool = False

    def arguments(self) -> list[str]:
        return [
            "split",
            _path(self.inventory),
            *_option("--dem", self.dem),
            *_option("--output", self.output),
            *_option("--layer", self.layer),
            *_option("--probability", self.probability),
            *_option("--min-drop", self.min_drop_m),
            *_option("--mmu", self.mmu_m2),
            *_flag("--reviewed", self.reviewed),
            *_flag("--overwrite", self.overwrite),
        ]


@dataclass(frozen=True)
class TuneJob:
    """``l4s tune``: a model fitted to reviewed polygons. ``model`` None is the default model.

    Parameters
    ----------
    corrections
        Vector file with the column ``status``.
    keep_anyway
        Write the model where it did not help, too.
    force
        Look at a scene that would be refused, as the run that was reviewed did.
    """

    model: str | None
    scene: PathLike
    corrections: PathLike
    output: PathLike
    layer: str | None = None
    dem: PathLike | None = None
    bands: str | None = None
    offset: float | None = None
    scale: float | None = None
    level: str | None = None
    clouds: str = "auto"
    mask_water: bool = False
    dem_unit: str = "auto"
    allow_partial_dem: bool = False
    keep_anyway: bool = False
    overwrite: bool = False
    force: bool = False

    def arguments(self) -> list[str]:
        terrain = [] if self.dem is None else _terrain(self.dem, self.dem_unit, self.allow_partial_dem)
        return [
            "tune",
            *([] if self.model is None else [_path(self.model)]),
            *_option("--scene", self.scene),
            *_option("--corrections", self.corrections),
            *_option("--out", self.output),
            *_option("--layer", self.layer),
            *terrain,
            *_option("--bands", self.bands),
            *_option("--offset", self.offset),
            *_option("--scale", self.scale),
            *_option("--level", self.level),
            *_option("--clouds", self.clouds),
            *_flag("--mask-water", self.mask_water),
            *_flag("--keep-anyway", self.keep_anyway),
            *_flag("--overwrite", self.overwrite),
            *_flag("--force", self.force),
        ]


@dataclass(frozen=True)
class ExposureJob:
    """``l4s exposure``: what landslides hit; with ``dem`` and ``downstream_m`` what lies below them too."""

    inventory: PathLike
    assets: tuple[PathLike, ...]
    output: PathLike
    layer: str | None = None
    dem: PathLike | None = None
    downstream_m: float | None = None
    width_m: float = 20.0
    overwrite: bool = False

    def arguments(self) -> list[str]:
        return [
            "exposure",
            _path(self.inventory),
            *(f"--assets={one}" for one in self.assets),
            *_option("--output", self.output),
            *_option("--layer", self.layer),
            *_option("--dem", self.dem),
            *_option("--downstream", self.downstream_m),
            *_option("--width", self.width_m),
            *_flag("--overwrite", self.overwrite),
        ]


@dataclass(frozen=True)
class StatisticsJob:
    """``l4s statistics``: what the sizes of an inventory's landslides say."""

    inventory: PathLike
    output: PathLike | None = None
    resolution_m: float | None = None
    mmu_m2: float | None = None
    from_m2: float | None = None
    overwrite: bool = False

    def arguments(self) -> list[str]:
        return [
            "statistics",
            _path(self.inventory),
            *_option("--output", self.output),
            *_option("--resolution", self.resolution_m),
            *_option("--mmu", self.mmu_m2),
            *_option("--from", self.from_m2),
            *_flag("--overwrite", self.overwrite),
        ]


@dataclass(frozen=True)
class ReportJob:
    """``l4s report``: everything that is known of an inventory, as one page.

    Parameters
    ----------
    scene
        For the picture under the landslides; None: the one that the inventory names, ``"none"``: no picture.
    """

    inventory: PathLike
    output: PathLike
    layer: str | None = None
    crs: str | None = None
    reference: PathLike | None = None
    assets: tuple[PathLike, ...] = ()
    scene: PathLike | None = None
    probability: PathLike | None = None
    title: str | None = None
    overwrite: bool = False

    def arguments(self) -> list[str]:
        return [
            "report",
            _path(self.inventory),
            *_option("--output", self.output),
            *_option("--layer", self.layer),
            *_option("--crs", self.crs),
            *_option("--reference", self.reference),
            *(f"--assets={one}" for one in self.assets),
            *_option("--scene", self.scene),
            *_option("--probability", self.probability),
            *_option("--title", self.title),
            *_flag("--overwrite", self.overwrite),
        ]


@dataclass(frozen=True)
class ConvertJob:
    """``l4s convert``: an inventory in another format, or another format as an inventory.

    Parameters
    ----------
    to
        ``inventory``, ``coolr``, ``usgs``, ``iffi``, ``geojson``, ``shp``, ``kml``, ``fgb``, ``geoparquet`` or
        ``stac``; None: as the ending of the output says.
    layer
        Which layer of the file, or which file of a zip.
    crs
        Of a file that does not say its own.
    """

    inventory: PathLike
    output: PathLike
    to: str | None = None
    layer: str | None = None
    crs: str | None = None
    overwrite: bool = False

    def arguments(self) -> list[str]:
        return [
            "convert",
            _path(self.inventory),
            *_option("--output", self.output),
            *_option("--to", self.to),
            *_option("--layer", self.layer),
            *_option("--crs", self.crs),
            *_flag("--overwrite", self.overwrite),
        ]


@dataclass(frozen=True)
class LedgerJob:
    """``l4s ledger update``: what became of the landslides of an inventory or ledger by a newer inventory."""

    old: PathLike
    new: PathLike
    output: PathLike
    overwrite: bool = False

    def arguments(self) -> list[str]:
        return [
            "ledger",
            "update",
            _path(self.old),
            _path(self.new),
            *_option("--output", self.output),
            *_flag("--overwrite", self.overwrite),
        ]


@dataclass(frozen=True)
class CompareJob:
    """``l4s compare``: an inventory against a reference, as layers and scores."""

    a: PathLike
    b: PathLike
    output: PathLike
    layer_a: str | None = None
    layer_b: str | None = None
    area: PathLike | None = None
    resolution_m: float | None = None
    least_iou: float | None = None
    within_m: float | None = None
    overwrite: bool = False

    def arguments(self) -> list[str]:
        return [
            "compare",
            _path(self.a),
            _path(self.b),
            *_option("--output", self.output),
            *_option("--layer-a", self.layer_a),
            *_option("--layer-b", self.layer_b),
            *_option("--aoi", self.area),
            *_option("--resolution", self.resolution_m),
            *_option("--iou", self.least_iou),
            *_option("--within", self.within_m),
            *_flag("--overwrite", self.overwrite),
        ]


@dataclass(frozen=True)
class MeasureJob:
    """``l4s measure --json``: the attributes of polygons; a question that is answered by JSON."""

    polygons: PathLike
    probability: PathLike | None = None
    dem: PathLike | None = None
    dem_unit: str | None = None

    def arguments(self) -> list[str]:
        return [
            "measure",
            _path(self.polygons),
            *_option("--probability", self.probability),
            *_option("--dem", self.dem),
            *_option("--dem-unit", self.dem_unit),
            "--json",
        ]


@dataclass(frozen=True)
class GrowJob:
    """``l4s grow --json``: outlines of the landslide at a point; a question that is answered by GeoJSON.

    ``x``, ``y`` are in ``crs`` (``EPSG:4326``, or WKT); the options of the scene are those that the run was asked with.
    """

    x: float
    y: float
    crs: str
    probability: PathLike | None = None
    scene: PathLike | None = None
    dem: PathLike | None = None
    bands: str | None = None
    offset: float | None = None
    scale: float | None = None
    level: str | None = None
    dem_unit: str | None = None
    exclude: PathLike | None = None

    def arguments(self) -> list[str]:
        return [
            "grow",
            repr(float(self.x)),
            repr(float(self.y)),
            *_option("--crs", self.crs),
            *_option("--probability", self.probability),
            *_option("--scene", self.scene),
            *_option("--bands", self.bands),
            *_option("--offset", self.offset),
            *_option("--scale", self.scale),
            *_option("--level", self.level),
            *_option("--dem", self.dem),
            *_option("--dem-unit", self.dem_unit),
            *_option("--exclude", self.exclude),
            "--json",
        ]


def band_item(paths: Mapping[str, PathLike], folder: Path, date: str | None = None) -> Path:
    """Several single-band files as one scene: a STAC Item, written into ``folder``, that the backend opens.

    Parameters
    ----------
    paths
        File of each band, ``{"B2": ..., "B8A": ..., "SCL": ...}``. All in one CRS; they may differ in pixel size.
    folder
        Where the run keeps its temporary files; the item is named after the files' own folder.
    date
        ``YYYY-MM-DD`` or a full time in UTC. None: as the file names say it, if they agree.

    Raises
    ------
    ValueError
        No file, or a key that is neither a Sentinel-2 band nor SCL.
    """
    files = {_band_key(name): Path(path).absolute() for name, path in paths.items()}
    if not files or len(files) < len(paths):
        raise ValueError(f"One file for each band is needed, not {', '.join(paths) or 'none'}.")
    names = [part for path in files.values() for part in path.parts[-6:]]  # .SAFE/GRANULE/x/IMG_DATA/R10m/file
    levels = {match.group(1).upper() for name in names if (match := _LEVEL.search(name))}
    parents = {path.parent.name for path in files.values()}
    properties: dict[str, object] = {"datetime": date or _time(path.name for path in files.values())}
    if len(levels) == 1:
        properties["product:type"] = f"MSI{levels.pop()}"
    item: dict[str, object] = {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": (parents.pop() if len(parents) == 1 else "") or "bands",
        "geometry": None,
        "properties": properties,
        "links": [],
        "assets": {name: {"href": str(path), "roles": ["data"]} for name, path in files.items()},
    }
    made = folder / f"{item['id']}.json"
    made.write_text(json.dumps(item, indent=1), encoding="utf-8")
    return made


def _band_key(name: str) -> str:
    text = name.strip().upper()
    match = _BAND.fullmatch(text)
    if match is None and text != "SCL":
        raise ValueError(f"{name!r} is no band of Sentinel-2; they are B1 to B12, B8A and SCL.")
    return text if match is None else f"B{match.group(1).upper()}"


def _time(names: Iterable[str]) -> str | None:
    """The sensing time in names such as ``T32TQM_20230823T095559_B02_10m.jp2``, if they agree on one."""
    found = {match.groups() for name in names if (match := _TIME.search(name))}
    if len(found) != 1:
        return None
    year, month, day, hour, minute, second = found.pop()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}Z"


def _terrain(dem: PathLike | None, unit: str, partial: bool) -> list[str]:
    if dem is None:
        return ["--no-dem"]
    return [*_option("--dem", dem), *_option("--dem-unit", unit), *_flag("--allow-partial-dem", partial)]


def _option(name: str, value: PathLike | float | None) -> list[str]:
    """``--name=value`` as one word, so that a value may begin with a minus; nothing for None and empty text."""
    if value is None or value == "":
        return []
    return [f"{name}={repr(float(value)) if isinstance(value, (int, float)) else value}"]


def _flag(name: str, wanted: bool) -> list[str]:
    return [name] if wanted else []


def _path(path: PathLike) -> str:
    """A relative name with a leading minus would be read as an option."""
    text = str(path)
    return f"./{text}" if text.startswith("-") else text
