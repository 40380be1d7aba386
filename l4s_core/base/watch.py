"""Ending when the program that started this one ends: it holds standard input open, and the system closes it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from _thread import interrupt_main

VARIABLE = "L4S_WATCH_STDIN"
ASK_AGAIN_S = 1.5  # to the second request, which does not wait for the next check
GIVE_UP_S = 3.0  # to the end without tidying up
STOPPED = 130
_ASK_PIPE_S = 0.5


def watch_stdin() -> None:
    """With ``L4S_WATCH_STDIN=1``, end this process as SIGTERM would when standard input closes; else do nothing.

    The handlers of `CommandProgress` must be in place. What is read is thrown away.
    """
    if os.environ.get(VARIABLE) == "1":
        threading.Thread(target=_watch, name="stdin", daemon=True).start()


def _watch() -> None:
    if sys.platform == "win32":
        _wait_on_windows()
    else:
        _wait()
    interrupt_main(signal.SIGTERM)
    time.sleep(ASK_AGAIN_S)
    interrupt_main(signal.SIGTERM)
    time.sleep(GIVE_UP_S - ASK_AGAIN_S)
    os._exit(STOPPED)


def _wait() -> None:
    # not sys.stdin: its lock would make the interpreter wait for this thread at exit
    try:
        while os.read(0, 1):
            pass
    except OSError:
        pass  # there is no standard input (any more)


def _wait_on_windows() -> None:
    """Until the pipe is broken. Asked, not read: a read that waits would hold up every other use of the handle there,
    and libraries look at standard input when they are loaded."""
    if sys.platform == "win32":  # for mypy, which knows ``windll`` there only
        import ctypes
        import msvcrt

        peek = ctypes.windll.kernel32.PeekNamedPipe
        handle = ctypes.c_void_p(msvcrt.get_osfhandle(0))
        while peek(handle, None, 0, None, None, None):
            time.sleep(_ASK_PIPE_S)
