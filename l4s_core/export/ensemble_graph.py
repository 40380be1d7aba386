"""Several ONNX files as one: the weighted mean of their probabilities in a single graph."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError, L4SError
from l4s_core.inference.card import METADATA_KEY
from l4s_core.inference.combine import SENTINEL, Combined, Feed
from l4s_core.inference.ensemble import EnsembleModel

INPUT, OUTPUT = "image", "probability"
LARGEST_DIFFERENCE = 1e-3  # of a probability, from running the members one by one


def ensemble_bytes(files: Sequence[tuple[Path, bytes]], combined: Combined) -> bytes:
    """One ONNX file that does what the members of ``combined`` do, with its card.

    Each member's graph is kept as it is behind the operations of its `Feed`.

    Parameters
    ----------
    files : the members' names, for messages, and ONNX files, in the order of ``combined``.

    Raises
    ------
    InputError
        The members use versions of ONNX that cannot be brought together.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    protos = _one_opset([(path, onnx.load_model_from_string(data)) for path, data in files])
    nodes: list[Any] = []
    constants: list[Any] = []
    functions: list[Any] = []
    weighted = []

    def constant(name: str, value: npt.ArrayLike, dtype: Any) -> str:
        constants.append(numpy_helper.from_array(np.asarray(value, dtype=dtype), name))
        return name

    for k, (proto, feed, weight) in enumerate(zip(protos, combined.feeds, combined.weights, strict=True)):
        prefix = f"member{k}_"
        renamed = onnx.compose.add_prefix(proto, prefix)
        graph = renamed.graph
        functions += renamed.functions
        stored = {tensor.name for tensor in graph.initializer}
        [entry] = [value.name for value in graph.input if value.name not in stored]
        nodes += _feed_nodes(feed, combined.card.input_channels, entry, prefix, constant)
        nodes += graph.node
        constants += graph.initializer
        result = graph.output[0].name
        if graph.output[0].type.tensor_type.elem_type != TensorProto.FLOAT:
            nodes.append(helper.make_node("Cast", [result], [f"{prefix}fp32"], to=TensorProto.FLOAT))
            result = f"{prefix}fp32"
        if len(graph.output[0].type.tensor_type.shape.dim) == 3:
            nodes.append(
                helper.make_node("Unsqueeze", [result, constant(f"{prefix}one", [1], np.int64)], [f"{prefix}4d"])
            )
            result = f"{prefix}4d"
        share = constant(f"{prefix}weight", weight, np.float32)
        nodes.append(helper.make_node("Mul", [result, share], [f"{prefix}weighted"]))
        weighted.append(f"{prefix}weighted")
    nodes.append(helper.make_node("Sum", weighted, [OUTPUT]))

    side: list[Any] = [combined.fixed_px] * 2 if combined.fixed_px else ["rows", "cols"]
    float32 = TensorProto.FLOAT
    graph = helper.make_graph(
        nodes,
        "ensemble",
        [helper.make_tensor_value_info(INPUT, float32, ["n", combined.card.input_channels, *side])],
        [helper.make_tensor_value_info(OUTPUT, float32, ["n", 1, *side])],
        constants,
    )
    made = helper.make_model(
        graph,
        opset_imports=list(protos[0].opset_import),
        ir_version=max(proto.ir_version for proto in protos),
        functions=functions,
        producer_name="l4s",
    )
    helper.set_model_props(made, {METADATA_KEY: combined.card.model_dump_json()})
    onnx.checker.check_model(made)
    return bytes(made.SerializeToString(deterministic=True))


def require_equal(data: bytes, members: EnsembleModel) -> float:
    """The largest difference of a probability between the file and its members one by one, on noise with unobserved
    pixels. Raises L4SError where it is above `LARGEST_DIFFERENCE`."""
    import onnxruntime as ort

    card = members.card
    rng = np.random.default_rng(0)
    shape = (2, card.input_channels, card.tile_px, card.tile_px)
    fill = np.asarray(card.network_fill, dtype=np.float32)
    raw = (fill == SENTINEL).all()
    batch = (rng.gamma(4.0, 200.0, shape) if raw else rng.normal(size=shape)).astype(np.float32)
    batch[:, :, : card.tile_px // 4] = fill[:, None, None]
    batch[0, 0, -card.tile_px // 4 :] = fill[0]  # one channel only
    options = ort.SessionOptions()
    options.log_severity_level = 3
    session = ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    difference = np.abs(session.run(None, {INPUT: batch})[0] - members.run(batch))
    largest = float(difference.max()) if np.isfinite(difference).all() else float("inf")
    if largest > LARGEST_DIFFERENCE:
        raise L4SError(
            f"The ensemble differs from its members by {largest:.2e} in probability; nothing was written. Write a "
            ".yaml ensemble instead."
        )
    return largest


def _feed_nodes(feed: Feed, channels: int, entry: str, prefix: str, constant: Any) -> list[Any]:
    """The nodes that make a member's input, named ``entry``, out of the ensemble's."""
    from onnx import helper

    nodes: list[Any] = []
    current = INPUT

    def step(kind: str, inputs: list[str], last: bool = False, **attributes: Any) -> str:
        name = entry if last else f"{prefix}feed{len(nodes)}"
        nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    if feed.index != tuple(range(channels)):
        current = step("Gather", [current, constant(f"{prefix}index", feed.index, np.int64)], axis=1)
    if feed.fill is None:
        step("Identity", [current], last=True)
        return nodes
    unknown = step("Less", [current, constant(f"{prefix}half_sentinel", SENTINEL / 2, np.float32)])
    if feed.rest is not None:
        for kind, name in (("Div", "divide"), ("Sub", "mean"), ("Div", "std")):
            value = np.asarray(getattr(feed.rest, name), dtype=np.float32)[:, None, None]
            current = step(kind, [current, constant(f"{prefix}{name}", value, np.float32)])
    step("Where", [unknown, constant(f"{prefix}fill", feed.fill, np.float32), current], last=True)
    return nodes


def _one_opset(files: Sequence[tuple[Path, Any]]) -> list[Any]:
    """The models with the same operator sets: those in an older version of ONNX's own are converted."""
    from onnx import version_converter

    newest = max(_own(proto) for _, proto in files)
    converted = []
    for path, proto in files:
        if _own(proto) < newest:
            try:
                proto = version_converter.convert_version(proto, newest)
            except Exception as error:  # the converter's errors share no public base class
                raise InputError(
                    f"The member {path} is in operator set {_own(proto)} and cannot be brought to {newest}; export it "
                    "again, or write a .yaml ensemble."
                ) from error
        converted.append(proto)
    extra: dict[str, int] = {}
    for (path, _), proto in zip(files, converted, strict=True):
        for entry in proto.opset_import:
            if entry.domain and extra.setdefault(entry.domain, entry.version) != entry.version:
                raise InputError(
                    f"The member {path} uses another version of the operators {entry.domain} than the others; write a "
                    ".yaml ensemble instead."
                )
    for proto in converted:
        known = {entry.domain for entry in proto.opset_import}
        for domain, version in extra.items():
            if domain not in known:
                proto.opset_import.add(domain=domain, version=version)
    return converted


def _own(proto: Any) -> int:
    return max((int(entry.version) for entry in proto.opset_import if entry.domain in ("", "ai.onnx")), default=1)
