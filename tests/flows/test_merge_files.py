"""Merging as a command: what is refused, what stays untouched, and that the order of the files decides nothing."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pyogrio
import pytest
import shapely

from l4s_core.base.errors import Cancelled, InputError
from l4s_core.base.progress import Silent
from l4s_core.base.reasons import Reason
from l4s_core.detection import detect
from l4s_core.detection.vectorize import vectorize
from l4s_core.inventory import read_inventory, write_inventory
from l4s_core.inventory.merging.merge import merge
from l4s_core.inventory.schema import LANDSLIDES, MERGED_LAYERS
from merge_kit import Listener, blob, edit, read, redraw, scene

SHAPE = (40, 60)


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "l4s_core.cli.main", "merge", *map(str, arguments)], capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def several(tmp_path_factory) -> list[Path]:
    """Five scenes full of slides, three of them of one day."""
    folder = tmp_path_factory.mktemp("several")
    rng = np.random.default_rng(11)
    paths = []
    for number in range(5):
        p = blob(SHAPE)
        for _ in range(14):
            row, col = rng.integers(0, 50, 2)
            p[row : row + rng.integers(2, 9), col : col + rng.integers(2, 9)] = rng.uniform(0.55, 1)
        hidden = blob(SHAPE, *[(*rng.integers(0, 50, 2), 12, 14) for _ in range(6)], p=Reason.CLOUD)
        at = int(rng.integers(0, 45)), int(rng.integers(0, 45))
        date = f"2024-08-0{1 + number // 3}"
        paths.append(scene(folder, f"S{4 - number}", p, hidden, at=at, date=date, mmu_m2=400))
    edit(paths[1], status="accepted", reviewer="Ana")
    edit(paths[2], "ls_id == 'LS-0001'", status="rejected", reviewer="Ben")
    return paths


def tables(path: Path) -> dict[str, list[tuple]]:
    """Everything in a GeoPackage but the times."""
    with closing(sqlite3.connect(path)) as database:
        names = [*MERGED_LAYERS, "run"]
        found = {name: database.execute(f"SELECT * FROM {name} ORDER BY fid").fetchall() for name in names}
    found["run"] = [row for row in found["run"] if row[1] not in ("run_utc", "run_seconds")]
    return found


def test_the_order_of_the_files_decides_nothing(several: list[Path], tmp_path: Path) -> None:
    first = tables(write_inventory(merge(several), tmp_path / "first.gpkg"))
    assert len(first["landslides"]) > 20
    assert len(first["not_observed"]) > 2
    for seed in range(3):
        shuffled = several.copy()
        random.Random(seed).shuffle(shuffled)
        assert tables(write_inventory(merge(shuffled), tmp_path / f"{seed}.gpkg")) == first
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    copies = [Path(shutil.copy(path, moved)) for path in reversed(several)]
    assert tables(write_inventory(merge(copies), tmp_path / "moved.gpkg")) == first


def test_many_at_a_time_are_few_at_a_time(several: list[Path], tmp_path: Path, monkeypatch) -> None:
    """Strips and pieces of two polygons instead of thousands."""
    from l4s_core.inventory.merging import combine, matching, merged, observed

    first = tables(write_inventory(merge(several), tmp_path / "first.gpkg"))
    for module in (combine, matching, merged):
        monkeypatch.setattr(module, "AT_A_TIME", 2)
    monkeypatch.setattr(observed, "_KEPT", 1)
    inventory = merge(several)
    assert len(list(inventory.pieces("landslides"))) > 10
    assert tables(write_inventory(inventory, tmp_path / "second.gpkg")) == first


def test_the_inputs_are_not_changed(several: list[Path], tmp_path: Path) -> None:
    def state() -> dict[str, tuple[int, str]]:
        files = sorted(several[0].parent.glob("*.gpkg*"))
        return {f.name: (f.stat().st_mtime_ns, hashlib.sha256(f.read_bytes()).hexdigest()) for f in files}

    before = state()
    assert command(*several, "-o", tmp_path / "ALL.gpkg").returncode == 0
    assert state() == before


def test_what_a_crashed_program_left_is_read_and_stays(tmp_path: Path) -> None:
    """QGIS edits with a write-ahead log; killed, it leaves changes there."""
    path = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 8)))
    script = (
        "import sqlite3, sys, time\n"
        "database = sqlite3.connect(sys.argv[1])\n"
        "database.execute('PRAGMA journal_mode = wal')\n"
        "for name in ('ST_IsEmpty', 'ST_MinX', 'ST_MaxX', 'ST_MinY', 'ST_MaxY'):\n"
        "    database.create_function(name, 1, lambda _: 0)\n"
        "database.execute(\"UPDATE landslides SET status = 'doubtful'\")\n"
        "database.commit()\n"
        "print('edited', flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True) as editor:
        assert editor.stdout is not None
        assert editor.stdout.readline() == "edited\n"
        editor.kill()
    journal = path.with_name("A.gpkg-wal")
    before = path.read_bytes(), journal.read_bytes()
    assert b"doubtful" not in before[0], "no word of the style that the file carries"
    assert merge([path]).landslides["status"].tolist() == ["doubtful"]
    assert (path.read_bytes(), journal.read_bytes()) == before


def test_the_command(several: list[Path], tmp_path: Path) -> None:
    output = tmp_path / "ALL.gpkg"
    done = command(*several, "-o", output, "--progress", "json")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout.splitlines()[-1])["result"]
    inventory = read_inventory(output)
    rejected = (inventory.landslides["status"] == "rejected").sum()
    assert rejected == 1
    assert facts["polygons"] == len(inventory.landslides) - rejected == inventory.run["landslides"]
    assert facts["scenes"] == 5
    assert facts["files"]["landslides"] == str(output)
    again = command(*several, "-o", output)
    assert again.returncode == 2
    assert "--overwrite" in again.stderr
    table = command(*several, "-o", output, "--overwrite")
    assert table.returncode == 0
    assert f"{facts['polygons']} in 5 scenes, and 1 rejected" in table.stdout
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ALL.gpkg"]
    for words, arguments in {
        "input of this run": [*several, "-o", several[0], "--overwrite"],
        "is written as .gpkg": [*several, "-o", tmp_path / "ALL.geojson"],
        "is given twice": [several[0], several[0].parent / "." / several[0].name, "-o", tmp_path / "x.gpkg"],
        "is a folder; give the inventories in it": [several[0].parent, "-o", tmp_path / "x.gpkg"],
        "Missing argument": ["-o", tmp_path / "x.gpkg"],
    }.items():
        refused = command(*arguments)
        assert refused.returncode == 2, refused.stderr
        assert words in refused.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ALL.gpkg"]


def test_what_cannot_be_merged(tmp_path: Path) -> None:
    good = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 8)))

    def copy(name: str) -> Path:
        return Path(shutil.copy(good, tmp_path / f"{name}.gpkg"))

    (tmp_path / "text.gpkg").write_text("no database")
    write_inventory(read_inventory(good), tmp_path / "slides.geojson")
    other = tmp_path / "other.gpkg"
    pyogrio.write_dataframe(read(good), other, layer="landslides")
    degrees, nowhere, narrow, torn = (copy(name) for name in ("degrees", "nowhere", "narrow", "torn"))
    redraw(degrees, "landslides", read(good).to_crs(4326))
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        redraw(nowhere, "landslides", read(good).set_crs(None, allow_override=True))
    redraw(narrow, "landslides", read(good).drop(columns="status"))
    torn.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    for words, path in {
        "does not exist": tmp_path / "none.gpkg",
        "no GeoPackage by its content": tmp_path / "text.gpkg",
        "no .gpkg": tmp_path / "slides.geojson",
        "no crown_toe and no not_observed and no run": other,
        "not in metres": degrees,
        "no CRS": nowhere,
        "no column status": narrow,
        "torn.gpkg": torn,
    }.items():
        with pytest.raises(InputError, match=words) as caught:
            merge([good, path])
        assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match="No inventory"):
        merge([])


def test_inventories_of_older_versions(tmp_path: Path) -> None:
    """Fewer columns, and no word about the place of the grid."""
    one = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 8)), blob(SHAPE, (0, 0, 5, 60), p=Reason.CLOUD))
    two = scene(tmp_path, "B", blob(SHAPE, (30, 30, 10, 8)))
    redraw(one, "landslides", read(one).drop(columns=["uncert_mean", "amalg_flag", "notes"]))
    with closing(sqlite3.connect(one)) as database, database:
        database.execute("DELETE FROM run WHERE name = 'grid_transform'")
    listener = Listener()
    inventory = merge([one, two], listener)
    assert len(listener.said) == 1
    assert "A.gpkg does not say where its scene lies" in listener.said[0]
    assert inventory.landslides["uncert_mean"].isna().tolist() == [True, False]
    assert list(inventory.landslides.columns[: len(LANDSLIDES)]) == list(LANDSLIDES)
    # the box around the cloud and the slide
    assert inventory.scenes.geometry[0].equals(shapely.box(600_000, 1_279_800, 600_600, 1_280_000))
    # an empty one of that kind is nowhere
    none = scene(tmp_path, "C", np.zeros(SHAPE))
    with closing(sqlite3.connect(none)) as database, database:
        database.execute("DELETE FROM run WHERE name = 'grid_transform'")
    inventory = merge([none, two])
    path = write_inventory(inventory, tmp_path / "ALL.gpkg")
    assert read_inventory(path).scenes["scene"].tolist() == ["B", "C"]
    assert len(inventory.landslides) == 1


def test_inventories_without_landslides(tmp_path: Path) -> None:
    paths = [scene(tmp_path, name, np.zeros(SHAPE)) for name in "AB"]
    inventory = merge(paths)
    assert inventory.run["landslides"] == 0
    assert inventory.run["share_observed"] == 1.0
    back = read_inventory(write_inventory(inventory, tmp_path / "ALL.gpkg"))
    assert list(back.landslides.columns) == [*MERGED_LAYERS["landslides"][0], "geometry"]
    assert (len(back.landslides), len(back.crown_toe), len(back.not_observed), len(back.scenes)) == (0, 0, 0, 2)


def test_the_same_scene_twice_counts_once(tmp_path: Path) -> None:
    one = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 8)))
    copy = Path(shutil.copy(one, tmp_path / "again.gpkg"))
    listener = Listener()
    inventory = merge([one, copy], listener)
    assert listener.said == ["A.gpkg, again.gpkg are of the same scene, A: it counts as one."]
    slides = inventory.landslides
    assert slides["scene_post"].tolist() == ["A"]
    assert (slides["n_found"].tolist(), slides["n_observed"].tolist()) == ([1], [1])
    assert (inventory.run["merged_inventories"], inventory.run["merged_scenes"]) == (2, 1)


def test_scenes_without_a_date_or_a_coded_crs(tmp_path: Path) -> None:
    local = "+proj=tmerc +lat_0=11 +lon_0=76 +k=1 +x_0=600000 +y_0=1280000 +datum=WGS84 +units=m"
    one = scene(tmp_path, "A", blob(SHAPE, (10, 10, 10, 8)), date=None, crs=local)
    two = scene(tmp_path, "B", blob(SHAPE, (10, 10, 10, 8)), crs=local)
    inventory = merge([one, two])
    assert inventory.landslides["scene_post"].tolist() == ["B; A"]
    assert inventory.landslides["date_max"].tolist() == ["2024-08-01"]
    assert inventory.landslides["area_m2"].tolist() == [8000]
    assert len(read_inventory(write_inventory(inventory, tmp_path / "ALL.gpkg")).landslides) == 1


def test_it_can_be_stopped(several: list[Path]) -> None:
    progress = Silent()
    progress.cancel()
    with pytest.raises(Cancelled):
        merge(several, progress)


def test_styles_of_a_merged_file(several: list[Path], tmp_path: Path) -> None:
    path = write_inventory(merge(several), tmp_path / "ALL.gpkg")
    with closing(sqlite3.connect(path)) as database:
        styles = dict(database.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault").fetchall())
        kinds = dict(database.execute("SELECT table_name, data_type FROM gpkg_contents").fetchall())
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert set(styles) == set(MERGED_LAYERS)
    renderers = {name: ElementTree.fromstring(text).find("renderer-v2").get("type") for name, text in styles.items()}
    assert renderers.pop("scenes") == "singleSymbol"
    assert set(renderers.values()) == {"categorizedSymbol"}
    assert kinds == dict.fromkeys(MERGED_LAYERS, "features") | {"run": "attributes", "layer_styles": "attributes"}


def test_what_hid_the_ground_stays_known_beside_a_copy_from_the_probability(puthumala: Path, tmp_path: Path) -> None:
    run = detect(puthumala, no_dem=True, offset=0, clouds="builtin", output=tmp_path / "zz.gpkg",
                 probability=tmp_path / "a.tif")  # fmt: skip
    vectorize(tmp_path / "a.tif", output=tmp_path / "a.gpkg")  # by name it would be the first
    merged = merge([tmp_path / "a.gpkg", tmp_path / "zz.gpkg"], Silent())
    write_inventory(merged, tmp_path / "both.gpkg")
    areas = {}
    for name, frame in (("run", run.not_observed), ("both", read_inventory(tmp_path / "both.gpkg").not_observed)):
        areas[name] = frame.groupby("reason")["area_m2"].sum().to_dict()
    assert areas["both"] == pytest.approx(areas["run"])
    assert areas["run"]["cloud"] > 1e5


@pytest.mark.parametrize("read", [read_inventory, lambda path: merge([path], Silent())])
def test_what_is_no_geopackage_by_its_content_is_not_handed_to_gdal(read, tmp_path: Path) -> None:
    path = tmp_path / "inventory.gpkg"
    virtual, commands = b"<OGRVRTDataSource></OGRVRTDataSource>", b'{"type": "gdal_streamed_alg"}'
    for content in (virtual, commands, b"", b"SQLite format 3\0"):
        path.write_bytes(content)
        with pytest.raises(InputError, match="no GeoPackage by its content"):
            read(path)
