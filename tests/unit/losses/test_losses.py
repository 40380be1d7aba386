"""Each loss equals its published definition: on paper, by brute force, and against torch and smp."""

from __future__ import annotations

import math
from itertools import pairwise, product

import numpy as np
import pytest

torch = pytest.importorskip("torch")
smp_losses = pytest.importorskip("segmentation_models_pytorch.losses")

from torch.nn import functional

from l4s_core.base.errors import InputError
from l4s_core.losses import parse_loss
from l4s_core.losses.lovasz import jaccard_steps
from l4s_core.losses.pixels import upsample_labels
from l4s_core.networks.spec import Output


def logit(p: float) -> float:
    return math.log(p / (1 - p))


def value(text: str, logits: torch.Tensor, target: torch.Tensor) -> float:
    """Loss of logits (n, r, c) and labels (n, r, c)."""
    return float(parse_loss(text)(Output(logits[:, None]), target)[0])


def batch(seed: int, shape: tuple[int, ...] = (3, 7, 9), share: float = 0.3) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    logits = 2 * torch.randn(shape, generator=generator, dtype=torch.float64)
    target = (torch.rand(shape, generator=generator) < share).to(torch.uint8)
    target[torch.rand(shape, generator=generator) < 0.2] = 255
    return logits, target


# p(landslide) 0.9, 0.6, 0.3, 0.2 and a fifth pixel that is ignored; the first and third are landslide
FOUR = torch.tensor([[[logit(0.9), logit(0.6), logit(0.3), logit(0.2), 5.0]]], dtype=torch.float64)
LABELS = torch.tensor([[[1, 0, 1, 0, 255]]], dtype=torch.uint8)
TRUE = np.array([0.9, 0.4, 0.3, 0.8])  # p(true)
NLL = -np.log(TRUE)
SMOOTH = -0.95 * np.log(TRUE) - 0.05 * np.log(1 - TRUE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ce", NLL.mean()),
        ("wce(positive=3)", (3 * NLL[0] + NLL[1] + 3 * NLL[2] + NLL[3]) / 8),
        ("wce(positive=1)", NLL.mean()),
        ("image_wce", NLL.mean()),  # as many landslide pixels as others: weight 1
        ("image_wce(cap=0.5)", (0.5 * NLL[0] + NLL[1] + 0.5 * NLL[2] + NLL[3]) / 4),
        ("soft_ce", SMOOTH.mean()),
        ("soft_ce(smoothing=0)", NLL.mean()),
        ("focal", ((1 - TRUE) ** 2 * NLL).mean()),
        ("focal(gamma=0)", NLL.mean()),
        ("focal(gamma=0.5, alpha=0.25)", (np.array([0.25, 0.75, 0.25, 0.75]) * (1 - TRUE) ** 0.5 * NLL).mean()),
        # hard: p(true) below 0.7 are 0.4 and 0.3; a quarter of four pixels is one, three quarters are three
        ("ohem_ce(keep=0.25)", (NLL[1] + NLL[2]) / 2),
        ("ohem_ce(keep=0.75)", (NLL[1] + NLL[2] + NLL[3]) / 3),
        ("ohem_ce(keep=0.25, threshold=0)", NLL[2]),
        ("ohem_ce(keep=0.26, threshold=0)", (NLL[1] + NLL[2]) / 2),
        ("ohem_ce(threshold=0.35)", NLL[2]),
        ("ohem_ce(threshold=1)", NLL.mean()),
        ("ohem_soft_ce(keep=0.25)", (SMOOTH[1] + SMOOTH[2]) / 2),
        # landslide: sum p t = 1.2, sum p = 2.0, sum t = 2; background: 1.2, 2.0, 2
        ("jaccard", 1 - 1.2 / (2.0 + 2 - 1.2)),
        ("jaccard(classes=landslide)", 1 - 1.2 / (2.0 + 2 - 1.2)),
        ("dice", 1 - 2 * 1.2 / (2.0 + 2)),
        # errors 0.7 (landslide), 0.6, 0.2, 0.1 (landslide). Landslide: 1 - IoU grows 1/2, 2/3, 3/4, 1;
        # background: 1/3, 2/3, 1, 1
        ("lovasz(classes=landslide)", 0.7 / 2 + 0.6 / 6 + 0.2 / 12 + 0.1 / 4),
        ("lovasz", (0.7 / 2 + 0.6 / 6 + 0.2 / 12 + 0.1 / 4 + 0.7 / 3 + 0.6 / 3 + 0.2 / 3) / 2),
    ],
)
def test_by_hand(text: str, expected: float) -> None:
    assert value(text, FOUR, LABELS) == pytest.approx(expected, rel=1e-6)


