"""Days as inventories of others write them, as ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})(?:[T ].*)?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_IN_WORDS = ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y")


def days_of(values: Iterable[Any]) -> tuple[list[str | None], list[int]]:
    """A column of dates as ``YYYY-MM-DD``.

    Understood are dates and times of every type, ``2018-09-06``, ``2018/9/6``, ``20180906``, ``06.09.2018`` (the day
    first), ``06/09/2018`` and ``06-09-2018`` (day or month first, whichever all of the column can be), ``6 Sep 2018``
    and ``September 6, 2018``; times of day are dropped.

    Returns
    -------
    days : one for each value, None where there is none or it cannot be told.
    unread : places of the values that are there and could not be told: no date, or day and month could both be either.
    """
    given = list(values)
    day_first, month_first = _order(given)
    days = [_day(value, day_first, month_first) for value in given]
    unread = [k for k, (value, day) in enumerate(zip(given, days, strict=True)) if day is None and not _missing(value)]
    return days, unread


def _missing(value: Any) -> bool:
    import pandas as pd

    return bool(pd.isna(value)) or not str(value).strip()


def _order(given: list[Any]) -> tuple[bool, bool]:
    """Whether all dates with slashes or hyphens can have the day first, and whether the month."""
    parts = [m.groups() for m in (_YEAR_LAST.fullmatch(str(value).strip()) for value in given) if m]
    pairs = [(int(a), int(b)) for a, between, b, _ in parts if between != "."]
    return all(b <= 12 for _, b in pairs), all(a <= 12 for a, _ in pairs)


def _day(value: Any, day_first: bool, month_first: bool) -> str | None:
    if _missing(value):
        return None
    if isinstance(value, date):  # datetime and pandas' timestamps are dates
        return value.strftime("%Y-%m-%d")
    text = str(value).strip()
    if match := _YEAR_FIRST.fullmatch(text) or _PACKED.fullmatch(text):
        return _iso(*match.groups())
    if match := _YEAR_LAST.fullmatch(text):
        first, between, second, year = match.groups()
        if between == "." or (day_first and not month_first) or first == second:
            return _iso(year, second, first)
        return _iso(year, first, second) if month_first and not day_first else None
    return next((day for day in (_in_words(text, form) for form in _IN_WORDS) if day), None)


def _in_words(text: str, form: str) -> str | None:
    try:
        return datetime.strptime(text, form).strftime("%Y-%m-%d")
    except ValueError:
        return None


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
