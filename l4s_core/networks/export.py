"""From a torch network to the ONNX file, with its card, that the rest of the package runs."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from l4s_core.predict.card import METADATA_KEY, ModelCard

if TYPE_CHECKING:
    from torch import nn

OPSET = 18


def export_onnx(net: nn.Module, card_fields: dict[str, Any], path: Path, *, half_weights: bool = True) -> ModelCard:
    """Write ``sigmoid(net(x))`` as one ONNX file and return its card.

    Parameters
    ----------
    net : (n, channels, rows, cols) -> (n, 1, rows, cols) logits.
    card_fields : every field of `ModelCard` but ``precision`` and ``weights_sha256``, which are set here.
    half_weights : store weights as fp16 and cast them back when the file is loaded. The file halves, the arithmetic
        stays fp32. (The converters there are turn the arithmetic to fp16 as well, which is slow on CPUs.)

    Raises
    ------
    ValueError
        The file does not give the network's own probabilities (1e-3 with fp32 weights; 1 % of the pixels may change
        side at 0.5 with fp16 ones).
    """
    import onnx
    import onnxruntime as ort
    import torch

    class WithSigmoid(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.net = net

        def forward(self, image: torch.Tensor) -> torch.Tensor:
            return torch.sigmoid(self.net(image))

    model = WithSigmoid().eval()
    tile, channels = int(card_fields["tile_px"]), len(card_fields["channels"])
    example = torch.rand(2, channels, tile, tile) + 0.5
    step = int(card_fields["size_multiple"])
    sizes = {0: torch.export.Dim("n"), 2: step * torch.export.Dim("r"), 3: step * torch.export.Dim("c")}
    program = torch.onnx.export(
        model,
        (example,),
        dynamo=True,
        opset_version=OPSET,
        input_names=["image"],
        output_names=["probability"],
        dynamic_shapes=({**sizes},),
        optimize=True,
    )
    assert program is not None
    proto = program.model_proto
    del proto.metadata_props[:]
    for node in proto.graph.node:  # the exporter notes the source line of every node
        del node.metadata_props[:]
        node.doc_string = ""
    if half_weights:
        _store_half(proto)
    card = ModelCard(
        **card_fields,
        precision="fp16 weights" if half_weights else "fp32",
        weights_sha256=hashlib.sha256(
            b"".join(t.SerializeToString(deterministic=True) for t in proto.graph.initializer)
        ).hexdigest(),
    )
    proto.producer_name, proto.producer_version = "l4s", ""
    onnx.helper.set_model_props(proto, {METADATA_KEY: card.model_dump_json()})
    onnx.checker.check_model(proto)
    data = proto.SerializeToString(deterministic=True)

    session = ort.InferenceSession(data, providers=["CPUExecutionProvider"])
    with torch.no_grad():
        wanted = model(example).numpy()
    got = session.run(None, {"image": example.numpy()})[0]
    if not half_weights and np.abs(got - wanted).max() > 1e-3:
        raise ValueError(f"the ONNX file differs from the network by {np.abs(got - wanted).max():.2e}")
    if ((got >= 0.5) != (wanted >= 0.5)).mean() > 0.01:
        raise ValueError("the ONNX file gives another mask than the network")
    path.write_bytes(data)
    return card


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
