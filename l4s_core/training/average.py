"""An exponential moving average of a network's weights, which scores steadier than the weights of any one step."""

from __future__ import annotations

import copy

import torch
from torch import Tensor

from l4s_core.networks.wrapper import LandslideNetwork

PREFIX = "average."
"""Before the names of the averaged tensors in the state of a run."""


class WeightAverage:
    """``decay`` * average + (1 - ``decay``) * weights after every optimiser step; the first step copies.

    Running statistics are averaged like weights, counters are copied (Polyak & Juditsky 1992; Tarvainen & Valpola,
    NeurIPS 2017).
    """

    def __init__(self, net: LandslideNetwork, decay: float) -> None:
        self.net = copy.deepcopy(net).eval().requires_grad_(False)
        self.decay = decay

    @torch.no_grad()
    def update(self, net: LandslideNetwork, step: int) -> None:
        """Take in the weights after ``step`` optimiser steps, 1 for the first."""
        for mine, new in zip(self.net.state_dict().values(), net.state_dict().values(), strict=True):
            if step <= 1 or not mine.is_floating_point():
                mine.copy_(new)
            else:
                mine.lerp_(new.to(mine.dtype), 1 - self.decay)


def with_average(net: LandslideNetwork, average: WeightAverage | None) -> dict[str, Tensor]:
    """The tensors of both, as a run's state holds them."""
    own: dict[str, Tensor] = dict(net.state_dict())
    if average is not None:
        own |= {PREFIX + name: value for name, value in average.net.state_dict().items()}
    return own


def load_both(state: dict[str, Tensor], net: LandslideNetwork, average: WeightAverage | None) -> None:
    """Put the tensors of `with_average` back."""
    net.load_state_dict({name: value for name, value in state.items() if not name.startswith(PREFIX)})
    if average is not None:
        average.net.load_state_dict(averaged(state))


def averaged(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """The averaged tensors of a state, or all where it has no average."""
    own = {name.removeprefix(PREFIX): value for name, value in state.items() if name.startswith(PREFIX)}
    return own or state
