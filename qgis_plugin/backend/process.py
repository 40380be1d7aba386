"""Running a program beside QGIS: what it says while it works, how it ends, and stopping it."""

from __future__ import annotations

import contextlib
import os
import platform
import queue
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Callable

from .ending import crashed, ending_sentence
from .leftovers import VARIABLE, new_tag, remove_leftovers
from .lines import LineSplitter
from .log import BoundedLog
from .process_tree import ask_to_end, close_quietly, end_now, start_options, wait_until_gone
from .protocol import Event, Failure, Message, Noise, Result, parse_line
from .words import tr

GRACE_S = 2.4  # from asking to killing; with the killing itself, a cancelled run is gone within three seconds
_TICK_S = 0.05
_SOME_FAILED = 3  # of many scenes; the result says which
_PIPES_S = 1.0  # how long what a dead program left in its pipes may take
CANCELLED_CODE = 130
NOT_STARTED_CODE = 127


@dataclass(frozen=True)
class Outcome:
    """How a run ended.

    It worked when ``error`` is None and it was not ``cancelled``; ``facts`` is what it said then. A run that was
    finished before it heard of being cancelled worked: its files are there.
    """

    exit_code: int
    facts: dict[str, Any] | None
    error: str | None
    cancelled: bool
    log: str


@dataclass(frozen=True)
class Ended:
    """How a program ended, whatever it has to say; ``problem`` when it could not be started."""

    exit_code: int
    stopped: bool
    last_words: str
    problem: str | None = None


def run(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    on_event: Callable[[Event], None],
    cancelled: Callable[[], bool],
    cwd: Path | None = None,
) -> Outcome:
    """Run a command of ``l4s`` with ``--progress json`` to its end. Blocks; call it from a worker thread.

    Parameters
    ----------
    command
        Interpreter and arguments.
    environment
        All variables of the program, see `environment.child_environment`.
    on_event
        Called in this thread for everything that is said, until the run is cancelled.
    cancelled
        Asked about twenty times a second. The program and all it started are gone three seconds after it said True.
    cwd
        Folder to run in.

    Returns
    -------
    Outcome
        Also for a program that cannot be started, crashes or says nothing; only ``on_event`` and ``cancelled`` can
        raise, and then the program is killed first.
    """
    log = BoundedLog()
    last: list[Event] = []  # the last word: Result or Failure
    asked = False

    def stop() -> bool:
        nonlocal asked
        asked = asked or cancelled()
        return asked

    def on_line(line: str) -> None:
        event = parse_line(line)
        if isinstance(event, (Result, Failure)):
            last[:] = [event]
        elif isinstance(event, Message) or (isinstance(event, Noise) and event.text):
            log.add(event.text)
        if not asked:
            on_event(event)

    ended = run_lines(command, environment=environment, on_line=on_line, cancelled=stop, on_error_line=log.add, cwd=cwd)
    return _outcome(ended, last[0] if last else None, log)


def _outcome(ended: Ended, last: Event | None, log: BoundedLog) -> Outcome:
    code = ended.exit_code
    if ended.problem:
        log.add(ended.problem)
        return Outcome(code, None, ended.problem, False, log.text())
    if isinstance(last, Result) and code == _SOME_FAILED:
        return Outcome(code, last.facts, None, False, log.text())
    if isinstance(last, Result) and (code == 0 or ended.stopped or crashed(code)):
        if code != 0:  # the files were complete before; some libraries fail while the interpreter goes down
            log.add(f"(ended with {code} after the result)")
        return Outcome(0, last.facts, None, False, log.text())
    if ended.stopped:
        return Outcome(CANCELLED_CODE, None, tr("Cancelled; nothing was written."), True, log.text())
    if isinstance(last, Failure):
        log.add(f"Error: {last.text}")
        return Outcome(last.exit_code, None, last.text, False, log.text())
    error = ending_sentence(code, ended.last_words)
    log.add(f"Error: {error}")
    return Outcome(code or 1, None, error, False, log.text())


