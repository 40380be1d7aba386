"""A job of the backend in the background, for panels that only want its end."""

from __future__ import annotations

from typing import Any, Callable, Protocol

from ..backend.connection import Connection
from ..backend.problem import BackendProblem
from ..backend.process import Outcome
from ..i18n_text import tr
from ..tasks import BackendTask


class Job(Protocol):
    """A dataclass of `jobs`."""

    def arguments(self) -> list[str]:
        """What follows the name of the program."""


def run_job(
    title: str,
    job: Job,
    connect: Callable[[], Connection],
    ended: Callable[[Any, Any], None],
    said: Callable[[Any], None] | None = None,
) -> Callable[[], None]:
    """Start a job; returns what cancels it.

    Parameters
    ----------
    title
        What QGIS's list of tasks shows.
    connect
        Gives the backend; called in the worker thread, since it may have to look for one.
    ended
        Called once in the main thread as ``ended(facts, problem)``: one of them is None.
    said
        Called in the main thread with each event on the way.
    """

    def work(on_event: Any, cancelled: Any) -> Outcome:
        try:
            return connect().run(job.arguments(), on_event, cancelled)
        except BackendProblem as problem:
            return Outcome(2, None, problem.text, False, "")

    def end(outcome: Outcome) -> None:
        if outcome.cancelled:
            ended(None, tr("Cancelled."))
        elif outcome.error is not None:
            ended(None, outcome.error)
        else:
            ended(outcome.facts or {}, None)

    task = BackendTask(title, work)
    task.ended.connect(end)
    if said is not None:
        task.said.connect(said)
    task.start()
    return task.cancel
