"""The scene of an inventory that is there already: found by what its file says, shown beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsMapLayer
from qgis.PyQt.QtCore import QObject

from ..i18n_text import tr
from ..layers.origin import Origin, origin_of
from ..tasks import Question
from .job import PictureJob
from .show import ScenePictures


def jobs_of(origin: Origin) -> tuple[PictureJob, PictureJob | None] | None:
    """The pictures of the scene and of the scene before it (of several the last), read as the run read them."""
    if origin.scene is None:
        return None
    after = PictureJob(origin.scene, **_told(origin, ""))
    if not origin.scenes_before:
        return after, None
    return after, PictureJob(origin.scenes_before[-1], **_told(origin, "pre_"))


def _told(origin: Origin, prefix: str) -> dict[str, Any]:
    """What was asked; a value of another type than it should have is not handed on."""
    kinds: dict[str, Any] = {"bands": str, "offset": (int, float), "scale": (int, float), "level": str}
    asked = {name: origin.asked.get(prefix + name) for name in kinds}
    return {name: value if isinstance(value, kinds[name]) else None for name, value in asked.items()}


class ResultPictures(QObject):
    """Shows scenes of inventories.

    Parameters
    ----------
    reach
        Gives the connection to the backend, or raises `BackendProblem`; called in a thread.
    """

    def __init__(self, iface: Any, root: Path, reach: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._iface = iface
        self._reach = reach
        self._connection: Any = None
        self.pictures = ScenePictures(iface.mapCanvas(), root, self)
        self.pictures.failed.connect(self._say)

    def show(self, layer: QgsMapLayer | None) -> None:
        """Show the scene that an inventory was made of."""
        origin = origin_of(layer)
        jobs = None if origin is None else jobs_of(origin)
        if origin is None or jobs is None:
            self._say(tr("The scene of these landslides is not there any more."))
            return
        if self._connection is not None:
            self._offer(self._connection, jobs, origin.name or "")
            return
        question = Question(self._reach)
        question.answered.connect(lambda connection: self._offer(connection, jobs, origin.name or ""))
        question.failed.connect(lambda problem: self._say(str(problem)))
        question.start()

    def shut_down(self) -> None:
        self.pictures.shut_down()

    def _offer(self, connection: Any, jobs: tuple[PictureJob, PictureJob | None], name: str) -> None:
        self._connection = connection
        self.pictures.keep()  # those of an earlier inventory stay
        self.pictures.offer(connection, jobs[0], jobs[1], name)
        self.pictures.again()

    def _say(self, text: str) -> None:
        if text:
            self._iface.messageBar().pushWarning(tr("Scene"), text)
