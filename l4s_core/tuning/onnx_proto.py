"""The few messages of an ONNX file that tuning reads and changes, for installations without the package ``onnx``.

Names and numbers of the fields are those of ``onnx.proto`` (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
What is not named here is kept as it was read and written again.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError, first_line

FLOAT, HALF = 1, 10  # TensorProto.DataType
_STORED: dict[int, str] = {FLOAT: "<f4", HALF: "<f2"}

_INT, _INT32, _TEXT, _BYTES, _FLOAT32 = 3, 5, 9, 12, 2  # FieldDescriptorProto.Type
_MESSAGES: dict[str, dict[str, tuple[int, int | str, bool]]] = {  # name: (number, type, repeated)
    "Model": {"graph": (7, "Graph", False), "producer_name": (2, _TEXT, False), "metadata": (14, "Entry", True)},
    "Entry": {"key": (1, _TEXT, False), "value": (2, _TEXT, False)},
    "Graph": {
        "node": (1, "Node", True),
        "initializer": (5, "Tensor", True),
        "input": (11, "Value", True),
        "output": (12, "Value", True),
    },
    "Value": {"name": (1, _TEXT, False)},
    "Node": {
        "input": (1, _TEXT, True),
        "output": (2, _TEXT, True),
        "name": (3, _TEXT, False),
        "op_type": (4, _TEXT, False),
        "attribute": (5, "Attribute", True),
    },
    "Attribute": {"name": (1, _TEXT, False), "i": (3, _INT, False), "ints": (8, _INT, True)},
    "Tensor": {
        "dims": (1, _INT, True),
        "data_type": (2, _INT32, False),
        "float_data": (4, _FLOAT32, True),
        "name": (8, _TEXT, False),
        "raw_data": (9, _BYTES, False),
    },
}


@cache
def _classes() -> dict[str, Any]:
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    file = descriptor_pb2.FileDescriptorProto(name="l4s_onnx.proto", package="l4s_onnx", syntax="proto2")
    for message, fields in _MESSAGES.items():
        described = file.message_type.add(name=message)
        for name, (number, kind, repeated) in fields.items():
            field = described.field.add(name=name, number=number, label=3 if repeated else 1)
            if isinstance(kind, str):
                field.type, field.type_name = 11, f".l4s_onnx.{kind}"
            else:
                field.type = kind
                field.options.packed = kind == _FLOAT32 and repeated
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return {name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"l4s_onnx.{name}")) for name in _MESSAGES}


def parse_model(data: bytes, source: str) -> Any:
    """The file as a message with ``graph`` and ``metadata``. Raises InputError where it is none."""
    from google.protobuf.message import DecodeError

    model = _classes()["Model"]()
    try:
        model.ParseFromString(data)
    except DecodeError as error:
        raise InputError(f"{source} cannot be read as an ONNX model ({first_line(error)}); get it again.") from error
    return model


def new_node(kind: str, inputs: list[str], output: str) -> Any:
    """A node of ONNX's own operators without attributes."""
    return _classes()["Node"](op_type=kind, input=inputs, output=[output], name=output)


def new_tensor(name: str, values: npt.ArrayLike) -> Any:
    """A constant of the graph, float32."""
    array = np.asarray(values, dtype="<f4")
    return _classes()["Tensor"](name=name, dims=list(array.shape), data_type=FLOAT, raw_data=array.tobytes())


def values_of(tensor: Any) -> npt.NDArray[np.float64] | None:
    """A constant of floating-point numbers as it is shaped; None of others."""
    shape = tuple(tensor.dims)
    if tensor.data_type not in _STORED:
        return None
    if tensor.float_data:
        flat = np.asarray(tensor.float_data, dtype=np.float64)
    else:
        flat = np.frombuffer(tensor.raw_data, np.dtype(_STORED[int(tensor.data_type)])).astype(np.float64)
    return flat.reshape(shape) if flat.size == np.prod(shape, dtype=np.int64) else None
