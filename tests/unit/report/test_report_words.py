"""Numbers on the page: nothing is rounded to what it is not."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from l4s_core.report import words

_UNITS = {"m²": 1.0, "ha": 1e4, "km²": 1e6}


def _read(text: str) -> float:
    return float(text.replace("\u202f", "").replace("\N{MINUS SIGN}", "-"))


@given(st.floats(0, 1))
def test_a_share_is_0_or_100_per_cent_only_if_it_is(share: float) -> None:
    text = words.percent(share)
    if text.startswith("0.0"):
        assert share == 0
    if text.startswith("100"):
        assert share == 1
    if text[0] not in "<>":
        assert abs(_read(text.rstrip("%")) - 100 * share) <= 0.0501


@given(st.floats(1, 1e12))
def test_an_area_reads_back_to_three_digits(m2: float) -> None:
    number, unit = re.fullmatch(r"(.*)\u202f(\D+)", words.area(m2)).groups()  # type: ignore[union-attr]
    if "\N{MULTIPLICATION SIGN}" not in number:
        assert abs(_read(number) * _UNITS[unit] - m2) <= 0.006 * m2 + 0.5


@given(st.floats(-1e6, 1e6).filter(lambda value: abs(value) > 1e-3))
def test_a_number_reads_back_to_its_digits(value: float) -> None:
    assert abs(_read(words.number(value)) - value) <= 0.0051 * abs(value)


def test_what_is_not_known_is_a_dash() -> None:
    assert {words.number(value) for value in (None, float("nan"), float("inf"), "text")} == {"\N{EN DASH}"}
    assert words.area(None) == words.percent(None) == "\N{EN DASH}"


def test_large_and_small_numbers_are_powers_of_ten() -> None:
    assert words.number(1.234e9) == "1.23 \N{MULTIPLICATION SIGN} 10⁹"
    assert words.number(2.5e-6) == "2.50 \N{MULTIPLICATION SIGN} 10⁻⁶"


def test_sentences_of_the_terminal_have_the_signs_of_the_page() -> None:
    assert (
        words.units("from 1,000 m2 on, 12,345,678 of them, 1,00")
        == "from 1\u202f000 m² on, 12\u202f345\u202f678 of them, 1,00"
    )
    assert words.units("near 747 m2 (679 to 827): 3.86 km2, 12 m3; m2 of am2 and a 2 m20") == (
        "near 747 m² (679 to 827): 3.86 km², 12 m³; m2 of am2 and a 2 m20"
    )


def test_a_day_is_no_midnight() -> None:
    for text in ("2019-12-24", "2019-12-24 00:00:00", "2019-12-24T00:00:00Z", "2019-12-24 00:00:00+00:00"):
        assert words.without_midnight(text) == "2019-12-24"
    assert words.without_midnight("2019-12-24 00:03:00") == "2019-12-24 00:03:00"
