"""A tag of the run in the names of what it hides; from the environment, so it may be anything."""

from __future__ import annotations

import pytest

from l4s_core.base.run_tag import VARIABLE, run_tag


@pytest.mark.parametrize("said", ["", "abc", "../../../../etc/passwd/0123456789", "0123456789ABCDEF", "a" * 65])
def test_anything_else_is_passed_over(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, said)
    assert run_tag() == ""


def test_a_tag_and_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert run_tag() == ""
    monkeypatch.setenv(VARIABLE, "0123456789abcdef")
    assert run_tag() == "0123456789abcdef."
