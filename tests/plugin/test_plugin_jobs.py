"""The command lines that the plugin builds, against the parsers of the real commands; single bands as one scene."""

from __future__ import annotations

import ast
import dataclasses
import json
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest
import rasterio

from l4s_core.cli.main import main
from l4s_core.detection.options import DetectOptions, Inputs, Outputs, fields_of
from l4s_core.inventory.outline.given import MEASURED
from l4s_core.scene import open_scene
from products import write_tif
from qgis_plugin import jobs
from qgis_plugin.jobs import (
    BatchJob,
    CompareJob,
    DetectJob,
    ExposureJob,
    GrowJob,
    MeasureJob,
    MergeJob,
    ReportJob,
    SplitJob,
    StackJob,
    StatisticsJob,
    VectorizeJob,
    band_item,
)

DETECT = DetectJob(
    scene="/data/Szene über/S2A.SAFE.zip", dem="/data/dem, 30 m.tif", output="/out/-slides.gpkg",
    probability="/out/p.tif", pre="/data/pre.zip", aoi="/tmp/area.gpkg|layername=area", bands="B2,-,B4",
    offset=-1000.0, level="L2A", model="-odd.onnx", threshold=0.37, mmu_m2=2500.0, min_slope_deg=0.0, simplify_m=12.5,
    clouds="builtin", runout=True, mask_water=True, device="cpu", event_id="-7", event_date="2024-07-30",
    trigger="rain = heavy", overwrite=True, allow_partial_dem=True, dem_unit="feet", scale=65535.0, pre_bands="B4,-,B8",
    pre_offset=-1000.0, pre_scale=1.0, pre_level="L1C", change="off", coregister="on", overview="/out/o.png",
    keep_review="/data/old one.gpkg", hysteresis=0.2, fill_holes_m2=300.0, crf=True,
    uncertainty="tta", tta="scales", adapt="normalisation", force=True,
)  # fmt: skip
STACK = StackJob(
    scene="-scene", dem="dem.tif", output="stack.tif", clouds="none", bands="B2", offset=0.0, level="L1C",
    overwrite=True, mask_water=True, allow_partial_dem=True, dem_unit="metres",
)  # fmt: skip
VECTORIZE = VectorizeJob(
    probability="p.tif", output="o.gpkg", threshold=1e-05, mmu_m2=0.1 + 0.2, dem="dem.tif", min_slope_deg=7.0,
    simplify_m=1.0, extent=(-20.5, -1e-7, 1.0, 2.0), overwrite=True, dem_unit="decimetres",
    keep_review="-old.gpkg", hysteresis=1e-06, fill_holes_m2=300.5, runout=True, crf=True,
    scene="-a scene", bands="B2,-,B4", offset=-1000.0, scene_scale=65535.0, level="L2A",
)  # fmt: skip

