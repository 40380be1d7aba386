"""Runs of the past: what they were asked and what came out, kept in QGIS's settings, and read from inventories."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from qgis.core import QgsProject, QgsVectorLayer

from .i18n_text import tr
from .jobs import DetectJob, PathLike
from .layers.files import LANDSLIDES, ROLE
from .layers.origin import Origin, origin_of
from .settings import Settings

_KEY = "history"
_MOST_RUNS = 30
_OWN = ("scene", "output", "probability", "overwrite", "aoi")  # of one run, or said in another way
_RULES = tuple(one.name for one in fields(DetectJob) if one.name not in (*_OWN, "dem"))
_FLAGS = ("runout", "crf", "mask_water", "allow_partial_dem")


@dataclass(frozen=True)
class PastRun:
    """One run.

    Attributes
    ----------
    when : ISO 8601, UTC.
    output : the inventory.
    name : of the scene. model : its id. threshold : 0 to 1. count : of landslides. area_m2 : of them together.
    values : keyword arguments of `DetectJob`, as JSON knows them, but for the files that it wrote.
    files : band -> file, of a scene that was several layers.
    area : outline (WKT) and CRS (WKT, or ``EPSG:...``) of what was mapped; None for the whole scene.
    lost : sentences about what cannot be had again.
    """

    when: str
    output: str
    name: str = ""
    model: str = ""
    threshold: float | None = None
    count: int | None = None
    area_m2: float | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    area: tuple[str, str] | None = None
    lost: tuple[str, ...] = ()

    @property
    def there(self) -> bool:
        """Whether the inventory can be opened."""
        return Path(self.output).is_file()


def remember(
    job: DetectJob, facts: Mapping[str, Any], files: Iterable[tuple[str, PathLike]], area: tuple[str, str] | None
) -> None:
    """Keep a run that ended well."""
    values = {name: _plain(getattr(job, name)) for name in (*_RULES, "dem", "scene")}
    made = PastRun(
        when=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        output=str(job.output),
        name=str(facts.get("scene") or Path(job.scene).stem),
        model=str(facts.get("model") or ""),
        threshold=_number(facts.get("threshold")),
        count=facts.get("polygons") if isinstance(facts.get("polygons"), int) else None,
        area_m2=_number(facts.get("area_m2")),
        values=values,
        files={band: str(path) for band, path in files},
        area=area,
    )
    kept = [run for run in remembered() if run.output != made.output]
    Settings().remember(_KEY, json.dumps([asdict(run) for run in (made, *kept)[:_MOST_RUNS]]))


def remembered() -> list[PastRun]:
    """The runs that are kept, the latest first. What is not readable is left out."""
    try:
        rows = json.loads(Settings().value(_KEY, "[]"))
    except ValueError:
        return []
    found = (_from_json(row) for row in rows) if isinstance(rows, list) else ()
    return [run for run in found if run is not None]


def forget() -> None:
    Settings().remember(_KEY, "[]")


def all_runs(project: QgsProject) -> list[PastRun]:
    """What is kept, and the runs of inventories in a project that are not among them; the latest first."""
    kept = remembered()
    known = {run.output for run in kept}
    for layer in project.mapLayers().values():
        if isinstance(layer, QgsVectorLayer) and layer.customProperty(ROLE) == LANDSLIDES:
            run = run_of(layer)
            if run is not None and run.output not in known:
                kept.append(run)
                known.add(run.output)
    return sorted(kept, key=lambda run: run.when, reverse=True)


def run_of(layer: Any) -> PastRun | None:
    """The run that made the inventory of a layer; None where its file does not say."""
    origin = origin_of(layer)
    return None if origin is None else from_origin(origin)


def from_origin(origin: Origin) -> PastRun:
    """The settings of a run from the table that it wrote; what is not there any more is in ``lost``."""
    asked, run = origin.asked, origin.run
    values: dict[str, Any] = {name: asked[name] for name in _RULES if asked.get(name) is not None}
    values.update({name: bool(values[name]) for name in _FLAGS if name in values})
    values["scene"] = None if origin.scene is None else str(origin.scene)
    values["dem"] = origin.dem
    values["pre"] = ";".join(map(str, origin.scenes_before)) or None
    values["min_slope_deg"] = asked.get("min_slope_deg") or 0.0  # 0 switches it off, and is written as nothing
    values["model"] = asked.get("model") or origin.model
    values.update({name: run.get(name) for name in ("event_id", "event_date", "trigger")})
    lost = []
    if origin.scene is None:
        lost.append(tr("The scene {path} is not there any more.").format(path=run.get("scene_source") or ""))
    if origin.dem is None and run.get("dem_path"):
        lost.append(tr("The elevation {path} is not there any more.").format(path=run["dem_path"]))
    if not origin.scenes_before and run.get("scene_pre_source"):
        lost.append(tr("The scene before {path} is not there any more.").format(path=run["scene_pre_source"]))
    area = area_in(origin.area) if origin.area is not None else None
    if area is None and run.get("area_source"):
        lost.append(tr("The area that was mapped is not in the inventory: draw it again."))
    if not asked:
        lost.append(tr("The inventory was not made by a detection alone: check the options."))
    count = run.get("landslides")
    return PastRun(
        when=origin.run_utc or "",
        output=str(origin.inventory),
        name=origin.name or "",
        model=origin.model or "",
        threshold=origin.threshold,
        count=count if isinstance(count, int) else None,
        area_m2=_number(run.get("landslides_area_m2")),
        values=values,
        area=area,
        lost=tuple(lost),
    )


_LONGEST_OUTLINE = 100_000  # characters: what the settings of QGIS can bear


def area_in(path: PathLike | None) -> tuple[str, str] | None:
    """Outline and CRS of the polygons in a file; None where there are none, or too many corners to keep."""
    if path is None:
        return None
    layer = QgsVectorLayer(str(path), "area", "ogr")
    if not layer.isValid():
        return None
    geometry = None
    for feature in layer.getFeatures():
        geometry = feature.geometry() if geometry is None else geometry.combine(feature.geometry())
    if geometry is None or geometry.isEmpty():
        return None
    outline = str(geometry.asWkt(8 if layer.crs().isGeographic() else 2))
    return (outline, layer.crs().authid() or layer.crs().toWkt()) if len(outline) <= _LONGEST_OUTLINE else None


def _from_json(row: Any) -> PastRun | None:
    if not isinstance(row, dict) or not isinstance(row.get("when"), str) or not isinstance(row.get("output"), str):
        return None
    known = {one.name for one in fields(PastRun)}
    kept = {name: value for name, value in row.items() if name in known}
    for name in ("values", "files"):
        if not isinstance(kept.get(name), dict):
            kept[name] = {}
    area = kept.get("area")
    whole = isinstance(area, list) and len(area) == 2 and all(isinstance(part, str) for part in area)
    kept["area"] = (area[0], area[1]) if whole and area else None
    kept["lost"] = tuple(str(text) for text in kept.get("lost") or ())
    return PastRun(**kept)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None
