"""Folders of files: which file is which band, whose they are, and how the user says it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio

from l4s_core.base.errors import InputError
from l4s_core.scene import open_scene
from l4s_core.scene.file_bands import only_counts
from products import write_tif

RNG = np.random.default_rng(8)


def files(folder: Path, *names: str, **more) -> Path:
    for name in names:
        write_tif(folder / f"{name}.tif", RNG.integers(80, 3000, (40, 40), dtype=np.uint16), **more)
    return folder


def of_bands(folder: Path, **more) -> dict[str, str]:
    return {band: Path(source.path).stem for band, source in open_scene(folder, offset=0, **more).bands.items()}


@pytest.mark.parametrize("spelling", ["B{}", "Band {}", "band_{}", "stack_B{}", "my area band{}", "B0{}"])
@pytest.mark.parametrize("bands", [3, 4, 8, 12])
def test_files_that_are_only_counted(spelling: str, bands: int, tmp_path: Path) -> None:
    names = [spelling.format(n) for n in range(1, bands + 1)]
    with pytest.raises(InputError, match=r"may only count them.*--bands B4=red\.tif"):
        open_scene(files(tmp_path, *names))


@pytest.mark.parametrize(
    "stems",
    [["B2", "B3", "B4"], ["B02", "B03", "B04", "B08"], ["T43PFN_20190822T051651_B0{}"], ["S2A_MSIL2A_x_B{}"],
     ["Sentinel-2_L2A_B0{}_(Raw)"], ["SENTINEL2A_20190822-051649-000_L2A_T43PFN_C_V2-2_FRE_B{}"]],
)  # fmt: skip
def test_files_that_are_named(stems: list[str]) -> None:
    named = [stem.format(n) for stem in stems for n in range(1, 5)] if "{}" in stems[0] else stems
    assert not only_counts(named)


def test_files_as_said(tmp_path: Path) -> None:
    folder = files(tmp_path, "band_1", "band_2", "band_3", "band_4")
    said = "B2=band_1.tif, b03=band_2,red=band_3.tif,nir = band_4"
    assert of_bands(folder, bands=said) == {"B2": "band_1", "B3": "band_2", "B4": "band_3", "B8": "band_4"}


@pytest.mark.parametrize(
    ("said", "words"),
    [("B2=gone.tif", "has no raster called gone.tif"), ("B2=a,B2=b", "B2 twice"), ("B2=a,B3=a", "a twice"),
     ("NDVI=a", "'NDVI=a' is no band and file"), ("B2=", "no band and file"), ("B2,B3", "B4=red.tif,B3=green.tif"),
     ("B2=../a", "has no raster called")],
)  # fmt: skip
def test_files_said_wrongly(said: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=words):
        open_scene(files(tmp_path, "a", "b", "B8A"), bands=said)


@pytest.mark.parametrize(
    "names",
    [["HLS.L30.T43PFN.2019234T051015.v2.0.B02", "HLS.L30.T43PFN.2019234T051015.v2.0.B05"],
     ["LC09_L2SP_145052_20220822_20220827_02_T1_SR_B4", "LC09_L2SP_145052_20220822_20220827_02_T1_ST_B10"],
     ["LT05_L1TP_145052_B1", "LT05_L1TP_145052_B3"], ["B2", "B3", "B4", "B5", "x_QA_PIXEL"],
     ["ga_ls8c_nbart_3-0-0_091080_2019-08-22_final_band02"], ["LND08_B2", "LND08_B3"],
     ["LC08_SR_blue", "LC08_SR_nir08"], ["MOD09GA_A2019234_b02"]],
)  # fmt: skip
def test_files_of_other_sensors(names: list[str], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="only Sentinel-2 scenes can be used"):
        open_scene(files(tmp_path, *names))


def test_pixels_of_landsat(tmp_path: Path) -> None:
    """Renamed, and with the names of its product gone, a Landsat scene still has pixels of 30 m and no B8A, B12."""
    folder = files(tmp_path / "l30", "B02", "B03", "B04", "B05", "B06", "B07", "B10", "B11", resolution=30)
    with pytest.raises(InputError, match=r"pixels of 30 m may be Landsat's.*--bands B4"):
        open_scene(folder)
    assert of_bands(folder, bands="B2=B02,B3=B03,B4=B04,B8A=B05")["B8A"] == "B05"
    pan = files(tmp_path / "oli", "B02", "B03", "B04", "B05", resolution=30)
    files(pan, "B08", resolution=15)
    with pytest.raises(InputError, match="may be Landsat's"):
        open_scene(pan)
    for pixel in (30, 3):
        with pytest.raises(InputError, match="named by colours"):
            open_scene(files(tmp_path / f"{pixel}", "blue", "green", "red", "nir", "swir2", resolution=pixel))
    s30 = files(tmp_path / "s30", "B02", "B03", "B04", "B05", "B08", "B8A", "B11", "B12", resolution=30)
    assert len(of_bands(s30)) == 8


def test_hls_of_sentinel2(tmp_path: Path) -> None:
    stem = "HLS.S30.T43PFN.2019234T051649.v2.0"
    scene = open_scene(
        files(tmp_path, *(f"{stem}.{b}" for b in ("B02", "B03", "B04", "B8A", "B12", "Fmask")), resolution=30)
    )
    assert (scene.level, tuple(scene.bands)) == ("L2A", ("B2", "B3", "B4", "B8A", "B12"))
    assert scene.sensing_time is not None and scene.sensing_time.isoformat() == "2019-08-22T05:16:49+00:00"


def test_a_name_of_sentinel2_outweighs_the_pixels(tmp_path: Path) -> None:
    stem = "HLS.S30.T43PFN.2019234T051649.v2.0"
    assert len(of_bands(files(tmp_path, *(f"{stem}.{band}" for band in ("B02", "B03", "B04")), resolution=30))) == 3


def test_of_two_kinds_of_reflectance_one_is_taken_and_said(tmp_path: Path) -> None:
    stem = "SENTINEL2A_20190822-051649-000_L2A_T43PFN_C_V2-2"
    folder = files(tmp_path, *(f"{stem}_{kind}_{band}" for kind in ("FRE", "SRE") for band in ("B2", "B3", "B8A")))
    assert of_bands(folder) == {band: f"{stem}_FRE_{band}" for band in ("B2", "B3", "B8A")}
    assert any("FRE is taken" in note for note in open_scene(folder, offset=0).notes)


def test_layers_about_bands_are_not_taken_for_them(tmp_path: Path) -> None:
    names = ["B2", "B3", "B4", "B8", "view_zenith_B2", "view_azimuth_mean", "quality_aot", "B02_std", "B3_date", "NDVI"]
    assert set(of_bands(files(tmp_path, *names)).values()) == {"B2", "B3", "B4", "B8"}


@pytest.mark.parametrize(
    ("tags", "description", "words"),
    [({"SENSOR": "OLI_TIRS"}, None, "of Landsat"), ({}, "B5", "description says B5"), ({}, "SR_B5", "of Landsat"),
     ({}, "B8 (865 nm)", "865 nm, where Sentinel-2 has no B8"), ({}, "Band 1", None), ({}, "NIR", None),
     ({"SPACECRAFT_NAME": "Sentinel-2A"}, "B08", None)],
)  # fmt: skip
def test_what_a_file_says_of_itself(
    tags: dict[str, str], description: str | None, words: str | None, tmp_path: Path
) -> None:
    files(tmp_path, "B02", "B03", "B04")
    path = write_tif(tmp_path / "B08.tif", np.full((40, 40), 2000, np.uint16), tags=tags)
    if description:
        with rasterio.open(path, "r+") as dst:
            dst.set_band_description(1, description)
    if words is None:
        assert set(of_bands(tmp_path)) == {"B2", "B3", "B4", "B8"}
    else:
        with pytest.raises(InputError, match=words):
            open_scene(tmp_path)


@pytest.mark.parametrize(
    ("stem", "band"),
    [("2019-08-22-00:00_2019-08-22-23:59_Sentinel-2_L2A_B02_(Raw)", "B2"), ("T43PFN_20190822T051651_B8A_20m", "B8A"),
     ("ga_s2am_nbart_3-2-1_53JQJ_2016-04-01_final_band08", "B8"), ("S2C_MSIL2A_20250401T051649_B04_10m", "B4"),
     ("2019-08-22_Banda 4", "B4"), ("SENTINEL2B_20190822-051649-000_L2A_T43PFN_C_V2-2_FRE_B11", "B11")],
)  # fmt: skip
def test_names_of_exports(stem: str, band: str, tmp_path: Path) -> None:
    stem = stem.replace(":", "-")
    assert of_bands(files(tmp_path, stem)) == {band: stem}
