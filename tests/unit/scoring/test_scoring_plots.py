"""Figures: written, of the right size, and showing what they are given."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.inference.onnx_model import OnnxModel
from l4s_core.patches.types import Patch, PatchKey
from l4s_core.scoring.display import choose_bands, outline, rgb_of
from onnx_models import write_model
from scoring_kit import red_patches

pytest.importorskip("matplotlib")

from l4s_core.scoring import evaluation_plot, figure, montage, training_plot
from l4s_core.scoring.evaluate import evaluate
from l4s_core.scoring.plots import plot_evaluation, plot_montage, plot_training

SKY, YELLOW, RED = (86, 180, 233), (240, 228, 66), (213, 94, 0)


def pixels_of(path: Path, colour: tuple[int, int, int]) -> int:
    """How many pixels of the right-most panel have that hue, be they pure or a tint over grey."""
    image = Image.open(path).convert("RGB")
    panel = image.crop((int(0.78 * image.width), 0, image.width, int(0.7 * image.height)))
    hsv = np.asarray(panel.convert("HSV")).astype(int)
    [[[hue, _, _]]] = np.asarray(Image.new("RGB", (1, 1), colour).convert("HSV")).astype(int).tolist()
    return int(((np.abs(hsv[..., 0] - hue) <= 6) & (hsv[..., 1] > 30)).sum())


def patch_of(values: np.ndarray) -> Patch:
    return Patch(PatchKey(1, "here"), values.astype(np.float32), None)


@pytest.mark.parametrize(
    ("channels", "wanted"),
    [
        (L4S_NAMES, ("B4", "B3", "B2")),
        (("B2", "B3", "B4"), ("B4", "B3", "B2")),
        (("B8", "B3", "B2"), ("B8", "B3", "B2")),
        (("B10", "B11", "B12"), ("B12", "B11", "B10")),
        (("B8", "slope", "dem"), ("B8", "B8", "B8")),
        (("slope", "dem"), ("slope", "slope", "slope")),
    ],
)
def test_bands_that_are_shown(channels: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    assert choose_bands(channels) == wanted


def test_a_display_does_not_depend_on_gain_and_marks_missing_data() -> None:
    [patch] = red_patches(1).items
    rgb = rgb_of(patch, ("B4", "B3", "B2"))
    assert rgb.shape == (32, 32, 3)
    assert rgb.dtype == np.float32
    assert rgb.min() == 0.0
    assert rgb.max() == 1.0
    np.testing.assert_allclose(rgb_of(patch_of(3.7 * patch.values), ("B4", "B3", "B2")), rgb, atol=1e-4)
    holes = patch.values.copy()
    holes[1, :4] = np.nan
    shown = rgb_of(patch_of(holes), ("B4", "B3", "B2"))
    assert (shown[:4] == shown[0, 0, 0]).all()
    assert np.isfinite(shown).all()
    nothing = rgb_of(patch_of(np.full((3, 8, 8), np.nan)), ("B4", "B3", "B2"))
    assert np.ptp(nothing) == 0


def test_bands_are_found_by_name() -> None:
    [patch] = red_patches(1).items
    turned = patch_of(patch.values[::-1])
    np.testing.assert_array_equal(rgb_of(turned, ("B2", "B3", "B4")), rgb_of(patch, ("B4", "B3", "B2")))


def test_a_flat_band_is_not_blown_up() -> None:
    rng = np.random.default_rng(0)
    values = np.stack([rng.uniform(0, 1000, (64, 64)), rng.uniform(500, 501, (64, 64)), rng.uniform(0, 1000, (64, 64))])
    assert np.ptp(rgb_of(patch_of(values), ("B4", "B3", "B2"))[..., 1]) < 0.1


def test_an_outline_is_a_rim_inside_the_region() -> None:
    region = np.zeros((5, 6), bool)
    region[1:3, 2:5] = True
    rim = outline(region, 4)
    fine = region.repeat(4, 0).repeat(4, 1)
    assert rim.shape == (20, 24)
    assert (rim <= fine).all()
    assert rim.sum() == 2 * (8 + 12) - 4
    assert not outline(np.ones((3, 3), bool), 2).any()  # nothing to separate it from


def test_a_montage_shows_hits_misses_and_false_alarms_in_their_colours(tmp_path: Path) -> None:
    grey = np.full((32, 32, 3), 0.5, np.float32)
    mask = np.zeros((32, 32), np.uint8)
    mask[4:12, 4:12] = 1
    probability = {
        "hit": np.where(mask == 1, 0.9, 0.1),
        "missed": np.full((32, 32), 0.1),
        "false": np.full((32, 32), 0.1),
    }
    probability["false"][20:28, 20:28] = 0.9
    masks = {"hit": mask, "missed": mask, "false": np.zeros_like(mask)}
    seen = {}
    for name, p in probability.items():
        path = tmp_path / f"{name}.png"
        plot_montage([(grey, masks[name], p.astype(np.float32))], path, 0.5, titles=[name])
        seen[name] = [pixels_of(path, colour) > 50 for colour in (SKY, YELLOW, RED)]
    assert seen == {"hit": [True, False, False], "missed": [False, True, False], "false": [False, False, True]}


def test_a_montage_leaves_ignored_pixels_out_and_takes_missing_probabilities(tmp_path: Path) -> None:
    grey = np.full((16, 16, 3), 0.5, np.float32)
    mask = np.full((16, 16), 255, np.uint8)
    p = np.full((16, 16), 0.9, np.float32)
    p[:4] = np.nan
    plot_montage([(grey, mask, p)], tmp_path / "one.png", 0.5)
    assert pixels_of(tmp_path / "one.png", RED) == 0
    plot_montage([(grey, mask, p)] * 3, tmp_path / "three.png", 0.5)
    one, three = (Image.open(tmp_path / f"{name}.png").size for name in ("one", "three"))
    assert one[0] == three[0]
    assert three[1] > 2 * one[1]
    with pytest.raises(ValueError, match="at least one"):
        plot_montage([], tmp_path / "none.png", 0.5)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.png", "three.png"]


def test_training_curves_take_text_and_gaps(tmp_path: Path) -> None:
    rows = [
        {"step": str(50 * k), "train_loss": str(1 / (k + 1)), "validation_f1": "" if k % 2 else "0.5", "lr": None}
        for k in range(12)
    ]
    plot_training(rows, tmp_path / "curves.png")
    with_curves = np.asarray(Image.open(tmp_path / "curves.png").convert("RGB")).astype(int)
    blue = (np.abs(with_curves - (0, 114, 178)).max(axis=-1) <= 2).sum()
    assert blue > 200  # the training loss
    plot_training([], tmp_path / "empty.png")
    empty = np.asarray(Image.open(tmp_path / "empty.png").convert("RGB")).astype(int)
    assert (np.abs(empty - (0, 114, 178)).max(axis=-1) <= 2).sum() == 0
    assert empty.shape[1] > 1500


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list:
    """The figures themselves, drawn and laid out as they are saved."""
    figures = []

    def new_figure(width: float, height: float) -> object:
        figures.append(figure.new_figure(width, height))
        return figures[-1]

    for module in (evaluation_plot, montage, training_plot):
        monkeypatch.setattr(module, "new_figure", new_figure)
    return figures


def test_no_legend_covers_a_curve(drawn: list, tmp_path: Path) -> None:
    model = OnnxModel(write_model(tmp_path / "m.onnx"), "cpu", 1)
    plot_evaluation(evaluate(model, red_patches(6), bootstrap=0), tmp_path / "e.png")
    plot_training([{"step": 10 * k, "train_loss": 1, "validation_f1": 0.9} for k in range(9)], tmp_path / "c.png")
    legends = [(ax, ax.get_legend()) for made in drawn for ax in made.axes if ax.get_legend() is not None]
    assert len(legends) == 5
    for ax, legend in legends:
        assert not legend.get_window_extent().overlaps(ax.get_window_extent())
        outside = ax.figure.bbox
        assert outside.y0 <= legend.get_window_extent().y0  # and is in the picture


def test_the_colour_bar_is_under_the_probabilities(drawn: list, tmp_path: Path) -> None:
    grey, mask = np.full((16, 16, 3), 0.5, np.float32), np.zeros((16, 16), np.uint8)
    plot_montage([(grey, mask, np.zeros((16, 16), np.float32))] * 2, tmp_path / "m.png", 0.5, ["patch 3", "patch 7"])
    [made] = drawn
    panels = {ax.get_title(): ax for ax in made.axes if ax.get_title()}
    lowest = made.axes[6].get_window_extent()
    [bar] = [child for ax in made.axes for child in ax.child_axes]
    place = bar.get_window_extent()
    assert made.axes[6].get_subplotspec().colspan == panels["probability"].get_subplotspec().colspan
    assert (place.x0, place.x1) == pytest.approx((lowest.x0, lowest.x1), abs=2)
    assert place.y1 < lowest.y0
    assert [ax.get_ylabel() for ax in made.axes if ax.get_ylabel()] == ["patch 3", "patch 7"]


def test_one_check_is_seen_in_the_curves(tmp_path: Path) -> None:
    row = {"step": 10, "train_loss": 0.5, "validation_f1": 0.5, "lr": 1e-3}
    plot_training([row], tmp_path / "one.png")
    picture = np.asarray(Image.open(tmp_path / "one.png").convert("RGB")).astype(int)
    picture = picture[: int(0.8 * len(picture))]  # without the legends
    for colour in ((0, 114, 178), (0, 158, 115)):  # training loss, learning rate
        assert (np.abs(picture - colour).max(axis=-1) <= 2).sum() > 100