def test_image_wce_balances_each_image() -> None:
    # image 0: one landslide pixel in four, weight 3; image 1: none; image 2: all ignored and not in the mean
    p = torch.tensor([[[0.8, 0.1, 0.1, 0.5]], [[0.1, 0.1, 0.1, 0.1]], [[0.5, 0.5, 0.5, 0.5]]], dtype=torch.float64)
    target = torch.tensor([[[1, 0, 0, 0]], [[0, 0, 0, 0]], [[255] * 4]])
    first = (-3 * math.log(0.8) - 2 * math.log(0.9) - math.log(0.5)) / 4
    assert value("image_wce", torch.logit(p), target) == pytest.approx((first - math.log(0.9)) / 2, rel=1e-6)
    capped = (-2 * math.log(0.8) - 2 * math.log(0.9) - math.log(0.5)) / 4
    assert value("image_wce(cap=2)", torch.logit(p), target) == pytest.approx((capped - math.log(0.9)) / 2, rel=1e-6)


def test_image_level_loss() -> None:
    target = torch.tensor([[[1, 0]], [[0, 0]], [[255, 1]], [[255, 255]]])
    output = Output(torch.zeros(4, 1, 1, 2), torch.tensor([logit(0.8), logit(0.3), logit(0.4), 9.0]))
    published = -(math.log(0.8) + math.log(0.4)) / 3  # three images have labels
    for text, expected in [("image", published), ("image(both=true)", published - math.log(0.7) / 3)]:
        _, parts = parse_loss(f"ce + {text}")(output, target)
        assert float(parts["image"]) == pytest.approx(expected, rel=1e-6)


def test_image_level_loss_without_a_head_is_refused() -> None:
    with pytest.raises(InputError, match="image_head"):
        parse_loss("ce + image")(Output(torch.zeros(1, 1, 2, 2)), torch.zeros(1, 2, 2))


# Lovasz


def jaccard_of_mistakes(member: np.ndarray, wrong: np.ndarray) -> float:
    """Set function of Berman et al.: 1 - IoU of a class when exactly the pixels ``wrong`` are mistaken."""
    union = (member | wrong).sum()
    return 1 - (member & ~wrong).sum() / union if union else 0.0


def choquet(member: np.ndarray, errors: np.ndarray) -> float:
    """The Lovasz extension as the integral over t of the set function of {error >= t}."""
    levels = np.unique(np.concatenate([[0.0], errors]))
    return sum((high - low) * jaccard_of_mistakes(member, errors >= high) for low, high in pairwise(levels))


@pytest.mark.parametrize("labels", [[1, 0, 1, 0, 0], [0] * 5, [1] * 5, [1, 0, 0, 0, 0]])
def test_lovasz_is_the_jaccard_loss_where_every_pixel_is_right_or_wrong(labels: list[int]) -> None:
    target = np.array(labels, dtype=bool)
    for guess in product([False, True], repeat=5):
        wrong = np.array(guess) != target
        logits = torch.tensor(np.where(guess, 60.0, -60.0))[None, None]
        each = [jaccard_of_mistakes(~target, wrong), jaccard_of_mistakes(target, wrong)]
        for classes, expected in [("landslide", each[1]), ("all", sum(each) / 2)]:
            found = value(f"lovasz(classes={classes})", logits, torch.tensor(target[None, None].astype(np.uint8)))
            assert found == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_lovasz_is_the_extension_of_the_set_function(seed: int) -> None:
    logits, target = batch(seed)
    valid = (target != 255).numpy()
    member = (target == 1).numpy()[valid]
    errors = np.abs(member - torch.sigmoid(logits).numpy()[valid])
    expected = [choquet(~member, errors), choquet(member, errors)]
    assert value("lovasz", logits, target) == pytest.approx(sum(expected) / 2, rel=1e-6)
    assert value("lovasz(classes=landslide)", logits, target) == pytest.approx(expected[1], rel=1e-6)
    reference = smp_losses.LovaszLoss("multiclass", ignore_index=255)
    two = torch.stack([torch.zeros_like(logits), logits], dim=1).float()
    assert value("lovasz", logits, target) == pytest.approx(float(reference(two, target)), rel=1e-5)