def run_lines(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    on_line: Callable[[str], None],
    cancelled: Callable[[], bool],
    on_error_line: Callable[[str], None],
    cwd: Path | None = None,
) -> Ended:
    """Run any program: ``on_line`` gets every line of its standard output, in this thread.

    ``on_error_line`` gets those of standard error, in a thread of its own.

    Standard input is held open and never written to; with ``L4S_WATCH_STDIN`` the backend ends itself when it closes,
    which also happens when QGIS dies. What a program hides under names with ``L4S_RUN_TAG`` in them is removed when it
    ends other than well: it may have been killed before it could.
    """
    system, tag = platform.system(), new_tag()
    variables = {**environment, "L4S_WATCH_STDIN": "1", VARIABLE: tag}
    try:
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=variables,
            cwd=None if cwd is None else str(cwd),
            **start_options(system),
        )
    except (OSError, ValueError) as error:
        problem = tr("{program} could not be started: {reason}").format(
            program=command[0], reason=getattr(error, "strerror", None) or error
        )
        return Ended(NOT_STARTED_CODE, False, "", problem)
    words = _LastWords(on_error_line)
    said: queue.Queue[list[str] | None] = queue.Queue(maxsize=64)  # a slow listener slows the program down
    gone = threading.Event()
    readers = [
        threading.Thread(target=_read, args=(process.stdout, _into(said, gone)), daemon=True),
        threading.Thread(target=_read, args=(process.stderr, words), daemon=True),
    ]
    for reader in readers:
        reader.start()
    try:
        stopped = _follow(process, system, variables, said, on_line, cancelled)
    finally:
        # also when a callback raised; and what the program left running goes with it
        end_now(process, system, variables)
        wait_until_gone(process, system)
        if process.returncode != 0:
            remove_leftovers(tag, command)
        gone.set()
        close_quietly(process.stdin)
        for reader in readers:
            reader.join(timeout=_PIPES_S)
    code = process.returncode
    return Ended(-9 if code is None else code, stopped, words.last)


def _follow(
    process: subprocess.Popen[bytes],
    system: str,
    variables: Mapping[str, str],
    said: queue.Queue[list[str] | None],
    on_line: Callable[[str], None],
    cancelled: Callable[[], bool],
) -> bool:
    """Hand on lines until the program has ended; True when it was asked to."""
    stopping_at = dead_at = None
    open_pipe = True
    while True:
        if open_pipe:
            try:
                lines = said.get(timeout=_TICK_S)
            except queue.Empty:
                lines = []
            if lines is None:
                open_pipe = False
            for line in lines or []:
                on_line(line)
        else:
            time.sleep(_TICK_S)
        now = time.monotonic()
        if stopping_at is None:
            if cancelled() and process.poll() is None:
                stopping_at = now
                ask_to_end(process, system)
        elif now - stopping_at > GRACE_S and dead_at is None:
            end_now(process, system, variables)
        if process.poll() is not None:
            dead_at = dead_at or now
            # what it left running may hold the pipe open for ever
            if not open_pipe or (said.empty() and now - dead_at > _PIPES_S):
                return stopping_at is not None


def _read(pipe: IO[bytes], take: Callable[[list[str] | None], None]) -> None:
    splitter = LineSplitter()
    try:
        while True:
            chunk = os.read(pipe.fileno(), 1 << 16)
            lines = splitter.feed(chunk) if chunk else splitter.end()
            if lines:
                take([line.decode("utf-8", errors="replace") for line in lines])
            if not chunk:
                break
    except (OSError, ValueError):
        pass  # the pipe went away with the program
    finally:
        take(None)
        close_quietly(pipe)


def _into(said: queue.Queue[list[str] | None], gone: threading.Event) -> Callable[[list[str] | None], None]:
    """Put into the queue, but never wait for a listener that has left."""

    def put(lines: list[str] | None) -> None:
        while not gone.is_set():
            with contextlib.suppress(queue.Full):
                said.put(lines, timeout=0.2)
                return

    return put


class _LastWords:
    """Standard error: handed on, and the last line of it kept for the sentence."""

    def __init__(self, on_error_line: Callable[[str], None]) -> None:
        self._on_error_line = on_error_line
        self.last = ""

    def __call__(self, lines: list[str] | None) -> None:
        for line in lines or []:
            self._on_error_line(line)
            if line.strip():
                self.last = line.strip()[:300]
