"""The page about Python runs as it stands, on the made-up scene, and has all that the package offers."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pyogrio
import pytest
import rasterio
import shapely
from geopandas import GeoDataFrame

import l4s_core
from l4s_core.base.docs import DOCS
from l4s_core.synthetic.demo_scene import make_demo

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    made = make_demo(tmp_path / "demo")
    shutil.copy(made.dem, tmp_path / "dem.tif")
    with rasterio.open(made.dem) as dem:
        (left, bottom, right, top), crs = dem.bounds, dem.crs
    across = shapely.LineString([(left, bottom), (right, top)])
    roads = GeoDataFrame({"name": ["across"]}, geometry=[across], crs=crs)
    pyogrio.write_dataframe(roads, tmp_path / "roads.gpkg")
    monkeypatch.chdir(tmp_path)
    shown: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, flags=re.S):
        exec(compile(block.replace("scene.zip", str(made.product)), "python.md", "exec"), shown)
    assert "No DEM was given" in capsys.readouterr().out
    assert len(shown["inventory"].landslides) > 3
    assert shown["facts"]["problems"] == []
    assert shown["done"].failed == {} and (tmp_path / "mapped" / "inventory.gpkg").is_file()


def test_every_public_name_is_there_and_on_the_page() -> None:
    names = [name for name in l4s_core.__all__ if not name.startswith("_")]
    assert len(names) == 31
    for name in names:
        assert getattr(l4s_core, name).__name__ == name
        assert re.search(rf"\b{name}\b", PAGE), name


def test_messages_point_below_the_homepage() -> None:
    facts = dict(line.split("=", 1) for line in (ROOT / "metadata.txt").read_text().splitlines() if "=" in line)
    assert f"{facts['homepage']}/docs" == DOCS


def test_no_message_names_a_page_that_only_a_checkout_has() -> None:
    found = []
    for path in sorted((ROOT / "l4s_core").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found += [
            f"{path.name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained
            and re.search(r"docs/\w+\.md", node.value)
        ]  # fmt: skip
    assert found == []
