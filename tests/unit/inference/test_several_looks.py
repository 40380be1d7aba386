"""Views, passes and members: the way back, means, disagreement, and what cannot be looked at that way."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from l4s_core.base.errors import InputError
from l4s_core.export.make_ensemble import make_ensemble
from l4s_core.inference.open import open_model
from l4s_core.inference.several import Views, several
from l4s_core.inference.spread import Spread, binary_entropy
from l4s_core.inference.views import FLIPS, SCALES, View, enlarged, reduced, times_as_long, views_of
from onnx_models import write_model

RNG = np.random.default_rng(8)
# each view of a picture, by numpy's own words for it
BY_HAND = {
    (0, False): lambda a: a,
    (1, False): lambda a: np.flip(np.swapaxes(a, -1, -2), -2),  # counter-clockwise
    (2, False): lambda a: a[..., ::-1, ::-1],
    (3, False): lambda a: np.flip(np.swapaxes(a, -1, -2), -1),
    (0, True): lambda a: np.flip(a, -1),
    (1, True): lambda a: np.swapaxes(a, -1, -2),
    (2, True): lambda a: np.flip(a, -2),
    (3, True): lambda a: np.swapaxes(a, -1, -2)[..., ::-1, ::-1],
}


def windows(*shape: int) -> np.ndarray:
    return RNG.random(shape, dtype=np.float32)


@pytest.mark.parametrize("view", FLIPS, ids=lambda view: f"{view.turns}-{view.mirrored}")
@pytest.mark.parametrize("size", [(5, 5), (3, 7), (1, 4)])
def test_each_of_the_eight_is_that_of_numpy_and_comes_back(view: View, size: tuple[int, int]) -> None:
    x = windows(2, 3, *size)
    np.testing.assert_array_equal(view.of(x), BY_HAND[view.turns, view.mirrored](x))
    np.testing.assert_array_equal(view.back(view.of(x)), x)


def test_the_eight_differ_and_the_plain_one_is_the_first() -> None:
    x = windows(1, 1, 4, 4)
    assert len({view.of(x).tobytes() for view in FLIPS}) == 8
    assert all(views_of(tta)[0] == View() for tta in ("none", "flips", "scales", "all"))
    assert [len(views_of(tta)) for tta in ("none", "flips", "scales", "all")] == [1, 8, 3, 24]
    assert [times_as_long(tta, None, 10) for tta in ("none", "flips", "scales", "all")] == [1, 8, 21, 168]
    assert times_as_long("none", "tta", 10) == 8 and times_as_long("flips", "mc-dropout", 10) == 80


@pytest.mark.parametrize("scale", SCALES)
def test_enlarging_is_that_of_torch(scale: int) -> None:
    torch = pytest.importorskip("torch")
    x = windows(2, 3, 6, 9)
    wanted = torch.nn.functional.interpolate(
        torch.from_numpy(x), scale_factor=scale, mode="bilinear", align_corners=False
    )
    np.testing.assert_allclose(enlarged(x, scale), wanted.numpy(), atol=1e-6)
    small = torch.nn.functional.avg_pool2d(wanted, scale)
    np.testing.assert_allclose(reduced(wanted.numpy(), scale), small.numpy(), atol=1e-6)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.floats(0, 1, width=32), st.floats(0.01, 1)), min_size=1, max_size=12),
)
def test_the_disagreement_is_the_mutual_information(runs: list[tuple[float, float]]) -> None:
    """Against sum over label and run of p(label, run) log2 p(label, run) / (p(label) p(run))."""
    total = sum(weight for _, weight in runs)
    spread = Spread((1, 1, 1, 1), disagreement=True)
    for p, weight in runs:
        spread.add(np.full((1, 1, 1, 1), p, np.float32), weight / total)
    mean = sum(p * weight / total for p, weight in runs)
    wanted = 0.0
    for p, weight in runs:
        for label, overall in ((p, mean), (1 - p, 1 - mean)):
            if label > 0 and overall > 0:
                wanted += weight / total * label * math.log2(label / overall)
    assert spread.mean()[0, 0, 0, 0] == pytest.approx(mean, abs=1e-6)
    found = float(spread.uncertainty()[0, 0, 0])
    assert found == pytest.approx(wanted, abs=1e-6) and 0 <= found <= 1


def test_the_ends_of_the_disagreement() -> None:
    def of(*ps: float) -> float:
        spread = Spread((1, 1, 1, 1), disagreement=True)
        for p in ps:
            spread.add(np.full((1, 1, 1, 1), p, np.float32), 1 / len(ps))
        return float(spread.uncertainty()[0, 0, 0])

    assert of(0, 1) == 1 and of(0.5, 0.5, 0.5) == 0 and of(1, 1) == 0
    assert binary_entropy([0, 0.5, 1]).tolist() == [0, 1, 0]


def test_views_of_a_model_equal_under_flips_change_nothing(tmp_path: Path) -> None:
    """A 3 x 3 mean is; to the last digit, on windows that are not square, too."""
    model = open_model(write_model(tmp_path / "mean.onnx"), "cpu", 1)
    x = windows(3, 3, 32, 48)
    plain = model.run(x)
    looked = several(model, tta="flips", uncertainty="tta")
    assert looked.layers == ("probability", "uncertainty")
    found = looked.run(x)
    # the order of a convolution's sum may differ with the side of the window
    np.testing.assert_allclose(found[:, :1], plain, atol=2e-7)
    assert found[:, 1].max() < 1e-6
    point = open_model(_one_pixel(tmp_path / "pixel.onnx"), "cpu", 1)
    np.testing.assert_array_equal(several(point, tta="flips").run(x), point.run(x))


def _one_pixel(path: Path) -> Path:
    """A model that looks at nothing but the pixel itself."""
    weights = np.zeros((1, 3, 3, 3), np.float32)
    weights[0, 0, 1, 1], weights[0, 2, 1, 1] = 7, -3
    return write_model(path, weights=weights)


def _leftward(path: Path, **changes: object) -> Path:
    """A model that looks at what is left of a pixel: its views differ."""
    weights = np.zeros((1, 3, 3, 3), np.float32)
    weights[0, 0, 1, 0] = 8
    return write_model(path, weights=weights, **changes)


def test_views_are_the_mean_of_what_each_gives_by_hand(tmp_path: Path) -> None:
    model = open_model(_leftward(tmp_path / "left.onnx"), "cpu", 1)
    x = windows(2, 3, 16, 32)
    each = np.stack([view.back(model.run(view.of(x))) for view in FLIPS])
    found = several(model, uncertainty="tta").run(x)
    np.testing.assert_allclose(found[:, 0], each.mean(axis=0)[:, 0], atol=1e-6)
    disagreement = binary_entropy(each.mean(axis=0)) - binary_entropy(each).mean(axis=0)
    np.testing.assert_allclose(found[:, 1], disagreement[:, 0], atol=1e-6)
    assert found[:, 1].max() > 0.01


@pytest.mark.parametrize("count", [1, 3, 16])
def test_enlarged_windows_are_run_in_pieces_and_lose_none(tmp_path: Path, count: int) -> None:
    model = open_model(_leftward(tmp_path / "left.onnx"), "cpu", 1)
    x = windows(count, 3, 16, 16)
    each = [view.back(model.run(view.of(x))) for view in views_of("scales")]
    np.testing.assert_allclose(several(model, tta="scales").run(x), np.mean(each, axis=0), atol=1e-6)
    assert several(model, tta="scales").run(x[:0]).shape == (0, 1, 16, 16)


def test_a_model_that_says_its_own_keeps_its_layers(tmp_path: Path) -> None:
    own = open_model(write_model(tmp_path / "own.onnx", layers=["probability", "uncertainty"]), "cpu", 1)
    x = windows(2, 3, 16, 16)
    averaged = several(own, tta="flips")
    assert averaged.layers == own.layers
    np.testing.assert_allclose(averaged.run(x), own.run(x), atol=1e-6)
    replaced = several(own, uncertainty="tta")
    assert replaced.layers == own.layers
    assert replaced.run(x)[:, 1].max() < 1e-6 < own.run(x)[:, 1].min()


def test_views_are_of_calibrated_probabilities(tmp_path: Path) -> None:
    how = {"any": {"kind": "platt", "slope": 0.5, "intercept": -1.0}}
    model = open_model(_leftward(tmp_path / "left.onnx", calibration=how), "cpu", 1)
    x = windows(1, 3, 16, 16)
    each = np.mean([view.back(model.run(view.of(x))) for view in FLIPS], axis=0)
    np.testing.assert_allclose(several(model, tta="flips").run(x), each, atol=1e-6)


def ensemble(folder: Path) -> Path:
    made = folder / "both.yaml"
    make_ensemble([_leftward(folder / "a.onnx"), write_model(folder / "b.onnx")], made, weights=[3, 1])
    return made


def test_members_disagree_by_their_weights(tmp_path: Path) -> None:
    model = open_model(ensemble(tmp_path), "cpu", 1)
    x = windows(2, 3, 16, 16)
    a, b = (open_model(tmp_path / name, "cpu", 1).run(x) for name in ("a.onnx", "b.onnx"))
    looked = several(model, uncertainty="ensemble")
    found = looked.run(x)
    np.testing.assert_allclose(found[:, :1], model.run(x), atol=1e-6)
    wanted = binary_entropy(0.75 * a + 0.25 * b) - 0.75 * binary_entropy(a) - 0.25 * binary_entropy(b)
    np.testing.assert_allclose(found[:, 1:], wanted, atol=1e-5)
    both = several(model, uncertainty="ensemble", tta="flips")
    assert isinstance(both, Views) and both.layers == looked.layers


def test_what_a_model_cannot_do_is_said(tmp_path: Path) -> None:
    plain = open_model(write_model(tmp_path / "plain.onnx"), "cpu", 1)
    fixed = open_model(write_model(tmp_path / "fixed.onnx", size=64), "cpu", 1)
    north = open_model(write_model(tmp_path / "north.onnx", channels=["B4", "northness", "B2"]), "cpu", 1)
    for model, asked, words in (
        (plain, {"uncertainty": "ensemble"}, "no ensemble, so no members can disagree"),
        (plain, {"uncertainty": "mc-dropout"}, "no dropout that can be left on"),
        (plain, {"uncertainty": "mc-dropout", "passes": 1}, "too few for any to disagree"),
        (plain, {"uncertainty": "u.tif"}, "name the raster to write with --uncertainty-raster u.tif"),
        (plain, {"uncertainty": "entropy"}, "say tta, ensemble or mc-dropout.$"),
        (fixed, {"tta": "scales"}, "windows of 64 pixels only"),
        (north, {"tta": "flips"}, "northness, which say where north is"),
    ):
        with pytest.raises(InputError, match=words):
            several(model, **asked)
    assert several(fixed, tta="flips").fixed_px == 64
    several(north, tta="scales")
