"""A model tuned to the decisions of a review, in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ..backend.connection import connect
from ..backend.places import Places
from ..backend.problem import BackendProblem
from ..backend.process import CANCELLED_CODE, Outcome
from ..backend.wheel import bundled_wheel
from ..i18n_text import tr
from ..jobs import TuneJob
from ..layers.origin import Origin, origin_of
from ..proxy import qgis_proxy
from ..settings import Settings
from ..tasks import BackendTask, stop
from .edits import ReviewProblem
from .questions import PLUGIN

ENOUGH = 20
"""Decisions from which tuning is offered."""
_FAILED = 2


class Tuning(QObject):
    """One tuning at a time.

    Parameters
    ----------
    say, warn
        Show one sentence that is good, or bad, news.

    Signals
    -------
    tuned
        The path of the model that was written.
    """

    tuned = pyqtSignal(str)

    def __init__(self, say: Callable[[str], None], warn: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say, self._warn = say, warn
        self._task: BackendTask | None = None

    def running(self) -> bool:
        return self._task is not None

    def ask(self, layer: QgsVectorLayer, parent: QWidget) -> None:
        """Ask where the model goes, and begin. Raises ReviewProblem where that cannot be done."""
        origin = self._origin(layer)
        suggested = origin.inventory.with_name(f"{origin.inventory.stem}_tuned.onnx")
        path, _ = QFileDialog.getSaveFileName(parent, tr("Tuned model"), str(suggested), tr("Models (*.onnx)"))
        if path:
            self.start(layer, Path(path if path.lower().endswith(".onnx") else f"{path}.onnx"))

    def start(self, layer: QgsVectorLayer, output: Path) -> None:
        """Begin. Raises ReviewProblem where that cannot be done."""
        job = job_of(self._origin(layer), output)
        how = Settings().interpreter, Places(Settings().root), bundled_wheel(PLUGIN), qgis_proxy()

        def work(on_event: Any, cancelled: Callable[[], bool]) -> Outcome:
            try:
                return connect(*how).run(job.arguments(), on_event, cancelled)
            except BackendProblem as problem:
                code = CANCELLED_CODE if cancelled() else _FAILED
                return Outcome(code, None, str(problem), cancelled(), "")

        self._task = BackendTask(tr("Tuning the model"), work)
        self._task.ended.connect(self._ended)
        self._task.start()
        self._say(tr("The model is being tuned to this review; QGIS shows below how far it is. You can go on."))

    def shut_down(self) -> None:
        """Call it off, and wait until nothing of it runs."""
        task, self._task = self._task, None
        stop(task)

    def _origin(self, layer: QgsVectorLayer) -> Origin:
        if self._task is not None:
            raise ReviewProblem(tr("The model is being tuned already; wait until that has ended."))
        if layer.isModified():
            raise ReviewProblem(tr("Save the review first; the model is tuned to what is in the file."))
        origin = origin_of(layer)
        if origin is None or origin.scene is None:
            raise ReviewProblem(
                tr(
                    "The scene of this inventory is not found; use “Tune model to corrections” in the toolbox, where "
                    "you can choose it."
                )
            )
        return origin

    def _ended(self, outcome: Outcome) -> None:
        self._task = None
        if outcome.cancelled:
            return
        if outcome.error is not None or outcome.facts is None:
            self._warn(outcome.error or tr("The calculation part of l4s gave no answer that can be read."))
            return
        facts = outcome.facts
        scores = f"{facts['f1_before']:.2f}", f"{facts['f1_after']:.2f}"
        if not facts["recommended"] or not facts["output"]:
            words = tr("Tuning did not help, the model stays as it is. {reason}")
            self._warn(words.format(reason=facts["reason"]))
            return
        words = tr(
            "The tuned model does better on ground that it has not seen: F1 {before} before, {after} after. It is "
            "chosen in the panel “Detect landslides”."
        )
        self._say(words.format(before=scores[0], after=scores[1]))
        self.tuned.emit(str(facts["output"]))


def job_of(origin: Origin, output: Path) -> TuneJob:
    """What is asked of the backend: scene, elevation and rules are those of the run that was reviewed."""
    asked = origin.asked

    def text(name: str) -> str | None:
        value = asked.get(name)
        return None if value in (None, "") else str(value)

    def number(name: str) -> float | None:
        value = asked.get(name)
        return float(value) if isinstance(value, (int, float)) else None

    assert origin.scene is not None
    return TuneJob(
        model=text("model") or origin.model,
        scene=origin.scene,
        corrections=origin.inventory,
        output=output,
        layer="landslides",
        dem=origin.dem,
        bands=text("bands"),
        offset=number("offset"),
        scale=number("scale"),
        level=text("level"),
        clouds=text("clouds") or "auto",
        mask_water=asked.get("mask_water") == 1,
        dem_unit=text("dem_unit") or "auto",
        allow_partial_dem=asked.get("allow_partial_dem") == 1,
        overwrite=True,
        force=asked.get("force") == 1,
    )
