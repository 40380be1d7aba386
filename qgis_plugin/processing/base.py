"""What every algorithm of the provider has in common: one job of the backend."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRasterLayer,
)
from qgis.PyQt.QtGui import QIcon

from .. import help_pages
from ..backend.problem import BackendProblem
from ..i18n_text import tr
from ..inputs import InputProblem
from . import area, scene_input
from .choices import Words
from .connect import PLUGIN, backend
from .run import Job, run_job
from .values import Values


class L4SAlgorithm(QgsProcessingAlgorithm):
    """One command of the backend as an algorithm.

    A subclass gives ``ID``, ``ICON`` (a file of ``icons`` without ending), ``PAGE`` (of the documentation, where it is
    another one), the texts, `initAlgorithm`, `job` and `results`; docs/processing.md has an example.
    """

    ID = ""
    ICON = "l4s"
    PAGE = "processing"

    def __init__(self) -> None:
        super().__init__()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._job: Job | None = None
        self._problem = ""
        self.words = Words()

    def job(self, values: Values, feedback: QgsProcessingFeedback) -> Job:
        """What to run. May raise `InputProblem`."""
        raise NotImplementedError

    def results(self, job: Any, facts: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """The outputs by name, from what the command reported at its end."""
        raise NotImplementedError

    def createInstance(self) -> L4SAlgorithm:
        return type(self)()

    def name(self) -> str:
        return self.ID

    def group(self) -> str:
        return tr("Detection")

    def groupId(self) -> str:
        return "detection"

    def icon(self) -> QIcon:
        return QIcon(icon_path(self.ICON))

    def svgIconPath(self) -> str:
        return icon_path(self.ICON)

    def helpUrl(self) -> str:
        return help_pages.page(self.PAGE)

    def canExecute(self) -> tuple[bool, str]:
        try:
            backend()
        except BackendProblem as problem:
            return False, problem.text
        return True, ""

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        values = Values(self, parameters, context, Path())
        names = {definition.name() for definition in self.parameterDefinitions()}
        if "AREA" in names and values.is_set("AREA") and values.is_set("EXTENT"):
            return False, area.both()
        checked = self.words.in_positions(parameters)
        if scene_input.INPUT in names:
            scenes = scene_input.given_names(values)
            if not scenes:
                return False, scene_input.no_scene()
            if len(scenes) > 1:
                return False, tr("The scene is given more than once; leave one of file, folder and layers.")
            # QGIS would refuse what is no raster to it: folders and products. An earlier name stands for INPUT.
            checked[scene_input.INPUT] = QgsRasterLayer()
            for name in scene_input.EARLIER:
                checked.pop(name, None)
        return super().checkParameterValues(checked, context)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self._folder = tempfile.TemporaryDirectory(prefix="l4s-")
        try:
            self._job = self.job(Values(self, parameters, context, Path(self._folder.name)), feedback)
        except (InputProblem, QgsProcessingException) as problem:
            # raised in processAlgorithm: what is raised here never reaches a script or a model
            self._problem = str(problem)
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        try:
            if self._job is None:
                raise QgsProcessingException(self._problem)
            return self.results(self._job, run_job(self._job, feedback), context)
        finally:
            if self._folder is not None:
                self._folder.cleanup()


def icon_path(name: str) -> str:
    return str(PLUGIN / "icons" / f"{name}.svg")
