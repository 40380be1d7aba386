"""Orders of bands that the panel offers, and the key under which a choice is remembered."""

from __future__ import annotations

import pytest

from qgis_plugin.band_names import BANDS, UNUSED
from qgis_plugin.band_presets import PRESETS, layout, numbered_alike, presets_for


@pytest.mark.parametrize("count", range(1, 16))
def test_a_preset_has_a_band_for_each_of_the_raster(count: int) -> None:
    for _, bands in presets_for(count):
        assert len(bands) == count and numbered_alike(bands, count)


def test_the_orders_of_products_are_there() -> None:
    assert {len(bands) for _, bands in PRESETS} == {3, 4, 6, 10, 12, 13}
    orders = [bands for _, bands in PRESETS]
    assert BANDS in orders
    assert tuple(band for band in BANDS if band != "B10") in orders
    for wanted in ("B4 B3 B2", "B2 B3 B4 B8", "B2 B3 B4 B8 B11 B12"):
        assert tuple(wanted.split()) in orders
    assert len(set(orders)) == len(orders) and len({key for key, _ in PRESETS}) == len(PRESETS)


def test_files_that_are_laid_out_alike_share_a_key() -> None:
    assert layout(["Band 1", "Band 2"]) == layout(["Band 1", "Band 2"])
    assert len({layout(names) for names in (["a"], ["b"], ["a", "b"], ["ab"], ["b", "a"])}) == 5


@pytest.mark.parametrize(
    ("bands", "count"),
    [(["B4"], 2), (["B4", "B4"], 2), (["B99", "B4"], 2), ([UNUSED, UNUSED], 2), ([""], 1), ([], 0)],
)
def test_what_was_remembered_is_only_taken_where_it_fits(bands: list[str], count: int) -> None:
    assert not numbered_alike(bands, count)
