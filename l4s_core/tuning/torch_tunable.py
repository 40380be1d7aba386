"""A checkpoint whose last convolution can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from l4s_core.base.errors import InputError, L4SError
from l4s_core.inference.card import ModelCard
from l4s_core.inference.checkpoint import read_checkpoint, save_checkpoint
from l4s_core.tuning.onnx_tunable import LARGEST_DIFFERENCE, LAST_LAYER
from l4s_core.tuning.types import Change, Lever, Looked

_Values = npt.NDArray[np.float32]


class TorchTunable:
    """See `types.Tunable`: the numbers are those of the middle of the last convolution, which gives the logit."""

    ending = ".safetensors"
    one_input_only = False
    fixed_px: int | None = None

    def __init__(self, path: Path, threads: int | None = None) -> None:
        if threads is not None:
            torch.set_num_threads(threads)
        found = read_checkpoint(path)
        self.card, self.sha256 = found.card, found.sha256
        self._net, self._path = found.net, path
        self._layer: nn.Conv2d | None = None
        self._given: Tensor | None = None
        self.levers: tuple[Lever, ...] = ()
        self._find()

    def use_inputs(self, channels: Sequence[str]) -> None:
        """See `types.Tunable`; makes no difference."""

    def _find(self) -> None:
        """The convolution whose output the logits are, at most brought to another size."""
        calls: list[tuple[nn.Conv2d, Tensor]] = []

        def note(layer: nn.Module, inputs: Any, output: Tensor) -> None:
            assert isinstance(layer, nn.Conv2d)
            calls.append((layer, inputs[0]))

        single = [m for m in self._net.modules() if isinstance(m, nn.Conv2d) and m.out_channels == 1]
        hooks = [layer.register_forward_hook(note) for layer in single]
        side = self.card.tile_px
        probe = torch.rand(1, self.card.input_channels, side, side, generator=torch.Generator().manual_seed(0))
        with torch.no_grad():
            logit = self._net(probe)
            for hook in hooks:
                hook.remove()
            for layer, given in reversed(calls):
                if layer.bias is None:
                    continue
                old = layer.bias.clone()
                layer.bias += 1.0
                moved = self._net(probe) - logit
                layer.bias.copy_(old)
                if float((moved - 1).abs().max()) < 1e-3:
                    self._layer = layer
                    if given.shape[-2:] == probe.shape[-2:] and layer.groups == 1:
                        self.levers = (Lever(LAST_LAYER, np.zeros(layer.in_channels)),)
                        layer.register_forward_hook(self._keep)
                    return
        raise InputError(
            f"The logits of {self._path} are not those of one last convolution, so it cannot be tuned; export it with "
            "l4s export and tune the .onnx file."
        )

    def _keep(self, layer: nn.Module, inputs: Any, output: Tensor) -> None:
        self._given = inputs[0]

    def look(self, windows: _Values) -> Looked:
        """See `types.Tunable`."""
        logits, features = [], []
        with torch.no_grad():
            for window in windows:
                logits.append(self._net(torch.from_numpy(np.ascontiguousarray(window[None])))[:, 0].numpy())
                if self._given is not None:
                    features.append(self._given.numpy())
        found = {LAST_LAYER: np.concatenate(features)} if self.levers else {}
        return Looked(np.concatenate(logits), found)

    def write(self, change: Change, card: ModelCard, path: Path, seen: _Values) -> ModelCard:
        """See `types.Tunable`."""
        looked = self.look(seen)
        layer = self._layer
        assert layer is not None and layer.bias is not None
        kept = layer.weight.detach().clone(), layer.bias.detach().clone()
        wanted = change.slope * looked.logit.astype(np.float64) + change.shift
        with torch.no_grad():
            layer.weight *= change.slope
            layer.bias.copy_(change.slope * layer.bias + change.shift)
            if change.numbers is not None and change.lever is not None:
                rows, cols = layer.weight.shape[-2] // 2, layer.weight.shape[-1] // 2
                layer.weight[0, :, rows, cols] += torch.from_numpy(change.numbers).to(layer.weight.dtype)
                wanted = wanted + np.einsum("nkrc,k->nrc", looked.features[LAST_LAYER], change.numbers)
        try:
            got = self.look(seen).logit
            difference = float(np.abs(_sigmoid(got) - _sigmoid(wanted)).max())
            if not difference <= LARGEST_DIFFERENCE:
                raise L4SError(
                    f"The tuned network differs from what was fitted by {difference:.2e} in probability; nothing was "
                    "written."
                )
            made = not path.parent.exists()
            if made:  # a folder as that of a run
                path.parent.mkdir()
            try:
                return save_checkpoint(self._net, card, path)
            except BaseException:
                if made:
                    path.parent.rmdir()
                raise
        finally:
            with torch.no_grad():
                layer.weight.copy_(kept[0])
                layer.bias.copy_(kept[1])


def _sigmoid(x: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    values: npt.NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(np.asarray(x, np.float64), -50, 50)))
    return values
