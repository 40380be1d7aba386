"""Cutting patches: every pixel and label is where the scene and the inventory have it."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import geopandas
import numpy as np
import pytest
import rasterio.features
import shapely
from odc.geo.geobox import GeoBox

from l4s_core.base.errors import Cancelled, InputError, L4SError
from l4s_core.base.progress import Silent
from l4s_core.base.reasons import Reason
from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.patches.check import check_patches
from l4s_core.patches.cutting.cut import CutResult, cut_patches
from l4s_core.patches.cutting.cutter import CutOptions
from l4s_core.patches.cutting.places import plan_places
from l4s_core.patches.open import open_patches
from l4s_core.patches.split import SplitOptions, split_patches
from l4s_core.patches.types import IGNORE
from l4s_core.scene import open_scene
from l4s_core.stack.open import open_stack
from patches_kit import Listener, blobs, write_vector

pytestmark = pytest.mark.slow

THERE = tuple(name for name in L4S_NAMES if name != "B10")


@pytest.fixture(scope="module")
def puthumala(puthumala: Path) -> tuple[Path, Path]:
    """The scene and its DEM."""
    return puthumala, puthumala / "Copernicus_DEM_30m.tif"


@pytest.fixture(scope="module")
def scene_grid(puthumala: tuple[Path, Path]) -> GeoBox:
    return open_scene(puthumala[0], level="L2A").grid


@pytest.fixture(scope="module")
def inventory(scene_grid: GeoBox, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hand-made landslides in the western two thirds of the scene, in degrees."""
    west = scene_grid[:, :400]
    path = tmp_path_factory.mktemp("inventory") / "slides.geojson"
    frame = geopandas.GeoDataFrame(geometry=list(blobs(west, 14, 7)), crs=str(scene_grid.crs))
    frame.to_crs("EPSG:4326").to_file(path)
    return path


SMALL = CutOptions(size=64, block_km=1.28, negatives=100, min_observed=0.3)


@pytest.fixture(scope="module")
def cut(puthumala: tuple[Path, Path], inventory: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("cut") / "set"
    cut_patches(*puthumala, inventory, target, SMALL, clouds="builtin", level="L2A")
    return target


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "patches.csv").open() as file:
        return list(csv.DictReader(file))


def test_values_and_labels_are_those_of_the_place(
    cut: Path, puthumala: tuple[Path, Path], inventory: Path, scene_grid: GeoBox, tmp_path: Path
) -> None:
    polygons = geopandas.read_file(inventory).to_crs(str(scene_grid.crs))
    burnt = rasterio.features.rasterize(
        [(shape, 1) for shape in polygons.geometry], scene_grid.shape, transform=scene_grid.transform, dtype="uint8"
    )
    stack = open_stack(open_scene(puthumala[0], level="L2A"), puthumala[1], THERE, tmp_path, Silent(), clouds="builtin")
    patches = open_patches(cut, expect_masks=True)
    assert patches.channels == THERE
    rows = rows_of(cut)
    seen = np.zeros(scene_grid.shape, bool)
    landslide = np.zeros(scene_grid.shape, bool)
    for i, row in enumerate(rows):
        patch = patches.read(i)
        assert patch.key.id == int(row["id"]) == i + 1
        assert (patch.key.domain, patch.key.block) == ("puthumala", row["block"])
        top, left = int(row["row"]), int(row["col"])
        roi = (slice(top, top + 64), slice(left, left + 64))
        values, reasons = stack.read_observed(THERE, roi)
        np.testing.assert_array_equal(patch.values, values)
        observed = (reasons == Reason.OBSERVED) & np.isfinite(values).all(axis=0)
        np.testing.assert_array_equal(patch.mask, np.where(observed, burnt[roi], IGNORE))
        assert int(row["landslide_px"]) == (patch.mask == 1).sum()
        assert int(row["ignored_px"]) == (patch.mask == IGNORE).sum()
        assert float(row["observed_share"]) == pytest.approx(observed.mean(), abs=1e-4)
        assert (float(row["x_min"]), float(row["y_max"])) == pytest.approx(scene_grid.transform * (left, top), abs=1e-2)
        seen[roi] |= patch.mask != IGNORE
        landslide[roi] |= patch.mask == 1
    stack.close()
    order = [(place.row, place.col) for place in plan_places(tuple(scene_grid.shape), 64, 64, 128)]
    kept = [(int(row["row"]), int(row["col"])) for row in rows]
    assert kept == [place for place in order if place in set(kept)]  # neighbouring ids are neighbouring places
    np.testing.assert_array_equal(landslide, (burnt == 1) & seen)
    # what was drawn in degrees is as large in pixels, where it was seen
    parts = shapely.box(*scene_grid.extent.boundingbox).intersection(polygons.union_all())
    unseen = (burnt == 1) & ~seen
    assert (landslide.sum() + unseen.sum()) * 100 == pytest.approx(parts.area, rel=0.02)
    assert landslide.sum() > 500


