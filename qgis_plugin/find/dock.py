"""The panel "Find scenes": question, table, download, and the way into the form of a detection."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDockWidget,
    QFrame,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..backend.connection import Connection
from ..backend.process import Outcome
from ..gui import messages
from ..gui.backend_link import Backend, look_for_backend, places
from ..gui.forms import form, narrow, words
from ..gui.notice import Notice
from ..gui.path_edit import PathEdit
from ..gui.progress_panel import ProgressPanel
from ..i18n_text import tr
from ..inputs import InputProblem
from ..settings import Settings
from ..tasks import BackendTask, stop
from .accounts import VARIABLE, account_variable
from .catalogues import catalogue_of
from .footprints import Footprints
from .harmless import harmless
from .jobs import FetchJob, SearchJob
from .question_group import QuestionGroup
from .rows import AFTER, BEFORE, Listing, Row, read_rows, write_item, write_terrain
from .searched_area import SearchedArea, searched_area
from .table import PICTURE, SceneTable, size_words
from .thumbnails import Thumbnails

_PAUSE_MS = 300  # of typing
_WIDTH = 440  # pixels: all columns but the last are seen


@dataclass(frozen=True)
class Chosen:
    """What goes into the form of a detection: files of scenes and of elevation, the day of the event."""

    scene: Path
    before: tuple[Path, ...] = ()
    dem: Path | None = None
    event_date: str | None = None
    area: SearchedArea | None = None


class FindDock(QDockWidget):
    """Made once by the plugin; ``chosen(Chosen)`` and ``setup_wanted`` are for it to answer."""

    chosen = pyqtSignal(object)
    setup_wanted = pyqtSignal()

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(tr("Find scenes"), parent)
        self.setObjectName("L4SFindDock")
        self.iface = iface
        self.backend: Backend | None = None
        self.task: BackendTask | None = None
        self.listing = Listing((), (), {})
        self.fetched: dict[str, Path] = {}  # id of a scene -> its item on the disk
        self.fetched_dem: Path | None = None
        self._job: SearchJob | None = None  # of the table
        self._asked: SearchJob | None = None  # the latest
        self._area: SearchedArea | None = None
        self._catalogue = self._account_id = ""  # of the table
        self._temporary = Path(tempfile.mkdtemp(prefix="l4s_find_"))
        self._count = 0
        self.notice = Notice(self)
        self.question = QuestionGroup(iface.mapCanvas(), self)
        self.searching = ProgressPanel(tr("&Search"), self, in_turn=True)
        self.missing = words(self)
        self.table = SceneTable(self)
        self.summary = words(self)
        self.bands = narrow(QComboBox(self))
        self.bands.addItem(tr("10 bands (10 and 20 m)"), "ten")
        self.bands.addItem(tr("4 bands (blue, green, red, near infrared)"), "four")
        self.dem = QCheckBox(tr("&Elevation (Copernicus DEM, 30 m)"), self)
        self.dem.setChecked(True)
        self.folder = PathEdit(("folder",), parent=self)
        self.fetching = ProgressPanel(tr("&Download"), self, in_turn=True)
        self.use = QPushButton(tr("&Use these"), self)
        self.hint = words(self)
        for label in (self.missing, self.summary, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)  # a catalogue has its say in them
        self._lay_out()
        self.footprints = Footprints(self)
        self.thumbnails = Thumbnails(PICTURE, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._check)
        self.question.changed.connect(self._timer.start)
        self.notice.setup_wanted.connect(self.setup_wanted)
        self.searching.run_wanted.connect(self.search)
        self.searching.cancel_wanted.connect(self.cancel)
        self.fetching.run_wanted.connect(self.download)
        self.fetching.cancel_wanted.connect(self.cancel)
        self.use.clicked.connect(lambda _checked=False: self.use_these())
        self.table.chosen_changed.connect(self._table_changed)
        self.footprints.selected.connect(self.table.choose)
        self.thumbnails.loaded.connect(self.table.set_picture)
        self.bands.currentIndexChanged.connect(lambda _index: self._refresh())
        self.dem.toggled.connect(lambda _on: self._refresh())
        self.folder.changed.connect(self._refresh)
        self.folder.set_text(Settings().value("find/folder", ""))
        self.refresh_backend()
        self._refresh()

    def _lay_out(self) -> None:
        body = QWidget(self)
        layout = QVBoxLayout(body)
        for widget in (self.question, self.missing, self.searching):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.summary)
        self.results = QWidget(body)
        fields = form(self.results)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.addRow(tr("&Bands"), self.bands)
        fields.addRow(self.dem)
        fields.addRow(tr("&Folder"), self.folder)
        layout.addWidget(self.results)
        layout.addStretch(0)  # takes what is left while there is no table
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setMinimumWidth(_WIDTH)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        self.foot = QWidget(self)  # always in sight
        below = QVBoxLayout(self.foot)
        for widget in (self.hint, self.fetching, self.use):
            below.addWidget(widget)
        page = QWidget(self)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll, 1)
        whole.addWidget(self.foot)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(page)
        self.pages.addWidget(self.notice)
        self.setWidget(self.pages)

    # the backend

    def refresh_backend(self) -> None:
        """Look for the backend anew, in the background."""
        self.backend = None
        look_for_backend(self._backend_found, self._backend_missing)

    def _backend_found(self, backend: Backend) -> None:
        self.backend = backend
        self.pages.setCurrentIndex(0)
        self._check()

    def _backend_missing(self, problem: Exception) -> None:
        self.notice.show_failure(problem)
        self.pages.setCurrentWidget(self.notice)

    # the search

    def _check(self) -> None:
        """Whether a search can begin, and what is missing for it."""
        self._timer.stop()
        text = ""
        if self.backend is None:
            text = tr("Looking for the calculation part of l4s…")
        else:
            try:
                self.question.job(self._new_folder())
            except InputProblem as problem:
                text = str(problem)
        self.missing.setText(text)
        self.missing.setVisible(bool(text))
        self.searching.set_ready(not text and self.task is None)

    def search(self) -> None:
        """Ask the catalogue."""
        if self.backend is None or self.task is not None:
            return
        catalogue = self.question.known()
        try:
            job = self.question.job(self._new_folder())
            account = account_variable(self.question.account_id(), catalogue.address, catalogue.account_hosts)
        except InputProblem as problem:
            self._say(str(problem))
            return
        self.question.remember()
        self._asked = job
        area = searched_area(self.question.area, self.iface.mapCanvas())
        self._begin(
            self.searching,
            tr("Searching scenes"),
            job.arguments(),
            account,
            lambda outcome: self._searched(job, area, outcome),
        )

    def _searched(self, job: SearchJob, area: SearchedArea, outcome: Outcome) -> None:
        if outcome.cancelled:
            return
        if outcome.error is not None:
            self._say(outcome.error)
            return
        try:
            listing = read_rows(job.output)
        except (OSError, ValueError) as error:
            self._say(tr("The answer of the catalogue cannot be read ({reason}).").format(reason=error))
            return
        self._job, self._area, self.listing = job, area, listing
        self._catalogue, self._account_id = job.stac or "", self.question.account_id()
        self.fetched, self.fetched_dem = {}, None
        self.question.setCollapsed(True)
        facts = outcome.facts or {}
        self.summary.setText(summary(listing, facts.get("covered_share"), facts.get("tiles_without")))
        self.footprints.show(listing.rows)
        self.table.fill(listing.rows)
        pictures = [(row.id, row.thumbnail) for row in listing.rows if row.thumbnail]
        self.thumbnails.load([(name, str(address)) for name, address in pictures], job.stac or "")

    # the download

    def download(self) -> None:
        """Fetch the chosen scenes and the elevation."""
        rows, folder = self.table.chosen(), Path(self.folder.text())
        if self.backend is None or self.task is not None or self._job is None or not rows or not self.folder.text():
            return
        ids = [row.id for row in rows] + (list(self.listing.dem_ids) if self._wants_dem() else [])
        catalogue = catalogue_of(self._catalogue)
        try:  # anew: a token may be good for ten minutes only
            account = account_variable(self._account_id, catalogue.address, catalogue.account_hosts)
        except InputProblem as problem:
            self._say(str(problem))
            return
        local = urlparse(self._catalogue).netloc.rpartition("@")[2] or None
        job = FetchJob(self._job.output, folder, ids, str(self.bands.currentData()), local)
        Settings().remember("find/folder", self.folder.text())
        self._begin(self.fetching, tr("Downloading scenes"), job.arguments(), account, self._downloaded)

    def _downloaded(self, outcome: Outcome) -> None:
        if outcome.cancelled:
            messages.inform(self.iface.messageBar(), tr("Stopped; what was fetched stays. Download goes on with it."))
            return
        if outcome.error is not None:
            messages.fail(self.iface.messageBar(), harmless(outcome.error), [(tr("Show log"), self._show_log)])
            return
        facts = outcome.facts or {}
        scenes = facts.get("scenes")
        self.fetched.update({str(k): Path(str(v)) for k, v in scenes.items()} if isinstance(scenes, dict) else {})
        self.fetched_dem = Path(str(facts["dem"])) if facts.get("dem") else None
        text = tr("Downloaded: {size} in {folder}").format(
            size=size_words(float(facts.get("bytes") or 0)), folder=self.folder.text()
        )
        messages.succeed(self.iface.messageBar(), text, [(tr("Use these"), self.use_these)])

    # into the form

    def use_these(self) -> None:
        """Hand the chosen scenes to the form of a detection: those on the disk, else as they are on the web."""
        rows = self.table.chosen()
        if self._unfit(rows) or self._job is None:
            return
        try:
            after = self._file(next(row for row in rows if row.when == AFTER))
            before = tuple(self._file(row) for row in rows if row.when == BEFORE)
            dem = self._elevation()
        except OSError as error:
            self._say(tr("The scene cannot be handed over: {reason}").format(reason=error.strerror or error))
            return
        self.chosen.emit(Chosen(after, before, dem, self._job.event_date, self._area))

    def _file(self, row: Row) -> Path:
        return self.fetched.get(row.id) or write_item(self.listing, row.id, self._web_folder())

    def _elevation(self) -> Path | None:
        if not self._wants_dem():
            return None
        if self.fetched_dem is not None:
            return self.fetched_dem
        return write_terrain(self.listing, self._web_folder()) if self.listing.dem_can_be_remote else None

    def _web_folder(self) -> Path:
        """Where items lie that are read over the web: they have to outlive this window, as results name them."""
        assert self._job is not None
        return places().root / "found" / self._job.event_date

    def _unfit(self, rows: list[Row]) -> str:
        """Why the chosen rows cannot go into the form; empty where they can."""
        after = [row for row in rows if row.when == AFTER]
        if not after:
            return tr("Choose a scene after the event.")
        if len(after) > 1:
            return tr("For the form choose one scene after the event; to download, choose as many as you want.")
        far = [row for row in rows if row.id not in self.fetched]
        if any(not row.can_be_remote for row in far):
            return tr("These scenes cannot be read over the web as they are: download them first.")
        return ""

    # the state of the buttons

    def _table_changed(self) -> None:
        self.footprints.select({row.id for row in self.table.chosen()})
        self._refresh()

    def _refresh(self) -> None:
        rows, has_rows = self.table.chosen(), bool(self.listing.rows)
        for widget in (self.table, self.summary, self.results, self.foot):
            widget.setVisible(has_rows)
        self.dem.setVisible(bool(self.listing.dem_ids))
        here = bool(rows) and all(row.id in self.fetched for row in rows)
        self.use.setText(tr("&Use these") if here or not rows else tr("&Use these without download"))
        unfit = self._unfit(rows)
        self.use.setEnabled(not unfit and self.task is None)
        self.use.setToolTip(unfit or tr("Fills the panel “Detect landslides”: scene, scene before, elevation."))
        self.fetching.set_ready(bool(rows) and bool(self.folder.text()) and self.task is None)
        self.hint.setText(self._hint(rows, unfit))
        self.hint.setVisible(bool(self.hint.text()))

    def _hint(self, rows: list[Row], unfit: str) -> str:
        if not rows:
            return tr("Choose scenes in the table (Ctrl for several).")
        if not self.folder.text():
            return unfit or tr("Choose a folder for the download, or use the scenes without.")
        if unfit:
            return unfit
        sizes = [row.size for row in rows]
        known = sum(size for size in sizes if size is not None)
        if self.bands.currentData() != "ten" or None in sizes or all(row.id in self.fetched for row in rows):
            return ""
        return (
            tr("{size} to download, and the elevation.").format(size=size_words(known))
            if self._wants_dem()
            else tr("{size} to download.").format(size=size_words(known))
        )

    def _wants_dem(self) -> bool:
        return self.dem.isChecked() and bool(self.listing.dem_ids)

    # running

    def _begin(self, panel: ProgressPanel, title: str, arguments: list[str], account: str, ended: Any) -> None:
        assert self.backend is not None
        connection = with_account(self.backend.connection, account)
        self.task = BackendTask(title, lambda on_event, cancelled: connection.run(arguments, on_event, cancelled))
        self.task.said.connect(panel.show_event)
        self.task.ended.connect(lambda outcome: self._ended(panel, outcome, ended))
        panel.begin()
        self.question.setEnabled(False)
        other = self.fetching if panel is self.searching else self.searching
        other.set_ready(False)
        self._refresh()
        self.task.start()

    def _ended(self, panel: ProgressPanel, outcome: Outcome, ended: Any) -> None:
        self.task = None
        panel.end()
        if outcome.error is not None and outcome.log:
            panel.log.appendPlainText(outcome.log)
        self.question.setEnabled(True)
        self._check()  # what the end has to say replaces what this says
        ended(outcome)
        self._refresh()

    def cancel(self) -> None:
        if self.task is not None:
            for panel in (self.searching, self.fetching):
                panel.cancelling()
            self.task.cancel()

    def _say(self, text: str) -> None:
        """In the panel, where a person looks, and not twice."""
        self.missing.setText(messages.short(text))
        self.missing.setVisible(True)

    def _show_log(self) -> None:
        self.show()
        self.raise_()
        self.fetching.show_log()

    def _new_folder(self) -> Path:
        """A folder for the area of a question; the last one is that of the table."""
        kept = {job.output.parent for job in (self._job, self._asked) if job is not None}
        for old in self._temporary.iterdir():
            if old not in kept:
                shutil.rmtree(old, ignore_errors=True)
        self._count += 1
        folder = self._temporary / str(self._count)
        folder.mkdir()
        return folder

    def shut_down(self) -> None:
        """Before the plugin is unloaded: nothing goes on, nothing stays. A second time does nothing."""
        if not self._temporary.is_dir():
            return
        self._timer.stop()
        if self.task is not None:
            self.task.said.disconnect()
            self.task.ended.disconnect()
            stop(self.task)
            self.task = None
        self.thumbnails.stop()
        self.footprints.shut_down()
        self.question.shut_down()
        shutil.rmtree(self._temporary, ignore_errors=True)


def with_account(connection: Connection, account: str) -> Connection:
    """A connection whose program alone knows the account."""
    if not account:
        return connection
    return replace(connection, environment={**connection.environment, VARIABLE: account})


def elevation_words(tiles: int) -> str:
    return tr("elevation: 1 tile") if tiles == 1 else tr("elevation: {count} tiles").format(count=tiles)


def summary(listing: Listing, covered: Any, without: Any) -> str:
    """What was found, in a line or two; texts of a catalogue stand in the table alone."""
    after = sum(row.when == AFTER for row in listing.rows)
    text = tr("{after} scenes after the event, {before} before it").format(
        after=after, before=len(listing.rows) - after
    )
    if isinstance(covered, (int, float)):
        text += "; " + tr("chosen scenes cover {share} % of the area").format(share=round(100 * covered))
    if listing.dem_ids:
        text += "; " + elevation_words(len(listing.dem_ids))
    if isinstance(without, dict) and without:
        tiles = ", ".join(str(tile) for tile in list(without)[:5])
        text += ". " + tr("Without a clear scene: {tiles}").format(tiles=tiles)
    return text
