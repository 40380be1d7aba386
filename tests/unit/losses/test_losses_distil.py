"""The cross-entropy to a teacher's probability, against arithmetic by hand."""

from __future__ import annotations

import math

import pytest

torch = pytest.importorskip("torch")

from l4s_core.losses.distil import distillation
from l4s_core.networks.spec import Output

NAN = math.nan


def test_value_and_gradient_by_hand() -> None:
    """Two known pixels of three: L = mean of log(1 + e^z) - q z, dL/dz = (sigmoid(z) - q) / 2."""
    z = torch.tensor([[[[0.7, -1.2, 3.0]]]], dtype=torch.float64, requires_grad=True)
    q = torch.tensor([[[0.25, 0.9, NAN]]])
    value = distillation(Output(z), q)
    value.backward()
    by_hand = ((math.log1p(math.exp(0.7)) - 0.25 * 0.7) + (math.log1p(math.exp(-1.2)) + 0.9 * 1.2)) / 2
    assert value.item() == pytest.approx(by_hand, abs=1e-7)
    sigmoid = [1 / (1 + math.exp(-x)) for x in (0.7, -1.2)]
    assert z.grad is not None
    assert z.grad.flatten().tolist() == pytest.approx([(sigmoid[0] - 0.25) / 2, (sigmoid[1] - 0.9) / 2, 0.0], abs=1e-7)


def test_it_is_least_where_the_student_says_what_the_teacher_says() -> None:
    q = torch.rand(2, 5, 6, generator=torch.Generator().manual_seed(0)) * 0.98 + 0.01
    same = torch.log(q / (1 - q))[:, None].requires_grad_(True)
    loss = distillation(Output(same), q)
    loss.backward()
    assert same.grad is not None and same.grad.abs().max() < 1e-6
    assert distillation(Output(same.detach() + 0.1), q) > loss


def test_nothing_known_is_nothing_to_learn_even_of_wild_logits() -> None:
    z = torch.full((1, 1, 2, 2), 1e30, requires_grad=True)
    loss = distillation(Output(z), torch.full((1, 2, 2), NAN))
    loss.backward()
    assert loss.item() == 0 and z.grad is not None and not z.grad.any()


def test_enlarged_logits_and_an_auxiliary_output() -> None:
    """Logits at twice the size see every answer four times; the auxiliary part counts 0.4."""
    q = torch.tensor([[[0.1, 0.8], [NAN, 0.5]]])
    z = torch.randn(1, 1, 4, 4, generator=torch.Generator().manual_seed(1))
    big = torch.repeat_interleave(torch.repeat_interleave(q, 2, 1), 2, 2)
    alone = distillation(Output(z), q)
    assert alone == distillation(Output(z), big)
    assert distillation(Output(z, auxiliary=z), q).item() == pytest.approx(1.4 * alone.item(), rel=1e-6)
