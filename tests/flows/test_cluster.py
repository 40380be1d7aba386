"""Scenes on a Dask cluster of real processes: the same results, whichever of them die on the way."""

from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("distributed")

import rasterio
import shapely

from cluster_kit import Cluster, Ear, cluster
from l4s_core.base.errors import Cancelled, InputError, L4SError
from l4s_core.base.progress import Silent
from l4s_core.batch.cluster.dask_workers import DaskWorkers, _blocks, _least_busy
from l4s_core.batch.job import BatchOptions, Outcome, SceneJob, SceneResult
from l4s_core.batch.scene import run_scene
from l4s_core.inventory.files.read import read_inventory
from onnx_models import write_model
from range_server import serve
from scene_kit import ORIGIN, hillside, write_area

OF_THE_RUN = {"uuid", "run_seconds", "run_utc", "device", "asked_threads"}


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A scene with many windows, its DEM, and a model."""
    folder = tmp_path_factory.mktemp("place")
    hillside(folder / "scene", (600, 500))
    write_model(folder / "model.onnx")
    return folder


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A cluster of two workers that most tests share: whoever dies is started again."""
    with cluster(tmp_path_factory.mktemp("cluster"), 2) as running:
        yield running


def job(place: Path, name: str = "a", **changes) -> SceneJob:
    return SceneJob(name, str(place / "scene"), str(place / "dem.tif"), **changes)


def options(place: Path, **changes) -> BatchOptions:
    """With small windows that overlap much, for there to be time to kill somebody."""
    how = {"clouds": "builtin", "tile": 32, "overlap": 20, "save": ("probability", "mask"), "level": "L2A"}
    return BatchOptions.of(**{"model": str(place / "model.onnx"), **how, **changes})


@pytest.fixture(scope="module")
def alone(place: Path, tmp_path_factory) -> tuple[SceneResult, Path]:
    """What a run without a cluster gives."""
    folder = tmp_path_factory.mktemp("alone")
    return run_scene(job(place), options(place).here(threads=1), folder, Silent()), folder


def on(
    where: Cluster | str, jobs: list[SceneJob], how: BatchOptions, work: Path, ear: Ear, workers=DaskWorkers
) -> dict[str, Outcome]:
    work.mkdir(parents=True)
    address = where if isinstance(where, str) else where.address
    with workers(address) as crew:
        outcomes = list(crew.run(jobs, how, work, ear))
    assert sorted(outcome.job.name for outcome in outcomes) == sorted(j.name for j in jobs)
    return {outcome.job.name: outcome for outcome in outcomes}


def same(outcome: Outcome, folder: Path, alone: tuple[SceneResult, Path]) -> None:
    """The files are complete and nothing else is there; the result is that of a run without a cluster."""
    result, theirs = alone
    assert outcome.error is None
    assert outcome.result is not None
    ours = outcome.result
    assert {p.name for p in folder.iterdir()} == set(ours.files.values())
    for kind in ("probability", "mask"):
        with rasterio.open(folder / ours.files[kind]) as a, rasterio.open(theirs / result.files[kind]) as b:
            np.testing.assert_array_equal(a.read(1), b.read(1))
            assert (a.transform, a.crs) == (b.transform, b.crs)
    a, b = read_inventory(folder / ours.files["landslides"]), read_inventory(theirs / result.files["landslides"])
    assert len(b.landslides) > 0
    for layer in ("landslides", "crown_toe", "not_observed"):
        x, y = getattr(a, layer), getattr(b, layer)
        assert shapely.to_wkb(x.geometry.values).tolist() == shapely.to_wkb(y.geometry.values).tolist()
        columns = [column for column in y.columns if column not in ("geometry", *OF_THE_RUN)]
        assert x[columns].equals(y[columns])
    ran, theirs_ran = ({k: v for k, v in i.run.items() if k not in OF_THE_RUN} for i in (a, b))
    assert ran == theirs_ran
    assert (ours.inputs, ours.dem_tiles, ours.model_sha256) == (result.inputs, result.dem_tiles, result.model_sha256)
    json.dumps([ours.facts, ours.inputs, ours.footprint])


def idle(where: Cluster) -> bool:
    """Whether nothing is done on the cluster and nothing is kept there, within half a minute."""
    for _ in range(60):
        if not any(where.client.processing().values()) and not where.client.who_has():
            return True
        time.sleep(0.5)
    return False


