"""A pattern, a folder or a manifest names each scene once, whatever its files are."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from l4s_core.base.errors import InputError
from l4s_core.batch.collect import Defaults, jobs_of_scenes
from l4s_core.batch.manifest import read_manifest
from l4s_core.scene import open_scene
from tiles_kit import FORMS, stack, write_tiles

BARE = Defaults(no_dem=True)


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """Two exports of four tiles each, and what lies beside them."""
    for year in (2019, 2020):
        write_tiles(
            tmp_path, stack(seed=year), [20], [40], lambda *at, y=year: f"S2_{y}-{at[2]:010d}-{at[3]:010d}"
        )  # fmt: skip
    (tmp_path / "S2_2019-0000000000-0000000000.tif.aux.xml").write_text("<PAMDataset/>")
    (tmp_path / "._S2_2019-0000000000-0000000000.tif").write_bytes(bytes(70))
    (tmp_path / "README.txt").write_text("read me")
    return tmp_path


def test_tiles_are_one_job(exports: Path) -> None:
    files = [str(path) for path in sorted(exports.iterdir())]  # as a shell expands a pattern
    for scenes in (files, [str(exports / "S2*.tif")], [str(exports)], [str(exports / "*.tif"), *files]):
        jobs = jobs_of_scenes(scenes, BARE)
        assert [job.name for job in jobs] == ["S2_2019", "S2_2020"]
        assert [Path(job.scene).name for job in jobs] == [f"S2_{y}-0000000000-0000000000.tif" for y in (2019, 2020)]


def test_a_folder_of_one_scene_stays_a_folder(tmp_path: Path) -> None:
    write_tiles(tmp_path / "one", stack(), [], [40], FORMS["gdal_retile"])
    [job] = jobs_of_scenes([str(tmp_path / "one")], BARE)
    assert job.scene == str(tmp_path / "one") and job.name == "one"


def test_a_folder_of_products_is_all_of_them(tmp_path: Path) -> None:
    for name in ("A.SAFE", "B.SAFE"):
        (tmp_path / name).mkdir()
    assert [job.name for job in jobs_of_scenes([str(tmp_path)], BARE)] == ["A", "B"]


def test_a_folder_of_scenes_in_folders(tmp_path: Path) -> None:
    for day in ("2019-08-22", "2019-09-01"):
        for index, name in enumerate(("B02", "B03")):
            write_tiles(tmp_path / day, stack()[[index]], [], [], lambda *at, n=name: n, descriptions=())
    assert [job.name for job in jobs_of_scenes([str(tmp_path)], BARE)] == ["2019-08-22", "2019-09-01"]


def bands(folder: Path, *names: str) -> None:
    for index, name in enumerate(names or ("B02", "B03", "B04")):
        write_tiles(folder, stack()[[index]], [], [], lambda *at, n=name: n, descriptions=())


def test_folders_of_scenes_without_dates_are_scenes_each(tmp_path: Path) -> None:
    for place in ("hill", "valley", "two/left", "two/right"):
        bands(tmp_path / "all" / place)
    (tmp_path / "all" / "notes").mkdir()
    (tmp_path / "all" / "notes" / "read.txt").write_text("read me")
    assert [job.name for job in jobs_of_scenes([str(tmp_path / "all")], BARE)] == ["hill", "left", "right", "valley"]
    with pytest.raises(InputError, match=r"holds scenes in 3 folders \(hill, two, valley\); give one .* --out-dir"):
        open_scene(tmp_path / "all")
    # resolutions of one scene stay one
    bands(tmp_path / "one" / "R10m", "B02", "B03", "B04")
    bands(tmp_path / "one" / "R20m", "B02", "B05", "B11")
    assert [job.name for job in jobs_of_scenes([str(tmp_path / "one")], BARE)] == ["one"]


def test_the_folder_above_is_no_hidden_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bands(tmp_path / "hill")
    (tmp_path / "hill" / "notes").mkdir()
    bands(tmp_path / "valley")
    monkeypatch.chdir(tmp_path / "hill" / "notes")
    assert [job.name for job in jobs_of_scenes(["..", "../../valley"], BARE)] == ["hill", "valley"]
    monkeypatch.chdir(tmp_path / "hill")
    assert [job.name for job in jobs_of_scenes(["."], BARE)] == ["hill"]


def test_a_mixed_folder_is_all_of_its_scenes_and_nothing_else(tmp_path: Path) -> None:
    bands(tmp_path / "hill")
    write_tiles(tmp_path, stack(seed=2019), [], [], lambda *at: "S2_2019")
    write_tiles(tmp_path / "dem", stack()[[0]], [], [], lambda *at: "elevation", descriptions=())
    (tmp_path / "A.SAFE").mkdir()
    (tmp_path / "cut.SAFE.zip").write_bytes(b"PK")
    with zipfile.ZipFile(tmp_path / "browser.zip", "w") as archive:
        for path in sorted((tmp_path / "hill").iterdir()):
            archive.write(path, path.name)
    with zipfile.ZipFile(tmp_path / "papers.zip", "w") as archive:
        archive.writestr("paper.txt", "text")
    (tmp_path / "rain.nc").write_bytes(b"CDF")
    names = [job.name for job in jobs_of_scenes([str(tmp_path)], BARE)]
    assert sorted(names) == ["A", "S2_2019", "browser", "cut", "hill", "rain"]


def test_rows_of_a_manifest_that_are_tiles_are_one(exports: Path) -> None:
    tiles = sorted(path.name for path in exports.glob("S2_2019*.tif"))
    path = exports / "scenes.csv"
    path.write_text("scene,event_id\n" + "".join(f"{tile},E1\n" for tile in tiles))
    [job] = read_manifest(path, BARE)
    assert job.name == "S2_2019" and job.event.event_id == "E1"
