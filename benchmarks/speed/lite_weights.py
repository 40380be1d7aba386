"""The default model as a torch network again: its weights out of the ONNX file."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from l4s_core.inference.installed import DEFAULT_MODEL, installed_models
from l4s_core.networks.lite_unet import LiteUnet

PREFIX, HALF = "net.net.", "_fp16"


class LiteProbability(nn.Module):
    """Relative brightness of B4, B3, B2 (n, 3, rows, cols) -> landslide probability (n, 1, rows, cols).

    The exporter folded the batch norms into the convolutions before them: here they stay in the network, as in every
    checkpoint, with parameters that change nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        graph = onnx.load(installed_models()[DEFAULT_MODEL]).graph
        stored = {t.name.removesuffix(HALF): numpy_helper.to_array(t).astype(np.float32) for t in graph.initializer}
        self.net = LiteUnet()
        names = {id(module): name for name, module in self.net.named_modules()}
        layers: list[Any] = [m for m in self.net.modules() if isinstance(m, nn.Conv2d | nn.BatchNorm2d)]
        with torch.no_grad():
            for layer, following in zip(layers, [*layers[1:], None], strict=True):
                if isinstance(layer, nn.BatchNorm2d):
                    layer.running_var.fill_(1 - layer.eps)
                    continue
                name = f"{PREFIX}{names[id(layer)]}"
                layer.weight.copy_(torch.from_numpy(stored[f"{name}.weight"]))
                bias = stored.get(f"{name}.weight_bias", stored.get(f"{name}.bias"))
                (layer if layer.bias is not None else following).bias.copy_(torch.from_numpy(bias))
        # the calibration of the probability is in the file only: the last Mul and Add
        scale, shift = ([n for n in graph.node if n.op_type == kind][-1].input[1] for kind in ("Mul", "Add"))
        self.scale, self.shift = float(stored[scale]), float(stored[shift])
        self.eval()

    def forward(self, x: Tensor) -> Tensor:
        return torch.sigmoid(self.net(x) * self.scale + self.shift)
