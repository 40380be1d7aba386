"""One scene, one DEM and one probability in many forms: the same result as from the plainest form, or one sentence.

Written from outside: forms are made as other programs make them (tests/kits/forms*.py) and only what the program gives
is looked at. `benchmarks/any_form.py` tries thousands.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from forms import Form
from forms_kinds import Kind, dems, probabilities, scenes


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Kind]:
    bands, work = Path(__file__).resolve().parents[2] / "examples" / "puthumala", tmp_path_factory.mktemp("forms")
    return {
        "scene": scenes(bands, work / "scene"),
        "dem": dems(bands, bands / "Copernicus_DEM_30m.tif", work / "dem"),
        "probability": probabilities(bands, work / "probability"),
    }


PLAIN = [
    Form(),
    Form(dtype="int16", order="RGB first"),
    Form(dtype="float32", scale="1", crs="ESRI"),
    Form(layout="folder", format="JP2", names="granule", crs="one form each"),
    Form(format="COG", said="in the file", offset="1000", rows="from south"),
    Form(format="ENVI", dtype="float64", names="none and --bands", crs="next zone"),
    Form(layout="STAC", crs="degrees", names="common"),
    Form(layout="SAFE", names="B02", said="in the file", offset="1000"),
]


@pytest.mark.parametrize("form", PLAIN, ids=str)
def test_what_people_give_most_gives_the_same(kinds: dict[str, Kind], form: Form) -> None:
    outcome = kinds["scene"].judge(form)
    assert outcome.verdict == "same", str(outcome)


@pytest.mark.parametrize(("kind", "count"), [("scene", 90), ("dem", 40), ("probability", 45)])
def test_every_two_choices_together(kinds: dict[str, Kind], kind: str, count: int) -> None:
    """Never another result without a word, and no refusal of a form that says all that is needed."""
    forms, judge = kinds[kind]
    outcomes = [judge(form) for form in forms.covering(count)]
    faults = [str(outcome) for outcome in outcomes if outcome.is_fault]
    assert not faults, "\n".join(faults)
    read = sum(outcome.verdict == "same" for outcome in outcomes)
    assert read > count / 5  # a program that refuses everything is never wrong


def test_another_order_of_the_numbers_is_seen(kinds: dict[str, Kind]) -> None:
    """The judge itself: bands that change places, and a scale that is off by a tenth, are another inventory."""
    from forms_ground import Layer
    from forms_run import difference

    judge = kinds["scene"].judge.__self__  # type: ignore[attr-defined]
    ground = judge.ground
    right = judge.expected(ground)
    swapped = dict(ground.bands) | {"B8": ground.bands["B11"], "B11": ground.bands["B8"]}
    darker = {name: Layer(band.values * 0.9, band.transform) for name, band in ground.bands.items()}
    for bands in (swapped, darker):
        assert difference(judge.expected(replace(ground, bands=bands)), right)