def test_lovasz_skips_absent_classes_only_when_told() -> None:
    logits, _ = batch(1)
    target = torch.zeros(logits.shape, dtype=torch.uint8)
    errors = torch.sigmoid(logits)
    background = choquet(np.ones(errors.numel(), dtype=bool), errors.flatten().numpy())
    assert value("lovasz", logits, target) == pytest.approx(background, rel=1e-6)
    assert value("lovasz(classes=landslide)", logits, target) == pytest.approx(float(errors.max()), rel=1e-6)
    assert value("lovasz(classes=all)", logits, target) == pytest.approx((background + float(errors.max())) / 2)


def test_lovasz_per_image_is_the_mean_over_labelled_images() -> None:
    logits, target = batch(2)
    target[2] = 255
    alone = [value("lovasz", logits[k : k + 1], target[k : k + 1]) for k in (0, 1)]
    assert value("lovasz(per_image=true)", logits, target) == pytest.approx(sum(alone) / 2, rel=1e-6)


def test_lovasz_steps_are_exact_for_a_large_batch() -> None:
    generator = torch.Generator().manual_seed(0)
    member = torch.rand(1, 500_000, generator=generator) < 0.02
    steps = jaccard_steps(member, torch.ones_like(member))
    count = member.sum().double()
    jaccard = 1 - (count - member.double().cumsum(1)) / (count + (~member).double().cumsum(1))
    expected = torch.diff(jaccard, prepend=torch.zeros(1, 1, dtype=torch.float64))
    # double precision leaves 1e-16 of rounding in a difference of values near 1
    torch.testing.assert_close(steps.double(), expected, rtol=1e-6, atol=1e-15)
    assert float(steps.double().sum()) == pytest.approx(1, abs=1e-6)


# The libraries


