"""Merging results of a comparison with the scene before, and results that were outlined again from a probability."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import shapely

from l4s_core.inventory import read_inventory, write_inventory
from l4s_core.inventory.activity import with_activity
from l4s_core.inventory.merging.merge import merge
from merge_kit import Listener, blob, scene

SHAPE = (40, 60)


def compared(folder: Path, name: str, new, older, **how) -> Path:
    """The inventory of a scene that was compared with the one before: new landslides, and ground that was bare."""
    (folder / "older").mkdir(exist_ok=True)
    bare = read_inventory(scene(folder / "older", name, older, **how))
    path = scene(folder, name, new, **how)
    inventory = read_inventory(path)
    inventory.bare_before = with_activity(bare.landslides, inventory.landslides)
    return write_inventory(inventory, path, overwrite=True)


def outlined_again(path: Path, to: Path, **run: str) -> Path:
    """As ``l4s vectorize`` leaves it: the raster says which scene and model, and not where the scene was."""
    to.write_bytes(path.read_bytes())
    values = {"scene_source": None, "probability_path": "/data/p.tif", "run_utc": "2025-01-01T00:00:00Z", **run}
    with closing(sqlite3.connect(to)) as database, database:
        for name, value in values.items():
            database.execute("DELETE FROM run WHERE name = ?", (name,))
            kind = "null" if value is None else "text"
            database.execute("INSERT INTO run (name, value, type) VALUES (?, ?, ?)", (name, value, kind))
    return to


def test_ground_that_was_bare_before_is_one_layer_without_overlaps(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    paths, seen = [], np.zeros((80, 100), bool)
    for number in range(3):
        older = blob(SHAPE)
        for _ in range(16):
            row, col = rng.integers(0, 50, 2)
            older[row : row + rng.integers(2, 9), col : col + rng.integers(2, 9)] = 0.9
        at = int(rng.integers(0, 12)), int(rng.integers(0, 12))
        seen[at[0] : at[0] + 40, at[1] : at[1] + 60] |= older > 0.5
        paths.append(compared(tmp_path, f"S{number}", blob(SHAPE, (2, 2, 3, 3)), older, at=at))
    path = write_inventory(merge(paths), tmp_path / "M.gpkg")
    found = read_inventory(path).bare_before
    assert found is not None and len(found)
    covered = shapely.union_all(found.geometry.values)
    assert covered.area == seen.sum() * 100, "all of it, once"
    assert found["area_m2"].sum() == covered.area, "no ground is in two rows"
    assert found["ls_id"].tolist() == [f"OLD-{n + 1:04d}" for n in range(len(found))]
    assert found["area_m2"].is_monotonic_decreasing and found["uuid"].is_unique
    assert {"n_found", "n_observed", "merged_uuids"} <= set(found)
    assert found["n_found"].max() > 1
    with closing(sqlite3.connect(path)) as database:
        styled = database.execute("SELECT f_table_name FROM layer_styles").fetchall()
    assert ("bare_before",) in styled
    # merged with what was merged it is the same as all at once, to the last digit
    part = write_inventory(merge(paths[1:]), tmp_path / "P.gpkg")
    again = merge([part, paths[0]]).bare_before
    assert again is not None
    assert (
        shapely.to_wkb(again.geometry.values).tolist()
        == shapely.to_wkb(merge(paths).bare_before.geometry.values).tolist()
    )
    pd.testing.assert_frame_equal(
        pd.DataFrame(again.drop(columns="geometry")), pd.DataFrame(merge(paths).bare_before.drop(columns="geometry"))
    )


def test_bare_ground_that_new_ground_joins_in_one_scene_is_reactivated(tmp_path: Path) -> None:
    one = compared(tmp_path, "A", blob(SHAPE, (10, 20, 5, 5)), blob(SHAPE, (10, 10, 5, 10), (30, 40, 4, 4)))
    two = compared(tmp_path, "B", blob(SHAPE), blob(SHAPE, (10, 10, 5, 10), (30, 40, 4, 4)))
    merged = merge([one, two])
    assert merged.bare_before is not None
    assert merged.bare_before["activity"].tolist() == ["reactivated", "relict"]
    assert merged.run["bare_before"] == 2
    assert len(merged.landslides) == 1, "bare ground is no landslide"
    plain = scene(tmp_path, "C", blob(SHAPE, (10, 20, 5, 5)))
    with_another = merge([one, two, plain]).bare_before
    assert with_another is not None
    assert with_another["n_observed"].tolist() == [3, 3]
    assert with_another["n_found"].tolist() == [2, 2]
    none = merge([plain])
    assert none.bare_before is None and "bare_before" not in none.run
    layers = pyogrio.list_layers(write_inventory(none, tmp_path / "N.gpkg"))[:, 0]
    assert "bare_before" not in layers


def test_a_run_and_its_copy_are_one_scene(tmp_path: Path) -> None:
    run = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 8)))
    copy = outlined_again(run, tmp_path / "A_50.gpkg")
    other = outlined_again(run, tmp_path / "A_60.gpkg", run_utc="2025-01-01T00:00:01Z")
    for paths in permutations([run, copy, other]):
        listener = Listener()
        merged = merge(list(paths), listener)
        assert merged.run["merged_scenes"] == 1
        assert merged.landslides[["n_found", "n_observed"]].to_numpy().tolist() == [[1, 1]]
        assert any("it counts as one" in text for text in listener.said)
    assert merge([copy, other]).run["merged_scenes"] == 1, "two copies, and the run is not here"
    part = write_inventory(merge([copy, other]), tmp_path / "P.gpkg")
    assert merge([part, run]).run["merged_scenes"] == 1
    assert merge([part, run]).run["merged_inventories"] == 3


def test_a_copy_of_another_scene_model_or_place_is_another_scene(tmp_path: Path) -> None:
    run = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 8)))
    (tmp_path / "away").mkdir()
    away = scene(tmp_path / "away", "A", blob(SHAPE, (10, 10, 10, 8)), at=(0, 60))  # touches it
    model = outlined_again(run, tmp_path / "model.gpkg", model_sha="1" * 64)
    place = outlined_again(away, tmp_path / "place.gpkg")
    day = outlined_again(run, tmp_path / "day.gpkg", date_max="2024-09-01")
    unknown = outlined_again(run, tmp_path / "unknown.gpkg", model_sha="")
    for copy in (model, place, day, unknown):
        assert merge([run, copy]).run["merged_scenes"] == 2, copy.name
