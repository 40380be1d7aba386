"""What the backend says on standard output: one JSON object a line."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, Union

_NOISE_LENGTH = 2000  # characters of a foreign line that are worth keeping


@dataclass(frozen=True)
class Stage:
    """Where the work stands: ``done`` of ``total`` units (None: unknown), seconds since the stage began and left.

    ``overall`` is the share of the whole run that is done, 0 to 1, and ``overall_left_s`` what is left of it; None
    where the command does not know.
    """

    name: str
    done: int
    total: int | None
    elapsed_s: float
    left_s: float | None
    overall: float | None = None
    overall_left_s: float | None = None


@dataclass(frozen=True)
class Message:
    """Something the user should read."""

    text: str


@dataclass(frozen=True)
class Result:
    """The last word of a run that worked."""

    facts: dict[str, Any]


@dataclass(frozen=True)
class Failure:
    """The last word of a run that did not."""

    text: str
    exit_code: int


@dataclass(frozen=True)
class Noise:
    """Anything else on standard output, for instance what a library prints. For the log; never fatal."""

    text: str


Event = Union[Stage, Message, Result, Failure, Noise]


def parse_line(line: str) -> Event:
    """The event in one line. What is not exactly of the protocol is `Noise`, and no line raises."""
    text = line.strip()
    if text.startswith("{"):
        try:
            event = _event(json.loads(text))
        except (ValueError, RecursionError):
            event = None
        if event is not None:
            return event
    return Noise(_printable(text))


def _event(fields: Any) -> Event | None:
    if not isinstance(fields, dict):
        return None
    if isinstance(fields.get("stage"), str):
        done, elapsed = _number(fields.get("done")), _number(fields.get("elapsed_s"))
        total, overall = _number(fields.get("total")), _number(fields.get("overall"))
        return Stage(
            fields["stage"],
            int(done or 0),
            None if total is None else int(total),
            elapsed or 0.0,
            _number(fields.get("left_s")),
            None if overall is None else min(1.0, max(0.0, overall)),
            _number(fields.get("overall_left_s")),
        )
    if isinstance(fields.get("message"), str):
        return Message(fields["message"])
    if isinstance(fields.get("result"), dict):
        return Result(fields["result"])
    if isinstance(fields.get("error"), str):
        code = _number(fields.get("exit_code"))
        return Failure(fields["error"], 1 if code is None else int(code))
    return None


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _printable(text: str) -> str:
    cut = text[:_NOISE_LENGTH]
    shown = "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in cut)
    return shown if len(text) <= _NOISE_LENGTH else f"{shown} ... ({len(text)} characters)"
