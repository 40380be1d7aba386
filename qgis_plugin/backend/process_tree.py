"""Starting a program so that it can be ended with everything it has started, on every system."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import PureWindowsPath
from typing import IO, Any

# As Windows defines them; the names exist in the standard library only there.
CREATE_NEW_PROCESS_GROUP = 0x00000200
CREATE_NO_WINDOW = 0x08000000
CTRL_BREAK_EVENT = 1
_GONE_S = 0.3


def start_options(system: str) -> dict[str, Any]:
    """Options of `subprocess.Popen`: a group of its own, and on Windows no console window."""
    if system == "Windows":
        return {"creationflags": CREATE_NEW_PROCESS_GROUP | CREATE_NO_WINDOW}
    return {"start_new_session": True}


def quiet_options(system: str) -> dict[str, Any]:
    """Options of `subprocess.run` for a short question to a program: no console window."""
    return {"creationflags": CREATE_NO_WINDOW} if system == "Windows" else {}


def taskkill(pid: int, environment: Mapping[str, str]) -> list[str]:
    """The command that ends a process and its descendants on Windows."""
    folder = PureWindowsPath(environment.get("SYSTEMROOT", environment.get("SystemRoot", r"C:\Windows")))
    return [str(folder / "System32" / "taskkill.exe"), "/T", "/F", "/PID", str(pid)]


def ask_to_end(process: subprocess.Popen[bytes], system: str) -> None:
    """Let the program clean up behind itself.

    On Windows CTRL_BREAK only reaches programs on the same console, which QGIS does not have, so standard input is
    closed first: the backend watches it.
    """
    if system == "Windows":
        close_quietly(process.stdin)
        with contextlib.suppress(OSError, ValueError):
            process.send_signal(CTRL_BREAK_EVENT)
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGTERM)


def end_now(process: subprocess.Popen[bytes], system: str, environment: Mapping[str, str]) -> None:
    """Kill what is left of the program and its descendants, also where the program itself has ended already."""
    if system == "Windows":
        if process.poll() is None:
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                subprocess.run(
                    taskkill(process.pid, environment),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    timeout=10,
                    check=False,
                    **quiet_options(system),
                )
    else:
        # macOS says "not permitted" for a group of which only zombies are left
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=5)


def wait_until_gone(process: subprocess.Popen[bytes], system: str) -> None:
    """After `end_now`: what was killed is there for some milliseconds more, with its files open."""
    if system == "Windows":
        return
    end = time.monotonic() + _GONE_S  # a system that never collects its dead would have us wait for ever
    with contextlib.suppress(ProcessLookupError, PermissionError):
        while time.monotonic() < end:
            os.killpg(process.pid, 0)
            time.sleep(0.01)


def close_quietly(pipe: IO[bytes] | None) -> None:
    """Close a pipe whose other end may be gone."""
    if pipe is not None:
        with contextlib.suppress(OSError, ValueError):
            pipe.close()
