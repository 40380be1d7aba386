"""Progress for people on a terminal, for log files, and for programs."""

from __future__ import annotations

import json
import re
import signal
import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Literal

from l4s_core.base.errors import Cancelled
from l4s_core.base.pace import learn
from l4s_core.base.whole_run import Step, WholeRun

Style = Literal["auto", "bar", "lines", "json", "none"]
_EVERY_S = 0.2  # JSON lines at most five times a second
_PRODUCT = re.compile(r"(S2[A-Z])_MSI\w{3}_(\d{8})T\d{6}_N\d{4}_R\d{3}_(T\w{5})_")
_LONGEST_NAME = 32
_LINE_LEAST_S, _LINE_MOST_S = 10.0, 300.0  # between two lines for a log file


class CommandProgress:
    """Base: remembers SIGTERM and Ctrl-C, so that the work ends at its next check and cleans up behind itself, and how
    far the whole run is."""

    def __init__(self) -> None:
        self._stopped = False
        self._before: dict[signal.Signals, Any] = {}
        self._whole = WholeRun()

    def plan(self, steps: Sequence[Step]) -> None:
        """See `base.whole_run.SeesPlan`."""
        self._whole.plan(steps)

    def stage(self, name: str, total: int | None = None) -> None:
        self._whole.begin(name, total)

    def advance(self, n: int = 1) -> None:
        self._whole.advance(n)

    def message(self, text: str) -> None: ...

    def scene(self, name: str, stage: str | None, done: int = 0, total: int | None = None) -> None:
        """See `batch.workers.SeesScenes`."""

    def result(self, facts: dict[str, Any]) -> None:
        """The last word of a run that ended well, from which its steps' pace is learnt."""
        self._whole.end_step()
        learn(self._whole.measured)

    def error(self, text: str, exit_code: int) -> None:
        print(f"Error: {text}", file=sys.stderr)

    def check(self) -> None:
        if self._stopped:
            raise Cancelled("Stopped; nothing was written.")

    def _stop(self, *_: object) -> None:
        if self._stopped:  # asked twice: do not wait for the next check
            raise KeyboardInterrupt
        self._stopped = True

    def __enter__(self) -> CommandProgress:
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):  # the last is on Windows alone, that before it is not
            if which := getattr(signal, name, None):
                self._before[which] = signal.signal(which, self._stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for which, handler in self._before.items():
            signal.signal(which, handler)


class LineProgress(CommandProgress):
    """One line a step on standard error, for log files, and how far it is every ten seconds, later more rarely."""

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._total: int | None = None
        self._done = 0
        self._started = self._said = time.monotonic()

    def _print(self, text: str) -> None:
        print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)

    def stage(self, name: str, total: int | None = None) -> None:
        super().stage(name, total)
        self._name, self._total, self._done = name, total, 0
        self._started = self._said = time.monotonic()
        self._print(name + (f" ({total})" if total else ""))

    def advance(self, n: int = 1) -> None:
        super().advance(n)
        self._done += n
        now = time.monotonic()
        elapsed = now - self._started
        # a tenth of the time so far: a day's log stays readable
        if now - self._said < min(_LINE_MOST_S, max(_LINE_LEAST_S, elapsed / 10)) or self._done == self._total:
            return
        self._said = now
        text = f"{self._name}: {self._done}"
        if self._total:
            left = elapsed * max(0, self._total - self._done) / self._done
            text += f" of {self._total} ({self._done / self._total:.0%}), about {_duration(left)} left"
        self._print(text)

    def message(self, text: str) -> None:
        print(f"         {text}", file=sys.stderr, flush=True)


class JsonProgress(CommandProgress):
    """One JSON object a line on standard output.

    ``{"stage", "done", "total", "elapsed_s", "left_s", "overall", "overall_left_s"}`` while working (the last two,
    share and seconds left of the whole run, null for commands without a plan), ``{"message"}``, in a batch
    ``{"scene": {"name", "stage", "done", "total"}}`` for each scene that runs (``stage`` null: it ended), and at the
    end ``{"result": {...}}`` or ``{"error", "exit_code"}``. ``total`` and ``left_s`` are null when unknown.
    """

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._total: int | None = None
        self._done = 0
        self._started = self._said = time.monotonic()

    def _print(self, line: dict[str, Any]) -> None:
        print(json.dumps(line), flush=True)

    def _report(self) -> None:
        now = time.monotonic()
        self._said = now
        elapsed = now - self._started
        left = None
        if self._total and self._done:
            left = round(elapsed * (self._total - self._done) / self._done, 1)
        self._print(
            {
                "stage": self._name,
                "done": self._done,
                "total": self._total,
                "elapsed_s": round(elapsed, 1),
                "left_s": left,
                "overall": None if (share := self._whole.share) is None else round(share, 4),
                "overall_left_s": None if (all_left := self._whole.left_s) is None else round(all_left, 1),
            }
        )

    def stage(self, name: str, total: int | None = None) -> None:
        super().stage(name, total)
        self._name, self._total, self._done = name, total, 0
        self._started = time.monotonic()
        self._report()

    def advance(self, n: int = 1) -> None:
        super().advance(n)
        self._done += n
        if time.monotonic() - self._said >= _EVERY_S or self._done == self._total:
            self._report()

    def message(self, text: str) -> None:
        self._print({"message": text})

    def scene(self, name: str, stage: str | None, done: int = 0, total: int | None = None) -> None:
        self._print({"scene": {"name": name, "stage": stage, "done": done, "total": total}})

    def result(self, facts: dict[str, Any]) -> None:
        super().result(facts)
        self._print({"result": facts})

    def error(self, text: str, exit_code: int) -> None:
        self._print({"error": text, "exit_code": exit_code})
        super().error(text, exit_code)


