"""Mix-up: what is mixed with what, and how strongly."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from l4s_core.training.augmentation.mixup import mix_up


def images(n: int = 6) -> torch.Tensor:
    return torch.randn(n, 3, 4, 5, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("kind", ["numpy", "torch"])
def test_it_is_the_linear_mixture_of_a_permutation(kind: str) -> None:
    x = images()
    before = x.clone()
    for seed in range(10):
        rng, same = (
            np.random.default_rng(seed) if kind == "numpy" else torch.Generator().manual_seed(seed) for _ in range(2)
        )
        mixed, permutation, lam = mix_up(x, 0.4, rng)
        assert sorted(permutation.tolist()) == list(range(6))
        assert 0 <= lam <= 1
        torch.testing.assert_close(mixed, lam * x + (1 - lam) * x[permutation])
        again = mix_up(x, 0.4, same)
        assert torch.equal(again.images, mixed) and again.lam == lam
    assert torch.equal(x, before)


@pytest.mark.parametrize("alpha", [0.2, 1.0, 5.0])
def test_lam_follows_the_beta_distribution(alpha: float) -> None:
    rng = np.random.default_rng(0)
    lam = np.array([mix_up(images(2), alpha, rng).lam for _ in range(3000)])
    assert lam.mean() == pytest.approx(0.5, abs=0.03)
    assert lam.var() == pytest.approx(1 / (4 * (2 * alpha + 1)), rel=0.1)


def test_precision_stays_and_one_image_is_mixed_with_itself() -> None:
    x = images(1).to(torch.bfloat16)
    mixed, _, _ = mix_up(x, 0.2, np.random.default_rng(0))
    assert mixed.dtype == torch.bfloat16
    torch.testing.assert_close(mixed, x)


def test_alpha_must_be_positive() -> None:
    with pytest.raises(ValueError, match="above 0"):
        mix_up(images(), 0.0, np.random.default_rng(0))
