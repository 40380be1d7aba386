"""Several scenes, one inventory: what becomes one landslide, whose ground it is, and what nobody saw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from l4s_core.base.reasons import Reason
from l4s_core.inventory import read_inventory, write_inventory
from l4s_core.inventory.merging.merge import merge
from l4s_core.inventory.outline.landslides import confidence
from merge_kit import Listener, blob, edit, read, redraw, scene

SHAPE = (40, 60)


def only(inventory) -> pd.Series:
    assert len(inventory.landslides) == 1
    return inventory.landslides.iloc[0]


def test_a_slide_in_two_scenes_is_one(tmp_path: Path) -> None:
    one = scene(
        tmp_path, "A", blob(SHAPE, (10, 10, 10, 8), p=0.95), date="2024-08-09", facts={"date_min": "2024-07-01"}
    )
    two = scene(
        tmp_path, "B", blob(SHAPE, (14, 10, 10, 8), p=0.65), date="2024-08-04", facts={"date_min": "2024-08-05"}
    )
    before = [read(path).iloc[0] for path in (one, two)]
    inventory = merge([one, two])
    slide = only(inventory)
    assert slide.geometry.equals(shapely.union_all([row.geometry for row in before]))
    assert (slide["area_m2"], slide["perim_m"]) == (11_200, 440)
    # B is earlier; the slide cannot be older than what is dated before it was seen
    assert slide["scene_post"] == "B; A"
    assert (slide["date_min"], slide["date_max"]) == ("2024-07-01", "2024-08-04")
    assert (slide["n_found"], slide["n_observed"]) == (2, 2)
    assert slide["prob_mean"] == pytest.approx(0.8)  # equal areas
    assert slide["prob_max"] == pytest.approx(0.95)
    assert slide["conf_usgs"] == confidence(np.array([0.8]))[0] == 5
    assert slide["z_min"] == min(row["z_min"] for row in before)
    assert slide["z_max"] == max(row["z_max"] for row in before)
    assert slide["relief_m"] == pytest.approx(slide["z_max"] - slide["z_min"])
    assert slide["aspect_mean"] == pytest.approx(135)
    assert slide["model_id"] == "tiny"
    assert slide["threshold"] == 0.5
    points = inventory.crown_toe
    assert points["kind"].tolist() == ["crown", "toe"]
    assert set(points["ls_id"]) == {"LS-0001"}
    assert points["z_m"].tolist() == [slide["z_max"], slide["z_min"]]
    assert inventory.run["found_in_several"] == 1
    assert inventory.run["polygons_joined"] == 2


def test_means_go_by_area_and_the_aspect_is_circular(tmp_path: Path) -> None:
    one = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 9), p=0.9))
    two = scene(tmp_path, "B", blob(SHAPE, (10, 10, 10, 3), p=0.6))
    edit(one, aspect_mean=350.0, slope_mean=20.0, slope_max=30.0)
    edit(two, aspect_mean=30.0, slope_mean=40.0, slope_max=50.0, threshold=0.6, model_id="other")
    slide = only(merge([one, two]))
    assert slide["prob_mean"] == pytest.approx((0.9 * 90 + 0.6 * 30) / 120)
    assert slide["slope_mean"] == pytest.approx(25)
    assert slide["slope_max"] == 50
    x, y = 3 * np.sin(np.radians(350)) + np.sin(np.radians(30)), 3 * np.cos(np.radians(350)) + np.cos(np.radians(30))
    assert slide["aspect_mean"] == pytest.approx(np.degrees(np.arctan2(x, y)) % 360)
    assert np.isnan(slide["threshold"])  # there is no one threshold
    assert slide["model_id"] == "tiny; other"


def test_a_fifth_of_the_smaller_one_decides(tmp_path: Path) -> None:
    """Ten rows each; two rows in common are a fifth, one is not."""
    one = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 8), p=0.9))
    two = scene(tmp_path, "B", blob(SHAPE, (18, 10, 10, 8), p=0.7))
    less = scene(tmp_path, "C", blob(SHAPE, (19, 10, 10, 8), p=0.7))
    assert only(merge([one, two]))["area_m2"] == 14_400
    apart = merge([one, less]).landslides
    # the ground in common goes to the one with the higher probability
    assert apart["area_m2"].tolist() == [8000, 7200]
    assert apart["scene_post"].tolist() == ["A", "C"]
    assert apart["n_found"].tolist() == [1, 1]
    assert shapely.area(shapely.intersection(*apart.geometry)) == 0
    assert apart["perim_m"].tolist() == [360, 340]  # measured again


def test_what_is_left_below_the_minimum_mapping_unit_goes(tmp_path: Path) -> None:
    # nine of ten columns of the small one stay outside the share of a fifth, but its unit is all of it
    one = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 10), p=0.9))
    two = scene(tmp_path, "B", blob(SHAPE, (10, 19, 10, 10), p=0.7), mmu_m2=9500)
    inventory = merge([one, two])
    assert only(inventory)["scene_post"] == "A"
    assert inventory.run["polygons_dropped"] == 1
    edit(two, status="accepted")  # what was reviewed has no minimum, and its ground
    kept = merge([one, two]).landslides
    assert kept["scene_post"].tolist() == ["B", "A"]
    assert kept["area_m2"].tolist() == [10_000, 9000]


def test_chains_are_one_and_slides_of_one_scene_in_it_hint_at_several(tmp_path: Path) -> None:
    one = scene(tmp_path, "A", blob(SHAPE, (5, 5, 8, 8), (5, 20, 8, 8)))
    two = scene(tmp_path, "B", blob(SHAPE, (5, 8, 8, 16)))
    slide = only(merge([one, two]))
    assert slide["area_m2"] == 8 * 23 * 100
    assert slide["n_found"] == 2
    assert slide["amalg_flag"] == 1
    assert read(two)["amalg_flag"].tolist() == [0]


def test_slides_of_different_events_stay_apart(tmp_path: Path) -> None:
    one = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 8)), facts={"event_id": "E1", "event_date": "2024-07-30"})
    two = scene(tmp_path, "B", blob(SHAPE, (10, 10, 10, 8)), facts={"event_id": "E1", "event_date": "2024-07-31"})
    three = scene(tmp_path, "C", blob(SHAPE, (12, 10, 10, 8)), facts={"event_id": "E1", "event_date": "2024-07-31"})
    slides = merge([one, two, three]).landslides
    assert slides["scene_post"].tolist() == ["B; C", "A"]
    assert slides["n_observed"].tolist() == [2, 1]  # scenes of another event show nothing of this one
    assert slides["area_m2"].tolist() == [9600, 8000]


def test_cut_by_one_scene_and_whole_in_another_is_not_truncated(tmp_path: Path) -> None:
    edge = scene(tmp_path, "A", blob(SHAPE, (10, 52, 10, 8)))
    assert read(edge)["truncated"].tolist() == [1]
    whole = scene(tmp_path, "B", blob(SHAPE, (10, 12, 10, 12)), at=(0, 40))
    slide = only(merge([edge, whole]))
    assert slide["truncated"] == 0
    assert slide["area_m2"] == 12_000
    # the other scene looked at the ground beyond and found nothing there: it ends there
    clear = scene(tmp_path, "C", np.zeros(SHAPE), at=(0, 40))
    slide = only(merge([edge, clear]))
    assert (slide["truncated"], slide["n_found"], slide["n_observed"]) == (0, 1, 2)
    # it did not look there, because of a cloud
    cloud = scene(tmp_path, "D", np.zeros(SHAPE), blob(SHAPE, (0, 20, 40, 5), p=Reason.CLOUD), at=(0, 40))
    slide = only(merge([edge, cloud]))
    assert (slide["truncated"], slide["n_observed"]) == (1, 2)
    # nor does a scene of another event
    later = scene(tmp_path, "E", np.zeros(SHAPE), at=(0, 40), facts={"event_id": "later"})
    assert only(merge([edge, later]))["truncated"] == 1


def test_not_observed_is_what_no_scene_observed(tmp_path: Path) -> None:
    cloud = scene(tmp_path, "A", np.zeros(SHAPE), blob(SHAPE, (0, 0, 20, 60), p=Reason.CLOUD), date="2024-08-01")
    snow = scene(tmp_path, "B", np.zeros(SHAPE), blob(SHAPE, (10, 0, 20, 60), p=Reason.SNOW), date="2024-08-02")
    hidden = merge([snow, cloud]).not_observed
    assert hidden["reason"].tolist() == ["cloud"]
    assert hidden["area_m2"].tolist() == [10 * 60 * 100]
    assert merge([snow, cloud]).run["share_observed"] == 0.75
    # outside the area of one, but inside that of the other
    left = scene(tmp_path, "C", np.zeros(SHAPE), blob(SHAPE, (0, 30, 40, 30), p=Reason.OUTSIDE_AREA))
    right = scene(tmp_path, "D", np.zeros(SHAPE), blob(SHAPE, (0, 0, 40, 30), p=Reason.OUTSIDE_AREA))
    assert len(merge([left, right]).not_observed) == 0
    assert merge([left]).not_observed["reason"].tolist() == ["outside the area"]


def test_outside_its_area_a_scene_has_no_say(tmp_path: Path) -> None:
    """The earlier one has an area; what is hidden in the later one beside that is hidden by a cloud."""
    beside = blob(SHAPE, (0, 30, 40, 30), p=Reason.OUTSIDE_AREA)
    first = scene(tmp_path, "A", np.zeros(SHAPE), beside, date="2024-08-01")
    cloud = blob(SHAPE, (0, 40, 40, 10), p=Reason.CLOUD) + blob(SHAPE, (0, 50, 40, 10), p=Reason.OUTSIDE_AREA)
    later = scene(tmp_path, "B", np.zeros(SHAPE), cloud, date="2024-08-02")
    merged = merge([later, first])
    hidden = merged.not_observed.sort_values("reason")
    assert hidden["reason"].tolist() == ["cloud", "outside the area"]
    assert [shape.bounds for shape in hidden.geometry] == [
        (600_400, 1_279_600, 600_500, 1_280_000),
        (600_500, 1_279_600, 600_600, 1_280_000),
    ]
    # shares are those of the areas, as in the run of a scene
    assert merged.run["scenes_area_m2"] == 50 * 40 * 100
    assert merged.run["not_observed_m2"] == 10 * 40 * 100
    assert merged.run["share_observed"] == 0.8
    assert merge([first]).run["share_observed"] == 1


def test_a_scene_before_that_shows_the_slide_does_not_date_it(tmp_path: Path) -> None:
    box = blob(SHAPE, (10, 10, 10, 8))
    first = scene(tmp_path, "A", box, date="2024-08-05", facts={"date_min": "2024-07-20"})
    later = scene(tmp_path, "B", box, date="2024-08-15", facts={"date_min": "2024-08-05"})  # A is its scene before
    slide = only(merge([first, later]))
    assert (slide["date_min"], slide["date_max"]) == ("2024-07-20", "2024-08-05")


@pytest.mark.parametrize("seed", range(4))
def test_pixel_by_pixel(tmp_path: Path, seed: int) -> None:
    """Random scenes against the same done with arrays on their common grid."""
    rng = np.random.default_rng(seed)
    world = (90, 110)
    looked, unseen, found = np.zeros(world, int), np.zeros(world, int), np.zeros(world, bool)
    paths = []
    views = []
    for number in range(4):
        at = int(rng.integers(0, 50)), int(rng.integers(0, 50))
        here = np.s_[at[0] : at[0] + 40, at[1] : at[1] + 60]
        hidden = blob(SHAPE, *[(*rng.integers(0, 30, 2), 9, 14) for _ in range(6)], p=Reason.CLOUD)
        p = np.zeros(SHAPE)
        for _ in range(12):
            row, col, rows, cols = *rng.integers(0, 45, 2), *rng.integers(2, 9, 2)
            p[row : row + rows, col : col + cols] = rng.uniform(0.55, 1)
        paths.append(scene(tmp_path, f"S{number}", p, hidden, at=at, date=f"2024-08-0{number + 1}"))
        looked[here] += 1
        unseen[here] += hidden > 0
        found[here] |= (p > 0.5) & (hidden == 0)
        view = np.zeros(world, bool)
        view[here] = hidden == 0
        views.append(view)
    inventory = merge(paths)
    slides = inventory.landslides
    # no ground is lost, none is counted twice
    assert slides["area_m2"].sum() == pytest.approx(100 * found.sum())
    assert shapely.union_all(slides.geometry).area == pytest.approx(100 * found.sum())
    assert sum(len(read(path)) for path in paths) > len(slides)
    assert inventory.run["polygons_cut"] + inventory.run["found_in_several"] > 0
    hidden = inventory.not_observed
    nobody = (looked > 0) & (looked == unseen)
    assert nobody.any()
    assert hidden["area_m2"].sum() == pytest.approx(100 * nobody.sum())
    assert burnt(shapely.union_all(hidden.geometry), world).tolist() == nobody.tolist()
    assert inventory.run["scenes_area_m2"] == pytest.approx(100 * (looked > 0).sum())
    for slide in slides.itertuples():
        inside = burnt(slide.geometry, world)
        saw = sum((view & inside).sum() >= inside.sum() / 2 for view in views)
        assert slide.n_found <= slide.n_observed
        assert slide.n_observed >= saw
        if slide.n_found == 1:
            own = views[int(slide.scene_post[1])]
            assert slide.n_observed == saw + ((own & inside).sum() < inside.sum() / 2)
        grown = burnt(slide.geometry.buffer(10, cap_style="square", join_style="mitre"), world)
        beyond = grown & (sum(views) == 0)
        x0, y0, x1, y1 = slide.geometry.bounds
        at_edge = x0 <= 600_000 or x1 >= 600_000 + 10 * world[1] or y1 >= 1_280_000 or y0 <= 1_280_000 - 10 * world[0]
        assert slide.truncated == int(beyond.any() or at_edge)


def burnt(geometry, shape):
    from affine import Affine
    from rasterio.features import rasterize

    if geometry.is_empty:
        return np.zeros(shape, bool)
    place = Affine(10, 0, 600_000, 0, -10, 1_280_000)
    return rasterize([(geometry, 1)], out_shape=shape, transform=place, dtype="uint8").astype(bool)


def test_what_a_reviewer_said_stands_above_what_was_not_reviewed(tmp_path: Path) -> None:
    one = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 8)))
    two = scene(tmp_path, "B", blob(SHAPE, (12, 10, 10, 8)))
    edit(two, status="accepted", reviewer="Ana", review_utc="2024-09-01", notes="fresh scar", ls_type="debris flow")
    edit(one, notes="check this", ls_type="slide")
    slide = only(merge([one, two]))
    assert slide["status"] == "accepted"
    assert (slide["reviewer"], slide["review_utc"]) == ("Ana", "2024-09-01")
    assert slide["ls_type"] == "debris flow"
    assert slide["notes"] == "check this; fresh scar"
    assert slide["area_m2"] == 9600
    edit(one, status="doubtful", reviewer="Ben", review_utc="2024-09-03")
    slide = only(merge([one, two]))
    assert slide["status"] == "accepted"
    assert slide["reviewer"] == "Ben; Ana"
    assert slide["review_utc"] == "2024-09-03"
    assert slide["notes"].endswith("reviewed differently: doubtful by Ben in A, accepted by Ana in B")


def test_the_outline_that_a_reviewer_drew_stays(tmp_path: Path) -> None:
    one = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 8)))
    two = scene(tmp_path, "B", blob(SHAPE, (12, 10, 10, 8)))
    table = read(two)
    drawn = shapely.buffer(table.geometry[0], -17)
    redraw(two, "landslides", table.set_geometry([drawn]).assign(status="edited"))
    slide = only(merge([one, two]))
    assert slide.geometry.equals(drawn)
    assert slide["status"] == "edited"
    assert slide["area_m2"] == pytest.approx(drawn.area)
    assert slide["n_found"] == 2
    assert "outline of the reviewer; 5102 m2 that other scenes add to it are left out" in slide["notes"]
    # drawn at the edge of the scene it is only a part: the other scene has the rest
    redraw(two, "landslides", table.set_geometry([drawn]).assign(status="edited", truncated=1))
    assert only(merge([one, two])).geometry.area > 8000


def test_rejected_polygons_join_only_rejected_ones(tmp_path: Path) -> None:
    one = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 8)))
    two = scene(tmp_path, "B", blob(SHAPE, (12, 10, 10, 8)))
    three = scene(tmp_path, "C", blob(SHAPE, (14, 10, 10, 8)))
    edit(two, status="rejected", reviewer="Ana", notes="a field", reject_reason="field")
    edit(three, status="Rejected", reject_reason="road")
    inventory = merge([one, two, three])
    rows = inventory.landslides.set_index("scene_post")
    assert set(rows.index) == {"A", "B; C"}
    assert rows.loc["A", "status"] == "unreviewed"
    assert rows.loc["A", "notes"] == "rejected by Ana in B; Rejected in C"
    assert rows.loc["A", "area_m2"] == 8000  # what was rejected takes no ground
    assert rows.loc["B; C", "status"] == "rejected"
    assert rows.loc["B; C", "reject_reason"] == "field; road"
    assert rows.loc["A", "reject_reason"] is None
    assert rows.loc["B; C", "area_m2"] == 9600
    assert "accepted" not in rows.loc["B; C", "notes"]
    assert (inventory.run["landslides"], inventory.run["rejected"]) == (1, 1)
    assert inventory.run["landslides_area_m2"] == 8000
    edit(one, status="accepted", reviewer="Ben")
    rows = merge([one, two, three]).landslides.set_index("scene_post")
    assert "accepted by Ben in A" in rows.loc["B; C", "notes"]


def test_a_polygon_drawn_by_hand_is_taken_in(tmp_path: Path) -> None:
    """It has an outline and a status and nothing else."""
    one = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 8)), facts={"event_id": "E", "event_date": "2024-07-30"})
    two = scene(tmp_path, "B", blob(SHAPE, (30, 40, 5, 5)), facts={"event_id": "E", "event_date": "2024-07-30"})
    table = read(one)
    shape = shapely.box(600_300, 1_279_500, 600_420, 1_279_620)
    bow = shapely.Polygon([(600_000, 1_279_990), (600_050, 1_279_940), (600_050, 1_279_990), (600_000, 1_279_940)])
    own = (
        table.iloc[[0, 0, 0, 0]]
        .copy()
        .set_geometry([table.geometry[0], shape, bow, shapely.Point(600_000, 1_279_000).buffer(0)])
    )
    for name in own.columns.drop(["geometry", "status"]):
        own[name] = [own[name].iloc[0], None, None, None]
    own["status"] = ["unreviewed", "accepted", "accepted", "accepted"]
    redraw(one, "landslides", own)
    listener = Listener()
    inventory = merge([one, two], listener)
    slides = inventory.landslides
    assert slides["area_m2"].tolist() == pytest.approx([14_400, 8000, 2500, 1250])
    drawn = slides.iloc[0]
    assert (drawn["scene_post"], drawn["event_id"], drawn["date_max"]) == ("A", "E", "2024-08-01")
    assert drawn["length_m"] == 120
    assert pd.isna(drawn["prob_mean"]) and pd.isna(drawn["conf_usgs"]) and pd.isna(drawn["model_id"])
    assert shapely.is_valid(slides.geometry).all()
    assert len(inventory.crown_toe) == 4
    assert inventory.run["polygons_unusable"] == 1
    assert listener.said == ["A.gpkg: 1 polygon without an area is left out."]


def test_numbers_go_by_area_and_points_follow(tmp_path: Path) -> None:
    one = scene(tmp_path, "A", blob(SHAPE, (2, 2, 3, 3), (10, 10, 6, 6), (30, 40, 9, 9)))
    two = scene(tmp_path, "B", blob(SHAPE, (10, 20, 7, 7)), at=(30, 0))
    inventory = merge([one, two])
    slides = inventory.landslides
    assert slides["ls_id"].tolist() == ["LS-0001", "LS-0002", "LS-0003", "LS-0004"]
    assert slides["area_m2"].tolist() == [8100, 4900, 3600, 900]
    points = inventory.crown_toe
    assert points["ls_id"].tolist() == [name for name in slides["ls_id"] for _ in "ct"]
    owner = dict(zip(slides["ls_id"], slides.geometry, strict=True))
    assert all(owner[p.ls_id].contains(p.geometry) for p in points.itertuples())


def test_a_single_scene_is_itself(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    p = blob(SHAPE, *[(*rng.integers(0, 50, 2), *rng.integers(3, 7, 2)) for _ in range(9)])
    path = scene(tmp_path, "A", p, blob(SHAPE, (3, 30, 9, 9), p=Reason.CLOUD))
    ours, merged = read_inventory(path), merge([path])
    pd.testing.assert_frame_equal(
        pd.DataFrame(merged.landslides.drop(columns=["geometry", "n_found", "n_observed", "merged_uuids"])),
        pd.DataFrame(ours.landslides.drop(columns="geometry")),
    )
    assert shapely.equals(merged.landslides.geometry.values, ours.landslides.geometry.values).all()
    assert shapely.equals(merged.not_observed.geometry.values, ours.not_observed.geometry.values).all()
    assert merged.crown_toe["z_m"].tolist() == ours.crown_toe["z_m"].tolist()
    assert (merged.landslides["n_found"] == 1).all()
    assert merged.landslides["merged_uuids"].isna().all()


def test_the_layer_of_scenes(tmp_path: Path) -> None:
    one = scene(tmp_path, "A", blob(SHAPE, (2, 2, 3, 3), (10, 10, 6, 6)), date="2024-08-09")
    two = scene(tmp_path, "B", np.zeros(SHAPE), blob(SHAPE, (0, 0, 40, 15), p=Reason.CLOUD), at=(20, 20))
    path = write_inventory(merge([one, two]), tmp_path / "ALL.gpkg")
    back = read_inventory(path)
    scenes = back.scenes
    assert scenes is not None
    assert scenes["scene"].tolist() == ["B", "A"]  # by date
    assert scenes["file"].tolist() == ["B.gpkg", "A.gpkg"]
    assert scenes["landslides"].tolist() == [0, 2]
    assert scenes["share_observed"].tolist() == [0.75, 1.0]
    assert scenes.geometry[1].equals(shapely.MultiPolygon([shapely.box(600_000, 1_279_600, 600_600, 1_280_000)]))
    assert back.landslides["n_found"].tolist() == [1, 1]
    assert back.run["input_1"] == "B.gpkg"
    assert len(str(back.run["input_2_sha256"])) == 64


def test_neighbouring_zones_meet_in_wgs_84(tmp_path: Path) -> None:
    """The same ground in two UTM zones, at their common border."""
    from pyproj import Transformer

    west = scene(tmp_path, "W", blob(SHAPE, (10, 20, 12, 12), (30, 5, 6, 6)), origin=(828_000, 1_280_000))
    over = Transformer.from_crs(32643, 32644, always_xy=True)
    x, y = over.transform(828_000, 1_280_000)
    east = scene(
        tmp_path,
        "E",
        blob((60, 80), (25, 30, 12, 12)),
        blob((60, 80), (0, 0, 60, 10), p=Reason.CLOUD),
        crs="EPSG:32644",
        origin=(round(x) - 100, round(y) + 150),
    )
    inventory = merge([west, east])
    assert inventory.landslides.crs == "EPSG:4326"
    slides = inventory.landslides
    assert slides["n_found"].tolist() == [2, 1]
    own = [read(path).to_crs(32643).geometry[0] for path in (west, east)]
    assert slides["area_m2"].tolist() == pytest.approx([shapely.union_all(own).area, 3600], rel=1e-3)
    assert slides["area_m2"][1] == 3600  # untouched: as its own scene measured it
    assert slides.total_bounds == pytest.approx([78.008, 11.561, 78.008, 11.561], abs=0.003)
    # hidden in the east, half of it seen in the west: slivers between the pixels of both are left out
    hidden = inventory.not_observed
    assert 0 < hidden["area_m2"].sum() < 60_000
    assert hidden["area_m2"].min() >= 50
    assert not shapely.intersects(hidden.geometry.to_crs(32643).values, own[0].buffer(-20)).any()


def test_scenes_across_the_180th_meridian(tmp_path: Path) -> None:
    from pyproj import Transformer

    paths = []
    for name, code in (("W", 32760), ("E", 32701)):
        x, y = Transformer.from_crs(4326, code, always_xy=True).transform(180, -17)
        origin = round(x) - 300, round(y) + 300
        paths.append(scene(tmp_path, name, blob((60, 60), (20, 20, 20, 20)), crs=f"EPSG:{code}", origin=origin))
    inventory = merge(paths)
    slide = only(inventory)
    for bounds in (inventory.scenes.total_bounds, slide.geometry.bounds):
        assert (bounds[0], bounds[2]) == (-180, 180)
    assert slide["n_found"] == 2
    assert slide["area_m2"] == pytest.approx(40_000, rel=0.1)
    assert slide.geometry.area == pytest.approx(40_000 / (111_000 * 106_000), rel=0.1)
    assert shapely.is_valid(slide.geometry)
