"""The backend as the windows of the plugin reach it: where it is, through which proxy, and what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import Qgis
from qgis.PyQt.QtCore import QT_VERSION_STR

from ..backend.connection import Connection, connect
from ..backend.diagnostics import diagnostics
from ..backend.places import Places
from ..backend.wheel import bundled_wheel
from ..proxy import qgis_proxy
from ..settings import Settings
from ..tasks import Question

PLUGIN = Path(__file__).resolve().parents[1]
_INFO_S = 60.0  # the first start after an installation reads every library from the disk


@dataclass(frozen=True)
class Backend:
    """A backend that answered: how to call it, and what ``l4s info`` says."""

    connection: Connection
    info: dict[str, Any]


def places() -> Places:
    return Places(Settings().root)


def wheel() -> Path:
    return bundled_wheel(PLUGIN)


def reach(python: Path | None, where: Places, proxy: str | None) -> Backend:
    """Connect and ask what there is. Blocks: call it in a thread, with values read in the main thread.

    Raises
    ------
    BackendProblem
        As `connect` and `Connection.ask`.
    """
    connection = connect(python, where, wheel(), proxy)
    return Backend(connection, connection.ask(["info", "--json"], _INFO_S))


def look_for_backend(found: Callable[[Backend], None], missing: Callable[[Exception], None]) -> None:
    """`reach` the backend of the settings in the background; one of the two is called, in the main thread."""
    chosen, where, proxy = Settings().interpreter, places(), qgis_proxy()
    question = Question(lambda: reach(chosen, where, proxy))
    question.answered.connect(found)
    question.failed.connect(missing)
    question.start()


def diagnostics_text(log: str = "") -> str:
    """For the clipboard: versions, paths, state and the last lines of the logs."""
    return diagnostics(
        places(),
        wheel(),
        settings_python=Settings().interpreter,
        versions={"QGIS": Qgis.QGIS_VERSION, "Qt": QT_VERSION_STR},
        proxy=qgis_proxy(),
        log=log,
    )