# ------------------------------------------------------------------------------------------------------ same results


def test_scenes_one_to_a_worker(two: Cluster, place: Path, alone, tmp_path: Path) -> None:
    ear = Ear()
    found = on(two, [job(place, name) for name in "abc"], options(place), tmp_path / "work", ear)
    for name, outcome in found.items():
        result = replace(alone[0], files={k: v.replace("a", name, 1) for k, v in alone[0].files.items()})
        assert outcome.result is not None
        assert outcome.result.files == result.files
        same(outcome, tmp_path / "work" / name, alone)
        assert outcome.worker.startswith("tcp://")
        assert outcome.seconds > 0
    assert len({worker for _, worker in ear.begun}) == 2  # both had something to do
    assert {"opening the scene", "detecting landslides", "writing"} <= set(ear.stages)
    assert any(text.startswith("Device: ") for text in ear.messages)
    assert idle(two)


def test_one_scene_for_two_workers(two: Cluster, place: Path, alone, tmp_path: Path) -> None:
    """In blocks; the area and the model are sent along, so that workers need not see them."""
    left, top = ORIGIN * (20, 20)
    polygons = [shapely.box(left, top - 8000, left + 6000, top)]
    area = write_area(tmp_path / "area.geojson", polygons, "EPSG:32633")
    here = options(place, model=str(write_model(tmp_path / "own.onnx", threshold=0.45)))
    asked = job(place, area=str(area))
    (tmp_path / "reference").mkdir()
    reference = run_scene(asked, here.here(threads=1), tmp_path / "reference", Silent())

    def hide(job: SceneJob, worker: str, stage: str) -> None:
        area.unlink(missing_ok=True)
        (tmp_path / "own.onnx").unlink(missing_ok=True)

    ear = Ear(hide)
    outcome = on(two, [asked], here, tmp_path / "work", ear)["a"]
    same(outcome, tmp_path / "work" / "a", (reference, tmp_path / "reference"))
    assert str(area) in reference.inputs
    assert ear.starts("a") == 1
    assert idle(two)


def test_a_scene_from_the_web(two: Cluster, place: Path, tmp_path: Path) -> None:
    web = tmp_path / "web"
    web.mkdir()
    names = ("B2", "B3", "B4", "B8", "B11", "B12")
    layers = [read(place / "scene" / f"{name}.tif") for name in names]
    with rasterio.open(
        web / "scene.tif", "w", driver="GTiff", count=6, height=600, width=500, dtype="uint16", crs="EPSG:32633",
        transform=ORIGIN, nodata=0, tiled=True, compress="deflate",
    ) as out:  # fmt: skip
        out.write(np.stack(layers))
        for index, name in enumerate(names, 1):
            out.set_band_description(index, name)
    with serve(web) as address:
        item = {
            "type": "Feature", "stac_version": "1.0.0", "id": "item", "geometry": None, "links": [],
            "properties": {"datetime": "2024-08-01T05:00:00Z"},
            "assets": {name: {"href": f"{address}/{name}.tif", "eo:bands": [{"name": name}]} for name in names},
        }  # fmt: skip
        for name in names:
            with rasterio.open(web / f"{name}.tif", "w", driver="GTiff", count=1, height=600, width=500, dtype="uint16",
                               crs="EPSG:32633", transform=ORIGIN, nodata=0) as out:  # fmt: skip
                out.write(layers[names.index(name)], 1)
        (web / "item.json").write_text(json.dumps(item))
        how = options(place, tile=64, overlap=16, save=("probability",), offset=0.0)
        jobs = [SceneJob("tif", f"{address}/scene.tif"), SceneJob("item", f"{address}/item.json")]
        found = on(two, jobs, how, tmp_path / "work", Ear())
    (tmp_path / "local").mkdir()
    run_scene(SceneJob("local", str(place / "scene")), how, tmp_path / "local", Silent())
    expected = read(tmp_path / "local" / "local_probability.tif")
    for name, outcome in found.items():
        assert outcome.error is None
        np.testing.assert_array_equal(read(tmp_path / "work" / name / f"{name}_probability.tif"), expected)


def read(path: Path) -> np.ndarray:
    with rasterio.open(path) as source:
        return source.read(1)


# ----------------------------------------------------------------------------------------------------- lost workers


