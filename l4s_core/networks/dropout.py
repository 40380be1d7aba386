"""Dropout that can stay random in evaluation."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn


class McDropout(nn.Module):
    """Element-wise dropout, random in training and, once ``always`` is set, in evaluation too (Gal & Ghahramani 2016).

    It is called as a forward hook of a convolution instead of standing after it, so that the names of the parameters
    are those of the network without dropout.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share
        self.always = False

    def forward(self, x: Tensor) -> Tensor:
        return F.dropout(x, self.share, self.training or self.always)

    def after(self, layer: nn.Module) -> None:
        """Drop from the output of ``layer`` from now on."""
        layer.register_forward_hook(self._hook)

    def _hook(self, layer: nn.Module, inputs: object, output: Tensor) -> Tensor:
        dropped: Tensor = self(output)
        return dropped

    def extra_repr(self) -> str:
        return f"{self.share}, always={self.always}"
