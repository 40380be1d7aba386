"""The page of channels names all that there are, and no others."""

from __future__ import annotations

import re
from pathlib import Path

from l4s_core.channels.registry import ALL_CHANNELS, PRE, is_before

PAGE = Path(__file__).resolve().parents[3] / "docs" / "channels.md"


def test_the_page_has_a_row_for_every_channel() -> None:
    table = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    named = [name for line in table for name in re.findall(r"`(\w+)`", line.split("|")[1])]
    assert sorted(named) == sorted(name for name in ALL_CHANNELS if not is_before(name))
    assert {PRE + name for name in named if "DEM" not in next(row for row in table if f"`{name}`" in row)} == {
        name for name in ALL_CHANNELS if is_before(name)
    }