def test_a_worker_is_killed_over_a_scene(two: Cluster, place: Path, alone, tmp_path: Path) -> None:
    killed = []

    def strike(job: SceneJob, worker: str, stage: str) -> None:
        if job.name == "a" and stage == "detecting landslides" and len(killed) < 2:
            killed.append(worker)
            two.kill(worker)

    ear = Ear(strike)
    found = on(two, [job(place, name) for name in "ab"], options(place), tmp_path / "work", ear)
    assert len(killed) == 2
    assert ear.starts("a") == 3
    for name, outcome in found.items():
        same(outcome, tmp_path / "work" / name, alone)


def test_a_worker_is_killed_over_a_block(two: Cluster, place: Path, alone, tmp_path: Path) -> None:
    two.client.wait_for_workers(2, timeout=60)
    killed = []

    def strike(job: SceneJob, worker: str, stage: str) -> None:
        if stage == "detecting landslides" and not killed:
            doing = two.client.processing()
            killed.extend(who for who, keys in doing.items() if any("block" in str(key) for key in keys))
            two.kill(killed[0])

    ear = Ear(strike)
    outcome = on(two, [job(place)], options(place, overlap=24), tmp_path / "work", ear)["a"]
    assert len(killed) == 2  # both were at it
    assert ear.starts("a") > 1
    reference = tmp_path / "reference"
    reference.mkdir()
    result = run_scene(job(place), options(place, overlap=24).here(threads=1), reference, Silent())
    same(outcome, tmp_path / "work" / "a", (result, reference))


def test_a_result_is_lost_before_it_was_fetched(two: Cluster, place: Path, alone, tmp_path: Path) -> None:
    """The scene is mapped twice and comes out once."""

    class Loses(DaskWorkers):
        lost = 0

        def _fetch(self, sent) -> None:
            if not Loses.lost:
                Loses.lost += 1
                [holder] = two.client.who_has()[sent.key]
                two.kill(holder)
            super()._fetch(sent)

    two.client.wait_for_workers(2, timeout=60)
    ear = Ear()
    found = on(two, [job(place, name) for name in "ab"], options(place, tile=64), tmp_path / "work", ear, Loses)
    assert Loses.lost == 1
    assert len(ear.begun) == 3
    reference = tmp_path / "reference"
    reference.mkdir()
    result = run_scene(job(place), options(place, tile=64).here(threads=1), reference, Silent())
    for name, outcome in found.items():
        same(outcome, tmp_path / "work" / name, (result, reference))


def test_a_scene_that_kills_its_workers_fails_alone(two: Cluster, place: Path, alone, tmp_path: Path) -> None:
    two.client.wait_for_workers(2, timeout=60)

    def strike(job: SceneJob, worker: str, stage: str) -> None:
        if job.name == "a" and stage == "clouds (built-in test)":
            two.kill(worker)

    ear = Ear(strike)
    found = on(two, [job(place, name) for name in "abc"], options(place), tmp_path / "work", ear)
    assert found["a"].result is None
    assert found["a"].exit_code == 1
    assert found["a"].error is not None
    assert found["a"].error.startswith("3 workers died over it, the last one tcp://")
    assert ear.starts("a") == 3
    assert not (tmp_path / "work" / "a").exists()
    for name in "bc":
        same(found[name], tmp_path / "work" / name, alone)


def test_stopping_ends_the_tasks_and_leaves_the_cluster(two: Cluster, place: Path, tmp_path: Path) -> None:
    two.client.wait_for_workers(2, timeout=60)

    def stop(job: SceneJob, worker: str, stage: str) -> None:
        ear.stopped |= stage == "detecting landslides"

    ear = Ear(stop)
    began = set(two.client.run(os.getpid).values())
    with pytest.raises(Cancelled):
        on(two, [job(place, name) for name in "abcd"], options(place, overlap=26), tmp_path / "work", ear)
    assert idle(two)
    for _ in range(20):
        busy = two.client.run(
            lambda: __import__("importlib").import_module("l4s_core.batch.cluster.on_worker")._one_at_a_time.locked()
        )
        if not any(busy.values()):
            break
        time.sleep(0.5)
    assert not any(busy.values())  # its thread too is at its end
    assert set(two.client.run(os.getpid).values()) == began  # nobody had to die for it
    assert not list((tmp_path / "work").iterdir())


