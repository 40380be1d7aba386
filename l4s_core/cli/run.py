"""Running a command: errors become one sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from l4s_core.base.errors import L4SError
from l4s_core.base.progress import Progress
from l4s_core.base.watch import watch_stdin
from l4s_core.cli.progress import CommandProgress, Style, make_progress

_PIPE_CLOSED = 141  # what a shell says of a program that SIGPIPE ended


def run_command(work: Callable[[CommandProgress], Any], style: Style, *, debug: bool = False) -> Any:
    """``work(progress)`` with Ctrl-C, SIGTERM and errors handled; exits the process unless all went well.

    With ``L4S_WATCH_STDIN=1`` the closing of standard input stops it too, see `watch_stdin`.

    Exit codes: 2 for input that cannot be used, 130 when stopped, 141 without a word when nobody reads the output any
    more, 1 for everything else. ``debug`` lets the
    traceback of what is not an `L4SError` through.
    """
    try:
        done = _run(work, style, debug)
        sys.stdout.flush()
        return done
    except BrokenPipeError:  # whoever read the output (head, a pager) wants no more of it
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):  # what is still in their buffers is flushed at exit
            with suppress(OSError, ValueError):
                os.dup2(nowhere, stream.fileno())
        sys.exit(_PIPE_CLOSED)


def _run(work: Callable[[CommandProgress], Any], style: Style, debug: bool) -> Any:
    # GDAL would keep up to 5 % of the machine's memory in decoded blocks; a window row of a full tile needs far less
    os.environ.setdefault("GDAL_CACHEMAX", "256")
    with make_progress(style) as progress:
        watch_stdin()
        try:
            return work(progress)
        except L4SError as error:
            progress.error(str(error), error.exit_code)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            progress.error("Stopped; nothing was written.", 130)
            sys.exit(130)
        except BrokenPipeError:
            raise
        except Exception as error:
            if debug:
                raise
            progress.error(
                f"Something in l4s itself went wrong ({type(error).__name__}: {error}); run again with -v for the "
                "traceback and report it.",
                1,
            )
            sys.exit(1)


class StopAtStages:
    """A `Progress` that ends a stopped run at the next stage, for work that never checks: a stage of PyTorch's exporter
    is one call, which also swallows Ctrl-C."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.advance, self.message, self.check = progress.advance, progress.message, progress.check

    def stage(self, name: str, total: int | None = None) -> None:
        self._progress.check()
        self._progress.stage(name, total)
