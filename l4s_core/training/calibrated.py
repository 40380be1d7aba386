"""A network whose logits are rescaled, so that its probabilities are what was counted."""

from __future__ import annotations

from torch import Tensor, nn


class Calibrated(nn.Module):
    """``a`` * logit + ``b`` of ``net``, with (a, b) of `scoring.calibration.fit_platt`; can be exported."""

    def __init__(self, net: nn.Module, a: float, b: float) -> None:
        super().__init__()
        self.net, self.a, self.b = net, a, b

    def forward(self, x: Tensor) -> Tensor:
        logits: Tensor = self.net(x)
        return self.a * logits + self.b
