"""What the page says of the verdict on the scene."""

from __future__ import annotations

import pytest

from l4s_core.domain.types import Doubt, Verdict
from l4s_core.report.content import _domain

BARE, LIFTED = Doubt("bare-ground", "Bare."), Doubt("no-dark-ground", "Lifted.", certain=True)


@pytest.mark.parametrize(("verdict", "said"), [
    (Verdict((), 40, 2), ("Yes, as far as can be told", "Of 40 windows of the scene 5")),
    (Verdict((BARE,), 40, 30), ("Perhaps not: see the warnings (bare-ground)", "75")),
    (Verdict((BARE, LIFTED)), ("No (bare-ground, no-dark-ground", "was forced", "No window of it was compared")),
])  # fmt: skip
def test_the_rows_of_a_run_are_told_in_words(verdict: Verdict, said: tuple[str, ...]) -> None:
    text = _domain(verdict.rows(), [])
    assert all(part in text for part in said), text


def test_a_run_of_before_the_guard_says_that_nobody_looked() -> None:
    assert _domain({}, []).startswith("Not available")
