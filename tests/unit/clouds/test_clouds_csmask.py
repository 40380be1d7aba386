"""The network of ukis-csmask, run in strips."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from clouds_kit import bare_soil, everything, ground, make_scene, real_scene
from l4s_core.base.errors import Cancelled, InputError
from l4s_core.base.progress import Silent
from l4s_core.base.reasons import Reason
from l4s_core.clouds import choose_cloud_mask
from l4s_core.clouds.coarse import CoarseReader
from l4s_core.clouds.csmask import CsmaskMask, csmask_version, fill_nearest

needs_csmask = pytest.mark.skipif(csmask_version() is None, reason="ukis-csmask is not installed (extra clouds)")


@given(hnp.arrays(np.bool_, hnp.array_shapes(min_dims=2, max_dims=2, max_side=9)))
def test_fill_takes_the_nearest_of_the_row_then_of_the_column(known: npt.NDArray[np.bool_]) -> None:
    values = np.arange(known.size, dtype=np.float32).reshape(1, *known.shape)
    filled = fill_nearest(np.where(known, values, np.nan), known)[0]
    assert np.isfinite(filled).all()
    for row, col in np.ndindex(known.shape):
        if known[row].any():
            distances = np.where(known[row], abs(np.arange(known.shape[1]) - col), known.size)
            assert filled[row, col] in values[0, row][distances == distances.min()]
        elif known.any():
            rows = np.flatnonzero(known.any(axis=1))
            nearest = rows[abs(rows - row) == abs(rows - row).min()]
            assert filled[row, col] in filled[nearest, col]
        else:
            assert filled[row, col] == 0


@needs_csmask
def test_agrees_with_the_package_run_on_the_whole_scene(shared_data: Path, tmp_path: Path) -> None:
    from ukis_csmask.mask import CSmask

    scene, optical = real_scene(shared_data / "scenes" / "wayanad_2024_cloudy", -1000.0, level="L2A")
    mask = choose_cloud_mask(scene, optical, "csmask", tmp_path, Silent())
    assert mask.name == f"ukis-csmask {csmask_version()} (6 bands, L2A, 30 m)"
    assert isinstance(mask, CsmaskMask)
    reader = CoarseReader.near(optical, 30.0)
    image = reader.read(["B2", "B3", "B4", "B8", "B11", "B12"], everything(reader.grid))
    order = ["blue", "green", "red", "nir", "swir16", "swir22"]
    theirs = CSmask(np.moveaxis(image, 0, -1).copy(), order, "l2a").csm[..., 0]
    ours = mask.file.read(everything(reader.grid))
    # only the last tiles lie elsewhere than the package's
    assert (ours == np.array([0, 2, 3], dtype=np.uint8)[theirs]).mean() > 0.99


@needs_csmask
def test_a_real_debris_flow_is_observed_and_clouds_are_not(puthumala: Path, tmp_path: Path) -> None:
    scene, optical = real_scene(puthumala)
    mask = choose_cloud_mask(scene, optical, "auto", tmp_path, Silent())
    assert mask.name.startswith("ukis-csmask")
    classes = mask.classes(everything(optical.grid))
    assert set(np.unique(classes)) == {Reason.OBSERVED, Reason.CLOUD, Reason.CLOUD_SHADOW}
    blue, red = optical.read(["B2", "B4"], everything(optical.grid))
    assert (classes[(blue > 2500) & (red > 2500)] == Reason.CLOUD).mean() > 0.97
    flow = np.zeros(classes.shape, dtype=np.bool_)
    flow[100:150, 164:299] = True
    assert (classes[flow & bare_soil(optical)] == Reason.OBSERVED).all()
    builtin = choose_cloud_mask(scene, optical, "builtin", tmp_path, Silent()).classes(everything(optical.grid))
    assert ((classes > 0) == (builtin > 0)).mean() > 0.9


@needs_csmask
def test_a_pixel_does_not_depend_on_the_piece(puthumala: Path, tmp_path: Path) -> None:
    scene, optical = real_scene(puthumala)
    mask = choose_cloud_mask(scene, optical, "csmask", tmp_path, Silent())
    full = mask.classes(everything(optical.grid))
    rows, cols = full.shape

    @settings(max_examples=60, deadline=None)
    @given(data=st.data())
    def same(data: st.DataObject) -> None:
        top, left = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, cols - 1))
        roi = (slice(top, data.draw(st.integers(top + 1, rows))), slice(left, data.draw(st.integers(left + 1, cols))))
        assert np.array_equal(mask.classes(roi), full[roi])

    same()


@needs_csmask
def test_four_bands_are_enough_at_either_level(puthumala: Path, tmp_path: Path) -> None:
    _, optical = real_scene(puthumala)
    full = everything(optical.grid)
    names = ("B2", "B3", "B4", "B8")
    bands = dict(zip(names, optical.read(names, full) / np.float32(10000), strict=True))
    thick = (bands["B2"] > 0.25) & (bands["B4"] > 0.25)
    for level in ("L2A", "L1C"):
        mask = choose_cloud_mask(*make_scene(tmp_path / level, bands, level=level), "csmask", tmp_path, Silent())
        assert mask.name.endswith(f"(4 bands, {level}, 30 m)")
        assert (mask.classes(full)[thick] == Reason.CLOUD).mean() > 0.95


@needs_csmask
@pytest.mark.parametrize("shape", [(1, 1), (1, 90), (30, 469), (468, 2), (617, 40)])
def test_any_size(tmp_path: Path, shape: tuple[int, int]) -> None:
    # 156 working pixels are where a second row of tiles begins, 205 where it holds rows of its own
    scene, optical = make_scene(tmp_path / "scene", ground(*shape), level="L2A")
    mask = choose_cloud_mask(scene, optical, "csmask", tmp_path, Silent())
    assert mask.classes(everything(optical.grid)).shape == shape


@needs_csmask
def test_the_edge_of_the_swath_is_no_shadow(shared_data: Path, tmp_path: Path) -> None:
    _, optical = real_scene(shared_data / "scenes" / "wayanad_2024_cloudy", -1000.0)
    piece = (slice(0, 600), slice(0, 900))
    names = ("B2", "B3", "B4", "B8", "B11", "B12")
    bands = dict(zip(names, optical.read(names, piece) / np.float32(10000), strict=True))
    whole = choose_cloud_mask(*make_scene(tmp_path / "whole", bands, level="L2A"), "csmask", tmp_path, Silent())
    rows, cols = np.indices((600, 900))
    outside = cols - rows // 4 > 420
    for band in bands.values():
        band[outside] = np.nan
    cut = choose_cloud_mask(*make_scene(tmp_path / "cut", bands, level="L2A"), "csmask", tmp_path, Silent())
    expected, classes = whole.classes(piece), cut.classes(piece)
    assert not classes[cols - rows // 4 > 420 + 6].any()
    assert (expected[~outside] > 0).mean() > 0.2
    assert (classes == expected)[~outside].mean() > 0.98  # 0.956 when filled with zeros


@needs_csmask
def test_cancelling_between_tiles_leaves_nothing(tmp_path: Path) -> None:
    class Stopping(Silent):
        def advance(self, n: int = 1) -> None:
            self.cancel()

    scene, optical = make_scene(tmp_path / "scene", ground(60, 700), level="L2A")
    work = tmp_path / "work"
    work.mkdir()
    with pytest.raises(Cancelled):
        choose_cloud_mask(scene, optical, "csmask", work, Stopping())
    assert not list(work.iterdir())


@needs_csmask
def test_bands_that_the_network_needs(tmp_path: Path) -> None:
    scene, optical = make_scene(tmp_path / "scene", ground(20, 20, ("B2", "B3", "B4")), level="L2A")
    with pytest.raises(InputError, match="needs B2, B3, B4 and B8 and the scene has B2, B3, B4"):
        choose_cloud_mask(scene, optical, "csmask", tmp_path, Silent())
