"""Clicks, keys and pictures inside the running QGIS. Nothing here blocks: real events need a turning event loop."""

from __future__ import annotations

import json
import os
import subprocess
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsApplication, QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QPoint, QTimer
from qgis.PyQt.QtWidgets import QApplication, QScrollArea, QWidget
from qgis.utils import iface

OUT = Path(os.environ["L4S_DESKTOP_OUT"])
STEP_MS = 50
Steps = Iterator[None]
SMALL, LARGE = (1366, 768), (1920, 1080)
_hand: subprocess.Popen | None = None
_held: list[Any] = []
_size = SMALL


class Counted:
    """How often a person clicked and typed, for the way from one point to another."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.clicks = self.keys = 0
        self._began = time.monotonic()

    def facts(self) -> dict[str, float]:
        return {"clicks": self.clicks, "keys": self.keys, "seconds": round(time.monotonic() - self._began, 1)}


counted = Counted()


class Report:
    def __init__(self) -> None:
        self._began = time.monotonic()
        QgsApplication.messageLog().messageReceived[str, str, Qgis.MessageLevel].connect(self._hear)
        self.facts: dict[str, Any] = {"qgis": Qgis.QGIS_VERSION, "steps": [], "finished": False}

    def check(self, name: str, ok: object, **facts: Any) -> None:
        seconds = round(time.monotonic() - self._began, 1)
        self.facts["steps"].append({"name": name, "ok": bool(ok), "seconds": seconds, "facts": facts})
        self.write()

    def _hear(self, text: str, tag: str, level: object) -> None:
        """QGIS's own log; an error of Python in it is a failure wherever it happens."""
        with (OUT / "messages.log").open("a", encoding="utf-8") as file:
            file.write(f"{tag}: {text}\n")
        if tag == "Python error" or "Traceback" in text:
            self.check("no error of Python", False, says=text.strip()[-300:])

    def write(self) -> None:
        (OUT / "report.json").write_text(json.dumps(self.facts, indent=1), encoding="utf-8")


class Heartbeat:
    """The longest time in which the event loop did not turn."""

    def __init__(self) -> None:
        self.worst_s = 0.0
        self._last = time.monotonic()
        self._timer = QTimer()
        self._timer.setInterval(10)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self.worst_s, self._last = 0.0, time.monotonic()
        self._timer.start()

    def stop(self) -> float:
        self._timer.stop()
        self._beat()  # the time since the last beat may be the longest
        return round(self.worst_s, 3)

    def _beat(self) -> None:
        now = time.monotonic()
        self.worst_s = max(self.worst_s, now - self._last)
        self._last = now


def picture(name: str) -> None:
    """What a person sees on a screen of the size of the main window."""
    QApplication.primaryScreen().grabWindow(0, 0, 0, *_size).save(str(OUT / f"{name}.png"))


def window(size: tuple[int, int]) -> None:
    """The main window as large as a screen of this size."""
    global _size
    _size = size
    iface.mainWindow().move(0, 0)
    iface.mainWindow().resize(*size)


def views(name: str) -> Steps:
    """Pictures of this moment on a small and on a large screen."""
    picture(name)
    extent = iface.mapCanvas().extent()
    window(LARGE)
    yield from pause(1.2)
    picture(f"{name}_large")
    window(SMALL)
    yield from pause(0.5)
    iface.mapCanvas().setExtent(extent)
    iface.mapCanvas().refresh()
    yield from pause(0.8)


def until(condition: Callable[[], object], seconds: float = 30, what: str | Callable[[], str] = "") -> Steps:
    """Wait for a condition; ``what`` is said, or asked what to say, where it does not come."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        yield
    raise AssertionError(f"waited {seconds} s in vain: {what if isinstance(what, str) else what()}")


def pause(seconds: float) -> Steps:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield


def click(widget: QWidget, at: QPoint | None = None, button: int = 1) -> Steps:
    """A real click of the X server in the middle of a widget, scrolled into view first."""
    counted.clicks += 1
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()
    yield from pause(0.2)
    place = widget.mapToGlobal(at if at is not None else widget.rect().center())
    run("mousemove", str(place.x()), str(place.y()), "sleep", "0.1", "click", str(button))
    yield from pause(0.5)


def on_map(point: QgsPointXY, button: int = 1) -> Steps:
    """Click the map at a place in its own coordinates."""
    canvas = iface.mapCanvas()
    place = canvas.getCoordinateTransform().transform(point)
    yield from click(canvas, QPoint(round(place.x()), round(place.y())), button)


def scroll(*, up: bool, held: str) -> Steps:
    """One notch of the wheel where the mouse is, with a key held down."""
    run("keydown", held, "click", "4" if up else "5", "keyup", held)
    yield from pause(0.4)


def write(widget: QWidget, text: str) -> Steps:
    """Click into a line, empty it, type."""
    for _ in range(3):  # what the backend answers moves a form: a person who missed clicks again
        yield from click(widget, QPoint(12, widget.height() // 2))
        if widget.hasFocus():
            break
    run("key", "ctrl+a", "type", "--delay", "1", text)
    yield from until(lambda: _hand is not None and _hand.poll() is not None, 15, "the keys are pressed")
    yield from until(
        lambda: widget.text() == text,
        15,
        lambda: f"typing {text!r}; there is {widget.text()!r}, the focus has {QApplication.focusWidget()}",
    )
    yield from pause(0.6)  # panels wait for the end of typing


def key(*names: str) -> Steps:
    counted.keys += len(names)
    run("key", *names)
    yield from pause(0.3)


def run(*arguments: str) -> None:
    global _hand
    if _hand is not None:
        _hand.wait()  # one hand: the next movement begins when this one has ended
    _hand = subprocess.Popen(["xdotool", *arguments])


def play(scenario: Callable[[Report], Steps]) -> None:
    """Step through a scenario while QGIS runs, report, and close QGIS."""
    report = Report()
    steps = scenario(report)
    timer = QTimer(iface.mainWindow())
    timer.setInterval(STEP_MS)

    def end(error: str | None) -> None:
        timer.stop()
        report.facts["finished"] = error is None
        report.facts["error"] = error
        report.write()
        # tasks that run, and layers in temporary folders, would ask before QGIS closes
        QgsApplication.taskManager().cancelAll()
        QgsProject.instance().clear()
        QgsProject.instance().setDirty(False)
        QTimer.singleShot(2000, lambda: iface.actionExit().trigger())

    def step() -> None:
        try:
            next(steps)
        except StopIteration:
            end(None)
        except Exception:
            error = traceback.format_exc()
            picture("error")
            end(error)

    timer.timeout.connect(step)
    _held.append(timer)  # else the garbage collector takes what it calls while it runs: QGIS dies on signal 11
    timer.start()
