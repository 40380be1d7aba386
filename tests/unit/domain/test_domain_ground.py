"""Scenes in which bareness says little."""

import numpy as np
import pytest

from l4s_core.domain.ground import ground_doubts, ground_shares
from l4s_core.domain.samples import Samples

FOREST, ROCK, WATER = (300.0, 3000.0), (1800.0, 2200.0), (200.0, 100.0)


def ids(
    forest: int, rock: int, water: int = 0, *, names: tuple[str, str] = ("B4", "B8"), compared: bool = False
) -> list[str]:
    pixels = np.array([FOREST] * forest + [ROCK] * rock + [WATER] * water, np.float32).T
    return [doubt.id for doubt in ground_doubts(ground_shares(Samples(names, pixels), None), compared=compared)]


@pytest.mark.parametrize(("forest", "rock", "water", "said"), [
    (9000, 0, 0, []), (8000, 2000, 0, []), (6000, 4000, 0, ["bare-ground"]), (0, 5000, 5000, ["bare-ground"]),
    (2000, 100, 90_000, []),  # of the land, not of the sea
    (100, 400, 0, []),  # too few pixels to say anything
])  # fmt: skip
def test_a_share_of_the_land_is_bare(forest: int, rock: int, water: int, said: list[str]) -> None:
    assert ids(forest, rock, water) == said


def test_where_the_dates_are_compared_nothing_is_said() -> None:
    assert ids(1000, 9000, compared=True) == []


def test_without_near_infrared_nobody_knows() -> None:
    assert ids(1000, 9000, names=("B4", "B3")) == []


def test_the_share_is_said() -> None:
    pixels = np.array([FOREST] * 6200 + [ROCK] * 3800, np.float32).T
    [doubt] = ground_doubts(ground_shares(Samples(("B4", "B8"), pixels), None))
    assert doubt.text.startswith("38% of the observed land is bare")
    assert "--pre" in doubt.text
