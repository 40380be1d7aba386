"""The panel "Detect landslides": form, check while typing, run, result."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QDockWidget, QStackedWidget, QVBoxLayout, QWidget

from .. import history
from ..backend.process import Outcome
from ..history import PastRun
from ..i18n_text import tr
from ..inputs import Incomplete, InputProblem
from ..jobs import DetectJob, InspectJob
from ..layers import ResultFiles, add_result, layers_of
from ..pictures.row import PicturesRow
from ..settings import Settings
from ..tasks import BackendTask, stop
from . import messages
from .backend_link import Backend, look_for_backend
from .checker import Checker
from .detect_form import DetectForm, Entered
from .durations import area as area_words
from .facts_text import details, facts_text, problems, scene_date
from .history_dialog import HistoryDialog
from .layer_or_file import LAYER
from .map_view import MapView, place_of, show
from .notice import Notice
from .plain_words import first_option, plain, with_way_out
from .run_panel import RunPanel
from .sample import Sample
from .use_again import use_again

_PAUSE_MS = 400  # of typing, before the input is looked at
_FOLDERS_KEPT = 3
_SHOWN_DOUBTS = 2
_REFUSED = 2  # exit code: the input, not the program
_ASKED = {field.name for field in fields(InspectJob)}


class DetectDock(QDockWidget):
    """Made once by the plugin; ``review_wanted`` and ``setup_wanted`` are for it to answer."""

    review_wanted = pyqtSignal()
    setup_wanted = pyqtSignal()

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(tr("Detect landslides"), parent)
        self.setObjectName("L4SDetectDock")
        self.iface = iface
        self.backend: Backend | None = None
        self.facts: dict[str, Any] = {}
        self.task: BackendTask | None = None
        self._entered = Entered()
        self._other_project = False  # since the run began
        self._complained = ""
        self._complaint: Any = None  # its message
        self._temporary = Path(tempfile.mkdtemp(prefix="l4s_"))
        self._folders: list[Path] = []
        self._count = 0
        self.notice = Notice(self)
        self.form = DetectForm(iface.mapCanvas(), self, getattr(iface, "activeLayer", lambda: None))
        self.scene_shown = PicturesRow(iface.mapCanvas(), Settings().root, self.form.scene)
        self.form.scene.layout().addWidget(self.scene_shown)
        self.view = MapView(iface.mapCanvas())
        self.panel = RunPanel(tr("&Detect landslides"), self)
        self.panel.earlier.clicked.connect(lambda _checked=False: self.show_history())
        self.history_dialog: HistoryDialog | None = None
        self._again: PastRun | None = None  # asked for before the backend was found, which knows the models
        self.sample = Sample(self)
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form, 1)
        layout.addWidget(self.panel)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(page)
        self.pages.addWidget(self.notice)
        self.setWidget(self.pages)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.evaluate)
        self.checker = Checker(self)
        self.checker.found.connect(self._found)
        self.checker.failed.connect(self._not_found)
        self.form.changed.connect(self._changed)
        self.panel.progress.run_wanted.connect(self.start)
        self.panel.progress.cancel_wanted.connect(self.cancel)
        self.panel.sample.clicked.connect(lambda: self.sample.start())
        self.notice.setup_wanted.connect(self.setup_wanted)
        QgsProject.instance().cleared.connect(self._project_cleared)
        self.refresh_backend()

    # the backend

    def refresh_backend(self) -> None:
        """Look for the backend anew, in the background; for the start and after a set-up."""
        self.backend = None
        self.panel.set_missing(tr("Looking for the calculation part of l4s…"))
        look_for_backend(self._backend_found, self._backend_missing)

    def _backend_found(self, backend: Backend) -> None:
        self.backend = backend
        self.form.fill(backend.info)
        self.panel.fill_devices(backend.info)
        self.pages.setCurrentIndex(0)
        self.checker.forget()
        if self._again is not None:
            self.use_again(self._again)
        self.evaluate()
        self.sample.backend_found()

    def _backend_missing(self, problem: Exception) -> None:
        self.notice.show_failure(problem)
        self.pages.setCurrentWidget(self.notice)
        self.sample.backend_missing()

    def showEvent(self, event: Any) -> None:
        """Propose the layer that is chosen in QGIS."""
        super().showEvent(event)
        self.form.scene.propose()

    # earlier runs

    def show_history(self) -> None:
        """The runs of the past, from the settings and from the inventories of the project."""
        project = QgsProject.instance()
        shown = {layer.source().partition("|")[0] for layer in project.mapLayers().values()}
        self.history_dialog = HistoryDialog(history.all_runs(project), shown, self)
        self.history_dialog.wanted.connect(self.use_again)
        self.history_dialog.opened.connect(self._open_result)
        self.history_dialog.open()

    def use_again(self, run: PastRun) -> None:
        """Fill the form with the settings of a run; nothing begins by itself."""
        if self.task is not None:
            messages.warn(self.iface.messageBar(), tr("A detection is running: wait for its end, or cancel it."))
            return
        if self.backend is None:
            self._again = run
            return
        self._again = None
        said = use_again(self.form, run)
        if said:
            messages.warn(self.iface.messageBar(), " ".join(said[:_SHOWN_DOUBTS]))

    def _open_result(self, run: PastRun) -> None:
        beside = Path(run.output).with_name(f"{Path(run.output).stem}_probability.tif")
        files = ResultFiles(Path(run.output), beside if beside.is_file() else None, None, run.name)
        self._add(files, {"polygons": run.count, "area_m2": run.area_m2})

    # the input

    def _changed(self) -> None:
        self.panel.progress.set_ready(False)
        self._timer.start()

    def evaluate(self) -> None:
        """Read the form and ask the backend what it makes of the scene."""
        self._timer.stop()
        if self.backend is None or self.task is not None:
            return
        folder = self._new_folder()
        self._entered = entered = self.form.read(folder)
        self.panel.sample.setVisible(entered.scene is None)
        if entered.scene is None:
            self.checker.forget()
            self.facts = {}
            self.panel.set_facts("")
            self._say_missing()
            return
        self.form.outputs.suggest(self._scene_name(entered))
        try:
            arguments = self._questions(entered, folder)
        except (OSError, ValueError) as error:
            self.panel.set_missing(str(error))
            return
        if entered.problems:
            self._say_missing()  # known without the backend
        else:
            self.panel.set_missing(tr("Checking the scene…"))
        self.checker.ask(self.backend.connection, arguments)

    def _questions(self, entered: Entered, folder: Path) -> list[str]:
        """Arguments of ``l4s inspect``; they hold the content of the area, so that a new one is asked about."""
        scene, values = entered.scene, entered.values
        assert scene is not None
        values["scene"] = scene.materialise(folder)
        values["bands"] = scene.bands
        asked = {name: value for name, value in values.items() if name in _ASKED}
        return InspectJob(**{"dem": None, **asked}).arguments()

    def _found(self, facts: dict[str, Any]) -> None:
        self.facts = facts
        self.panel.set_facts(facts_text(facts))
        self.panel.facts.setToolTip(details(facts))
        self.form.set_known(facts)
        self._show_scene(facts)
        if self._entered.scene is not None:
            self.form.outputs.suggest(self._scene_name(self._entered))
        gaps_allowed = bool(self._entered.values.get("allow_partial_dem"))
        self._say_missing(problems(facts, gaps_allowed=gaps_allowed))
        self.sample.checked(ready=self.panel.progress.run.isEnabled())

    def _show_scene(self, facts: dict[str, Any]) -> None:
        """Show what was found to be a scene on the map."""
        scene = self._entered.scene
        if scene is not None and facts.get("bands") and self.backend is not None:
            is_layer = self.form.scene.input.kind() == LAYER
            self.scene_shown.show_scene(self.backend.connection, scene, self._entered.values, is_layer=is_layer)

    def _not_found(self, text: str) -> None:
        self.facts = {}
        self.panel.set_facts("")
        self._say_missing([text.strip()])

    def _say_missing(self, found: list[str] | None = None) -> None:
        """The first thing to do; what is wrong is told in the message bar instead where the panel is not to be seen."""
        wrong = [p for p in self._entered.problems if not isinstance(p, Incomplete)]
        asks = [first_option(text, self.form.has_field) for text in found or []]
        found = [self._in_words(text) for text in found or []]
        # what is wrong with the scene comes before what is still to be said
        first = wrong or ([] if found else list(self._entered.problems))
        text = str(first[0]) if first else (found[0] if found else "")
        option = asks[0] if asks and not first else None
        if option == "--bands":
            self.form.scene.ask_files()
        if option is not None:
            self.form.show_field(option, focus=False)  # the person may be typing elsewhere
        self.panel.set_missing(
            text,
            ready=not text and not self._timer.isActive(),
            answer=None if option is None else lambda: self.form.show_field(option, focus=True),
        )
        complaint = "" if self.isVisible() else str(wrong[0]) if wrong else (found[0] if found else "")
        if complaint != self._complained:
            messages.take_back(self.iface.messageBar(), self._complaint)
            self._complaint = messages.warn(self.iface.messageBar(), complaint) if complaint else None
        self._complained = complaint

    def _in_words(self, text: str) -> str:
        """A sentence of the backend about what stands in the form."""
        table = self.form.scene.bands.isVisibleTo(self.form)
        path = self._entered.scene.path if self._entered.scene is not None else None
        text = with_way_out(
            text,
            [str(name) for name in self.facts.get("missing") or []],
            table=table,
            folder=path is not None and path.is_dir() and path.suffix.upper() != ".SAFE",
            others=self.form.model.others_for(list(self.facts.get("bands") or {})),
        )
        return plain(text, self._entered.values.get("aoi"))

    def _scene_name(self, entered: Entered) -> str:
        name = entered.scene.name if entered.scene is not None else ""
        day = (scene_date(self.facts) or "")[:10]
        return f"{name}_{day}" if day and day.replace("-", "") not in name and day not in name else name

    # the run

    def start(self) -> None:
        """Run what stands in the form."""
        if self.backend is None or self.task is not None:
            return
        try:
            self._entered.values.update(self.form.outputs.values())  # the disk may have changed since
        except InputProblem as problem:
            self.panel.set_missing(str(problem))
            return
        job = DetectJob(device=str(self.panel.device.currentData() or "auto"), **self._entered.values)
        self.form.remember()
        self.run(job)

    def run(self, job: DetectJob) -> None:
        """Run a job in the background; its result is added to the project."""
        assert self.backend is not None
        connection, arguments = self.backend.connection, job.arguments()
        self.task = BackendTask(
            tr("Detecting landslides"), lambda on_event, cancelled: connection.run(arguments, on_event, cancelled)
        )
        self.task.said.connect(self.panel.progress.show_event)
        self.task.ended.connect(lambda outcome: self._ended(job, outcome))
        self._other_project = False
        self.view.begin()
        self.form.set_editable(False)
        self.panel.progress.begin()
        self.task.start()

    def cancel(self) -> None:
        if self.task is not None:
            self.panel.progress.cancelling()
            self.task.cancel()

    def _ended(self, job: DetectJob, outcome: Outcome) -> None:
        self.task = None
        self.panel.progress.end()
        self.form.set_editable(True)
        bar = self.iface.messageBar()
        if outcome.cancelled:
            messages.inform(bar, tr("Cancelled; nothing was written."))
        elif outcome.error is not None:
            if outcome.log:
                self.panel.progress.log.appendPlainText(outcome.log)
            messages.fail(bar, plain(outcome.error, job.aoi), [(tr("Show log"), self._show_log)])
            option = first_option(outcome.error, self.form.has_field)
            if option is not None and outcome.exit_code == _REFUSED:
                self.form.show_field(option, focus=True)
        else:
            self._succeeded(job, outcome.facts or {})
        if outcome.facts is not None and not outcome.cancelled:
            self.form.outputs.suggest_next()  # after anything else, the names are still free and the person's own
            self.checker.forget()  # the backend has learnt how long this takes
        self.evaluate()

    def _succeeded(self, job: DetectJob, facts: dict[str, Any]) -> None:
        self.form.area.has_run()
        scene = self._entered.scene
        history.remember(job, facts, scene.files if scene is not None else (), history.area_in(job.aoi))
        name = scene.name if scene is not None else Path(job.scene).stem
        date = facts.get("scene_date") or scene_date(self.facts)
        probability = None if job.probability is None else Path(job.probability)
        files = ResultFiles(Path(job.output), probability, date, name)
        if self._other_project:  # it did not ask for this result
            messages.succeed(
                self.iface.messageBar(),
                tr("The result of the project before is in {file}").format(file=job.output),  # one line
                [(tr("Add to this project"), lambda: self._add(files, facts))],
            )
            return
        self.scene_shown.keep()
        self._add(files, facts)

    def _add(self, files: ResultFiles, facts: dict[str, Any]) -> None:
        """Add a result to the project that is open, and say what was found."""
        try:
            self.view.before_result()
            layers = layers_of(add_result(QgsProject.instance(), files))
            self.view.arrived(layers)
        except Exception as error:  # the files are there; the person must learn where
            text = tr("The result is in {file}, but could not be added to the project: {error}")
            messages.fail(self.iface.messageBar(), text.format(file=files.inventory, error=error))
            return
        messages.succeed(
            self.iface.messageBar(),
            summary(facts),
            [
                (tr("Review"), self.review_wanted.emit),
                (tr("Zoom to landslides"), lambda: self._zoom_to([layer.id() for layer in layers])),
            ],
        )
        for text in doubts(facts)[:_SHOWN_DOUBTS]:  # the others stand in the log, as these do
            messages.doubt(self.iface.messageBar(), text, [(tr("Show log"), self._show_log)])

    def _zoom_to(self, ids: list[str]) -> None:
        layers = [layer for layer in map(QgsProject.instance().mapLayer, ids) if layer is not None]
        place = place_of(layers, self.iface.mapCanvas())
        if place is not None:
            show(self.iface.mapCanvas(), place)

    def _project_cleared(self) -> None:
        self._other_project = True

    def _show_log(self) -> None:
        self.show()
        self.raise_()
        self.panel.progress.show_log()

    # folders for the backend's input

    def _new_folder(self) -> Path:
        while len(self._folders) > _FOLDERS_KEPT:
            shutil.rmtree(self._folders.pop(0), ignore_errors=True)
        self._count += 1
        self._folders.append(self._temporary / str(self._count))
        return self._folders[-1]

    def shut_down(self) -> None:
        """Before the plugin is unloaded: nothing goes on, nothing stays. A second time does nothing."""
        if not self._temporary.is_dir():
            return
        self._timer.stop()
        self.checker.forget()
        QgsProject.instance().cleared.disconnect(self._project_cleared)
        if self.task is not None:
            self.task.said.disconnect()
            self.task.ended.disconnect()
            stop(self.task)
            self.task = None
        self.scene_shown.shut_down()
        self.form.shut_down()
        shutil.rmtree(self._temporary, ignore_errors=True)


def doubts(facts: dict[str, Any]) -> list[str]:
    """Why a result may be wrong, a sentence or two each."""
    found = facts.get("warnings")
    texts = [one.get("text") for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [plain(text) for text in texts if isinstance(text, str)]


def summary(facts: dict[str, Any]) -> str:
    """``"6 landslides, 11.7 ha; 33 % not observed"``; short, as it shares a line with a button."""
    count = int(facts.get("polygons") or 0)
    text = tr("No landslides found")
    if count:
        number = tr("1 landslide") if count == 1 else tr("{count} landslides").format(count=count)
        text = f"{number}, {area_words(float(facts.get('area_m2') or 0))}"
    observed = facts.get("observed_share")
    if isinstance(observed, (int, float)) and observed < 0.9995:
        missing = tr("{share} % not observed").format(share=f"{100 * (1 - observed):.0f}")
        text = f"{text}; {missing}"
    return text
