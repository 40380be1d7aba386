"""What QGIS calls the bands of a raster: the plugin and the backend, which share no code, read it alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l4s_core.channels.names import only_counted
from l4s_core.scene.naming import band_in_text
from qgis_plugin.band_names import UNUSED, recognise, recognise_all

words = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["B", "b", "Band_", "band", "B0"]), st.integers(0, 13)),
    st.sampled_from(["B8A", "Band_8A", "NDVI", "red", "nir", "SCL", ""]),
)
counts = st.builds(
    lambda word, start, bands: [f"{word}{k}" for k in range(start, start + bands)],
    st.sampled_from(["B", "b", "Band_", "Band ", "band"]), st.integers(0, 4), st.integers(1, 13),
)  # fmt: skip


@given(st.one_of(st.lists(words, min_size=1, max_size=13), counts))
def test_the_plugin_reads_descriptions_as_the_backend(texts: list[str]) -> None:
    counted = only_counted(texts)
    expected = [UNUSED if k in counted else band_in_text(text) or UNUSED for k, text in enumerate(texts)]
    assert recognise_all([f"Band {k}: {text}" if text else f"Band {k}" for k, text in enumerate(texts, 1)]) == expected


@pytest.mark.parametrize("bands", [1, 4, 12])
def test_numbers_that_count_are_no_bands(bands: int) -> None:
    assert recognise_all([f"Band {k}: Band {k}" for k in range(1, bands + 1)]) == [UNUSED] * bands
    assert recognise_all([f"Band {k}" for k in range(1, bands + 1)]) == [UNUSED] * bands


def test_products_are_read() -> None:
    names = ["B2", "B3", "B4", "B8", "SCL"]
    assert recognise_all([f"Band {k}: {name}" for k, name in enumerate(names, 1)]) == ["B2", "B3", "B4", "B8", UNUSED]
    assert recognise("HLS.L30.T43PFN.2019234T051015.v2.0.B05") == recognise("view_zenith_B2") == UNUSED
