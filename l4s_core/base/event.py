"""The event that the landslides are of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from l4s_core.base.errors import InputError


@dataclass(frozen=True)
class Event:
    """What is known about the event, written into every polygon; None stays null."""

    event_id: str | None = None
    event_date: str | None = None
    trigger: str | None = None


_A_DAY = timedelta(days=1)  # scenes are dated in UTC, events as people there dated them


def check_event_date(event_date: str | None, earliest: str | None, latest: str | None) -> None:
    """Raise InputError where an event cannot be what happened between two scenes.

    All are dates as YYYY-MM-DD, None where not known: of the event, of the scene before it and of the scene that shows
    what it left. Those of scenes may come from the metadata of a file: what is no date there says nothing.
    """
    if event_date is None:
        return
    event, first, last = map(_day, (event_date, earliest, latest))
    if event is None:
        raise InputError(f"The date of the event, {event_date}, is no date; give it as YYYY-MM-DD.")
    if last is not None and event > last + _A_DAY:
        raise InputError(
            f"The event is of {event_date}, but the scene is of {latest} and cannot show what it left; correct the "
            "date of the event, or give a later scene."
        )
    if first is not None and event < first - _A_DAY:
        raise InputError(
            f"The event is of {event_date}, but the scene before it is of {earliest}; correct the date of the event, "
            "or give an earlier scene before it."
        )


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return None
