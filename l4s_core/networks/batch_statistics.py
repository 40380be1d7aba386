"""Running statistics of batch normalisation, re-estimated on other data: one pass, no gradient, no labels.

Adaptive batch normalisation (AdaBN; Li et al. 2016, arXiv:1603.04779).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from l4s_core.networks.cross_sensor_norm import CrossSensorNorm2d

_STATISTICS = ("running_mean", "running_var")


def batch_layers(net: nn.Module) -> dict[str, nn.Module]:
    """The layers that normalise by running statistics of batches, by their names."""
    return {
        name: layer
        for name, layer in net.named_modules()
        if isinstance(layer, nn.modules.batchnorm._BatchNorm | CrossSensorNorm2d)
        and isinstance(layer.running_mean, Tensor)
    }


def estimate(net: nn.Module, batches: Iterable[Tensor]) -> dict[str, npt.NDArray[np.float32]]:
    """Re-estimate the statistics of every such layer: the means over the batches of each batch's mean and variance.

    A batch goes through as in training, so that a layer sees what the layers before it give on the new data; all
    other layers stay in evaluation. Of layers with several domains, the first one's are re-estimated.

    Parameters
    ----------
    net : is left in evaluation mode, with the new statistics.
    batches : (n, channels, rows, cols) normalised, of two windows or more each.

    Returns
    -------
    What `use` takes.
    """
    layers = batch_layers(net)
    momentum = {name: layer.momentum for name, layer in layers.items()}
    net.eval()
    for layer in layers.values():
        _reset(layer)
        layer.momentum = None  # type: ignore[assignment]  # the plain mean over all batches
        layer.train()
    try:
        with torch.no_grad():
            for batch in batches:
                net(batch)
    finally:
        for name, layer in layers.items():
            layer.momentum = momentum[name]
            layer.eval()
    return {
        f"{name}.{which}": getattr(layer, which).detach().cpu().numpy().copy()
        for name, layer in layers.items()
        for which in _STATISTICS
    }


def use(net: nn.Module, statistics: Mapping[str, npt.NDArray[np.float32]]) -> None:
    """Give the layers what `estimate` found on a network of the same form."""
    with torch.no_grad():
        for name, layer in batch_layers(net).items():
            for which in _STATISTICS:
                getattr(layer, which).copy_(torch.from_numpy(statistics[f"{name}.{which}"]))


def _reset(layer: nn.Module) -> None:
    """Forget the statistics; of several domains those of the first, which any scene gets."""
    mean, var, count = layer.running_mean, layer.running_var, layer.num_batches_tracked
    assert isinstance(mean, Tensor) and isinstance(var, Tensor) and isinstance(count, Tensor)
    several = isinstance(layer, CrossSensorNorm2d)
    with torch.no_grad():
        (mean[0] if several else mean).zero_()
        (var[0] if several else var).fill_(1.0)
        (count[0] if several else count).zero_()
