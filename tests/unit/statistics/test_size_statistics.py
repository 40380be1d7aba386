"""Statistics of inventories: files, flags, the command and its figure; the real inventories of the shared data."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from click.testing import CliRunner
from PIL import Image
from scipy.stats import invgamma

from l4s_core.base.errors import InputError
from l4s_core.cli.main import main
from l4s_core.statistics import size_statistics
from l4s_core.statistics.amalgamation import several_by_form
from l4s_core.statistics.magnitude import class_edges, density_bins


def write(path: Path, areas: np.ndarray, **columns: object) -> Path:
    """Squares of these areas, apart from each other, in UTM."""
    side = np.sqrt(areas)
    x = 500_000 + np.arange(areas.size) % 50 * 3000.0
    y = 4_000_000 + np.arange(areas.size) // 50 * 3000.0
    gpd.GeoDataFrame(columns, geometry=shapely.box(x, y, x + side, y + side), crs=32633).to_file(path)
    return path


@pytest.fixture(scope="module")
def areas() -> np.ndarray:
    drawn = invgamma.rvs(1.4, loc=-132, scale=1280, size=260, random_state=np.random.default_rng(3))
    return np.minimum(drawn[drawn > 0], 8e6)[:240]


def test_areas_are_measured_in_metres_whatever_the_crs(tmp_path, areas):
    utm = size_statistics(write(tmp_path / "a.gpkg", areas), draws=0)
    gpd.read_file(tmp_path / "a.gpkg").to_crs(4326).to_file(tmp_path / "b.geojson")
    degrees = size_statistics(tmp_path / "b.geojson", draws=0)
    assert utm.areas.n == degrees.areas.n == 240
    assert utm.areas.total_m2 == pytest.approx(areas.sum(), rel=1e-6)
    assert degrees.areas.total_m2 == pytest.approx(areas.sum(), rel=2e-3)
    assert any("not known" in note for note in utm.notes)


@pytest.mark.parametrize("least", [1, 3, 9, 10, 16, 40])
def test_classes_of_whole_pixels_hold_no_size_below_the_smallest(least):
    """One landslide of each number of pixels: the density is the same everywhere, also where the mapping begins."""
    areas = 100.0 * np.arange(least, least + 800)
    edges = class_edges(areas, 100.0)
    assert np.histogram(areas, edges)[0].sum() == areas.size
    density = [one.density for one in density_bins(areas, edges, 0.95)]
    assert density[:-1] == pytest.approx([0.01] * (len(density) - 1))


def test_rejected_landslides_do_not_count(tmp_path, areas):
    status = np.where(np.arange(240) % 4 == 0, "rejected", "unreviewed")
    path = write(
        tmp_path / "a.gpkg", areas, ls_id=[f"LS-{n}" for n in range(240)], conf_usgs=5, status=status,
        truncated=np.r_[[1] * 30, [0] * 210], amalg_flag=np.r_[[1] * 5, [0] * 235],
    )  # fmt: skip
    found = size_statistics(path, resolution_m=10.0, draws=0)
    assert (found.areas.n, found.rejected, found.truncated) == (180, 60, 22)
    assert found.areas.total_m2 == pytest.approx(areas[np.arange(240) % 4 != 0].sum(), rel=1e-6)
    assert found.amalgamation.rows == (1, 2, 3) and found.amalgamation.told_by == "amalg_flag"


def test_several_slides_in_one_polygon_are_told_by_their_form():
    """Tongues from two crowns that meet below, and a comb, against what is one body."""
    meeting = shapely.union_all([shapely.LineString([(0, 900), (400, 0)]), shapely.LineString([(800, 900), (400, 0)])])
    crowns = shapely.union_all(
        [meeting.buffer(20), shapely.Point(0, 900).buffer(90), shapely.Point(800, 900).buffer(90)]
    )
    comb = shapely.MultiLineString([[(k * 80, 0), (k * 80, 900)] for k in range(8)] + [[(0, 0), (560, 0)]]).buffer(12)
    one = [
        shapely.Point(0, 0).buffer(200),
        shapely.LineString([(0, 0), (100, 1500)]).buffer(60),
        shapely.box(0, 0, 30, 30),
    ]
    apart = shapely.MultiPolygon([shapely.box(0, 0, 100, 100), shapely.box(900, 0, 1000, 100)])
    flags = several_by_form(np.array([crowns, comb, apart, *one], dtype=object), 10.0)
    assert flags.tolist() == [True, True, True, False, False, False]
    assert several_by_form(np.zeros(0, dtype=object), None).size == 0


def test_what_has_no_sizes_is_refused(tmp_path):
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy([1.0, 2.0], [3.0, 4.0]), crs=4326)
    points.to_file(tmp_path / "points.gpkg")
    with pytest.raises(InputError, match="no area"):
        size_statistics(tmp_path / "points.gpkg")


def test_the_command_prints_and_draws(tmp_path, areas):
    path = write(tmp_path / "ä b.shp", areas)
    call = ["statistics", str(path), "--resolution", "5", "--mmu", "100", "--draws", "10"]
    drawn = CliRunner().invoke(main, [*call, "-o", str(tmp_path / "f.png"), "--progress", "none"])
    assert drawn.exit_code == 0, drawn.output
    assert "Inverse gamma" in drawn.output and "Magnitude" in drawn.output
    picture = np.asarray(Image.open(tmp_path / "f.png").convert("RGB"))
    assert picture.shape[0] > 600 and len(np.unique(picture.reshape(-1, 3), axis=0)) > 50
    again = CliRunner().invoke(main, [*call, "-o", str(tmp_path / "f.png"), "--progress", "none"])
    assert again.exit_code == 2 and "--overwrite" in again.output
    printed = CliRunner().invoke(main, [*call, "--json"])
    facts = json.loads(printed.stdout)
    expected = size_statistics(path, resolution_m=5.0, mmu_m2=100.0, draws=10).areas
    assert (
        facts["areas"]["fits"][0]["parameters"] == json.loads(json.dumps(expected.to_json()))["fits"][0]["parameters"]
    )
    lines = CliRunner().invoke(main, [*call, "--draws", "0", "--progress", "json"]).stdout.splitlines()
    assert json.loads(lines[-1])["result"]["polygons"] == 240


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["missing.gpkg"], "does not exist"),
        (["{file}", "-o", "f.pdf"], "png"),
        (["{file}", "--from", "1e12"], "less than"),
    ],
)
def test_wrong_input_is_one_sentence(tmp_path, areas, arguments, word):
    path = write(tmp_path / "a.gpkg", areas[:5])
    told = CliRunner().invoke(main, ["statistics", *(each.format(file=path) for each in arguments)])
    assert told.exit_code == 2 and word in told.output and "Traceback" not in told.output


def test_real_inventories(shared_data):
    """Exponents of landslides lie between -1.4 and -3.4 (Van Den Eeckhaut et al. 2007)."""
    folder = shared_data / "inventories"
    colombia = size_statistics(folder / "links_ads_colombia" / "colombia_landslides.gpkg", draws=15)
    fit = colombia.areas.fit("inverse gamma")
    assert colombia.areas.n == 838 and -3.4 < fit.tail_exponent.value < -1.4
    assert 600 < fit.rollover_m2.value < 900 and colombia.areas.completeness.complete_from_m2 > 500
    china = folder / "bhuyan_multitemporal" / "China.zip"
    found = size_statistics(china, layer="2014", resolution_m=5.0, mmu_m2=250.0, draws=0)
    assert found.areas.n == 560 and -3.4 < found.areas.power_law.exponent.value < -1.4
    few = size_statistics(china.with_name("Nepal.zip"), layer="2018", draws=0)
    assert few.areas.n == 12 and few.areas.fits == () and few.areas.power_law is None
