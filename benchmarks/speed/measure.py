"""A command in a process of its own: how long it took, what it cost, how much memory it held."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

HERE = Path(__file__).parent
_POLL_S = 0.05


@dataclass(frozen=True)
class Result:
    """One line of the table: ``target`` in words, what was ``measured``, whether that meets it, all figures."""

    name: str
    target: str
    measured: str
    met: bool
    figures: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Usage:
    """``wall_s``; ``cpu_s``: user and system time of all its threads and children; ``peak_mib``: largest resident
    size of the process itself; ``output``: the JSON of the last line that it printed, {} where that is none."""

    wall_s: float
    cpu_s: float
    peak_mib: float
    output: dict[str, Any]


def command(*words: str | Path) -> Usage:
    """Run a command. Raises CalledProcessError, with what it said, where it fails."""
    start = perf_counter()
    process = subprocess.Popen([str(w) for w in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peak = _Peak(process.pid)
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.append(process.stderr.read() if process.stderr else ""))
    reader.start()
    printed = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    wall = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    reader.join()
    peak.stop()
    if process.returncode:
        print(said[0][-4000:], file=sys.stderr)
        raise subprocess.CalledProcessError(process.returncode, process.args, printed, said[0])
    last = (printed.strip().splitlines() or [""])[-1]
    output = json.loads(last) if last.startswith("{") else {}
    return Usage(wall, usage.ru_utime + usage.ru_stime, peak.mib, output)


def script(name: str, *words: str | Path | int | float) -> Usage:
    """Run a script of this folder, which prints one line of JSON."""
    return command(sys.executable, HERE / name, *(str(w) for w in words))


def peak_mib(pid: int | str) -> float:
    """Largest resident size so far of a process that runs; 0 where the system does not say. Raises OSError."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


class _Peak:
    """The high-water mark of a process, read until it ends. That of wait4 would begin with its parent's size."""

    def __init__(self, pid: int) -> None:
        self.mib = 0.0
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        with suppress(OSError):  # it has ended
            while not self._done.wait(_POLL_S):
                self.mib = peak_mib(self._pid) or self.mib

    def stop(self) -> None:
        self._done.set()
        self._thread.join()
