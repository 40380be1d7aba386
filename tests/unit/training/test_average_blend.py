"""Averaged, blended and calibrated weights."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from l4s_core.base.errors import InputError
from l4s_core.inference.checkpoint import load_checkpoint
from l4s_core.networks.registry import build_network
from l4s_core.networks.spec import NetworkSpec
from l4s_core.networks.wrapper import LandslideNetwork
from l4s_core.training.average import WeightAverage, averaged, load_both, with_average
from l4s_core.training.blend import blend
from l4s_core.training.calibrated import Calibrated
from torch_models import small_network, write_checkpoint

SPEC = NetworkSpec(name="unet", variant="small", channels=("B4", "B3", "B2"))


def network(seed: int) -> LandslideNetwork:
    torch.manual_seed(seed)
    return build_network(SPEC)


def test_an_average_is_the_sum_that_its_definition_gives() -> None:
    net = network(0)
    average = WeightAverage(net, 0.8)
    name = next(n for n, v in net.state_dict().items() if v.is_floating_point())
    expected = None
    for step in range(1, 6):
        with torch.no_grad():
            for value in net.state_dict().values():
                value.add_(step if value.is_floating_point() else 1)
        average.update(net, step)
        new = net.state_dict()[name].clone()
        expected = new if expected is None else 0.8 * expected + 0.2 * new
    assert torch.allclose(average.net.state_dict()[name], expected, rtol=1e-5)
    state = {key: value.clone() for key, value in with_average(net, average).items()}
    other, again = network(1), WeightAverage(network(1), 0.8)
    load_both(state, other, again)
    assert torch.equal(other.state_dict()[name], net.state_dict()[name])
    assert torch.equal(again.net.state_dict()[name], averaged(state)[name])
    assert averaged(dict(net.state_dict())).keys() == net.state_dict().keys()


@pytest.mark.parametrize("share", [0.0, 0.6, 1.0])
def test_a_blend_lies_between_two_runs(share: float, tmp_path: Path) -> None:
    first, second = small_network(1), small_network(2)
    paths = [write_checkpoint(tmp_path / f"{seed}.safetensors", seed) for seed in (1, 2)]
    card = blend(*paths, share, tmp_path / "mixed.safetensors")
    found, stored = load_checkpoint(tmp_path / "mixed.safetensors")
    assert stored == card
    assert card.id == "mixed"
    for name, value in found.state_dict().items():
        expected = share * second.state_dict()[name] + (1 - share) * first.state_dict()[name]
        assert torch.allclose(value.double(), expected.double(), atol=1e-6), name
    with pytest.raises(InputError, match="from 0 to 1"):
        blend(*paths, 1.5, tmp_path / "no.safetensors")


def test_calibrated_logits_are_scaled_and_moved() -> None:
    net, x = network(0).eval(), torch.rand(1, 3, 32, 32)
    with torch.no_grad():
        assert torch.allclose(Calibrated(net, 2.0, -1.0)(x), 2 * net(x) - 1)
