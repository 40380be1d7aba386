"""Making, making anew and removing the backend's environment.

It is made in a hidden folder beside its place and moved there when it works, so an earlier one stays until then and
nothing half made ever looks ready. Virtual environments hold absolute paths in two places only: the scripts beside
the interpreter, which are removed because nothing calls them (everything is ``python -I -m ...``), and ``pyvenv.cfg``,
whose paths are those of the base Python.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from pathlib import Path
from typing import Callable

from .lock import AlreadyLocked
from .making import Making, Source, Stop, sweep
from .places import Places
from .problem import Action, BackendProblem
from .process import CANCELLED_CODE, Outcome
from .protocol import Event
from .setup_problems import problem_sentence
from .state import State, read_marker, state
from .words import tr

__all__ = ["Source", "State", "create", "read_marker", "remove", "state"]


def create(
    places: Places,
    interpreter: Path,
    source: Source,
    on_event: Callable[[Event], None],
    cancelled: Callable[[], bool],
) -> Outcome:
    """Make the environment, or make it anew. Blocks for a minute or more; call it from a worker thread.

    Returns
    -------
    Outcome
        ``facts`` has ``python``, ``version`` (of l4s), ``python_version``, ``seconds`` and ``megabytes``. After a
        failure or a cancel, what was there before is there still.
    """
    making = Making(places, interpreter, source, on_event, cancelled)
    began = time.monotonic()
    try:
        with contextlib.ExitStack() as stack:
            making.prepare(stack)
            facts = making.make()
    except AlreadyLocked:
        sentence = tr("Another window of QGIS is setting up l4s at this moment. Wait until it is done.")
        return Outcome(1, None, sentence, False, making.log.text())
    except Stop as stop:
        making.note(stop.sentence or "Cancelled.")
        making.end()
        if stop.sentence is None:
            return Outcome(
                CANCELLED_CODE, None, tr("Cancelled; what was there before is unchanged."), True, making.log.text()
            )
        return Outcome(1, None, stop.sentence, False, making.log.text())
    except OSError as error:
        sentence = problem_sentence(str(error), folder=places.root, python="", last_words=str(error))
        making.note(f"{type(error).__name__}: {error}")
        making.end()
        return Outcome(1, None, sentence, False, making.log.text())
    facts["seconds"] = round(time.monotonic() - began, 1)
    making.note(f"Done: {facts}")
    making.end()
    return Outcome(0, facts, None, False, making.log.text())


def remove(places: Places) -> None:
    """Remove the environment, its log and what interrupted set-ups left. Raises BackendProblem when that fails."""
    with contextlib.suppress(OSError):
        places.marker.unlink()  # first: what cannot be removed entirely must not look ready
    sweep(places)
    shutil.rmtree(places.environment, ignore_errors=True)
    if os.path.lexists(places.environment):
        text = tr("{folder} could not be removed entirely: something still uses it. Restart QGIS, then try again.")
        raise BackendProblem(text.format(folder=places.environment), Action.NOTHING)
    for file in (places.log, places.root / ".lock"):
        with contextlib.suppress(OSError):
            file.unlink()
    with contextlib.suppress(OSError):
        places.root.rmdir()  # only when nothing else is in it
