"""Augmentation moves image and mask together, recolours spectral channels only, and is a function of its generator."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from pydantic import ValidationError

from l4s_core.channels.l4s import L4S_NAMES, L4S_OPTICAL
from l4s_core.training.augmentation.augment import AugmentOptions, augment

ALL = {
    "flips": True,
    "rotations": True,
    "zoom": (1.0, 2.0),
    "colour": 0.2,
    "noise": 0.05,
    "channel_dropout": {"terrain": 0.2, "B10": 0.5, "not_rgb": 0.1},
}


def sample(seed: int = 0, shape: tuple[int, int] = (32, 32)) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    image = rng.standard_normal((14, *shape), dtype=np.float32)
    return image, rng.choice(np.array([0, 1, 255], np.uint8), shape)


def run(
    image: np.ndarray, mask: np.ndarray, seed: int, fill: float = 0.0, **options: object
) -> tuple[np.ndarray, np.ndarray]:
    return augment(image, mask, L4S_NAMES, AugmentOptions(**options), np.random.default_rng(seed), fill)


def marked(shape: tuple[int, int] = (32, 32), block: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """A mask of 0, 1 and 255 in square blocks, and an image whose channels all hold the mask's numbers."""
    small = np.random.default_rng(5).choice(np.array([0, 1, 255], np.uint8), (shape[0] // block, shape[1] // block))
    mask = small.repeat(block, 0).repeat(block, 1)
    return np.repeat(mask[None].astype(np.float32), 14, 0), mask


def symmetries(image: np.ndarray) -> list[bytes]:
    """The eight ways to lay a square down."""
    return [np.rot90(turned, k).tobytes() for turned in (image, np.fliplr(image)) for k in range(4)]


def test_all_off_is_the_identity_and_draws_nothing() -> None:
    image, mask = sample()
    rng = np.random.default_rng(0)
    out, out_mask = augment(image, mask, L4S_NAMES, AugmentOptions(), rng)
    assert np.array_equal(out, image) and np.array_equal(out_mask, mask)
    assert rng.random() == np.random.default_rng(0).random()


@pytest.mark.parametrize("options", [{"flips": True}, {"rotations": True}, {"flips": True, "rotations": True}])
@pytest.mark.parametrize("shape", [(32, 32), (16, 24)])
def test_flips_and_rotations_move_image_and_mask_together(options: dict, shape: tuple[int, int]) -> None:
    image, mask = marked(shape)
    seen = set()
    for seed in range(60):
        out, out_mask = run(image, mask, seed, **options)
        assert out.shape == image.shape and out_mask.shape == mask.shape
        # slope and elevation included: turning a patch changes where a value is, not the value
        assert all(np.array_equal(channel, out_mask) for channel in out)
        seen.add(out_mask.tobytes())
    square = shape[0] == shape[1]
    expected = {("flips",): 4, ("rotations",): 4 if square else 2, ("flips", "rotations"): 8 if square else 4}
    assert len(seen) == expected[tuple(options)]
    if square:
        assert seen <= set(symmetries(mask))


def test_the_eight_symmetries_are_equally_frequent() -> None:
    image, mask = marked((6, 6))
    options = AugmentOptions(flips=True, rotations=True)
    rng = np.random.default_rng(0)
    count = dict.fromkeys(symmetries(mask), 0)
    for _ in range(4000):
        count[augment(image, mask, L4S_NAMES, options, rng)[1].tobytes()] += 1
    # 500 each, standard deviation 21
    assert len(count) == 8
    assert all(400 < found < 600 for found in count.values())


def test_zoom_moves_image_and_mask_together() -> None:
    # blocks of 8 pixels: inside a block, away from its edge, bilinear and nearest neighbour give its value
    image, mask = marked((64, 64), block=8)
    for seed in range(20):
        out, out_mask = run(image, mask, seed, zoom=(2, 4))
        inside = np.ones_like(mask, dtype=bool)
        for shift in product(range(-3, 4), repeat=2):
            inside &= np.roll(out_mask, shift, (0, 1)) == out_mask
        inside[:3] = inside[-3:] = inside[:, :3] = inside[:, -3:] = False
        assert inside.mean() > 0.2
        assert np.allclose(out[:, inside], out_mask[inside], atol=1e-3)
        assert set(np.unique(out_mask)) <= {0, 1, 255}


@pytest.mark.parametrize("factor", [1.0, 1.7, 2.0, 8.0])
def test_zoom_of_a_ramp_is_a_flatter_ramp(factor: float) -> None:
    rows, cols = np.mgrid[:48, :40].astype(np.float32)
    image = np.stack([rows, cols] * 7)
    label_rows = rows.astype(np.uint8)
    for seed in range(10):
        out, out_labels = run(image, label_rows, seed, zoom=(factor, factor))
        for k, axis in ((0, 0), (1, 1)):
            assert np.allclose(np.diff(out[k], axis=axis)[4:-4, 4:-4], 1 / factor, atol=1e-4)
            assert np.allclose(np.diff(out[k], axis=1 - axis), 0, atol=1e-4)
        assert out[0].min() >= 0 and out[0].max() <= 47 and out[1].max() <= 39
        # the label is the row number: within half a pixel of the ramp beneath it
        assert np.abs(out_labels - out[0]).max() <= 0.5 + 1e-3


@pytest.mark.parametrize("shape", [(24, 24), (10, 31), (1, 6)])
def test_zoom_agrees_with_torchs_bilinear_sampling(shape: tuple[int, int]) -> None:
    torch = pytest.importorskip("torch")
    image, mask = sample(2, shape)
    image[:2] = np.mgrid[: shape[0], : shape[1]]  # these two say where the others were read
    for seed in range(10):
        out, _ = run(image, mask, seed, zoom=(1, 3))
        last = np.maximum(np.array(shape) - 1, 1)
        place = torch.from_numpy(np.stack([2 * out[1] / last[1] - 1, 2 * out[0] / last[0] - 1], -1).astype(np.float32))
        expected = torch.nn.functional.grid_sample(
            torch.from_numpy(image)[None], place[None], align_corners=True, padding_mode="border"
        )
        assert np.allclose(out[2:], expected[0, 2:].numpy(), atol=1e-4)


def test_zoom_reaches_every_corner() -> None:
    rows, cols = np.mgrid[:32, :32].astype(np.float32)
    image, mask = np.stack([rows, cols] * 7), np.zeros((32, 32), np.uint8)
    corners = np.array([run(image, mask, seed, zoom=(2, 2))[0][:2, 0, 0] for seed in range(300)])
    assert corners.min() < 0.5 and corners.max() > 15
    assert np.allclose(corners.mean(axis=0), 7.75, atol=1)  # 0 to 15.5, evenly


def test_colour_and_noise_are_spectral_only() -> None:
    image, mask = sample()
    optical = [k for k, name in enumerate(L4S_NAMES) if name in L4S_OPTICAL]
    terrain = [k for k, name in enumerate(L4S_NAMES) if name not in L4S_OPTICAL]
    for options in ({"colour": 0.3, "colour_probability": 1.0}, {"noise": 0.1}):
        out, out_mask = run(image, mask, 1, **options)
        assert np.array_equal(out[terrain], image[terrain])
        assert all(not np.allclose(out[k], image[k], atol=1e-3) for k in optical)
        assert np.array_equal(out_mask, mask)


def test_colour_is_a_line_per_channel_within_its_strength() -> None:
    image, mask = sample()
    image += np.arange(14, dtype=np.float32)[:, None, None]
    s = 0.2
    slopes = []
    for seed in range(200):
        out, _ = run(image, mask, seed, colour=s, colour_probability=1.0)
        for k in (0, 5, 11):
            slope, intercept = np.polyfit(image[k].ravel(), out[k].ravel(), 1)
            assert np.allclose(out[k], slope * image[k] + intercept, atol=1e-3)
            assert (1 - s) ** 2 - 1e-3 <= slope <= (1 + s) ** 2 + 1e-3
            # at the mean of the patch only gain and brightness act
            mean = image[k].mean()
            assert abs(slope * mean + intercept - mean) <= s * abs(mean) + s + 1e-2
            slopes.append(slope)
    assert np.mean(slopes) == pytest.approx(1, abs=0.02)
    assert np.std(slopes) > 0.1


def test_colour_probability_is_a_share_of_the_samples() -> None:
    image, mask = sample(shape=(4, 4))
    changed = sum(
        not np.array_equal(run(image, mask, k, colour=0.1, colour_probability=0.3)[0], image) for k in range(1000)
    )
    assert 240 < changed < 360  # 300, standard deviation 14.5


def test_noise_is_white_with_the_standard_deviation_asked_for() -> None:
    image, mask = sample(shape=(127, 129))
    noise = run(image, mask, 0, noise=0.1)[0][:12] - image[:12]
    assert np.allclose(noise.std(axis=(1, 2)), 0.1, rtol=0.03)
    assert np.abs(noise.mean(axis=(1, 2))).max() < 0.005
    assert np.abs(noise).max() < 0.35
    beside = [noise[:, :, 1:] * noise[:, :, :-1], noise[:, 1:] * noise[:, :-1], noise[1:] * noise[:-1]]
    assert all(abs(product.mean()) < 0.05 * 0.01 for product in beside)


def test_dropout_has_the_frequencies_asked_for() -> None:
    image, mask = sample(shape=(4, 4))
    shares = {"terrain": 0.3, "B9": 0.5, "swir": 0.1}
    count = dict.fromkeys(L4S_NAMES, 0)
    for seed in range(2000):
        out, _ = run(image, mask, seed, fill=-7.0, channel_dropout=shares)
        missing = (out == -7).all(axis=(1, 2))
        assert np.array_equal(out[~missing], image[~missing])
        assert missing[12] == missing[13]  # a group goes as one
        assert missing[9] == missing[10] == missing[11]
        for name, gone in zip(L4S_NAMES, missing, strict=True):
            count[name] += int(gone)
    for name, share in {"slope": 0.3, "dem": 0.3, "B9": 0.5, "B10": 0.1, "B11": 0.1, "B12": 0.1}.items():
        assert count.pop(name) / 2000 == pytest.approx(share, abs=0.05)
    assert not any(count.values())


def test_a_channel_always_stays() -> None:
    image, mask = sample(shape=(4, 4))
    for dropout in (
        {"spectral": 1.0, "terrain": 1.0},
        dict.fromkeys(L4S_NAMES, 1.0),
        {"rgb": 1.0, "not_rgb": 1.0},
    ):
        out, _ = run(image, mask, 0, channel_dropout=dropout)
        stays = [k for k in range(14) if np.array_equal(out[k], image[k])]
        assert stays and len(stays) < 14
    one, _ = augment(image[:1], mask, ("B1",), AugmentOptions(channel_dropout={"B1": 1.0}), np.random.default_rng(0))
    assert np.array_equal(one, image[:1])


def test_groups_that_the_input_lacks_do_nothing() -> None:
    image, mask = sample(shape=(4, 4))
    options = AugmentOptions(channel_dropout={"terrain": 1.0, "B10": 1.0})
    out, _ = augment(image[:3], mask, ("B4", "B3", "B2"), options, np.random.default_rng(0))
    assert np.array_equal(out, image[:3])


def test_a_channel_that_is_not_there_stays_so() -> None:
    image, mask = sample()
    image[9] = -2.5
    for seed in range(10):
        out, _ = run(image, mask, seed, fill=-2.5, **ALL)
        assert (out[9] == -2.5).all()


@pytest.mark.parametrize("shape", [(32, 32), (1, 32), (20, 28)])
def test_everything_at_once_is_deterministic_contiguous_finite_and_leaves_its_input_alone(
    shape: tuple[int, int],
) -> None:
    image, mask = sample(3, shape)
    before, mask_before = image.copy(), mask.copy()
    image.setflags(write=False)
    mask.setflags(write=False)
    results = []
    for seed in range(20):
        out, out_mask = run(image, mask, seed, **ALL)
        again, again_mask = run(image, mask, seed, **ALL)
        assert np.array_equal(out, again) and np.array_equal(out_mask, again_mask)
        assert out.shape == image.shape and out_mask.shape == mask.shape
        assert out.dtype == np.float32 and out_mask.dtype == np.uint8
        assert out.flags.c_contiguous and out_mask.flags.c_contiguous
        assert np.isfinite(out).all()
        assert set(np.unique(out_mask)) <= {0, 1, 255}
        results.append(out.tobytes())
    assert len(set(results)) == 20
    assert np.array_equal(image, before) and np.array_equal(mask, mask_before)


def test_writing_never_reaches_the_input() -> None:
    # one row: flipped up-down it is still contiguous, and still the input's memory
    for seed in range(20):
        image, mask = sample(3, (1, 8))
        before = image.copy()
        run(image, mask, seed, flips=True, noise=0.1, channel_dropout={"B1": 1.0})
        assert np.array_equal(image, before)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"flip": True}, "flip"),
        ({"zoom": (0.5, 2)}, "1 to 8"),
        ({"zoom": (3, 2)}, "smaller first"),
        ({"colour": 1.5}, "less than or equal to 1"),
        ({"channel_dropout": {"terain": 0.1}}, "did you mean terrain\\?"),
        ({"channel_dropout": {"B13": 0.1}}, "Groups: all, spectral"),
        ({"channel_dropout": {"B10": 1.5}}, "from 0 to 1"),
        ({"channel_dropout": {"B10": float("nan")}}, "from 0 to 1"),
        ({"zoom": (1, float("nan"))}, "1 to 8"),
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        AugmentOptions(**options)


def test_channels_must_be_those_of_the_image() -> None:
    image, mask = sample()
    with pytest.raises(ValueError, match="channels"):
        augment(image, mask, L4S_NAMES[:3], AugmentOptions(), np.random.default_rng(0))
