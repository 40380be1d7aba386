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


def inflate_first_layer(kernels: Tensor, channels: Sequence[str], source: Sequence[str] = RGB) -> Tensor:
    """(outputs, len(source), rows, cols) for ``source`` -> (outputs, len(channels), rows, cols) for ``channels``.

    ``channels`` and ``source`` are names of channels; any other name (a principal component) counts as one that the
    source does not have. Raises ValueError where ``kernels`` has another number of channels than ``source``.
    """
    if kernels.ndim != 4 or kernels.shape[1] != len(source):
        raise ValueError(f"kernels for {len(source)} channels expected, not {tuple(kernels.shape)}")
    n, known = len(channels), list(source)
    grey = kernels.mean(dim=1)
    layers = [kernels[:, known.index(name)] if name in known else grey for name in channels]
    out = torch.stack(layers, dim=1) * (len(known) / n)
    if set(known) <= set(channels):
        return out
    missing = kernels.sum(dim=1) - out.sum(dim=1)
    return out + missing[:, None] / n
