"""A torch network as an ONNX graph with a card."""

from __future__ import annotations

import copy
import logging
import warnings
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn

OPSET = 18
INPUT, OUTPUT = "image", "probability"
Precision = Literal["fp32", "fp16", "fp16-weights"]
CARD_PRECISION: dict[Precision, str] = {"fp32": "fp32", "fp16": "fp16", "fp16-weights": "fp16 weights"}


class Probability(nn.Module):
    """Logits -> probability. With ``half`` the network computes in fp16 and the rest, input and output in fp32."""

    def __init__(self, net: nn.Module, *, half: bool = False) -> None:
        super().__init__()
        self.net = copy.deepcopy(net).half() if half else net
        self.half_inside = half

    def forward(self, image: Tensor) -> Tensor:
        if self.half_inside:
            return torch.sigmoid(self.net(image.half()).float())
        return torch.sigmoid(self.net(image))


def make_graph(
    net: nn.Module, channels: int, *, tile: int, step: int, fixed: bool, precision: Precision = "fp32"
) -> Any:
    """``onnx.ModelProto`` of ``sigmoid(net(image))`` for any number of images.

    Parameters
    ----------
    net : (n, channels, rows, cols) -> (n, 1, rows, cols) logits, on the CPU.
    tile : rows and cols of the images.
    step : without ``fixed``, the graph takes any multiple of this.
    fixed : the graph takes ``tile`` only.
    precision : ``fp16-weights`` stores weights as fp16 and casts them back when the file is loaded: the file halves,
        the arithmetic stays fp32. ``fp16`` computes in fp16, which GPUs do faster and ONNX Runtime's CPU kernels mostly
        translate back to fp32.

    Raises
    ------
    ValueError
        Without ``fixed``: the network turned out to be for one size only. The exporter's own errors go through.
    """
    model = Probability(net, half=precision == "fp16").eval()
    # an example of one step would make the exporter take that size for a constant
    side = tile if fixed else max(tile, 2 * step)
    sizes: dict[int, Any] = {0: torch.export.Dim("n")}
    if not fixed:
        sizes |= {2: step * torch.export.Dim("r"), 3: step * torch.export.Dim("c")}
    with warnings.catch_warnings(), _quiet_logs():
        warnings.simplefilter("ignore")  # deprecations inside the exporter, which nobody here can act on
        program = torch.onnx.export(
            model,
            (torch.rand(2, channels, side, side) + 0.5,),
            dynamo=True,
            verbose=False,
            opset_version=OPSET,
            input_names=[INPUT],
            output_names=[OUTPUT],
            dynamic_shapes=({**sizes},),
            optimize=True,
        )
    assert program is not None
    proto = program.model_proto
    del proto.metadata_props[:]
    for node in proto.graph.node:  # the exporter notes the source line of every node
        del node.metadata_props[:]
        node.doc_string = ""
    if not fixed:  # the exporter may settle for the example's size without a word
        image = next(value for value in proto.graph.input if value.name == INPUT)
        if any(dim.dim_value for dim in list(image.type.tensor_type.shape.dim)[2:]):
            raise ValueError("its operations depend on the size")
    if precision == "fp16-weights":
        _store_half(proto)
    return proto


class _quiet_logs:
    """The exporter's progress is not for users."""

    def __enter__(self) -> None:
        self._before = logging.root.manager.disable
        logging.disable(logging.WARNING)

    def __exit__(self, *_: object) -> None:
        logging.disable(self._before)


def _store_half(proto: Any) -> None:
    """Replace fp32 initialisers by fp16 ones behind a Cast, which ONNX Runtime folds away when it loads the file."""
    from onnx import TensorProto, helper, numpy_helper

    casts = []
    for tensor in proto.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims, dtype=np.int64) < 64:
            continue
        name = tensor.name
        half = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), f"{name}_fp16")
        tensor.CopyFrom(half)
        casts.append(helper.make_node("Cast", [f"{name}_fp16"], [name], to=TensorProto.FLOAT))
    for node in reversed(casts):
        proto.graph.node.insert(0, node)
