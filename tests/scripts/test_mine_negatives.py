"""Mining negatives: the worst patches that do not lie on one another, and a recipe that trains on them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from affine import Affine

from l4s_core.inference.open import open_model
from l4s_core.patches.open import open_patches
from l4s_core.training.recipes.files import make_recipe, read_yaml
from onnx_models import write_model
from scene_kit import write_raster

ROOT = Path(__file__).resolve().parents[2]
SPOT = (slice(150, 180), slice(200, 260))  # rows, columns of what looks like a landslide and is none


@pytest.fixture
def mining(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(sys, "path", [str(ROOT / "scripts"), *sys.path])
    import mine_negatives

    return mine_negatives


def scene(folder: Path, spot: bool) -> Path:
    folder.mkdir()
    rng = np.random.default_rng(0)
    for band, level in (("B02", 300), ("B03", 400), ("B04", 300), ("B08", 2500)):
        values = rng.normal(level, 10, (330, 400))
        if spot and band == "B04":
            values[SPOT] = 3000
        write_raster(folder / f"{band}.tif", values.astype(np.uint16), transform=Affine(10, 0, 5e5, 0, -10, 5e6))
    return folder


def test_what_the_model_marks_becomes_negatives_of_the_recipe(
    mining: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"offset": 0, "level": "L2A", "scale": 10000}
    scenes = [("fields 1", scene(tmp_path / "a", True)), ("xarray-spatial", scene(tmp_path / "b", False))]
    scenes.append(("hokkaido before", tmp_path / "never opened"))

    def grounds(*_: object) -> Iterator[tuple[str, Path, dict[str, Any]]]:
        yield from ((name, path, told) for name, path in scenes)

    monkeypatch.setattr(mining.measured, "grounds", grounds)
    weights = np.zeros((1, 3, 3, 3), np.float32)
    weights[0, 0, 1, 1], weights[0, 1, 1, 1] = 10, -10  # B4 above B3
    model = open_model(write_model(tmp_path / "redness.onnx", weights=weights), "cpu")
    out = tmp_path / "mined"
    out.mkdir()
    counts = mining.mine(model, out, tmp_path, whole=False, stride=32, least=20, most=60)
    assert set(counts) == {"fields1", "xarray-spatial"} and counts["xarray-spatial"] == 0
    assert [path.name for path in out.iterdir()] == ["fields1"]
    found = open_patches(out / "fields1")
    assert len(found) == counts["fields1"] > 1 and found.level == "L2A" and found.channels == ("B4", "B3", "B2")
    assert all((found.read(k).values[0] > 2000).sum() >= 20 for k in range(len(found)))
    corners, size = mining.corners_of(out / "fields1")
    places = np.array(list(corners.values()))
    gaps = np.abs(places[:, None] - places[None])
    shared = np.prod(np.maximum(size - gaps, 0), axis=-1) / size**2
    assert shared[~np.eye(len(places), dtype=bool)].max() <= 0.5

    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    again = mining.mine(model, out, tmp_path, whole=False, stride=32, least=20, most=60)
    assert again == counts and {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before

    blocks = read_yaml(ROOT / "scripts" / "default_model" / "blocks.yaml")
    made = make_recipe(mining.with_mined(blocks, {str(out / k): n for k, n in counts.items()}, 0.2), "the test")
    [mined] = [one for one in made.data if one.path == str(out / "fields1")]
    assert mined.negatives and mined.only == "train" and len(made.data) == len(blocks["data"]) + 1
    weights_of_all = [one.weight or 0 for one in made.data]
    assert mined.weight == pytest.approx(0.2 * sum(weights_of_all), rel=1e-4)


def test_the_worst_come_first_and_never_more_than_asked_for(mining: Any) -> None:
    wrong = {1: 5, 2: 90, 3: 100, 4: 30, 5: 40}
    corners = {1: (0.0, 0.0), 2: (0.0, 10.0), 3: (0.0, 0.0), 4: (0.0, 64.0), 5: (300.0, 0.0)}
    assert mining.worst(wrong, corners, 128.0, 20, 9) == [3, 5, 4]  # 2 lies on 3, 4 by exactly half, 1 is hardly wrong
    assert mining.worst(wrong, corners, 128.0, 20, 2) == [3, 5]


@pytest.mark.parametrize(
    "recipe",
    ["default_model/blocks.yaml", "default_model/all.yaml", "best_model/teachers.yaml", "best_model/student.yaml"],
)
def test_the_recipes_of_the_models_are_valid_and_judge_by_the_same_blocks(recipe: str) -> None:
    from l4s_core.training.recipes.files import is_sweep, load_recipe, load_sweep

    path = ROOT / "scripts" / recipe
    found = list(load_sweep(path).values()) if is_sweep(path) else [load_recipe(path)]
    blocks = load_recipe(ROOT / "scripts" / "default_model" / "blocks.yaml")
    for one in found:
        assert one.train.precision == "bf16" and one.channels == blocks.channels
        if "all" not in recipe:
            assert one.split == blocks.split
            assert {s.path for s in one.data if not s.unlabelled} == {s.path for s in blocks.data}