BATCH = BatchJob(
    out_dir="/out/-mapped", scenes=("-odd.zip", "/data/b.zip"), manifest="/data/scenes.csv", dem="/data/dem tiles",
    jobs=4, save=("mask", "overview"), aoi="/tmp/area.gpkg|layername=area", level="L1C", model="m.onnx", threshold=0.6,
    mmu_m2=500.0, min_slope_deg=0.0, simplify_m=10.0, clouds="csmask", runout=True, mask_water=True, device="cuda",
    event_id="E", event_date="2024-07-30", trigger="rain", allow_partial_dem=True, dem_unit="feet", resume=True,
    pre="/data/pre.zip;/data/earlier.zip", bands="B2,-,B4", offset=0.0, scale=255.0, pre_bands="B4,-,B8",
    pre_offset=0.0, pre_scale=10000.0, pre_level="L2A", change="on", coregister="off", hysteresis=0.3,
    fill_holes_m2=900.0, crf=True, uncertainty="mc-dropout", tta="all", adapt="normalisation",
    force=True,
)  # fmt: skip
COMPARE = CompareJob(
    a="/data/a.gpkg", b="/data/b c.shp", output="-o.gpkg", layer_a="landslides", layer_b="-b",
    area="/tmp/a.gpkg|layername=area", resolution_m=5.0, least_iou=0.3, within_m=0.0, overwrite=True,
)  # fmt: skip
MERGE = MergeJob(inventories=("-a.gpkg", "/data/b c.gpkg"), output="-o.gpkg", overwrite=True)
SPLIT = SplitJob(
    inventory="/data/a b.gpkg", dem="-dem", output="-o.gpkg", layer="slides", probability="p, q.tif", min_drop_m=1e-05,
    mmu_m2=0.1 + 0.2, reviewed=True, overwrite=True,
)  # fmt: skip
EXPOSURE = ExposureJob(
    inventory="slides.shp", assets=("-roads.gpkg|layername=a b", "/data/houses.shp"), output="-o.gpkg", layer="slides",
    dem="-dem", downstream_m=750.5, width_m=31.0, overwrite=True,
)  # fmt: skip
REPORT = ReportJob(
    inventory="slides.shp", output="-o.html", layer="slides", crs="EPSG:32643", reference="-by hand.gpkg|layername=a",
    assets=("-roads.gpkg|layername=a b", "/data/houses.shp"), scene="-scene.zip", probability="-p.tif", title="-Storm",
    overwrite=True,
)  # fmt: skip
MEASURE = MeasureJob(polygons="drawn.geojson", probability="p, q.tif", dem="-dem", dem_unit="feet")
GROW = GrowJob(
    x=-1.5, y=1e-07, crs="EPSG:32643", probability="-p.tif", scene="/data/Szene über", dem="dem;dem 2", bands="B2,-,B4",
    offset=-1000.0, scale=65535.0, level="L1C", dem_unit="metres",
    exclude="-others.geojson",
)  # fmt: skip

# field of the job -> name of the parameter in the command's own code
RENAMED = {"pre": "before", "aoi": "area"}


def parsed(arguments: list[str]) -> dict[str, Any]:
    """What the real parser makes of it, with ``--progress json`` appended as the plugin's connection does."""
    group = click.Context(main)
    command = main.get_command(group, arguments[0])
    assert command is not None, f"l4s has no command {arguments[0]}"
    context = command.make_context(arguments[0], [*arguments[1:], "--progress", "json"], parent=group)
    return context.params


ALL = [DETECT, STACK, VECTORIZE, BATCH, MERGE, COMPARE, SPLIT, EXPOSURE, REPORT, MEASURE, GROW]


@pytest.mark.parametrize("job", ALL, ids=lambda job: type(job).__name__)
def test_every_field_arrives_at_the_command_as_it_was(job: Any) -> None:
    got = parsed(job.arguments())
    for field in dataclasses.fields(job):
        value = getattr(job, field.name)
        default = None if field.default is dataclasses.MISSING else field.default
        assert value != default, f"{field.name} is at its default, so this test would say nothing about it"
        name = RENAMED.get(field.name, field.name)
        arrived = got["scenes"][0] if name == "scene" and name not in got else got[name]  # detect takes several
        if field.name == "event_date":
            arrived = arrived.date().isoformat()
        if field.name == "scene" and value == "-scene":
            value = "./-scene"
        if field.name in ("scenes", "inventories"):
            value = (f"./{value[0]}", value[1])
        assert arrived == value, field.name
    assert got["style"] == "json"


