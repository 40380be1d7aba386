"""Painted pairs: what is new, what was bare already, and what nobody saw before, from the files to the layers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from scipy import ndimage

import l4s_core
from l4s_core.base.errors import InputError
from l4s_core.detection.inspection import inspect_scene
from l4s_core.inventory import read_inventory
from onnx_models import write_model
from scene_kit import command, refused, write_raster

SHAPE = (260, 300)
FOREST = {"B2": 300, "B3": 450, "B4": 300, "B8": 2800, "B11": 1400, "B12": 700}
SOIL = {"B2": 900, "B3": 1300, "B4": 1900, "B8": 2700, "B11": 3200, "B12": 2600}
NEW, OLD, GROWN, UNSEEN = (
    (slice(40, 60), slice(50, 100)),
    (slice(120, 150), slice(180, 195)),
    (slice(150, 170), slice(180, 195)),  # right below the old one
    (slice(200, 230), slice(40, 70)),
)
HOW = {"no_dem": True, "clouds": "none"}


def painted(folder: Path, bare: tuple, *, moved: tuple[float, float] = (0, 0), season: float = 1.0, hole: object = None,
            names: tuple[str, ...] = tuple(FOREST)) -> Path:  # fmt: skip
    """A scene of textured forest with soil where it is ``bare``; ``season`` is a factor on near infrared and its
    inverse on red."""
    folder.mkdir(parents=True)
    rough = np.random.default_rng(3)
    texture = sum(ndimage.gaussian_filter(rough.normal(size=SHAPE), s) * s for s in (1.0, 4.0, 12.0))
    light = 1 + 0.12 * texture
    rng = np.random.default_rng(sum(map(ord, folder.name)))
    for name in names:
        data = FOREST[name] * light * {"B8": season, "B4": 1 / season}.get(name, 1.0)
        for place in bare:
            data[place] = SOIL[name] * light[place]
        data = ndimage.shift(data, moved, order=3, mode="nearest") + rng.normal(0, 10, SHAPE)
        data = np.clip(data, 60, None)
        if hole is not None:
            data[hole] = 0
        write_raster(folder / f"T33TWM_{folder.name[:8]}T101031_{name}.tif", data.astype(np.uint16), nodata=0)
    return folder


@pytest.fixture
def redness(tmp_path: Path) -> Path:
    return write_model(tmp_path / "redness.onnx")


@pytest.fixture
def after(tmp_path: Path) -> Path:
    return painted(tmp_path / "20240801_after", (NEW, OLD, GROWN, UNSEEN))


def share_of(path: Path, place: tuple[slice, slice], value: int = 1) -> float:
    with rasterio.open(path) as source:
        return float(np.mean(source.read(1)[place] == value))


@pytest.mark.parametrize(("moved", "season"), [((0.0, 0.0), 1.0), ((1.4, -0.8), 0.85), ((-0.6, 5.3), 1.0)])
def test_new_old_and_unseen_ground(
    after: Path, redness: Path, tmp_path: Path, moved: tuple[float, float], season: float
) -> None:
    before = painted(tmp_path / "20240702_before", (OLD,), moved=moved, season=season, hole=UNSEEN)
    mask = tmp_path / "mask.tif"
    found = l4s_core.detect(after, model=redness, before=before, mask=mask, output=tmp_path / "o.gpkg", **HOW)
    assert share_of(mask, NEW) > 0.95
    assert share_of(mask, GROWN) > 0.85  # its upper edge touches what was bare
    assert share_of(mask, OLD) < 0.1
    core = slice(UNSEEN[0].start + 6, UNSEEN[0].stop - 6), slice(UNSEEN[1].start + 6, UNSEEN[1].stop - 6)
    assert share_of(mask, core, 255) == 1.0
    with rasterio.open(mask) as source:
        marked = source.read(1) == 1
    for place in (NEW, OLD, GROWN, UNSEEN):
        marked[max(place[0].start - 2, 0) : place[0].stop + 2, place[1].start - 2 : place[1].stop + 2] = False
    assert not marked.any()
    assert found.landslides["activity"].isna().all()  # for the reviewer
    assert found.bare_before is not None
    assert list(found.bare_before["activity"]) == ["reactivated"]
    assert set(found.not_observed["reason"]) == {"not observed before"}
    assert found.run["change_shift_rows_px"] == pytest.approx(moved[0], abs=0.1)
    assert found.run["change_shift_cols_px"] == pytest.approx(moved[1], abs=0.1)
    assert found.run["change_shift_corrected"] == int(np.hypot(*moved) > 0.3)
    assert found.run["change_placebo_rate"] <= 0.002
    again = read_inventory(tmp_path / "o.gpkg")
    assert again.bare_before is not None
    assert list(again.bare_before["ls_id"]) == ["OLD-0001"]
    assert again.run == found.run


def test_no_ground_is_new_and_bare_before(after: Path, redness: Path, tmp_path: Path) -> None:
    hole = slice(46, 52), slice(70, 76)  # in the middle of what is new
    before = painted(tmp_path / "20240702_before", (OLD, hole))
    ways = HOW | {"model": redness, "before": before, "mmu_m2": 0}
    plain = l4s_core.detect(after, **ways)
    joined = l4s_core.detect(after, **ways, hysteresis=0.02)
    filled = l4s_core.detect(after, **ways, hysteresis=0.02, fill_holes_m2=5000)
    assert plain.bare_before is not None and joined.bare_before is not None and filled.bare_before is not None
    old = plain.bare_before.union_all()
    assert old.intersection(joined.landslides.union_all()).area == 0
    assert joined.bare_before.union_all().equals(old)
    assert filled.run["filled_area_m2"] > 0
    assert filled.bare_before.union_all().intersection(filled.landslides.union_all()).area == 0


def test_old_ground_that_nothing_joins_is_relict(redness: Path, tmp_path: Path) -> None:
    after = painted(tmp_path / "20240801_after", (NEW, OLD))
    before = painted(tmp_path / "20240702_before", (OLD,))
    found = l4s_core.detect(after, model=redness, before=before, **HOW)
    assert found.bare_before is not None
    assert list(found.bare_before["activity"]) == ["relict"]
    assert len(found.landslides) == 1


def test_a_pair_without_an_event_gives_nothing(redness: Path, tmp_path: Path) -> None:
    after = painted(tmp_path / "20240801_after", (OLD,))
    before = painted(tmp_path / "20240702_before", (OLD,), season=0.8)
    assert len(l4s_core.detect(after, model=redness, before=before, **HOW).landslides) == 0


def test_what_grew_over_is_no_landslide(redness: Path, tmp_path: Path) -> None:
    after = painted(tmp_path / "20240801_after", ())
    before = painted(tmp_path / "20240702_before", (NEW, OLD))
    found = l4s_core.detect(after, model=redness, before=before, **HOW)
    assert len(found.landslides) == 0
    assert found.bare_before is not None
    assert len(found.bare_before) == 0


def test_off_takes_the_date_alone(after: Path, redness: Path, tmp_path: Path) -> None:
    before = painted(tmp_path / "20240702_before", (OLD,))
    dated = l4s_core.detect(after, model=redness, before=before, change="off", **HOW)
    without = l4s_core.detect(after, model=redness, **HOW)
    assert dated.bare_before is None
    assert dated.landslides.geometry.equals(without.landslides.geometry)
    assert set(dated.landslides["date_min"]) == {"2024-07-02"}


def test_three_bands_are_compared_by_the_green_red_index(redness: Path, tmp_path: Path) -> None:
    three = ("B2", "B3", "B4")
    after = painted(tmp_path / "20240801_after", (NEW, OLD), names=three)
    before = painted(tmp_path / "20240702_before", (OLD,), names=three, moved=(0.7, 0.4))
    mask = tmp_path / "mask.tif"
    found = l4s_core.detect(after, model=redness, before=before, mask=mask, **HOW)
    assert found.run["change_index"] == "green-red index"
    assert share_of(mask, NEW) > 0.9
    assert share_of(mask, OLD) < 0.1


def test_an_area_is_compared_as_the_whole(after: Path, redness: Path, tmp_path: Path) -> None:
    import geopandas as gpd
    from shapely.geometry import box

    before = painted(tmp_path / "20240702_before", (OLD,), moved=(1.4, -0.8))
    whole = l4s_core.detect(after, model=redness, before=before, **HOW)
    place = whole.landslides.geometry.iloc[:1].buffer(300).envelope
    gpd.GeoDataFrame(geometry=[box(*place.iloc[0].bounds)], crs=whole.landslides.crs).to_file(tmp_path / "area.gpkg")
    part = l4s_core.detect(after, model=redness, before=before, area=tmp_path / "area.gpkg", **HOW)
    outside = part.landslides.geometry.union_all().difference(whole.landslides.geometry.union_all())
    missed = whole.landslides.clip(place.iloc[0]).geometry.union_all().difference(part.landslides.geometry.union_all())
    assert outside.area + missed.area < 0.05 * whole.landslides.area.sum()


def test_another_place_of_that_name_is_doubted(after: Path, redness: Path, tmp_path: Path) -> None:
    before = painted(tmp_path / "20240202_before", (OLD,))
    for path in before.glob("*.tif"):
        with rasterio.open(path, "r+") as file:
            file.write(file.read()[:, ::-1, ::-1].copy())
    found = l4s_core.detect(after, model=redness, before=before, **HOW)
    doubts = {doubt["id"]: doubt["text"] for doubt in json.loads(str(found.run["warnings"]))}
    assert "coregistration" in doubts
    assert "days apart in the year" in doubts["season"]


def test_where_nothing_would_stand_out_the_model_stands_alone_and_says_so(
    after: Path, redness: Path, tmp_path: Path
) -> None:
    before = painted(tmp_path / "20240702_before", (OLD,))
    for seed, folder in enumerate((before, after)):  # fields, each with as much on it as it happens to have that day
        bare = np.random.default_rng(seed).uniform(0, 1, SHAPE)
        for path in folder.glob("*.tif"):
            with rasterio.open(path, "r+") as file:
                soil = SOIL[path.stem.rsplit("_", 1)[1]]
                file.write((file.read(1) * (1 - bare) + soil * bare).astype(np.uint16), 1)
    alone = l4s_core.detect(after, model=redness, **HOW)
    found = l4s_core.detect(after, model=redness, before=before, **HOW)
    assert found.landslides.geometry.equals(alone.landslides.geometry)
    assert set(found.landslides["date_min"]) == {"2024-07-02"}
    assert found.bare_before is None
    assert found.run["change"] == "date only: too unlike"
    assert "too-unlike" in [doubt["id"] for doubt in json.loads(str(found.run["warnings"]))]
    compared = l4s_core.detect(after, model=redness, before=before, change="on", **HOW)
    assert compared.bare_before is not None


def test_bands_that_cannot_be_compared(after: Path, redness: Path, tmp_path: Path) -> None:
    before = painted(tmp_path / "20240702_before", (OLD,), names=("B2", "B11"))
    assert l4s_core.detect(after, model=redness, before=before, **HOW).bare_before is None
    with pytest.raises(InputError, match="compared in B4 and B8"):
        l4s_core.detect(after, model=redness, before=before, change="on", **HOW)
    with pytest.raises(InputError, match="give it with --pre"):
        l4s_core.detect(after, model=redness, change="on", **HOW)


def test_a_scene_before_that_shows_nothing_of_the_ground_is_refused(after: Path, redness: Path, tmp_path: Path) -> None:
    nearly_all = (slice(0, 259), slice(0, 300))
    before = painted(tmp_path / "20240702_before", (OLD,), hole=nearly_all)
    last = refused("--change off", after, "--no-dem", "--model", redness, "--clouds", "none", "--pre", before,
                   "--pre-offset", "0", "-o", tmp_path / "o.gpkg")  # fmt: skip
    assert str(before) in last
    assert not (tmp_path / "o.gpkg").exists()


def test_the_command_says_what_was_compared_and_writes_all_layers(after: Path, redness: Path, tmp_path: Path) -> None:
    before = painted(tmp_path / "20240702_before", (OLD,), hole=UNSEEN)
    done = command(after, "--no-dem", "--model", redness, "--clouds", "none", "--pre", before,
                   "-o", tmp_path / "o.geojson", "--progress", "json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout.strip().splitlines()[-1])
    facts = facts.get("result", facts)
    assert facts["change"]["bare_before"] == 1
    assert facts["change"]["placebo_rate"] < 0.002
    assert facts["not_observed"]["not observed before"] > 0
    assert Path(facts["files"]["bare_before"]).is_file()
    assert "20240702_before: it lies" in done.stderr + done.stdout


def test_of_two_scenes_before_ground_has_to_be_new_against_both_and_one_is_enough_to_see_it(
    after: Path, redness: Path, tmp_path: Path
) -> None:
    early = painted(tmp_path / "20240602_early", (OLD,), hole=UNSEEN)
    late = painted(tmp_path / "20240702_late", (NEW, OLD), moved=(1.2, 0.5))
    mask = tmp_path / "mask.tif"
    found = l4s_core.detect(after, model=redness, before=f"{late}; {early}", mask=mask, **HOW)
    assert share_of(mask, NEW) < 0.1  # bare in July already
    assert share_of(mask, UNSEEN) > 0.8  # seen in July alone
    assert set(found.landslides["date_min"]) == {"2024-06-02"}
    assert str(late) in str(found.run["change_scenes"])
    assert len(found.not_observed) == 0


def test_several_scenes_before_come_from_options_and_from_a_manifest_alike(
    after: Path, redness: Path, tmp_path: Path
) -> None:
    early = painted(tmp_path / "20240602_early", (OLD,), hole=UNSEEN)
    late = painted(tmp_path / "20240702_late", (NEW, OLD))
    common = ["--no-dem", "--model", redness, "--clouds", "none"]
    done = command(after, *common, "--pre", late, "--pre", early, "-o", tmp_path / "one.gpkg")
    assert done.returncode == 0, done.stderr
    (tmp_path / "scenes.csv").write_text(f"scene,pre,name\n{after.name},{late.name};{early.name},batch\n")
    done = command("--manifest", tmp_path / "scenes.csv", *common, "--out-dir", tmp_path / "many")
    assert done.returncode == 0, done.stderr
    one, many = (read_inventory(tmp_path / name) for name in ("one.gpkg", "many/scenes/batch.gpkg"))
    assert one.run["change_scenes"] == many.run["change_scenes"] == f"{early}; {late}"
    assert len(one.landslides) == 2  # what was bare in July is not new
    assert one.landslides.geometry.geom_equals_exact(many.landslides.geometry, 0).all()
    assert one.bare_before is not None
    assert many.bare_before is not None
    assert len(one.bare_before) == len(many.bare_before) > 0


def test_inspect_says_what_was_settled_about_every_scene_before(after: Path, redness: Path, tmp_path: Path) -> None:
    early = painted(tmp_path / "20240602_early", (OLD,))
    late = painted(tmp_path / "20240702_late", (OLD,))
    asked = {"before": f"{late};{early}", "model": redness, "clouds": "none", "no_dem": True}
    facts = inspect_scene(after, **asked)
    assert facts["problems"] == []
    assert [facts["before"]["name"], *(one["name"] for one in facts["more_before"])] == [early.name, late.name]
    for one in (facts["before"], *facts["more_before"]):
        assert one["offset"] == 0
        assert one["notes"] or one["decisions"]
    alone = inspect_scene(after, **asked, change="off")
    assert "offset" not in alone["before"]  # its date is all that is used


def test_one_of_several_that_cannot_be_compared_is_named(after: Path, redness: Path, tmp_path: Path) -> None:
    early = painted(tmp_path / "20240602_early", (OLD,), names=("B2", "B11"))
    late = painted(tmp_path / "20240702_late", (OLD,))
    with pytest.raises(InputError, match="20240602_early cannot be compared"):
        l4s_core.detect(after, model=redness, before=f"{late};{early}", **HOW)
