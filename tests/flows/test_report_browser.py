"""A report in a real browser: it asks for nothing, fits a telephone and a sheet of paper, and its map can be used."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from PIL import Image

from browser_kit import Watched, open_browser
from inventory_kit import write_raster
from l4s_core.report.make import write_report
from merge_kit import blob, edit, scene


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with open_browser() as found:
        yield found


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, puthumala: Path) -> Path:
    """Two landslides and a rejected one on the scene of the repository, with its picture and a probability."""
    folder = tmp_path_factory.mktemp("report")
    with rasterio.open(puthumala / "B04.tif") as source:
        left, top = source.bounds.left, source.bounds.top
    probability = np.maximum(blob((200, 400), (40, 60, 40, 50)), blob((200, 400), (120, 250, 30, 30), p=0.7))
    probability = np.maximum(probability, blob((200, 400), (20, 300, 10, 10), p=0.8))
    hidden = np.zeros((200, 400))
    hidden[150:, :150] = 2
    path = scene(folder, "A", probability, hidden, origin=(left, top), facts={"event_id": "<b>Storm</b>"})
    edit(path, "ls_id == 'LS-0003'", status="rejected")
    edit(path, "ls_id == 'LS-0002'", notes="<i>steep</i>")
    stored = np.round(probability * 10_000).astype(np.uint16)
    raster = write_raster(folder / "p.tif", stored, 65_535, _grid(left, top))
    with rasterio.open(raster, "r+") as out:
        out.scales = (0.0001,)
    return write_report(path, folder / "r.html", scene=puthumala, probability=raster).path


def _grid(left: float, top: float) -> Any:
    from affine import Affine
    from odc.geo.geobox import GeoBox

    return GeoBox((200, 400), Affine(10, 0, left, 0, -10, top), "EPSG:32643")


@pytest.mark.parametrize("width", [400, 1400])
@pytest.mark.parametrize("dark", [False, True])
def test_it_opens_without_a_complaint_and_fits(browser: Any, report: Path, width: int, dark: bool) -> None:
    with Watched(browser, report, width=width, dark=dark) as watched:
        page = watched.page
        assert watched.complaints == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        drawn = page.evaluate("[...document.images, ...document.querySelectorAll('#map image')].length")
        assert drawn == 2
        # text stands out from the page (WCAG 2.2, 1.4.3)
        ink, paper = (page.evaluate(f"getComputedStyle(document.body).{name}") for name in ("color", "backgroundColor"))
        assert _contrast(ink, paper) > 7
        small = page.evaluate("Math.min(...[...document.querySelectorAll('button')].map(b => b.offsetHeight))")
        assert small >= 24  # WCAG 2.2, 2.5.8


def _contrast(first: str, second: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in colour[4:-1].split(",")]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_a_click_and_keys_show_what_is_known(browser: Any, report: Path) -> None:
    with Watched(browser, report) as watched:
        page = watched.page
        page.locator("#map").scroll_into_view_if_needed()
        page.locator("#slides path").nth(1).click()
        details = page.locator("#details")
        assert "LS-0002" in details.inner_text() and "<i>steep</i>" in details.inner_text()
        assert details.locator("i").count() == 0
        whole = page.evaluate("document.getElementById('map').getAttribute('viewBox')")
        page.locator("#map").focus()
        page.keyboard.press("+")
        closer = page.evaluate("document.getElementById('map').viewBox.baseVal.width")
        assert closer == pytest.approx(float(whole.split()[2]) * 0.6, rel=0.01)
        page.keyboard.press("n")
        assert "LS-0001" in details.inner_text()
        page.keyboard.press("0")
        assert page.evaluate("document.getElementById('map').getAttribute('viewBox')") == whole
        page.keyboard.press("Escape")
        assert details.is_hidden()
        assert watched.complaints == []


def test_the_wheel_and_dragging_move_the_map_and_its_scale_stays_true(browser: Any, report: Path) -> None:
    with Watched(browser, report) as watched:
        page = watched.page
        page.locator("#map").focus()
        page.locator("#map").scroll_into_view_if_needed()
        box = page.locator("#map").bounding_box()
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(*middle)
        for _ in range(4):
            page.mouse.wheel(0, -100)
        before = page.evaluate("[...'xy'].map(k => document.getElementById('map').viewBox.baseVal[k])")
        page.mouse.down()
        page.mouse.move(middle[0] + 60, middle[1] + 30, steps=4)
        page.mouse.up()
        after = page.evaluate("[...'xy'].map(k => document.getElementById('map').viewBox.baseVal[k])")
        assert after[0] < before[0] and after[1] < before[1]
        assert page.locator("#details").is_hidden()  # a drag is no click
        # the bar is as long as it says: its pixels against the pixels and metres of the map
        said = page.locator("#bar-text").inner_text()
        metres = float(said.split()[0]) * (1000 if said.endswith("km") else 1)
        shown = page.evaluate(
            "document.getElementById('bar').getBoundingClientRect().width"
            " * document.getElementById('map').viewBox.baseVal.width"
            " * JSON.parse(document.getElementById('slides-data').textContent).unit_m"
            " / document.getElementById('map').getBoundingClientRect().width"
        )
        assert shown == pytest.approx(metres, rel=0.01)


def test_layers_are_switched(browser: Any, report: Path) -> None:
    with Watched(browser, report) as watched:
        page = watched.page
        for layer, seen in (("ground", True), ("probability", False), ("unseen", True), ("rejected", False)):
            switch = page.locator(f"[data-layer={layer}]")
            assert switch.is_checked() is seen
            switch.click()
            assert page.locator(f"#map .{layer}").first.is_visible() is not seen
        assert watched.complaints == []


def test_on_paper_nothing_is_cut_off(browser: Any, report: Path) -> None:
    """As wide as an A4 sheet between its margins, without buttons, the map whole; its PDF has the pages to prove it."""
    width = round((210 - 26) / 25.4 * 96)
    with Watched(browser, report, width=width, height=1000, dark=True) as watched:
        page = watched.page
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        box = page.locator("#map").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        assert box["height"] < (297 - 29) / 25.4 * 96
        assert not page.locator("button:visible").count()
        shot = Image.open(io.BytesIO(page.screenshot())).convert("L")
        assert np.median(np.asarray(shot)[:60]) == 255  # paper is white, whatever the screen is
        pdf = page.pdf(prefer_css_page_size=True)
        assert pdf.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page[^s]", pdf)) >= 2


def test_without_a_script_the_page_says_the_same(browser: Any, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(report.as_uri())
        assert page.locator("#map").is_visible() and not page.locator("button:visible").count()
        assert "<b>Storm</b>" in page.locator("h1").inner_text()
    finally:
        context.close()