def test_the_scheduler_is_lost(place: Path, tmp_path: Path) -> None:
    with cluster(tmp_path / "cluster", 1) as running:

        def strike(job: SceneJob, worker: str, stage: str) -> None:
            if stage == "detecting landslides":
                os.killpg(running.scheduler.pid, signal.SIGKILL)

        with pytest.raises(L4SError, match=r"The Dask scheduler tcp://.* is gone") as caught:
            on(running, [job(place)], options(place), tmp_path / "work", Ear(strike))
        assert caught.value.exit_code == 1


def test_a_worker_lends_all_its_threads_to_one_scene_at_a_time(place: Path, tmp_path: Path) -> None:
    """And no more scenes are on the cluster than it can work on."""
    known = []

    def count(job: SceneJob, worker: str, stage: str) -> None:
        if stage == "started":
            tasks = running.client.run_on_scheduler(lambda dask_scheduler: list(dask_scheduler.tasks))
            known.append(sum(str(key).endswith("-scene") for key in tasks))

    with cluster(tmp_path / "cluster", 1, threads=2) as running:
        how = options(place, tile=64, overlap=0)
        found = on(running, [job(place, name) for name in "abc"], how, tmp_path / "work", Ear(count))
    for outcome in found.values():
        assert outcome.result is not None
        assert outcome.result.facts["device"].startswith("CPU, 2 cores")
    assert known == [1, 1, 1]


# ------------------------------------------------------------------------------------------------- what is refused


def test_what_a_worker_does_not_see_fails_that_scene(two: Cluster, place: Path, tmp_path: Path) -> None:
    far = write_area(tmp_path / "far.gpkg", [shapely.box(10, 10, 11, 11)], 4326)
    jobs = [
        job(place),
        replace(job(place, "b"), dem=str(tmp_path / "dems")),
        job(place, "c", area="nowhere.gpkg"),
        job(place, "d", area=str(far)),
    ]
    found = on(two, jobs, options(place, tile=64, overlap=0), tmp_path / "work", Ear())
    assert found["a"].error is None
    assert found["b"].exit_code == found["c"].exit_code == InputError.exit_code
    assert str(found["b"].error).startswith("The worker tcp://")
    assert f"does not see {tmp_path / 'dems'}; put it where" in str(found["b"].error)
    assert "The area nowhere.gpkg does not exist" in str(found["c"].error)
    assert [name for name, outcome in found.items() if outcome.outside] == ["d"]


def test_workers_with_another_l4s_or_none(place: Path, tmp_path: Path) -> None:
    for name, ahead, words in (
        ("old", "from l4s_core import _version; _version.read_version = lambda: '0.0.1'", "has l4s 0.0.1, here is l4s"),
        ("none", "import sys; sys.modules['l4s_core'] = None", "has no l4s"),
    ):
        with cluster(tmp_path / name, 1, ahead=ahead) as running, pytest.raises(InputError, match=words):
            on(running, [job(place)], options(place), tmp_path / f"{name}_work", Ear())


def test_nobody_at_the_address(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("l4s_core.batch.cluster.connection._CONNECT_S", 1)
    for address in ("tcp://127.0.0.1:9", "nonsense://x:1", "tcp://x", "x"):
        with pytest.raises(InputError, match="There is no Dask scheduler at"):
            DaskWorkers(address).__enter__()


def test_a_cluster_without_workers(tmp_path: Path, place: Path, monkeypatch) -> None:
    monkeypatch.setattr("l4s_core.batch.cluster.dask_workers.WAIT_FOR_WORKERS_S", 2.0)
    monkeypatch.setattr("l4s_core.batch.cluster.dask_workers._SAY_WAITING_S", 0.5)
    ear = Ear()
    with cluster(tmp_path / "cluster", 0) as running, pytest.raises(InputError, match="has no workers and none came"):
        on(running, [job(place)], options(place), tmp_path / "work", ear)
    assert ear.messages == ["WARNING: the Dask cluster has no workers yet; waiting for them."]


# -------------------------------------------------------------------------------------------------------- who works


def test_blocks_are_for_workers_that_would_be_idle() -> None:
    assert [_blocks(workers, scenes) for workers, scenes in ((2, 2), (2, 1), (8, 3), (8, 1), (3, 300))] == [
        1,
        2,
        3,
        8,
        1,
    ]


def test_work_goes_to_the_least_busy() -> None:
    class Sent:
        def __init__(self, *places: str) -> None:
            self.places = places

    underway = [Sent("b"), Sent("b"), Sent("a", "c")]
    assert _least_busy(["a", "b", "c", "d"], underway, 2) == ["d", "a"]
