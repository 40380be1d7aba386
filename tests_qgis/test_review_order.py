from __future__ import annotations

from qgis_plugin.review.order import Item, count, most_worth_a_look_first, neighbour, next_open


def test_the_most_uncertain_comes_first_and_the_unknown_last() -> None:
    items = [Item(1, 0.2, "unreviewed"), Item(2, None, "unreviewed", 9), Item(3, 0.9, "unreviewed")]
    items += [Item(4, float("nan"), "unreviewed", 10), Item(5, 0.9, "unreviewed", 50)]
    assert [item.fid for item in most_worth_a_look_first(items)] == [5, 3, 1, 4, 2]


def test_large_ones_and_those_in_the_way_come_before_small_ones_that_are_a_little_less_certain() -> None:
    items = [Item(1, 0.5, "unreviewed", 1000), Item(2, 0.4, "unreviewed", 100_000), Item(3, 0.4, "unreviewed", 900)]
    items += [Item(4, 0.3, "unreviewed", 900, assets=2.0), Item(5, 0.3, "unreviewed", 900, assets=0.0)]
    assert [item.fid for item in most_worth_a_look_first(items)] == [2, 4, 1, 3, 5]


def test_next_goes_round_and_leaves_out_what_is_judged() -> None:
    order = [Item(1, 0.9, "unreviewed"), Item(2, 0.8, "accepted"), Item(3, 0.7, "unreviewed"), Item(4, 0.1, "rejected")]
    assert next_open(order, None) == 1
    assert next_open(order, 1) == 3
    assert next_open(order, 3) == 1
    assert next_open(order, 1, -1) == 3
    assert next_open(order, 99) == 1
    assert next_open([Item(1, 0.9, "unreviewed")], 1) == 1
    assert next_open([Item(1, 0.9, "edited")], 1) is None
    assert next_open([], None) is None


def test_back_and_forth_visits_every_polygon() -> None:
    order = [Item(fid, None, "accepted") for fid in (5, 6, 7)]
    assert [neighbour(order, 7, 1), neighbour(order, 5, -1), neighbour(order, None, 1)] == [5, 7, 5]
    assert neighbour([], 5, 1) is None


def test_the_count_adds_up() -> None:
    found = count([Item(1, None, "accepted"), Item(2, None, "rejected"), Item(3, None, "edited"), Item(4, None, "odd")])
    assert (found.total, found.done, found.accepted, found.rejected, found.edited) == (4, 3, 1, 1, 1)
