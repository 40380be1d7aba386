"""Which parameters the optimiser gets, at which rate and decay."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

torch = pytest.importorskip("torch")

from torch import nn

from l4s_core.base.errors import InputError
from l4s_core.training.optimiser import OptimiserOptions, build_optimiser


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.core = nn.Module()
        self.core.encoder = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4))
        self.core.decoder = nn.Sequential(nn.Conv2d(4, 4, 3), nn.LayerNorm(4))
        self.encoder_like = nn.Linear(2, 2)  # not an encoder


def names_of(net: nn.Module, optimiser: torch.optim.Optimizer) -> dict[str, set[str]]:
    name = {id(p): n for n, p in net.named_parameters()}
    return {group["group"]: {name[id(p)] for p in group["params"]} for group in optimiser.param_groups}


@pytest.mark.parametrize(
    ("name", "kind"), [("adam", torch.optim.Adam), ("adamw", torch.optim.AdamW), ("sgd", torch.optim.SGD)]
)
def test_by_default_it_is_torchs_own(name: str, kind: type) -> None:
    torch.manual_seed(0)
    ours, theirs = Net(), Net()
    theirs.load_state_dict(ours.state_dict())
    optimiser = build_optimiser(ours, OptimiserOptions(name=name, lr=0.01, weight_decay=0.1))
    extra = {"momentum": 0.9} if name == "sgd" else {}
    reference = kind(theirs.parameters(), lr=0.01, weight_decay=0.1, **extra)
    assert type(optimiser) is kind
    for _ in range(3):
        for net, opt in ((ours, optimiser), (theirs, reference)):
            opt.zero_grad()
            sum((p**2).sum() + p.sum() for p in net.parameters()).backward()
            opt.step()
    for mine, other in zip(ours.parameters(), theirs.parameters(), strict=True):
        assert torch.equal(mine, other)


def test_encoder_rate_and_undecayed_parameters() -> None:
    net = Net()
    options = OptimiserOptions(name="adamw", lr=0.01, weight_decay=0.1, encoder_lr_factor=0.1, decay_norm=False)
    optimiser = build_optimiser(net, options)
    assert names_of(net, optimiser) == {
        "rest": {"core.decoder.0.weight", "encoder_like.weight"},
        "rest_no_decay": {"core.decoder.0.bias", "core.decoder.1.weight", "core.decoder.1.bias", "encoder_like.bias"},
        "encoder": {"core.encoder.0.weight"},
        "encoder_no_decay": {"core.encoder.0.bias", "core.encoder.1.weight", "core.encoder.1.bias"},
    }
    assert [group["lr"] for group in optimiser.param_groups] == pytest.approx([0.01, 0.01, 0.001, 0.001])
    assert [group["weight_decay"] for group in optimiser.param_groups] == [0.1, 0, 0.1, 0]


def test_what_is_frozen_is_left_out() -> None:
    net = Net()
    net.core.encoder.requires_grad_(False)
    found = names_of(net, build_optimiser(net, OptimiserOptions(lr=0.01)))
    assert list(found) == ["rest"]
    assert not any("core.encoder" in name for name in found["rest"])
    assert len(found["rest"]) == 6
    net.requires_grad_(False)
    with pytest.raises(InputError, match="frozen"):
        build_optimiser(net, OptimiserOptions(lr=0.01))


def test_an_encoder_rate_without_an_encoder_is_refused() -> None:
    with pytest.raises(InputError, match="no encoder"):
        build_optimiser(nn.Linear(2, 2), OptimiserOptions(lr=0.01, encoder_lr_factor=0.1))


@pytest.mark.parametrize(
    "options", [{}, {"lr": 0}, {"lr": 0.1, "name": "lion"}, {"lr": 0.1, "betas": (0.9, 1.0)}, {"lr": 0.1, "eps": 1}]
)
def test_options_that_make_no_sense_are_refused(options: dict) -> None:
    with pytest.raises(ValidationError):
        OptimiserOptions(**options)
