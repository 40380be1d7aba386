"""How fast a model's networks alone are on a GPU: the input lies there already, and the result stays there."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from l4s_core.inference.ensemble import EnsembleModel
from l4s_core.inference.onnx_model import OnnxModel
from l4s_core.inference.protocol import Model
from l4s_core.inference.torch_model import TorchModel
from l4s_core.inference.wrappers import ModelWrapper


def windows_per_second(model: Model, tile: int, batch: int, seconds: float) -> float:
    """Of a model of any kind; an ensemble takes as long as its members one after another."""
    if isinstance(model, EnsembleModel):
        return 1 / sum(1 / windows_per_second(member, tile, batch, seconds) for member in model.members)
    if isinstance(model, ModelWrapper):  # a calibration
        return windows_per_second(model.inside, tile, batch, seconds)
    shape = (batch, model.card.input_channels, tile, tile)
    x = np.random.default_rng(0).uniform(0.2, 3.0, shape).astype(np.float32)
    if isinstance(model, TorchModel):
        return _torch(model, x, seconds)
    if isinstance(model, OnnxModel):
        return _onnx(model, x, seconds)
    raise TypeError(type(model).__name__)


def _torch(model: TorchModel, x: np.ndarray, seconds: float) -> float:
    import torch

    there = torch.from_numpy(x).to(model._where)
    gpu = model._where.type == "cuda"

    def wait() -> None:
        if gpu:
            torch.cuda.synchronize(model._where)

    for _ in range(3):
        model._forward(there)
    wait()
    start, runs = perf_counter(), 0
    while perf_counter() - start < seconds:
        for _ in range(4 if gpu else 1):  # so that the GPU never waits for the clock to be read
            model._forward(there)
            runs += 1
        wait()
    return runs * len(x) / (perf_counter() - start)


def _onnx(model: OnnxModel, x: np.ndarray, seconds: float) -> float:
    import onnxruntime as ort

    place = "cpu" if model._gpu is None else "cuda"
    session = model._session
    binding = session.io_binding()
    binding.bind_ortvalue_input(session.get_inputs()[0].name, ort.OrtValue.ortvalue_from_numpy(x, place, 0))
    binding.bind_output(session.get_outputs()[0].name, place)
    for _ in range(3):
        session.run_with_iobinding(binding)
    start, runs = perf_counter(), 0
    while perf_counter() - start < seconds:
        session.run_with_iobinding(binding)
        runs += 1
    return runs * len(x) / (perf_counter() - start)
