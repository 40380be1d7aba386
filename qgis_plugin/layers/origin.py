"""Where an inventory comes from: what the ``run`` table of its GeoPackage says of scene, elevation, model and rules."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Union

from qgis.core import QgsMapLayer, QgsProject, QgsProviderRegistry, QgsVectorLayer

from .files import PROBABILITY, RESULT, ROLE

Value = Union[str, int, float, None]

_MOST_ROWS = 2000
_MOST_TEXT = 1_000_000  # characters of one value
_PATIENCE_S = 2.0
_STEPS_BETWEEN_LOOKS = 10_000
_ASKED = "asked_"
_KINDS = {"integer": int, "real": float, "text": str}
_SCENES = "; "  # between the names of several scenes before
_TILES = ";"  # between the files of an elevation


@dataclass(frozen=True)
class Origin:
    """What an inventory was made of and how. Paths are there now: one that is not is None, or left out.

    Attributes
    ----------
    inventory : the GeoPackage itself.
    scene : product, folder, raster or STAC item that was mapped.
    scenes_before : the scenes before the event, in the order of the run.
    dems : files or folders of elevation, as they were given. The run's terrain is there when none is missing: `dem`.
    probability : the raster of the same run.
    area : the vector file of ``--aoi``.
    name : what the scene is called.
    level : ``L1C`` or ``L2A``.
    offset : DN added to the stored values; None where it is not known or bands differ.
    bands : as they were told by ``--bands``, ``B2,-,B4``.
    threshold : 0 to 1. min_slope_deg : degrees, None for no rule. mmu_m2 : square metres. simplify_m : metres.
    model : id of the model.
    run_utc : when it ran (ISO 8601).
    asked : option -> what was asked, as `l4s_core.detection.options` names them, None where it was left to the program.
    run : the whole table.
    """

    inventory: Path
    scene: Path | None = None
    scenes_before: tuple[Path, ...] = ()
    dems: tuple[Path, ...] = ()
    dem_is_whole: bool = True
    probability: Path | None = None
    area: Path | None = None
    name: str | None = None
    level: str | None = None
    offset: float | None = None
    bands: str | None = None
    threshold: float | None = None
    mmu_m2: float | None = None
    min_slope_deg: float | None = None
    simplify_m: float | None = None
    runout: bool = False
    model: str | None = None
    run_utc: str | None = None
    asked: Mapping[str, Value] = field(default_factory=dict)
    run: Mapping[str, Value] = field(default_factory=dict)

    @property
    def dem(self) -> str | None:
        """The elevation as ``--dem`` takes it; None for none, and where a part of it is not there any more."""
        return _TILES.join(map(str, self.dems)) if self.dems and self.dem_is_whole else None


def origin_of(layer: QgsMapLayer | None) -> Origin | None:
    """The origin of a layer of an inventory; None for another layer, another format, and a file that says nothing."""
    if not isinstance(layer, QgsVectorLayer) or layer.providerType() != "ogr":
        return None
    text = QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("path") or ""
    return origin_in(Path(text), _shown_probability(layer)) if text else None


def origin_in(inventory: Path, probability: Path | None = None) -> Origin | None:
    """The origin that a GeoPackage tells; ``probability``: the raster of it, where that is known."""
    run = read_run(inventory)
    if run is None:
        return None

    def text(name: str) -> str | None:
        value = run.get(name)
        return str(value) if value not in (None, "") else None

    def number(name: str) -> float | None:
        try:
            return float(str(run.get(name)))
        except ValueError:
            return None

    def one(name: str) -> Path | None:
        return _there(inventory, text(name))

    named = (text("change_scenes") or text("scene_pre_source") or "").split(_SCENES)
    dem = text("dem_path")
    dems = [dem] if _there(inventory, dem) else (dem or "").split(_TILES)
    there = [_there(inventory, part) for part in dems if part]
    area = (text("area_source") or "").partition("|")[0]
    return Origin(
        inventory,
        scene=one("scene_source"),
        scenes_before=tuple(path for path in (_there(inventory, before) for before in named) if path is not None),
        dems=tuple(path for path in there if path is not None),
        dem_is_whole=None not in there,
        probability=probability or one("probability_path") or _beside(inventory),
        area=_there(inventory, area),
        name=text("scene_post"),
        level=text("scene_level"),
        offset=number("scene_offset"),
        bands=text("asked_bands"),
        threshold=number("threshold"),
        mmu_m2=number("mmu_m2"),
        min_slope_deg=number("min_slope_deg"),
        simplify_m=number("simplify_m"),
        runout=run.get("runout") == 1,
        model=text("model_id"),
        run_utc=text("run_utc"),
        asked={name[len(_ASKED) :]: value for name, value in run.items() if name.startswith(_ASKED)},
        run=run,
    )


def read_run(inventory: Path) -> dict[str, Value] | None:
    """The ``run`` table: name -> value of its type; None where there is none that can be read."""
    if inventory.suffix.lower() != ".gpkg" or not inventory.is_file():
        return None
    until = time.monotonic() + _PATIENCE_S
    try:
        with closing(sqlite3.connect(f"{inventory.absolute().as_uri()}?mode=ro", uri=True)) as database:
            # somebody else's file: its table may be a query without an end
            database.execute("PRAGMA trusted_schema = OFF")
            database.set_progress_handler(lambda: int(time.monotonic() > until), _STEPS_BETWEEN_LOOKS)
            rows = database.execute(
                "SELECT name, substr(value, 1, ?), type FROM run LIMIT ?", (_MOST_TEXT, _MOST_ROWS)
            ).fetchall()
    except (sqlite3.Error, OverflowError, UnicodeDecodeError):
        return None
    return {str(name): _typed(value, str(kind)) for name, value, kind in rows if name is not None} or None


def decision(origin: Origin, subject: str) -> Mapping[str, Any] | None:
    """What was settled about the scene, such as ``"scale"``, as `l4s_core.base.decisions.Decision.plain` has it."""
    try:
        found = json.loads(str(origin.run.get("scene_decisions") or "[]"))
    except ValueError:
        return None
    if not isinstance(found, list):
        return None
    return next((one for one in found if isinstance(one, dict) and one.get("subject") == subject), None)


def _typed(value: Any, kind: str) -> Value:
    if value is None or kind == "null":
        return None
    try:
        return _KINDS.get(kind, str)(value)
    except (TypeError, ValueError):
        return str(value)


def _there(inventory: Path, text: str | None) -> Path | None:
    """A path of the table if it exists; one that is relative is looked for beside the inventory, where people move
    results together."""
    if not text:
        return None
    if text.startswith(("\\\\", "//")) and not str(inventory).startswith(text[:2]):
        return None  # a file from somebody else must not make this computer greet a server
    try:
        path = Path(text)
        path = path if path.is_absolute() else inventory.parent / path
        return path if path.exists() else None
    except (OSError, ValueError):  # too long, or no name of a file at all
        return None


def _beside(inventory: Path) -> Path | None:
    """The probability as the panel names it."""
    path = inventory.with_name(f"{inventory.stem}_probability.tif")
    return path if path.is_file() else None


def _shown_probability(layer: QgsVectorLayer) -> Path | None:
    """The probability in the same result of the project, under whatever name it was saved."""
    from .threshold import file_of

    result = layer.customProperty(RESULT)
    project = layer.project() or QgsProject.instance()
    for other in project.mapLayers().values():
        if result and other.customProperty(RESULT) == result and other.customProperty(ROLE) == PROBABILITY:
            path = file_of(other)
            return path if path.is_file() else None
    return None