@pytest.mark.parametrize(
    ("job", "shortest"),
    [
        (DetectJob("s", None, "o.gpkg"), ["detect", "s", "-o", "o.gpkg", "--no-dem"]),
        (StackJob("s", None, "o.tif"), ["stack", "s", "-o", "o.tif", "--no-dem"]),
        (VectorizeJob("p.tif", "o.gpkg"), ["vectorize", "p.tif", "-o", "o.gpkg"]),
        (BatchJob("out", ("a", "b")), ["detect", "a", "b", "--out-dir", "out", "--no-dem", "--jobs", "1"]),
        (MergeJob(("a.gpkg",), "o.gpkg"), ["merge", "a.gpkg", "-o", "o.gpkg"]),
        (
            StatisticsJob("-a|layername=b", "o.png", 10.0, 500.0, 400.0, True),
            [
                "statistics",
                "./-a|layername=b",
                "-o",
                "o.png",
                "--resolution",
                "10",
                "--mmu",
                "500",
                "--from",
                "400",
                "--overwrite",
            ],
        ),
        (SplitJob("a.gpkg", "d.tif", "o.gpkg"), ["split", "a.gpkg", "--dem", "d.tif", "-o", "o.gpkg"]),
        (ExposureJob("a", ("r.gpkg",), "o.gpkg"), ["exposure", "a", "--assets", "r.gpkg", "-o", "o.gpkg"]),
        (ReportJob("a.gpkg", "o.html"), ["report", "a.gpkg", "-o", "o.html"]),
        (CompareJob("a.gpkg", "b.shp", "o.gpkg"), ["compare", "a.gpkg", "b.shp", "-o", "o.gpkg"]),
        (MeasureJob("a.gpkg"), ["measure", "a.gpkg", "--json"]),
        (GrowJob(1.0, 2.0, ""), ["grow", "1.0", "2.0", "--json"]),
    ],
    ids=[
        "detect",
        "stack",
        "vectorize",
        "batch",
        "merge",
        "statistics",
        "split",
        "exposure",
        "report",
        "compare",
        "measure",
        "grow",
    ],
)
def test_defaults_are_those_of_the_command(job: Any, shortest: list[str]) -> None:
    assert parsed(job.arguments()) == parsed(shortest)


def test_no_dem_is_said_aloud() -> None:
    got = parsed(DetectJob("s", None, "o.gpkg").arguments())
    assert got["no_dem"] and got["dem"] is None
    assert not parsed(DetectJob("s", "d.tif", "o.gpkg").arguments())["no_dem"]


def test_clouds_are_cut_from_a_stack_only_when_asked() -> None:
    assert not parsed(StackJob("s", None, "o.tif").arguments())["cut_clouds"]
    asked = parsed(StackJob("s", None, "o.tif", clouds="auto").arguments())
    assert asked["cut_clouds"] and asked["clouds"] == "auto"
    water = parsed(StackJob("s", None, "o.tif", mask_water=True).arguments())
    assert water["cut_clouds"] and water["clouds"] == "none"


# --- several files as one scene


def write_bands(folder: Path, names: dict[str, str]) -> dict[str, Path]:
    rng = np.random.default_rng(5)
    paths = {}
    for band, name in names.items():
        paths[band] = folder / name
        paths[band].parent.mkdir(parents=True, exist_ok=True)
        write_tif(paths[band], rng.integers(80, 3000, (40, 40), dtype=np.uint16))
    return paths


def values(scene: Any, band: str) -> Any:
    with rasterio.open(scene.bands[band].path) as file:
        return file.read(scene.bands[band].index)


def test_the_scene_of_an_item_holds_the_pixels_of_the_files(tmp_path: Path) -> None:
    # names that say nothing or something else, a folder with what a link may not contain unquoted
    names = {"B02": "one.tif", "b3": "B11.tif", "B4": "x #2?.tif", "B8a": "%20 é.tif", "B12": "deep/er/red.tif"}
    paths = write_bands(tmp_path / "my data #1", names)
    work = tmp_path / "work"
    work.mkdir()
    scene = open_scene(band_item(paths, work, "2024-01-05"), offset=-1000.0, level="L2A")
    assert list(scene.bands) == ["B2", "B3", "B4", "B8A", "B12"]
    assert scene.sensing_time is not None and scene.sensing_time.isoformat() == "2024-01-05T00:00:00+00:00"
    for key, band in zip(names, ["B2", "B3", "B4", "B8A", "B12"], strict=True):
        with rasterio.open(paths[key]) as file:
            np.testing.assert_array_equal(values(scene, band), file.read(1))


