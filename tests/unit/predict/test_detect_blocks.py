"""A scene in blocks is one run, to the bit: rasters, counts and polygons; and what goes between processes is whole."""

from __future__ import annotations

import pickle
import shutil
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine

from clouds_kit import GivenMask
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.base.reasons import Reason
from l4s_core.clouds.packed import PackedMask, pack_mask
from l4s_core.detection.finish import finish
from l4s_core.detection.opening import open_request, request_model
from l4s_core.detection.options import DetectOptions
from l4s_core.detection.predict import assemble_blocks, blocks_of, predict_prepared, predict_rows
from l4s_core.detection.prepare import Prepared, prepare
from l4s_core.detection.request import Request
from l4s_core.normalisation import scene_statistics
from l4s_core.predict.block import cut_blocks
from l4s_core.predict.windows import WindowPlan
from onnx_models import write_model
from scene_kit import ORIGIN, hillside, write_area, write_raster

BRIGHTNESS = {"kind": "relative-brightness", "bands": ["B4", "B3", "B2"], "block_px": 64}


class SeesAll:
    """A network that looks at all of its window: the last digit of any value changes the whole result."""

    def __init__(self, model) -> None:
        self.card, self.sha256, self.device, self.path = model.card, model.sha256, model.device, model.path
        self.files, self.fixed_px, self.layers = model.files, model.fixed_px, model.layers

    def run(self, batch: np.ndarray) -> np.ndarray:
        prints = [zlib.crc32(window.tobytes()) / 2**32 for window in batch]
        return np.broadcast_to(np.float32(prints)[:, None, None, None], (len(batch), 1, *batch.shape[2:]))


def in_one_run(prepared: Prepared, model, folder: Path):
    """The rasters of a run, how many windows it had, its pixels of each Reason and the inventory."""
    folder.mkdir()
    done = predict_prepared(prepared, model, folder, Silent())
    return read(done.probability), read(done.observed), done, finish(prepared, done, "x", Silent())[1]


def in_blocks(prepared: Prepared, count: int, folder: Path, seen_by: Callable):
    """The same, each step from what another process would have been sent, the last block first."""
    folder.mkdir()
    sent = pickle.dumps(prepared.portable(Silent()))
    rows = blocks_of(prepared, count)
    results = []
    for block in reversed(rows):
        here: Prepared = pickle.loads(sent)
        net = seen_by(request_model(here.opened.request, Silent()))
        results.insert(0, pickle.loads(pickle.dumps(predict_rows(here, net, block, Silent()))))
        here.stack.close()
    last: Prepared = pickle.loads(sent)
    done = assemble_blocks(last, results, folder, Silent())
    inventory = finish(last, done, "x", Silent())[1]
    last.stack.close()
    return len(rows), (read(done.probability), read(done.observed), done, inventory)


def read(path: Path) -> np.ndarray:
    with rasterio.open(path) as source:
        return source.read(1)


def asked_for(scene: Path, dem: Path | None = None, *, area: Path | None = None, **options: Any) -> Request:
    return Request(scene=scene, dem=dem, area=area, options=DetectOptions.of(**options))


def compare(request: Request, tmp_path: Path, counts=(3,), seen_by: Callable = lambda model: model) -> tuple:
    work = tmp_path / "work"
    work.mkdir()
    net = seen_by(request_model(request, Silent()))
    prepared = prepare(open_request(request, net, [], Silent()), net, work, Silent())
    one = in_one_run(prepared, net, tmp_path / "one")
    most = 0
    for count in counts:
        blocks, several = in_blocks(prepared, count, tmp_path / str(count), seen_by)
        most = max(most, blocks)
        for ours, theirs in zip(several[:2], one[:2], strict=True):
            np.testing.assert_array_equal(ours, theirs)
        assert several[2].windows == one[2].windows > 0
        assert several[2].pixels.tolist() == one[2].pixels.tolist()
        a, b = several[3], one[3]
        assert a.run == b.run
        assert (
            shapely.to_wkb(a.landslides.geometry.values).tolist()
            == shapely.to_wkb(b.landslides.geometry.values).tolist()
        )
        own = ["uuid", "geometry"]
        assert a.landslides.drop(columns=own).equals(b.landslides.drop(columns=own))
        assert a.not_observed.equals(b.not_observed)
    prepared.stack.close()
    assert most > 2  # it was cut
    known = one[0][one[1] == Reason.OBSERVED]
    assert np.ptp(known) > 1000  # there is something to differ in
    return prepared, one


