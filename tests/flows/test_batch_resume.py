"""What --resume does again and what it leaves alone, and what is kept of what somebody edited."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from shapely import box

from batch_kit import ORIGIN, Here, dump, events, hill, hills, jobs, journal, options, results, write
from l4s_core.base.errors import Cancelled, InputError
from l4s_core.base.event import Event
from l4s_core.base.progress import Silent
from l4s_core.batch.job import BatchOptions, SceneJob
from l4s_core.batch.run import BatchResult, run_batch
from l4s_core.cli.batch_summary import batch_summary, print_batch
from onnx_models import write_model
from scene_kit import write_area


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data and a batch over two scenes in ``out``, to be copied."""
    folder = hills(tmp_path_factory.mktemp("finished"), "ab")
    write_model(folder / "redness.onnx")
    result = run_batch(jobs(folder, "ab"), options(folder / "redness.onnx"), folder / "out", Here(), merge=False)
    assert (set(result.done), result.failed, result.exit_code) == ({"scene_a", "scene_b"}, {}, 0)
    return folder


class Case:
    """The finished batch where it was made: the key has paths in it, so it is put back and not copied elsewhere."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out, self.model = folder, folder / "out", folder / "redness.onnx"

    def resume(
        self, batch: list[SceneJob] | None = None, how: BatchOptions | None = None, **more: Any
    ) -> tuple[list[str], BatchResult]:
        """Which scenes were worked on, and the result."""
        here = Here()
        more = {"merge": False, "resume": True, **more}
        result = run_batch(batch or jobs(self.folder, "ab"), how or options(self.model), self.out, here, **more)
        return here.worked, result


@pytest.fixture
def case(finished: Path, tmp_path: Path) -> Any:
    kept = tmp_path / "kept"
    shutil.copytree(finished, kept)
    yield Case(finished)
    shutil.rmtree(finished)
    shutil.copytree(kept, finished)


def test_nothing_is_done_twice(case: Case) -> None:
    before = {p: p.stat().st_mtime_ns for p in (case.out / "scenes").iterdir()}
    worked, result = case.resume()
    assert worked == []
    assert result.skipped == ("scene_a", "scene_b")
    assert {p: p.stat().st_mtime_ns for p in (case.out / "scenes").iterdir()} == before
    assert [entry["name"] for entry in events(case.out, "skipped")] == ["scene_a", "scene_b"]


def test_the_journal_tells_it_all(case: Case) -> None:
    entries = journal(case.out)
    kinds = [entry["event"] for entry in entries]
    assert kinds == ["begin", "queued", "queued", *["started", "made", "done"] * 2, "end"]
    assert all(entry["utc"].endswith("Z") for entry in entries)
    done = events(case.out, "done")[0]
    file = done["files"]["landslides"]
    assert (case.out / file["path"]).stat().st_size == file["size"]
    assert sorted(Path(path).name for path in done["inputs"]) == [
        "B2.tif",
        "B3.tif",
        "B4.tif",
        "B8.tif",
        "dem.tif",
        "scene_a",
    ]
    assert done["dem_tiles"] == [str(case.folder / "dem.tif")]
    assert done["facts"]["polygons"] == 2
    assert any("Clouds:" in text for text in done["messages"])
    assert entries[0]["parameters"]["clouds"] == "none"
    assert entries[-1]["done"] == 2


def test_a_touched_file_is_read_again_and_found_the_same(case: Case) -> None:
    os.utime(case.folder / "scene_a" / "B4.tif", (1, 1))
    assert case.resume()[0] == []


def change_scene(case: Case) -> None:
    with rasterio.open(case.folder / "scene_a" / "B4.tif", "r+") as band:
        data = band.read(1)
        data[0, 0] += 1
        band.write(data, 1)


def change_scene_keeping_size_and_date(case: Case) -> None:
    """As unpacking another version of a product does, whose files have the date of the archive."""
    path = case.folder / "scene_a" / "B4.tif"
    before = path.stat()
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def state_another_nodata(case: Case) -> None:
    """As gdal_edit.py does with a file that it cannot write."""
    words = "<PAMDataset><PAMRasterBand band='1'><NoDataValue>300</NoDataValue></PAMRasterBand></PAMDataset>"
    (case.folder / "scene_a" / "B4.tif.aux.xml").write_text(words)


def add_band(case: Case) -> None:
    shutil.copy(case.folder / "scene_a" / "B4.tif", case.folder / "scene_a" / "B11.tif")


def lose_result(case: Case) -> None:
    (case.out / "scenes" / "scene_a.gpkg").unlink()


def lose_journal_line(case: Case) -> None:
    path = case.out / "run.jsonl"
    lines = [line for line in path.read_text().splitlines() if not ('"done"' in line and "scene_a.gpkg" in line)]
    path.write_text("\n".join(lines) + "\n")


def tear_journal_line(case: Case) -> None:
    path = case.out / "run.jsonl"
    lines = path.read_text().splitlines()
    at = next(i for i, line in enumerate(lines) if '"event": "done"' in line and '"scene_a"' in line)
    lines[at] = lines[at][:200]
    path.write_text("\n".join(lines))


@pytest.mark.parametrize(
    "change",
    [
        change_scene,
        change_scene_keeping_size_and_date,
        state_another_nodata,
        add_band,
        lose_result,
        lose_journal_line,
        tear_journal_line,
    ],
)
def test_what_concerns_one_scene_makes_that_one_anew(case: Case, change: Callable[[Case], None]) -> None:
    change(case)
    worked, result = case.resume()
    assert (worked, result.skipped, result.failed) == (["scene_a"], ("scene_b",), {})
    assert case.resume()[0] == []


def change_dem(case: Case) -> dict[str, Any]:
    with rasterio.open(case.folder / "dem.tif", "r+") as dem:
        dem.write(dem.read(1) + np.float32(1), 1)
    return {}


def change_model(case: Case) -> dict[str, Any]:
    write_model(case.model, title="another")
    return {}


def test_looking_at_a_raster_in_qgis_is_no_change(case: Case) -> None:
    """It writes the statistics of the bands beside them."""
    (case.folder / "scene_a" / "B4.tif.aux.xml").write_text(
        "<PAMDataset><PAMRasterBand band='1'><Histograms><HistItem><HistMin>1</HistMin></HistItem></Histograms>"
        "<Metadata><MDI key='STATISTICS_MEAN'>300</MDI></Metadata></PAMRasterBand></PAMDataset>"
    )
    assert case.resume()[0] == []


def test_an_area_that_is_being_edited_is_another(case: Case, tmp_path: Path) -> None:
    """A program that has the file open (QGIS) has its changes in a file beside."""
    area = write_area(tmp_path / "area.gpkg", [box(500_300, 4_498_700, 501_700, 4_499_800)], "EPSG:32633")
    batch = [replace(job, area=str(area)) for job in jobs(case.folder, "a")]
    case.resume(batch)
    assert case.resume(batch)[0] == []
    with closing(sqlite3.connect(area)) as database:
        database.execute("PRAGMA journal_mode = WAL")
    case.resume(batch)  # that alone changes the file
    content = area.read_bytes()
    with closing(sqlite3.connect(area)) as database:
        database.execute("PRAGMA wal_autocheckpoint = 0")
        with database:
            database.execute("UPDATE gpkg_contents SET max_x = max_x + 1")
        assert area.read_bytes() == content
        assert case.resume(batch)[0] == ["scene_a"]


def test_another_cloud_network_matters_where_it_would_be_used(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    from l4s_core.batch import journal
    from l4s_core.clouds import choose

    pytest.importorskip("ukis_csmask")

    def install(version: str | None) -> None:
        for module in (journal, choose):
            monkeypatch.setattr(module, "csmask_version", lambda: version)

    how = options(case.model, clouds="auto")
    install(None)
    case.resume(how=how)
    assert "built-in" in events(case.out, "done")[-1]["facts"]["clouds"]
    assert case.resume(how=how)[0] == []
    monkeypatch.undo()  # as installed
    worked, result = case.resume(how=how)
    assert worked == ["scene_a", "scene_b"]
    assert all("clouds by ukis-csmask" in why for why in result.failed.values())  # it takes the hill for a shadow
    assert case.resume()[0] == ["scene_a", "scene_b"]
    install("1.9")
    assert case.resume()[0] == []  # made without a cloud test


@pytest.mark.parametrize(
    "change",
    [
        change_dem,
        change_model,
        lambda case: {"how": options(case.model, threshold=0.6)},
        lambda case: {"how": options(case.model, min_slope_deg=None)},
        lambda case: {"how": options(case.model, save=("mask",))},
        lambda case: {"batch": [replace(job, event=Event("E1")) for job in jobs(case.folder, "ab")]},
        lambda case: {"batch": [replace(job, dem=None) for job in jobs(case.folder, "ab")]},
    ],
)
def test_what_concerns_all_makes_all_anew(case: Case, change: Callable[[Case], dict[str, Any]]) -> None:
    given = change(case)
    worked, result = case.resume(**given)
    assert (worked, result.failed) == (["scene_a", "scene_b"], {})
    assert case.resume(**given)[0] == []


def test_what_is_made_anew_is_said(case: Case) -> None:
    said: list[str] = []
    progress = Silent()
    progress.message = said.append  # type: ignore[method-assign]
    case.resume(how=options(case.model, threshold=0.9), progress=progress)
    assert said[0] == "2 scenes are there, but of other inputs, parameters or another version, and made anew."
    said.clear()
    case.resume(jobs(case.folder, "b"), how=options(case.model, threshold=0.9), progress=progress, merge=True)
    assert said[1].startswith("Not in inventory.gpkg: scene_a.gpkg, of scenes that this batch has not")
    said.clear()
    (case.out / "scenes" / "scene_a.gpkg").unlink()
    case.resume(how=options(case.model, threshold=0.9), progress=progress)
    assert said[:2] == ["1 of 2 scenes are complete and are skipped.", "1 scene to map with this process."]


def test_tiles_that_a_scene_needs_and_others(case: Case, tmp_path: Path) -> None:
    tiles = tmp_path / "tiles"
    tiles.mkdir()
    shutil.copy(case.folder / "dem.tif", tiles / "b.tif")
    batch = [replace(job, dem=str(tiles)) for job in jobs(case.folder, "a")]
    case.resume(batch)
    assert case.resume(batch)[0] == []

    def add(name: str, east_px: int) -> None:
        flat = np.full((200, 300), 700, np.float32)
        write(tiles / name, flat, ORIGIN * Affine.translation(east_px, 0))

    add("far.tif", 5000)
    assert case.resume(batch)[0] == []
    add("a.tif", -20)  # under the other one
    assert case.resume(batch)[0] == ["scene_a"]
    add("c.tif", -20)
    assert case.resume(batch)[0] == ["scene_a"]
    (tiles / "c.tif").unlink()
    assert case.resume(batch)[0] == ["scene_a"]
    assert case.resume(batch)[0] == []


def test_the_scene_before_and_the_area_are_inputs(case: Case, tmp_path: Path) -> None:
    def draw(east: int) -> None:
        write_area(tmp_path / "area.shp", [box(500_300, 4_498_700, east, 4_499_800)], "EPSG:32633")

    before = tmp_path / "scene_20200101T000000"
    shutil.copytree(case.folder / "scene_a", before)
    draw(501_700)
    [plain] = jobs(case.folder, "a")
    shutil.copytree(plain.scene, tmp_path / "scene_20200201T000000")
    here = str(tmp_path / "scene_20200201T000000")
    batch = [replace(plain, scene=here, before=str(before), area=str(tmp_path / "area.shp"))]
    _, result = case.resume(batch)
    assert result.failed == {}
    assert case.resume(batch)[0] == []
    draw(501_600)
    assert case.resume(batch)[0] == ["scene_a"]
    shutil.copy(before / "B2.tif", before / "B3.tif")
    assert case.resume(batch)[0] == ["scene_a"]
    assert case.resume(batch)[0] == []


def test_how_fast_it_runs_concerns_nothing(case: Case, tmp_path: Path) -> None:
    moved = tmp_path / "same.onnx"
    shutil.copy(case.model, moved)
    assert case.resume(how=options(moved, threads=1))[0] == []


def test_outputs_that_are_no_longer_asked_for_do_not_stay_beside_other_inventories(case: Case) -> None:
    case.resume(how=options(case.model, save=("mask",)))
    masks = sorted(p.name for p in (case.out / "scenes").glob("*_mask.tif"))
    assert masks == ["scene_a_mask.tif", "scene_b_mask.tif"]
    (case.out / "scenes" / masks[1]).write_bytes(b"of somebody")
    assert case.resume()[0] == []  # the inventories are what they would be
    case.resume(how=options(case.model, threshold=0.6))
    assert sorted(p.name for p in (case.out / "scenes").glob("*_mask.tif")) == [masks[1]]


def edit(path: Path, status: str = "accepted") -> None:
    with closing(sqlite3.connect(path)) as database, database:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):  # of the triggers, which do not fire
            database.create_function(name, 1, lambda _: 0)
        database.execute("UPDATE landslides SET ls_type = 'debris flow', status = ?", (status,))


def test_rejected_landslides_are_not_counted(case: Case) -> None:
    _, result = case.resume(merge=True)
    both = result.merged
    edit(case.out / "scenes" / "scene_b.gpkg", "rejected")
    _, result = case.resume(merge=True)
    own = events(case.out, "done")[0]["facts"]
    assert result.merged is not None and both is not None
    assert (result.merged["landslides"], result.merged["area_m2"]) == (own["polygons"], own["area_m2"])
    assert both["landslides"] > own["polygons"]


def test_an_edited_inventory_is_kept_and_merged_as_it_is(case: Case) -> None:
    edited = case.out / "scenes" / "scene_a.gpkg"
    edit(edited)
    content = edited.read_bytes()
    worked, result = case.resume(how=options(case.model, threshold=0.6), merge=True)
    assert (worked, result.skipped, result.failed) == (["scene_b"], ("scene_a",), {})
    assert edited.read_bytes() == content
    assert events(case.out, "skipped")[-1]["because"] == "edited"
    rows = dump(case.out / "inventory.gpkg")["landslides"]
    assert any("debris flow" in row for row in rows)
    worked, _ = case.resume(overwrite=True)
    assert worked == ["scene_a", "scene_b"]  # b was made with 0.6
    assert edited.read_bytes() != content


def test_edits_that_another_program_has_not_written_yet_count(case: Case) -> None:
    """QGIS keeps them in a file beside while the layer is open."""
    (case.out / "scenes" / "scene_a.gpkg-wal").write_bytes(b"x")
    worked, result = case.resume(how=options(case.model, threshold=0.6))
    assert (worked, result.skipped) == (["scene_b"], ("scene_a",))


def test_a_foreign_file_is_not_replaced(case: Case) -> None:
    case.resume(jobs(case.folder, "a"))
    foreign = case.out / "scenes" / "other.gpkg"
    foreign.write_bytes(b"of somebody")
    batch = [replace(jobs(case.folder, "b")[0], name="other")]
    worked, result = case.resume(batch)
    assert worked == []
    assert "was not made by this batch" in result.failed["other"]
    assert foreign.read_bytes() == b"of somebody"
    assert case.resume(batch, overwrite=True)[0] == ["other"]


def test_merged_again_only_when_something_changed(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    merged = case.out / "inventory.gpkg"
    case.resume(merge=True)
    first = merged.read_bytes()
    _, result = case.resume(merge=True)
    assert merged.read_bytes() == first
    assert result.merged == {name: events(case.out, "merged")[0][name] for name in ("landslides", "area_m2")}
    assert len(events(case.out, "merged")) == 1
    edit(case.out / "scenes" / "scene_b.gpkg")
    case.resume(merge=True)
    assert merged.read_bytes() != first
    edit(merged)
    edited = merged.read_bytes()
    edit(case.out / "scenes" / "scene_a.gpkg")
    _, kept = case.resume(merge=True)
    assert merged.read_bytes() == edited
    facts = batch_summary(kept)
    assert (facts["output"], facts["polygons"]) == (str(merged), None)
    print_batch(facts)
    assert f"Kept        {merged}" in capsys.readouterr().out
    case.resume(merge=True, overwrite=True)
    assert merged.read_bytes() != edited


def test_a_batch_is_not_begun_over_another(case: Case) -> None:
    with pytest.raises(InputError, match=r"holds a batch already; say --resume"):
        case.resume(resume=False)
    worked, _ = case.resume(resume=False, overwrite=True)
    assert worked == ["scene_a", "scene_b"]


def test_a_folder_without_a_batch_is_left_alone(case: Case, tmp_path: Path) -> None:
    holiday = tmp_path / "holiday"
    holiday.mkdir()
    (holiday / "beach.jpg").write_bytes(b"x")
    case.out = holiday
    for resume in (False, True):
        with pytest.raises(InputError, match="is not empty"):
            case.resume(resume=resume)
    assert [p.name for p in holiday.iterdir()] == ["beach.jpg"]
    case.out = tmp_path / "beach.jpg"
    case.out.write_bytes(b"x")
    with pytest.raises(InputError, match="is a file"):
        case.resume()


def test_what_could_not_start_leaves_nothing(case: Case, tmp_path: Path) -> None:
    case.out = tmp_path / "new" / "out"
    with pytest.raises(InputError, match="There is no model"):
        case.resume(how=options(tmp_path / "no.onnx"), resume=False)
    assert not case.out.parent.exists()


def test_failed_scenes_are_tried_again(case: Case) -> None:
    bad = case.folder / "scene_b" / "B4.tif"
    good = bad.read_bytes()
    bad.write_bytes(b"no raster")
    worked, result = case.resume()
    assert worked == ["scene_b"]
    assert result.exit_code == 3
    assert "B4.tif" in result.failed["scene_b"]
    # what it gave before stays, and is not counted as its result
    assert result.skipped == ("scene_a",)
    assert list(result.files) == ["scene_a"]
    bad.write_bytes(good)
    worked, result = case.resume()
    assert (worked, result.exit_code) == ([], 0)  # the content is what it was


def test_stopped_between_two_scenes(case: Case, tmp_path: Path) -> None:
    class StopsAfterOne(Silent):
        def message(self, text: str) -> None:
            if text.startswith("[1/2]"):
                self.cancel()

    case.out = tmp_path / "out"
    with pytest.raises(Cancelled, match=r"^Stopped; 1 of 2 scenes are done; go on with --resume\.$"):
        case.resume(progress=StopsAfterOne(), resume=False)
    assert journal(case.out)[-1]["event"] == "stopped"
    assert sorted(results(case.out)) == ["scenes/scene_a.gpkg"]
    assert case.resume()[0] == ["scene_b"]


def test_a_new_scene_is_added_to_a_batch(case: Case) -> None:
    hill(case.folder / "scene_c", 2)
    worked, result = case.resume([*jobs(case.folder, "ab"), replace(jobs(case.folder, "c")[0], dem=None)])
    assert (worked, result.skipped) == (["scene_c"], ("scene_a", "scene_b"))
