"""What runs on a window: the `Model` protocol, and an ONNX file with its card."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from l4s_core.errors import InputError
from l4s_core.predict.card import METADATA_KEY, ModelCard, parse_card
from l4s_core.words import plural

Device = Literal["auto", "cpu", "cuda"]
LARGEST_FILE = 2 * 1024**3
DEFAULT_MODEL = "l4s-lite-v0"


class Model(Protocol):
    """Anything that turns normalised windows into landslide probabilities.

    Attributes
    ----------
    card : what it expects and is.
    sha256 : of its file.
    device : what it runs on, in words.
    path, files : the file that was opened, and all files that were read.
    fixed_px : the only rows and cols that `run` takes, None where it takes any multiple of ``card.size_multiple``.
    """

    card: ModelCard
    sha256: str
    device: str
    path: Path
    files: tuple[Path, ...]
    fixed_px: int | None

    def run(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(n, input channels, rows, cols) normalised -> (n, rows, cols) probability of landslide, 0 to 1."""


@runtime_checkable
class KnowsDomains(Protocol):
    """A model that may keep the batch statistics of several domains apart."""

    def use_domain(self, domain: str) -> None:
        """Take the statistics of this domain from now on; those of the first where it is not known."""


class OnnxModel:
    """A model file run by ONNX Runtime, on the CPU or on CUDA.

    The file is read once, hashed and handed over as bytes: ONNX Runtime then cannot follow references to other
    files, and what runs is what was hashed. Nothing in it is ever unpickled.
    """

    def __init__(self, path: Path, device: Device = "auto", threads: int | None = None) -> None:
        import onnxruntime as ort

        data = _read(path)
        self.path = path
        self.files: tuple[Path, ...] = (path,)
        self.sha256 = hashlib.sha256(data).hexdigest()
        providers = _providers(ort.get_available_providers(), device)
        if "CUDAExecutionProvider" in providers and hasattr(ort, "preload_dlls"):
            ort.preload_dlls()  # CUDA and cuDNN from the packages beside it, where the system has none
        options = ort.SessionOptions()
        options.log_severity_level = 3
        if threads is not None:
            options.intra_op_num_threads = threads
        try:
            self._session = ort.InferenceSession(data, options, providers=providers)
        except Exception as error:  # ONNX Runtime's own exceptions share no base class
            raise InputError(
                f"The model file {path} is damaged or not an ONNX model ({first_line(error)}); get it again."
            ) from error
        text = self._session.get_modelmeta().custom_metadata_map.get(METADATA_KEY)
        if text is None:
            raise InputError(
                f"The ONNX file {path} carries no l4s metadata block, so its channels and units are unknown; "
                "export it again with one."
            )
        self.card = parse_card(text, str(path))
        self._input = self._check_signature()
        self._batch, self.fixed_px = self._check_sizes()
        on_gpu = self._session.get_providers()[0] == "CUDAExecutionProvider"
        self.device = "CUDA GPU (ONNX Runtime)" if on_gpu else f"CPU, {cores(threads)} (ONNX Runtime)"

    def _check_signature(self) -> str:
        inputs, outputs = self._session.get_inputs(), self._session.get_outputs()
        shape = inputs[0].shape if inputs else []
        if (
            len(inputs) != 1
            or len(outputs) < 1
            or len(shape) != 4
            or inputs[0].type != "tensor(float)"
            or shape[1] != self.card.input_channels
        ):
            raise InputError(
                f"The model {self.path} takes {[(i.name, i.type, i.shape) for i in inputs]}, but its metadata block "
                f"says one float input with {self.card.input_channels} channels; export it again."
            )
        return str(inputs[0].name)

    def _check_sizes(self) -> tuple[int | None, int | None]:
        """The only batch and the only rows and cols that the file takes; None where they are free."""
        batch, _, rows, cols = (
            n if isinstance(n, int) and n > 0 else None for n in self._session.get_inputs()[0].shape
        )
        if rows != cols or (rows is not None and rows != self.card.tile_px):
            raise InputError(
                f"The model {self.path} takes {rows or 'any'} x {cols or 'any'} pixels, but its metadata block says "
                f"tiles of {self.card.tile_px}; export it again."
            )
        return batch, rows

    def run(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(n, input channels, rows, cols) normalised float32 -> (n, rows, cols) float32 probability of landslide."""
        if self._batch is None or len(batch) == self._batch:
            return self._run(batch)
        pieces = []
        for first in range(0, len(batch), self._batch):  # a file that takes only this many at a time
            piece = batch[first : first + self._batch]
            short = self._batch - len(piece)
            pieces.append(self._run(np.pad(piece, ((0, short), (0, 0), (0, 0), (0, 0)), mode="edge"))[: len(piece)])
        return np.concatenate(pieces)

    def _run(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        output: Any = self._session.run(None, {self._input: np.ascontiguousarray(batch)})[0]
        result: npt.NDArray[np.float32] = np.asarray(output, dtype=np.float32)
        return result[:, 0] if result.ndim == 4 else result


def installed_models() -> dict[str, Path]:
    """Names of the models that came with the package, and their files."""
    folder = Path(str(resources.files("l4s_core") / "models"))
    return {path.stem: path for path in sorted(folder.glob("*.onnx"))}


def open_model(name_or_path: str | Path | None, device: Device = "auto", threads: int | None = None) -> Model:
    """`predict.open.open_model`, where the other backends and their options are."""
    from l4s_core.predict.open import open_model as open_any

    return open_any(name_or_path, device, threads)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(f"The model file {path} is larger than 2 GiB; it cannot be a model for l4s.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"The model file {path} cannot be read ({error.strerror}).") from error


def _providers(available: Sequence[str], device: Device) -> list[str]:
    cuda = "CUDAExecutionProvider" in available
    if device == "cuda" and not cuda:
        raise InputError(
            "CUDA was asked for, but this ONNX Runtime has no CUDA support; install the extra (pip install "
            "l4s[gpu]) or "
            "leave --device at auto."
        )
    return ["CUDAExecutionProvider", "CPUExecutionProvider"] if cuda and device != "cpu" else ["CPUExecutionProvider"]


def cpu_count() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def cores(threads: int | None) -> str:
    """How many cores a model uses, in words: as many as ``threads``, or all."""
    return plural(threads or cpu_count(), "core", "cores")


def first_line(error: BaseException) -> str:
    """The first line of an error's text, cut off where it is long."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
