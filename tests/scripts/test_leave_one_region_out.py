"""The table of the benchmark that leaves a region out, from records as runs leave them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "benchmarks" / "leave_one_region_out.py"


def record(folder: Path, f1: list[float], collapsed: bool = False) -> None:
    for number, value in enumerate(f1):
        place = folder / f"round_{number}"
        place.mkdir(parents=True)
        facts = {"scores": {"f1": value}, "collapsed": ["all"] if collapsed and number else []}
        (place / "round.json").write_text(json.dumps(facts))
    (folder / "result.json").write_text("{}")


def test_the_table_has_the_mean_the_range_and_what_collapsed(tmp_path: Path) -> None:
    record(tmp_path / "Nepal-seed0" / "pseudo-label", [0.2, 0.3])
    record(tmp_path / "Nepal-seed1" / "pseudo-label", [0.4, 0.4])
    record(tmp_path / "Nepal-seed1" / "self-training", [0.4, 0.5, 0.1], collapsed=True)
    record(tmp_path / "Hokkaido-seed0" / "pseudo-label", [0.5, 0.6])
    (tmp_path / "Kodagu-seed0" / "pseudo-label").mkdir(parents=True)
    command = [sys.executable, str(SCRIPT), "table", "--out", str(tmp_path)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert lines[0] == "| region left out | seeds | source only | pseudo-label | self-training |"
    assert lines[2] == "| Hokkaido | 1 | 0.500 | 0.600 |  |"
    assert lines[3] == "| Nepal | 2 | 0.300 (0.200 to 0.400) | 0.350 (0.300 to 0.400) | 0.100† |"


def test_a_region_is_never_on_both_sides(tmp_path: Path) -> None:
    sys.path.insert(0, str(SCRIPT.parent))
    try:
        from leave_one_region_out import views
    finally:
        sys.path.remove(str(SCRIPT.parent))
    rng = np.random.default_rng(0)
    for kind, stem in (("img", "image"), ("mask", "mask")):
        (tmp_path / kind).mkdir()
        for number in (5, 900, 2000, 3050, 3060, 3070, 3250, 3500):
            pixels = rng.integers(0, 256, (8, 8, 3), np.uint8)
            Image.fromarray(pixels).save(tmp_path / kind / f"{stem}_{number}.png")
    source, target = views(tmp_path, tmp_path / "out", "Hokkaido", 5, 2, 4)
    of_source, of_target = (sorted(int(p.stem[6:]) for p in (f / "img").iterdir()) for f in (source, target))
    assert of_source == [5, 900, 2000, 3250, 3500] and of_target == [3050, 3070]
    with (
        Image.open(target / "mask" / "mask_3050.png") as part,
        Image.open(tmp_path / "mask" / "mask_3050.png") as whole,
    ):
        # even id, odd half: the lower left corner
        np.testing.assert_array_equal(np.asarray(part), np.asarray(whole)[4:, :4])
