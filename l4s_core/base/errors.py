"""Errors with the exit code that the command line gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError


class L4SError(Exception):
    """Anything the user should read as one sentence instead of a traceback."""

    exit_code = 1


class InputError(L4SError):
    """The input or an option cannot be used as it is: what is wrong, which file, what to do."""

    exit_code = 2


class Cancelled(L4SError):
    """The user (Ctrl-C, the Cancel button) or the system (SIGTERM) stopped the run."""

    exit_code = 130


def first_problem(error: ValidationError, whole: str = "the file") -> str:
    """``where: what`` of the first thing that pydantic found wrong; ``whole`` stands in where it names no place."""
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc']) or whole}: {first['msg']}"


def first_line(error: BaseException) -> str:
    """The first line of an error's text, cut off where it is long."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
