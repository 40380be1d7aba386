"""Band names in file names and descriptions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l4s_core.channels.names import COMMON_NAMES, canonical_band, common_band
from l4s_core.channels.registry import SENTINEL2_BANDS
from l4s_core.scene.naming import band_in_text, best_resolution, parse_file_name

bands = st.sampled_from(SENTINEL2_BANDS)
# any word that says nothing about a band: "overview" beside one does
neutral = st.text(st.sampled_from("acdefghijklnopqrstuvwxyz0123456789"), min_size=4, max_size=9).filter(
    lambda word: parse_file_name(f"B4_{word}").band == "B4"
)


def spellings(band: str) -> list[str]:
    number = band[1:]
    padded = number.zfill(2) if number.isdigit() else number
    return [f"B{number}", f"B{padded}", f"b{padded.lower()}", f"Band {number}", f"band_{padded}", f"BAND-{number}"]


@given(bands, st.integers(0, 5))
def test_every_spelling_is_one_band(band: str, which: int) -> None:
    assert canonical_band(spellings(band)[which]) == band
    assert band_in_text(spellings(band)[which]) == band
    assert parse_file_name(spellings(band)[which]).band == band


@given(bands, st.integers(0, 5), neutral, st.sampled_from(["", "_10m", "_20m", "_60m"]))
def test_a_band_is_found_between_other_words(band: str, which: int, word: str, resolution: str) -> None:
    found = parse_file_name(f"T32TQM_{word}_{spellings(band)[which]}{resolution}")
    assert found.band == band
    assert found.resolution_m == (int(resolution[1:-1]) if resolution else None)


@given(bands, bands, neutral)
def test_two_bands_in_a_name_are_none(one: str, two: str, word: str) -> None:
    assert parse_file_name(f"{one}_{word}_{two}").band == (one if one == two else None)


@given(st.text(max_size=60))
def test_no_text_breaks_the_parsers(text: str) -> None:
    for found in (canonical_band(text), band_in_text(text), common_band(text), parse_file_name(text).band):
        assert found is None or found in SENTINEL2_BANDS


@given(bands, st.sets(st.sampled_from([10, 20, 60]), min_size=1))
def test_resolution_native_else_finest(band: str, offered: set[int]) -> None:
    from l4s_core.channels.registry import NATIVE_RESOLUTION_M

    chosen = best_resolution(band, offered)
    assert chosen in offered
    assert chosen == NATIVE_RESOLUTION_M[band] if NATIVE_RESOLUTION_M[band] in offered else chosen == min(offered)


@pytest.mark.parametrize("name", COMMON_NAMES)
def test_common_names(name: str) -> None:
    assert band_in_text(name) == band_in_text(name.upper()) == COMMON_NAMES[name]


@pytest.mark.parametrize(
    "stem",
    ["Copernicus_DEM_30m", "DSM", "dem_B1", "T32TQM_20230823T095559_TCI_10m", "MSK_CLASSI_B00", "MSK_DETFOO_B02", "B0",
     "B13", "B2B3", "S2B", "preview", "NDVI", "B04_B08_ratio", "T32TQM_20230823T095559_WVP_10m", "", "_"],
)  # fmt: skip
def test_file_names_that_are_no_band(stem: str) -> None:
    assert parse_file_name(stem).band is None


@pytest.mark.parametrize(
    "text",
    ["red edge", "rededge", "colour", "SR_B4", "blue minus red", "Elevation", "B", "band", "", None, "Red (old)"],
)
def test_descriptions_that_are_no_band(text: str | None) -> None:
    assert band_in_text(text) is None


@pytest.mark.parametrize(
    ("text", "band"),
    [("B2 blue", "B2"), ("B02 (490 nm)", "B2"), ("Band 8A", "B8A"), ("B8, NIR", "B8"), ("Red Edge 1", "B5"),
     ("B4, central wavelength 665 nm", "B4"), ("NIR", "B8"), ("swir16", "B11")],
)  # fmt: skip
def test_descriptions_that_are(text: str, band: str) -> None:
    assert band_in_text(text) == band
