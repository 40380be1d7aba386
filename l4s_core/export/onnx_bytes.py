"""An ONNX graph with its card as the bytes of a file. Needs no torch."""

from __future__ import annotations

import hashlib
from typing import Any

from l4s_core.inference.card import METADATA_KEY, ModelCard


def weights_sha256(proto: Any) -> str:
    """SHA-256 over the constants of a graph."""
    return hashlib.sha256(
        b"".join(t.SerializeToString(deterministic=True) for t in proto.graph.initializer)
    ).hexdigest()


def to_bytes(proto: Any, card: ModelCard) -> bytes:
    """The file: the graph with its card, checked."""
    import onnx

    proto.producer_name, proto.producer_version = "l4s", ""
    onnx.helper.set_model_props(proto, {METADATA_KEY: card.model_dump_json()})
    onnx.checker.check_model(proto)
    return bytes(proto.SerializeToString(deterministic=True))
