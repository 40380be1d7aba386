"""What every way of running an .onnx file asks of it before it runs: its size, its card, its one input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.inference.card import ModelCard, parse_card

LARGEST_FILE = 2 * 1024**3
_FLOAT32 = ("tensor(float)", "f32")  # in the words of ONNX Runtime, of OpenVINO
_Values = npt.NDArray[np.float32]


@dataclass(frozen=True)
class TensorInfo:
    """An input of a graph: ``type`` in the words of what runs it, ``shape`` with None (or a name) where it is free."""

    name: str
    type: str
    shape: Sequence[int | str | None]


@dataclass(frozen=True)
class Takes:
    """What a file takes: the name of its input, the only batch, and the only rows and cols; None where they are
    free."""

    name: str
    batch: int | None
    fixed_px: int | None


def read_model(path: Path) -> bytes:
    """The file, whole: it is hashed and handed over as it was read. Raises InputError."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(f"The model file {path} is larger than 2 GiB; it cannot be a model for l4s.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"The model file {path} cannot be read ({error.strerror}).") from error


def card_of(text: str | None, path: Path) -> ModelCard:
    """The card from the metadata of a file, None where it has none. Raises InputError."""
    if text is None:
        raise InputError(
            f"The ONNX file {path} carries no l4s metadata block, so its channels and units are unknown; "
            "export it again with one."
        )
    return parse_card(text, str(path))


def check_graph(
    path: Path, card: ModelCard, inputs: Sequence[TensorInfo], outputs: Sequence[Sequence[int | str | None]]
) -> Takes:
    """What the graph takes, where that and the shape of its first output are what its card says. Raises InputError."""
    shape = inputs[0].shape if inputs else ()
    if (
        len(inputs) != 1
        or not outputs
        or len(shape) != 4
        or inputs[0].type not in _FLOAT32
        or shape[1] != card.input_channels
    ):
        raise InputError(
            f"The model {path} takes {[(i.name, i.type, list(i.shape)) for i in inputs]}, but its metadata block "
            f"says one float input with {card.input_channels} channels; export it again."
        )
    batch, _, rows, cols = (n if isinstance(n, int) and n > 0 else None for n in shape)
    if rows != cols or (rows is not None and rows != card.tile_px):
        raise InputError(
            f"The model {path} takes {rows or 'any'} x {cols or 'any'} pixels, but its metadata block says "
            f"tiles of {card.tile_px}; export it again."
        )
    given = outputs[0][1] if len(outputs[0]) == 4 else 1
    if len(card.layers) > 1 and given != len(card.layers):
        raise InputError(
            f"The model {path} gives {given} layers for every pixel, but its metadata block names {len(card.layers)} "
            f"({', '.join(card.layers)}); export it again."
        )
    return Takes(inputs[0].name, batch, rows)


def in_batches(run: Callable[[_Values], _Values], batch: _Values, size: int | None) -> _Values:
    """``run`` on so many images at a time, the last ones repeated to fill up; ``size`` None: on all together."""
    if size is None or len(batch) == size:
        return run(batch)
    pieces = []
    for first in range(0, len(batch), size):
        piece = batch[first : first + size]
        short = size - len(piece)
        pieces.append(run(np.pad(piece, ((0, short), (0, 0), (0, 0), (0, 0)), mode="edge"))[: len(piece)])
    return np.concatenate(pieces)


def as_layers(output: object, count: int = 1) -> _Values:
    """(n, layers, rows, cols), or (n, rows, cols) of one layer, of any type as (n, ``count``, rows, cols) float32."""
    result: _Values = np.asarray(output, dtype=np.float32)
    return result[:, :count] if result.ndim == 4 else result[:, None]