def test_the_written_set_passes_the_checks_and_splits_by_its_blocks(cut: Path) -> None:
    patches = open_patches(cut)
    report = check_patches(patches)
    facts = json.loads((cut / "patches.json").read_text())
    assert facts["missing_channels"] == ["B10"]
    assert facts["level"] == "L2A"
    assert facts["counts"]["patches"] == report.total.patches == len(patches)
    assert facts["counts"]["landslide_px"] == report.total.landslide_px
    assert 0 < report.total.without_landslide < len(patches)
    assert (cut / "preview.png").stat().st_size > 10_000
    assert sorted(path.name for path in cut.iterdir()) == ["img", "mask", "patches.csv", "patches.json", "preview.png"]
    parts = split_patches(patches, SplitOptions())
    blocks = {name: {key.block for key in part.keys} for name, part in parts.items()}
    assert all(blocks.values())
    assert sum(map(len, blocks.values())) == len({row["block"] for row in rows_of(cut)}) > 4
    named = split_patches(patches, SplitOptions(by="column", validation=sorted(blocks["validation"])))
    assert {key.block for key in named["validation"].keys} == blocks["validation"]


def test_the_missing_channel_is_zero_in_the_file(cut: Path) -> None:
    import h5py

    with h5py.File(cut / "img" / "image_1.h5") as file:
        stored = file["img"][()]
    assert stored.shape == (64, 64, 14)
    assert not stored[..., L4S_NAMES.index("B10")].any()
    assert stored[..., 0].all()
    assert np.isfinite(stored).all()


def quick(puthumala: tuple[Path, Path], inventory: Path, target: Path, progress: Silent | None = None, **how: object):
    more = {name: how.pop(name) for name in ("overwrite", "mapped_area") if name in how}
    options = CutOptions(**{"size": 64, "block_km": 1.28, **how})
    return cut_patches(
        puthumala[0],
        None,
        inventory,
        target,
        options,
        no_dem=True,
        clouds="none",
        level="L2A",
        progress=progress,
        **more,
    )


def test_negatives_are_drawn_by_ratio_and_seed(puthumala: tuple[Path, Path], inventory: Path, tmp_path: Path) -> None:
    progress = Listener()
    done = quick(puthumala, inventory, tmp_path / "a", progress, negatives=0.25, start_id=500, domain="Wayanad")
    rows = rows_of(tmp_path / "a")
    positives = [row for row in rows if int(row["landslide_px"])]
    assert (done.patches, done.with_landslide) == (len(rows), len(positives))
    assert len(rows) - len(positives) == round(0.25 * len(positives)) > 1
    assert [row["id"] for row in rows] == [str(500 + i) for i in range(len(rows))]
    assert {row["domain"] for row in rows} == {"Wayanad"}
    assert done.missing_channels == ("B10", "slope", "dem")
    assert any("no B10, slope, dem" in text for text in progress.messages)
    quick(puthumala, inventory, tmp_path / "same", negatives=0.25)
    quick(puthumala, inventory, tmp_path / "other", negatives=0.25, seed=1)
    places = [[(row["row"], row["col"]) for row in rows_of(tmp_path / name)] for name in ("a", "same", "other")]
    assert places[0] == places[1] != places[2]
    quick(puthumala, inventory, tmp_path / "none", negatives=0)
    assert [(row["row"], row["col"]) for row in rows_of(tmp_path / "none")] == [
        (row["row"], row["col"]) for row in positives
    ]


def test_patches_with_too_little_in_them_are_left_out(
    puthumala: tuple[Path, Path], inventory: Path, scene_grid: GeoBox, tmp_path: Path
) -> None:
    quick(puthumala, inventory, tmp_path / "all")
    quick(puthumala, inventory, tmp_path / "some", min_landslide_px=60, negatives=0)
    counts = [int(row["landslide_px"]) for row in rows_of(tmp_path / "all")]
    assert [int(row["landslide_px"]) for row in rows_of(tmp_path / "some")] == [n for n in counts if n >= 60]
    # a mapped area that leaves out the east: no patch there, and what reaches out of it is ignored
    area = tmp_path / "area.gpkg"
    write_vector(area, [scene_grid[:, :300].extent.geom], str(scene_grid.crs))
    quick(puthumala, inventory, tmp_path / "west", mapped_area=area, negatives=100)
    rows = rows_of(tmp_path / "west")
    assert max(int(row["col"]) for row in rows) <= 300 - 32
    patches = open_patches(tmp_path / "west")
    for i, row in enumerate(rows):
        outside = np.arange(64) + int(row["col"]) >= 300
        assert (patches.read(i).mask[:, outside] == IGNORE).all()
    with pytest.raises(InputError, match="--min-landslide-px"):
        quick(puthumala, inventory, tmp_path / "x", min_landslide_px=5000)


