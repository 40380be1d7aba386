"""Whole comparisons, of inventories whose scores are known beforehand."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely
from click.testing import CliRunner

from l4s_core.base.errors import InputError
from l4s_core.cli.main import main
from l4s_core.comparison.compare import compare
from l4s_core.comparison.write import write_comparison
from l4s_core.inventory.files.write import write_inventory
from l4s_core.inventory.schema import CROWN_TOE, LANDSLIDES, NOT_OBSERVED, frame
from l4s_core.inventory.types import Inventory

UTM = "EPSG:32645"
X, Y = 300_000.0, 3_100_000.0


def box(x: float, y: float, width: float, height: float = 100.0) -> Any:
    """Metres from the corner of the test ground."""
    return shapely.box(X + x, Y + y, X + x + width, Y + y + height)


def write(path: Path, shapes: list[Any], crs: str = UTM, **columns: Any) -> Path:
    geopandas.GeoDataFrame(columns, geometry=shapes, crs=UTM).to_crs(crs).to_file(path)
    return path


def ours(path: Path, shapes: list[Any], hidden: list[Any], status: list[str] | None = None, km: float = 10) -> Path:
    """An inventory as a run writes it, of a scene of ``km`` a side."""
    names = [f"LS-{k:04d}" for k in range(1, len(shapes) + 1)]
    slides = frame(LANDSLIDES, {"ls_id": names, "status": status or "unreviewed"}, shapes, UTM)
    unseen = frame(NOT_OBSERVED, {"reason": "cloud" if hidden else None}, hidden, UTM)
    run = {"grid_transform": f"10 0 {X} 0 -10 {Y + km * 1000}", "grid_rows": int(km * 100), "grid_cols": int(km * 100)}
    return write_inventory(Inventory(slides, frame(CROWN_TOE, {}, [], UTM), unseen, run), path)


def value(found: Any, name: str) -> tuple[float | None, float | None, float | None]:
    one = found.scores[name]
    return one.precision.value, one.recall.value, one.f1.value


def verdicts(found: Any, side: str) -> list[str]:
    return list(found.polygons.loc[found.polygons["side"] == side, "verdict"])


def test_known_scores(tmp_path: Path) -> None:
    a = write(tmp_path / "a.gpkg", [box(0, 0, 100), box(1000, 0, 100), box(2000, 0, 100), box(3000, 0, 200)])
    # the same; 60 of 100 m shared (IoU 60/140); nothing; half of it (IoU exactly 0.5); one that A has not
    b = write(
        tmp_path / "b.geojson",
        [box(0, 0, 100), box(1040, 0, 100), box(3000, 0, 100), box(5000, 0, 30)],
    )
    b = write(
        tmp_path / "b.gpkg",
        list(geopandas.read_file(b).to_crs(UTM).geometry.map(lambda g: shapely.set_precision(g, 1))),
    )
    found = compare(a, b)
    assert verdicts(found, "A") == ["true", "partly true", "false", "true"]
    assert verdicts(found, "B") == ["found", "partly found", "found", "missed"]
    assert value(found, "objects_iou") == pytest.approx((0.5, 0.5, 0.5))
    assert value(found, "objects_any") == pytest.approx((0.75, 0.75, 0.75))
    assert value(found, "area_iou") == pytest.approx((300 / 500, 200 / 330, 2 * 0.6 * 200 / 330 / (0.6 + 200 / 330)))
    assert value(found, "pixels") == pytest.approx((260 / 500, 260 / 330, 520 / 830))
    assert found.iou_pixels.value == pytest.approx(260 / 570)
    assert found.count_bias.value == 0 and found.area_bias.value == pytest.approx(500 / 330 - 1)
    assert {one.name: (one.a, one.b) for one in found.by_pixels}[">=100 px"] == (4, 3)
    assert {one.name: (one.a, one.b) for one in found.by_pixels}["20-99 px"] == (0, 1)
    assert {one.name: one.recall_any.value for one in found.by_area}["1,000-10,000 m2"] == 0
    table = found.polygons
    assert table.loc[1, "iou"] == pytest.approx(60 / 140, abs=1e-4) and table.loc[1, "overlap"] == 0.6
    assert table.loc[1, ["other_row", "other_name"]].tolist() == [1, "row 2"]
    assert found.counts["blocks"] < 8 and found.scores["pixels"].f1.low is None  # too few to tell


def test_the_same_and_the_other_way_round(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    first = [box(x, y, *rng.uniform(20, 300, 2)) for x, y in rng.uniform(0, 40_000, (150, 2))]
    second = [shapely.affinity.translate(one, *rng.uniform(-60, 60, 2)) for one in first[20:]]
    a, b = write(tmp_path / "a.gpkg", first), write(tmp_path / "b.gpkg", second, "EPSG:4326")
    same = compare(a, a)
    assert all(value(same, name) == (1, 1, 1) for name in same.scores if name != "objects_iou")
    assert (same.count_bias.value, same.area_bias.value, same.iou_pixels.value) == (0, 0, 1)
    there, back = compare(a, b, resamples=200), compare(b, a, resamples=200)
    for name, one in there.scores.items():
        assert one.precision.value == pytest.approx(back.scores[name].recall.value, abs=0.01), name
        assert one.f1.low is not None and one.f1.high is not None
        assert one.f1.low <= one.f1.value <= one.f1.high and one.f1.low < one.f1.high
    assert there.facts() == compare(a, b, resamples=200).facts()
    assert there.scores["boundary_2px"].f1.value > there.scores["boundary_1px"].f1.value
    counts = there.counts  # pixels are the ground itself but for half a pixel at its edge
    union = shapely.union_all(first)
    assert counts["tp"] + counts["fp"] == pytest.approx(union.area / 100, rel=0.01)


def test_polygons_that_hide_each_other_are_matched_once(tmp_path: Path) -> None:
    a = write(tmp_path / "a.gpkg", [box(0, 0, 100), box(0, 0, 90), box(0, 0, 80)])  # three outlines of one landslide
    found = compare(a, write(tmp_path / "b.gpkg", [box(0, 0, 90)]))
    assert verdicts(found, "A") == ["partly true", "true", "partly true"]
    assert value(found, "objects_iou")[:2] == pytest.approx((1 / 3, 1)) and value(found, "objects_any")[0] == 1


def test_what_either_side_did_not_observe_is_left_out_of_both(tmp_path: Path) -> None:
    slides = [box(100, 100, 100), box(2000, 100, 100), box(4000, 100, 100)]
    a = ours(tmp_path / "a.gpkg", slides, [box(950, 0, 600, 600)], ["accepted", "rejected", "edited"])
    reference = [
        box(100, 100, 100),  # found
        box(1000, 100, 100),  # under the cloud
        box(1490, 100, 100),  # more than half under it
        box(1520, 400, 100),  # less than half: missed
        box(11_000, 100, 100),  # outside of the scene
        box(2000, 100, 100),  # of A only a rejected one
        box(4000, 100, 100),
    ]
    b = write(tmp_path / "b.gpkg", reference)
    found = compare(a, b)
    assert verdicts(found, "A") == ["true", "true"]
    assert verdicts(found, "B") == ["found", "left out", "left out", "missed", "left out", "missed", "found"]
    assert value(found, "pixels")[:2] == pytest.approx((1, 200 / (200 + 40 + 70 + 100)))
    assert found.counts["b"] == 4 and found.counts["b_left_out"] == 3
    words = " ".join(found.notes)
    assert "1 polygon was rejected" in words and "3 polygons were left out" in words and "did not observe" in words
    assert set(found.not_compared["reason"]) == {"not observed in A: cloud", "not looked at for A"}
    area = write(tmp_path / "aoi.geojson", [box(0, 0, 3000, 3000)], "EPSG:4326")
    assert verdicts(compare(a, b, area=area), "A") == ["true", "left out"]
    assert verdicts(compare(a, b, observed_b=area), "B")[-1] == "left out"


def test_what_overlaps_only_what_is_left_out_is_left_out(tmp_path: Path) -> None:
    area = write(tmp_path / "aoi.gpkg", [box(0, 0, 1000, 1000)])
    a = write(tmp_path / "a.gpkg", [box(960, 0, 30), box(100, 0, 100)])
    b = write(tmp_path / "b.gpkg", [box(960, 0, 100), box(100, 0, 100)])  # the first lies outside by more than half
    found = compare(a, b, area=area)
    assert verdicts(found, "A") == ["left out", "true"] and verdicts(found, "B") == ["left out", "found"]
    assert value(found, "objects_any") == (1, 1, 1)


def test_points_as_reference(tmp_path: Path) -> None:
    a = write(tmp_path / "a.gpkg", [box(0, 0, 100), box(500, 0, 100)])
    dots = [shapely.Point(X + x, Y + 50) for x in (50, 149, 151, 300)]
    b = write(tmp_path / "b.geojson", dots, "EPSG:4326")
    found = compare(a, b)
    assert found.points is not None and not found.scores
    assert {key: found.points[key] for key in ("points", "found", "in_polygons", "a_with_points")} == {
        "points": 4, "found": 2, "in_polygons": 1, "a_with_points": 1
    }  # fmt: skip
    assert found.points["recall"]["value"] == 0.5
    assert verdicts(found, "A") == ["with a point", "no point"]  # not false: points do not outline everything
    assert list(found.compared_points["verdict"]) == ["found", "found", "missed", "missed"]
    area = write(tmp_path / "aoi.gpkg", [box(-10, -10, 170, 170)])
    assert compare(a, b, area=area).points["points"] == 3
    with pytest.raises(InputError, match="only the reference, the second one, may be points"):
        compare(b, a)
    write_comparison(found, tmp_path / "points.gpkg")
    assert len(pyogrio.read_dataframe(tmp_path / "points.gpkg", layer="points")) == 4


def test_nothing_found_and_nothing_there(tmp_path: Path) -> None:
    none, b = ours(tmp_path / "a.gpkg", [], []), write(tmp_path / "b.gpkg", [box(0, 0, 100)])
    assert value(compare(none, b), "objects_iou") == (None, 0, 0)
    assert value(compare(b, none), "pixels") == (0, None, 0)
    with pytest.raises(InputError, match=r"Nothing of .* lies on ground that both observed"):
        compare(none, write(tmp_path / "far.gpkg", [box(500_000, 0, 100)]))
    with pytest.raises(InputError, match="resolution above 0"):
        compare(b, b, resolution_m=0)
    with pytest.raises(InputError, match="up to 1"):
        compare(b, b, least_iou=1.5)


def test_the_command(tmp_path: Path) -> None:
    a, b = ours(tmp_path / "a.gpkg", [box(0, 0, 100)], [box(900, 0, 50)]), tmp_path / "b.shp"
    write(b, [box(0, 0, 100), box(500, 0, 100)])
    out = tmp_path / "c.gpkg"
    run = CliRunner().invoke(main, ["compare", str(a), str(b), "-o", str(out), "--json"])
    assert run.exit_code == 0, run.output
    facts = json.loads(run.stdout)
    assert facts["scores"]["objects_iou"]["recall"]["value"] == 0.5 and facts["output"] == str(out)
    table = pyogrio.read_dataframe(out, layer="compared")
    assert table["verdict"].tolist() == ["true", "found", "missed"] and table["name"][0] == "LS-0001"
    assert set(pyogrio.read_dataframe(out, layer="not_compared")["reason"]) >= {"not observed in A: cloud"}
    with closing(sqlite3.connect(out)) as database:
        scores = dict(database.execute("SELECT name, value FROM scores").fetchall())
        styled = {name for (name,) in database.execute("SELECT f_table_name FROM layer_styles").fetchall()}
    assert scores["objects_iou.recall"] == 0.5 and styled == {"compared", "not_compared"}
    plain = CliRunner().invoke(main, ["compare", str(a), str(b), "--progress", "none"])
    assert plain.exit_code == 0 and "Polygons, any overlap" in plain.stdout and "…" not in plain.stdout
    for arguments, words in (
        ([str(a), str(b), "-o", str(out)], "exists already"),
        ([str(a), str(b), "-o", str(a), "--overwrite"], "is an input of this comparison"),
        ([str(a), str(b), "-o", str(tmp_path / "c.shp")], "is written as .gpkg"),
        ([str(a), str(tmp_path / "gone.shp")], "does not exist"),
        ([str(a), str(b), "--crs-b", "nonsense"], "is no coordinate system"),
    ):
        refused = CliRunner().invoke(main, ["compare", *arguments, "--progress", "none"])
        assert refused.exit_code == 2 and words in refused.stderr and "Traceback" not in refused.output
    assert sorted(path.name for path in tmp_path.glob(".*")) == []
