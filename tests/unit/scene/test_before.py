"""The scene before the event: it dates the landslides, and must be of the place and earlier."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import rasterio

import l4s_core
from l4s_core.base.errors import InputError
from l4s_core.base.event import Event
from l4s_core.base.progress import Silent
from l4s_core.detection.vectorize import vectorize
from l4s_core.inventory.files.read import read_inventory
from l4s_core.inventory.types import Inventory
from l4s_core.scene import open_scene
from l4s_core.scene.before import open_before
from onnx_models import write_model
from products import make_safe
from scene_kit import command, hillside


@pytest.fixture
def scene(tmp_path: Path) -> Path:
    return dated(tmp_path / "20240801_after")


def dated(folder: Path) -> Path:
    """A hillside whose date is in the names of its files."""
    made, _ = hillside(folder)
    for path in made.glob("*.tif"):
        path.rename(path.with_name(f"T33TWM_{folder.name[:8]}T101031_{path.stem}.tif"))
    return made


@pytest.fixture
def redness(tmp_path: Path) -> Path:
    return write_model(tmp_path / "redness.onnx")


@pytest.mark.slow
def test_it_dates_the_landslides(scene: Path, redness: Path, tmp_path: Path) -> None:
    before = dated(tmp_path / "20240702_before")
    done = command(scene, "--no-dem", "--model", redness, "--clouds", "none", "--pre", before,
                   "--change", "off", "-o", tmp_path / "o.gpkg", "--progress", "none")  # fmt: skip
    assert done.returncode == 0
    inventory = read_inventory(tmp_path / "o.gpkg")
    assert set(inventory.landslides["scene_pre"]) == {inventory.run["scene_pre"]}
    assert set(inventory.landslides["date_min"]) == {"2024-07-02"}
    assert set(inventory.landslides["date_max"]) == {"2024-08-01"}
    assert inventory.run["scene_pre_source"] == str(before)


def test_no_pixel_of_it_is_read_for_its_date_alone(scene: Path, redness: Path, tmp_path: Path) -> None:
    before = dated(tmp_path / "20240702_before")
    for path in before.glob("*.tif"):  # the header stays, the pixels are gone
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 8])
    how = {"no_dem": True, "model": redness, "clouds": "none", "before": before}
    inventory = l4s_core.detect(scene, **how, change="off")
    assert inventory.run["date_min"] == "2024-07-02"
    with pytest.raises(InputError, match="--change off"):
        l4s_core.detect(scene, **how)


def test_what_cannot_be_before(scene: Path, redness: Path, tmp_path: Path) -> None:
    later = dated(tmp_path / "20240901_later")
    elsewhere = make_safe(tmp_path, baseline="05.09")  # of 2023, hundreds of kilometres away
    same = shutil.copytree(scene, tmp_path / "copy")
    for words, before in {
        "is .* itself": scene,
        "not earlier": later,
        "is of 2024-08-01, not earlier": same,
        "does not overlap": elsewhere,
        "does not exist": tmp_path / "none",
    }.items():
        with pytest.raises(InputError, match=words):
            l4s_core.detect(scene, no_dem=True, model=redness, clouds="none", before=before)


def test_a_scene_without_a_date_is_not_before_itself(redness: Path, tmp_path: Path) -> None:
    undated, _ = hillside(tmp_path / "undated")
    with pytest.raises(InputError, match="itself; give an earlier one"):
        l4s_core.detect(undated, no_dem=True, model=redness, clouds="none", before=undated)


def test_the_event_lies_between_the_scenes(scene: Path, redness: Path, tmp_path: Path) -> None:
    before = dated(tmp_path / "20240702_before")
    probability = tmp_path / "p.tif"

    def on(day: str, **more: Path) -> Inventory:
        event = Event(event_date=day)
        how = {"no_dem": True, "model": redness, "clouds": "none", "before": before, "change": "off"}
        return l4s_core.detect(scene, event=event, **how, **more)

    assert set(on("2024-07-30", probability=probability).landslides["event_date"]) == {"2024-07-30"}
    for near in ("2024-07-01", "2024-08-02"):  # scenes are dated in UTC
        on(near)
    wrong = {"is of 2024-08-01 and cannot show": "2024-08-03", "before it is of 2024-07-02": "2024-06-30"}
    for words, day in wrong.items():
        with pytest.raises(InputError, match=words):
            on(day, output=tmp_path / "o.gpkg")
        with pytest.raises(InputError, match=words):
            vectorize(probability, event=Event(event_date=day))
    with pytest.raises(InputError, match="is no date"):
        on("July 2024")
    with rasterio.open(probability, "r+", IGNORE_COG_LAYOUT_BREAK="YES") as file:
        file.update_tags(date_max="last summer")
    vectorize(probability, event=Event(event_date="2024-09-01"))
    assert not (tmp_path / "o.gpkg").exists()


@pytest.mark.slow
def test_without_a_date_the_earliest_stays_open(scene: Path, redness: Path, tmp_path: Path) -> None:
    before, _ = hillside(tmp_path / "undated")
    done = command(scene, "--no-dem", "--model", redness, "--clouds", "none", "--pre", before,
                   "-o", tmp_path / "o.gpkg", "--progress", "lines")  # fmt: skip
    assert done.returncode == 0
    assert "is left open" in done.stderr
    run = read_inventory(tmp_path / "o.gpkg").run
    assert (run["scene_pre"], run["date_min"]) == ("undated", None)


class Heard(Silent):
    def __init__(self) -> None:
        self.said: list[str] = []

    def message(self, text: str) -> None:
        self.said.append(text)


def test_a_scene_that_covers_only_a_part_says_how_much(scene: Path, tmp_path: Path) -> None:
    after = open_scene(scene, offset=0)
    before = replace(open_scene(dated(tmp_path / "20240702_before"), offset=0), name="before")
    rows = after.grid.shape[0]
    for part, words in ((before.grid[: rows // 4], "covers 25% of what is mapped"), (before.grid, None)):
        heard = Heard()
        open_before(replace(before, grid=part, sensing_time=None), after, after.grid, heard, pixels=False)
        assert not any("of what is mapped" in text for text in heard.said), "nothing of it is used"
        heard = Heard()
        open_before(replace(before, grid=part), after, after.grid, heard)
        assert [text for text in heard.said if "covers" in text and (words or "") in text] == heard.said
        assert len(heard.said) == (words is not None)


def test_another_level_is_said_where_pixels_are_read(scene: Path, tmp_path: Path) -> None:
    after = replace(open_scene(scene, offset=0), level="L2A")
    before = open_scene(dated(tmp_path / "20240702_before"), offset=0)
    said = {}
    for level in ("L1C", "L2A", None):
        for pixels in (True, False):
            heard = Heard()
            open_before(replace(before, level=level), after, after.grid, heard, pixels=pixels)
            said[level, pixels] = any("is L1C and" in text and text.startswith("WARNING") for text in heard.said)
    assert [key for key, was in said.items() if was] == [("L1C", True)]
