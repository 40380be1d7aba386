"""What runs on a window: the `Model` protocol, and an ONNX file with its card."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError, first_line
from l4s_core.base.threads import cores, cpu_count
from l4s_core.inference.card import METADATA_KEY
from l4s_core.inference.onnx_cpu import SessionPool, lanes_of
from l4s_core.inference.onnx_file import TensorInfo, as_layers, card_of, check_graph, read_model
from l4s_core.inference.protocol import Device

if TYPE_CHECKING:
    from l4s_core.base.progress import Progress
    from l4s_core.inference.onnx_cuda import BoundSession
    from l4s_core.inference.protocol import Ticket


class OnnxModel:
    """A model file run by ONNX Runtime, on the CPU or on CUDA.

    The file is read once, hashed and handed over as bytes: ONNX Runtime then cannot follow references to other
    files, and what runs is what was hashed. Nothing in it is ever unpickled. ``exact``: on a GPU without TF32, which
    rounds the factors of products to ten bits. ``progress`` is told when the GPU's memory runs out.
    """

    ahead = 1  # see `ahead.RunsAhead`

    def __init__(
        self,
        path: Path,
        device: Device = "auto",
        threads: int | None = None,
        *,
        exact: bool = False,
        progress: Progress | None = None,
    ) -> None:
        import onnxruntime as ort

        data = read_model(path)
        self.path = path
        self.files: tuple[Path, ...] = (path,)
        self.sha256 = hashlib.sha256(data).hexdigest()
        providers = _providers(ort.get_available_providers(), device, exact)
        if len(providers) > 1 and hasattr(ort, "preload_dlls"):
            ort.preload_dlls()  # CUDA and cuDNN from the packages beside it, where the system has none
        options = ort.SessionOptions()
        options.log_severity_level = 3
        # threads that wait for work sleep: the ones that read, merge and write share the cores with the model
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        lanes, options.intra_op_num_threads = lanes_of(threads or cpu_count())
        try:
            self._session = ort.InferenceSession(data, options, providers=providers)
        except Exception as error:  # ONNX Runtime's own exceptions share no base class
            raise InputError(
                f"The model file {path} is damaged or not an ONNX model ({first_line(error)}); get it again."
            ) from error
        text = self._session.get_modelmeta().custom_metadata_map.get(METADATA_KEY)
        self.card = card_of(text, path)
        self.layers = tuple(self.card.layers)
        inputs = [TensorInfo(i.name, i.type, i.shape) for i in self._session.get_inputs()]
        takes = check_graph(path, self.card, inputs, [output.shape for output in self._session.get_outputs()])
        self.fixed_px = takes.fixed_px
        self._runs: BoundSession | SessionPool
        self._gpu: BoundSession | None = None
        if self._session.get_providers()[0] == "CUDAExecutionProvider":
            from l4s_core.inference.ahead import AHEAD
            from l4s_core.inference.onnx_cuda import BoundSession, gpu_words

            say = None if progress is None else progress.message
            self._runs = self._gpu = BoundSession(self._session, takes.name, "cuda", takes.batch, say, len(self.layers))
            self.ahead = AHEAD
            self.device = gpu_words(exact)
        else:
            count = len(self.layers)
            self._runs = SessionPool(_computing(self._session, takes.name, count), lanes, takes.batch, count)
            self.device = f"CPU, {cores(threads)} (ONNX Runtime)"

    def run(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(n, input channels, rows, cols) normalised float32 -> (n, layers, rows, cols) float32, 0 to 1."""
        return self.submit(batch)()

    def submit(self, batch: npt.NDArray[np.float32]) -> Ticket:
        """Begin with a batch as `run` takes it; the ticket waits for what `run` gives. See `ahead.RunsAhead`."""
        return self._runs.submit(batch)

    def windows_at_a_time(self, tile: int, most: int) -> int | None:
        """See `batch_size.ChoosesBatch`: tried out once for each size on a GPU, None on the CPU. Raises InputError."""
        if self._gpu is None:
            return None
        return self._gpu.windows_at_a_time((self.card.input_channels, tile, tile), most)


def _computing(session: Any, name: str, layers: int) -> Callable[[npt.NDArray[np.float32]], npt.NDArray[np.float32]]:
    """What a session computes. No method of the model, which would then keep itself and all its memory alive."""
    return lambda batch: as_layers(session.run(None, {name: np.ascontiguousarray(batch)})[0], layers)


def _providers(available: Sequence[str], device: Device, exact: bool) -> list[str | tuple[str, dict[str, str]]]:
    cuda = "CUDAExecutionProvider" in available
    if device == "cuda" and not cuda:
        raise InputError(
            "CUDA was asked for, but this ONNX Runtime has no CUDA support; install the extra (pip install "
            "l4s[gpu]) or "
            "leave --device at auto."
        )
    if not cuda or device == "cpu":
        return ["CPUExecutionProvider"]
    return [("CUDAExecutionProvider", {"use_tf32": "0"} if exact else {}), "CPUExecutionProvider"]
