"""Whether a few numbers learn from made scenes what they should, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from l4s_core.training.evidence import Sample, counts, draw, fit

THRESHOLD = 0.35


def scene(seed: int, *, rock: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probability of a network that marks all bare ground and much that is not, red and near infrared, label."""
    rng = np.random.default_rng(seed)
    label = np.zeros((200, 240), np.uint8)
    bare = np.zeros(label.shape, bool)
    for _ in range(12):
        row, col = rng.integers(10, 180), rng.integers(10, 220)
        bare[row : row + 12, col : col + 8] = True
    if rock:
        bare[:, 60:] |= rng.random((200, 180)) < 0.9
    else:
        label[bare] = 1
    ndvi = np.where(bare, 0.15, 0.75) + rng.normal(0, 0.03, label.shape)
    verdict = np.where(bare, 0.8, 0.02)
    verdict[(rng.random(label.shape) < 0.03) & ~bare] = 0.6  # green, and marked all the same
    red_nir = np.stack([0.2 * (1 - ndvi), 0.2 * (1 + ndvi)])
    return verdict.astype(np.float32), red_nir.astype(np.float32), label


def sample(name: str, seed: int, *, rock: bool) -> Sample:
    return draw(name, name, 0, *scene(seed, rock=rock), 4000, np.random.default_rng(seed))


def test_rock_goes_and_landslides_stay_on_scenes_that_it_was_not_fitted_to() -> None:
    net = fit([sample("slides", 0, rock=False), sample("rock", 1, rock=True)], {"slides": 1.0}, THRESHOLD)
    hit, false, missed, _ = counts(net, sample("slides", 2, rock=False), THRESHOLD)
    assert hit / (hit + missed) > 0.95
    assert hit / (hit + false) > 0.95
    _, false, _, area = counts(net, sample("rock", 3, rock=True), THRESHOLD)
    assert false / area < 0.05


def test_a_sample_stands_for_the_whole() -> None:
    p, red_nir, label = scene(0, rock=False)
    label[:20] = 255
    p[:, :30] = np.nan
    counted = (label != 255) & np.isfinite(p)
    one = draw("a", "a", 0, p, red_nir, label, 500, np.random.default_rng(0))
    assert len(one.logit) <= 510
    assert one.weight.sum() == pytest.approx(counted.sum(), rel=1e-5)
    assert (one.weight * one.label).sum() == pytest.approx((label[counted] == 1).sum(), rel=1e-5)


def test_the_same_samples_give_the_same_numbers() -> None:
    samples = [sample("slides", 0, rock=False), sample("rock", 1, rock=True)]
    first, second = (fit(samples, {"slides": 1.0}, THRESHOLD).state_dict() for _ in range(2))
    assert all((first[name] == second[name]).all() for name in first)
