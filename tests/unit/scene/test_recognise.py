"""Which band is which: names that count say nothing, wavelengths and products do, other sensors are refused."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import given
from hypothesis import strategies as st

from l4s_core.base.errors import InputError
from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.channels.names import canonical_band, only_counted
from l4s_core.channels.registry import SENTINEL2_BANDS
from l4s_core.channels.wavelengths import PASSBANDS, band_at, contradicts, wavelength_in_text, wavelength_nm
from l4s_core.rasters.header import read_header
from l4s_core.scene.products import L1C_ORDER, L2A_ORDER, LAND_ORDER
from l4s_core.scene.recognise import recognise
from products import write_tif

NAMES = {"B1": 443, "B2": 490, "B3": 560, "B4": 665, "B5": 705, "B6": 740, "B7": 783, "B8": 842, "B8A": 865, "B9": 945,
         "B10": 1375, "B11": 1610, "B12": 2190}  # fmt: skip
SPELLINGS = [
    "Band {}",
    "band_{}",
    "Band_{}",
    "BAND-{}",
    "band{}",
    "B{}",
    "b{}",
    "B0{}",
    "Bande {}",
    "Banda {}",
    "Band {}: ",
]


def bands_of(path: Path, stem: str | None = None) -> dict[str, int]:
    return recognise(read_header(str(path), "the scene"), [stem or path.stem]).order


def stack(path: Path, descriptions: list[str | None] | int, **more) -> Path:
    names = [None] * descriptions if isinstance(descriptions, int) else descriptions
    data = np.full((len(names), 8, 8), 700, np.uint16)
    write_tif(path, data, **more)
    with rasterio.open(path, "r+") as dst:
        for i, name in enumerate(names, 1):
            if name is not None:
                dst.set_band_description(i, name)
    return path


# --- numbers that count -------------------------------------------------------------------------------------------


@given(st.sampled_from(SPELLINGS), st.integers(1, 13), st.integers(0, 1))
def test_numbers_by_position_are_counts(spelling: str, bands: int, start: int) -> None:
    texts = [spelling.format(n).rstrip(": ") for n in range(start, start + bands)]
    assert only_counted(texts) == set(range(bands))


@given(st.permutations(SENTINEL2_BANDS), st.integers(2, 13))
def test_names_out_of_the_count_are_names(order: list[str], bands: int) -> None:
    """Whatever is no straight count from the first band on is a choice that somebody made."""
    chosen = order[:bands]
    numbers = [int(name[1:].rstrip("A")) for name in chosen]
    counted = "B8A" not in chosen and numbers in (list(range(1, bands + 1)), list(range(bands)))
    assert bool(only_counted(chosen)) == counted


@pytest.mark.parametrize("order", [L2A_ORDER, L1C_ORDER, LAND_ORDER, ("B2", "B3", "B4"), ("B2", "B3", "B4", "B8")])
def test_product_orders_are_names(order: tuple[str, ...], tmp_path: Path) -> None:
    path = stack(tmp_path / "x.tif", list(order))
    assert list(bands_of(path)) == list(order)


@pytest.mark.parametrize("bands", [1, 2, 3, 4, 6, 10, 11, 12, 13, 14])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_counts_are_asked_with_an_example_that_fits(spelling: str, bands: int, tmp_path: Path) -> None:
    path = stack(tmp_path / "x.tif", [spelling.format(n) for n in range(1, bands + 1)])
    with pytest.raises(InputError, match="--bands") as error:
        bands_of(path)
    example = str(error.value).rpartition("--bands ")[2].split(",")
    assert len(example) == bands
    assert all(word == "-" or canonical_band(word) == word for word in example)


@pytest.mark.parametrize(
    "names",
    [["Band 2", "Band 3", "Band 4"], ["Band 4"], ["Band 1"] * 4, ["B0", "B1", "B2", "B3"], ["B1", "B2", "B3", "NDVI"],
     ["layer_1", "layer_2"], ["1", "2", "3", "4"], ["0", "1", "2"], ["B1", "B2", "B3", "B4", "B5", "B6", "B7"]],
)  # fmt: skip
def test_more_counts(names: list[str | None], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--bands"):
        bands_of(stack(tmp_path / "x.tif", names))


@pytest.mark.parametrize(
    "text", ["(:Band_{})", "Resize (Band {}:stack.dat)", "stack_Band_{}", "composite.tif:Band_{}", "Sentinel2_B{}_clip",
             "S2A stack (layer {})", "Warp (Band {}:T43PFN_stack)"]
)  # fmt: skip
@pytest.mark.parametrize("bands", [3, 4, 6, 10])
def test_counts_within_texts_that_are_the_same(text: str, bands: int, tmp_path: Path) -> None:
    """ERDAS, ENVI and ArcGIS put words around the number; B, G, R, near infrared were read as B1, B2, B3, B4."""
    path = stack(tmp_path / "x.tif", [text.format(number) for number in range(1, bands + 1)])
    with pytest.raises(InputError, match="which band is which"):
        bands_of(path)


@pytest.mark.parametrize(
    "text", ["Warp (Band 1:{}.tif)", "Layer (Band 1:T43PFN_20190822T050651_{}_10m.jp2)", "T43PFN_20190822T050651_{}",
             "S2A_MSIL2A_20190822_{}"]
)  # fmt: skip
def test_names_within_texts_that_are_the_same(text: str, tmp_path: Path) -> None:
    path = stack(tmp_path / "x.tif", [text.format(name) for name in ("B02", "B03", "B04", "B08", "B11", "B12")])
    assert tuple(bands_of(path)) == ("B2", "B3", "B4", "B8", "B11", "B12")
    path = stack(tmp_path / "y.tif", ["T43PFN_B01", "T43PFN_B02", "T43PFN_B03", "T43PFN_B04"])
    assert tuple(bands_of(path)) == ("B1", "B2", "B3", "B4")


@pytest.mark.parametrize("names", ["('B02', 'B03', 'B8A')", '["B02", "B03", "B8A"]', "B02 B03 B8A", "{B02, B03, B8A}"])
@pytest.mark.parametrize("key", ["long_name", "band", "bands"])
def test_names_in_a_tag_of_the_file(key: str, names: str, tmp_path: Path) -> None:
    """xarray keeps the names of a stack in one attribute."""
    path = stack(tmp_path / "x.tif", 3)
    with rasterio.open(path, "r+") as dst:
        dst.update_tags(**{key: names})
    assert bands_of(path) == {"B2": 1, "B3": 2, "B8A": 3}


VRT = """<VRTDataset rasterXSize="8" rasterYSize="8"><SRS>EPSG:32643</SRS>
<GeoTransform>600000, 10, 0, 1200000, 0, -10</GeoTransform>{}</VRTDataset>"""
VRT_BAND = """<VRTRasterBand dataType="UInt16" band="{}"><SimpleSource>
<SourceFilename relativeToVRT="1">{}.tif</SourceFilename><SourceBand>{}</SourceBand></SimpleSource></VRTRasterBand>"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (("T43PFN_20190822_B02_10m", "B03", "B8A"), ("B2", "B3", "B8A")),
        (("band_1", "band_2", "band_3"), None),
        (("LC08_B2", "LC08_B3", "LC08_B4"), None),
        (("B04", "B04", "B04"), None),  # three bands of one file
        (("red", "green", "blue"), ("B4", "B3", "B2")),
    ],
)
def test_a_virtual_stack_is_named_after_its_files(
    files: tuple[str, ...], expected: tuple | None, tmp_path: Path
) -> None:
    """``gdalbuildvrt -separate`` describes no band; the files that it puts together have their names."""
    for file in set(files):
        write_tif(tmp_path / f"{file}.tif", np.full((3, 8, 8), 700, np.uint16))
    text = "".join(VRT_BAND.format(k, file, k if len(set(files)) == 1 else 1) for k, file in enumerate(files, 1))
    path = tmp_path / "Virtual.vrt"
    path.write_text(VRT.format(text))
    if expected is None:
        with pytest.raises(InputError):
            bands_of(path)
    else:
        assert tuple(bands_of(path)) == expected


