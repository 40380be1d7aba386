"""What stands in the parameters, as plain values and files for a job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsRasterLayer
from qgis.PyQt.QtCore import QVariant

from ..i18n_text import tr
from ..inputs import InputProblem, dem_of, raster_path
from ..jobs import Extent
from . import area, scene_input

if TYPE_CHECKING:
    from .base import L4SAlgorithm


class Values:
    """The parameters of one run, read in the main thread, where layers live.

    Parameters
    ----------
    folder
        For files that the run needs and the user does not; removed after it.
    """

    def __init__(
        self, algorithm: L4SAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, folder: Path
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
        """The word of the command line for what was chosen from a list; "" for nothing."""
        found = self.words(name)
        return found[0] if found else ""

    def flag(self, name: str) -> bool:
        return self.algorithm.parameterAsBoolean(self.parameters, name, self.context)

    def words(self, name: str) -> tuple[str, ...]:
        """Several of a few words."""
        lists, definition = self.algorithm.words, self.algorithm.parameterDefinition(name)
        if not self.is_set(name) and definition.defaultValue() is None:
            return ()
        given = lists.in_positions(self.parameters)
        if definition.allowMultiple():
            positions = self.algorithm.parameterAsEnums(given, name, self.context)
        else:
            positions = [self.algorithm.parameterAsEnum(given, name, self.context)]
        return tuple(lists.word(name, position) for position in positions)

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
        return _in_folder(Path(text))

    def file_output(self, name: str) -> Path | None:
        """Where a file is to be written, None when it is skipped. The folder is made, as for layers."""
        text = self.algorithm.parameterAsFileOutput(self.parameters, name, self.context) if self.is_set(name) else ""
        return _in_folder(Path(text)) if text else None

    def scene(self) -> tuple[Path, str | None]:
        """The path of the scene for the backend, and the bands of a raster with several, in its order."""
        return scene_input.read(self)

    def before(self) -> str | None:
        """The scenes before the event, as ``--pre`` takes them."""
        return ";".join(self.files("PRE")) or None

    def model(self) -> str | None:
        """A file of a model, else the name that was chosen or given."""
        return self.text("MODEL_FILE") or self.text("MODEL")

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


def _in_folder(path: Path) -> Path:
    """The same path, whose folder is there now. Raises InputProblem where it cannot be made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputProblem(
            tr("The folder {folder} cannot be made: {reason}. Choose another one.").format(
                folder=path.parent, reason=error.strerror
            )
        ) from error
    return path
