"""An ONNX file run by OpenVINO on the CPU (extra ``openvino``)."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError, first_line
from l4s_core.base.threads import cores
from l4s_core.inference.card import METADATA_KEY
from l4s_core.inference.onnx_file import TensorInfo, as_layers, card_of, check_graph, in_batches, read_model
from l4s_core.inference.protocol import Device

# The field by which a tensor names the file that holds its values, in any spelling of its numbers. Unlike ONNX
# Runtime, OpenVINO opens that file also when the model came as bytes.
_OTHER_FILE = re.compile(rb"(?:\x0a|\x8a\x80*\x00)(?:\x08|\x88\x80*\x00)location")


class OpenVinoModel:
    """A `Model` that computes in float32 what ONNX Runtime computes, with other kernels.

    OpenVINO by itself chooses bf16 or fp16 where the CPU has them, which changes the probabilities without a word; here
    it is told float32. The file is read once, hashed and handed over as bytes.
    """

    def __init__(self, path: Path, device: Device = "auto", threads: int | None = None) -> None:
        if device == "cuda":
            raise InputError(
                "CUDA was asked for, but OpenVINO runs on the CPU here; leave --device or --backend at auto."
            )
        try:
            import openvino
        except ImportError as error:
            raise InputError(
                "The backend openvino needs OpenVINO, which is not installed; install it with: "
                "pip install 'l4s[openvino]'"
            ) from error
        data = read_model(path)
        self.path = path
        self.files: tuple[Path, ...] = (path,)
        self.sha256 = hashlib.sha256(data).hexdigest()
        if _OTHER_FILE.search(data):
            raise InputError(f"The model file {path} keeps its weights in other files; get it or export it in one.")
        core = openvino.Core()
        options: dict[str, object] = {
            "INFERENCE_PRECISION_HINT": "f32",
            "NUM_STREAMS": 1,
            "ENABLE_CPU_PINNING": False,  # several processes would sit on the same cores
        }
        if threads is not None:
            options["INFERENCE_NUM_THREADS"] = threads
        try:
            graph = core.read_model(io.BytesIO(data))
            self.card = card_of(_metadata(graph), path)
            self.layers = tuple(self.card.layers)
            inputs = [
                TensorInfo(i.any_name, i.element_type.get_type_name(), [_length(side) for side in i.partial_shape])
                for i in graph.inputs
            ]
            outputs = [[_length(side) for side in output.partial_shape] for output in graph.outputs]
            takes = check_graph(path, self.card, inputs, outputs)
            self._compiled = core.compile_model(graph, "CPU", options)
        except RuntimeError as error:  # all that OpenVINO raises
            raise InputError(
                f"The model file {path} is damaged or not an ONNX model that OpenVINO runs ({_reason(error)}); get it "
                "again or leave --backend at auto."
            ) from error
        self._batch, self.fixed_px = takes.batch, takes.fixed_px
        self._request = self._compiled.create_infer_request()
        used = int(self._compiled.get_property("INFERENCE_NUM_THREADS"))
        self.device = f"CPU, {cores(used or threads)} (OpenVINO {openvino.__version__.partition('-')[0]})"

    def run(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(n, input channels, rows, cols) normalised float32 -> (n, layers, rows, cols) float32, 0 to 1."""
        return in_batches(self._run, batch, self._batch)

    def _run(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        if not len(batch):  # OpenVINO makes of no images, where sizes are computed in the graph, images of no size
            return np.empty((0, len(self.layers), *batch.shape[2:]), np.float32)
        results = self._request.infer({0: np.ascontiguousarray(batch, dtype=np.float32)}, share_inputs=True)
        return as_layers(results[0], len(self.layers))


def _metadata(graph: object) -> str | None:
    """The metadata block; OpenVINO keeps those of an ONNX file under "framework"."""
    path = ["framework", METADATA_KEY]
    if not graph.has_rt_info(path):  # type: ignore[attr-defined]
        return None
    return str(graph.get_rt_info(path).astype(str))  # type: ignore[attr-defined]


def _length(side: object) -> int | None:
    return None if side.is_dynamic else int(side.get_length())  # type: ignore[attr-defined]


def _reason(error: BaseException) -> str:
    """The line that says something: OpenVINO's begin with where in its own source they were raised."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith(("Exception from", "Check '"))]
    return (telling or [first_line(error)])[0].rstrip(".:")[:160]
