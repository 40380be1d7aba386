"""Depthwise convolutions that stay fp32 in a bf16 autocast: the same function, trained and copied as any other."""

from __future__ import annotations

import copy

import pytest

torch = pytest.importorskip("torch")

from l4s_core.networks.lite_unet import LiteUnet
from l4s_core.training.depthwise import Fp32DepthwiseConv2d, keep_depthwise_fp32

BF16_STEP = 2.0**-8  # relative: eight bits of mantissa


def pair() -> tuple[torch.nn.Conv2d, torch.nn.Conv2d]:
    torch.manual_seed(0)
    plain = torch.nn.Conv2d(8, 8, 3, padding=1, groups=8)
    kept = copy.deepcopy(plain)
    assert keep_depthwise_fp32(torch.nn.Sequential(kept)) == 1
    return plain, kept


def test_what_it_gives_in_bf16_is_what_the_plain_one_gives() -> None:
    plain, kept = pair()
    x = torch.rand(2, 8, 16, 16).bfloat16()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        theirs, ours = plain(x), kept(x)
    assert ours.dtype == theirs.dtype == torch.bfloat16
    exact = plain(x.float())
    assert torch.allclose(ours.float(), exact, rtol=BF16_STEP, atol=1e-6), "one rounding, at the end"
    assert torch.allclose(ours.float(), theirs.float(), rtol=0, atol=8 * BF16_STEP)


def test_gradients_reach_input_and_weights() -> None:
    plain, kept = pair()
    x = torch.rand(2, 8, 16, 16).bfloat16().requires_grad_()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        kept(x).float().square().sum().backward()
    exact = x.detach().float().requires_grad_()
    plain(exact).square().sum().backward()
    assert kept.weight.grad is not None and kept.weight.grad.dtype == torch.float32
    for ours, theirs in ((kept.weight.grad, plain.weight.grad), (x.grad.float(), exact.grad)):
        assert float((ours - theirs).norm() / theirs.norm()) < 4 * BF16_STEP


def test_only_depthwise_ones_change_and_weights_keep_their_names() -> None:
    net = LiteUnet()
    before = {name: tensor.clone() for name, tensor in net.state_dict().items()}
    convolutions = [one for one in net.modules() if type(one) is torch.nn.Conv2d]
    depthwise = [one for one in convolutions if one.groups == one.in_channels > 1]
    assert keep_depthwise_fp32(net) == len(depthwise) > 0
    assert all(isinstance(one, Fp32DepthwiseConv2d) == (one in depthwise) for one in convolutions)
    assert keep_depthwise_fp32(net) == 0, "a second time there is nothing to do"
    after = net.state_dict()
    assert list(after) == list(before)
    assert all(torch.equal(after[name], tensor) for name, tensor in before.items())
    LiteUnet().load_state_dict(after)


def test_a_copy_is_one_of_its_own_and_outside_autocast_nothing_changes() -> None:
    plain, kept = pair()
    twin = copy.deepcopy(kept)
    x = torch.rand(1, 8, 16, 16)
    assert type(twin) is Fp32DepthwiseConv2d
    assert torch.equal(kept(x), plain(x)) and torch.equal(twin(x), plain(x))
    with torch.no_grad():
        twin.weight.zero_()
    assert not torch.equal(kept.weight, twin.weight)