def test_the_stack_that_we_write_is_read(tmp_path: Path) -> None:
    """All of L1C in the order of Landslide4Sense: twelve numbers in a row, and what they are is known."""
    path = stack(tmp_path / "x.tif", list(L4S_NAMES))
    assert list(bands_of(path)) == list(L4S_NAMES[:12])


def test_words_behind_a_count_name(tmp_path: Path) -> None:
    path = stack(tmp_path / "x.tif", ["Band 1 Blue", "Band 2 Green", "Band 3 (red)", "Band 4: NIR"])
    assert bands_of(path) == {"B2": 1, "B3": 2, "B4": 3, "B8": 4}
    assert bands_of(stack(tmp_path / "q.tif", ["Band 1: B4", "Band 2: B3"])) == {"B4": 1, "B3": 2}


@pytest.mark.parametrize("names", [["B2 blue", "B5 NIR"], ["B4", "B1 red"], ["B3 green", "B6 SWIR1"],
                                   ["Band 2 Blue", "Band 3 Green", "Band 4 Red", "Band 5 NIR"],
                                   ["Band 3 - Green", "Band 4 - Red", "Band 5 - NIR"],
                                   ["Band 3: Green", "Band 4: Red", "Band 5: NIR"]])  # fmt: skip
def test_a_number_against_a_word(names: list[str | None], tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"speaks of B\d and of B\d+"):
        bands_of(stack(tmp_path / "x.tif", names))