@pytest.mark.parametrize("seed", range(3))
def test_torch_agrees_on_cross_entropy(seed: int) -> None:
    logits, target = batch(seed)
    two, labels = torch.stack([torch.zeros_like(logits), logits], dim=1), target.long()
    for text, options in [
        ("ce", {}),
        ("wce(positive=5)", {"weight": torch.tensor([1.0, 5.0], dtype=torch.float64)}),
        ("soft_ce(smoothing=0.2)", {"label_smoothing": 0.2}),
    ]:
        expected = functional.cross_entropy(two, labels, ignore_index=255, **options)
        assert value(text, logits, target) == pytest.approx(float(expected), rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_smp_agrees_where_nothing_is_ignored(seed: int) -> None:
    logits, target = batch(seed)
    target = torch.where(target == 255, 0, target).long()
    two = torch.stack([torch.zeros_like(logits), logits], dim=1)
    for text, expected in [
        ("soft_ce", smp_losses.SoftCrossEntropyLoss(smooth_factor=0.1)(two, target)),
        ("focal", smp_losses.FocalLoss("binary")(logits, target)),
        ("focal(gamma=3, alpha=0.4)", smp_losses.FocalLoss("binary", gamma=3, alpha=0.4)(logits, target)),
    ]:
        assert value(text, logits, target) == pytest.approx(float(expected), rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_overlap_losses_by_their_formula(seed: int) -> None:
    logits, target = batch(seed)
    valid = target != 255
    t, p = (target[valid] == 1).double(), torch.sigmoid(logits[valid])
    iou, dice = [], []
    for of_p, of_t in ((1 - p, 1 - t), (p, t)):
        both = float((of_p * of_t).sum())
        total = float(of_p.sum() + of_t.sum())
        iou.append(1 - both / (total - both))
        dice.append(1 - 2 * both / total)
    assert value("jaccard", logits, target) == pytest.approx(sum(iou) / 2, rel=1e-6)
    assert value("dice", logits, target) == pytest.approx(sum(dice) / 2, rel=1e-6)
    assert value("jaccard(classes=landslide)", logits, target) == pytest.approx(iou[1], rel=1e-6)
    assert value("dice(classes=landslide)", logits, target) == pytest.approx(dice[1], rel=1e-6)


# Sums, sizes, mix-up


def test_total_is_the_sum_of_its_parts() -> None:
    logits, target = batch(4)
    output = Output(logits[:, None], torch.tensor([0.3, -1.0, 2.0]), 0.5 * logits[:, None])
    total, parts = parse_loss("lovasz + 0.5*wce(positive=2) + 2*wce(positive=3) + image")(output, target)
    assert list(parts) == ["lovasz", "wce", "wce_2", "image", "auxiliary"]
    assert float(total) == pytest.approx(float(sum(parts.values())), rel=1e-6)
    assert float(parts["wce"]) == pytest.approx(0.5 * value("wce(positive=2)", logits, target), rel=1e-6)
    assert float(parts["wce_2"]) == pytest.approx(2 * value("wce(positive=3)", logits, target), rel=1e-6)
    along = value("lovasz + 0.5*wce(positive=2) + 2*wce(positive=3)", 0.5 * logits, target)
    assert float(parts["auxiliary"]) == pytest.approx(0.4 * along, rel=1e-6)
    assert not any(part.requires_grad for part in parts.values())


def test_a_coarser_auxiliary_prediction_is_brought_to_the_size_of_the_logits() -> None:
    target = torch.zeros(1, 4, 4)
    output = Output(torch.zeros(1, 1, 8, 8), None, torch.full((1, 1, 2, 2), logit(0.2)))
    _, parts = parse_loss("ce")(output, target)
    assert float(parts["auxiliary"]) == pytest.approx(-0.4 * math.log(0.8), rel=1e-6)


@pytest.mark.parametrize(
    "text", ["ce", "wce(positive=4)", "image_wce", "soft_ce", "focal", "lovasz", "jaccard", "dice", "ohem_ce(keep=0.5)"]
)
def test_scale_promotion_of_everything_changes_nothing(text: str) -> None:
    logits, target = batch(5, (2, 6, 8))
    target[0, 0, 0] = 0
    if text.startswith("ohem"):
        target[0, 0, 1] = 255 if int((target != 255).sum()) % 2 else target[0, 0, 1]  # a half is a whole number
    big = logits.repeat_interleave(4, 1).repeat_interleave(4, 2)
    assert value(text, big, target) == pytest.approx(value(text, logits, target), rel=1e-5)


@pytest.mark.parametrize(("small", "big"), [((4, 4), (10, 10)), ((128, 128), (320, 320)), ((5, 7), (15, 14))])
def test_labels_are_enlarged_by_nearest_neighbour(small: tuple[int, int], big: tuple[int, int]) -> None:
    labels = torch.arange(small[0] * small[1]).reshape(1, *small)
    expected = functional.interpolate(labels[None].float(), big, mode="nearest-exact")[0].long()
    assert torch.equal(upsample_labels(labels, big), expected)


def test_labels_stay_in_place_under_bilinear_images() -> None:
    # a ramp image holds its column number: enlarged, the label must be the number within half a pixel
    columns = torch.arange(12.0)
    image = functional.interpolate(columns.repeat(1, 1, 4, 1), scale_factor=2.5, mode="bilinear", align_corners=False)
    labels = upsample_labels(columns.long().repeat(1, 4, 1), (10, 30))
    assert float((labels - image[0]).abs().max()) <= 0.5 + 1e-5


def test_shapes_that_do_not_belong_together_are_refused() -> None:
    for logits, target in [((1, 1, 4, 4), (1, 8, 8)), ((2, 1, 4, 4), (1, 4, 4)), ((1, 2, 4, 4), (1, 4, 4))]:
        with pytest.raises(ValueError, match=r"labels"):
            parse_loss("ce")(Output(torch.zeros(logits)), torch.zeros(target))


def test_mixed_loss_is_linear_in_lambda() -> None:
    logits, target_i = batch(6)
    _, target_j = batch(7)
    loss = parse_loss("ce + jaccard + image")
    output = Output(logits[:, None], torch.tensor([0.3, -1.0, 2.0]))
    of_i, of_j = float(loss(output, target_i)[0]), float(loss(output, target_j)[0])
    for lam in (0.0, 0.3, 1.0):
        total, parts = loss.mixed(output, target_i, target_j, lam)
        assert float(total) == pytest.approx(lam * of_i + (1 - lam) * of_j, rel=1e-6)
        assert float(sum(parts.values())) == pytest.approx(float(total), rel=1e-6)


def test_mixed_cross_entropy_is_that_of_mixed_labels() -> None:
    logits, target_i = batch(6)
    _, target_j = batch(7)
    target_i, target_j = (torch.where(t == 255, 0, t) for t in (target_i, target_j))
    mixed = 0.3 * target_i.double() + 0.7 * target_j.double()
    expected = functional.binary_cross_entropy_with_logits(logits, mixed)
    total, _ = parse_loss("ce").mixed(Output(logits[:, None]), target_i, target_j, 0.3)
    assert float(total) == pytest.approx(float(expected), rel=1e-6)
