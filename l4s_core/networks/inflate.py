"""A first layer for any channels from one for red, green and blue.

B4, B3 and B2 take the kernels of red, green and blue; every other channel takes the mean of the three. All are then
scaled by 3 / n (n channels), and what is still missing to the sum of the three kernels (where not all of B4, B3, B2 are
there) is shared out evenly. So the property holds for every set of channels: **the kernels sum to the sum of the RGB
kernels**. An image that is the same in all channels gives the response that a grey image gives the RGB network; for
channels of one common mean, the expected response is that of RGB, and the layers after it get what they are used to.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

RGB = ("B4", "B3", "B2")


def inflate_first_layer(kernels: Tensor, channels: Sequence[str]) -> Tensor:
    """(outputs, 3, rows, cols) for red, green, blue -> (outputs, len(channels), rows, cols).

    ``channels`` are names of `channels.registry`; any other name (a principal component) counts as no colour.
    Raises ValueError where ``kernels`` has not 3 channels.
    """
    if kernels.ndim != 4 or kernels.shape[1] != len(RGB):
        raise ValueError(f"kernels for 3 channels expected, not {tuple(kernels.shape)}")
    n = len(channels)
    grey = kernels.mean(dim=1)
    layers = [kernels[:, RGB.index(name)] if name in RGB else grey for name in channels]
    out = torch.stack(layers, dim=1) * (len(RGB) / n)
    if set(RGB) <= set(channels):
        return out
    missing = kernels.sum(dim=1) - out.sum(dim=1)
    return out + missing[:, None] / n