# --- wavelengths --------------------------------------------------------------------------------------------------


def test_every_band_is_at_its_own_wavelength() -> None:
    assert {band: band_at(nm) for band, nm in NAMES.items()} == {band: band for band in NAMES}
    ranges = sorted((p.low_nm, p.high_nm) for p in PASSBANDS.values())
    assert all(a[1] < b[0] for a, b in itertools.pairwise(ranges)), "no wavelength is two bands"
    assert not any(contradicts(band, nm) for band, nm in NAMES.items())


@pytest.mark.parametrize(
    ("sensor", "wavelengths"),
    [
        ("Landsat 8", (482, 561, 655, 865, 1609, 2201)),
        ("Landsat 7", (485, 560, 660, 835, 1650, 2220)),
        ("SuperDove", (443, 490, 531, 565, 610, 665, 705, 865)),
        ("SuperDove, 4 bands", (490, 565, 665, 865)),
        ("Dove", (485, 545, 630, 820)),
        ("MODIS", (645, 858.5, 469, 555)),
        ("ASTER", (556, 661, 807)),
        ("RapidEye", (475, 555, 657.5, 710, 805)),
        ("WorldView-2", (427, 478, 546, 608, 659, 724, 833, 949)),
    ],
)
@pytest.mark.parametrize("unit", ["nm", "Nanometers", "Micrometers", "um", None])
def test_other_sensors_by_wavelength(sensor: str, wavelengths: tuple, unit: str | None, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--bands"):
        bands_of(envi(tmp_path / "x.img", wavelengths, unit))


def envi(path: Path, wavelengths: tuple, unit: str | None, names: list[str] | None = None, more: str = "") -> Path:
    """As ENVI writes it: wavelengths in nm are given in ``unit``, names by position unless they are said."""
    factor = 0.001 if unit in ("Micrometers", "um") else 1
    with rasterio.open(
        path, "w", driver="ENVI", count=len(wavelengths), width=8, height=8, dtype="uint16", crs="EPSG:32643",
        transform=rasterio.Affine(10, 0, 500000, 0, -10, 1200000),
    ) as dst:  # fmt: skip
        dst.write(np.full((len(wavelengths), 8, 8), 700, np.uint16))
    header = path.with_suffix(".hdr")
    text = header.read_text()
    if names is not None:
        text = text[: text.index("band names")] + "band names = {" + ", ".join(names) + "}\n"
    text += "wavelength = {" + ", ".join(f"{nm * factor:.6g}" for nm in wavelengths) + "}\n" + more
    header.write_text(text + (f"wavelength units = {unit}\n" if unit else ""))
    return path


@pytest.mark.parametrize("unit", ["nm", "Nanometers", "Micrometers", "um", None])
@pytest.mark.parametrize("names", [None, "", "B", "common"])
def test_wavelengths_of_envi(unit: str | None, names: str | None, tmp_path: Path) -> None:
    chosen = random.Random(4).sample(SENTINEL2_BANDS, 6)
    written = {None: None, "": [""] * 6, "B": chosen, "common": None}[names]
    path = envi(tmp_path / "x.img", tuple(NAMES[band] for band in chosen), unit, written)
    assert list(bands_of(path)) == chosen


def test_a_wrong_unit_is_seen(tmp_path: Path) -> None:
    path = envi(tmp_path / "x.img", (490, 560, 665, 842), None, more="wavelength units = Micrometers\n")
    assert list(bands_of(path)) == ["B2", "B3", "B4", "B8"]


def test_a_name_against_its_wavelength(tmp_path: Path) -> None:
    path = envi(tmp_path / "x.img", (443, 490, 560, 665, 865), "nm", ["B1", "B2", "B3", "B4", "B5"])
    assert list(bands_of(path)) == ["B1", "B2", "B3", "B4", "B8A"], "names that count give way to wavelengths"
    with pytest.raises(InputError, match="865 nm, where Sentinel-2 has no B5"):
        bands_of(envi(tmp_path / "y.img", (665, 865, 560), "nm", ["B4", "B5", "B3"]))


def test_spectrometers_have_narrow_bands(tmp_path: Path) -> None:
    chosen = (490, 560, 665, 842)
    widths = "fwhm = {7, 7, 8, 9}\n"
    with pytest.raises(InputError, match="not Sentinel-2's"):
        bands_of(envi(tmp_path / "x.img", chosen, "nm", more=widths))
    widths = "fwhm = {66, 36, 31, 106}\n"
    assert list(bands_of(envi(tmp_path / "y.img", chosen, "nm", more=widths))) == ["B2", "B3", "B4", "B8"]
    with pytest.raises(InputError, match="PRISMA"):
        bands_of(envi(tmp_path / "z.img", chosen, "nm", more=widths + "sensor type = PRISMA\n"))


@given(st.text(max_size=40))
def test_no_text_breaks_wavelengths(text: str) -> None:
    nm, rest = wavelength_in_text(text)
    assert (nm is None and rest == text) or 300 <= nm <= 3000
    assert wavelength_nm(text) is None or 300 <= wavelength_nm(text) <= 3000


_FORCE = ["BLUE", "GREEN", "RED", "REDEDGE1", "REDEDGE2", "REDEDGE3", "BROADNIR", "NIR", "SWIR1", "SWIR2"]
_FORCE_SHORT = ["BLU", "GRN", "RED", "RE1", "RE2", "RE3", "BNR", "NIR", "SW1", "SW2"]
_DEA = ["nbart_blue", "nbart_red", "nbart_red_edge_1", "nbart_nir_1", "nbart_nir_2", "nbart_swir_2", "nbart_swir_3"]


# --- products and sensors -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stem", "names", "expected"),
    [
        ("20190822_LEVEL2_SEN2A_BOA", 10, LAND_ORDER),
        ("x", _FORCE, LAND_ORDER),
        ("20190822_LEVEL2_SEN2B_BOA", _FORCE_SHORT, LAND_ORDER),
        ("S2A2A_20190822_019_T43PFN_BOA_10", 11, ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B11", "B12")),
        ("S2A2A_20190822_019_T43PFN_BOA_20", 11, ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8A", "B9", "B11", "B12")),
        ("S2B1C_20190822_019__TOA_10", 12, ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11", "B12")),
        ("x", _DEA,
         ("B2", "B4", "B5", "B8", "B8A", "B11", "B12")),
        ("x", ["B2", "B3", "B4", "B8", "B11"], ("B2", "B3", "B4", "B8", "B11")),
        ("x", ["Blau", "Grün", "Rot", "NIR"], ("B2", "B3", "B4", "B8")),
        ("x", ["blue", "green", "red", "nir", "swir1", "swir2"], ("B2", "B3", "B4", "B8", "B11", "B12")),
        ("x", ["B4_median", "B3_median", "B2_median", "B8_median"], ("B4", "B3", "B2", "B8")),
        ("composite", ["0_B4", "0_B3"], ("B4", "B3")),
    ],
)  # fmt: skip
def test_products(stem: str, names: list[str | None] | int, expected: tuple[str, ...], tmp_path: Path) -> None:
    assert tuple(bands_of(stack(tmp_path / f"{stem}.tif", names))) == expected


def test_the_level_of_a_product(tmp_path: Path) -> None:
    earth_engine = stack(tmp_path / "x.tif", ["B2", "B3", "B4", "B8", "SCL", "MSK_CLDPRB", "QA60"])
    found = recognise(read_header(str(earth_engine), "the scene"), ["x"])
    assert (list(found.order), found.level) == (["B2", "B3", "B4", "B8"], "L2A")
    assert "left out: 5 SCL, 6 MSK_CLDPRB, 7 QA60" in found.decision.sentence
    sen2r = stack(tmp_path / "S2A1C_20190822_019_T43PFN_TOA_10.tif", 12)
    found = recognise(read_header(str(sen2r), "the scene"), [sen2r.stem])
    assert (found.level, found.decision.confidence) == ("L1C", "likely")


@pytest.mark.parametrize(
    ("stem", "names"),
    [
        ("LC08_L2SP_145052_20190822_20200827_02_T1", 7),
        ("x", ["SR_B1", "SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B6", "SR_B7", "ST_B10"]),
        ("x", ["SR_B2", "SR_B3", "SR_B4"]),
        ("x", ["sr_band2", "sr_band3", "sr_band4", "sr_band5"]),
        ("x", ["B2", "B3", "B4", "B5", "B6", "B7", "QA_PIXEL"]),
        ("x", ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11", "BQA"]),
        ("x", ["nbart_blue", "nbart_green", "nbart_red", "nbart_nir", "nbart_swir_1", "nbart_swir_2"]),
        ("20190822_LEVEL2_LND08_BOA", ["BLUE", "GREEN", "RED", "NIR", "SWIR1", "SWIR2"]),
        ("20190822_051234_12_2414_3B_AnalyticMS_SR_8b", ["coastal_blue", "blue", "green_i", "green", "yellow", "red"]),
        ("x", ["coastal_blue", "blue", "green_i", "green", "yellow", "red", "rededge", "nir"]),
        ("x", ["blue", "green", "red", "nir", "pan"]),
        ("MOD09GA.A2019234", ["sur_refl_b01", "sur_refl_b02"]),
        ("x", ["blue", "red", "swir2"]),
        ("HLS.L30.T43PFN.2019234T051015.v2.0", ["B02", "B03", "B04", "B05"]),
    ],
)  # fmt: skip
def test_other_sensors(stem: str, names: list[str | None] | int, tmp_path: Path) -> None:
    path = stack(tmp_path / f"{stem}.tif", names)
    if names == ["blue", "red", "swir2"]:
        assert list(bands_of(path)) == ["B2", "B4"], "which short wave it is, the name alone does not say"
        return
    with pytest.raises(InputError, match="--bands"):
        bands_of(path)


@pytest.mark.parametrize(
    ("pixel", "names", "is_read"),
    [(30, ["B2", "B3", "B4", "B5", "B6", "B7"], False), (10, ["B2", "B3", "B4", "B5", "B6", "B7"], True),
     (30, ["B2", "B3", "B4", "B8"], True), (30, ["B4", "B3", "B2"], False), (30, [*L2A_ORDER], True),
     (15, ["B4", "B3", "B2"], False), (10, ["B10", "B11", "B4"], False), (30, ["blue", "green", "red"], False),
     (30, ["blue", "green", "red", "nir", "swir1", "swir2"], False), (3, ["blue", "green", "red", "nir"], False),
     (3, ["B2", "B3", "B4", "B8"], True)],
)  # fmt: skip
def test_pixels_of_landsat(pixel: float, names: list[str | None], is_read: bool, tmp_path: Path) -> None:
    path = stack(tmp_path / "x.tif", names, resolution=pixel)
    if is_read:
        assert list(bands_of(path)) == names
    else:
        with pytest.raises(InputError, match=r"may be (Landsat|another satellite)'s"):
            bands_of(path)


@pytest.mark.parametrize("tag", [{"SENSOR": "OLI_TIRS"}, {"SPACECRAFT_ID": "LANDSAT_8"}, {"platform": "PlanetScope"}])
def test_sensors_in_tags(tag: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="its metadata is of"):
        bands_of(stack(tmp_path / "x.tif", ["blue", "green", "red", "nir"], tags=tag))


def test_layers_about_bands_are_none(tmp_path: Path) -> None:
    names = [
        "B02",
        "B02_std",
        "view_zenith_B3",
        "B04_date",
        "B4_count",
        "quality_aot",
        "dataMask",
        "CLM",
        "NDVI",
        "B03",
    ]
    assert bands_of(stack(tmp_path / "x.tif", names)) == {"B2": 1, "B3": 10}


def test_wavelengths_in_the_tags_of_a_file(tmp_path: Path) -> None:
    """As EnMAP-Box writes GeoTIFFs."""
    path = stack(tmp_path / "x.tif", ["Band 1", "Band 2", "Band 3"])
    with rasterio.open(path, "r+") as dst:
        dst.update_tags(ns="ENVI", wavelength="{665, 842, 560}", wavelength_units="Nanometers")
    assert bands_of(path) == {"B4": 1, "B8": 2, "B3": 3}