class BarProgress(CommandProgress):
    """A rich progress bar with rate and time left, on standard error; in a batch a row for each scene that runs."""

    def __init__(self) -> None:
        super().__init__()
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn

        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            # rich's own time left looks 30 s back, in which no scene of a batch ends, or four do
            TextColumn("{task.completed:.0f}/{task.total:.0f} {task.fields[rate]}"),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: TaskID | None = None
        self._run: TaskID | None = None
        self._scenes: dict[str, TaskID] = {}
        self._started = 0.0

    def __enter__(self) -> BarProgress:
        super().__enter__()
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()
        super().__exit__(kind, error, trace)

    def plan(self, steps: Sequence[Step]) -> None:
        super().plan(steps)
        if self._run is None:
            self._run = self._bar.add_task("Whole run", total=100, rate="%")
            if self._task is not None:  # the whole stands above its steps
                running = next(task for task in self._bar.tasks if task.id == self._task)
                self._bar.remove_task(self._task)
                self._task = self._bar.add_task(running.description, total=running.total, rate="")

    def stage(self, name: str, total: int | None = None) -> None:
        super().stage(name, total)
        self._show_whole()
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._started = time.monotonic()
        self._task = self._bar.add_task(name, total=total or 1, rate="")

    def scene(self, name: str, stage: str | None, done: int = 0, total: int | None = None) -> None:
        if stage is None:
            if (task := self._scenes.pop(name, None)) is not None:
                self._bar.remove_task(task)
            return
        row: dict[str, Any] = {
            "description": f"  {_short_name(name)}: {stage}", "completed": done, "total": total or max(done, 1),
        }  # fmt: skip
        if name in self._scenes:
            self._bar.update(self._scenes[name], **row)
        else:
            self._scenes[name] = self._bar.add_task(rate="", **row)

    def advance(self, n: int = 1) -> None:
        super().advance(n)
        if self._task is None:
            return
        self._show_whole()
        self._bar.advance(self._task, n)
        elapsed = time.monotonic() - self._started
        if elapsed > 0.5:
            done, total = next((t.completed, t.total) for t in self._bar.tasks if t.id == self._task)
            left = elapsed * (total - done) / done if done and total else 0.0
            self._bar.update(self._task, rate=_rate(done, elapsed) + (f" {_duration(left)} left" if left > 0 else ""))

    def _show_whole(self) -> None:
        share, left = self._whole.share, self._whole.left_s
        if self._run is not None and share is not None and left is not None:
            self._bar.update(self._run, completed=100 * share, rate=f"% {_duration(left)} left" if left >= 1 else "%")

    def message(self, text: str) -> None:
        from rich.text import Text

        self._bar.console.print(Text(text))  # as it is: to rich, square brackets in a str are markup

    def result(self, facts: dict[str, Any]) -> None:
        super().result(facts)
        self._bar.stop()  # the table that follows does not go into the bar's line


def _short_name(name: str) -> str:
    """So much of a scene's name that the bar beside it keeps its place: ``S2B 20240801 T43PGN`` of a product."""
    if product := _PRODUCT.match(name):
        return " ".join(product.groups())
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 13]}…{name[-12:]}"


def _rate(done: float, seconds: float) -> str:
    if done and done / seconds < 0.1:  # scenes, not windows
        return f"({_duration(seconds / done)} each)"
    return f"({done / seconds:.1f}/s)"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def make_progress(style: Style) -> CommandProgress:
    """The progress of that style; ``auto`` is a bar on a terminal and lines elsewhere."""
    if style == "auto":
        style = "bar" if sys.stderr.isatty() else "lines"
    if style == "json":
        return JsonProgress()
    if style == "bar":
        return BarProgress()
    return LineProgress() if style == "lines" else CommandProgress()
