"""The page of bands has a row for every product, every wavelength and every sensor that the tables know."""

from __future__ import annotations

import re
from pathlib import Path

from l4s_core.channels.wavelengths import PASSBANDS
from l4s_core.scene.products import PRODUCTS
from l4s_core.scene.sensors import SENSORS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "bands.md").read_text(encoding="utf-8")


def test_every_product_has_a_row() -> None:
    rows = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("|")]
    named = {name.strip() for row in rows for name in row.split(",")}
    assert {product.title for product in PRODUCTS} <= named


def test_the_wavelengths_are_those_of_the_table() -> None:
    said = {band: (float(low), float(high)) for band, low, high in re.findall(r"(B\d+A?) \| (\d+) to (\d+)", PAGE)}
    assert said == {band: (one.low_nm, one.high_nm) for band, one in PASSBANDS.items()}


def test_every_sensor_is_named() -> None:
    assert not [
        word for name, _ in SENSORS for word in re.split(r", | or ", name) if word[0].isupper() and word not in PAGE
    ]
