"""A model of red, green and blue and the evidence of near infrared as one ONNX file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from l4s_core.base.errors import InputError, L4SError
from l4s_core.base.partial import partial_folder
from l4s_core.export.graph import INPUT, OPSET, OUTPUT
from l4s_core.export.onnx_bytes import to_bytes, weights_sha256
from l4s_core.inference.card import METADATA_KEY, FixedNormalisation, InputGroup, ModelCard, parse_card
from l4s_core.networks.evidence import ABSENT, BLOCK_PX, Evidence

CHANNELS = ["B4", "B8"]
LARGEST_DIFFERENCE = 1e-4  # of a probability
_BASE, _HEAD = "base_", "evidence_"


def evidence_card(base: ModelCard, **changes: Any) -> ModelCard:
    """The card of a model with evidence: the inputs of ``base``, then reflectance of red and near infrared, of which
    the latter may be missing. Raises InputError where ``base`` takes near infrared itself."""
    if "B8" in base.channels or "B4" not in base.required_channels or base.layers != ["probability"]:
        raise InputError(f"{base.id} is no model of red, green and blue alone, to which near infrared could be added.")
    norm = FixedNormalisation(kind="fixed", divide=[10000.0] * 2, mean=[0.0] * 2, std=[1.0] * 2)
    fields = {
        **base.model_dump(exclude={"inputs", "optional_channels"}),
        "inputs": [*base.inputs, InputGroup(channels=CHANNELS, normalisation=norm, fill=ABSENT)],
        "optional_channels": [*base.optional_channels, "B8"],
        **changes,
    }
    return ModelCard(**fields)


def join_evidence(base: Path, evidence: Evidence, path: Path, **changes: Any) -> ModelCard:
    """Write the model in ``base`` (.onnx) with the evidence behind it as one ONNX file; returns its card.

    The file is compared with the two parts one after the other before it is written.

    Parameters
    ----------
    changes : fields of the card that are not those of ``base``, such as ``id``.

    Raises
    ------
    InputError
        ``base`` is no ONNX file with a card, or not one that near infrared can be added to.
    L4SError
        The file does not give what its parts give; nothing was written.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    proto = onnx.load_model_from_string(base.read_bytes())
    text = next((p.value for p in proto.metadata_props if p.key == METADATA_KEY), None)
    if text is None:
        raise InputError(f"{base} carries no l4s model card; give a model of this package.")
    old = parse_card(text, str(base))
    count = old.input_channels
    inside = onnx.compose.add_prefix(proto, _BASE)
    head = onnx.compose.add_prefix(_head(evidence), _HEAD)

    def part(name: str, start: int, stop: int) -> tuple[Any, list[Any]]:
        ends = [numpy_helper.from_array(np.array([v], np.int64), f"{name}_{k}") for k, v in enumerate((start, stop, 1))]
        return helper.make_node("Slice", [INPUT, *(end.name for end in ends)], [name]), ends

    colours, colour_ends = part(inside.graph.input[0].name, 0, count)
    infrared, infrared_ends = part(head.graph.input[1].name, count, count + len(CHANNELS))
    link = helper.make_node("Identity", [inside.graph.output[0].name], [head.graph.input[0].name])
    last = helper.make_node("Identity", [head.graph.output[0].name], [OUTPUT])
    side = ["rows", "cols"]
    graph = helper.make_graph(
        [colours, *inside.graph.node, link, infrared, *head.graph.node, last],
        "with_evidence",
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["n", count + len(CHANNELS), *side])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["n", 1, *side])],
        [*inside.graph.initializer, *head.graph.initializer, *colour_ends, *infrared_ends],
    )
    made = helper.make_model(graph, opset_imports=list(proto.opset_import), ir_version=proto.ir_version)
    card = evidence_card(old, **{"weights_sha256": weights_sha256(made), **changes})
    data = to_bytes(made, card)
    _require_agreement(data, proto.SerializeToString(), evidence, count)
    with partial_folder(path) as folder:
        (folder / path.name).write_bytes(data)
    return card


def _head(evidence: Evidence) -> Any:
    """``onnx.ModelProto``: probability, red and near infrared -> probability, any size in steps of `BLOCK_PX`."""
    side = 4 * BLOCK_PX
    free = {0: torch.export.Dim("n"), 2: BLOCK_PX * torch.export.Dim("r"), 3: BLOCK_PX * torch.export.Dim("c")}
    program = torch.onnx.export(
        evidence.eval(),
        (torch.rand(2, 1, side, side), torch.rand(2, 2, side, side)),
        dynamo=True,
        verbose=False,
        opset_version=OPSET,
        input_names=["verdict", "red_nir"],
        output_names=["seen"],
        dynamic_shapes=({**free}, {**free}),
        optimize=True,
    )
    assert program is not None
    proto = program.model_proto
    for node in proto.graph.node:  # the exporter notes the source line of every node
        del node.metadata_props[:]
        node.doc_string = ""
    return proto


def _require_agreement(data: bytes, base: bytes, evidence: nn.Module, count: int) -> None:
    import onnxruntime as ort

    whole, inside = (ort.InferenceSession(b, providers=["CPUExecutionProvider"]) for b in (data, base))
    rng = np.random.default_rng(0)
    for rows, cols in ((8 * BLOCK_PX, 8 * BLOCK_PX), (6 * BLOCK_PX, 13 * BLOCK_PX)):
        colours = rng.gamma(16, 1 / 16, (2, count, rows, cols)).astype(np.float32)
        infrared = rng.uniform(0.02, 0.5, (2, len(CHANNELS), rows, cols)).astype(np.float32)
        infrared[0, 1, : rows // 3] = ABSENT
        verdict: Tensor = torch.from_numpy(inside.run(None, {INPUT: colours})[0])
        with torch.no_grad():
            wanted = evidence(verdict, torch.from_numpy(infrared)).numpy()
        got = whole.run(None, {INPUT: np.concatenate([colours, infrared], axis=1)})[0]
        difference = float(np.abs(got - wanted).max())
        if not difference <= LARGEST_DIFFERENCE:
            raise L4SError(f"The joined file differs from its parts by {difference:.2e} in probability; none written.")
