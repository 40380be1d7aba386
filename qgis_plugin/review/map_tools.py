"""Map tools that a step of the review takes up for one drawing or click, and the hint that belongs to each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsFeature
from qgis.gui import QgsMapCanvas, QgsMapTool, QgsMapToolIdentifyFeature
from qgis.PyQt.QtCore import QTimer

from ..i18n_text import tr
from .session import ReviewSession
from .sketch import SketchTool


class MapTools:
    """One tool at a time; the tool that was there before comes back when it ends.

    Parameters
    ----------
    session
        The review that is going on, or None: nothing is taken up without one.
    say
        Shows a hint; the empty text takes it away.
    attempt
        Runs a step whose ReviewProblem is said to the user.
    """

    def __init__(
        self,
        canvas: QgsMapCanvas,
        session: Callable[[], ReviewSession | None],
        say: Callable[[str], None],
        attempt: Callable[[Callable[[], Any]], None],
    ) -> None:
        self.canvas = canvas
        self._session = session
        self._say = say
        self._attempt = attempt
        self._tool: QgsMapTool | None = None
        self._before: QgsMapTool | None = None

    @property
    def busy(self) -> bool:
        """Whether a tool is taken up."""
        return self._tool is not None

    def start_redraw(self) -> None:
        hint = tr("Click the corners of the new outline; right click ends, Esc gives up.")
        self._sketch(True, lambda session, corners: session.redraw(corners, self.canvas), hint)

    def start_split(self) -> None:
        hint = tr("Click a line across the polygon; right click ends, Esc gives up.")
        self._sketch(False, lambda session, corners: session.split(corners, self.canvas), hint)

    def start_merge(self) -> None:
        session = self._session()
        if session is None:
            return
        tool = QgsMapToolIdentifyFeature(self.canvas, session.layer)
        tool.featureIdentified.connect(self._picked)
        self.take(tool, tr("Click the polygon that belongs to this one."))

    def take(self, tool: QgsMapTool, hint: str) -> None:
        """Take up a tool, with its hint above the buttons, until `drop`."""
        self.drop()
        self._before = self.canvas.mapTool()
        self._tool = tool
        self.canvas.setMapTool(tool)
        self.canvas.setFocus()
        self._say(hint)

    def drop(self) -> None:
        """Give the tool back that was there before."""
        tool, self._tool = self._tool, None
        if tool is None:
            return
        if self.canvas.mapTool() is tool:
            if self._before is not None:
                self.canvas.setMapTool(self._before)
            else:
                self.canvas.unsetMapTool(tool)
        self._before = None
        self._say("")

    def _sketch(self, polygon: bool, drawn: Callable[[ReviewSession, list[Any]], Any], hint: str) -> None:
        if self._session() is None:
            return
        tool = SketchTool(self.canvas, polygon)
        # later: a tool must not be taken away while it handles the click
        tool.drawn.connect(lambda corners: QTimer.singleShot(0, lambda: self._end(lambda on: drawn(on, corners))))
        tool.given_up.connect(lambda: QTimer.singleShot(0, self.drop))
        self.take(tool, hint)

    def _picked(self, feature: QgsFeature) -> None:
        fid = feature.id()
        # later: the tool goes on with the click after this, and says it once more; it must still be there
        QTimer.singleShot(0, lambda: self._end(lambda session: session.merge(fid)))

    def _end(self, step: Callable[[ReviewSession], Any]) -> None:
        self.drop()
        session = self._session()
        if session is not None:  # it may have ended between the click and now
            self._attempt(lambda: step(session))
