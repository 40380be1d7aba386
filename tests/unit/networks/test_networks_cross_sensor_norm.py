"""Cross-sensor normalisation against nn.BatchNorm2d."""

from __future__ import annotations

import copy

import pytest

pytest.importorskip("torch")

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from l4s_core.base.errors import InputError
from l4s_core.networks.cross_sensor_norm import CrossSensorNorm2d, convert, set_domain
from l4s_core.networks.spec import NetworkSpec
from networks_kit import difference, export, inputs, lively


def norm(channels: int = 5, **options: object) -> nn.BatchNorm2d:
    torch.manual_seed(1)
    layer = nn.BatchNorm2d(channels, **options)
    if layer.affine:
        nn.init.normal_(layer.weight)
        nn.init.normal_(layer.bias)
    return layer


def batch(n: int = 6, gain: float = 1.0, offset: float = 0.0) -> Tensor:
    return torch.randn(n, 5, 7, 9) * gain + offset


@pytest.mark.parametrize("options", [{}, {"momentum": None}, {"affine": False}, {"eps": 1e-2, "momentum": 0.3}])
def test_one_domain_is_batch_normalisation(options: dict):
    plain = norm(**options)
    ours = CrossSensorNorm2d.from_batch_norm(copy.deepcopy(plain), 1)
    for step in range(4):
        x = batch(gain=2.0, offset=step)
        a, b = x.clone().requires_grad_(), x.clone().requires_grad_()
        torch.testing.assert_close(plain(a), ours(b))
        weights = torch.randn_like(x)
        (plain(a) * weights).sum().backward()
        (ours(b) * weights).sum().backward()
        torch.testing.assert_close(a.grad, b.grad)
        torch.testing.assert_close(plain.running_mean, ours.running_mean[0])
        torch.testing.assert_close(plain.running_var, ours.running_var[0])
    plain.eval()
    ours.eval()
    x = batch()
    torch.testing.assert_close(plain(x), ours(x))
    ours.domain = torch.zeros(len(x), dtype=torch.int64)
    torch.testing.assert_close(plain(x), ours(x))


@pytest.mark.parametrize("order", [[0, 0, 0, 1, 1, 1], [1, 0, 1, 1, 0, 0], [1, 1, 1, 1, 1, 1]])
def test_a_mixed_batch_is_two_batch_normalisations(order: list[int]):
    domain = torch.tensor(order)
    ours = CrossSensorNorm2d.from_batch_norm(norm(), 2)
    singles = [norm(), norm()]
    set_domain(ours, domain)
    for step in range(3):
        x = batch(offset=step)
        x[domain == 1] = 4 * x[domain == 1] - 7
        y = ours(x)
        for k, single in enumerate(singles):
            if (domain == k).any():
                torch.testing.assert_close(y[domain == k], single(x[domain == k]))
    for k, single in enumerate(singles):
        torch.testing.assert_close(ours.running_mean[k], single.running_mean)
        torch.testing.assert_close(ours.running_var[k], single.running_var)
        assert ours.num_batches_tracked[k] == single.num_batches_tracked
    ours.eval()
    x = batch()
    y = ours(x)
    for k, single in enumerate(singles):
        torch.testing.assert_close(y[domain == k], single.eval()(x[domain == k]))


def test_domains_share_their_affine_parameters():
    """Two domains that differ by gain and offset come out the same, and both move the one weight and bias."""
    ours = CrossSensorNorm2d.from_batch_norm(norm(), 2)
    assert [tuple(p.shape) for p in ours.parameters()] == [(5,), (5,)]
    x = batch(4)
    set_domain(ours, torch.tensor([0, 0, 0, 0, 1, 1, 1, 1]))
    y = ours(torch.cat([x, 30 * x + 500]))
    torch.testing.assert_close(y[:4], y[4:], rtol=1e-3, atol=1e-3)
    (y[4:] ** 2).sum().backward()
    assert ours.weight is not None and ours.weight.grad is not None and ours.weight.grad.abs().min() > 0


def test_layers_that_normalise_and_activate_keep_their_activation():
    timm = pytest.importorskip("timm")
    net = timm.create_model("efficientnet_lite0", features_only=True)
    converted = copy.deepcopy(net)
    assert convert(converted, 3) == sum(isinstance(m, nn.BatchNorm2d) for m in net.modules())
    x = torch.randn(2, 3, 64, 64)
    for a, b in zip(net.eval()(x), converted.eval()(x), strict=True):
        torch.testing.assert_close(a, b)


def test_state_dict_keeps_every_domain(tmp_path):
    ours = CrossSensorNorm2d.from_batch_norm(norm(), 2)
    set_domain(ours, torch.tensor([0, 1, 1]))
    ours(batch(3, gain=3.0))
    save_file(ours.state_dict(), tmp_path / "norm.safetensors")
    other = CrossSensorNorm2d(5, 2)
    other.load_state_dict(load_file(tmp_path / "norm.safetensors"))
    x = batch(3)
    set_domain(other, torch.tensor([0, 1, 1]))
    assert torch.equal(ours.eval()(x), other.eval()(x))


def test_export_carries_the_domain_that_was_set():
    net = lively(NetworkSpec(name="unet", variant="small", cross_sensor_norm=2))
    for layer in net.modules():
        if isinstance(layer, CrossSensorNorm2d):
            layer.running_mean[1] = layer.running_mean[0] + 0.05 * layer.running_var[0].sqrt()
            layer.running_var[1] = layer.running_var[0] * 1.1
    x = inputs(net.spec, 2, (64, 64))
    results = []
    for domain in (0, 1):
        set_domain(net, domain)
        session = export(net, (64, 64))
        assert difference(net, session, x) < 1e-3
        results.append(session.run(None, {"image": x.numpy()})[0])
    assert abs(results[0] - results[1]).max() > 0.01


def test_domains_that_do_not_exist_are_refused():
    ours = CrossSensorNorm2d(5, 2)
    for domain in (2, -1, torch.tensor([0, 2])):
        with pytest.raises(InputError, match="domains 0 to 1"):
            set_domain(ours, domain)
    with pytest.raises(InputError, match="no cross-sensor normalisation"):
        set_domain(nn.BatchNorm2d(5), 0)
    with pytest.raises(ValueError, match="int64"):
        set_domain(ours, torch.tensor([0.0, 1.0]))
    set_domain(ours, torch.tensor([0, 1]))
    with pytest.raises(ValueError, match="2 domains were set for a batch of 3"):
        ours(batch(3))


def test_a_domain_with_one_value_in_a_mixed_batch_takes_its_running_statistics() -> None:
    norm = CrossSensorNorm2d(3, 2).train()
    norm.domain = torch.tensor([0, 0, 1])
    x = torch.randn(3, 3, 1, 1)
    y = norm(x)
    torch.testing.assert_close(y[2], x[2] / (1 + norm.eps) ** 0.5)  # mean 0 and variance 1, as at the start
    assert norm.num_batches_tracked.tolist() == [1, 0]
