"""The scene that is chosen in a panel, kept on the map: made once, added, changed with the choice, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..backend.process import Outcome
from ..i18n_text import tr
from ..layers import dates
from ..layers.files import AFTER, BEFORE
from ..tasks import BackendTask, stop
from .job import PictureJob, known
from .layers import FOLDER, add_pictures, open_pictures, pictures_in, remove_pictures, shown_kind


class ScenePictures(QObject):
    """Pictures of the scene, and of the scene before, that are wanted now.

    Parameters
    ----------
    canvas
        The map; it goes to the scene where the project had no layer.
    root
        Folder of the plugin in the profile, where the files go.

    Signals
    -------
    busy
        Whether pictures are being made.
    failed
        One sentence, why there are none; empty when there are.
    """

    busy = pyqtSignal(bool)
    failed = pyqtSignal(str)

    def __init__(self, canvas: Any, root: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._root = root
        self._connection: Any = None
        self._wanted: dict[str, PictureJob] = {}  # when -> job, after first
        self._names: dict[str, str] = {}
        self._passing: set[str] = set()  # folders whose layers go when another scene is chosen
        self._done: set[str] = set()  # folders that were added, or could not be made: whoever removes one wants it gone
        self._left_behind = False  # the pictures are in a project that was closed
        self._task: BackendTask | None = None
        self._making: tuple[str, PictureJob] | None = None

    def offer(self, connection: Any, after: PictureJob, before: PictureJob | None = None, name: str = "") -> None:
        """Show a scene, and the scene before it with the same contrast, instead of what was shown last."""
        wanted = {AFTER: after}
        if before is not None:
            folder = after.folder(self._root)
            wanted[BEFORE] = PictureJob(**{**vars(before), "like": folder})
        if wanted != self._wanted:
            self._done -= {str(job.folder(self._root)) for when, job in wanted.items() if self._wanted.get(when) != job}
        self._connection, self._wanted, self._names[AFTER] = connection, wanted, name
        self._clear_passing()
        self._next()

    def take_back(self) -> None:
        """Nothing is to be shown: the layers of the choice go."""
        for folder in self.folders().values():
            remove_pictures(QgsProject.instance(), folder)
        self._wanted = {}
        self._done.clear()
        self._clear_passing()
        if self._task is not None:
            self._task.cancel()

    def keep(self) -> None:
        """What is shown belongs to a result now, and stays when another scene is chosen.

        A result in a project that was opened after the scene was chosen gets its pictures now.
        """
        self._passing.clear()
        if self._left_behind:
            self.again()

    def again(self) -> None:
        """Show what is wanted once more, whoever removed it."""
        self._left_behind = False
        self._done.clear()
        self._next()

    def folders(self) -> dict[str, Path]:
        """Where the pictures lie that are wanted: ``after``, ``before``."""
        return {when: job.folder(self._root) for when, job in self._wanted.items()}

    def project_changed(self) -> None:
        """Another project is open: nothing of it is ours, and it stays as it is until a result is added."""
        self._passing.clear()
        self._left_behind = True

    def shut_down(self) -> None:
        self._wanted = {}
        task, self._task = self._task, None
        if task is not None:
            task.ended.disconnect()
            stop(task)

    # one after the other: what is wanted and not there

    def _clear_passing(self) -> None:
        kept = {str(folder) for folder in self.folders().values()}
        for folder in list(self._passing):
            if folder not in kept:
                remove_pictures(QgsProject.instance(), Path(folder))
                self._passing.discard(folder)

    def _next(self) -> None:
        if self._task is not None:  # its end goes on
            return
        there = {layer.customProperty(FOLDER) for layer in pictures_in(QgsProject.instance())}
        for when, job in self._wanted.items():
            folder = job.folder(self._root)
            if str(folder) in there or str(folder) in self._done:
                continue
            if job.like is not None and known(job.like) is None:
                continue  # there is nothing to be alike to
            if known(folder) is None or not self._add(when, folder):
                self._make(when, job, folder)
                return
        self.busy.emit(False)

    def _make(self, when: str, job: PictureJob, folder: Path) -> None:
        connection = self._connection
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._refuse(
                folder,
                tr("Pictures cannot be kept in {folder}: {reason}").format(
                    folder=folder.parent, reason=error.strerror or error
                ),
            )
            return
        arguments = job.arguments(folder)
        self._making = (when, job)
        self._task = BackendTask(
            tr("Pictures of the scene"), lambda on_event, cancelled: connection.run(arguments, on_event, cancelled)
        )
        self._task.ended.connect(self._made)
        self.busy.emit(True)
        self._task.start()

    def _made(self, outcome: Outcome) -> None:
        self._task = None
        made, self._making = self._making, None
        if made is None:
            return
        when, job = made
        folder = job.folder(self._root)
        if self._wanted.get(when) == job and not outcome.cancelled:
            if outcome.error is not None:
                self._refuse(folder, outcome.error)
            elif known(folder) is None or not self._add(when, folder):
                self._refuse(folder, tr("The pictures of the scene cannot be opened."))
        self._next()

    def _refuse(self, folder: Path, text: str) -> None:
        self._done.add(str(folder))
        self.failed.emit(text)

    def _add(self, when: str, folder: Path) -> bool:
        facts = known(folder)
        layers = [] if facts is None else open_pictures(facts, folder, when)
        if facts is None or not layers:
            return False
        project = QgsProject.instance()
        empty = not project.mapLayers()
        day = dates.day_of(facts.get("sensing_time"))
        words = tr("Scene before") if when == BEFORE else tr("Scene")
        name = self._names.get(AFTER, "") if when == AFTER and day is None else ""
        kind = shown_kind(project)
        if empty and layers[0].crs().isValid():
            project.setCrs(layers[0].crs())
        add_pictures(
            project,
            layers,
            dates.named(" ".join(filter(None, (words, name))), day),
            **({} if kind is None else {"kind": kind}),
            visible=when == AFTER,
        )
        self._passing.add(str(folder))
        self._done.add(str(folder))
        if empty and self._canvas is not None and not sip.isdeleted(self._canvas):
            zoom_to(self._canvas, layers[0])
        self.failed.emit("")
        return True


def zoom_to(canvas: Any, layer: Any) -> None:
    """The whole of a layer on the map."""
    extent = canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent())
    extent.scale(1.02)
    canvas.setExtent(extent)
    canvas.refresh()
