"""Small real ONNX models with a card, for tests that need a model but not the trained one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from l4s_core.inference.card import METADATA_KEY, ModelCard


def card_fields(**changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "format_version": 1,
        "id": "test-redness",
        "title": "Redness of a 3x3 neighbourhood",
        "network": "one convolution",
        "channels": ["B4", "B3", "B2"],
        "levels": ["L1C", "L2A"],
        "trained_on_level": "none",
        "units": "reflectance x 10000; slope degrees; dem metres",
        "normalisation": {
            "kind": "fixed",
            "divide": [1000.0, 1000.0, 1000.0],
            "mean": [0.0, 0.0, 0.0],
            "std": [1.0, 1.0, 1.0],
        },
        "fill": 0.0,
        "tile_px": 64,
        "overlap_px": 16,
        "size_multiple": 16,
        "receptive_field_px": 3,
        "threshold": 0.5,
        "precision": "fp32",
        "licence": "GPL-2.0-or-later",
        "training_data": "none",
        "created_utc": "2026-01-01T00:00:00Z",
        "weights_sha256": "0" * 64,
        "figures": {},
    }
    return fields | changes


def made_card(**changes: Any) -> ModelCard:
    """A card; ``changes`` may name fields of version 1 (channels, normalisation, fill) and those that came with 2."""
    newer = {name: changes.pop(name) for name in ("layers", "calibration", "confidence", "domain") if name in changes}
    if "inputs" in changes:
        kept = {k: v for k, v in card_fields().items() if k not in ("channels", "normalisation", "fill")}
        return ModelCard(**kept | {"format_version": 2} | changes | newer)
    return ModelCard(**ModelCard(**card_fields(**changes)).model_dump() | newer)


def write_model(
    path: Path,
    *,
    card: str | None = "",
    weights: np.ndarray | None = None,
    size: int | None = None,
    batch: int | None = None,
    opset: int = 18,
    flat: bool = False,
    **changes: Any,
) -> Path:
    """p = sigmoid(10 * (mean 3x3 of the first channel - mean 3x3 of the last - 0.4)), by default B4 and B2 / 1000.

    ``card=None`` leaves the card out. ``size``, ``batch``: the only ones it takes. ``flat``: gives (n, rows, cols).
    With the layer ``uncertainty`` in the card, that is 1 - p.
    """
    made = made_card(**changes) if card == "" else None
    channels = len(card_fields(**changes)["channels"]) if made is None else made.input_channels
    layers = 2 if made is not None and "uncertainty" in made.layers else 1
    rows, cols, n = size or "r", size or "c", batch or "n"
    if weights is None:
        weights = np.zeros((1, channels, 3, 3), np.float32)
        weights[0, 0] = 10 / 9
        weights[0, -1] -= 10 / 9
    graph = helper.make_graph(
        [
            helper.make_node("Conv", ["image", "w", "b"], ["logit"], pads=[1, 1, 1, 1]),
            helper.make_node("Sigmoid", ["logit"], ["p4" if flat or layers > 1 else "probability"]),
            *(
                [
                    helper.make_node("Sub", ["one", "p4"], ["unsure"]),
                    helper.make_node("Concat", ["p4", "unsure"], ["probability"], axis=1),
                ]
                if layers > 1
                else []
            ),
            *([helper.make_node("Squeeze", ["p4", "axis"], ["probability"])] if flat else []),
        ],
        "test",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [n, channels, rows, cols])],
        [
            helper.make_tensor_value_info(
                "probability", TensorProto.FLOAT, [n, rows, cols] if flat else [n, layers, rows, cols]
            )
        ],
        [
            numpy_helper.from_array(weights, "w"),
            numpy_helper.from_array(np.array([-4.0], np.float32), "b"),
            *([numpy_helper.from_array(np.array([1]), "axis")] if flat else []),
            *([numpy_helper.from_array(np.array(1.0, np.float32), "one")] if layers > 1 else []),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=9)
    if card is not None:
        assert made is not None or card
        text = card or made.model_dump_json()  # type: ignore[union-attr]
        helper.set_model_props(model, {METADATA_KEY: text})
    onnx.save(model, path)
    return path