@pytest.fixture
def scene(tmp_path: Path) -> tuple[Path, Path]:
    """The hillside, with a DEM that has to be warped: 30 m pixels in degrees."""
    folder, dem = hillside(tmp_path / "scene", (300, 260))
    return folder, warped_dem(tmp_path / "degrees.tif", dem)


def warped_dem(path: Path, metric: Path) -> Path:
    """A rough 30 m DEM in degrees over a raster."""
    with rasterio.open(metric) as source:
        left, bottom, right, top = rasterio.warp.transform_bounds(source.crs, "EPSG:4326", *source.bounds)
    step = 1 / 3600
    cols, rows = int((right - left) / step) + 20, int((top - bottom) / step) + 20
    corner = Affine(step, 0, left - 10 * step, 0, -step, top + 10 * step)
    heights = 600 + np.random.default_rng(2).normal(0, 8, (rows, cols)).cumsum(axis=1)
    return write_raster(path, heights.astype(np.float32), "EPSG:4326", corner)


@pytest.mark.parametrize(
    "card",
    [
        {},
        {"normalisation": BRIGHTNESS},
        {"normalisation": {"kind": "scene-statistics", "block_px": None}},
        {"normalisation": {"kind": "scene-statistics", "block_px": 64}},
        {"overlap_px": 0},
        {"overlap_px": 48},  # more than half a window: three windows meet in a row
    ],
    ids=["fixed", "brightness", "statistics", "statistics in blocks", "no overlap", "much overlap"],
)
def test_blocks_are_one_run(scene, card: dict, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(scene_statistics, "WHOLE_PX", 0)  # in strips, as a full tile is
    model = write_model(tmp_path / "model.onnx", **card)
    folder, dem = scene
    counts = (3,) if card else (2, 5, 100)
    compare(asked_for(folder, dem, model=model, clouds="builtin", threads=1), tmp_path, counts)


def test_one_run_of_a_dem_that_differs_with_the_piece(tmp_path: Path) -> None:
    """GDAL's warper takes pieces of more than about a hundred rows otherwise than smaller ones."""
    folder, metric = hillside(tmp_path / "scene", (600, 800))
    dem = warped_dem(tmp_path / "degrees.tif", metric)
    fixed = {"kind": "fixed", "divide": [1000.0, 1.0, 100.0], "mean": [0.0] * 3, "std": [1.0] * 3}
    model = write_model(tmp_path / "model.onnx", channels=["B4", "slope", "dem"], normalisation=fixed)
    request = asked_for(folder, dem, model=model, clouds="none", tile=192, overlap=64)
    prepared, _ = compare(request, tmp_path, counts=(4,), seen_by=SeesAll)
    whole = prepared.stack.terrain((slice(0, 600), slice(0, 800)))[0]
    pieces = [prepared.stack.terrain((slice(top, top + 50), slice(0, 800)))[0] for top in range(0, 600, 50)]
    assert (np.concatenate(pieces) != whole).any()
    prepared.stack.close()


def test_a_dem_of_tiles_needs_no_file_of_the_first_process(scene, tmp_path: Path) -> None:
    tiles = tmp_path / "tiles"
    tiles.mkdir()
    with rasterio.open(scene[1]) as source:
        for number, rows in enumerate((slice(0, 70), slice(70, source.height))):
            here = source.transform * Affine.translation(0, rows.start)
            write_raster(tiles / f"{number}.tif", source.read(1)[rows], source.crs, here)
    model = write_model(tmp_path / "model.onnx", channels=["B4", "slope", "B2"])
    request = asked_for(scene[0], tiles, model=model, clouds="none")
    net = request_model(request, Silent())
    work = tmp_path / "first"
    work.mkdir()
    prepared = prepare(open_request(request, net, [], Silent()), net, work, Silent())
    roi = slice(90, 200), slice(0, 260)
    here = prepared.stack.terrain(roi)[1]
    sent = pickle.dumps(prepared.portable(Silent()))
    prepared.stack.close()
    shutil.rmtree(work)
    there = pickle.loads(sent).stack
    np.testing.assert_array_equal(there.terrain(roi)[1], here)
    assert np.isfinite(here).all()
    there.close()


def test_any_origin_of_the_windows(scene, tmp_path: Path) -> None:
    model = write_model(tmp_path / "model.onnx")
    compare(asked_for(scene[0], model=model, clouds="none", origin=(37, 5), overlap=20), tmp_path)


@pytest.mark.slow
def test_the_default_model(puthumala: Path, tmp_path: Path) -> None:
    request = asked_for(puthumala, puthumala / "Copernicus_DEM_30m.tif", clouds="builtin", tile=64, threads=1)
    _, one = compare(request, tmp_path, counts=(4,))
    assert len(one[3].landslides) > 0
    assert one[2].pixels[Reason.CLOUD] > 1000


@pytest.mark.parametrize("clouds", ["builtin", "csmask"])
def test_an_area_in_blocks(puthumala: Path, tmp_path: Path, clouds: str) -> None:
    if clouds == "csmask":
        pytest.importorskip("ukis_csmask")
    with rasterio.open(puthumala / "B04.tif") as src:
        corners = [src.transform * xy for xy in ((69, 10), (394, 10), (231, 195))]
        area = write_area(tmp_path / "area.gpkg", [shapely.Polygon(corners)], src.crs)
    model = write_model(tmp_path / "model.onnx", normalisation=BRIGHTNESS)
    request = asked_for(puthumala, puthumala / "Copernicus_DEM_30m.tif", model=model, area=area, clouds=clouds)
    _, one = compare(request, tmp_path, counts=(3,))
    assert one[2].pixels[Reason.OUTSIDE_AREA] > 10_000
    assert one[2].pixels[Reason.CLOUD] > 100


def test_an_area_with_statistics_of_the_whole_scene(scene, tmp_path: Path) -> None:
    left, top = ORIGIN * (30, 40)
    area = write_area(tmp_path / "a.geojson", [shapely.box(left, top - 1900, left + 1500, top)], "EPSG:32633")
    model = write_model(tmp_path / "model.onnx", normalisation={"kind": "scene-statistics", "block_px": 64})
    prepared, _ = compare(asked_for(*scene, model=model, area=area, clouds="builtin"), tmp_path)
    assert prepared.opened.clouds_in is None


def test_the_products_own_classes_are_read_by_each(tmp_path: Path) -> None:
    from products import make_safe

    rng = np.random.default_rng(4)
    bands = {n: rng.integers(1300, 4000, (300, 300)).astype(np.uint16) for n in ("B2", "B3", "B4")}
    scl = np.full((150, 150), 5, np.uint8)
    scl[40:70, 20:60] = 9
    product = make_safe(tmp_path, bands_dn=bands, scl=scl, size=300)
    model = write_model(tmp_path / "model.onnx")
    prepared, one = compare(asked_for(product, model=model), tmp_path)
    assert prepared.portable(Silent()).stack.clouds is prepared.stack.clouds
    assert one[2].pixels[Reason.CLOUD] > 1200 * 4


def test_another_model_than_where_the_scene_was_opened_is_refused(scene, tmp_path: Path) -> None:
    model = write_model(tmp_path / "model.onnx")
    request = asked_for(scene[0], model=model, clouds="none")
    net = request_model(request, Silent())
    prepared = prepare(open_request(request, net, [], Silent()), net, tmp_path, Silent())
    changed = request.options.but(model=write_model(tmp_path / "other.onnx", threshold=0.4))
    other = request_model(replace(request, options=changed), Silent())
    with pytest.raises(InputError, match="another file here"):
        predict_rows(prepared, other, blocks_of(prepared, 2)[0], Silent())
    prepared.stack.close()


@pytest.mark.parametrize("overlap", [0, 1, 16, 40])
@pytest.mark.parametrize("rows", [1, 63, 64, 65, 500])
def test_blocks_cover_every_row_once(rows: int, overlap: int) -> None:
    for origin in (0, 13, 50):
        plan = WindowPlan((rows, 90), 64, overlap, (origin, 0))
        for count in (1, 2, 5, 10_000):
            blocks = cut_blocks(plan, count)
            assert [r for block in blocks for r in range(block.start, block.stop)] == list(range(rows))
            assert 1 <= len(blocks) <= count
        assert [r for piece in plan.new_rows() for r in range(piece.start, piece.stop)] == list(range(rows))


@pytest.mark.parametrize("roi", [None, (slice(100, 700), slice(7, 41))])
def test_a_frozen_mask_says_what_the_mask_says(roi) -> None:
    from odc.geo.geobox import GeoBox

    grid = GeoBox((800, 50), ORIGIN, "EPSG:32633")
    codes = np.random.default_rng(1).integers(0, 6, (800, 50)).astype(np.uint8)
    mask = pickle.loads(pickle.dumps(pack_mask(GivenMask(codes), grid, roi, Silent())))
    assert isinstance(mask, PackedMask)
    assert (mask.name, mask.finds_water) == ("given", True)
    rows, cols = (slice(0, 800), slice(0, 50)) if roi is None else roi
    for top, bottom in ((rows.start, rows.stop), (rows.start + 255, rows.start + 258), (rows.stop - 1, rows.stop)):
        piece = slice(top, bottom), slice(cols.start + 3, cols.stop - 1)
        np.testing.assert_array_equal(mask.classes(piece), codes[piece])
