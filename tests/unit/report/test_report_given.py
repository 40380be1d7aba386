"""What is given beside the inventory: a reference to compare with, and assets that may be hit."""

from __future__ import annotations

import json
import re
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from click.testing import CliRunner

from l4s_core.base.errors import InputError
from l4s_core.cli.main import main
from l4s_core.comparison.compare import compare
from l4s_core.exposure.expose import exposure
from l4s_core.report.make import write_report

X, Y = 500_000.0, 4_000_000.0


def _write(path: Path, shapes: object, **columns: object) -> Path:
    geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:32633").to_file(path)
    return path


@pytest.fixture
def slides(tmp_path: Path) -> Path:
    """Thirty squares of 100 m in a row, 300 m apart."""
    boxes = [shapely.box(X + 300 * n, Y, X + 300 * n + 100, Y + 100) for n in range(30)]
    return _write(tmp_path / "slides.gpkg", boxes, conf_usgs=[8, 3] * 15)


def _text(path: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", path.read_text("utf-8").replace("\u202f", " ")))


def test_assets_are_those_that_exposure_finds(slides: Path, tmp_path: Path) -> None:
    evil = "<b>A 1</b>"
    lines = [
        shapely.LineString([(X - 50, Y + 50), (X + 30 * 300, Y + 50)]),  # through all
        shapely.LineString([(X, Y + 500), (X + 100, Y + 500)]),
    ]
    roads = _write(tmp_path / "roads.gpkg", lines, name=[evil, "B"])
    houses = _write(
        tmp_path / "houses.gpkg", [shapely.Point(X + 50, Y + 50), shapely.Point(X + 299, Y + 50)], name=["", "shop"]
    )
    done = write_report(slides, tmp_path / "r.html", assets=[roads, f"{houses}|layername=houses"])
    source, text = done.path.read_text("utf-8"), _text(done.path)
    told = exposure(slides, [roads, houses])
    names = {"all": "all", "8": "8 high", "3": "3 likely"}
    rows = [row for row in told.by_class if row["where"] == "hit" and row["kind"] == "line"]
    assert len(rows) == 3
    for row in rows:
        km = f"{row['amount'] / 1000:.2f} km"
        assert f"roads.gpkg: lines {names[row['conf_usgs']]} {row['slides']} {row['assets']} {km}" in text
    assert "30 of 30 landslides hit 2 assets of 4." in text
    assert "houses.gpkg (houses): points all 1 1 1" in text
    assert evil not in source and "&lt;b&gt;A 1&lt;/b&gt; (3.00 km)" in source.replace("\u202f", " ")
    assert 'class="assets overlay"' in source and 'data-layer="assets"' in source
    assert source.count("roads.gpkg") >= 2  # its checksum too
    with pytest.raises(InputError, match="input of this run"):
        write_report(slides, roads.rename(tmp_path / "roads.html"), assets=[tmp_path / "roads.html"], overwrite=True)


def test_nothing_hit_is_said(slides: Path, tmp_path: Path) -> None:
    far = _write(tmp_path / "far.gpkg", [shapely.Point(X, Y + 900)])
    done = write_report(slides, tmp_path / "r.html", assets=far)
    assert "No landslide hits any of the 1 asset" in _text(done.path)
    assert "overlay" not in done.path.read_text("utf-8").partition("</style>")[2]


def test_accuracy_is_what_compare_says(slides: Path, tmp_path: Path) -> None:
    move = np.where(np.arange(40) % 4 == 0, 60.0, 10.0)  # a quarter shares too little to match, ten are elsewhere
    boxes = [shapely.box(X + 300 * n + d, Y, X + 300 * n + 100 + d, Y + 100) for n, d in enumerate(move)]
    hand = _write(tmp_path / "hand.shp", boxes)
    told = compare(slides, hand)
    output = tmp_path / "r.html"
    done = CliRunner().invoke(main, ["report", str(slides), "-o", str(output), "--reference", str(hand), "--json"])
    assert done.exit_code == 0, done.output
    assert "accuracy" not in json.loads(done.stdout)["missing"]
    text = _text(output)
    assert "Compared with hand.shp: 30 landslides here, 40 there" in text
    assert "Nothing says where this inventory and the reference looked: all ground" in text and "--aoi" not in text
    score = told.scores["objects_iou"]
    assert score.precision.value == pytest.approx(22 / 30) and score.recall.value == pytest.approx(22 / 40)
    row = text.partition("Landslides that match one to one ")[2]
    said = [float(part.split(" (")[0]) for part in row.split(") ")[:3]]
    assert said == pytest.approx([score.precision.value, score.recall.value, score.f1.value], abs=0.005)
    assert hand.name in text.partition("SHA-256")[2]


def test_points_of_a_reference_are_counted(slides: Path, tmp_path: Path) -> None:
    points = [shapely.Point(X + 300 * n + 50, Y + (50 if n < 12 else 5000)) for n in range(20)]
    done = write_report(slides, tmp_path / "r.html", reference=_write(tmp_path / "points.gpkg", points))
    text = _text(done.path)
    assert "12 of 20 points of the reference were found." in text and "20 there" in text


def test_a_reference_that_cannot_be_used_leaves_no_page(slides: Path, tmp_path: Path) -> None:
    lines = _write(tmp_path / "lines.gpkg", [shapely.LineString([(X, Y), (X + 100, Y)])])
    output = tmp_path / "r.html"
    done = CliRunner().invoke(main, ["report", str(slides), "-o", str(output), "--reference", str(lines)])
    assert done.exit_code == 2 and "lines.gpkg" in done.stderr and not output.exists()
