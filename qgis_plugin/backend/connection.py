"""Calling the backend: the private environment, or one that the user chose."""

from __future__ import annotations

import gc
import json
import os
import platform
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

from .ending import ending_sentence
from .environment import child_environment
from .installation import State, state
from .log import BoundedLog
from .places import Places, python_of
from .problem import Action, BackendProblem
from .process import Outcome, run, run_lines
from .protocol import Event, Failure, parse_line
from .wheel import wheel_version
from .words import tr

_ANSWER_S = 30.0
_LONGEST_ANSWER = 8_000_000  # characters
_checked: dict[tuple[str, int], str] = {}  # versions found, by interpreter and its time of change


def backend_command(python: Path, arguments: Sequence[str]) -> list[str]:
    """A command of ``l4s`` with that interpreter.

    ``-I`` keeps the user's own packages and the current folder out; as it also ignores ``PYTHONUTF8``, UTF-8 is said
    again.
    """
    return [str(python), "-I", "-X", "utf8", "-m", "l4s_core.cli.main", *arguments]


@dataclass(frozen=True)
class Connection:
    """A backend that was found to fit: its interpreter and the variables to start it with."""

    python: Path
    environment: Mapping[str, str]

    def run(
        self, arguments: Sequence[str], on_event: Callable[[Event], None], cancelled: Callable[[], bool]
    ) -> Outcome:
        """Run a command with progress, for instance ``["detect", scene, ...]``. Blocks; see `process.run`."""
        command = backend_command(self.python, [*arguments, "--progress", "json"])
        return run(command, environment=self.environment, on_event=on_event, cancelled=cancelled)

    def ask(
        self, arguments: Sequence[str], timeout_s: float = _ANSWER_S, cancelled: Callable[[], bool] = lambda: False
    ) -> dict[str, Any]:
        """The JSON object that a command like ``["info", "--json"]`` prints. Blocks.

        Raises
        ------
        BackendProblem
            The command failed (its own sentence), did not answer in time, or answered something else.
        """
        lines, error = _say(backend_command(self.python, arguments), self.environment, timeout_s, cancelled)
        if error:
            raise BackendProblem(error)
        with _no_collection():
            for text in ("\n".join(lines), *reversed(lines)):
                try:
                    answer = json.loads(text)
                except (ValueError, RecursionError):
                    continue
                if isinstance(answer, dict):
                    return answer
        raise BackendProblem(tr("The calculation part of l4s gave no answer that can be read."), Action.REPAIR)


@contextmanager
def _no_collection() -> Iterator[None]:
    """No garbage is collected meanwhile: this is a worker thread, and what a large answer would set off also frees
    windows and timers of Qt, which only the main thread may."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def connect(settings_python: Path | None, places: Places, wheel: Path, proxy: str | None = None) -> Connection:
    """The backend to use.

    Parameters
    ----------
    settings_python
        An interpreter, or the folder of an environment, that the user chose; None for the private one.
    places
        Where the private one is.
    wheel
        The wheel of this version of the plugin; only its name is needed for an interpreter of the user's own.
    proxy
        As in the network settings of QGIS.

    Raises
    ------
    BackendProblem
        There is none, it is half made, broken or of another version.
    """
    environment = child_environment(os.environ, proxy)
    if settings_python is not None:
        python = interpreter_in(settings_python)
        check(python, wheel_version(wheel), environment)
        return Connection(python, environment)
    found = state(places, wheel)
    if found is State.MISSING:
        raise BackendProblem(tr("l4s is not set up yet: its calculation part has to be installed once."), Action.SET_UP)
    if found is State.BROKEN:
        raise BackendProblem(tr("The set-up of l4s is incomplete or damaged. Repair it."), Action.REPAIR)
    if found is State.OUTDATED:
        raise BackendProblem(
            tr("The calculation part of l4s belongs to another version of the plugin. Update it."), Action.UPDATE
        )
    return Connection(places.python, environment)


def interpreter_in(path: Path) -> Path:
    """The interpreter that a user means: the file, or that of the environment in a folder."""
    return python_of(path, platform.system()) if path.is_dir() else path


def check(python: Path, version: str | None = None, environment: Mapping[str, str] | None = None) -> str:
    """The version of ``l4s`` in an interpreter of the user's own.

    ``version``, where given, is that of the plugin: the first two numbers have to agree.

    Raises
    ------
    BackendProblem
        With one sentence; action CHOOSE.
    """
    python = interpreter_in(python)
    try:
        key = (str(python), python.stat().st_mtime_ns)
    except OSError as error:
        raise BackendProblem(
            tr("There is no Python at {path}. Choose another one.").format(path=python), Action.CHOOSE
        ) from error
    variables = child_environment(os.environ) if environment is None else environment
    found = _checked.get(key)
    if found is None:
        found = _checked[key] = _version(python, variables)
    if version is not None and not _same(found, version):
        found = _checked[key] = _version(python, variables)  # another one may have been installed meanwhile
    if version is not None and not _same(found, version):
        raise BackendProblem(
            tr(
                "The environment of {path} has l4s {found}; this plugin needs {needed}. Install l4s=={version} there "
                "or choose another one."
            ).format(path=python, found=found, needed=".".join(version.split(".")[:2]) + ".x", version=version),
            Action.CHOOSE,
        )
    return found


def _same(found: str, needed: str) -> bool:
    return found.split(".")[:2] == needed.split(".")[:2]


def _version(python: Path, environment: Mapping[str, str]) -> str:
    lines, error = _say(backend_command(python, ["--version"]), environment, _ANSWER_S, lambda: False)
    match = re.search(r"l4s, version (\S+)", "\n".join(lines))
    if match and not error:
        return match.group(1)
    if error and re.search("No module named .?l4s_core|ModuleNotFoundError.*l4s_core", error):
        text = tr("The Python at {path} has no l4s in it. Install the package l4s there, or choose another one.")
        raise BackendProblem(text.format(path=python), Action.CHOOSE)
    text = tr("{path} does not work as the calculation part of l4s: {reason}")
    raise BackendProblem(text.format(path=python, reason=error or tr("it does not answer as expected.")), Action.CHOOSE)


def _say(
    command: Sequence[str], environment: Mapping[str, str], timeout_s: float, cancelled: Callable[[], bool]
) -> tuple[list[str], str | None]:
    """Lines of a short command, and a sentence where it failed."""
    lines: list[str] = []
    length = 0
    end = time.monotonic() + timeout_s

    def on_line(line: str) -> None:
        nonlocal length
        length += len(line)
        if length < _LONGEST_ANSWER:
            lines.append(line)

    errors = BoundedLog()
    late = False

    def stop() -> bool:
        nonlocal late
        late = time.monotonic() > end
        return late or cancelled()

    ended = run_lines(command, environment=environment, on_line=on_line, cancelled=stop, on_error_line=errors.add)
    if ended.problem:
        return lines, ended.problem
    if ended.stopped and late:
        return lines, tr("No answer within {seconds} seconds.").format(seconds=round(timeout_s))
    if ended.stopped:
        return lines, tr("Cancelled.")
    if ended.exit_code == 0:
        return lines, None
    for line in reversed(lines):
        event = parse_line(line)
        if isinstance(event, Failure):
            return lines, event.text
    words = ended.last_words
    if words.startswith("Error: "):
        return lines, words[len("Error: ") :]
    return lines, ending_sentence(ended.exit_code, words)
