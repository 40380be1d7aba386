"""The settings of an earlier run, put into the form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

from ..history import PastRun
from ..i18n_text import tr
from ..layers.threshold import file_of
from .area_group import POLYGON, WHOLE
from .detect_form import DetectForm
from .layer_or_file import NONE, SEVERAL
from .scene_group import single_band_layers


def use_again(form: DetectForm, run: PastRun) -> list[str]:
    """Fill the form; returns sentences about what could not be had again. Names of results stay as they are."""
    values = run.values
    said = list(run.lost)
    said += _scene(form, run)
    _terrain(form, values)
    said += _area(form, run)
    model = values.get("model")
    if model is not None and not form.model.choose(str(model)):
        said.append(tr("The model {name} is not installed: the default one is chosen.").format(name=model))
    form.options.set_values(values)
    form.advanced.set_values(values)
    pre = values.get("pre")
    bands = values.get("pre_bands")
    form.before.set_values(pre if isinstance(pre, str) else None, str(values.get("change") or "auto"), bands)
    form.happening.set_values(values)
    return said


def _scene(form: DetectForm, run: PastRun) -> list[str]:
    if run.files:
        return _layers(form, run.files)
    path, bands = run.values.get("scene"), run.values.get("bands")
    if not path:
        form.scene.input.set_path("")
        return []  # the run says why
    if not Path(str(path)).exists():
        form.scene.input.set_path("")
        return [tr("The scene {path} is not there any more.").format(path=path)]
    form.scene.set_values(str(path), bands if isinstance(bands, str) else None)
    return []


def _layers(form: DetectForm, files: Mapping[str, str]) -> list[str]:
    """A scene that was several layers: the layers where they are in the project, else the folder that they are in."""
    here = {str(file_of(layer)): layer for layer in single_band_layers()}
    if all(path in here for path in files.values()):
        form.scene.input.choose(SEVERAL)
        chosen = {here[path].id(): band for band, path in files.items()}
        for layer in single_band_layers():
            form.scene.bands.set_band(layer.id(), chosen.get(layer.id(), "-"))
        return []
    folders = {str(Path(path).parent) for path in files.values()}
    if len(folders) == 1 and all(Path(path).is_file() for path in files.values()):
        form.scene.input.set_path(folders.pop())
        return []
    form.scene.input.set_path("")
    return [tr("The layers of the scene are not in this project: add them, or choose the folder of their files.")]


def _terrain(form: DetectForm, values: Mapping[str, Any]) -> None:
    dem = values.get("dem")
    form.terrain.offer(form.scene.place())  # now, so that it takes nothing over what follows
    if dem:
        form.terrain.input.set_path(str(dem))
    else:
        form.terrain.input.choose(NONE)
    form.terrain.partial.setChecked(bool(values.get("allow_partial_dem")))


def _area(form: DetectForm, run: PastRun) -> list[str]:
    if run.area is None:
        form.area.choose(WHOLE)
        return []
    outline, crs = QgsGeometry.fromWkt(run.area[0]), QgsCoordinateReferenceSystem(run.area[1])
    if outline.isNull() or not crs.isValid():
        form.area.choose(WHOLE)
        return [tr("The area of that run cannot be read: draw it again.")]
    form.area.set_drawn(POLYGON, outline, crs)
    return []
