"""Tiles of one export are one raster, equal to the whole; what only looks like tiles is not."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from l4s_core.base.errors import InputError
from l4s_core.rasters.virtual import files_behind
from l4s_core.scene import check_readable, open_scene
from l4s_core.scene.gather.names import tile_name
from l4s_core.scene.gather.tiles import export_of
from products import write_tif
from tiles_kit import FORMS, NAMES, NORTH_UP, stack, write, write_tiles


def read(scene, what: str = "values") -> np.ndarray:
    layers = []
    for band in scene.bands.values():
        with rasterio.open(band.path) as src:
            layers.append(src.read(band.index) if what == "values" else src.read_masks(band.index))
    return np.stack(layers)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_tiles_are_the_whole(form, tmp_path: Path) -> None:
    data = stack()
    write_tiles(tmp_path, data, [25], [31, 62], form)
    one = sorted(tmp_path.iterdir())[-1]
    for source in (tmp_path, one):
        scene = open_scene(source, offset=0)
        check_readable(scene)
        assert np.array_equal(read(scene), data)
        assert scene.grid.transform == NORTH_UP and tuple(scene.grid.shape) == data.shape[1:]
        assert any("6 tiles of the export" in note for note in scene.notes)
        assert [d.value for d in scene.decisions if d.subject == "tiles"] == [
            f"6 of {export_of(one).name} as one raster"
        ]
        assert {Path(file) for file in scene.files} >= set(tmp_path.iterdir())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.sets(st.integers(1, 59), max_size=3).map(sorted),
    cols=st.sets(st.integers(1, 79), min_size=1, max_size=3).map(sorted),
    dtype=st.sampled_from(["uint16", "int16", "float32", "float64"]),
    nodata=st.sampled_from([None, 0, -9999, "nan"]),
    transform=st.sampled_from([
        NORTH_UP,
        Affine(10, 0, 499980, 0, 10, 5100000),
        Affine(8.9e-5, 0, 76.1, 0, -9.1e-5, 11.5),
        NORTH_UP * Affine.rotation(20),
    ]),
    masked=st.booleans(),
)  # fmt: skip
def test_any_cut_in_any_form(rows, cols, dtype, nodata, transform, masked, tmp_path_factory) -> None:
    if nodata is not None and not (np.dtype(dtype).kind == "f" or (dtype == "int16" and nodata != "nan")):
        nodata = 0
    folder = tmp_path_factory.mktemp("tiles")
    crs = "EPSG:4326" if abs(transform.a) < 1 else "EPSG:32633"
    more = {"nodata": None if nodata is None else float(nodata), "crs": crs}
    data = stack(dtype=dtype)
    data[:, 10:40, 20:50] = 0 if nodata is None else float(nodata)
    mask = np.ones(data.shape[1:], bool)
    mask[5:30, 40:70] = False
    whole = write(folder / "whole.tif", data, transform, **more)
    if masked:
        with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(whole, "r+") as out:
            out.write_mask(mask)
    more |= {"transform": transform, "mask": mask if masked else None}
    write_tiles(folder / "tiles", data, rows, cols, FORMS["earth engine"], **more)
    expected, found = open_scene(whole, offset=0), open_scene(folder / "tiles", offset=0)
    assert np.array_equal(read(expected), read(found), equal_nan=True)
    assert np.array_equal(read(expected, "mask"), read(found, "mask"))
    assert found.grid.shape == expected.grid.shape
    assert found.grid.transform.almost_equals(expected.grid.transform, 1e-9)
    assert [*chain(*(band.nodata for band in found.bands.values()))] == pytest.approx(
        [*chain(*(band.nodata for band in expected.bands.values()))], nan_ok=True
    )


def test_scale_offset_tags_and_alpha_survive(tmp_path: Path) -> None:
    data = np.concatenate([stack()[:3], np.full((1, 60, 80), 65535, np.uint16)])
    data[3, :, :20] = 0
    write_tiles(tmp_path, data, [], [40], FORMS["earth engine"], descriptions=(*NAMES[:3], "valid"))
    for path in tmp_path.iterdir():
        with rasterio.open(path, "r+") as out:
            out.scales, out.offsets = (1e-4,) * 4, (-0.1,) * 4
            out.update_tags(PRODUCER="a & b <c>")
            out.colorinterp = [rasterio.enums.ColorInterp.gray] * 3 + [rasterio.enums.ColorInterp.alpha]
    scene = open_scene(tmp_path)
    with rasterio.open(scene.bands["B2"].path) as src:
        assert src.scales == (1e-4,) * 4 and src.offsets == (-0.1,) * 4
        assert src.tags()["PRODUCER"] == "a & b <c>"
        assert src.colorinterp[3] == rasterio.enums.ColorInterp.alpha
        assert np.array_equal(src.read_masks(1) > 0, data[3] > 0)


def test_a_missing_tile_is_said_and_no_data(tmp_path: Path) -> None:
    data = stack()
    write_tiles(tmp_path, data, [20, 40], [], FORMS["earth engine"], leave_out=[(1, 0)])
    scene = open_scene(tmp_path, offset=0)
    assert any("33% of their rectangle is in no tile" in note for note in scene.notes)
    mask = read(scene, "mask")
    assert not mask[:, 20:40].any() and mask[:, :20].all() and mask[:, 40:].all()


def test_overlapping_tiles_show_what_has_a_value(tmp_path: Path) -> None:
    data = stack()
    left, right = data[:, :, :45].copy(), data[:, :, 40:].copy()
    right[:, :, :5] = 0  # the later tile has nothing in the overlap
    write(tmp_path / "S2_1_1.tif", left, NORTH_UP, nodata=0)
    write(tmp_path / "S2_1_2.tif", right, NORTH_UP * Affine.translation(40, 0), nodata=0)
    assert np.array_equal(read(open_scene(tmp_path, offset=0)), data)


def test_tiles_of_single_bands(tmp_path: Path) -> None:
    data = stack()
    for index, name in enumerate(NAMES):
        write_tiles(
            tmp_path, data[[index]], [], [40], lambda *at, n=name: f"{n}-{at[2]:010d}-{at[3]:010d}", descriptions=()
        )
    scene = open_scene(tmp_path, offset=0)
    assert np.array_equal(read(scene), data)
    assert sum("tiles of the export" in note for note in scene.notes) == 1


def test_tiles_in_a_folder_each(tmp_path: Path) -> None:
    data = stack()
    for number, piece in enumerate((slice(0, 30), slice(30, 80))):
        place = NORTH_UP * Affine.translation(piece.start, 0)
        write(tmp_path / f"X{55 + number:04d}_Y0053" / "20190822_LEVEL2_SEN2A_BOA.tif", data[:, :, piece], place)
    scene = open_scene(tmp_path, offset=0)
    assert np.array_equal(read(scene), data)


def test_two_exports_in_a_folder_are_two_scenes(tmp_path: Path) -> None:
    for year in (2019, 2020):
        write_tiles(
            tmp_path, stack(seed=year), [], [40], lambda *at, y=year: f"S2_{y}-{at[2]:010d}-{at[3]:010d}"
        )  # fmt: skip
    with pytest.raises(InputError, match=r"holds 2 scenes \(2019: S2_2019\.tif; 2020: S2_2020\.tif"):
        open_scene(tmp_path)
    scene = open_scene(tmp_path / "S2_2019-0000000000-0000000000.tif", offset=0)
    assert np.array_equal(read(scene), stack(seed=2019))


@pytest.mark.parametrize("change", ["dtype", "lattice", "crs", "bands", "nodata", "pixels"])
def test_tiles_that_do_not_fit_are_refused(change: str, tmp_path: Path) -> None:
    data = stack()
    place, more, names = NORTH_UP * Affine.translation(40, 0), {"nodata": 0}, NAMES
    write(tmp_path / "S2-0000000000-0000000000.tif", data[:, :, :40], NORTH_UP, nodata=0)
    right = data[:, :, 40:]
    if change == "dtype":
        right = right.astype("float32")
    elif change == "lattice":
        place *= Affine.translation(0.4, 0)
    elif change == "crs":
        more["crs"] = "EPSG:32634"
    elif change == "bands":
        names = ("B2", "B3", "B8", "B4")
    elif change == "nodata":
        more["nodata"] = 1
    else:
        place *= Affine.scale(2)
    write(tmp_path / "S2-0000000000-0000000040.tif", right, place, names, **more)
    with pytest.raises(InputError, match="are named as of one export but"):
        open_scene(tmp_path / "S2-0000000000-0000000000.tif", offset=0)


def test_scenes_of_one_place_are_no_tiles(tmp_path: Path) -> None:
    for number in (1, 2):
        write(tmp_path / f"valley_{number}.tif", stack(seed=number), NORTH_UP)
    assert np.array_equal(read(open_scene(tmp_path / "valley_1.tif", offset=0)), stack(seed=1))
    with pytest.raises(InputError, match="holds 2 scenes"):
        open_scene(tmp_path)


def test_scenes_apart_are_no_tiles(tmp_path: Path) -> None:
    write(tmp_path / "valley_1.tif", stack(), NORTH_UP)
    write(tmp_path / "valley_2.tif", stack(), NORTH_UP * Affine.translation(500, 0))
    assert len(files_behind(open_scene(tmp_path / "valley_1.tif", offset=0).bands["B2"].path)) == 1


def test_neighbouring_products_are_no_tiles(tmp_path: Path) -> None:
    for tile, shift in (("T43PFN", 0), ("T43PGN", 80)):
        for index, name in enumerate(("B02", "B03", "B04", "B08")):
            place = NORTH_UP * Affine.translation(shift, 0)
            write(tmp_path / f"{tile}_20190822T050651_{name}.tif", stack()[[index]], place, ())
    with pytest.raises(InputError, match=r"holds 2 scenes \(2019-08-22, T43PFN: .*2019-08-22, T43PGN"):
        open_scene(tmp_path)


@pytest.mark.parametrize("how", ["empty", "cut", "crdownload"])
def test_a_tile_that_was_not_fetched(how: str, tmp_path: Path) -> None:
    write_tiles(tmp_path, stack(), [], [40], FORMS["earth engine"])
    second = tmp_path / "S2_2019-0000000000-0000000040.tif"
    if how == "crdownload":
        second.rename(tmp_path / f"{second.name}.crdownload")
        write(tmp_path / "S2_2019-0000000000-0000000080.tif", stack(cols=9), NORTH_UP * Affine.translation(80, 0))
    else:
        second.write_bytes(b"" if how == "empty" else second.read_bytes()[:60])
    with pytest.raises(InputError, match=r"S2_2019-0000000000-0000000040\.tif"):
        open_scene(tmp_path / "S2_2019-0000000000-0000000000.tif", offset=0)


def test_what_the_mac_leaves_beside_tiles(tmp_path: Path) -> None:
    write_tiles(tmp_path, stack(), [], [40], FORMS["earth engine"])
    for path in list(tmp_path.iterdir()):
        (tmp_path / f"._{path.name}").write_bytes(b"\x00\x05\x16\x07" + bytes(60))
    assert np.array_equal(read(open_scene(tmp_path, offset=0)), stack())


def test_band_numbers_are_no_tiles(tmp_path: Path) -> None:
    # bands of one scene cut at a place of their own each would look like tiles
    for number in (2, 3, 4):
        write_tif(tmp_path / f"B{number:02d}.tif", stack()[0])
    assert tuple(open_scene(tmp_path, offset=0).bands) == ("B2", "B3", "B4")


@pytest.mark.parametrize(
    ("stem", "whole", "place"),
    [
        ("S2-0000000000-0000000377", "S2", (0, 377)),
        ("a_b_1_2", "a_b", (1, 2)),
        ("X0055_Y0053", "", (55, 53)),
        ("S2_tile_0_1", "S2", (0, 1)),
        ("S2_part3", "S2", (3,)),
        ("S2_1of4", "S2", (1,)),
    ],
)
def test_names_of_tiles(stem: str, whole: str, place: tuple[int, ...]) -> None:
    assert (whole, place) in {(name.whole, name.place) for name in tile_name(stem)}


@pytest.mark.parametrize("stem", ["T43PFN_20190822T050651", "S2A_20190822", "scene", "B02_10m"])
def test_names_of_no_tiles(stem: str) -> None:
    assert tile_name(stem) == ()