def test_level_and_date_come_from_the_names(tmp_path: Path) -> None:
    inside = "S2B_MSIL2A_20240801T050659_N0511.SAFE/GRANULE/L2A_T43PGN/IMG_DATA/R10m/T43PGN_20240801T050659_{}_10m.tif"
    paths = write_bands(tmp_path, {band: inside.format(band) for band in ("B02", "B03", "B04", "B08")})
    scene = open_scene(band_item(paths, tmp_path, None))
    assert scene.level == "L2A"
    assert scene.sensing_time is not None and scene.sensing_time.isoformat() == "2024-08-01T05:06:59+00:00"


def test_names_that_disagree_say_nothing(tmp_path: Path) -> None:
    paths = write_bands(
        tmp_path, {"B2": "a_20240801T050659.tif", "B3": "a_20230801T050659.tif", "B4": "S2A_MSIL1C.tif"}
    )
    paths |= write_bands(tmp_path, {"B8": "S2A_MSIL2A.tif"})
    item = json.loads(band_item(paths, tmp_path).read_text())
    assert item["properties"] == {"datetime": None}
    assert open_scene(band_item(paths, tmp_path)).level is None


def test_a_scene_classification_is_used(tmp_path: Path) -> None:
    paths = write_bands(tmp_path, {band: f"{band}.tif" for band in ("B2", "B3", "B4", "B8")})
    write_tif(tmp_path / "classes.tif", np.full((20, 20), 4, np.uint8), resolution=20)
    scene = open_scene(band_item({**paths, "SCL": tmp_path / "classes.tif"}, tmp_path))
    assert scene.level == "L2A"
    assert scene.cloud_classes is not None and scene.cloud_classes.path == str(tmp_path / "classes.tif")


def test_the_real_scene_is_the_same_as_its_folder(puthumala: Path, tmp_path: Path) -> None:
    paths = {path.stem: path for path in puthumala.glob("B*.tif")}
    ours, theirs = open_scene(band_item(paths, tmp_path)), open_scene(puthumala)
    assert ours.name == theirs.name == "puthumala"
    assert ours.grid == theirs.grid
    assert {n: (s.offset, s.quantification) for n, s in ours.bands.items()} == {
        n: (s.offset, s.quantification) for n, s in theirs.bands.items()
    }
    for band in theirs.bands:
        np.testing.assert_array_equal(values(ours, band), values(theirs, band))


@pytest.mark.parametrize(
    ("paths", "words"),
    [({}, "One file for each band"), ({"B2": "a.tif", "B02": "b.tif"}, "One file"), ({"B13": "a.tif"}, "no band")],
)
def test_what_is_no_scene_is_refused_before_anything_is_written(
    tmp_path: Path, paths: dict[str, str], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        band_item(paths, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("job", [DetectJob, BatchJob])
def test_what_a_job_leaves_alone_is_what_a_run_takes(job: Any) -> None:
    known = {field.name: field for group in (Inputs, Outputs, DetectOptions) for field in fields_of(group)}
    own = {field.name: field for field in dataclasses.fields(job)}
    shared = {name: known[RENAMED.get(name, name)] for name in own if RENAMED.get(name, name) in known}
    assert len(shared) > 10
    for name, option in shared.items():
        if own[name].default is not dataclasses.MISSING:
            assert own[name].default == option.default, name


NOT_IN_QGIS = {
    "no_dem",  # said by a job without a DEM
    "uncertainty_raster", "mask",  # files that the map does not show
    "passes", "backend", "precision", "compile", "trust_pickle", "threads", "tile", "overlap", "origin",  # for experts
}  # fmt: skip


def test_a_new_option_is_offered_or_left_out_on_purpose() -> None:
    known = {field.name for group in (Inputs, Outputs, DetectOptions) for field in fields_of(group)}
    offered = {RENAMED.get(field.name, field.name) for field in dataclasses.fields(DetectJob)}
    assert known - offered == NOT_IN_QGIS


def test_the_review_takes_the_columns_that_the_backend_measures() -> None:
    """Read from the text: the module needs QGIS. A column that it lacked would keep the value of another outline."""
    text = (Path(jobs.__file__).parent / "review" / "attributes.py").read_text(encoding="utf-8")
    found = {
        target.id: ast.literal_eval(node.value)
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id == "MEASURED"
    }
    assert found["MEASURED"] == MEASURED
