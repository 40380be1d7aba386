"""How fast this computer is at each step of a run, learnt from runs that ended well.

The factors are kept in ``pace.json`` in the user's cache folder, or in the folder that ``L4S_CACHE`` names. Nothing
depends on them but the times that are shown; where they cannot be read or written, nothing is learnt.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from l4s_core.base.whole_run import Step

VARIABLE = "L4S_CACHE"
_FILE = "pace.json"
_NEWEST = 0.5  # weight of the last run
_LEAST_S = 0.05  # shorter than the clock of a busy computer tells
_LIMITS = (0.02, 50.0)
_MOST_BYTES, _MOST_STEPS = 1 << 16, 200


def cache_folder() -> Path:
    """Where what can be made anew is kept for this user; need not exist."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "l4s" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "l4s"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "l4s"


def at_pace(steps: Sequence[Step]) -> list[Step]:
    """The steps with the seconds that they take on this computer."""
    factors = _read()
    return [replace(one, seconds=one.seconds * factors.get(one.learnt_as, 1.0)) for one in steps]


def is_learnt(steps: Sequence[Step]) -> bool:
    """Whether the longest of these steps was measured on this computer."""
    longest = max(steps, key=lambda one: one.seconds, default=None)
    return longest is not None and longest.learnt_as in _read()


def learn(measured: Mapping[str, tuple[float, float]]) -> None:
    """Take over what `WholeRun.measured` says of a run that ended well, whose steps were `at_pace`."""
    known = _read()
    found = dict(known)
    for key, (taken, expected) in measured.items():
        if max(taken, expected) < _LEAST_S or expected <= 0:
            continue
        new = known.get(key, 1.0) * taken / expected
        if key in known:
            new = _NEWEST * new + (1 - _NEWEST) * known[key]
        found.pop(key, None)  # the newest stand last
        found[key] = round(min(_LIMITS[1], max(_LIMITS[0], new)), 4)
    if found != known:
        _write(dict(list(found.items())[-_MOST_STEPS:]))


def _read() -> dict[str, float]:
    try:
        with (cache_folder() / _FILE).open("rb") as file:
            said = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RuntimeError, RecursionError):
        return {}
    if not isinstance(said, dict):
        return {}
    return {
        key: float(value)
        for key, value in said.items()
        if isinstance(value, int | float) and math.isfinite(value) and _LIMITS[0] <= value <= _LIMITS[1]
    }


def _write(factors: Mapping[str, float]) -> None:
    with suppress(OSError, RuntimeError):  # RuntimeError: nobody's home
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f".{_FILE}.{os.getpid()}"
        try:
            unfinished.write_text(json.dumps(factors), encoding="utf-8")
            unfinished.replace(folder / _FILE)
        finally:
            unfinished.unlink(missing_ok=True)