def test_nothing_is_left_behind_and_nothing_lost_when_it_fails(
    puthumala: tuple[Path, Path], inventory: Path, tmp_path: Path
) -> None:
    class Stopped(Silent):
        left = 5

        def check(self) -> None:
            self.left -= 1
            if self.left < 0:
                raise Cancelled("stopped")

    target = tmp_path / "set"
    with pytest.raises(Cancelled):
        quick(puthumala, inventory, target, Stopped())
    assert list(tmp_path.iterdir()) == []
    quick(puthumala, inventory, target, negatives=0)
    before = rows_of(target)
    with pytest.raises(InputError, match="--overwrite"):
        quick(puthumala, inventory, target)
    with pytest.raises(Cancelled):
        quick(puthumala, inventory, target, Stopped(), overwrite=True)
    assert rows_of(target) == before
    quick(puthumala, inventory, target, overwrite=True, negatives=1)
    assert len(rows_of(target)) > len(before)
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("all of it")
    with pytest.raises(InputError, match="not written by l4s patches"):
        quick(puthumala, inventory, tmp_path / "mine", overwrite=True)
    inside = target / "slides.geojson"
    inside.write_bytes(inventory.read_bytes())
    with pytest.raises(InputError, match="input of this run"):
        quick(puthumala, inside, target, overwrite=True)
    with pytest.raises(InputError, match="does not exist"):
        quick(puthumala, inventory, tmp_path / "no" / "set")
    with pytest.raises(InputError, match="smaller --size"):
        quick(puthumala, inventory, tmp_path / "big", size=256)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "set"]


def test_a_folder_that_cannot_be_moved_into_place_leaves_the_old_one(tmp_path: Path) -> None:
    from l4s_core.patches.cutting.folder import new_folder

    target = tmp_path / "set"
    target.mkdir()
    (target / "old").write_text("old")
    with pytest.raises(L4SError, match="could not be written"), new_folder(target) as (made, _):
        made.rmdir()
    assert (target / "old").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_the_command_does_the_same(cut: Path, puthumala: tuple[Path, Path], inventory: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "l4s_core.cli.main", "patches", str(puthumala[0]), "--dem", str(puthumala[1]),
               "--inventory", str(inventory), "--progress", "json", "--level", "L2A"]  # fmt: skip
    done = subprocess.run(
        [*command, "-o", str(tmp_path / "set"), "--size", "64", "--block-km", "1.28", "--negatives", "100",
         "--min-observed", "0.3", "--clouds", "builtin"], capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])["result"]
    assert rows_of(tmp_path / "set") == rows_of(cut)
    assert (result["patches"], result["missing_channels"]) == (len(rows_of(cut)), ["B10"])
    assert (tmp_path / "set" / "img" / "image_3.h5").read_bytes() == (cut / "img" / "image_3.h5").read_bytes()
    again = subprocess.run([*command, "-o", str(tmp_path / "set")], capture_output=True, text=True)
    assert again.returncode == 2
    assert "--overwrite" in again.stderr
    assert "Traceback" not in again.stderr


def test_too_few_blocks_for_a_split_are_said_with_what_would_do(
    puthumala: tuple[Path, Path], inventory: Path, tmp_path: Path
) -> None:
    def cut_with(block_km: float, size: int = 64) -> tuple[CutResult, list[str]]:
        heard = Listener()
        options = CutOptions(size=size, block_km=block_km)
        done = cut_patches(*puthumala, inventory, tmp_path / f"{size} {block_km}", options, clouds="none", level="L2A",
                           progress=heard)  # fmt: skip
        return done, [text for text in heard.messages if "training splits by whole blocks" in text]

    one, [said] = cut_with(9.0)
    assert one.blocks == 1
    assert "in 1 block," in said
    proposed = re.search(r"--block-km ([0-9.]+), which gives about ([0-9]+) blocks", said)
    assert proposed is not None
    several, silence = cut_with(float(proposed[1]))
    assert silence == []
    assert several.blocks == pytest.approx(int(proposed[2]), abs=1)
    assert len(split_patches(open_patches(several.folder), SplitOptions())["test"]) > 0
    _, [said] = cut_with(9.0, size=200)
    assert "further scenes" in said


def test_negatives_only_are_all_of_the_ground_that_no_polygon_touches(
    cut: Path, puthumala: tuple[Path, Path], inventory: Path, tmp_path: Path
) -> None:
    only = CutOptions(size=64, block_km=1.28, min_observed=0.3, negatives_only=True)
    cut_patches(*puthumala, inventory, tmp_path / "outside", only, clouds="builtin", level="L2A")
    corners = {(row["row"], row["col"]) for row in rows_of(cut)}
    without = {(row["row"], row["col"]) for row in rows_of(cut) if row["landslide_px"] == "0"}
    assert {(row["row"], row["col"]) for row in rows_of(tmp_path / "outside")} == without < corners

    few = CutOptions(size=64, block_km=1.28, min_observed=0.3, negatives_only=True, most=5)
    made = cut_patches(*puthumala, None, tmp_path / "ground", few, clouds="builtin", level="L2A")
    assert (made.patches, made.with_landslide) == (5, 0)
    patches = open_patches(tmp_path / "ground", expect_masks=True)
    assert check_patches(patches).total.without_landslide == 5
    facts = json.loads((tmp_path / "ground" / "patches.json").read_text())
    assert facts["inventory"]["path"] is None
    assert facts["parameters"]["negatives_only"]
    with pytest.raises(InputError, match="No inventory was given"):
        cut_patches(*puthumala, None, tmp_path / "no", SMALL, clouds="builtin", level="L2A")
