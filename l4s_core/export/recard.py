"""Another card for a model: its calibration, its classes of confidence, its words. The weights stay as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from l4s_core.base.errors import InputError
from l4s_core.base.partial import partial_folder
from l4s_core.export.onnx import checked_card
from l4s_core.export.onnx_bytes import to_bytes
from l4s_core.inference.card import METADATA_KEY, ModelCard, parse_card


def write_recarded(source: Path, path: Path, **changes: Any) -> ModelCard:
    """Write the model in ``source`` (.onnx) with some fields of its card changed; returns the new card.

    Give it an ``id`` of its own where what it gives differs: results name the model by it.

    Raises
    ------
    InputError
        ``source`` is no ONNX file with a card, or the card does not allow the changes; nothing was written.
    """
    import onnx

    try:
        proto = onnx.load_model_from_string(source.read_bytes())
    except Exception as error:  # protobuf's exceptions share no public base class
        raise InputError(f"{source} cannot be read as an ONNX model; give an exported model.") from error
    text = next((p.value for p in proto.metadata_props if p.key == METADATA_KEY), None)
    if text is None:
        raise InputError(f"{source} carries no l4s model card; give a model of this package.")
    card = checked_card(parse_card(text, str(source)).model_copy(update=changes))
    data = to_bytes(proto, card)
    with partial_folder(path) as folder:
        (folder / path.name).write_bytes(data)
    return card
