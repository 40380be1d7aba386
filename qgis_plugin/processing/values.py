"""What stands in the parameters, as plain values and files for a job."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsRasterLayer
from qgis.PyQt.QtCore import QVariant

from ..i18n_text import tr
from ..inputs import InputProblem, SceneInput, dem_of, raster_path, scene_of
from ..jobs import Extent
from . import area


class Values:
    """The parameters of one run, read in the main thread, where layers live.

    Parameters
    ----------
    folder
        For files that the run needs and the user does not; removed after it.
    """

    def __init__(
        self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, folder: Path
    ) -> None:
        self.algorithm, self.parameters, self.context, self.folder = algorithm, parameters, context, folder

    def is_set(self, name: str) -> bool:
        value = self.parameters.get(name)
        if isinstance(value, QVariant):  # the form says NULL for a file that was not chosen
            return not value.isNull()
        return value is not None and value != "" and value != []

    def text(self, name: str) -> str | None:
        return self.algorithm.parameterAsString(self.parameters, name, self.context).strip() or None

    def number(self, name: str) -> float:
        return self.algorithm.parameterAsDouble(self.parameters, name, self.context)

    def optional_number(self, name: str) -> float | None:
        return self.number(name) if self.is_set(name) else None

    def word(self, name: str) -> str:
        return self.algorithm.parameterAsEnumString(self.parameters, name, self.context)

    def flag(self, name: str) -> bool:
        return self.algorithm.parameterAsBoolean(self.parameters, name, self.context)

    def words(self, name: str) -> tuple[str, ...]:
        """Several of a few words."""
        found = self.algorithm.parameterAsEnumStrings(self.parameters, name, self.context)
        return tuple(word for word in found if word)  # nothing chosen is one empty word

    def files(self, name: str) -> tuple[str, ...]:
        """Several files."""
        if not self.is_set(name):
            return ()
        found = self.algorithm.parameterAsFileList(self.parameters, name, self.context)
        # a layer of a GeoPackage that is on the map stands for its file
        return tuple(dict.fromkeys(path.partition("|")[0] for path in found if path))

    def date(self, name: str) -> str | None:
        """``YYYY-MM-DD``."""
        if not self.is_set(name):
            return None
        moment = self.algorithm.parameterAsDateTime(self.parameters, name, self.context)
        if not moment.isValid():
            raise InputProblem(tr("{date} is no date; write it like 2019-08-08.").format(date=self.parameters[name]))
        return moment.toString("yyyy-MM-dd")

    def required_output(self, name: str) -> Path:
        """Where to write a result that the algorithm cannot do without: QGIS asks for it before the run."""
        path = self.output(name)
        assert path is not None, name
        return path

    def output(self, name: str) -> Path | None:
        """Where a layer is to be written, None when it is skipped. The folder is made, as other algorithms do."""
        text = self.algorithm.parameterAsOutputLayer(self.parameters, name, self.context)
        if not text:
            return None
        path = Path(text)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputProblem(
                tr("The folder {folder} cannot be made: {reason}. Choose another one.").format(
                    folder=path.parent, reason=error.strerror
                )
            ) from error
        return path

    def scene(self) -> tuple[Path, str | None]:
        """The path of the scene for the backend, and the bands of a raster with several, in its order."""
        bands = self.text("BANDS")
        if self.is_set("SCENE_LAYERS"):
            layers = self.algorithm.parameterAsLayerList(self.parameters, "SCENE_LAYERS", self.context)
            found = _scene_of(layers, bands)
            return found.materialise(self.folder), found.bands
        path = self._file("SCENE") or self._file("SCENE_FOLDER")
        if path is None:
            raise InputProblem(no_scene())
        return path, bands

    def raster(self, name: str) -> Path:
        """The file of a raster layer that the algorithm cannot do without: QGIS asks for it before the run."""
        layer = self._layer(name)
        assert layer is not None, name
        return raster_path(layer)

    def dem(self) -> Path | None:
        layer = self._layer("DEM")
        return None if layer is None else dem_of(layer)

    def extent_of_raster(self, name: str, raster: str) -> Extent | None:
        """xmin, ymin, xmax, ymax in the CRS of a raster parameter."""
        if not self.is_set(name):
            return None
        layer = self._layer(raster)
        if layer is None:
            return None
        box = self.algorithm.parameterAsExtent(self.parameters, name, self.context, layer.crs())
        if box.isEmpty():
            return None
        return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()

    def area(self) -> Path | None:
        """The polygons of AREA, or the rectangle of EXTENT, as a file."""
        return area.write(self)

    def _layer(self, name: str) -> QgsRasterLayer | None:
        if not self.is_set(name):
            return None
        layer = self.algorithm.parameterAsRasterLayer(self.parameters, name, self.context)
        if layer is None:
            raise InputProblem(
                tr("{what} is no raster that QGIS can read; choose another file.").format(what=self.parameters[name])
            )
        return layer

    def _file(self, name: str) -> Path | None:
        text = self.algorithm.parameterAsFile(self.parameters, name, self.context).strip()
        return Path(text).expanduser() if text else None


def no_scene() -> str:
    return tr("Choose the Sentinel-2 scene: a file, a folder or layers.")


def _scene_of(layers: list[Any], bands: str | None) -> SceneInput:
    if bands is None or len(layers) != 1:
        return scene_of(layers)
    names = [name.strip() for name in bands.split(",")]
    if len(names) != layers[0].bandCount():
        raise InputProblem(
            tr(
                "“Bands” names {named} bands and the layer “{layer}” has {count}; name each, with a minus for those to "
                "leave out."
            ).format(named=len(names), layer=layers[0].name(), count=layers[0].bandCount())
        )
    return scene_of(layers, dict(enumerate(names, start=1)))
