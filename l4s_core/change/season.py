"""Whether two dates are of one season: what looks like lost vegetation may be autumn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from l4s_core.change.rule import ChangeRule

MOST_DAYS = 60  # apart in the year
MOST_GREENNESS = {"NDVI": 0.2, "green-red index": 0.12}  # between the dense vegetation of the two dates
MOST_SNOW = 0.1  # of the ground before
_YEAR = 365.25


def days_apart_in_year(one: date, other: date) -> int:
    """Days between two dates if both were of one year, the short way round: 28 December and 3 January are 6 apart."""
    days = abs((one - other).days) % _YEAR
    return round(min(days, _YEAR - days))


def season_differences(before: date | None, after: date | None, rule: ChangeRule, snow_before: float) -> Iterator[str]:
    """What is unlike, each as a clause.

    Parameters
    ----------
    before, after : None where a date is not known.
    snow_before : share of the ground, 0 to 1.
    """
    if before is not None and after is not None and (days := days_apart_in_year(before, after)) > MOST_DAYS:
        yield f"the dates lie {days} days apart in the year"
    if abs(rule.dense_before - rule.dense_after) > MOST_GREENNESS[rule.index]:
        yield f"dense vegetation had {rule.index} {rule.dense_before:.2f} before and has {rule.dense_after:.2f}"
    if rule.too_unlike:
        yield "they look unlike even where nothing happened"
    if snow_before > MOST_SNOW:
        yield f"{snow_before:.0%} of the ground lay under snow before"
