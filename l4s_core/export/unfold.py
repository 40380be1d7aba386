"""An exported network as one that training can go on from: batch norms, which the export folds into the convolutions
before them, are put back.

What a folded convolution was made of cannot be told, but any batch norm that gives the same output will do. Its running
statistics are those of the convolution's output on real images, so that training, which normalises by those of the
batch, starts where the exported network stands.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from l4s_core.base.errors import InputError

if TYPE_CHECKING:
    from torch import Tensor

    from l4s_core.networks.lite_unet import LiteUnet

_LEAST_NORM = 1e-4  # of a kernel: below, it is as good as not there


def unfold(path: Path, net: LiteUnet, images: Tensor) -> LiteUnet:
    """Fill ``net`` with the weights of an exported one; it then gives the logits of what is in the file.

    Parameters
    ----------
    path : .onnx of a `LiteUnet`, with or without a calibration of its logits.
    net : a fresh one; kernels get the length of its own, for which the last layer before makes up, so that a learning
        rate means what it does for a fresh network.
    images : (n, channels, rows, cols) normalised, as the network is fed them, of the data to go on with.

    Raises
    ------
    InputError
        The file is no such network.
    """
    import torch
    from torch import nn

    weights, scale, shift = _read(path)
    pairs = _normalised(net, images[:1])
    modules = dict(net.named_modules())
    fresh = {name: modules[name].weight.detach().flatten(1).norm(dim=1) for name, _ in pairs}
    with torch.no_grad():
        for name, norm in pairs:
            _take(weights, name, modules[name], norm, path)
        _take(weights, "head", net.head, None, path)
        moments = _moments(net.eval(), [name for name, _ in pairs], images)
        for name, norm in pairs:
            mean, variance = moments[name]
            kernel: Any = modules[name].weight
            length = kernel.flatten(1).norm(dim=1)
            usable = (length > _LEAST_NORM) & (fresh[name] > _LEAST_NORM)
            factor = torch.where(usable, fresh[name] / length.clamp(min=_LEAST_NORM), torch.ones(())).double()
            kernel.mul_(factor.float()[:, None, None, None])
            norm.running_mean.copy_(mean * factor)
            norm.running_var.copy_(variance * factor**2)
            norm.weight.copy_(torch.sqrt(variance * factor**2 + norm.eps) / factor)
            norm.bias.add_(mean)
        assert isinstance(net.head, nn.Conv2d)
        assert net.head.bias is not None
        net.head.weight.mul_(scale)
        net.head.bias.mul_(scale).add_(shift)
    return net


def _read(path: Path) -> tuple[dict[str, np.ndarray], float, float]:
    """Constants by name, without what marks them as halves; slope and intercept of a calibration after the last
    convolution."""
    import onnx
    from onnx import numpy_helper

    try:
        graph = onnx.load_model_from_string(path.read_bytes()).graph
    except Exception as error:  # protobuf's exceptions share no public base class
        raise InputError(f"{path} cannot be read as an ONNX model; give an exported lite_unet.") from error
    values = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    last = [node.op_type for node in graph.node][-3:]
    tail = [values[name] for node in graph.node[-3:-1] for name in node.input if name in values]
    scale, shift = (float(tail[0]), float(tail[1])) if last == ["Mul", "Add", "Sigmoid"] else (1.0, 0.0)
    return {name.removesuffix("_fp16"): np.array(v, np.float32) for name, v in values.items()}, scale, shift


def _normalised(net: LiteUnet, image: Tensor) -> list[tuple[str, Any]]:
    """Each convolution that a batch norm follows, by name, and that batch norm."""
    import torch
    from torch import nn

    order: list[tuple[str, nn.Module]] = []
    kinds = (nn.Conv2d, nn.BatchNorm2d)
    hooks = [
        one.register_forward_hook(lambda module, _i, _o, name=name: order.append((name, module)))
        for name, one in net.named_modules()
        if isinstance(one, kinds)
    ]
    with torch.no_grad():
        net.eval()(image)
    for hook in hooks:
        hook.remove()
    return [
        (name, after)
        for (name, before), (_, after) in pairwise(order)
        if isinstance(before, nn.Conv2d) and isinstance(after, nn.BatchNorm2d)
    ]


def _take(weights: dict[str, np.ndarray], name: str, convolution: Any, norm: Any, path: Path) -> None:
    """Kernels and bias of one convolution; the batch norm behind it adds the bias and does nothing else yet."""
    import torch

    ends = (f"{name}.weight", f"{name}.weight_bias" if norm is not None else f"{name}.bias")
    found = [next((v for key, v in weights.items() if key == end or key.endswith(f".{end}")), None) for end in ends]
    kernel, bias = found
    if kernel is None or bias is None or kernel.shape != tuple(convolution.weight.shape):
        raise InputError(f"{path} is no exported lite_unet (nothing fits its layer {name}); give one.")
    convolution.weight.copy_(torch.from_numpy(kernel))
    if norm is None:
        convolution.bias.copy_(torch.from_numpy(bias))
        return
    norm.running_mean.zero_()
    norm.running_var.fill_(1 - norm.eps)
    norm.weight.fill_(1)
    norm.bias.copy_(torch.from_numpy(bias))


def _moments(net: LiteUnet, names: list[str], images: Tensor) -> dict[str, tuple[Tensor, Tensor]]:
    """Mean and variance of what each of these layers gives, channel by channel, over all images."""
    sums: dict[str, list[Any]] = {name: [0.0, 0.0, 0] for name in names}

    def counting(name: str) -> Any:
        def count(_module: Any, _inputs: Any, output: Tensor) -> None:
            values = output.double()
            total = sums[name]
            total[0] = total[0] + values.sum((0, 2, 3))
            total[1] = total[1] + values.square().sum((0, 2, 3))
            total[2] += values.numel() // values.shape[1]

        return count

    modules = dict(net.named_modules())
    hooks = [modules[name].register_forward_hook(counting(name)) for name in names]
    for start in range(0, len(images), 16):
        net(images[start : start + 16])
    for hook in hooks:
        hook.remove()
    return {name: (s / n, (q / n - (s / n) ** 2).clamp(min=0)) for name, (s, q, n) in sums.items()}
