"""Passes with dropout: seeded by the window, whatever stands beside it; batch statistics of another scene."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from l4s_core.inference.checkpoint import save_checkpoint
from l4s_core.inference.open import open_model
from l4s_core.inference.several import Passes, several
from l4s_core.networks.batch_statistics import batch_layers, estimate, use
from l4s_core.networks.registry import build_network
from l4s_core.networks.spec import NetworkSpec
from onnx_models import made_card

RGB = ("B4", "B3", "B2")


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(3)
    net = build_network(NetworkSpec(name="unet", channels=RGB, mc_dropout=0.3), initial_weights=False).eval()
    estimate(net, [torch.from_numpy(windows(4))])  # else random weights let hardly anything through
    path = tmp_path_factory.mktemp("dropout") / "net.safetensors"
    save_checkpoint(net, made_card(size_multiple=32, tile_px=64), path)
    return path


def windows(count: int) -> np.ndarray:
    return np.random.default_rng(1).normal(size=(count, 3, 64, 64)).astype(np.float32)


def test_a_window_gets_the_same_whatever_stands_beside_it(checkpoint: Path) -> None:
    x = windows(3)
    looked = several(open_model(checkpoint, "cpu", 1), uncertainty="mc-dropout", passes=3)
    found = looked.run(x)
    # the last digits of a convolution may differ with the batch, what is dropped must not
    for order in ([2, 0, 1], [1]):
        np.testing.assert_allclose(looked.run(x[order]), found[order], atol=2e-4)
    again = several(open_model(checkpoint, "cpu", 1), uncertainty="mc-dropout", passes=3).run(x)
    np.testing.assert_array_equal(again, found)
    assert np.median(found[:, 1]) > 1e-3  # far above those last digits
    assert np.abs(found[0] - found[1]).max() > 1e-3


def test_it_is_the_mean_of_its_passes_and_leaves_the_model_as_it_was(checkpoint: Path) -> None:
    x = windows(2)
    model = open_model(checkpoint, "cpu", 1)
    plain = model.run(x)
    looked = Passes(model, 4)
    found = looked.run(x)
    each = []
    for number in range(4):
        model.use_pass(number)  # type: ignore[attr-defined]
        each.append(model.run(x))
    model.use_pass(None)  # type: ignore[attr-defined]
    assert min(np.abs(a - b).max() for k, a in enumerate(each) for b in each[:k]) > 1e-3
    np.testing.assert_allclose(found[:, :1], np.mean(each, axis=0), atol=1e-6)
    np.testing.assert_array_equal(model.run(x), plain)


def test_the_share_that_is_dropped_and_the_expectation_hold(checkpoint: Path) -> None:
    net = build_network(NetworkSpec(name="unet", channels=RGB, mc_dropout=0.3), initial_weights=False).eval()
    dropout = net.mc_dropout
    dropout.generators = [torch.Generator().manual_seed(seed) for seed in (1, 2)]
    out = dropout(torch.ones(2, 4, 128, 128))
    assert (out == 0).float().mean().item() == pytest.approx(0.3, abs=0.01)
    assert out.mean().item() == pytest.approx(1, abs=0.02)
    assert not torch.equal(out[0], out[1])


def small_net(domains: int = 0) -> torch.nn.Module:
    torch.manual_seed(0)
    from l4s_core.networks.cross_sensor_norm import convert

    net = torch.nn.Sequential(
        torch.nn.Conv2d(3, 4, 3, padding=1), torch.nn.BatchNorm2d(4), torch.nn.ReLU(), torch.nn.Conv2d(4, 4, 1),
        torch.nn.BatchNorm2d(4), torch.nn.Dropout(0.5),
    )  # fmt: skip
    if domains:
        convert(net, domains)
    return net.eval()


@pytest.mark.parametrize("domains", [0, 2])
def test_batch_statistics_are_those_of_the_new_data_layer_by_layer(domains: int) -> None:
    """By hand: the first layer of its input, the second of what the first gives with its new statistics."""
    net = small_net(domains)
    data = 3 + 2 * torch.randn(6, 3, 20, 24)
    kept = {name: layer.momentum for name, layer in batch_layers(net).items()}
    found = estimate(net, [data])
    first = net[0](data)
    np.testing.assert_allclose(found["1.running_mean"].reshape(-1, 4)[0], first.mean((0, 2, 3)).detach(), rtol=1e-4)
    np.testing.assert_allclose(found["1.running_var"].reshape(-1, 4)[0], first.var((0, 2, 3)).detach(), rtol=1e-3)
    out = net(data)  # with its statistics, what goes through is centred
    assert out.mean((0, 2, 3)).abs().max() < 1e-3 and (out.std((0, 2, 3)) - 1).abs().max() < 1e-2
    if domains:
        assert not found["1.running_mean"][1].any()  # the other domain's stay
    assert {name: layer.momentum for name, layer in batch_layers(net).items()} == kept
    assert not any(layer.training for layer in net.modules())
    other = small_net(domains)
    use(other, found)
    torch.testing.assert_close(other(data), out)


def test_the_same_batches_give_the_same_and_several_their_mean() -> None:
    a, b = 1 + torch.randn(4, 3, 16, 16), -2 + torch.randn(4, 3, 16, 16)
    one, two, both = (estimate(small_net(), batches)["1.running_mean"] for batches in ([a], [b], [a, b]))
    np.testing.assert_allclose(both, (one + two) / 2, atol=1e-5)
    np.testing.assert_array_equal(estimate(small_net(), [a, b])["1.running_mean"], both)
