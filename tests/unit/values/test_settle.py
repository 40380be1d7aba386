"""What stored values mean: for any form of a scene the right answer or a question, never another answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from l4s_core.base.errors import InputError
from l4s_core.detection.sanity.scene import option_doubts
from l4s_core.scene import open_scene
from products import write_tif

# reflectance of ground, by band: forest, soil, dark water
GROUND = {
    "B2": (0.025, 0.09, 0.03),
    "B3": (0.045, 0.12, 0.025),
    "B4": (0.025, 0.15, 0.012),
    "B8": (0.30, 0.24, 0.006),
    "B11": (0.15, 0.30, 0.004),
    "B12": (0.06, 0.24, 0.003),
}
SHAPE = (70, 80)


def ground(seed: int, cloud: float = 0.0) -> dict[str, np.ndarray]:
    """Reflectance in steps of 1/10000, as products hold it, > 0."""
    rng = np.random.default_rng(seed)
    kind = rng.choice(3, SHAPE, p=[0.6, 0.3, 0.1])
    light = rng.uniform(0.5, 1.2, SHAPE)
    clouded = rng.random(SHAPE) < cloud
    bright = rng.uniform(0.3, 0.9, SHAPE)
    made = {}
    for name, kinds in GROUND.items():
        value = np.array(kinds)[kind] * light + rng.normal(0, 0.002, SHAPE)
        made[name] = np.round(np.where(clouded, bright, value).clip(0.0005, None), 4)
    return made


def written(
    folder: Path, bands: dict[str, np.ndarray], dtype: str, scale: float = 1, offset: float = 0, **more
) -> Path:
    for name, values in bands.items():
        path = write_tif(folder / f"{name}.tif", values.astype(dtype), **more)
        if scale != 1:
            with rasterio.open(path, "r+") as src:
                src.scales, src.offsets = (scale,), (offset,)
    return folder


def test_what_is_said_against_the_values_counts_and_is_doubted(tmp_path: Path) -> None:
    stored = {name: np.round(values * 10000) for name, values in ground(1).items()}
    folder = written(tmp_path / "stored", stored, "uint16")
    visible = written(tmp_path / "visible", {name: stored[name] for name in ("B2", "B3", "B4")}, "uint16")

    def doubted(source: Path = folder, **said: float) -> list[str]:
        scene = open_scene(source, **said)
        found = [one.subject for one in scene.decisions if one.against]
        assert [doubt.id for doubt in option_doubts(scene.decisions)] == ["option"] * len(found)
        return found

    for source in (folder, visible):
        assert doubted(source) == doubted(source, offset=0) == doubted(source, scale=10000) == []
        assert doubted(source, offset=-1000) == doubted(source, offset=1000) == ["offset"]
        assert doubted(source, scale=65535) == ["scale"]
        with pytest.raises(InputError, match=r"With --scale 1 the middle of B.* reflectance of \d+, and no ground"):
            open_scene(source, scale=1)
    # what the values alone cannot tell is not doubted
    resampled = {name: np.round(values * 65535 + 0.3) for name, values in ground(2).items()}
    assert doubted(written(tmp_path / "browser", resampled, "uint16"), scale=65535, offset=0) == []


def meant(folder: Path, **how) -> set[tuple[float, float]]:
    return {(band.quantification, band.offset) for band in open_scene(folder, **how).bands.values()}


FORMS: dict[str, tuple[float, str]] = {
    "uint16": (10000, "uint16"), "int16": (10000, "int16"), "uint32": (10000, "uint32"), "float64": (10000, "float64"),
    "0 to 1": (1, "float32"), "0 to 1, double": (1, "float64"), "per cent": (100, "float32"),
    "16-bit export": (65535, "uint16"), "per mille": (1000, "uint16"),
}  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(list(FORMS)), seed=st.integers(0, 999), added=st.booleans(),
    cloud=st.sampled_from([0, 0.3, 0.95]),
    fill=st.sampled_from([None, 0, -999, -9999, 1e20, "nan"]), resampled=st.booleans(),
    names=st.sampled_from([tuple(GROUND), ("B2", "B3", "B4"), ("B2", "B3", "B4", "B8"), ("B4", "B8")]),
)  # fmt: skip
def test_any_form_is_right_or_asked(form, seed, added, cloud, fill, resampled, names, tmp_path_factory) -> None:
    unit, dtype = FORMS[form]
    bands = {name: values + 0.1 * added for name, values in ground(seed, cloud).items() if name in names}
    stored = {name: values * unit for name, values in bands.items()}
    if dtype.startswith(("u", "i")):
        stored = {name: np.round(values).clip(1, np.iinfo(dtype).max) for name, values in stored.items()}
        fill = fill if fill in (None, 0) or (dtype == "int16" and fill in (-999, -9999)) else None
    elif resampled and len(names) > 3:
        rng = np.random.default_rng(seed)
        stored = {name: values * rng.uniform(0.999, 1.001, SHAPE) for name, values in stored.items()}
    if fill is not None:
        for values in stored.values():
            values[:12, :30] = float(fill)
    folder = written(tmp_path_factory.mktemp("scene"), stored, dtype)
    try:
        scene = open_scene(folder)
    except InputError as error:
        assert "say --offset" in str(error) or "say --scale" in str(error) or "8-bit picture" in str(error)
        return
    offset = round(-0.1 * unit * added, 6)
    for name, band in scene.bands.items():
        assert band.quantification == unit, (name, [d.sentence for d in scene.decisions])
        assert band.offset == pytest.approx(offset), [d.sentence for d in scene.decisions]
        if fill not in (None, 0, "nan"):
            assert np.float32(fill) in np.float32(band.nodata)


@pytest.mark.parametrize("added", [False, True])
@pytest.mark.parametrize("form", [name for name in FORMS if name != "per mille"])
def test_clear_ground_is_not_asked(form: str, added: bool, tmp_path: Path) -> None:
    unit, dtype = FORMS[form]
    if added and form == "16-bit export":
        pytest.skip("exports have the offset taken off")
    bands = {name: np.maximum((values + 0.1 * added) * unit, 1e-9) for name, values in ground(1, 0.1).items()}
    if dtype.startswith(("u", "i")):
        bands = {name: np.round(values) for name, values in bands.items()}
    [(quantification, offset)] = meant(written(tmp_path, bands, dtype))
    assert quantification == unit and offset == pytest.approx(-0.1 * unit * added)


def radiance(bands: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """W m-2 sr-1 um-1 under a sun at 37 degrees from the zenith."""
    sun = {"B2": 1959, "B3": 1823, "B4": 1512, "B8": 1041, "B11": 245, "B12": 85}
    return {name: values * sun[name] * 0.8 / np.pi for name, values in bands.items()}


NO_REFLECTANCE: dict[str, Callable[[dict[str, np.ndarray]], dict[str, np.ndarray]]] = {
    "decibels": lambda bands: {n: 10 * np.log10(v) for n, v in bands.items()},
    "indices": lambda bands: {n: (v - 0.1) / (v + 0.1) for n, v in bands.items()},
    "radiance": radiance,
    "radiance without short waves": lambda bands: {n: v for n, v in radiance(bands).items() if n not in ("B11", "B12")},
    "8 bits stretched to 16": lambda bands: {n: np.round((v / 0.4).clip(0, 1) * 255) * 257 for n, v in bands.items()},
    "8 bits as floats": lambda bands: {n: np.round((v / 0.4).clip(0, 1) * 255) for n, v in bands.items()},
    "a band x 1000": lambda bands: {n: np.round(v * (1000 if n == "B4" else 10000)) for n, v in bands.items()},
    "Landsat Collection 2": lambda bands: {n: np.round((v + 0.2) / 2.75e-5) for n, v in bands.items()},
}  # fmt: skip


@pytest.mark.parametrize("kind", NO_REFLECTANCE)
def test_what_is_no_reflectance_is_refused(kind: str, tmp_path: Path) -> None:
    made = NO_REFLECTANCE[kind](ground(2, 0.05))
    with pytest.raises(InputError, match=r"say --scale|8-bit picture"):
        open_scene(written(tmp_path, made, "float32"))


def test_what_the_file_declares_counts(tmp_path: Path) -> None:
    bands = ground(3)
    landsat = {name: np.round((values + 0.2) / 2.75e-5) for name, values in bands.items()}
    [(quantification, offset)] = meant(written(tmp_path / "a", landsat, "uint16", 2.75e-5, -0.2))
    assert (1 / quantification, offset / quantification) == pytest.approx((2.75e-5, -0.2))
    dn = {name: np.round(values * 10000) + 1000 for name, values in bands.items()}
    assert meant(written(tmp_path / "b", dn, "uint16", 1e-4)) == {(10000, -1000)}
    assert meant(written(tmp_path / "c", dn, "uint16", 1e-4, -0.1)) == {(10000, -1000)}


def test_a_scale_that_was_applied_already_is_asked(tmp_path: Path) -> None:
    folder = written(tmp_path, ground(4), "float32", 1e-4)
    with pytest.raises(InputError, match=r"contradict the scale in B\d+\.tif.* say --scale.*or 1 where it was applied"):
        open_scene(folder)
    assert meant(folder, scale=1) == {(1, 0)}


def test_bands_of_two_scales_that_leave_no_doubt(tmp_path: Path) -> None:
    bands = {name: values if name == "B4" else values * 10000 for name, values in ground(5).items()}
    scene = open_scene(written(tmp_path, bands, "float32"))
    assert {name: band.quantification for name, band in scene.bands.items()} == {
        **dict.fromkeys(GROUND, 10000),
        "B4": 1,
    }


def test_negative_values_and_values_cut_at_0(tmp_path: Path) -> None:
    dn = {name: np.round(values * 10000) - 60 for name, values in ground(6).items()}
    assert meant(written(tmp_path / "a", dn, "int16", nodata=-9999)) == {(10000, 0)}
    assert meant(written(tmp_path / "b", {n: v.clip(0) for n, v in dn.items()}, "int16")) == {(10000, 0)}


def test_decisions_say_who_answered(tmp_path: Path) -> None:
    folder = written(tmp_path, {name: np.round(values * 10000) for name, values in ground(7).items()}, "uint16")

    def told(**how: float) -> dict[str, tuple[str, str]]:
        return {d.subject: (d.value, d.confidence) for d in open_scene(folder, **how).decisions}

    assert told().items() >= {"scale": ("x 10000", "sure"), "offset": ("0", "likely")}.items()
    assert told(offset=-5, scale=20000)["offset"] == ("-5", "given")
    assert told(offset=-5, scale=20000)["scale"] == ("x 20000", "given")
    with pytest.raises(InputError, match="--pre-scale -3"):
        open_scene(folder, scale=-3, prefix="pre-")


def test_without_pixels_nothing_is_asked(tmp_path: Path) -> None:
    folder = written(tmp_path, {name: values + 0.5 for name, values in ground(8).items()}, "float32")
    for path in folder.glob("*.tif"):
        path.write_bytes(path.read_bytes()[:600])
    assert open_scene(folder, pixels=False).bands.keys() == GROUND.keys()


@pytest.mark.parametrize("form", ["uint16", "0 to 1"])
@pytest.mark.parametrize("names", [("B2", "B3", "B4"), ("B2", "B3", "B4", "B8"), tuple(GROUND)])
def test_a_mosaic_of_two_baselines_is_refused(form: str, names: tuple[str, ...], tmp_path: Path) -> None:
    """One offset for all of it was right in one half only, and nothing was said."""
    unit, dtype = FORMS[form]
    bands = {name: values for name, values in ground(1).items() if name in names}
    for values in bands.values():
        values[:, 40:] += 0.1
    written(tmp_path, {name: np.round(values * unit, 4) for name, values in bands.items()}, dtype)
    with pytest.raises(InputError, match="a mosaic of products of several baselines"):
        open_scene(tmp_path)
    assert meant(tmp_path, offset=0) == {(unit, 0)}


@pytest.mark.parametrize("added", [("B4",), ("B3",), ("B12",), ("B11", "B12")])
def test_bands_of_two_baselines_are_refused(added: tuple[str, ...], tmp_path: Path) -> None:
    bands = ground(3)
    written(tmp_path, {name: v * 10000 + 1000 * (name in added) for name, v in bands.items()}, "uint16")
    with pytest.raises(InputError, match=f"1000 seems to be added to the values of {added[-1]}"):
        open_scene(tmp_path)
    assert meant(tmp_path, offset=0) == {(10000, 0)}


@pytest.mark.parametrize("ends", [(0, 100), (2, 98)])
def test_a_picture_stretched_to_1_is_asked(ends: tuple[int, int], tmp_path: Path) -> None:
    """From its darkest to its brightest pixel, or between percentiles: no band of a sensor ends at 1 exactly."""
    made = {}
    for name, values in ground(2, cloud=0.1).items():
        low, high = np.percentile(values, ends)
        made[name] = ((values - low) / (high - low)).clip(0, 1)
    with pytest.raises(InputError, match="stretched"):
        open_scene(written(tmp_path / "each", made, "float32"))
    bands = {name: values + np.float64(0.00003) * (values > 0.1) for name, values in ground(2, cloud=0.1).items()}
    largest = max(values.max() for values in bands.values())
    with pytest.raises(InputError, match="stretched"):
        open_scene(written(tmp_path / "all", {name: values / largest for name, values in bands.items()}, "float64"))


@pytest.mark.parametrize(
    ("factor", "dtype"),
    [(2, "uint16"), (3, "int32"), (1 / 65535, "float32"), (1 / 255, "float32"), (1 / 3000, "float64")],
)
def test_numbers_multiplied_by_anything_are_asked(factor: float, dtype: str, tmp_path: Path) -> None:
    """Whole numbers divided by 65535 "to come from 0 to 1" look like dark ground, and doubled ones like bright soil."""
    made = {name: np.round(values * 10000) * factor for name, values in ground(5).items()}
    with pytest.raises(InputError, match="all values are"):
        open_scene(written(tmp_path, made, dtype))
    assert meant(tmp_path, scale=10000 * factor) == {(round(10000 * factor, 6), 0)}


def test_a_16_bit_export_divided_by_65535_is_reflectance(tmp_path: Path) -> None:
    made = {name: np.round(values * 65535) / 65535 for name, values in ground(6).items()}
    assert meant(written(tmp_path, made, "float32")) == {(1, 0)}
