"""Names that say that nothing is added to the values: believed where nothing is dark, not where dark ground says no."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from l4s_core.base.errors import InputError
from l4s_core.scene import open_scene
from l4s_core.scene.claims import no_offset_by_name
from products import write_tif


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("S2A_MSIL2A_20190822T050651_N0213_R019_T43PFN_20190822T090509", "baseline 02.13"),
        ("HLS.S30.T43PFN.2019234T051649.v2.0.B04", "Harmonized"),
        ("20190822_LEVEL2_SEN2A_BOA", "FORCE"),
        ("2019-08-22-00_00_2019-08-22-23_59_Sentinel-2_L2A_B04_(Raw)", "browser"),
        ("ga_s2am_nbart_3-2-1_56JKT_2019-08-22_final_band04", "Digital Earth"),
        ("SENTINEL2A_20190822-051649-463_L2A_T43PFN_C_V2-2_FRE_B4", "Theia"),
        ("S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157", None),
        ("T43PFN_20190822T050651_B04_10m", None),
        ("HLS.L30.T43PFN.2019234T051015.v2.0.B04", None),
        ("scene_N021", None),
    ],
)
def test_names(name: str, words: str | None) -> None:
    said = no_offset_by_name([name])
    assert said is None if words is None else said is not None and words in said


def made(folder: Path, low: int) -> Path:
    rng = np.random.default_rng(1)
    for name in ("B02", "B03", "B04", "B8A"):
        write_tif(folder / f"{name}.tif", rng.integers(low, low + 3000, (60, 60), dtype=np.uint16))
    return folder


def test_a_cloudy_scene_of_an_old_baseline_is_not_asked(tmp_path: Path) -> None:
    name = "S2A_MSIL2A_20190822T050651_N0213_R019_T43PFN_20190822T090509"
    scene = open_scene(made(tmp_path / name, 3000))
    assert {band.offset for band in scene.bands.values()} == {0}
    [offset] = [decision for decision in scene.decisions if decision.subject == "offset"]
    assert offset.confidence == "stated" and "02.13" in offset.reason
    with pytest.raises(InputError, match="--offset 0 if not"):
        open_scene(made(tmp_path / name.replace("N0213", "N0509"), 3000))


def test_dark_ground_outweighs_the_name(tmp_path: Path) -> None:
    scene = open_scene(made(tmp_path / "S2A_MSIL2A_20190822T050651_N0213_R019_T43PFN_20190822T090509", 1040))
    assert {band.offset for band in scene.bands.values()} == {-1000}
    assert any("which the values contradict" in note for note in scene.notes)
