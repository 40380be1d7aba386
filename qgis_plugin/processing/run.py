"""Running a job for Processing: its progress and log into the feedback, its end into facts or an exception."""

from __future__ import annotations

import shlex
import time
from typing import Any, Protocol

from qgis.core import QgsProcessingException, QgsProcessingFeedback

from ..backend.problem import BackendProblem
from ..backend.protocol import Event, Message, Noise, Stage
from ..i18n_text import tr
from ..stages import stage_words
from .connect import backend
from .wording import in_words

# exit codes whose sentence says all there is: input that cannot be used, stopped
_PLAIN = (2, 130)
_LAST_LINES = 30
_BEAT_S = 0.3
_BREATH_PERCENT = 0.5  # QGIS swallows changes under a hundredth, of which a batch has a fraction
_OF_THE_REST = 0.2  # what each step is taken for where the backend does not know how far the whole run is
_NEARLY = 99.0  # percent: the end is the algorithm's own


class Job(Protocol):
    """A dataclass of `jobs`."""

    def arguments(self) -> list[str]: ...


def run_job(job: Job, feedback: QgsProcessingFeedback) -> dict[str, Any]:
    """The facts that the command reports at its end. Blocks; the feedback's cancel ends it within 3 s.

    Raises
    ------
    QgsProcessingException
        No backend, a run that failed (its own sentence), or one that was cancelled.
    """
    try:
        connection = backend()
    except BackendProblem as problem:
        raise QgsProcessingException(problem.text) from None
    feedback.pushCommandInfo(shlex.join(["l4s", *job.arguments()]))
    reporter = Reporter(feedback)

    def cancelled() -> bool:
        reporter.beat()
        return feedback.isCanceled()

    outcome = connection.run(job.arguments(), reporter, cancelled)
    if outcome.cancelled:
        raise QgsProcessingException(tr("Cancelled; nothing was written."))
    if outcome.error is not None or outcome.facts is None:
        if outcome.exit_code not in _PLAIN and outcome.log.strip():
            feedback.pushConsoleInfo("\n".join(outcome.log.splitlines()[-_LAST_LINES:]))
        raise QgsProcessingException(in_words(outcome.error or tr("The calculation ended without a result.")))
    return outcome.facts


class Reporter:
    """Hands events to a feedback: one progress that never goes back over all stages, names and messages as text.

    How far the whole run is, the backend says (`Stage.overall`); for a command that does not know it each step takes a
    fifth of what is left.
    """

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self._feedback = feedback
        self._stage = ""
        self._begin, self._end, self._now = 0.0, 0.0, 0.0  # percent
        self._said, self._odd = 0.0, False

    def __call__(self, event: Event) -> None:
        if isinstance(event, Stage):
            if event.name != self._stage:
                self._enter(event.name)
            if event.overall is not None:
                self._show(100 * event.overall)
                self._end = max(self._end, self._now)
            elif event.total:
                share = min(event.done, event.total) / event.total
                self._show(self._begin + (self._end - self._begin) * share)
            else:
                self._show(self._begin)
        elif isinstance(event, Message):
            text = in_words(event.text)
            if event.text.startswith("WARNING: ") or ": WARNING: " in event.text:
                self._feedback.pushWarning(text)
            else:
                self._feedback.pushInfo(text)
        elif isinstance(event, Noise) and event.text:
            self._feedback.pushDebugInfo(event.text)

    def beat(self) -> None:
        """Sign of life between events: a batch runs in the main thread, and the dialog looks at its Cancel button only
        when the progress changes."""
        if time.monotonic() - self._said >= _BEAT_S:
            self._odd = not self._odd
            self._say(self._now + _BREATH_PERCENT * self._odd)

    def _enter(self, name: str) -> None:
        self._stage, self._begin = name, max(self._begin, self._end)
        self._end = self._begin + _OF_THE_REST * (_NEARLY - self._begin)
        self._feedback.setProgressText(stage_words(name))

    def _show(self, percent: float) -> None:
        percent = min(percent, _NEARLY)
        if percent > self._now:
            self._now = percent
            self._say(percent)

    def _say(self, percent: float) -> None:
        self._said = time.monotonic()
        self._feedback.setProgress(percent)
